"""The page for the family, out of a real record: what stands on it, what is left off, that it was given."""

import sys
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

import pytest

from carenurse.app.agency import Agency, keep_agency
from carenurse.app.family_given import Giving, papers_given, record_given, write_paper
from carenurse.app.family_page import FamilyDraft, family_draft, family_page
from carenurse.app.family_words import FamilyWords, family_words, keep_family_words
from carenurse.app.plan_changes import add_from_template
from carenurse.app.ports import Records
from carenurse.app.visit_draft import save_draft
from carenurse.app.visit_session import VisitSession
from carenurse.app.visit_worksheet import NextVisit, Taught
from carenurse.app.visit_worksheet import Place as Cursor
from carenurse.clinical import own_limit, visit
from carenurse.clinical.fhir import Resource
from carenurse.clinical.own_limit import OwnLimit, Span
from carenurse.clinical.systems import ICD10CM, OMAHA
from carenurse.clinical.vital_sign import SYSTOLIC
from carenurse.documents.labels import labels_in
from carenurse.errors import ExpectedError
from tests.carenurse.app.visits import NOW, PATIENT, PLANNED, Household, type_in
from tests.carenurse.documents.reading_back import complaints, text_of
from tests.kept import keep

_USUAL = "\n".join(labels_in("en")(f"usual911{one}") for one in "abcd")
WHO = {"reference": f"Patient/{PATIENT}"}
LEAVING = NOW + timedelta(minutes=20)


def _draft(home: Household, words: FamilyWords | None = None) -> FamilyDraft:
    return family_draft(home.records, home.encounter, now=LEAVING, words=words)


def _save(home: Household, living: VisitSession) -> None:
    save_draft(home.records, home.encounter, living.drafts().resources, NOW)


def _text(home: Household) -> str:
    return text_of(family_page(home.records, home.encounter, "en", now=LEAVING).pdf)


def _condition(code: str, text: str, system: str = ICD10CM) -> Resource:
    return {
        "resourceType": "Condition",
        "id": f"c-{code}",
        "clinicalStatus": {"coding": [{"code": "active"}]},
        "code": {"coding": [{"system": system, "code": code}], "text": text},
        "subject": WHO,
    }


def _medicine(identity: str, name: str, dose: str, **more: object) -> Resource:
    return {
        "resourceType": "MedicationStatement",
        "id": identity,
        "status": "active",
        "medicationCodeableConcept": {"text": name},
        "subject": WHO,
        "dosage": [{"text": dose}],
        **more,
    }


def test_an_open_visit_already_has_a_whole_accessible_page(home: Household) -> None:
    paper = family_page(home.records, home.encounter, now=LEAVING)

    assert complaints(paper.pdf) == []
    assert "Rosa Delgado" in text_of(paper.pdf)
    assert "Invented person, for practice only" in text_of(paper.pdf)


def test_what_was_typed_at_the_door_stands_on_the_page_before_it_is_signed(home: Household) -> None:
    living = home.living()
    type_in(living, "weight", "172", "[lb_av]")
    type_in(living, "sbp", "142")
    type_in(living, "dbp", "86")
    _save(home, living)

    text = _text(home)

    assert "172 pounds" in text
    assert "142 over 86" in text


def test_the_next_visit_that_was_agreed_wins_over_the_planned_one(home: Household) -> None:
    planned = _draft(home).summary.next_visit
    assert planned is not None
    assert planned.start == NOW + timedelta(days=2)

    living = home.living()
    agreed = NOW + timedelta(days=1)
    living.change_sheet(Cursor("leaving"), lambda sheet: replace(sheet, next_visit=NextVisit(start=agreed)))
    _save(home, living)

    found = _draft(home).summary.next_visit
    assert found is not None
    assert found.start == agreed


def test_a_visit_that_was_begun_early_is_not_its_own_next_visit(home: Household) -> None:
    planned = home.records.get("Appointment", PLANNED) or {}
    later = NOW + timedelta(minutes=20)
    keep(home.records, {**planned, "start": later.isoformat(), "end": later.isoformat()})

    found = _draft(home).summary.next_visit

    assert found is not None
    assert found.start == NOW + timedelta(days=2)


