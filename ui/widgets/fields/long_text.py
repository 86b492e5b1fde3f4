"""An answer in several lines of words; the box grows with them."""

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QSizePolicy, QWidget
from typing_extensions import override

from ui.widgets.boxes import column
from ui.widgets.fields.base import Field, State
from ui.widgets.fields.undo import is_for_the_page
from ui.widgets.focus_ring import ring_around
from ui.widgets.frames import paint_field
from ui.widgets.theme import theme


class GrowingText(QPlainTextEdit):
    """A plain text box that is as high as its words, between ``fewest`` and ``most`` lines."""

    left = Signal()

    def __init__(self, fewest: int = 2, most: int = 12, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fewest, self._most = fewest, most
        self.setFont(theme().font("input", weight=400))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.viewport().setAutoFillBackground(False)
        self.document().setDocumentMargin(0)
        self.textChanged.connect(self._grow)
        self._grow()

    def be_between(self, fewest: int, most: int) -> None:
        """Take other bounds."""
        self._fewest, self._most = fewest, most
        self._grow()

    def _grow(self) -> None:
        lines = min(max(self.document().size().height(), self._fewest), self._most)
        height = round(lines * self.fontMetrics().lineSpacing()) + theme().px(2)
        if height != self.height():
            self.setFixedHeight(height)

    @override
    def sizeHint(self) -> QSize:
        """Ask for the height of the words."""
        return QSize(theme().px(320), self.height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the lines anew and take the height they need."""
        super().resizeEvent(event)
        self._grow()

    @override
    def event(self, e: QEvent) -> bool:
        """Leave Ctrl+Z to the page when nothing was typed here."""
        if is_for_the_page(
            e, back=self.document().isUndoAvailable(), again=self.document().isRedoAvailable()
        ):
            e.ignore()
            return False
        return super().event(e)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that the nurse went on, unless only a menu of this box opened."""
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.left.emit()


class _Frame(QWidget):
    """Draws the frame of a field around a text box."""

    def __init__(self, box: GrowingText) -> None:
        super().__init__()
        self.setLayout(column(box, margins=(11, 7, 11, 7)))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the frame in the state of the field."""
        paint_field(QPainter(self), self.rect(), str(self.property("state") or "normal"))


class LongTextField(Field):
    """Several lines of text. Tab goes on to the next field."""

    def __init__(
        self,
        label: str,
        *,
        placeholder: str = "",
        fewest: int = 2,
        bare: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(label, bare=bare, parent=parent)
        self.box = GrowingText(fewest)
        self.box.setPlaceholderText(placeholder)
        self._quiet = False
        self.box.textChanged.connect(self._tell)
        self.box.left.connect(self.left)
        self._build(self.box, _Frame(self.box))
        ring_around(self.box, self._frame)

    def _tell(self) -> None:
        if not self._quiet:
            self.edited.emit(self.box.toPlainText())

    @override
    def text(self) -> str:
        """Give what stands in the field, raw."""
        return self.box.toPlainText()

    @override
    def set_text(self, text: str) -> None:
        """Put an answer in without telling anybody."""
        if text != self.box.toPlainText():
            self._quiet = True
            self.box.setPlainText(text)
            self._quiet = False

    @override
    def _wear(self, state: State) -> None:
        super()._wear(state)
        self.box.setReadOnly(state in {"read-only", "calculated"})
