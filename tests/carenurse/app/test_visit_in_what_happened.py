"""A signed visit in what happened: one line, its findings first; opened, they are its first part."""

from carenurse.app.ports import Records
from carenurse.app.read_entry import read_entry
from carenurse.app.timeline import timeline
from tests.carenurse.app.visits import NOW, PATIENT, household, sign_with_question_nine


def test_a_visit_is_one_line_that_begins_with_what_it_found(records: Records) -> None:
    home = household(records)
    finding = sign_with_question_nine(home)

    entries = timeline(records, PATIENT, NOW).entries

    (line,) = [one for one in entries if one.day == "Today"]
    assert line.reference == f"Encounter/{home.encounter}"
    assert line.found == (finding.rstrip(". "),)
    assert line.signed


def test_it_opens_with_its_findings_and_who_was_told(records: Records) -> None:
    home = household(records)
    finding = sign_with_question_nine(home)

    read = read_entry(records, f"Encounter/{home.encounter}", NOW)

    assert read.parts[0].title == "Findings that asked for a call"
    assert read.parts[0].lines == (("Told Dr. Osei, 10:42", finding),)


def test_a_visit_that_found_nothing_says_nothing_first(records: Records) -> None:
    household(records)

    assert timeline(records, PATIENT, NOW).entries[0].found == ()
