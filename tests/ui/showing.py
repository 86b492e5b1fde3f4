"""A page in the smallest window there is, and what can be read and pressed on it."""

from typing import TypeVar

from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ui.widgets.buttons import Button
from ui.widgets.message import Message
from ui.widgets.page import Page, Route
from ui.widgets.text import Label

AnyPage = TypeVar("AnyPage", bound=Page)

ROOM = {100: (1208, 636), 150: (1172, 594)}
"""What rail, banner and status bar leave of 1280 by 720 pixels, by the size of type in percent."""


def show(page: AnyPage, qtbot: QtBot, route: Route | None = None, percent: int = 100) -> AnyPage:
    """Show a page where there is little room, and arrive there as the window would."""
    qtbot.addWidget(page)
    page.resize(*ROOM[percent])
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    if route:
        page.arrive(route)
        QApplication.processEvents()
    return page


def words(place: QWidget) -> str:
    """Read every text that stands there, line by line."""
    QApplication.processEvents()
    return "\n".join(one.text() for one in place.findChildren(Label) if one.isVisibleTo(place))


def messages(place: QWidget) -> str:
    """Read what a screen reader says of the messages there."""
    QApplication.processEvents()
    return " ".join(one.accessibleName() for one in place.findChildren(Message) if one.isVisibleTo(place))


def button(place: QWidget, name: str) -> Button:
    """Find the button of that name, written on it or spoken."""
    QApplication.processEvents()
    named = (one for one in place.findChildren(Button) if name in (one.text(), one.accessibleName()))
    return next(one for one in named if one.isVisibleTo(place))
