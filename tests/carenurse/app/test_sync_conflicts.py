"""Both changed it: told in words, nothing chosen beforehand; the choice is a version and an audit row."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from carenurse.app.ports import Records
from carenurse.app.sync_conflicts import Disagreement, ask_the_office, disagreements, keep, keep_both
from carenurse.clinical.fhir import Resource
from carenurse.errors import ExpectedError
from carenurse.sync.kept import Journal, Received, journal_of
from tests.carenurse.app.visits import household
from tests.carenurse.app.waiting import PERSON, all_arrives

EARLY = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
NOW = datetime(2026, 3, 4, 10, 30, tzinfo=UTC)


def medicine(dose: str, **more: Any) -> Resource:
    return {
        "resourceType": "MedicationStatement",
        "id": "m9",
        "status": "active",
        "subject": PERSON,
        "medicationCodeableConcept": {"text": "Furosemide"},
        "dosage": [{"text": dose}],
        **more,
    }


def updated(resource: Resource, when: str) -> Resource:
    return {**resource, "meta": {"versionId": "2", "lastUpdated": when}}


@pytest.fixture
def journal(records: Records) -> Journal:
    household(records)
    return journal_of(records)


def shared(records: Records, journal: Journal, resource: Resource) -> None:
    """Let both sides have the same state."""
    with records.work() as work:
        work.put(resource)
    all_arrives(journal, EARLY)


def both_change(
    records: Records, journal: Journal, base: Resource, mine: Resource, theirs: Resource | None
) -> Disagreement:
    shared(records, journal, base)
    with records.work() as work:
        work.put(mine)
    told = updated(theirs, "2026-03-04T10:05:00Z") if theirs else None
    journal.receive([Received(base["resourceType"], base["id"], "2", told)], None, NOW)
    (found,) = disagreements(records, NOW)
    return found


def dose_changed(records: Records, journal: Journal) -> Disagreement:
    return both_change(records, journal, medicine("10 mg"), medicine("20 mg"), medicine("40 mg"))


def now_in_force(records: Records) -> Resource:
    return records.get("MedicationStatement", "m9") or {}


def test_the_nurse_reads_what_both_wrote_in_one_sentence(records: Records, journal: Journal) -> None:
    found = dose_changed(records, journal)

    assert found.title == "Rosa Delgado: Furosemide"
    assert found.sentence.startswith(
        "The office changed Furosemide to 40 mg at 10:05; you recorded 20 mg at "
    )
    (dose,) = [one for one in found.lines if one.key]
    assert (dose.label, dose.before, dose.mine, dose.theirs) == ("Dose and times", "10 mg", "20 mg", "40 mg")
    assert [one.label for one in found.lines if not one.differs] == ["Medicine", "State"]


def test_what_both_gave_another_name_is_called_by_the_one_that_both_knew(
    records: Records, journal: Journal
) -> None:
    problem: Resource = {
        "resourceType": "Condition",
        "id": "c9",
        "subject": PERSON,
        "code": {"text": "Falls"},
    }

    found = both_change(
        records,
        journal,
        problem,
        {**problem, "code": {"text": "Unsteady walk"}},
        {**problem, "code": {"text": "Dizziness"}},
    )

    assert found.title == "Rosa Delgado: the problem “Falls”"
    assert found.sentence.startswith("The office changed the problem “Falls” to Dizziness at 10:05; ")
    assert "you recorded Unsteady walk at " in found.sentence


def test_her_own_state_is_in_force_until_she_chooses(records: Records, journal: Journal) -> None:
    dose_changed(records, journal)

    assert now_in_force(records)["dosage"] == [{"text": "20 mg"}]


@pytest.mark.parametrize(("side", "dose"), [("mine", "20 mg"), ("theirs", "40 mg")])
def test_a_side_is_kept_as_a_version_with_an_audit_row(
    records: Records, journal: Journal, side: Any, dose: str
) -> None:
    found = dose_changed(records, journal)
    before = len(records.versions("MedicationStatement", "m9"))

    keep(records, found.identity, side, NOW)

    assert now_in_force(records)["dosage"] == [{"text": dose}]
    assert disagreements(records, NOW) == ()
    assert records.audit_trail(limit=1)[0].detail == "conflict"
    waiting = [one for one in journal.changes() if one.identity == "m9"]
    assert [one.base_tag for one in waiting] == (["2"] if side == "mine" else [])
    assert len(records.versions("MedicationStatement", "m9")) == before + (side == "theirs")


def test_why_she_chose_so_goes_to_the_office_with_it(records: Records, journal: Journal) -> None:
    found = dose_changed(records, journal)

    keep(records, found.identity, "mine", NOW, why="Phone order for three days")

    (reason,) = [one.resource for one in journal.changes() if one.kind == "Provenance"]
    assert reason["reason"] == [{"text": "Phone order for three days"}]
    assert reason["target"] == [{"reference": "MedicationStatement/m9"}]


def test_line_by_line_she_takes_some_of_theirs_and_some_of_hers(records: Records, journal: Journal) -> None:
    base = {"resourceType": "Goal", "id": "g9", "lifecycleStatus": "active", "subject": PERSON}
    base["description"] = {"text": "Weight stable"}
    found = both_change(
        records,
        journal,
        base,
        {**base, "description": {"text": "Weight 150 lb"}, "startDate": "2026-03-01"},
        {**base, "description": {"text": "Weight 148 lb"}, "startDate": "2026-02-01"},
    )
    assert found.by_line
    description = next(one.key for one in found.lines if one.label == "Goal")
    start = next(key for key in found.keys if key != description)

    with pytest.raises(ExpectedError, match="not chosen yet"):
        keep(records, found.identity, {description: "mine"}, NOW)
    keep(records, found.identity, {description: "mine", start: "theirs"}, NOW)

    kept = records.get("Goal", "g9") or {}
    assert (kept["description"]["text"], kept["startDate"]) == ("Weight 150 lb", "2026-02-01")


def test_both_are_kept_where_entries_of_a_list_do_not_contradict_one_another(
    records: Records, journal: Journal
) -> None:
    found = both_change(
        records,
        journal,
        medicine("10 mg"),
        medicine("10 mg", note=[{"text": "takes it late"}]),
        medicine("10 mg", note=[{"text": "refill sent"}]),
    )
    assert found.both

    keep_both(records, found.identity, NOW)

    assert [one["text"] for one in now_in_force(records)["note"]] == ["refill sent", "takes it late"]


def test_two_doses_are_never_kept_as_both(records: Records, journal: Journal) -> None:
    found = dose_changed(records, journal)

    assert not found.both
    with pytest.raises(ExpectedError, match="both cannot be kept"):
        keep_both(records, found.identity, NOW)


def test_an_answer_of_a_form_is_chosen_by_its_question(records: Records, journal: Journal) -> None:
    def answered(pain: str, sleep: str) -> Resource:
        items = [
            {"linkId": "pain", "text": "Pain?", "answer": [{"valueString": pain}]},
            {"linkId": "sleep", "text": "Sleep?", "answer": [{"valueString": sleep}]},
        ]
        head = {"resourceType": "QuestionnaireResponse", "id": "q9", "status": "in-progress"}
        return {**head, "subject": PERSON, "item": items}

    found = both_change(
        records, journal, answered("none", "well"), answered("knee", "badly"), answered("hip", "poorly")
    )
    keys = {one.label: one.key for one in found.lines if one.key}

    keep(records, found.identity, {keys["Pain?"]: "theirs", keys["Sleep?"]: "mine"}, NOW)

    kept = records.get("QuestionnaireResponse", "q9") or {}
    assert [one["answer"][0]["valueString"] for one in kept["item"]] == ["hip", "badly"]


def test_a_phone_of_each_side_is_chosen_entry_by_entry(records: Records, journal: Journal) -> None:
    def person(use: str) -> Resource:
        telecom = [
            {"system": "phone", "value": "555-0101", "use": use},
            {"system": "phone", "value": "555-0102"},
        ]
        return {"resourceType": "RelatedPerson", "id": "r9", "patient": PERSON, "telecom": telecom}

    found = both_change(records, journal, person("home"), person("work"), person("mobile"))
    (key,) = found.keys

    keep(records, found.identity, {key: "theirs"}, NOW)

    kept = records.get("RelatedPerson", "r9") or {}
    assert [(one["value"], one.get("use")) for one in kept["telecom"]] == [
        ("555-0101", "mobile"),
        ("555-0102", None),
    ]


def test_what_the_office_took_out_can_be_kept_or_let_go(records: Records, journal: Journal) -> None:
    found = both_change(records, journal, medicine("10 mg"), medicine("20 mg"), None)
    assert found.deleted
    assert "took Furosemide out" in found.sentence

    keep(records, found.identity, "theirs", NOW)

    assert now_in_force(records)["status"] == "entered-in-error"


def test_a_signed_record_is_kept_and_never_replaced(records: Records, journal: Journal) -> None:
    note = {"resourceType": "Composition", "id": "c9", "status": "final", "subject": PERSON, "title": "Visit"}
    shared(records, journal, {**note, "status": "preliminary"})
    with records.work() as work:
        work.put(note, sign=True)
    told = updated({**note, "title": "Another"}, "2026-03-04T10:05:00Z")
    journal.receive([Received("Composition", "c9", "2", told)], None, NOW)
    (found,) = disagreements(records, NOW)

    assert found.signed
    with pytest.raises(ExpectedError, match="signed"):
        keep(records, found.identity, "theirs", NOW)
    keep(records, found.identity, "mine", NOW)
    assert disagreements(records, NOW) == ()


def test_a_question_to_the_office_goes_out_and_the_conflict_stays_open(
    records: Records, journal: Journal
) -> None:
    found = dose_changed(records, journal)

    ask_the_office(records, found.identity, "Is 40 mg a new order?", NOW)

    (asked,) = [one.resource for one in journal.changes() if one.kind == "Task"]
    assert asked["description"] == "Is 40 mg a new order?"
    assert asked["focus"] == {"reference": "MedicationStatement/m9"}
    assert len(disagreements(records, NOW)) == 1


def test_a_conflict_that_was_settled_meanwhile_says_so(records: Records, journal: Journal) -> None:
    found = dose_changed(records, journal)
    keep(records, found.identity, "mine", NOW)

    with pytest.raises(ExpectedError, match="settled meanwhile"):
        keep(records, found.identity, "theirs", NOW + timedelta(minutes=1))


def test_a_kind_without_words_of_its_own_is_told_element_by_element(
    records: Records, journal: Journal
) -> None:
    base = {"resourceType": "DeviceUseStatement", "id": "d9", "status": "active", "subject": PERSON}
    found = both_change(
        records,
        journal,
        base,
        {**base, "bodySite": {"text": "left"}},
        {**base, "bodySite": {"text": "right"}},
    )

    (line,) = [one for one in found.lines if one.key]
    assert (line.label, line.mine, line.theirs) == ("Body site", "left", "right")


PROGRAMS_READ = ("Id", "Meta", "Extension", "Resource type", "urn:", "http", "Practitioner", "versionId")


def whole_clash(records: Records, journal: Journal, theirs: Resource) -> Disagreement:
    """Let two complete papers differ."""
    paper: Resource = {
        "resourceType": "DocumentReference",
        "id": "d9",
        "status": "current",
        "docStatus": "final",
        "subject": PERSON,
        "type": {"text": "Visit summary"},
        "author": [{"reference": "Practitioner/n1"}],
        "description": "For the family",
        "extension": [{"url": "urn:carenurse:sha-256", "valueString": "00aa"}],
        "content": [{"attachment": {"title": "Visit summary", "url": "urn:oid:1.2.3"}}],
    }
    return both_change(records, journal, paper, {**paper, "description": "For Rosa"}, {**paper, **theirs})


def words_shown(found: Disagreement) -> str:
    lines = [f"{one.label} {one.before} {one.mine} {one.theirs}" for one in found.lines]
    return "\n".join([found.title, found.sentence, *lines])


def test_a_whole_record_that_differs_shows_only_what_differs_and_no_line_for_programs(
    records: Records, journal: Journal
) -> None:
    found = whole_clash(records, journal, {"description": "For the neighbors"})

    told = words_shown(found)
    assert [(one.label, one.mine, one.theirs) for one in found.lines if one.key] == [
        ("In short", "For Rosa", "For the neighbors")
    ]
    assert "How far it is" in told
    assert [word for word in PROGRAMS_READ if word in told] == []


def test_what_differs_only_for_programs_is_told_as_having_no_words_and_can_be_chosen(
    records: Records, journal: Journal
) -> None:
    mine = {"extension": [{"url": "urn:carenurse:sha-256", "valueString": "11bb"}], "description": "For Rosa"}
    found = whole_clash(records, journal, mine)

    told = words_shown(found)
    (line,) = [one for one in found.lines if one.key]
    assert (line.label, line.mine) == ("A detail that has no words", "as it is here")
    assert [word for word in PROGRAMS_READ if word in told] == []
    keep(records, found.identity, "theirs", NOW)
    assert disagreements(records, NOW) == ()
