"""What is not sent is one number wherever it is said (bar, rail, Today, Sync); what files brought is none."""

from carenurse.app.device_status import device_status, unsent_words
from carenurse.app.ports import Records
from carenurse.app.received_states import note_received
from tests.ui.shell.visiting_stage import Visiting
from tests.ui.shell.window_stage import LONG_ENOUGH_MS
from ui.shell.rail import RailButton
from ui.widgets.page import Route


def work_of_a_day(records: Records, person: str) -> None:
    """Change a visit and something else, and let a file of another system bring two records."""
    made = next(one for one in records.of_patient(person, "Encounter") if one["status"] == "finished")
    with records.work() as work:
        work.put({**made, "priority": {"text": "routine"}})
        work.put({"resourceType": "Flag", "id": "hers", "status": "active"})
    brought = [{"resourceType": "Observation", "id": one, "status": "final"} for one in ("o1", "o2")]
    note_received(records, "ab" * 32, brought)
    with records.work() as work:
        for one in brought:
            work.put(one)


def test_bar_rail_today_and_sync_say_the_same(visiting: Visiting) -> None:
    stage = visiting
    stage.ask(lambda records: work_of_a_day(records, stage.person))
    status = stage.ask(device_status)
    said = unsent_words(status)
    assert said.startswith("1 visit and ")
    assert status.taken_over

    stage.go(Route("today"))
    stage.workplace.refresh_status()
    stage.qtbot.waitUntil(lambda: f"Not sent  {said}" in stage.words(), timeout=LONG_ENOUGH_MS)
    assert f"{said} not sent" in stage.words()
    stage.go(Route("sync"))
    assert f"{said} not sent" in stage.words()

    (badge,) = [one for one in stage.window.findChildren(RailButton) if one.text() == "Sync"]
    assert badge.accessibleName() == f"Sync, {status.waiting} wait"
