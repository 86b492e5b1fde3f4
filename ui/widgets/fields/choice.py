"""An answer from a list: type the first letters, or walk with the arrows."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy, QWidget
from typing_extensions import override

from ui.widgets.fields.base import Field, State
from ui.widgets.frames import paint_field
from ui.widgets.icons import icon_size, paint_icon
from ui.widgets.theme import theme


class _List(QComboBox):
    """A closed list in our frame; the wheel never changes an answer that is only passed over."""

    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFont(theme().font("input"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)
        self.setMaxVisibleItems(12)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    @override
    def sizeHint(self) -> QSize:
        """Be as high as the other fields."""
        widest = max(
            (self.fontMetrics().horizontalAdvance(self.itemText(at)) for at in range(self.count())), default=0
        )
        return QSize(min(widest + theme().px(52), theme().px(360)), theme().size("field"))

    @override
    def minimumSizeHint(self) -> QSize:
        """Never be lower than the other fields."""
        return QSize(theme().px(96), theme().size("field"))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw frame, words and arrow."""
        worn = theme()
        painter = QPainter(self)
        paint_field(painter, self.rect(), str(self.property("state") or "normal"))
        side = icon_size("button")
        right = self.width() - side - worn.px(10)
        paint_icon(painter, "chevron-down", QRect(right, (self.height() - side) // 2, side, side), "text")
        chosen = self.currentIndex() >= 0
        painter.setFont(self.font())
        painter.setPen(worn.color("text" if chosen else "textSecondary"))
        box = QRect(worn.px(11), 0, right - worn.px(15), self.height())
        words = self.currentText() if chosen else self.placeholderText()
        cut = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, cut)

    @override
    def wheelEvent(self, e: QWheelEvent) -> None:
        """Let the page scroll instead."""
        e.ignore()

    @override
    def focusOutEvent(self, e: QFocusEvent) -> None:
        """Tell that the nurse went on, unless the list only opened."""
        super().focusOutEvent(e)
        if e.reason() is not Qt.FocusReason.PopupFocusReason:
            self.left.emit()


class ChoiceField(Field):
    """One of a list; ``edited`` and ``text`` carry its code, the nurse sees its words. Empty: not chosen."""

    def __init__(
        self,
        label: str,
        choices: Sequence[tuple[str, str]] = (),
        *,
        placeholder: str = "",
        bare: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """Take the choices as (code, words)."""
        super().__init__(label, bare=bare, parent=parent)
        self.list = _List()
        self.list.setPlaceholderText(placeholder)
        self.list.activated.connect(self._tell)
        self.list.left.connect(self.left)
        self._build(self.list)
        self.offer(choices)

    def _tell(self) -> None:
        self.edited.emit(self.text())

    def offer(self, choices: Sequence[tuple[str, str]]) -> None:
        """Offer other choices; what was chosen stays chosen if it is still among them."""
        kept = self.text()
        self.list.clear()
        for code, words in choices:
            self.list.addItem(words, code)
        self.set_text(kept)

    @override
    def text(self) -> str:
        """Give the code of what is chosen, or nothing."""
        return str(self.list.currentData() or "")

    @override
    def set_text(self, text: str) -> None:
        """Choose by code without telling anybody; a code that is not offered chooses nothing."""
        self.list.setCurrentIndex(self.list.findData(text) if text else -1)
        self.list.update()

    @override
    def _wear(self, state: State) -> None:
        super()._wear(state)
        self.list.setEnabled(state not in {"read-only", "calculated"})
