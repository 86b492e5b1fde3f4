from collections.abc import Generator, Iterable
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest

from carenurse.app.begun_forms import Begun
from carenurse.app.family_medicines import looked_at
from carenurse.app.ports import Records, Work
from carenurse.app.visit_begin import open_encounter, unfinished_visits
from carenurse.app.visit_draft import save_draft
from carenurse.app.visit_forms import form_of
from carenurse.app.visit_readback import add_addendum, signed_visit_view
from carenurse.app.visit_sign import OpenChecksError, sign_visit
from carenurse.app.visit_state import sections_of
from carenurse.app.visit_worksheet import (
    FamilyPage,
    GoalWord,
    InterventionDone,
    MedicineSeen,
    NextVisit,
    Paragraph,
    Place,
    Taught,
    Told,
    Worksheet,
)
from carenurse.clinical import planned_visit, visit
from carenurse.clinical.fhir import Resource
from carenurse.errors import ExpectedError
from tests.carenurse.app.visits import (
    CARE,
    COMING,
    GOAL,
    NOW,
    PATIENT,
    PLANNED,
    TEACH,
    Household,
    type_in,
)
from tests.kept import keep

LEAVING = NOW + timedelta(minutes=30)


def everything(_before: Worksheet) -> Worksheet:
    done = Worksheet(
        homebound_help="walker and one person",
        homebound_effort="short of breath for an hour",
        response="I understand why, and I will call.",
        jot="Her shoes don't close since Sunday",
        interventions=(
            InterventionDone(CARE, "given", detail="ankles 2+"),
            InterventionDone(TEACH, "not-given", "too tired"),
        ),
        goals=(GoalWord(GOAL, "worse", "171.6 lb"),),
        teaching=(Taught("t1", "weigh every morning", "Elena", "Shown", "repeated-back", "Will call"),),
        told=(
            Told(
                "f",
                "vital-signs/weight/change0",
                "Weight up 5.2 lb",
                "Dr. Nwosu",
                "phone",
                NOW,
                "Order read back",
            ),
        ),
        next_visit=NextVisit(
            start=NOW + timedelta(days=2, hours=1), reason="potassium test", planned=f"Appointment/{COMING}"
        ),
        family_page=FamilyPage(given_to="Elena"),
    )
    return done.without_form("news2").without_form("skin-check").without_form("wound-record")


def written(home: Household, *, complete: bool = True) -> None:
    living = home.living()
    for link, text, unit in (
        ("weight", "171.6", "[lb_av]"),
        ("sbp", "142", ""),
        ("dbp", "86", ""),
        ("hr", "88", ""),
        ("spo2", "93", ""),
        ("o2", "Air", ""),
        ("rr", "22", ""),
        ("temp", "98.2", "[degF]"),
        ("pain", "2", ""),
        ("acvpu", "Alert", ""),
    ):
        type_in(living, link, text, unit)
    if complete:
        living.change_sheet(Place(), everything)
    save_draft(home.records, home.encounter, living.drafts().resources, NOW)


def about(home: Household, kind: str) -> list[Resource]:
    return home.records.where(kind, "encounter", home.encounter)


def test_open_checks_hold_the_signature_back_until_there_is_a_reason(home: Household) -> None:
    written(home, complete=False)

    with pytest.raises(OpenChecksError) as refused:
        sign_visit(home.records, home.encounter, LEAVING)
    assert {check.key for check in refused.value.checks} >= {"care", "goals", "next", "homebound"}
    assert open_encounter(home.records, home.encounter)

    sign_visit(home.records, home.encounter, LEAVING, "called away to an emergency")
    assert signed_visit_view(home.records, home.encounter).reason == "called away to an emergency"


def test_what_was_begun_on_another_page_holds_it_back_until_there_is_a_reason(home: Household) -> None:
    written(home)
    begun = (Begun("plan", home.living().opened.visit.patient, "", "A problem is not kept", "swollen legs"),)

    with pytest.raises(OpenChecksError) as refused:
        sign_visit(home.records, home.encounter, LEAVING, begun=begun)
    assert [check.key for check in refused.value.checks] == ["begun:plan"]

    sign_visit(home.records, home.encounter, LEAVING, "she decides tomorrow", begun=begun)
    assert signed_visit_view(home.records, home.encounter).reason == "she decides tomorrow"


