"""Words in an open form keep the person here whom they are about; those about others outlive a leaving."""

from dataclasses import replace
from typing import Any

import pytest

from carenurse.app import leaving, wiring
from carenurse.app.coming_back import ReturnTo, keep_return, kept_return
from carenurse.app.form_owners import without
from carenurse.app.wiring import OpenVault
from tests.carenurse.app.test_leaving import GROUP
from tests.carenurse.store.resources import patient
from tests.made_vault import NOW, MadeVault

VISITS = (("Encounter", "e"), ("Appointment", "a"), ("Task", "t"))
"""What a place or a form may name instead of the person, by the letter before the person's id."""

OF_P1: dict[str, tuple[str, str, dict[str, Any]]] = {
    "plan": ("plan", "p1", {"form": "words", "text": "walk"}),
    "medicines": ("medicines", "p1", {"typed": {"name": "Asp"}}),
    "facts": ("patients", "p1", {"patient": "p1", "typed": {"phone": "555-0100"}}),
    "alert": ("chart", "p1", {"over": {"f1": "healed"}}),
    "visit taken back": ("visit", "ep1", {"mistake": "wrong door"}),
    "paper": ("paper", "ep1", {"who": "her son"}),
    "visit to plan": ("schedule", "", {"draft": {"patient": "p1", "reason": "wound"}}),
    "visit missed": ("schedule", "", {"ending": "miss", "visit": "ap1", "asked": {"reason": "other"}}),
    "finding told": ("today", "", {"told": {"tp2": "Dr. Osei", "tp1": "Dr. Nwosu"}}),
}


@pytest.fixture
def vault(open_vault: OpenVault) -> OpenVault:
    """Hold two people whom the office knows, the second on the caseload, with a visit and a finding each."""
    with open_vault.records.work() as work:
        for who, name in (("p1", "Delgado"), ("p2", "Okoye")):
            about = {"reference": f"Patient/{who}"}
            work.put(patient(who, name), local=True)
            for kind, letter in VISITS:
                facts = {"participant": [{"actor": about}]} if kind == "Appointment" else {"subject": about}
                facts = {"for": about} if kind == "Task" else facts
                work.put({"resourceType": kind, "id": f"{letter}{who}", **facts}, local=True)
        work.put(GROUP, local=True)
    return open_vault


def left_behind(place: str, key: str, form: dict[str, Any]) -> ReturnTo:
    return ReturnTo(NOW, "settings", elsewhere={place: {key: form}})


@pytest.mark.parametrize("name", OF_P1)
@pytest.mark.parametrize("front", [True, False])
def test_words_about_a_person_keep_them_here_in_whatever_form(
    vault: OpenVault, name: str, *, front: bool
) -> None:
    place, key, form = OF_P1[name]
    there = ReturnTo(NOW, place, key, form=form) if front else left_behind(place, key, form)
    keep_return(vault.records, there)

    (found,) = leaving.who_left(vault)

    assert (found.drafts, found.may_leave) == (1, False)
    assert leaving.let_leave(vault, ["p1"], NOW).stayed == ("p1",)
    assert kept_return(vault.records) == there


@pytest.mark.parametrize("at", [("chart", "p1"), ("visit", "ep1"), ("paper", "ep1")])
def test_words_about_others_stay_when_the_nurse_was_with_the_one_who_leaves(
    vault: OpenVault, made_vault: MadeVault, at: tuple[str, str]
) -> None:
    others = {"plan": {"p2": {"form": "words", "text": "walk"}}, "today": {"": {"told": {"tp2": "Dr. Osei"}}}}
    keep_return(vault.records, ReturnTo(NOW, *at, field="Why is it over", elsewhere=others))

    assert leaving.let_leave(vault, ["p1"], NOW).left == ("p1",)

    vault.close()
    again = wiring.unlock_with_recovery(made_vault.folder, made_vault.recovery_code, reserve=0)
    assert kept_return(again.records) == ReturnTo(NOW, "today", elsewhere=others)
    again.close()


def test_a_place_without_words_is_forgotten_with_them(vault: OpenVault) -> None:
    keep_return(vault.records, ReturnTo(NOW, "chart", "p1", field="Why is it over: Delgado"))

    leaving.let_leave(vault, ["p1"], NOW)

    assert kept_return(vault.records) is None


def test_of_findings_about_several_people_one_persons_alone_are_taken_out(vault: OpenVault) -> None:
    place, key, form = OF_P1["finding told"]
    both = left_behind(place, key, form)
    in_front = replace(both, place=place, form=form, elsewhere={})

    assert without(vault.records, both, "p1").elsewhere == {"today": {"": {"told": {"tp2": "Dr. Osei"}}}}
    assert without(vault.records, in_front, "p1").form == {"told": {"tp2": "Dr. Osei"}}
    assert without(vault.records, without(vault.records, both, "p1"), "p2").elsewhere == {}
    assert without(vault.records, both, "p3") == both
