"""Every form that comes with the program: loads in full, and says where it comes from."""

import pytest

from carenurse.app.content import (
    form_at,
    form_ids,
    form_resource,
    is_score_only,
    needs_permission,
    shipped_form,
)
from tests.resources.shipped_forms import items, open_session

TIER_A = {
    *("news2", "phq2", "phq9", "gad7", "gds15", "auditc", "4at", "bims", "steadi-stay-independent"),
    *("steadi-key3", "tug", "chair-stand-30s", "four-stage-balance", "orthostatic-bp", "mahc10"),
    *("cdc-home-safety", "gg0130", "gg0170", "oasis-m1400", "ahc-hrsn", "lace", "hospital-score", "ecog"),
    *("pain-nrs", "peg", "painad", "ucla3", "asq", "wound-record", "skin-check", "med-adherence-4"),
    "caregiver-check",
}
TIER_B = {"amts", "barthel", "katz", "lawton"}
"""Instruments whose rights are no clean open grant: off until the agency says that it holds permission."""


def test_all_instruments_of_the_first_tier_are_here() -> None:
    assert set(form_ids()) >= TIER_A | {"vital-signs"}


def test_only_the_instruments_of_the_second_tier_wait_for_permission() -> None:
    assert {name for name in form_ids() if needs_permission(form_resource(name))} == TIER_B


@pytest.mark.parametrize("name", [name for name in form_ids() if is_score_only(form_resource(name))])
def test_a_scale_that_may_not_be_shipped_asks_only_for_its_total_and_its_date(name: str) -> None:
    form = shipped_form(name)
    assert [item.kind for item in form.questions] == ["integer", "date", "string"]
    assert [item.required for item in form.questions] == [True, True, False]
    assert not any(item.options for item in form.questions)
    assert not form.scores
    assert "Only the total" in form.permission


@pytest.mark.parametrize("name", form_ids())
def test_a_shipped_form_uses_nothing_that_is_not_done_in_full(name: str) -> None:
    report = shipped_form(name).report
    assert [(one.name, one.why) for one in report.features if one.level != "supported"] == []


@pytest.mark.parametrize("name", form_ids())
def test_a_shipped_form_says_where_it_comes_from_and_what_it_cannot_do(name: str) -> None:
    form = shipped_form(name)
    assert all((form.source, form.permission, form.limits, form.use, form.copyright))
    assert form.status == "draft"
    assert not form.approved
    assert form.version == "1.0.0"
    assert form.url == f"urn:carenurse:questionnaire/{name}"
    assert form_at(form.canonical) is form
    codes = [coding for item in form.index.values() for coding in item.codes]
    if any(coding.get("system") == "http://loinc.org" for coding in (*codes, *form.codes)):
        assert "Regenstrief" in form.copyright


@pytest.mark.parametrize("name", form_ids())
def test_a_shipped_form_names_its_questions_and_codes_well(name: str) -> None:
    raw = form_resource(name)
    links = [item["linkId"] for item in items(raw)]
    assert len(links) == len(set(links))
    for item in items(raw):
        assert item["text"].strip() == item["text"] != ""
        codings = [option["valueCoding"] for option in item.get("answerOption", [])]
        assert len({coding["code"] for coding in codings}) == len(codings)
        assert not (codings and "initial" in item), "FHIR R4 que-11: mark the option initialSelected"
        for coding in item.get("code", []):
            assert coding["system"] != "http://loinc.org" or _check_digit_holds(coding["code"])


def _check_digit_holds(code: str) -> bool:
    """LOINC's check digit: mod 10, doubling every second digit from the right."""
    digits, _, check = code.partition("-")
    odd = int(digits[::-2][::-1]) * 2
    total = sum(int(digit) for digit in digits[-2::-2][::-1] + str(odd))
    return (10 - total % 10) % 10 == int(check)


@pytest.mark.parametrize("name", form_ids())
def test_an_empty_form_has_no_total_and_no_flag_and_cannot_be_completed(name: str) -> None:
    session = open_session(name)
    assert [score.total for score in session.scores] == [None] * len(session.scores)
    assert session.flags == ()
    assert not session.completion().may_complete
    assert [session.trouble(place) for place in session.places(hidden=True) if session.trouble(place)] == []