def test_teach_back_is_said_as_it_went(home: Household) -> None:
    living = home.living()
    lesson = Taught("t1", "When to call", "Elena", "", "repeated-back")
    living.change_sheet(Cursor("teaching"), lambda sheet: sheet.with_teaching(lesson))
    _save(home, living)

    assert "You told it back: When to call" in _text(home)


def test_warnings_come_from_the_template_that_fits_a_diagnosis_else_the_usual_ones(home: Household) -> None:
    assert "You cannot breathe well when you rest" in _draft(home).text("emergency")

    keep(home.records, _condition("I50.9", "Heart failure, unspecified"))

    assert "Pink, foamy spit" in _draft(home).text("emergency")


def test_a_private_diagnosis_brings_no_warning_that_would_tell_it(home: Household) -> None:
    keep(home.records, _condition("F33.1", "Major depressive disorder, recurrent"))

    draft = _draft(home)

    assert "suicide" not in draft.text("emergency").casefold()
    assert "You cannot breathe well when you rest" in draft.text("emergency")


def test_a_new_a_changed_and_a_stopped_medicine_are_told_since_the_last_visit(home: Household) -> None:
    day = NOW.date().isoformat()
    keep(
        home.records,
        _medicine("m1", "Furosemide 40 mg", "1 tab PO BID", effectivePeriod={"start": day}),
        _medicine("m2", "Ibuprofen", "200 mg", effectivePeriod={"end": day}, status="stopped"),
        _medicine("m3", "Lisinopril", "10 mg daily", effectivePeriod={"start": "2024-01-01"}),
    )

    summary = _draft(home).summary
    text = _text(home)

    assert [(one.change, one.name) for one in summary.medicines] == [
        ("new", "Furosemide 40 mg"),
        ("stopped", "Ibuprofen"),
    ]
    assert summary.same_medicines == 0
    assert "For your other medicines: ask us or your doctor" in text
    assert "Furosemide 40 mg. 1 tablet by mouth 2 times a day." in text
    assert "Ibuprofen. Do not take it." in text


def test_medicines_are_listed_and_called_unchanged_only_where_the_list_was_looked_at(home: Household) -> None:
    lisinopril = _medicine("m3", "Lisinopril", "10 mg daily", effectivePeriod={"start": "2024-01-01"})
    keep(home.records, lisinopril)
    text = _text(home)
    assert "Your medicines On your list Lisinopril. 10 mg every day." in text
    assert "did not change" not in text
    assert "Same" not in text

    keep(home.records, lisinopril | {"dateAsserted": NOW.isoformat()})
    text = _text(home)
    assert "Your medicines did not change today." in text
    assert "Same Lisinopril" in text


def test_what_the_home_does_and_what_was_learned_today_is_to_do(home: Household) -> None:
    care = {
        "resourceType": "ServiceRequest",
        "id": "s9",
        "status": "active",
        "intent": "plan",
        "subject": WHO,
        "category": [{"coding": [{"system": OMAHA, "code": "CG0004"}]}],
    }
    at_home = care | {"code": {"text": "Weigh each morning"}, "performerType": {"text": "Aide and Rosa"}}
    hers = care | {"id": "s10", "code": {"text": "Listen"}, "performerType": {"text": "Nurse with Rosa"}}
    keep(home.records, at_home, hers)
    living = home.living()
    lesson = Taught("t1", "Teach the 3 warning signs", "Elena", "", "repeated-back")
    living.change_sheet(Cursor("teaching"), lambda sheet: sheet.with_teaching(lesson))
    _save(home, living)

    assert _draft(home).text("to_do").splitlines() == [
        "Weigh each morning",
        "Use what you learned today: the 3 warning signs.",
    ]


