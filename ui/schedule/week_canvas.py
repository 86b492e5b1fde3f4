"""The week (or one day) as a painted grid: blocks in their hours, the now-line, dragging with mouse and keys.

The canvas shows and reports; it decides nothing. ``week_list`` says the same in rows for a screen reader.
"""

from datetime import date, datetime

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QFrame, QToolTip, QWidget
from typing_extensions import override

from carenurse.app.schedule_facts import Block, Way
from carenurse.translations import tr, trn
from ui.schedule.block_paint import paint_block, paint_way
from ui.schedule.geometry import Box, Grid, lay_out
from ui.schedule.grid_paint import HEAD_HEIGHT, Ground, paint_grid, paint_head, paint_now
from ui.schedule.walking import across, next_in_time
from ui.schedule.words import tell_block, tell_way
from ui.widgets.focus_ring import without_ring
from ui.widgets.theme import theme
from ui.widgets.tip import as_tip

HOUR_HEIGHT = 54
HOURS = (8, 18)
WEEKEND_WIDTH = 44
GUTTER = 36
_SIDE = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_STEP = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class WeekCanvas(QAbstractScrollArea):
    """Shows days and their visits; all changes are asked for by signals."""

    chosen = Signal(str)
    """A visit was selected; an empty id: none."""
    opened = Signal(str)
    dragged = Signal(str, object)
    """A visit is held over a new start (datetime); the start it has now when the drag is given up."""
    dropped = Signal(str, object)
    nudged = Signal(str, int, int)
    """A visit was moved by keys: days, minutes."""
    place_chosen = Signal(object)
    """An empty place was opened: the start (datetime) of a visit to add."""
    turned = Signal(int)
    """Another week was asked for: -1 or 1."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._days: tuple[date, ...] = ()
        self._blocks: tuple[Block, ...] = ()
        self._now: datetime | None = None
        self._ways: tuple[Way, ...] = ()
        self._chosen = ""
        self._press: tuple[QPoint, Block, float] | None = None
        self._ghost: Block | None = None
        self._seen_week: date | None = None
        self._grid = lay_out((), (), 0, hour_height=HOUR_HEIGHT, weekend_width=0, hours=HOURS)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setMouseTracking(True)
        without_ring(self)
        self.setAccessibleName(tr("Week"))

    def show_days(
        self,
        days: tuple[date, ...],
        blocks: tuple[Block, ...],
        now: datetime | None,
        ways: tuple[Way, ...] = (),
    ) -> None:
        """Show these days with their visits; ``now`` draws the line of the present moment.

        ``ways`` are written between the visits: for a single day, where there is room for them.
        """
        stands = (self._days, self._blocks, _minute(self._now), self._ways, None)
        if (days, blocks, _minute(now), ways, self._ghost) == stands:
            return  # whoever comes back to a week does not wait until it is drawn again
        new_days = days != self._days
        self._days, self._blocks, self._now, self._ways = days, blocks, now, ways
        self._ghost, self._press = None, None
        self._lay_out()
        if new_days:
            self._scroll_to_work()
        self._describe()
        self.viewport().update()

    def choose(self, identity: str) -> None:
        """Select a visit without telling anybody; an empty id selects none."""
        before, self._chosen = self._chosen, identity if self._block(identity) else ""
        if block := self._block(self._chosen):
            self._bring_into_view(self._grid.box(block, self._gap()))
        self._describe()
        if self._chosen != before:
            self.viewport().update()

    def show_held(self, block: Block | None) -> None:
        """Show a visit where it is held while dragging, with the conflicts that it would have there."""
        self._ghost = block
        self.viewport().update()

    def _block(self, identity: str) -> Block | None:
        return next((block for block in self._blocks if block.id == identity), None)

    def _describe(self) -> None:
        block = self._block(self._chosen)
        words = tell_block(block) if block else trn("{number} visit", "{number} visits", len(self._blocks))
        self.setAccessibleDescription(words)

    def _gap(self) -> int:
        return theme().px(4)

    def _gutter(self) -> int:
        return theme().px(GUTTER)

    def _lay_out(self) -> None:
        worn = theme()
        bars = self.viewport()
        self._grid = lay_out(
            self._days,
            self._blocks,
            max(0, bars.width() - self._gutter()),
            hour_height=worn.px(HOUR_HEIGHT),
            weekend_width=worn.px(WEEKEND_WIDTH),
            hours=HOURS,
            height=bars.height() - worn.px(HEAD_HEIGHT),
        )
        shown = bars.height() - worn.px(HEAD_HEIGHT)
        self.verticalScrollBar().setPageStep(max(1, shown))
        self.verticalScrollBar().setSingleStep(worn.px(HOUR_HEIGHT) // 2)
        self.verticalScrollBar().setRange(0, max(0, self._grid.height - shown))

    def _scroll_to_work(self) -> None:
        """Begin where the first visit is, or the present hour."""
        bar = self.verticalScrollBar()
        top = min((self._grid.y_of(block.start) for block in self._blocks), default=0) - theme().px(8)
        if self._now and self._now.date() in self._days:
            top = max(top, self._grid.y_of(self._now) + theme().px(HOUR_HEIGHT) - bar.pageStep())
        bar.setValue(top)

    def _bring_into_view(self, box: Box) -> None:
        bar = self.verticalScrollBar()
        room = theme().px(8)
        if box.y < bar.value():
            bar.setValue(box.y - room)
        elif box.y + box.height > bar.value() + bar.pageStep():
            bar.setValue(min(box.y - room, box.y + box.height - bar.pageStep() + room))

    def _on_screen(self, box: Box) -> QRectF:
        top = theme().px(HEAD_HEIGHT) - self.verticalScrollBar().value()
        return QRectF(box.x + self._gutter(), box.y + top, box.width, box.height)

    def block_rect(self, identity: str) -> QRect:
        """Say where a visit is drawn, in the viewport (tests and tooltips); empty for an unknown one."""
        block = self._block(identity)
        return self._on_screen(self._grid.box(block, self._gap())).toRect() if block else QRect()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground, blocks, the held one, now-line and head."""
        painter = QPainter(self.viewport())
        worn = theme()
        head = worn.px(HEAD_HEIGHT)
        area = self.viewport().rect()
        painter.fillRect(area, worn.color("surface"))
        if not self._days:
            return
        painter.setClipRect(area.adjusted(0, head, 0, 0))
        today = self._now.date() if self._now else None
        offset = head - self.verticalScrollBar().value()
        ground = Ground(self._grid, self._gutter(), offset, area.width(), today)
        paint_grid(painter, ground)
        for block in self._blocks:
            if not (self._ghost and block.id == self._ghost.id):
                box = self._on_screen(self._grid.box(block, self._gap()))
                if box.bottom() >= head and box.top() <= area.height():
                    paint_block(painter, box, block, selected=block.id == self._chosen)
        self._paint_ways(painter)
        if self._now:
            paint_now(painter, ground, self._now)
        if self._ghost and self._ghost.start.date() in self._days:
            box = self._on_screen(self._grid.box(self._ghost, self._gap()))
            paint_block(painter, box, self._ghost, selected=True, ghost=True)
        painter.setClipping(False)
        paint_head(painter, ground, self._counts())

    def _paint_ways(self, painter: QPainter) -> None:
        for way in self._ways:
            before, after = self._block(way.before), self._block(way.after)
            if before and after and way.gap > 0:
                over = self._on_screen(self._grid.box(before, self._gap()))
                under = self._on_screen(self._grid.box(after, self._gap()))
                room = QRectF(over.left(), over.bottom(), over.width(), under.top() - over.bottom())
                paint_way(painter, room, tell_way(way))

    def _counts(self) -> dict[date, int]:
        counts = dict.fromkeys(self._days, 0)
        for block in self._blocks:
            if block.state.takes_time:
                counts[block.start.date()] += 1
        return counts

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width anew."""
        super().resizeEvent(event)
        first = event.oldSize().height() <= 0
        self._lay_out()
        if first:
            self._scroll_to_work()

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll; with Ctrl the zoom of the window is meant."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
        else:
            super().wheelEvent(event)

    def _at(self, place: QPointF) -> Block | None:
        if place.y() < theme().px(HEAD_HEIGHT):
            return None
        for block in reversed(self._blocks):
            if self._on_screen(self._grid.box(block, self._gap())).contains(place):
                return block
        return None

    def _moment_at(self, place: QPointF, *, length: int = 45) -> datetime | None:
        like = self._now
        if like is None or not self._days:
            return None
        down = place.y() - theme().px(HEAD_HEIGHT) + self.verticalScrollBar().value()
        return self._grid.moment_at(place.x() - self._gutter(), down, like, length=length)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Select what is under the pointer; holding it begins a drag."""
        block = self._at(event.position())
        self._set_chosen(block.id if block else "")
        if block and block.state.movable and event.button() is Qt.MouseButton.LeftButton:
            top = self._on_screen(self._grid.box(block, self._gap())).top()
            self._press = (event.position().toPoint(), block, event.position().y() - top)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Carry the held visit along, in quarters of an hour."""
        if self._press is None:
            hovered = self._at(event.position())
            movable = hovered is not None and hovered.state.movable
            self.viewport().setCursor(
                Qt.CursorShape.OpenHandCursor if movable else Qt.CursorShape.ArrowCursor
            )
            return
        start, block, grip = self._press
        far = (event.position().toPoint() - start).manhattanLength()
        if self._ghost is None and far < QApplication.startDragDistance():
            return
        self._follow(event.position().y())
        place = QPointF(event.position().x(), event.position().y() - grip)
        moment = self._moment_at(place, length=block.minutes)
        if moment is not None:
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
            self.dragged.emit(block.id, moment)

    def _follow(self, y: float) -> None:
        """Scroll when a visit is carried to the edge of what is seen."""
        edge, step = theme().px(24), theme().px(HOUR_HEIGHT) // 4
        bar = self.verticalScrollBar()
        if y < theme().px(HEAD_HEIGHT) + edge:
            bar.setValue(bar.value() - step)
        elif y > self.viewport().height() - edge:
            bar.setValue(bar.value() + step)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let the held visit go where it is."""
        press, ghost = self._press, self._ghost
        self._press = None
        if press and ghost:
            self._ghost = None
            self.dropped.emit(ghost.id, ghost.start)
        self.viewport().setCursor(Qt.CursorShape.ArrowCursor)
        self.viewport().update()

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open a visit, or add one in the empty place."""
        self._press = None
        if block := self._at(event.position()):
            self.opened.emit(block.id)
        elif event.position().y() > theme().px(HEAD_HEIGHT):
            moment = self._moment_at(event.position() - QPointF(0, theme().px(HOUR_HEIGHT) / 8))
            self.place_chosen.emit(moment)

    def _set_chosen(self, identity: str) -> None:
        if identity != self._chosen:
            self.choose(identity)
            self.chosen.emit(self._chosen)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows select, Alt+arrows move the visit, Ctrl+arrows turn the week, Enter opens, Esc lets go."""
        key, modifiers = Qt.Key(event.key()), event.modifiers()
        if key is Qt.Key.Key_Escape and self._ghost:
            self._give_up()
        elif key in _SIDE and modifiers & Qt.KeyboardModifier.ControlModifier:
            self.turned.emit(_SIDE[key])
        elif key in _SIDE | _STEP and modifiers & Qt.KeyboardModifier.AltModifier:
            self._nudge(_SIDE.get(key, 0), 15 * _STEP.get(key, 0))
        elif key in _STEP:
            self._walk(_STEP[key])
        elif key in _SIDE:
            self._cross(_SIDE[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._chosen:
            self.opened.emit(self._chosen)
        else:
            super().keyPressEvent(event)

    def _give_up(self) -> None:
        ghost, self._press, self._ghost = self._ghost, None, None
        if ghost and (block := self._block(ghost.id)):
            self.dragged.emit(block.id, block.start)
        self._ghost = None
        self.viewport().update()

    def _nudge(self, days: int, minutes: int) -> None:
        block = self._block(self._chosen)
        if block and block.state.movable:
            self.nudged.emit(block.id, days, minutes)

    def _walk(self, step: int) -> None:
        """Select the next (or former) visit; from the last of a day on to the next day."""
        self._set_chosen(next_in_time(self._blocks, self._chosen, step, self._now))

    def _cross(self, side: int) -> None:
        """Select the visit nearest in time on the next day that has one, in this direction."""
        self._set_chosen(across(self._blocks, self._chosen, side, self._now))

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        """Select something when keys bring the focus, so that it is seen where it is."""
        super().focusInEvent(event)
        if not self._chosen and self._blocks and event.reason() is not Qt.FocusReason.MouseFocusReason:
            self._walk(1)

    @override
    def viewportEvent(self, event: QEvent) -> bool:
        """Say all about a visit when the pointer rests on it."""
        if isinstance(event, QHelpEvent):
            block = self._at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), as_tip(tell_block(block)) if block else "", self.viewport())
            return True
        return super().viewportEvent(event)

    @property
    def grid(self) -> Grid:
        """The grid as it is laid out now."""
        return self._grid


def _minute(now: datetime | None) -> datetime | None:
    """Say where the line of the present moment is drawn."""
    return now.replace(second=0, microsecond=0) if now else None
