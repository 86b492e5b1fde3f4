"""The medicines' page by keyboard: written down, looked at twice, corrected, stopped, taken back."""

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from carenurse.app.medicine_changes import write_down
from carenurse.app.medicine_list import medicine_list
from carenurse.app.medicine_typed import TypedMedicine
from carenurse.app.ports import Records
from tests.carenurse.app.visits import NOW, PATIENT, household
from tests.fakes import FixedClock, InlineBackground, SlowBackground
from tests.ui.desk import NotedDesk
from ui.medicines.forms import MedicineForm, StopForm
from ui.medicines.lines import StoppedLine, TakenLine
from ui.medicines.page import MedicinesPage
from ui.widgets.buttons import Button
from ui.widgets.fields.text import TextField
from ui.widgets.message import Message
from ui.widgets.page import Route
from ui.widgets.text import Label


class Stage:
    """The page with a real record behind it."""

    def __init__(self, records: Records, qtbot: QtBot) -> None:
        self.home = household(records)
        self.records = records
        self.noted = NotedDesk(InlineBackground(records), FixedClock(NOW))
        self.page = MedicinesPage(self.noted.desk)
        qtbot.addWidget(self.page)
        self.page.resize(1208, 600)
        self.page.show()
        self.page.arrive(Route("medicines", PATIENT))
        QApplication.processEvents()

    def type(self, form: MedicineForm | StopForm, **words: str) -> None:
        """Type into fields by name."""
        for name, text in words.items():
            field = form.fields[name]
            assert isinstance(field, TextField)
            field.line.setFocus()
            field.line.selectAll()
            QTest.keyClicks(field.line, text)

    def names(self) -> list[str]:
        return sorted(one.name for one in medicine_list(self.records, PATIENT).taken)

    def messages(self) -> list[str]:
        QApplication.processEvents()
        return [one.accessibleName() for one in self.page.form.findChildren(Message) if one.isVisible()]

    def press(self, name: str) -> None:
        QApplication.processEvents()
        found = [
            one for one in self.page.findChildren(Button) if one.accessibleName() == name and one.isVisible()
        ]
        found[0].click()
        QApplication.processEvents()


@pytest.fixture
def stage(records: Records, qtbot: QtBot) -> Stage:
    return Stage(records, qtbot)


def test_a_medicine_is_written_down_and_the_fields_wait_for_the_next(stage: Stage) -> None:
    form = stage.page.form
    stage.type(form, name="Furosemide", strength="40 mg tablets", dose="one each morning")
    stage.page.primary()
    QApplication.processEvents()

    assert stage.names() == ["Furosemide 40 mg tablets"]
    (line,) = [one for one in stage.page.findChildren(TakenLine) if one.isVisible()]
    said = " ".join(one.text() for one in line.findChildren(Label))
    assert "as told at home, not checked with the prescriber" in said
    assert set(form.typed().values()) == {""}
    first = form.fields["name"]
    assert isinstance(first, TextField)
    assert first.line.hasFocus()
    assert len(stage.noted.saved) == 1


def test_an_empty_name_is_said_under_its_field_and_keeps_nothing(stage: Stage) -> None:
    stage.type(stage.page.form, dose="one each morning", since="5 Mar 2026")
    stage.page.primary()

    assert stage.page.form.fields["name"].state == "invalid"
    assert stage.page.form.fields["since"].state == "invalid"
    assert stage.names() == []
    assert stage.page.form.typed()["dose"] == "one each morning"


def test_what_looks_alike_is_shown_once_before_it_is_added(stage: Stage) -> None:
    write_down(stage.records, PATIENT, TypedMedicine("Furosemide", "40 mg", "one each morning"), NOW)
    stage.page.arrive(Route("medicines", PATIENT))
    stage.type(stage.page.form, name="furosemid", strength="20 mg")

    stage.page.primary()
    assert stage.messages() == ["On the list already: Furosemide 40 mg; one each morning"]
    assert stage.names() == ["Furosemide 40 mg"]

    stage.press("Write down all the same")
    assert stage.names() == ["Furosemide 40 mg", "furosemid 20 mg"]
    assert stage.messages() == []


def test_a_line_is_corrected_and_the_correction_taken_back(stage: Stage) -> None:
    write_down(stage.records, PATIENT, TypedMedicine("Furosemide", "40 mg"), NOW)
    stage.page.arrive(Route("medicines", PATIENT))
    stage.press("Correct what is written of Furosemide 40 mg")
    assert stage.page.form.typed()["name"] == "Furosemide"

    stage.type(stage.page.form, strength="20 mg")
    stage.page.primary()
    assert stage.names() == ["Furosemide 20 mg"]

    stage.noted.undos[-1]()
    assert stage.names() == ["Furosemide 40 mg"]