@pytest.mark.parametrize(
    ("upper", "lower", "said"),
    [("142", "86", ""), ("159", "99", ""), ("160", "90", "High today"), ("142", "100", "High today")],
)
def test_between_the_alarm_lines_of_adults_nothing_is_called_usual(
    upper: str, lower: str, said: str, home: Household
) -> None:
    living = home.living()
    type_in(living, "sbp", upper)
    type_in(living, "dbp", lower)
    _save(home, living)

    text = _text(home)

    assert f"{upper} over {lower}" in text
    assert ("High today" in text) == bool(said)
    assert not any(word in text for word in ("Usual", "Normal", "In range"))


def test_alarm_lines_are_nobodys_goal_and_ordered_ones_say_when_to_call(home: Household) -> None:
    living = home.living()
    type_in(living, "sbp", "142")
    type_in(living, "dbp", "86")
    type_in(living, "pain", "3")
    _save(home, living)
    assert "goal" not in _text(home)
    assert "Normal for you" not in _text(home)

    order = OwnLimit(
        "l1", PATIENT, SYSTOLIC, "Systolic", Span(high=Decimal(140), unit="mm[Hg]"), status="active"
    )
    keep(home.records, own_limit.encode(order))
    text = _text(home)
    assert "Call us above 140" in text
    assert "High today" in text
    assert "goal" not in text


def test_a_temperature_and_a_weight_stay_in_the_unit_they_were_typed_in(home: Household) -> None:
    living = home.living()
    type_in(living, "temp", "101.8", "[degF]")
    type_in(living, "weight", "75.5", "kg")
    _save(home, living)

    text = _text(home)

    assert "101.8 degrees" in text
    assert "75.5 kilograms" in text


def test_a_template_put_on_the_plan_gives_its_warning_signs_without_a_diagnosis(home: Household) -> None:
    add_from_template(home.records, PATIENT, "copd", ["PB0028"], NOW)

    assert "lips turn blue" in _draft(home).text("emergency")
    assert _draft(home).text("emergency") != _USUAL


def test_private_things_are_left_off_told_to_the_nurse_and_printed_when_she_says_so(home: Household) -> None:
    day = NOW.date().isoformat()
    keep(
        home.records,
        _medicine("m1", "Sertraline 50 mg", "every morning", effectivePeriod={"start": day}),
        _condition("PB0012", "Low mood", OMAHA),
    )

    draft = _draft(home)
    assert "Sertraline" not in _text(home)
    assert [(one.reference, one.printed) for one in draft.private] == [("MedicationStatement/m1", False)]
    notes = family_page(home.records, home.encounter, now=LEAVING).notes
    assert any("private line is left off" in note for note in notes)

    words = FamilyWords().printing("MedicationStatement/m1", printed=True)
    keep_family_words(home.records, home.encounter, words, LEAVING)

    assert "Sertraline 50 mg" in _text(home)


def test_the_nurses_lines_are_kept_and_win_and_an_emptied_block_stays_empty(home: Household) -> None:
    words = FamilyWords().saying("main", "Drink less.\nCall us early.").saying("emergency", "  ")
    keep_family_words(home.records, home.encounter, words, LEAVING)

    assert family_words(home.records, home.encounter) == words
    summary = _draft(home).summary
    assert summary.main_message is not None
    assert summary.main_message.text == "Drink less. Call us early."
    assert summary.emergency == ()
    assert _draft(home, words.without("emergency")).summary.emergency


def test_the_lines_are_a_draft_that_is_not_sent(home: Household) -> None:
    before = len(home.records.unsent())
    keep_family_words(home.records, home.encounter, FamilyWords().saying("main", "Rest."), LEAVING)

    assert len(home.records.unsent()) == before
    assert papers_given(home.records, home.encounter) == ()


def test_the_warning_signs_of_the_plan_are_said_in_the_familys_language(home: Household) -> None:
    add_from_template(home.records, PATIENT, "copd", ["PB0028"], NOW)
    page = family_page(home.records, home.encounter, "es", now=LEAVING)
    assert "Mucho sueño, cuesta despertarle, o confusión nueva" in text_of(page.pdf)
    foreign = text_of(page.pdf).split(labels_in("es")("inEnglish"))
    assert len(foreign) == 2, "only the reason of the next visit is the nurse's own"


