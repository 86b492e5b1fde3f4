"""A signed visit in what happened: one line, its findings first; opened, they are its first part."""

from carenurse.app.allergies_typed import keep_allergies
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


def test_a_visit_of_another_system_says_its_codes_and_times_in_words(records: Records) -> None:
    household(records)
    person = {"reference": f"Patient/{PATIENT}"}
    with records.work() as work:
        work.put(
            {
                "resourceType": "Encounter",
                "id": "elsewhere",
                "status": "finished",
                "class": {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "AMB"},
                "type": [{"text": "Check-up"}],
                "subject": person,
                "period": {"start": "2025-12-03T14:10:00Z", "end": "2025-12-03T14:40:00Z"},
                "serviceProvider": {"display": "Saltmere General Hospital"},
            }
        )

    read = read_entry(records, "Encounter/elsewhere", NOW)
    lines = dict(read.parts[-1].lines)
    said = " ".join((*lines, *lines.values()))

    assert lines["When"] == "Wed 3 Dec 2025, 09:10 to 09:40"
    assert lines["Where"] == "At an office or clinic"
    assert lines["How it stands"] == "over"
    assert lines["Service provider"] == "Saltmere General Hospital"
    assert not any(raw in said for raw in ("AMB", "finished", "T14:10", "Period"))


def test_a_code_that_nobody_here_knows_and_a_bare_day_are_shown_as_they_are_written(records: Records) -> None:
    household(records)
    with records.work() as work:
        work.put(
            {
                "resourceType": "Encounter",
                "id": "elsewhere",
                "status": "paused",
                "class": {"code": "XYZ"},
                "subject": {"reference": f"Patient/{PATIENT}"},
                "period": {"start": "2025-12"},
            }
        )

    lines = dict(read_entry(records, "Encounter/elsewhere", NOW).parts[-1].lines)

    assert (lines["When"], lines["Where"], lines["How it stands"]) == ("2025-12", "XYZ", "paused")


def test_an_allergy_without_a_day_is_on_record_and_one_typed_here_has_its_day(records: Records) -> None:
    household(records)
    with records.work() as work:
        about = {"patient": {"reference": f"Patient/{PATIENT}"}, "code": {"text": "Latex"}}
        work.put({"resourceType": "AllergyIntolerance", "id": "a1"} | about)
        keep_allergies(work, PATIENT, "Latex, Penicillin", NOW.date())

    days = {one.title: one.day for one in timeline(records, PATIENT, NOW).entries}

    assert days["Allergy: Latex"] == "On record"
    assert days["Allergy: Penicillin"] == "Today"