def test_a_medicine_is_stopped_with_a_reason(stage: Stage) -> None:
    write_down(stage.records, PATIENT, TypedMedicine("Furosemide"), NOW)
    stage.page.arrive(Route("medicines", PATIENT))
    stage.press("Furosemide is no longer taken")

    stage.page.primary()
    assert stage.page.stopping.fields["why"].state == "invalid"

    stage.type(stage.page.stopping, why="too dizzy")
    stage.page.primary()
    QApplication.processEvents()
    assert stage.names() == []
    (line,) = [one for one in stage.page.findChildren(StoppedLine) if one.isVisible()]
    assert any("too dizzy" in one.text() for one in line.findChildren(Label))


def test_what_was_typed_comes_back_after_a_lock(stage: Stage, qtbot: QtBot) -> None:
    stage.type(stage.page.form, name="Aspirin", dose="one a day")
    kept = stage.page.unfinished()

    again = MedicinesPage(stage.noted.desk)
    qtbot.addWidget(again)
    again.arrive(Route("medicines", PATIENT))
    again.take_up(kept)

    assert (again.form.typed()["name"], again.form.typed()["dose"]) == ("Aspirin", "one a day")


def test_another_persons_page_has_nothing_of_the_last_one(records: Records, qtbot: QtBot) -> None:
    stage = Stage(records, qtbot)
    write_down(records, PATIENT, TypedMedicine("Furosemide"), NOW)
    with records.work() as work:
        work.put({"resourceType": "Patient", "id": "p2", "name": [{"family": "Other"}]})
    slow = SlowBackground(records)
    noted = NotedDesk(slow, FixedClock(NOW))
    page = MedicinesPage(noted.desk)
    qtbot.addWidget(page)
    page.arrive(Route("medicines", PATIENT))
    slow.answer()
    page.form.put_back({"name": "Aspirin"})
    page.primary()

    page.arrive(Route("medicines", "p2"))
    assert page.form.typed()["name"] == ""
    assert not any(one.isVisibleTo(page) for one in page.findChildren(TakenLine))
    slow.answer()
    slow.answer()

    assert stage.names() == ["Furosemide"]
    assert records.of_patient("p2", "MedicationStatement") == []


def test_it_leads_back_to_the_visit_that_is_open(stage: Stage) -> None:
    stage.press("Back to the visit")

    assert stage.noted.routes == [Route("visit", stage.home.encounter)]


def test_before_a_medicine_of_a_class_on_record_is_written_down_it_is_said_where_it_is_seen(
    stage: Stage, qtbot: QtBot
) -> None:
    with stage.records.work() as work:
        work.put(
            {
                "resourceType": "AllergyIntolerance",
                "id": "al1",
                "patient": {"reference": f"Patient/{PATIENT}"},
                "code": {"text": "Penicillins"},
                "reaction": [{"manifestation": [{"text": "Hives"}]}],
            }
        )
    stage.type(stage.page.form, name="Amoxicillin", strength="500 mg capsule")

    stage.press("Write down")

    said = "Amoxicillin is named as a penicillin; on record: Penicillins (Hives)."
    (warned,) = (one for one in stage.page.form.findChildren(Message) if said in one.accessibleName())
    qtbot.waitUntil(lambda: warned.visibleRegion().boundingRect().height() == warned.height())
    assert "Amoxicillin 500 mg capsule" not in stage.names()


def test_an_allergy_of_its_name_stands_beside_the_medicine_and_the_page_says_what_is_compared(
    stage: Stage,
) -> None:
    records, told = stage.records, {"text": "Penicillin"}
    with records.work() as work:
        work.put(
            {
                "resourceType": "AllergyIntolerance",
                "id": "al1",
                "patient": {"reference": f"Patient/{PATIENT}"},
                "code": told,
            }
        )
    write_down(records, PATIENT, TypedMedicine(name="Penicillin V"), NOW)
    stage.page.arrive(Route("medicines", PATIENT))
    QApplication.processEvents()

    (line,) = [one for one in stage.page.findChildren(TakenLine) if one.isVisible()]
    said = [one.text() for one in line.findChildren(Label)]
    everywhere = " ".join(one.text() for one in stage.page.findChildren(Label) if one.isVisible())

    assert "Allergy on record: Penicillin." in said
    assert "interactions, other classes and cross-allergies between classes are not" in everywhere