@pytest.mark.parametrize(("spoken", "expected"), [("es-MX", "es"), ("en", "en"), ("vi", "en")])
def test_the_page_is_in_the_persons_language_where_it_exists(
    home: Household, spoken: str, expected: str
) -> None:
    person = home.records.get("Patient", PATIENT) or {}
    language = {"coding": [{"system": "urn:ietf:bcp:47", "code": spoken}]}
    keep(home.records, person | {"communication": [{"language": language, "preferred": True}]})

    assert _draft(home).language == expected


def test_the_agency_of_the_episode_is_whom_to_call_and_without_one_there_is_a_line_to_write_on(
    home: Household,
) -> None:
    assert "Write the number here:" in _text(home)

    agency: Resource = {
        "resourceType": "Organization",
        "id": "o1",
        "name": "Harbor Home Nursing",
        "telecom": [{"system": "phone", "value": "555-0142"}],
    }
    episode: Resource = {
        "resourceType": "EpisodeOfCare",
        "id": "e1",
        "status": "active",
        "patient": WHO,
        "managingOrganization": {"reference": "Organization/o1"},
    }
    keep(home.records, agency, episode)

    assert "Harbor Home Nursing 555-0142" in _text(home)


def test_what_the_nurse_wrote_in_settings_is_whom_to_call(home: Household) -> None:
    keep_agency(home.records, Agency(" Harbor Home Nursing ", "555-0150", "Grace Holm", "555-0143"))

    text = _text(home)

    assert "Harbor Home Nursing, day or night" in text
    assert "555-0150" in text
    assert "Clinical manager: Grace Holm, 555-0143" in text


def test_giving_keeps_the_very_bytes_who_received_them_and_the_audit(home: Household) -> None:
    pdf = family_page(home.records, home.encounter, now=LEAVING).pdf

    given = record_given(home.records, home.encounter, Giving(pdf, "en", " Elena ", "printed"), LEAVING)

    assert given.to_whom == "Elena"
    assert given.digest == sha256(pdf).hexdigest()
    assert home.records.file(given.digest) == pdf
    assert papers_given(home.records, home.encounter) == (given,)
    messages = home.records.where("Communication", "encounter", home.encounter)
    assert [one["recipient"] for one in messages] == [[{"display": "Elena"}]]
    newest = home.records.audit_trail(limit=1)[0]
    assert (newest.action, newest.detail) == ("give", "printed")
    assert all("Delgado" not in file.name for file in home.records.files())


def test_giving_to_nobody_is_refused_and_keeps_nothing(home: Household) -> None:
    with pytest.raises(ExpectedError, match="Nobody is named"):
        record_given(home.records, home.encounter, Giving(b"%PDF", "en", "  ", "shown"), LEAVING)

    assert home.records.files() == []


def test_a_visit_that_is_not_here_is_told_in_a_sentence(records: Records) -> None:
    with pytest.raises(ExpectedError, match="not on this laptop"):
        family_page(records, "nowhere", now=LEAVING)


def test_saving_writes_the_bytes_and_leaves_nothing_beside_them(tmp_path: Path) -> None:
    write_paper(b"%PDF-1.4", tmp_path / "page.pdf")

    [page] = tmp_path.iterdir()
    assert page.name == "page.pdf"
    assert sys.platform == "win32" or page.stat().st_mode & 0o077 == 0
    with pytest.raises(ExpectedError, match="could not be written"):
        write_paper(b"%PDF-1.4", tmp_path / "no such folder" / "page.pdf")


def test_the_visit_is_the_one_of_the_day_even_after_it_was_completed(home: Household) -> None:
    met = home.records.get("Encounter", home.encounter) or {}
    made = visit.decode(met)

    assert _draft(home).summary.visit_start == made.began
    assert _draft(home).summary.visit_end == LEAVING
