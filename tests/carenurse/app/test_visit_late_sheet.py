"""Late work of the worksheet names the medicine, the lesson, the call, in the words of the note."""

from dataclasses import fields, replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from carenurse.app.form_shelf import shelf_of
from carenurse.app.ports import Records
from carenurse.app.visit_draft import save_draft
from carenurse.app.visit_late_rows import late_lines
from carenurse.app.visit_late_sheet import SheetRows
from carenurse.app.visit_late_words import FILE_TYPE, keep_late_words
from carenurse.app.visit_session import VITALS, VisitSession
from carenurse.app.visit_sign import sign_visit
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
    Unread,
    Worksheet,
)
from carenurse.app.visit_worksheet_record import encode
from carenurse.clinical.fhir import Resource, read_json
from carenurse.clinical.shapes import as_objects
from tests.carenurse.app.visits import CARE, GOAL, NOW, PATIENT, Household, household, type_in

METOPROLOL, FUROSEMIDE, WARFARIN = (
    f"MedicationStatement/{one}" for one in ("metoprolol", "furosemide", "warfarin")
)
WARFARIN_LESSON = Taught("r1", "Warfarin", "her son", "talked", "repeated-back")
SIGNED = Worksheet(medicines=(MedicineSeen(WARFARIN, "as-listed"),), teaching=(WARFARIN_LESSON,), jot="First")
WORDS = st.text(st.sampled_from("abcd e"), max_size=8).map(str.strip)


@pytest.fixture
def home(records: Records) -> Household:
    with records.work() as work:
        for reference, name in (
            (METOPROLOL, "Metoprolol"),
            (FUROSEMIDE, "Furosemide"),
            (WARFARIN, "Warfarin"),
        ):
            work.put(_statement(reference.partition("/")[2], name), local=True)
    return household(records)


def _statement(identity: str, name: str) -> Resource:
    return {
        "resourceType": "MedicationStatement",
        "id": identity,
        "status": "active",
        "medicationCodeableConcept": {"text": name},
        "subject": {"reference": f"Patient/{PATIENT}"},
    }


def _set(living: VisitSession, sheet: Worksheet) -> tuple[Resource, ...]:
    living.change_sheet(Place("jot", "jot", "form"), lambda _: sheet)
    return living.drafts().resources


def _late(home: Household, sheet: Worksheet, signed: Worksheet = SIGNED) -> list[str]:
    """Sign one worksheet, then bring what was typed on the same one elsewhere."""
    living = home.living()
    save_draft(home.records, home.encounter, _set(living, signed), NOW)
    late = _set(living, sheet)
    sign_visit(home.records, home.encounter, NOW, "Called away")
    keep_late_words(home.records, home.encounter, late, NOW)
    return home.signed().draft.splitlines()


def test_each_medicine_is_named_though_another_is_taken_alike(home: Household) -> None:
    late = replace(
        SIGNED,
        medicines=(
            *SIGNED.medicines,
            MedicineSeen(METOPROLOL, "as-listed"),
            MedicineSeen(FUROSEMIDE, "not", "makes her dizzy"),
        ),
    )

    assert _late(home, late) == [
        "Done: Taken as listed: Metoprolol.",
        "Done: Furosemide: not taken (makes her dizzy).",
    ]


def test_a_lesson_is_whole_though_another_had_the_same_learner(home: Household) -> None:
    feet = Taught("r2", "Foot care", "her son", "talked", "could-not", "asked for a picture")

    assert _late(home, replace(SIGNED, teaching=(WARFARIN_LESSON, feet))) == [
        "Taught: her son: Foot care (talked). Could not say it back. asked for a picture."
    ]


def test_what_went_is_said_to_be_taken_out(home: Household) -> None:
    signed = replace(SIGNED, medicines=(MedicineSeen(FUROSEMIDE, "not", "makes her dizzy"),))
    late = replace(signed, medicines=(MedicineSeen(FUROSEMIDE, "not"),), teaching=())

    assert _late(home, late, signed) == [
        "Done: Furosemide: not taken.",
        "Taken out: Done: Furosemide: makes her dizzy",
        "Taken out: Taught: her son: Warfarin (talked). Said it back in own words.",
    ]