def test_signing_leaves_the_whole_record_of_the_visit(home: Household) -> None:
    written(home)

    signed = sign_visit(home.records, home.encounter, LEAVING)

    made = visit.decode(home.records.get("Encounter", home.encounter) or {})
    assert (made.status, made.completed) == ("finished", LEAVING)
    assert (home.records.get("Appointment", PLANNED) or {})["status"] == "fulfilled"
    weight = next(one for one in about(home, "Observation") if one["code"]["coding"][0]["code"] == "29463-7")
    assert weight["valueQuantity"]["code"] == "[lb_av]"
    assert {one["status"] for one in about(home, "Procedure")} == {"completed", "not-done"}
    calls = about(home, "Communication")
    assert len(calls) == 2
    assert [one["note"][0]["text"] for one in calls if "note" in one] == ["Will call"]
    goal = home.records.get("Goal", "g1") or {}
    assert goal["achievementStatus"]["coding"][0]["code"] == "worsening"
    responses = about(home, "QuestionnaireResponse")
    statuses = {form_of(one["questionnaire"]): one["status"] for one in responses}
    assert statuses == {"vital-signs": "completed", "news2": "stopped", "": "completed"}
    assert home.records.signed("Composition", signed.composition)
    assert "sign" in [fact.action for fact in home.records.audit_trail(limit=5)]
    assert unfinished_visits(home.records) == ()


def test_signing_queues_everything_for_the_office(home: Household) -> None:
    written(home)
    before = len(home.records.unsent())

    signed = sign_visit(home.records, home.encounter, LEAVING)

    waiting = {f"{row.kind}/{row.identity}" for row in home.records.unsent()[before:]}
    assert f"Composition/{signed.composition}" in waiting
    assert f"Encounter/{home.encounter}" in waiting
    assert len(waiting) >= signed.frozen


def test_the_agreed_visit_moves_the_planned_one_and_makes_no_double(home: Household) -> None:
    written(home)

    signed = sign_visit(home.records, home.encounter, LEAVING)

    planned = planned_visit.decode(home.records.get("Appointment", COMING) or {})
    assert signed.next_visit == COMING
    assert planned.start == NOW + timedelta(days=2, hours=1)
    assert planned.reason == "potassium test"
    assert len(home.records.of_patient(PATIENT, "Appointment")) == 2


def test_the_note_is_attested_and_keeps_her_own_words(home: Household) -> None:
    written(home)
    living = home.living()
    living.change_sheet(
        Place(),
        lambda sheet: sheet.with_paragraph(Paragraph("found", "Fine crackles <b>both</b> bases & more.")),
    )
    save_draft(home.records, home.encounter, living.drafts().resources, NOW)

    sign_visit(home.records, home.encounter, LEAVING)

    view = signed_visit_view(home.records, home.encounter)
    words = {section.title: section.text for section in view.sections}
    assert words["Found"] == "Fine crackles <b>both</b> bases & more."
    assert words["Response"] == "I understand why, and I will call."
    assert view.nurse == "Grace Okafor, RN"
    assert view.has_signature
    assert view.changed == ()


def test_what_is_signed_is_frozen_for_ever(home: Household) -> None:
    written(home)
    signed = sign_visit(home.records, home.encounter, LEAVING)
    note = dict(home.records.get("Composition", signed.composition) or {})

    with pytest.raises(ExpectedError), home.records.work() as work:
        work.put(note | {"title": "Changed"})
    with pytest.raises(ExpectedError, match="closed"):
        save_draft(home.records, home.encounter, [], LEAVING)
    with pytest.raises(ExpectedError, match="closed"):
        sign_visit(home.records, home.encounter, LEAVING)


def test_an_addendum_stands_beside_the_untouched_note(home: Household) -> None:
    written(home)
    signed = sign_visit(home.records, home.encounter, LEAVING)
    before = home.records.get("Composition", signed.composition)

    made = add_addendum(
        home.records, home.encounter, "The left ankle, not the right.", LEAVING + timedelta(hours=2)
    )

    view = signed_visit_view(home.records, home.encounter)
    assert home.records.get("Composition", signed.composition) == before
    assert [(one.text, one.nurse) for one in view.addenda] == [
        ("The left ankle, not the right.", "Grace Okafor, RN")
    ]
    addendum = home.records.get("Composition", made) or {}
    assert addendum["relatesTo"][0]["code"] == "appends"
    assert home.records.signed("Composition", made)


