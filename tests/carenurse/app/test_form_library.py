"""The forms library on a real vault: what is offered, taken in, retired and permitted."""

from datetime import timedelta
from pathlib import Path

import pytest

from carenurse.app.form_library import (
    Candidate,
    bring_back,
    give_permission,
    library,
    looked_at,
    open_form_file,
    report_on,
    retire,
    state_words,
    take_in,
    take_permission_back,
)
from carenurse.app.form_shelf import permission_of, shelf_of
from carenurse.app.ports import Records
from carenurse.app.visit_draft import save_draft
from carenurse.app.visit_open import draft_of
from carenurse.app.visit_sign import sign_visit
from carenurse.clinical.fhir import Resource, write_json
from carenurse.errors import ExpectedError
from carenurse.forms.answers import read_typed
from carenurse.forms.nodes import Place
from tests.carenurse.app.visits import NOW, Household

LATER = NOW + timedelta(days=1)
OFFICE_FORM: Resource = {
    "resourceType": "Questionnaire",
    "id": "foot-check",
    "url": "https://forms.example.org/Questionnaire/foot-check",
    "version": "3",
    "title": "Foot check of the agency",
    "status": "active",
    "copyright": "The agency's own",
    "extension": [{"url": "https://forms.example.org/color", "valueString": "teal"}],
    "item": [
        {"linkId": "warm", "text": "Feet warm", "type": "boolean", "required": True},
        {"linkId": "note", "text": "Note", "type": "string"},
    ],
}


def taken(records: Records, form: Resource = OFFICE_FORM) -> str:
    return take_in(records, looked_at(records, form), NOW)


def offered(records: Records) -> dict[str, str]:
    return dict(shelf_of(records).offered())


def states(records: Records) -> dict[str, str]:
    return {one.name: one.state for one in library(records)}


def test_a_form_without_a_clean_grant_is_off_until_the_agency_says_it_holds_permission(
    records: Records,
) -> None:
    assert "barthel" not in offered(records)
    assert states(records)["barthel"] == "off"

    give_permission(records, "barthel", "Lena Roth, director", "letter of 3 March", NOW)

    assert offered(records)["barthel"] == "Barthel Index (0-100)"
    held = permission_of(records, "barthel")
    assert held is not None
    assert (held.who, held.when, held.note) == ("Lena Roth, director", NOW, "letter of 3 March")
    (listed,) = (one for one in library(records) if one.name == "barthel")
    assert state_words(listed) == "In use, with permission"


def test_giving_and_taking_back_permission_stands_in_the_trail_without_names(records: Records) -> None:
    give_permission(records, "katz", "Lena Roth", "", NOW)
    take_permission_back(records, "katz")

    rows = [(one.action, one.subject, one.detail) for one in records.audit_trail(limit=2)]
    assert rows == [
        ("update", "Questionnaire/katz", "permission-taken-back"),
        ("update", "Questionnaire/katz", "permission-given"),
    ]
    assert "katz" not in offered(records)


def test_permission_needs_somebody_who_says_so(records: Records) -> None:
    with pytest.raises(ExpectedError, match="Who says"):
        give_permission(records, "katz", "  ", "", NOW)


def test_the_permission_and_its_text_are_shown_before_anything_is_switched_on(records: Records) -> None:
    report = report_on(records, "barthel")
    assert "Maryland State Medical Society" in report.rights
    assert report.form.needs_permission
    assert (report.questions, report.totals) == (10, 1)


def test_totals_of_other_scales_can_be_entered_at_once(records: Records) -> None:
    assert offered(records)["total-braden"] == "Braden scale (total only)"


def test_a_retired_form_is_offered_again_when_it_is_brought_back(records: Records) -> None:
    retire(records, "phq9", NOW)
    assert "phq9" not in offered(records)
    assert states(records)["phq9"] == "retired"
    bring_back(records, "phq9")
    assert "phq9" in offered(records)


def test_a_taken_in_form_is_kept_as_it_is_and_offered(records: Records) -> None:
    name = taken(records)

    assert offered(records)[name] == "Foot check of the agency"
    kept = records.get("Questionnaire", name)
    assert kept is not None
    without = {key: one for key, one in OFFICE_FORM.items() if key != "id"}
    assert {key: one for key, one in kept.items() if key not in ("id", "meta")} == without
    assert records.audit_trail(limit=1)[0].action == "import"


def test_the_report_tells_what_is_not_done_in_full(records: Records) -> None:
    report = looked_at(records, OFFICE_FORM).report
    assert report.refusal == ""
    assert report.questions == 2
    (finding,) = report.findings
    assert not finding.loses
    assert "not known here" in finding.why


