"""The medicines of a visit: written down on the way, with nothing of the visit lost."""

from PySide6.QtWidgets import QApplication

from carenurse.app.medicine_changes import write_down
from carenurse.app.medicine_typed import TypedMedicine
from carenurse.app.visit_worksheet import Place
from tests.carenurse.app.visits import NOW, PATIENT, Household
from tests.ui.desk import NotedDesk
from ui.visit.medicine_section import MedicineSection
from ui.visit.page import VisitPage
from ui.widgets.buttons import Button
from ui.widgets.page import Route
from ui.widgets.text import Label


def _section(page: VisitPage) -> MedicineSection:
    page.go_to(Place("medicines", "list", "form"))
    QApplication.processEvents()
    section = page.findChild(MedicineSection)
    assert section is not None
    return section


def test_an_empty_list_offers_to_write_one_down_and_what_was_typed_is_kept(
    page: VisitPage, home: Household, noted: NotedDesk
) -> None:
    section = _section(page)
    said = " ".join(one.text() for one in section.findChildren(Label))
    assert "No medicine is on the list. Write down what is taken at home." in said
    page.presenter.jotted("Boxes are in the kitchen")

    (add,) = [one for one in section.findChildren(Button) if one.text() == "Write down or stop a medicine"]
    add.click()

    assert noted.routes[-1] == Route("medicines", PATIENT)
    assert home.living().sheet.jot == "Boxes are in the kitchen"


def test_what_was_written_down_stands_in_the_visit_with_where_it_comes_from(
    page: VisitPage, home: Household
) -> None:
    write_down(home.records, PATIENT, TypedMedicine("Furosemide", "40 mg", "one each morning"), NOW)
    page.arrive(Route("visit", home.encounter))
    said = [one.text() for one in _section(page).findChildren(Label)]

    assert "Furosemide 40 mg" in said
    assert "as told at home, not checked with the prescriber" in said
