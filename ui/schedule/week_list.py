"""The week as rows: the same visits as the grid, for those who read rather than look."""

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListView, QWidget
from typing_extensions import override

from carenurse.app.day_words import week_day
from carenurse.app.schedule_facts import Block, BlockState, Week
from carenurse.translations import tr, trn
from ui.schedule.words import state_words, tell_block, times
from ui.widgets.tokens import Tone
from ui.widgets.two_line import CELL, Cell, set_up_list

_CHIPS: dict[BlockState, tuple[Tone, str]] = {
    BlockState.PLANNED: ("plain", ""),
    BlockState.RUNNING: ("info", "circle-dot"),
    BlockState.OPEN_NOTE: ("draft", "pencil"),
    BlockState.DONE: ("ok", "check"),
    BlockState.MISSED: ("critical", "x"),
    BlockState.CANCELLED: ("plain", "minus"),
}
_SIDE = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_STEP = {Qt.Key.Key_Up: -15, Qt.Key.Key_Down: 15}


class _Rows(QAbstractListModel):
    """Days as heads of groups, visits as rows."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._rows: list[tuple[Cell, Block | None]] = []

    def fill(self, week: Week) -> None:
        """Show the days that have visits."""
        self.beginResetModel()
        self._rows = []
        for day in week.days:
            if day.blocks:
                count = trn("{number} visit", "{number} visits", len(day.busy))
                self._rows.append((Cell(week_day(day.day), count, group=True), None))
                self._rows += [(_cell(block), block) for block in day.blocks]
        self.endResetModel()

    def block(self, row: int) -> Block | None:
        """Give the visit of a row; None for a day."""
        return self._rows[row][1] if 0 <= row < len(self._rows) else None

    def row_of(self, identity: str) -> int:
        """Find the row of a visit; -1 where there is none."""
        return next((row for row, (_, block) in enumerate(self._rows) if block and block.id == identity), -1)

    @override
    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Count days and visits."""
        return 0 if parent.isValid() else len(self._rows)

    @override
    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Give the cell, and the row in words."""
        cell, block = self._rows[index.row()]
        if role == CELL:
            return cell
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return tell_block(block) if block else cell.spoken
        return None

    @override
    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        """Only visits can be selected."""
        if self.block(index.row()) is None:
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class WeekList(QListView):
    """The list; Enter opens, Alt+arrows move as in the grid."""

    chosen = Signal(str)
    opened = Signal(str)
    nudged = Signal(str, int, int)
    turned = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = _Rows(self)
        self._week: Week | None = None
        self.setModel(self._model)
        set_up_list(self, tr("Visits of the week"))
        self.selectionModel().currentChanged.connect(self._tell)
        self.doubleClicked.connect(self._open)

    def show_week(self, week: Week) -> None:
        """Show the visits of a week; a list that stands already is not made again."""
        if week != self._week:
            self._week = week
            self._model.fill(week)

    def choose(self, identity: str) -> None:
        """Select a visit without telling anybody."""
        row = self._model.row_of(identity)
        before = self.selectionModel().blockSignals(True)  # noqa: FBT003 - Qt's own signature
        self.setCurrentIndex(self._model.index(row, 0) if row >= 0 else QModelIndex())
        self.selectionModel().blockSignals(before)
        self.viewport().update()

    def _tell(self, current: QModelIndex) -> None:
        if block := self._model.block(current.row()):
            self.chosen.emit(block.id)

    def _open(self, index: QModelIndex) -> None:
        if block := self._model.block(index.row()):
            self.opened.emit(block.id)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move visits with Alt, turn the week with Ctrl, open with Enter."""
        key, modifiers = Qt.Key(event.key()), event.modifiers()
        block = self._model.block(self.currentIndex().row())
        if key in _SIDE | _STEP and modifiers & Qt.KeyboardModifier.AltModifier:
            if block and block.state.movable:
                self.nudged.emit(block.id, _SIDE.get(key, 0), _STEP.get(key, 0))
        elif key in _SIDE and modifiers & Qt.KeyboardModifier.ControlModifier:
            self.turned.emit(_SIDE[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and block:
            self.opened.emit(block.id)
        else:
            super().keyPressEvent(event)


def _cell(block: Block) -> Cell:
    tone, icon = _CHIPS[block.state]
    words = state_words(block.state)
    if block.conflicts:
        words, tone, icon = tr("Conflict"), "critical", "triangle-alert"
    told = [block.conflicts[0].sentence] if block.conflicts else [block.reason, block.why, block.address]
    return Cell(
        block.name,
        " · ".join(part for part in told if part),
        strong=True,
        right=times(block.start, block.end),
        chip=words,
        chip_tone=tone,
        chip_icon=icon,
    )
