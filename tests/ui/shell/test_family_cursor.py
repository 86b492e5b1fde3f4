"""The cursor in the family view: never on a button that Space would press, and where it was after it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from carenurse.app.visit_begin import start_visit
from tests.demo_day import NOW
from tests.ui.keys import press, type_into
from tests.ui.shell.visiting_stage import Visiting
from ui.shell.lock_card import LockCard
from ui.shell.lock_cursor import is_pressed
from ui.visit.page import VisitPage
from ui.widgets.page import Route


def in_the_jot_pad(stage: Visiting) -> QWidget:
    """Begin a visit and write into the jot pad, which the family view covers."""
    visit = stage.ask(lambda records: start_visit(records, NOW, patient=stage.person))
    stage.go(Route("visit", visit))
    page = stage.workplace.navigation.page
    assert isinstance(page, VisitPage)
    pad = next(
        one for one in page.findChildren(QWidget) if one.accessibleName() == "Jot pad" and one.isVisible()
    )
    pad.setFocus(Qt.FocusReason.MouseFocusReason)
    type_into(pad, "Daughter holds the key")
    return pad


def stands() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def leave_by_passphrase(stage: Visiting) -> None:
    stage.press_f9()
    card = stage.workplace.findChild(LockCard)
    assert isinstance(card, LockCard)
    type_into(card.passphrase.line, stage.vault.passphrase)
    press(card.passphrase.line, Qt.Key.Key_Return)
    stage.wait(lambda: not stage.workplace.family.person)
    stage.settle()


def test_from_the_jot_pad_into_the_family_view_and_back(visiting: Visiting) -> None:
    stage = visiting
    pad = in_the_jot_pad(stage)

    stage.press_f9()

    assert not pad.isVisible()
    assert not is_pressed(stands())
    page = stage.workplace.navigation.page
    assert page is not None
    assert stands() is page or page.isAncestorOf(stands())

    leave_by_passphrase(stage)

    assert stands() is pad


def test_who_goes_to_another_page_meanwhile_stands_on_that_one_and_on_no_button(visiting: Visiting) -> None:
    stage = visiting
    in_the_jot_pad(stage)
    stage.press_f9()
    stage.go(Route("chart", stage.person))

    leave_by_passphrase(stage)

    page = stage.workplace.navigation.page
    assert page is not None
    assert stands() is page or page.isAncestorOf(stands())
    assert not is_pressed(stands())
