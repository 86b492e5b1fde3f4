"""The left column: orders whose week is not fully planned, and what the week comes to."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from carenurse.app.schedule_facts import Unplanned, Week
from carenurse.translations import tr, trn
from ui.schedule.words import week_summary
from ui.widgets.boxes import column, empty_out, holder, row, scrolled
from ui.widgets.picture import Picture
from ui.widgets.surface import Card, Hairline, Surface
from ui.widgets.text import Label
from ui.widgets.theme import theme

WIDTH = 206
_AT_ONCE = 8
"""Cards."""


class _Waiting(Card):
    """One person who waits for visits; pressing it opens the form for her."""

    pressed = Signal(str, str)

    def __init__(self, one: Unplanned) -> None:
        super().__init__(edge="hairlineStrong", radius="control")
        self._one = one
        left = trn("{number} visit still to plan", "{number} visits still to plan", one.missing)
        self.setLayout(
            column(
                Label(one.name, "bodyStrong", elide=True),
                Label(tr("Order {order}", order=one.order), "caption", "textSecondary", elide=True),
                row(
                    Picture("calendar-clock", "caution", place="caption"),
                    Label(left, "caption", "caution", wrap=True),
                    space=6,
                ),
                space=1,
                margins=(11, 8, 8, 9),
            )
        )
        self.setAccessibleName(f"{one.name}, {left}")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip(tr("Plan a visit"))

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open the form."""
        self.pressed.emit(self._one.patient, self._one.name)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the form with Enter or Space."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.pressed.emit(self._one.patient, self._one.name)
        else:
            super().keyPressEvent(event)


class Tray(Surface):
    """The column; ``wanted`` carries a Patient id and name."""

    wanted = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("surface", "r", parent=parent)
        self.setFixedWidth(theme().px(WIDTH))
        self.setAccessibleName(tr("Not planned"))
        self._count = Label("", "caption", "textSecondary", tabular=True)
        head = holder(row(Label(tr("Not planned"), "section"), None, self._count, margins=(14, 0, 14, 0)))
        head.setFixedHeight(theme().px(44))
        self._list = column(space=8, margins=(8, 10, 8, 10))
        self._shown: tuple[Unplanned, ...] | None = None
        self._left: list[Unplanned] = []
        self._more = QTimer(self)
        self._more.setSingleShot(True)
        self._more.timeout.connect(self._add_some)
        self._sum = Label("", "caption", "text", wrap=True)
        self._drive = Label("", "caption", "textSecondary", wrap=True)
        foot = holder(column(self._sum, self._drive, space=2, margins=(14, 10, 12, 12)))
        body = scrolled(holder(self._list))
        layout = column(head, Hairline(), body, Hairline(), foot, space=0)
        layout.setStretch(2, 1)
        layout.setContentsMargins(0, 0, 1, 0)
        self.setLayout(layout)

    def show_week(self, week: Week) -> None:
        """Show who waits, and the sums; a list that stands already is not made again."""
        visits, drive = week_summary(week)
        self._sum.set_text(visits)
        self._drive.set_text(drive)
        if week.unplanned == self._shown:
            return
        self._shown = week.unplanned
        empty_out(self._list)
        if not week.unplanned:
            self._list.addWidget(
                Label(
                    tr("All ordered visits of this week are planned."), "caption", "textSecondary", wrap=True
                )
            )
        self._count.set_text(str(len(week.unplanned)) if week.unplanned else "")
        self._left = list(week.unplanned)
        self._add_some()

    def _add_some(self) -> None:
        """Make a few cards, then let the window live before the next: forty at once would hold it up."""
        for one in self._left[:_AT_ONCE]:
            card = _Waiting(one)
            card.pressed.connect(self.wanted)
            self._list.addWidget(card)
        del self._left[:_AT_ONCE]
        if self._left:
            self._more.start()
        else:
            self._list.addStretch(1)