def test_an_addendum_needs_words_and_a_signed_note(home: Household) -> None:
    with pytest.raises(ExpectedError, match="no signed note"):
        add_addendum(home.records, home.encounter, "words", NOW)
    with pytest.raises(ExpectedError, match="empty"):
        add_addendum(home.records, home.encounter, "   ", NOW)


class FailingRecords:
    """A real record whose unit of work breaks at the n-th thing it is given."""

    def __init__(self, records: Records, at: int) -> None:
        self._records, self._at = records, at

    @contextmanager
    def work(self, ahead: Iterable[Resource] = ()) -> Generator[Work]:
        with self._records.work(ahead) as work:
            yield FailingWork(work, self._at)  # pyright: ignore[reportReturnType]  # the rest is handed through


class FailingWork:
    def __init__(self, work: Work, at: int) -> None:
        self._work, self._left = work, at

    def __getattr__(self, name: str) -> object:
        return getattr(self._work, name)

    def put(self, resource: Resource, **how: bool) -> object:
        self._left -= 1
        if not self._left:
            message = "the power went"
            raise OSError(message)
        return self._work.put(resource, **how)


@pytest.mark.parametrize("at", [1, 2, 8, 15, 20])
def test_nothing_is_half_signed_when_it_breaks_in_the_middle(home: Household, at: int) -> None:
    written(home)
    unsent, audit = len(home.records.unsent()), len(home.records.audit_trail(limit=500))

    with pytest.raises(OSError, match="power"):
        sign_visit(FailingRecords(home.records, at), home.encounter, LEAVING)  # pyright: ignore[reportArgumentType]

    assert about(home, "Composition") == []
    assert about(home, "Observation") == []
    assert len(home.records.unsent()) == unsent
    assert len(home.records.audit_trail(limit=500)) == audit
    assert visit.decode(open_encounter(home.records, home.encounter)).status == "in-progress"
    assert home.living().sheet.jot == "Her shoes don't close since Sunday"


def test_a_medicine_list_looked_at_is_on_record_in_the_note_and_on_the_family_page(home: Household) -> None:
    medicine = {
        "resourceType": "MedicationStatement",
        "id": "m1",
        "status": "active",
        "subject": {"reference": f"Patient/{PATIENT}"},
        "medicationCodeableConcept": {"text": "Testamol 5 mg"},
    }
    with home.records.work() as work:
        work.put(medicine)
    living = home.living()
    seen = MedicineSeen("MedicationStatement/m1", "differently", "Only when dizzy")
    living.change_sheet(Place("medicines", "list", "form"), lambda sheet: sheet.with_medicine(seen))
    living.change_sheet(
        Place("medicines", "list", "form"), lambda sheet: replace(sheet, list_looked_at="yes")
    )
    assert [one.complete for one in sections_of(living, ()) if one.key == "medicines"] == [True]
    save_draft(home.records, home.encounter, living.drafts().resources, NOW)

    sign_visit(home.records, home.encounter, NOW, "called away")

    [kept] = home.records.of_patient(PATIENT, "List")
    assert kept["encounter"] == {"reference": f"Encounter/{home.encounter}"}
    assert [one["flag"]["text"] for one in kept["entry"]] == ["Taken differently: Only when dizzy"]
    assert home.records.signed("List", kept["id"])
    done = next(one.text for one in home.signed().sections if one.title == "Done")
    assert done.startswith("Medicine list looked at with the person. Testamol 5 mg: taken differently (Only")
    assert looked_at(home.records, PATIENT, home.encounter, NOW.date())
    assert (home.records.get("MedicationStatement", "m1") or {})["status"] == "active"


@pytest.mark.parametrize("status", ["cancelled", "noshow", "fulfilled"])
def test_a_next_visit_that_was_called_off_meanwhile_is_booked_anew(status: str, home: Household) -> None:
    written(home)
    planned = home.records.get("Appointment", COMING) or {}
    keep(home.records, {**planned, "status": status})

    signed = sign_visit(home.records, home.encounter, NOW)

    booked = home.records.get("Appointment", signed.next_visit) or {}
    assert signed.next_visit != COMING
    assert booked["status"] == "booked"
    assert (home.records.get("Appointment", COMING) or {})["status"] == status
