"""The way on when another laptop signed the visit while she wrote in it: her words stand beside the note."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from carenurse.app.visit_session import VITALS
from carenurse.app.visit_sign import sign_visit
from tests.carenurse.app.visits import NOW, Household
from tests.ui.desk import NotedDesk
from tests.ui.keys import press, type_into
from tests.ui.visit.stage import at
from ui.visit.page import VisitPage


def test_she_goes_on_from_the_field_to_a_signed_addendum_without_a_restart(
    page: VisitPage, home: Household, noted: NotedDesk
) -> None:
    field = at(page, VITALS, "rr")
    type_into(field, "22")
    sign_visit(home.records, home.encounter, NOW, "Called away")

    press(field, Qt.Key.Key_Return)
    page.leave()
    QApplication.processEvents()

    assert "signed on another laptop" in noted.said[-1]
    assert page.signed.isVisible()
    assert "Breathing: 22" in page.signed.text.text()
    assert "not signed" in page.signed.kept.text()
    assert noted.failures == []

    page.presenter.add_addendum(page.signed.text.text())
    QApplication.processEvents()

    (addendum,) = home.signed().addenda
    assert "Breathing: 22" in addendum.text
    assert home.signed().draft == ""