def test_the_same_form_is_not_taken_in_twice(records: Records) -> None:
    taken(records)
    with pytest.raises(ExpectedError, match="here already"):
        taken(records)
    with pytest.raises(ExpectedError, match="is not the same"):
        taken(records, {**OFFICE_FORM, "title": "Something else"})
    assert len(records.all_of("Questionnaire")) == 1


def test_a_form_that_cannot_be_filled_in_says_why_and_is_not_taken_in(records: Records) -> None:
    twice = [{"linkId": "a", "text": "One", "type": "string"}] * 2
    candidate = looked_at(records, {**OFFICE_FORM, "item": twice})
    assert candidate.report.form.state == "refused"
    assert "a" in candidate.report.refusal
    with pytest.raises(ExpectedError):
        take_in(records, candidate, NOW)
    assert records.all_of("Questionnaire") == []


def test_a_form_without_address_and_version_gets_them_from_its_content(records: Records) -> None:
    bare = {key: one for key, one in OFFICE_FORM.items() if key not in ("url", "version")}
    candidate = looked_at(records, bare)
    assert candidate.resource["url"] == "urn:carenurse:taken-in:foot-check"
    assert candidate.resource["version"].startswith("sha256-")
    taken(records, bare)
    take_in(records, looked_at(records, {**bare, "title": "Foot check, changed"}), LATER)
    assert sorted(offered(records).values()).count("Foot check, changed") == 1
    assert len(records.all_of("Questionnaire")) == 2


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"{", "not JSON"),
        (b'{"resourceType": "Patient"}', "no form"),
        (b"[]", "no form"),
        (b"\xff\xfe", "not JSON"),
        (b"[" * 100_000, "not JSON"),
    ],
)
def test_a_file_that_is_no_form_is_refused_in_a_sentence(
    records: Records, tmp_path: Path, content: bytes, words: str
) -> None:
    file = tmp_path / "form.json"
    file.write_bytes(content)
    with pytest.raises(ExpectedError, match=words):
        open_form_file(records, file)
    assert records.all_of("Questionnaire") == []


def test_a_form_file_is_opened_and_looked_at_before_it_is_taken_in(records: Records, tmp_path: Path) -> None:
    file = tmp_path / "form.json"
    file.write_bytes(write_json(OFFICE_FORM))
    candidate = open_form_file(records, file)
    assert candidate.report.form.title == "Foot check of the agency"
    assert records.all_of("Questionnaire") == []


def begun(home: Household, name: str) -> None:
    """Begin a draft on a form in the visit that goes on, and save it."""
    living = home.living()
    living.add_form(draft_of(home.records, home.encounter, name))
    answer = read_typed(living.form(name).item("note"), "cool toes")
    assert answer is not None
    living.answer(name, Place("note"), [answer])
    save_draft(home.records, home.encounter, living.drafts().resources, NOW)


def test_a_taken_in_form_is_filled_in_during_a_visit_and_found_again(home: Household) -> None:
    name = taken(home.records)
    begun(home, name)
    assert home.living().form(name).answers("note") == ({"valueString": "cool toes"},)


def test_an_open_draft_stays_on_its_version_when_a_newer_one_comes(home: Household) -> None:
    records = home.records
    first = taken(records)
    begun(home, first)
    newer: Candidate = looked_at(records, {**OFFICE_FORM, "version": "4", "title": "Foot check, new"})
    second = take_in(records, newer, LATER)

    living = home.living()
    assert first in living.forms
    assert living.form(first).form.version == "3"
    assert living.form(first).answers("note") == ({"valueString": "cool toes"},)
    assert second in offered(records)
    assert first not in offered(records)
    assert report_on(records, second).versions == ("3",)


def test_retiring_a_form_takes_no_draft_away(home: Household) -> None:
    name = taken(home.records)
    begun(home, name)
    retire(home.records, name, NOW)
    assert name in home.living().forms


def test_a_visit_does_not_ask_a_retired_form_by_itself(home: Household) -> None:
    assert "skin-check" in home.living().forms
    retire(home.records, "skin-check", NOW)
    assert "skin-check" not in home.living().forms


def test_a_visit_with_a_taken_in_form_can_be_signed(home: Household) -> None:
    name = taken(home.records)
    begun(home, name)
    sign_visit(home.records, encounter=home.encounter, now=NOW, reason="the rest next time")
    responses = home.records.where("QuestionnaireResponse", "encounter", home.encounter)
    assert OFFICE_FORM["url"] + "|3" in {one.get("questionnaire") for one in responses}
