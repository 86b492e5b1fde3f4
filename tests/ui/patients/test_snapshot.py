"""The panel beside the list of patients."""

from pytestqt.qtbot import QtBot

from carenurse.app.caseload import snapshot
from carenurse.app.ports import Records
from tests.carenurse.app.visits import NOW
from ui.patients.snapshot import SnapshotPane
from ui.widgets.text import Label


def test_a_name_without_end_does_not_fill_the_panel(records: Records, qtbot: QtBot) -> None:
    identity = "5a0f7a52-6f3c-4c6e-9d52-0f6a51c0e002"
    with records.work() as work:
        work.put({"resourceType": "Patient", "id": identity, "name": [{"family": "X" * 100_000}]})
    pane = SnapshotPane()
    qtbot.addWidget(pane)

    pane.show_person(snapshot(records, identity, NOW.date()))

    assert max(len(one.text()) for one in pane.findChildren(Label)) < 200
