"""What a wiped laptop left is read in words: questions and answers, the jot pad, an open form."""

from base64 import b64encode
from dataclasses import replace

import pytest

from carenurse.app.agency import Agency, keep_agency
from carenurse.app.coming_back import ReturnTo, keep_return
from carenurse.app.command_line.office_leash import tell_remains
from carenurse.app.form_shelf import Permission, permission_key, permission_words
from carenurse.app.office_work import take_office_role
from carenurse.app.ports import Records
from carenurse.app.remains import parts_of
from carenurse.app.remains_words import LeftPage, read_left
from carenurse.app.visit_draft import save_draft
from carenurse.app.visit_worksheet import NextVisit, Taught, Told
from carenurse.app.visit_worksheet import Place as Cursor
from carenurse.app.visit_worksheet_record import WORKSHEET
from carenurse.clinical.fhir import Resource, write_json
from carenurse.office.at_hand import stored
from carenurse.store.devices import Device
from carenurse.store.served import Served
from tests.carenurse.app.visits import NOW, household, type_in

UNKNOWN = "somebody whom this office does not have"


@pytest.fixture
def laptop(records: Records) -> Records:
    """Begin a visit: an answer, the jot pad, a lesson, who was told; and two open forms."""
    home = household(records)
    living = home.living()
    type_in(living, "sbp", "142")
    taught = Taught("t1", "Daily weighing", "daughter", note="Says it back")
    told = Told("r1", "f1", about="High pressure", who="Dr. Nwosu", how="phone", when=NOW)
    living.change_sheet(
        Cursor("leaving", "jot", "form"),
        lambda sheet: sheet.with_jot("Daughter holds the key").with_teaching(taught).with_told(told),
    )
    save_draft(records, home.encounter, living.drafts().resources, NOW)
    new = {"patient": "", "typed": {"given": "Half", "family": "Wilhelmi"}, "search": "otto"}
    goal = {"form": "goal", "draft": {"patient": "p1", "id": "", "text": "Walks to the gate", "due": "+30"}}
    keep_return(records, ReturnTo(NOW, "patients", part="new", form=new, elsewhere={"plan": {"p1": goal}}))
    return records


@pytest.fixture
def office(laptop: Records) -> Records:
    """Give an office that has what the laptop left; the same record, for the test looks at words alone."""
    return handed(laptop)


def handed(laptop: Records) -> Records:
    parts = list(parts_of(laptop))
    take_office_role(laptop)
    for part in parts:
        left(laptop, part)
    return laptop


def left(office: Records, part: bytes) -> None:
    served(office).leashes.keep_remains(blue(office).identity, part)


def bundle(*resources: Resource) -> bytes:
    entries = [{"resource": one} for one in resources]
    return write_json({"resourceType": "Bundle", "type": "collection", "entry": entries})


def served(office: Records) -> Served:
    return stored(office).served()


def blue(office: Records) -> Device:
    kept = served(office)
    known = kept.devices.all()
    if known:
        return known[0]
    let_in = kept.devices.enrol(kept.devices.invite(office.me), "blue laptop")
    assert let_in is not None
    return let_in[0]


def pages(office: Records) -> list[LeftPage]:
    found = served(office).leashes.remains()
    return [page for one in found for page in read_left(office, one.digest, NOW)]


def test_somebody_new_half_typed_is_read_by_the_labels_of_the_form(office: Records) -> None:
    (form,) = [one for one in pages(office) if "New patient" in one.title]

    assert form.title == "Stood in an open form: New patient"
    assert form.lines == (
        ("First and middle name", "Half"),
        ("Last name", "Wilhelmi"),
        ("Looked for", "otto"),
    )
    assert form.about == ""


def test_a_form_that_was_left_open_on_another_page_is_read_too(office: Records) -> None:
    (form,) = [one for one in pages(office) if "Care plan" in one.title]

    assert form.lines == (("Form", "Goal"), ("What will be so", "Walks to the gate"), ("By", "+30"))
    assert form.about == "Rosa Delgado"


