"""The list beside the rail from which one more form is taken into the visit: searched, by subject."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from carenurse.app.visit_forms import shipped_names
from carenurse.translations import tr
from ui.widgets.boxes import column, empty_out, scrolled
from ui.widgets.buttons import Button
from ui.widgets.search_field import SearchField
from ui.widgets.surface import Card
from ui.widgets.text import Label
from ui.widgets.theme import theme

_WIDTH, _HEIGHT = 520, 460
"""Pixels before zoom; less where the page is smaller."""

_SUBJECTS: tuple[tuple[str, frozenset[str]], ...] = (
    ("whole", frozenset({"home-care-assessment", "head-to-toe"})),
    (
        "body",
        frozenset({"vital-signs", "news2", "orthostatic-bp", "oasis-m1400", "skin-check", "wound-record"}),
    ),
    ("pain", frozenset({"pain-nrs", "painad", "peg"})),
    ("mood", frozenset({"phq2", "phq9", "gad7", "gds15", "asq", "bims", "4at", "ucla3", "auditc"})),
    (
        "falls",
        frozenset(
            {
                "steadi-key3",
                "steadi-stay-independent",
                "mahc10",
                "tug",
                "chair-stand-30s",
                "four-stage-balance",
                "cdc-home-safety",
            }
        ),
    ),
)


_LATER = ("rest", "own", "totals")


def _subject(name: str) -> str:
    if name.startswith("total-"):
        return "totals"
    if name not in shipped_names():
        return "own"
    return next((subject for subject, names in _SUBJECTS if name in names), "rest")


def _title(subject: str) -> str:
    return {
        "body": tr("Vital signs, breath and skin"),
        "pain": tr("Pain"),
        "mood": tr("Mood and mind"),
        "falls": tr("Falls and safety"),
        "whole": tr("The whole person"),
        "own": tr("Taken in by you"),
        "totals": tr("Totals of scales filled in elsewhere"),
    }.get(subject, tr("Daily life and care"))


class FormChooser(Card):
    """``chosen`` with the name of a form; Esc, wherever the cursor is, and ``closed`` without one."""

    chosen = Signal(str)
    closed = Signal()

    def __init__(self, titles: Sequence[tuple[str, str]], parent: QWidget) -> None:
        super().__init__(edge="controlBorder", parent=parent)
        self._page = parent
        self.setAccessibleName(tr("Add a form"))
        self._titles = tuple(titles)
        self._buttons: list[Button] = []
        self.search = SearchField(tr("Find a form"))
        self.search.searched.connect(self._show)
        self.search.moved.connect(self._walk)
        self.search.taken.connect(self._take_first)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self._list.setContentsMargins(0, 0, 0, 0)
        inner = QWidget()
        inner.setLayout(column(self._list, None, space=0))
        self._area = scrolled(inner)
        layout = column(self.search, self._area, space=8, margins=(12, 12, 4, 8))
        layout.setStretch(1, 1)
        self.setLayout(layout)
        self._away = QShortcut(QKeySequence(Qt.Key.Key_Escape), parent)
        self._away.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._away.activated.connect(self.close_up)
        self._show("")

    def open_at(self, place: QPoint) -> None:
        """Stand with the lower left corner here, no larger than the page."""
        page, gap = self._page.size(), theme().px(8)
        wide = min(theme().px(_WIDTH), page.width() - place.x() - gap)
        high = min(theme().px(_HEIGHT), page.height() - 2 * gap)
        self.setGeometry(place.x(), max(gap, place.y() - high), wide, high)
        self.show()
        self.raise_()
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def close_up(self) -> None:
        """Go away, and say so."""
        self.hide()
        self._away.setEnabled(False)  # until it is gone, Esc would mean two lists
        self._away.deleteLater()
        self.closed.emit()
        self.deleteLater()

    @property
    def offered(self) -> tuple[str, ...]:
        """The titles that can be chosen now."""
        return tuple(button.text() for button in self._buttons)

    def _show(self, typed: str) -> None:
        empty_out(self._list)
        self._buttons = []
        found = [one for one in self._titles if typed.strip().casefold() in f"{one[0]} {one[1]}".casefold()]
        for subject in (*(subject for subject, _ in _SUBJECTS), *_LATER):
            here = [one for one in found if _subject(one[0]) == subject]
            if here:
                self._list.addLayout(
                    column(Label(_title(subject), "label", "textSecondary"), margins=(10, 8, 0, 2))
                )
            for name, title in here:
                self._add(name, title)
        if not found:
            nothing = Label(tr("Nothing found. Try fewer letters."), "secondary", "textSecondary")
            self._list.addLayout(column(nothing, margins=(10, 8, 0, 8)))

    def _add(self, name: str, title: str) -> None:
        button = Button(title, "text")
        button.setMinimumWidth(1)
        button.clicked.connect(lambda: self._choose(name))
        self._buttons.append(button)
        self._list.addWidget(button)

    def _choose(self, name: str) -> None:
        self.close_up()
        self.chosen.emit(name)

    def _take_first(self) -> None:
        if self._buttons:
            self._buttons[0].click()

    def _walk(self, step: int) -> None:
        """Move among the forms; before the first one stands the search field."""
        held = next((at for at, button in enumerate(self._buttons) if button.hasFocus()), -1)
        at = held + step
        if at < 0:
            self.search.setFocus(Qt.FocusReason.TabFocusReason)
        elif at < len(self._buttons):
            self._buttons[at].setFocus(Qt.FocusReason.TabFocusReason)
            self._area.ensureWidgetVisible(self._buttons[at])

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk with the arrows, go away with Esc; no key reaches the page beneath."""
        match event.key():
            case Qt.Key.Key_Escape:
                self.close_up()
            case Qt.Key.Key_Down:
                self._walk(1)
            case Qt.Key.Key_Up:
                self._walk(-1)
            case _:
                event.accept()
