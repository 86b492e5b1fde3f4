"""Help over the page: all keys on one sheet, and the pages that tell what the program does."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QStackedWidget, QWidget
from typing_extensions import override

from carenurse.translations import tr
from ui.shell.help_page import HelpPage
from ui.shell.sheet import Sheet
from ui.widgets.boxes import column, holder, row, scrolled
from ui.widgets.buttons import Button
from ui.widgets.keycap import KeyCap
from ui.widgets.tabs import Tabs
from ui.widgets.text import Label
from ui.widgets.theme import theme

_COLUMNS = 2
_WIDE, _HIGH = 760, 600
"""Pixels before zoom; never more than the window."""
_KEYS = "keys"


class HelpSheet(Sheet):
    """The tabs are walked with Left and Right."""

    def __init__(self, here: tuple[tuple[str, str], ...], parent: QWidget) -> None:
        super().__init__(tr("Help"), parent, wide=_WIDE, high=_HIGH)
        self._close = Button(tr("Close"), key="Esc")
        self._close.clicked.connect(self.go_away)
        self._titles = {
            _KEYS: tr("Keys"),
            "visit": tr("A visit"),
            "vault": tr("Your vault"),
            "sync": tr("Sync"),
            "office": tr("For the office"),
            "hazards": tr("Hazards"),
        }
        tabs = Tabs(tuple(self._titles.items()))
        tabs.choose(_KEYS)
        tabs.chosen.connect(self._turn_to)
        keys = column(_keys(tr("On every screen"), _everywhere()), space=8)
        if here:
            keys.addLayout(_keys(tr("On this page"), here))
        keys.addStretch(1)
        self._words = HelpPage()
        self._pages = QStackedWidget()
        self._pages.addWidget(scrolled(holder(keys)))
        self._pages.addWidget(self._words)
        self.setLayout(column(row(tabs, None, self._close), self._pages, space=12, margins=(24, 12, 24, 20)))

    def _turn_to(self, name: str) -> None:
        if name != _KEYS:
            self._words.read(name, self._titles[name])
        self._pages.setCurrentIndex(int(name != _KEYS))

    @override
    def first(self) -> QWidget:
        """Begin at the button that closes it."""
        return self._close


def _everywhere() -> tuple[tuple[str, str], ...]:
    return (
        ("Ctrl K", tr("find or do")),
        ("Ctrl 1", tr("first place in the rail, and so on")),
        ("F8", tr("next thing that needs an answer")),
        ("Shift F8", tr("the one before")),
        ("Ctrl Enter", tr("the blue button")),
        ("Ctrl Z", tr("undo")),
        ("Alt Left", tr("back to where you were")),
        ("Ctrl L", tr("lock")),
        ("F9", tr("family view: only this person")),
        ("Ctrl +", tr("larger; Ctrl - smaller, Ctrl 0 as before")),
        ("F1", tr("help")),
    )


def _keys(title: str, keys: tuple[tuple[str, str], ...]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(theme().px(12))
    grid.setVerticalSpacing(theme().px(6))
    grid.addWidget(Label(title, "section"), 0, 0, 1, 2 * _COLUMNS)
    for number, (key, words) in enumerate(keys):
        line, place = divmod(number, _COLUMNS)
        grid.addWidget(KeyCap(key), line + 1, 2 * place, Qt.AlignmentFlag.AlignLeft)
        grid.addWidget(Label(words, "secondary", wrap=True), line + 1, 2 * place + 1)
        grid.setColumnStretch(2 * place + 1, 1)
    return grid