def test_a_form_half_done_is_read_as_questions_and_answers(office: Records) -> None:
    (form,) = [one for one in pages(office) if one.title == "Vital signs: answers"]

    assert form.about == "Rosa Delgado"
    assert form.lines == (("Systolic", "142"),)


def test_the_notes_of_the_visit_are_read_with_the_jot_pad(office: Records) -> None:
    (notes,) = [one for one in pages(office) if one.title == "Notes of a visit that was not signed"]

    assert notes.about == "Rosa Delgado"
    assert ("Jot pad", "Daughter holds the key") in notes.lines
    assert ("Taught", "Daily weighing, daughter, Says it back") in notes.lines
    assert any(label == "Who was told" and "Dr. Nwosu, phone" in said for label, said in notes.lines)
    assert "Next visit" not in dict(notes.lines), "nothing was agreed"


def test_a_note_is_read_with_its_words_and_the_notes_of_its_visit_are_those_of_a_signed_one(
    laptop: Records,
) -> None:
    (sheet,) = laptop.where("QuestionnaireResponse", "questionnaire", WORKSHEET)
    inner = {"title": "Since yesterday", "text": {"div": "<div>Two pillows</div>"}}
    why = {
        "title": "Why",
        "text": {"status": "additional", "div": "<div>Ankles bigger</div>"},
        "section": [inner],
    }
    note = {
        "resourceType": "Composition",
        "id": "n1",
        "status": "final",
        "title": "Visit note",
        "subject": sheet["subject"],
        "encounter": sheet["encounter"],
        "section": [why],
    }
    take_office_role(laptop)
    left(laptop, bundle(note, sheet))

    read, notes = pages(laptop)

    assert [line for line in read.lines if line[0] in ("Why", "Since yesterday")] == [
        ("Why", "Ankles bigger"),
        ("Since yesterday", "Two pillows"),
    ]
    assert notes.title == "Notes of a signed visit"
    assert ("Jot pad", "Daughter holds the key") in notes.lines


def test_numbers_codes_and_forms_of_the_worksheet_are_read_too(records: Records) -> None:
    home = household(records)
    living = home.living()
    living.change_sheet(
        Cursor("leaving", "next", "form"),
        lambda sheet: replace(
            sheet.with_teaching(Taught("t1", "Daily weighing", result="needs-more")).with_form("phq9"),
            next_visit=NextVisit(NOW, minutes=60, bring="scale"),
            list_looked_at="yes",
        ),
    )
    save_draft(records, home.encounter, living.drafts().resources, NOW)
    (notes,) = [one for one in pages(handed(records)) if "Notes of a visit" in one.title]

    lines = dict(notes.lines)
    assert lines["Taught"] == "Daily weighing, Needs more teaching"
    assert "60 min" in lines["Next visit"]
    assert lines["Next visit"].endswith("scale")
    assert lines["Medicine list looked at"] == "yes"
    assert lines["Forms taken in"] not in ("", "phq9")


def test_words_that_go_over_several_pieces_are_read_whole_from_each_of_them(records: Records) -> None:
    long = "word " * 400_000
    form = {"form": "goal", "draft": {"patient": "p1", "text": long}}
    keep_return(records, ReturnTo(NOW, "plan", "p1", form=form))
    office = handed(records)
    pieces = served(office).leashes.remains()
    assert len(pieces) > 2

    told = [
        page for one in pieces for page in read_left(office, one.digest, NOW) if "open form" in page.title
    ]

    assert len(told) >= 2
    assert all(("What will be so", long.strip()) in page.lines for page in told)


def test_words_of_which_a_piece_is_missing_are_told_to_be_in_part(records: Records) -> None:
    data = b64encode(b'{"place": "plan", "form": {"te').decode()
    left(records, bundle({"resourceType": "Binary", "id": "words-ab12.1", "data": data}))

    ((title, _about, lines),) = [(one.title, one.about, one.lines) for one in pages(records)]

    assert title == "Stood in an open form"
    assert "only in part" in lines[0][1]


