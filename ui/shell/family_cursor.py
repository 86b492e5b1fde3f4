"""The cursor while the family looks: on no button that was not chosen, and back where it was after that."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid
from typing_extensions import override

from ui.shell.family_view import FamilyShell
from ui.shell.lock_cursor import Cursor, cursor_in, is_pressed
from ui.widgets.page import Route


class FamilyCursor(FamilyShell):
    """What the family view needs of the workplace, with the cursor looked after; ``page``: the one in front.

    Qt gives the cursor of a field that is covered to whatever comes next: the first Space would press it.
    """

    def __init__(self, shell: FamilyShell, page: Callable[[], QWidget | None]) -> None:
        self._shell, self._page = shell, page
        self._before: Cursor | None = None

    @override
    def show_family(self, *, on: bool) -> None:
        """Cover what is not for the family, or uncover it, and put the cursor where it belongs."""
        page = self._page()
        if on:
            self._before = cursor_in(page) if page is not None else None
        self._shell.show_family(on=on)
        if (page := self._page()) is None:
            return
        if on:
            self._stand_on(page)
        else:
            self._stand_again(page)

    def _stand_on(self, page: QWidget) -> None:
        """Stand on the page itself where the field is covered now."""
        before = self._before.widget if self._before is not None else None
        if QApplication.focusWidget() is not before:
            page.setFocus(Qt.FocusReason.OtherFocusReason)

    def _stand_again(self, page: QWidget) -> None:
        """Stand where the cursor was, if that is on the page in front; on no button otherwise."""
        before, self._before = self._before, None
        field = before.widget if before is not None else None
        if before is not None and field is not None and isValid(field) and page.isAncestorOf(field):
            before.restore()
        elif (stands := QApplication.focusWidget()) is None or is_pressed(stands):
            page.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def say(self, words: str) -> None:
        """Say something short."""
        self._shell.say(words)

    @override
    def go(self, route: Route) -> None:
        """Go somewhere."""
        self._shell.go(route)

    @override
    def prove(self) -> None:
        """Ask whether it is the nurse, and let her leave the view."""
        self._shell.prove()
