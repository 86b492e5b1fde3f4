"""A signed visit in what happened: one line, its findings first; opened, they are its first part."""

from carenurse.app.plan_changes import save_problem
from carenurse.app.plan_drafts import ProblemDraft
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


def test_a_problem_put_on_the_plan_during_it_stands_inside_it(records: Records) -> None:
    home = household(records)
    save_problem(records, ProblemDraft(PATIENT, omaha="PB0024", text="Pain in the knee"), NOW)

    titles = [one.title for one in timeline(records, PATIENT, NOW).entries]
    inside = {one.title: one.lines for one in read_entry(records, f"Encounter/{home.encounter}", NOW).parts}

    assert "Problem: Pain in the knee" not in titles
    assert "Problem: Pain in the knee" in [words for _, words in inside["Problems"]]


def test_it_opens_with_its_findings_and_who_was_told(records: Records) -> None:
    home = household(records)
    finding = sign_with_question_nine(home)

    read = read_entry(records, f"Encounter/{home.encounter}", NOW)

    assert read.parts[0].title == "Findings that asked for a call"
    assert read.parts[0].lines == (("Told Dr. Osei, 10:42", finding),)


def test_a_visit_that_found_nothing_says_nothing_first(records: Records) -> None:
    household(records)

    assert timeline(records, PATIENT, NOW).entries[0].found == ()