def test_whose_visit_it_was_in_which_a_reason_was_half_typed_is_said(records: Records) -> None:
    encounter = household(records).encounter
    again = {"mistake": "Wrong door", "drive": "8:10", "began": "", "gone": ""}
    keep_return(records, ReturnTo(NOW, "today", elsewhere={"visit": {encounter: again}}))

    (form,) = [one for one in pages(handed(records)) if "open form" in one.title]

    assert (form.title, form.about) == ("Stood in an open form: Visit", "Rosa Delgado")
    assert form.lines == (("Why the visit was to be taken back", "Wrong door"), ("Drive began", "8:10"))


def test_who_was_on_a_list_of_people_is_said_wherever_they_are_known(records: Records) -> None:
    household(records)
    (rosa,) = records.all_of("Patient")
    members = [{"entity": {"reference": f"Patient/{one}"}} for one in (rosa["id"], "new", "nowhere")]
    group = {"resourceType": "Group", "id": "list", "name": "My caseload", "member": members}
    left(records, bundle({"resourceType": "Patient", "id": "new", "name": [{"text": "Lia Ferro"}]}))
    left(records, bundle(group))

    (caseload,) = [one for one in pages(records) if "My caseload" in one.title]

    assert ("On it", f"Rosa Delgado, Lia Ferro, {UNKNOWN}") in caseload.lines


def test_what_was_decided_about_forms_and_the_agency_is_read(records: Records) -> None:
    keep_agency(records, Agency("Hill Home Care", crisis_line="555-0100"))
    with records.work() as work:
        work.set_setting(permission_key("phq9"), permission_words(Permission("Ana Rivas", NOW, "letter")))

    (decided,) = [one for one in pages(handed(records)) if "decided" in one.title]

    lines = dict(decided.lines)
    assert lines["Agency"] == "Hill Home Care"
    assert lines["Crisis line on the family page"] == "555-0100"
    assert "Ana Rivas" in lines["Permission for a form"]
    assert lines["Permission for a form"].endswith("letter")


def test_that_it_was_read_stands_on_the_trail(office: Records) -> None:
    (first, *_) = served(office).leashes.remains()

    read_left(office, first.digest, NOW)

    (fact,) = office.audit_trail(limit=1)
    assert (fact.action, fact.detail) == ("read", f"remains {first.digest}")


def test_what_is_no_word_of_ours_breaks_nothing(office: Records) -> None:
    odd = write_json({"resourceType": "Bundle", "entry": [
        {"resource": {"resourceType": "Binary", "id": "words", "data": "e30x"}},
        {"resource": {"resourceType": "Odd", "id": "o", "something": "else"}},
    ]})  # fmt: skip
    served(office).leashes.keep_remains(blue(office).identity, odd)

    assert any("else" in said for page in pages(office) for _, said in page.lines)


def test_the_command_says_what_the_window_says_and_notes_that_it_was_read(office: Records) -> None:
    listed = tell_remains(office, {})["said"]
    before = reads(office)

    said = tell_remains(office, {"words": True})["said"]

    assert [one for one in said if one in listed] == listed
    assert "  Notes of a visit that was not signed - Rosa Delgado" in said
    assert "    Jot pad: Daughter holds the key" in said
    assert reads(office) == before + len(served(office).leashes.remains())
    heads = [f"  {page.title} - {page.about}" if page.about else f"  {page.title}" for page in pages(office)]
    assert [one for one in said if one in heads] == heads


def reads(office: Records) -> int:
    return sum(one.action == "read" for one in office.audit_trail())


def test_and_where_a_laptop_left_files_alone_that_there_are_no_words(records: Records) -> None:
    take_office_role(records)
    empty = write_json({"resourceType": "Bundle", "type": "collection", "entry": []})
    served(records).leashes.keep_remains(blue(records).identity, empty)

    (_title, told) = tell_remains(records, {"words": True})["said"]

    assert told == "  No words of a nurse are in it: only files, or who did what."
