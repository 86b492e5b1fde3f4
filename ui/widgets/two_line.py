"""The delegate of every long list: two lines a row, an icon, what stands at the right, heads of groups.

A model gives a ``Cell`` for ``CELL`` (and plain words for ``DisplayRole`` and ``AccessibleTextRole``).
"""

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)
from typing_extensions import override

from ui.widgets.focus_ring import without_ring
from ui.widgets.frames import rounded
from ui.widgets.icons import icon_size, paint_icon
from ui.widgets.text import ONE_LINE
from ui.widgets.theme import theme
from ui.widgets.tokens import TONES, Role, Tone

CELL = int(Qt.ItemDataRole.UserRole) + 1
"""The role under which a model gives its ``Cell``."""

_SELECTED, _UNDER_MOUSE = QStyle.StateFlag.State_Selected.value, QStyle.StateFlag.State_MouseOver.value
"""Numbers: asking flags for each cell takes longer than finding where its words are cut."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What one cell shows; ``group`` makes it the head of a group, ``chip`` stands at the right."""

    words: str
    below: str = ""
    icon: str = ""
    icon_role: Role = "textSecondary"
    strong: bool = False
    role: Role = "text"
    right: str = ""
    right_role: Role = "textSecondary"
    chip: str = ""
    chip_tone: Tone = "plain"
    chip_icon: str = ""
    group: bool = False

    @property
    def spoken(self) -> str:
        """The cell in one sentence."""
        return ", ".join(part for part in (self.words, self.below, self.chip, self.right) if part)


class TwoLine(QStyledItemDelegate):
    """Draws cells; rows are as high as the tokens say, whatever the words."""

    def __init__(self, view: QAbstractItemView, *, inset: int = 14, row: str = "twoLine") -> None:
        super().__init__(view)
        self._inset = theme().px(inset)
        self._row = row

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Give the row height of the tokens."""
        cell = index.data(CELL)
        group = isinstance(cell, Cell) and cell.group
        return QSize(theme().px(60), theme().row("groupHead" if group else self._row))

    @override
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw ground, bar, line below and the cell."""
        cell = index.data(CELL)
        if not isinstance(cell, Cell):
            return
        painter.save()
        worn = theme()
        box = QRect(option.rect)
        self._ground(painter, box, option, cell, first=index.column() == 0)
        painter.fillRect(QRect(box.left(), box.bottom(), box.width(), 1), worn.color("hairline"))
        inner = box.adjusted(self._inset, 0, -worn.px(10), -1)
        if cell.icon:
            side = icon_size("row")
            mark = QRect(inner.left(), inner.center().y() - side // 2, side, side)
            paint_icon(painter, cell.icon, mark, cell.icon_role)
            inner.setLeft(mark.right() + worn.px(9))
        inner = self._right(painter, inner, cell)
        self._words(painter, inner, cell)
        painter.restore()

    def _ground(
        self, painter: QPainter, box: QRect, option: QStyleOptionViewItem, cell: Cell, *, first: bool
    ) -> None:
        worn = theme()
        if cell.group:
            painter.fillRect(box, worn.color("background"))
        elif option.state.value & _SELECTED:
            painter.fillRect(box, worn.color("accentTint"))
            if first:
                painter.fillRect(QRect(box.left(), box.top(), worn.px(3), box.height()), worn.color("accent"))
        elif option.state.value & _UNDER_MOUSE:
            painter.fillRect(box, worn.color("hover"))

    def _words(self, painter: QPainter, box: QRect, cell: Cell) -> None:
        worn = theme()
        font = worn.font("label") if cell.group else worn.font("bodyStrong" if cell.strong else "body")
        if cell.group:
            _write(painter, box, cell.words, font, "text")
            used = painter.fontMetrics().horizontalAdvance(cell.words)
            _write(
                painter,
                box.adjusted(used + worn.px(5), 0, 0, 0),
                cell.below,
                worn.font("caption"),
                "textSecondary",
            )
            return
        if not cell.below:
            _write(painter, box, cell.words, font, cell.role)
            return
        first, second = worn.line("body"), worn.line("caption")
        top = box.top() + (box.height() - first - second) // 2
        _write(painter, QRect(box.left(), top, box.width(), first), cell.words, font, cell.role)
        under = QRect(box.left(), top + first - 1, box.width(), second)
        _write(painter, under, cell.below, worn.font("caption"), "textSecondary")

    def _right(self, painter: QPainter, box: QRect, cell: Cell) -> QRect:
        """Draw what stands at the right; returns the room that is left of it."""
        worn = theme()
        if cell.right:
            font = worn.font("label", tabular=True)
            painter.setFont(font)
            width = painter.fontMetrics().horizontalAdvance(cell.right)
            _write(
                painter,
                QRect(box.right() - width, box.top(), width + 2, box.height()),
                cell.right,
                font,
                cell.right_role,
            )
            box = box.adjusted(0, 0, -width - worn.px(10), 0)
        return self._chip(painter, box, cell) if cell.chip else box

    def _chip(self, painter: QPainter, box: QRect, cell: Cell) -> QRect:
        worn, tone = theme(), TONES[cell.chip_tone]
        font = worn.font("caption", weight=500)
        painter.setFont(font)
        side = icon_size("inChip") if cell.chip_icon else 0
        width = (
            painter.fontMetrics().horizontalAdvance(cell.chip)
            + worn.px(17)
            + (side + worn.px(5) if side else 0)
        )
        height = worn.size("chip")
        chip = QRect(box.right() - width, box.center().y() - height // 2, width, height)
        rounded(painter, chip, tone.tint, tone.line, radius="chip")
        left = chip.left() + worn.px(8)
        if side:
            paint_icon(
                painter, cell.chip_icon, QRect(left, chip.center().y() - side // 2 + 1, side, side), tone.ink
            )
            left += side + worn.px(5)
        words = QRect(left, chip.top(), chip.right() - left, height)
        _write(painter, words, cell.chip, font, "text" if cell.chip_tone == "plain" else tone.ink)
        return box.adjusted(0, 0, -width - worn.px(10), 0)


def _write(painter: QPainter, box: QRect, words: str, font: QFont, role: Role) -> None:
    """Write one line, cut at its end if it must be."""
    painter.setFont(font)
    painter.setPen(theme().color(role))
    cut = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, box.width())
    painter.drawText(box, ONE_LINE, cut)


def set_up_list(view: QAbstractItemView, name: str) -> None:
    """Give an item view our delegate and manners: whole rows, no frame, selection for focus."""
    view.setAccessibleName(name)
    view.setFrameShape(QFrame.Shape.NoFrame)
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setMouseTracking(True)
    view.setItemDelegate(TwoLine(view))
    without_ring(view)
    if isinstance(view, QTableView):
        _set_up_table(view)


def _set_up_table(view: QTableView) -> None:
    worn = theme()
    view.setShowGrid(False)
    view.setWordWrap(False)
    view.setCornerButtonEnabled(False)
    view.setTabKeyNavigation(False)
    sides, head = view.verticalHeader(), view.horizontalHeader()
    sides.hide()
    sides.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    sides.setDefaultSectionSize(worn.row("twoLine"))
    head.setFixedHeight(worn.row("tableHead"))
    head.setHighlightSections(False)
    head.setSectionsClickable(False)
    head.setStretchLastSection(True)
    head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    head.setFont(worn.font("caption", weight=500))
