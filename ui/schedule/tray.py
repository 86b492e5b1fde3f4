"""The left column: orders whose week is not fully planned, and what the week comes to."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from carenurse.app.schedule_facts import Unplanned, Week
from carenurse.translations import tr, trn
from ui.schedule.words import week_summary
from ui.widgets.boxes import column, empty_out, holder, row, scrolled
from ui.widgets.growing import Growing
from ui.widgets.picture import Picture
from ui.widgets.surface import Card, Hairline, Surface
from ui.widgets.text import Label
from ui.widgets.theme import theme

WIDTH = 206


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


class _Cards(Growing):
    """One card for each who waits; ``pressed`` carries a Patient id and name."""

    pressed = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(column(space=8, margins=(8, 10, 8, 10)), parent)
        self._waiting: tuple[Unplanned, ...] = ()

    def show_waiting(self, waiting: tuple[Unplanned, ...]) -> None:
        """Show these, or that nobody waits."""
        self._waiting = waiting
        empty_out(self.rows)
        if not waiting:
            words = tr("No order asks for another visit this week.")
            self.rows.addWidget(Label(words, "caption", "textSecondary", wrap=True))
        self.grow()

    @override
    def wanted(self) -> int:
        """Count who waits."""
        return len(self._waiting)

    @override
    def make(self, number: int) -> QWidget:
        """Make the card of one."""
        card = _Waiting(self._waiting[number])
        card.pressed.connect(self.pressed)
        return card


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
        self._cards = _Cards()
        self._cards.pressed.connect(self.wanted)
        self._shown: tuple[Unplanned, ...] | None = None
        self._sum = Label("", "caption", "text", wrap=True)
        self._drive = Label("", "caption", "textSecondary", wrap=True)
        foot = holder(column(self._sum, self._drive, space=2, margins=(14, 10, 12, 12)))
        body = scrolled(self._cards)
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
        self._cards.show_waiting(week.unplanned)
        self._count.set_text(str(len(week.unplanned)) if week.unplanned else "")