def test_what_the_note_leaves_out_stands_behind_it(home: Household) -> None:
    late = replace(
        SIGNED,
        interventions=(InterventionDone(CARE, "given", reason="first no", detail="83 kg"),),
        goals=(GoalWord(GOAL, "", "6 of 7 days"),),
        told=(Told("flag-hr", "hr", "Fast pulse", answer="will call back"),),
        next_visit=NextVisit(reason="weight"),
        family_page=FamilyPage("Elena"),
        paragraphs=(Paragraph("response", "She thanked me", "base"),),
    )

    assert _late(home, late) == [
        "Done: Watch: Weigh and look at the ankles: 83 kg.; first no",
        "Goals: Weight within 3 lb of 166 lb; 6 of 7 days",
        "Told: Fast pulse; will call back",
        "Response, in your own words: She thanked me",
        "Next: weight",
        "Family page: Elena",
    ]


def test_what_is_no_answer_is_said_under_its_question_and_forms_by_their_names(home: Household) -> None:
    late = replace(
        SIGNED, unread=(Unread(VITALS, "rr", "2o"),), added_forms="phq9", left_out_forms="skin-check"
    )

    assert _late(home, late) == [
        "Form taken into the visit: Mood: PHQ-9",
        "Form left out of the visit: Skin check",
        "Vital signs, Breathing: 2o (typed so, no answer yet)",
    ]


def test_a_number_that_was_taken_out_is_said(home: Household) -> None:
    living = home.living()
    type_in(living, "pain", "3")
    save_draft(home.records, home.encounter, living.drafts().resources, NOW)
    type_in(living, "pain", "")
    late = living.drafts().resources
    sign_visit(home.records, home.encounter, NOW, "Called away")

    keep_late_words(home.records, home.encounter, late, NOW)

    assert home.signed().draft == "Taken out: Vital signs, Pain now, 0 to 10: 3 points"


def test_of_a_worksheet_that_was_begun_apart_nothing_was_taken_out(home: Household) -> None:
    living = home.living()
    save_draft(home.records, home.encounter, _set(living, SIGNED), NOW)
    sign_visit(home.records, home.encounter, NOW, "Called away")
    late = encode(
        Worksheet(jot="Dizzy"), {"subject": {}, "resourceType": "Encounter", "id": home.encounter}, NOW
    )

    keep_late_words(home.records, home.encounter, [late], NOW)

    assert home.signed().draft == "Said: Dizzy"


def test_the_drafts_are_kept_as_they_were_and_once(home: Household) -> None:
    living = home.living()
    save_draft(home.records, home.encounter, _set(living, SIGNED), NOW)
    late = _set(living, replace(SIGNED, jot="Second"))
    sign_visit(home.records, home.encounter, NOW, "Called away")

    for minutes in range(2):
        keep_late_words(home.records, home.encounter, late, NOW + timedelta(minutes=minutes))

    (file,) = (one for one in home.records.files() if one.media_type == FILE_TYPE)
    assert home.encounter in file.name
    bundle: Resource = read_json(home.records.file(file.digest) or b"")
    assert [one["resource"] for one in as_objects(bundle["entry"])] == list(late)
    assert home.signed().draft == "Said: Second"


SHEETS = st.builds(
    Worksheet,
    reason=WORDS,
    jot=WORDS,
    response=WORDS,
    medicines=st.tuples(
        *(
            st.builds(
                MedicineSeen,
                medicine=st.just(one),
                taking=st.sampled_from(["", "as-listed", "differently", "not"]),
                note=WORDS,
            )
            for one in (METOPROLOL, FUROSEMIDE)
        )
    ),
    teaching=st.tuples(
        *(
            st.builds(Taught, row=st.just(one), topic=WORDS, learner=WORDS, method=WORDS, note=WORDS)
            for one in ("r1", "r2")
        )
    ),
    told=st.tuples(st.builds(Told, row=st.just("t"), about=WORDS, who=WORDS, how=WORDS, answer=WORDS)),
)


@settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(signed=SHEETS, late=SHEETS)
def test_every_late_word_is_in_the_addendum(home: Household, signed: Worksheet, late: Worksheet) -> None:
    rows = SheetRows(home.records, shelf_of(home.records), PATIENT, NOW.date())
    lines = list(late_lines(rows.rows(signed), rows.rows(late), same_paper=True))
    told = [line for line in lines if not line.startswith("Taken out")]

    for name in ("reason", "jot", "response"):
        if (text := getattr(late, name)) and text != getattr(signed, name):
            assert any(text in line for line in told)
    for name in ("medicines", "teaching", "told"):
        for before, after in zip(getattr(signed, name), getattr(late, name), strict=True):
            if before != after:
                assert any(all(text in line for text in _typed(after)) for line in told) or not _typed(after)


def _typed(row: Any) -> list[str]:
    names = {one.name for one in fields(row)} & {
        "note",
        "topic",
        "learner",
        "method",
        "about",
        "who",
        "how",
        "answer",
    }
    return [text for name in sorted(names) if (text := getattr(row, name))]
