"""A person's visit order as a ledger: ordered, planned, done for each Sunday-to-Saturday week."""

from datetime import date

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from carenurse.app.day_words import short_day
from carenurse.app.schedule_facts import OrderLedger
from carenurse.scheduling.ledger import Ledger, LedgerWeek
from carenurse.scheduling.weeks import week_start
from carenurse.translations import tr, trn
from ui.widgets.frames import rounded
from ui.widgets.icons import icon_size, paint_icon
from ui.widgets.theme import theme
from ui.widgets.tip import as_tip
from ui.widgets.tokens import Role

HEIGHT = 86
_NAMES, _HEADS, _WEEK, _WARNING = 150, 66, 46, 180
_ROWS = 4
_FEWEST_WEEKS = 4
_MOST = 2
"""Warnings that are written; the description says all of them."""
_LINE = 20
"""Height of a warning under the weeks in pixels before zoom."""
_NOTHING = "\u2013"


class LedgerStrip(QWidget):
    """Painted; its accessible description says the same in sentences."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._order: OrderLedger | None = None
        self._today: date | None = None
        self._around: date | None = None
        self.setFixedHeight(theme().px(HEIGHT))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Visit order"))

    def show_order(self, order: OrderLedger | None, today: date, around: date) -> None:
        """Show the order of one person, or nothing; ``around`` is a day of the week that is looked at."""
        if (order, today, around) == (self._order, self._today, self._around):
            return
        self._order, self._today, self._around = order, today, around
        words = _spoken(order) if order else ""
        self.setAccessibleDescription(words)
        self.setToolTip(as_tip(words))
        self._fit()
        self.update()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Find a place for the warning anew."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Grow by a line for each warning that has no room beside the weeks: a sign alone says nothing."""
        lines = len(self._order.warnings[:_MOST]) if self._order and self._warns_beneath() else 0
        high = HEIGHT + _LINE * lines
        self.setFixedHeight(theme().px(high))

    def _warns_beneath(self) -> bool:
        worn, order = theme(), self._order
        if order is None or order.ledger is None or not order.warnings:
            return False
        return self._room() - worn.px(_WARNING) < worn.px(_WEEK) * _FEWEST_WEEKS

    def _room(self) -> int:
        return self.width() - theme().px(_NAMES + _HEADS)

    @override
    def sizeHint(self) -> QSize:
        """Take the width there is."""
        return QSize(theme().px(_NAMES + _HEADS + _WARNING), theme().px(HEIGHT))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw names, weeks and what the order lacks."""
        worn = theme()
        painter = QPainter(self)
        painter.fillRect(self.rect(), worn.color("surface"))
        painter.fillRect(QRect(0, self.height() - 1, self.width(), 1), worn.color("hairline"))
        order = self._order
        if order is None:
            self._words(painter, tr("Choose a visit to see what is ordered, planned and done."))
            return
        if order.ledger is None:
            self._names(painter, order)
            self._words(
                painter, "\n".join(order.warnings) or tr("No visit order for home visits."), after_names=True
            )
            return
        self._names(painter, order)
        beneath = self._warns_beneath()
        words = worn.px(_WARNING) if order.warnings and not beneath else 0
        left = self._weeks(
            painter, self._shown(order.ledger, max(1, (self._room() - words) // worn.px(_WEEK)))
        )
        if beneath:
            self._warn_in_lines(painter, order.warnings)
        elif order.warnings:
            self._warn(painter, order.warnings, min(left + worn.px(8), self.width() - words))

    def _words(self, painter: QPainter, text: str, *, after_names: bool = False) -> None:
        worn = theme()
        left = worn.px(_NAMES + 20) if after_names else worn.px(14)
        painter.setFont(worn.font("secondary"))
        painter.setPen(worn.color("textSecondary"))
        box = QRect(left, 0, self.width() - left - worn.px(10), self.height())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap, text)

    def _names(self, painter: QPainter, order: OrderLedger) -> None:
        worn = theme()
        lines = [(order.name, "bodyStrong", "text"), (order.order_text, "secondary", "textSecondary")]
        if found := order.ledger:
            lines.append(
                (
                    tr("{ordered} ordered, {planned} planned", ordered=found.ordered, planned=found.planned),
                    "secondary",
                    "textSecondary",
                )
            )
            lines.append((tr("{done} done", done=found.done), "secondary", "textSecondary"))
        y = worn.px(9)
        for text, step, role in lines:
            font = worn.font("bodyStrong" if step == "bodyStrong" else "caption")
            painter.setFont(font)
            painter.setPen(worn.color("text" if role == "text" else "textSecondary"))
            box = QRect(worn.px(12), y, worn.px(_NAMES - 14), worn.px(18))
            cut = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, cut)
            y += worn.px(18)

    def _shown(self, ledger: Ledger, room: int) -> list[LedgerWeek]:
        """Choose the weeks that fit: two before the one that is looked at, then as far as there is room."""
        weeks = list(ledger.weeks)
        if len(weeks) <= room or self._around is None:
            return weeks[:room]
        now = week_start(self._around)
        place = sum(1 for week in weeks if week.sunday < now)
        first = max(0, min(place - min(2, room - 1), len(weeks) - room))
        return weeks[first : first + room]

    def _weeks(self, painter: QPainter, weeks: list[LedgerWeek]) -> int:
        worn = theme()
        left = worn.px(_NAMES)
        for text, row in ((tr("Week of"), 0), (tr("Ordered"), 1), (tr("Planned"), 2), (tr("Done"), 3)):
            self._cell(
                painter, QRect(left, self._y(row), worn.px(_HEADS), worn.px(18)), text, "textSecondary"
            )
        left += worn.px(_HEADS)
        before: date | None = None
        for week in weeks:
            self._week(painter, week, left, month=before is None or before.month != week.sunday.month)
            before = week.sunday
            left += worn.px(_WEEK)
        return left

    def _y(self, row: int) -> int:
        return theme().px(7 + 18 * row)

    def _week(self, painter: QPainter, week: LedgerWeek, left: int, *, month: bool) -> None:
        worn = theme()
        box = QRect(left + worn.px(2), worn.px(5), worn.px(_WEEK - 4), worn.px(HEIGHT - 10))
        now = self._today is not None and week_start(self._today) == week.sunday
        if now:
            rounded(painter, box, "accentTint", "accent", radius="chip")
        elif week.ordered is None:
            rounded(painter, box, "cautionTint", None, radius="chip")
        ahead = self._today is None or week.sunday >= week_start(self._today)
        beyond = self._order is not None and self._order.ledger is not None and self._order.ledger.beyond
        lacks = ahead and bool(week.short or (beyond and week.over))
        head = short_day(week.sunday) if month else str(week.sunday.day)
        over: Role = "accent" if now else "textSecondary"
        cells: list[tuple[str, Role, bool]] = [
            (head, over, now),
            (
                tr("none") if week.ordered is None else str(week.ordered),
                "caution" if week.ordered is None else "text",
                True,
            ),
            (str(week.planned) if week.planned else _NOTHING, "caution" if lacks else "text", lacks),
            (
                str(week.done) if week.done else _NOTHING,
                "ok" if week.done else "textSecondary",
                bool(week.done),
            ),
        ]
        for row, (text, role, strong) in enumerate(cells):
            cell = QRect(box.left(), self._y(row), box.width(), worn.px(18))
            self._cell(
                painter,
                cell,
                text,
                role,
                strong=strong,
                middle=True,
                tick=row == _ROWS - 1 and bool(week.done),
            )

    def _cell(
        self,
        painter: QPainter,
        box: QRect,
        text: str,
        role: Role,
        *,
        strong: bool = False,
        middle: bool = False,
        tick: bool = False,
    ) -> None:
        worn = theme()
        font = worn.font("caption", tabular=True, weight=600 if strong else None)
        painter.setFont(font)
        painter.setPen(QPen(worn.color(role)))
        if tick:
            side = icon_size("inChip")
            width = QFontMetrics(font).horizontalAdvance(text) + side + worn.px(2)
            x = box.center().x() - width // 2
            paint_icon(painter, "check", QRect(x, box.center().y() - side // 2, side, side), role)
            box = QRect(x + side + worn.px(2), box.top(), width, box.height())
            middle = False
        across = Qt.AlignmentFlag.AlignHCenter if middle else Qt.AlignmentFlag.AlignLeft
        painter.drawText(box, across | Qt.AlignmentFlag.AlignVCenter, text)

    def _warn(self, painter: QPainter, told: tuple[str, ...], left: int) -> None:
        worn = theme()
        side = icon_size("button")
        paint_icon(painter, "triangle-alert", QRect(left, worn.px(10), side, side), "caution")
        painter.setFont(worn.font("caption", weight=600))
        painter.setPen(worn.color("caution"))
        text = "\n".join(told[:_MOST])
        box = QRect(
            left + side + worn.px(6),
            worn.px(8),
            self.width() - left - side - worn.px(12),
            self.height() - worn.px(12),
        )
        painter.drawText(box, Qt.TextFlag.TextWordWrap, text)

    def _warn_in_lines(self, painter: QPainter, told: tuple[str, ...]) -> None:
        worn = theme()
        side, top = icon_size("inChip"), worn.px(HEIGHT - 4)
        left, high = worn.px(12), worn.px(18)
        paint_icon(painter, "triangle-alert", QRect(left, top + (high - side) // 2, side, side), "caution")
        painter.setFont(worn.font("caption", weight=600))
        painter.setPen(worn.color("caution"))
        left += side + worn.px(6)
        for number, text in enumerate(told[:_MOST]):
            box = QRect(left, top + number * worn.px(_LINE), self.width() - left - worn.px(10), high)
            cut = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, box.width())
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, cut)


def _spoken(order: OrderLedger) -> str:
    found = order.ledger
    said = [order.name, order.order_text]
    if found is not None:
        said.append(
            tr(
                "{ordered} ordered, {planned} planned, {done} done",
                ordered=found.ordered,
                planned=found.planned,
                done=found.done,
            )
        )
        short = sum(1 for week in found.weeks if week.short)
        if short:
            said.append(trn("{number} week is short", "{number} weeks are short", short))
    return ". ".join(part.rstrip(".") for part in (*said, *order.warnings) if part)
