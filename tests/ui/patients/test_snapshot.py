"""The panel beside the list of patients."""

from pytestqt.qtbot import QtBot

from carenurse.app.caseload import snapshot
from carenurse.app.ports import Records
from tests.carenurse.app.visits import NOW
from ui.patients.snapshot import SnapshotPane
from ui.widgets.picture import Picture
from ui.widgets.text import Label


def test_a_name_without_end_does_not_fill_the_panel(records: Records, qtbot: QtBot) -> None:
    identity = "5a0f7a52-6f3c-4c6e-9d52-0f6a51c0e002"
    with records.work() as work:
        work.put({"resourceType": "Patient", "id": identity, "name": [{"family": "X" * 100_000}]})
    pane = SnapshotPane()
    qtbot.addWidget(pane)

    pane.show_person(snapshot(records, identity, NOW.date()))

    assert max(len(one.text()) for one in pane.findChildren(Label)) < 200


def pane_with(records: Records, qtbot: QtBot, said: str) -> SnapshotPane:
    identity = "5a0f7a52-6f3c-4c6e-9d52-0f6a51c0e002"
    telecom = [{"system": "phone", "value": said}]
    with records.work() as work:
        work.put({"resourceType": "Patient", "id": identity, "telecom": telecom})
    pane = SnapshotPane()
    qtbot.addWidget(pane)
    pane.show_person(snapshot(records, identity, NOW.date()))
    return pane


def test_a_telephone_stands_beside_a_number_and_not_beside_a_note(records: Records, qtbot: QtBot) -> None:
    number, note = (pane_with(records, qtbot, said) for said in ("217-555-0199", "call daughter"))

    assert "call daughter" in [one.text() for one in note.findChildren(Label)], (
        "what was written stands there"
    )
    assert len(number.findChildren(Picture)) == len(note.findChildren(Picture)) + 1


def test_a_wish_in_another_form_is_pointed_to_where_none_is_recorded(records: Records, qtbot: QtBot) -> None:
    identity = "5a0f7a52-6f3c-4c6e-9d52-0f6a51c0e002"
    status = {
        "resourceType": "Procedure",
        "id": "c1",
        "status": "completed",
        "code": {"text": "Full code status"},
    }
    with records.work() as work:
        work.put({"resourceType": "Patient", "id": identity})
        work.put(
            {**status, "subject": {"reference": f"Patient/{identity}"}, "performedDateTime": "2024-09-09"}
        )
    pane = SnapshotPane()
    qtbot.addWidget(pane)

    pane.show_person(snapshot(records, identity, NOW.date()))

    said = [one.text() for one in pane.findChildren(Label)]
    assert "No signed wish; see in the chart: Full code status, 9 Sep 2024" in said
