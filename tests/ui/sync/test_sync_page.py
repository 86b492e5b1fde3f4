"""The page between laptop and office: two facts, what waits, what both changed, what is ready."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from carenurse.app.office_desk import keep_office_key
from carenurse.app.ports import Records
from carenurse.app.sync_office import keep_office
from carenurse.app.sync_outbox import State, outbox
from carenurse.app.sync_run import RunProgress, RunResult, RunState
from carenurse.app.vault_warnings import OLDER, older_words
from carenurse.app.visit_begin import unfinished_visits
from carenurse.app.visit_mistake import take_back
from carenurse.clinical.fhir import Resource
from carenurse.exchange.sealing import is_sealed, office_keys
from carenurse.sync.kept import Held, Received, journal_of
from tests.carenurse.app.visits import NOW, PATIENT, household
from tests.carenurse.app.waiting import PERSON, all_arrives, weight
from tests.fakes import FixedClock, InlineBackground
from tests.kept import keep
from tests.ui.accessibility import faults
from tests.ui.desk import NotedDesk
from tests.ui.showing import button, messages, show, words
from ui.sync.page import SyncPage
from ui.widgets.buttons import Button
from ui.widgets.chips import Chip
from ui.widgets.page import Route
from ui.widgets.segments import Segments

EARLY = NOW - timedelta(hours=2)


@pytest.fixture
def noted(records: Records, tmp_path: Path) -> NotedDesk:
    household(records)
    all_arrives(journal_of(records), EARLY)
    return NotedDesk(InlineBackground(records), FixedClock(NOW), file=str(tmp_path / "chosen.age"))


@pytest.fixture
def page(qtbot: QtBot, noted: NotedDesk) -> SyncPage:
    return show(SyncPage(noted.desk), qtbot)


def arrive(page: SyncPage) -> SyncPage:
    page.arrive(Route("sync"))
    return page


def goal(text: str, start: str = "2026-03-01") -> Resource:
    return {
        "resourceType": "Goal",
        "id": "g9",
        "lifecycleStatus": "active",
        "subject": PERSON,
        "description": {"text": text},
        "startDate": start,
    }


def disagree(records: Records) -> None:
    """Let the nurse and the office change one goal differently in two places."""
    journal = journal_of(records)
    keep(records, goal("Weight stable"))
    all_arrives(journal, EARLY)
    keep(records, goal("Weight 150 lb", "2026-03-02"))
    theirs = {**goal("Weight 148 lb", "2026-03-03"), "meta": {"lastUpdated": "2026-03-04T10:05:00-05:00"}}
    journal.receive([Received("Goal", "g9", "2", theirs)], None, NOW)


def press(page: SyncPage, name: str) -> None:
    button(page, name).click()


def test_two_facts_stand_apart_and_nothing_is_green_by_hope(page: SyncPage, records: Records) -> None:
    arrive(page)
    assert "Nothing signed waits" in words(page)
    assert "Never from the office" in words(page)

    keep(records, weight())
    journal_of(records).set_cursor("received", datetime(2026, 3, 4, 12, 42, tzinfo=UTC).isoformat())
    arrive(page)

    assert "1 change not sent" in words(page)
    assert "07:42" in words(page)


def chips(page: SyncPage) -> list[str]:
    return [one.accessibleName() for one in page.findChildren(Chip) if one.isVisible()]


def test_a_visit_that_is_begun_is_on_this_laptop_alone_and_nothing_is_green_over_it(
    page: SyncPage, records: Records
) -> None:
    journal = journal_of(records)
    (begun,) = unfinished_visits(records)
    journal.set_cursor("received", datetime(2026, 3, 4, 12, 42, tzinfo=UTC).isoformat())

    arrive(page)

    assert "All signed work sent" in chips(page)
    assert "Nothing signed waits" in words(page)
    assert "1 visit is begun and not signed" in words(page)
    take_back(records, begun.encounter, NOW, "")
    all_arrives(journal, EARLY)
    arrive(page)
    assert "Everything sent" in chips(page)
    assert "begun" not in words(page)


def test_without_an_office_she_is_led_to_set_it_up(page: SyncPage, noted: NotedDesk) -> None:
    arrive(page)
    assert "No office is set up" in messages(page)

    press(page, "Set up the office")

    assert noted.routes == [Route("settings", part="office")]


def test_an_office_that_is_set_up_is_not_offered_again(page: SyncPage, records: Records) -> None:
    keep_office(records, "office.example.org/fhir", "secret")
    arrive(page)

    assert messages(page) == ""


def test_a_change_is_held_and_sent_again_from_its_line(page: SyncPage, records: Records) -> None:
    keep(records, weight())
    arrive(page)

    press(page, "Hold: Rosa Delgado")
    assert outbox(records, NOW).groups[0].state is State.HELD
    assert "You hold it back" in words(page)

    press(page, "Send again: Rosa Delgado")
    assert outbox(records, NOW).groups[0].state is State.WAITS


def test_a_group_opens_to_its_items(page: SyncPage, records: Records) -> None:
    keep(records, weight())
    arrive(page)
    assert "Weight" not in words(page)

    press(page, "1 item: Rosa Delgado")

    assert "Weight" in words(page)


def test_a_refusal_says_why_what_to_do_and_the_offices_own_words(
    page: SyncPage, records: Records, noted: NotedDesk
) -> None:
    keep(records, weight())
    journal = journal_of(records)
    journal.hold(journal.changes()[0].sequence, Held.REFUSED, "Observation.code: minimum required = 1")
    arrive(page)
    assert "The office misses something" in words(page)

    press(page, "1 item: Rosa Delgado")

    assert "“Observation.code: minimum required = 1”" in words(page)
    press(
        page,
        next(
            one.accessibleName()
            for one in page.findChildren(Button)
            if one.accessibleName().startswith("Chart: ")
        ),
    )
    assert noted.routes == [Route("chart", PATIENT)]


def test_a_conflict_shows_both_sides_and_nothing_chosen(page: SyncPage, records: Records) -> None:
    disagree(records)
    arrive(page)

    said = words(page)
    assert "The office changed the goal “Weight stable” to Weight 148 lb at 10:05" in said
    assert "Weight stable" in said
    assert "Both stay in the history" in said
    assert not any(one.kind == "primary" for one in page.conflict.findChildren(Button))


def test_keeping_a_side_settles_it_and_hides_the_panel(
    page: SyncPage, records: Records, noted: NotedDesk
) -> None:
    disagree(records)
    arrive(page)

    press(page, "Keep the office's")

    assert (records.get("Goal", "g9") or {})["description"] == {"text": "Weight 148 lb"}
    assert not page.conflict.isVisibleTo(page)
    assert noted.said == ["The office's is kept."]


def test_line_by_line_asks_for_each_line_before_it_keeps_anything(page: SyncPage, records: Records) -> None:
    disagree(records)
    arrive(page)
    press(page, "Line by line")

    press(page, "Keep what I chose")
    assert "A line is not chosen yet." in messages(page)

    for choice, code in zip(page.conflict.findChildren(Segments), ("mine", "theirs"), strict=False):
        choice.choose(code)
    press(page, "Keep what I chose")

    kept = records.get("Goal", "g9") or {}
    assert (kept["description"]["text"], kept["startDate"]) == ("Weight 150 lb", "2026-03-03")


def test_why_she_chose_is_kept_with_the_choice(page: SyncPage, records: Records) -> None:
    disagree(records)
    arrive(page)
    page.conflict.why.set_text("Weighed twice")

    press(page, "Keep mine")

    (reason,) = [one.resource for one in journal_of(records).changes() if one.kind == "Provenance"]
    assert reason["reason"] == [{"text": "Weighed twice"}]


def test_asking_the_office_leaves_it_open(page: SyncPage, records: Records) -> None:
    disagree(records)
    arrive(page)

    press(page, "Ask the office")

    assert page.conflict.isVisibleTo(page)
    assert "Task" in {one.kind for one in journal_of(records).changes()}


def test_ready_to_leave_says_what_is_missing(page: SyncPage) -> None:
    arrive(page)

    said = words(page)
    assert "Fri 6 Mar · " in said
    assert "Rosa Delgado" in said
    assert "Record: without address, phone" in said
    assert "the office was never asked" in said


def test_a_run_shows_what_is_left_and_can_be_stopped(page: SyncPage) -> None:
    arrive(page)
    page.show_run(RunState(RunProgress("Sending", 2, 5, 3)), NOW)

    assert "Sending  2 of 5 · 3 changes left to send" in words(page)
    assert page.strip.stop_button.isVisibleTo(page)
    assert not page.run_button.isEnabled()

    done = RunResult(good=True, sentence="3 changes sent, 1 received.", remedy="", ended=NOW)
    page.show_run(RunState(result=done), NOW)
    assert "10:42  3 changes sent, 1 received." in words(page)
    assert not page.strip.stop_button.isVisibleTo(page)


def test_the_demo_says_that_it_has_no_office(page: SyncPage) -> None:
    arrive(page)

    page.primary()

    assert "The demo has no office." in messages(page)


def test_a_sealed_file_is_written_and_counts_as_nothing_sent(
    page: SyncPage, records: Records, tmp_path: Path
) -> None:
    keep(records, weight())
    arrive(page)
    page.write_button.click()
    assert "The office's key is missing." in messages(page)

    keep_office_key(records, office_keys().public)
    page.write_button.click()

    assert is_sealed((tmp_path / "chosen.age").read_bytes())
    assert "1 change is in the parcel." in messages(page)
    assert len(journal_of(records).changes()) == 1


def test_a_screen_reader_finds_everything(page: SyncPage, records: Records, qtbot: QtBot) -> None:
    disagree(records)
    keep(records, weight())
    arrive(page)

    qtbot.waitUntil(lambda: faults(page) == [])


def test_an_older_copy_is_told_as_long_as_the_office_knows_a_newer_one(
    page: SyncPage, records: Records
) -> None:
    sentence = older_words()[0]
    assert sentence not in messages(arrive(page))

    with records.work() as work:
        work.set_setting(OLDER, NOW.isoformat())

    assert sentence in messages(arrive(page))


def test_an_older_copy_is_told_once_also_right_after_the_run_that_found_it(
    page: SyncPage, records: Records
) -> None:
    with records.work() as work:
        work.set_setting(OLDER, NOW.isoformat())
    told = " ".join(older_words())
    done = RunResult(good=True, sentence="All sent.", remedy="", ended=NOW, notices=(told, "Also this."))

    arrive(page)
    page.show_run(RunState(result=done), NOW)

    assert (words(page) + messages(page)).count(older_words()[0]) == 2, "the message, written and spoken"
    assert "10:42  All sent. Also this." in words(page)
