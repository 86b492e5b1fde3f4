"""One paragraph of the note: its title, its words (which grow as they are typed), and their sources."""

from PySide6.QtCore import QEvent, QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextEdit, QWidget
from typing_extensions import override

from carenurse.app.sentences import cut
from carenurse.app.visit_note import NoteParagraph
from carenurse.translations import tr
from ui.widgets.boxes import column, row, stand
from ui.widgets.buttons import Button
from ui.widgets.fields.undo import is_for_the_page
from ui.widgets.picture import Picture
from ui.widgets.surface import Surface
from ui.widgets.text import Label
from ui.widgets.theme import theme
from ui.widgets.tip import as_tip

TITLE_WIDTH, SOURCE_WIDTH = 78, 112
"""Pixels before zoom."""

_BESIDE = 400
"""Width of the row in pixels before zoom that has room for title, words and source beside one another."""
_UNBOUNDED = 16_777_215
"""Qt's own largest size: no bound."""
_LONGEST_HOLE = 48
"""Letters of what is missing in a paragraph; the tooltip has all of it."""


class GrowingText(QTextEdit):
    """Plain words without a frame, as high as they need to be. Pasted words lose their format."""

    edited = Signal(str)
    left = Signal()

    def __init__(self, label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFont(theme().font("body"))
        self.setAccessibleName(label)
        self.document().setDocumentMargin(0)
        self.viewport().setAutoFillBackground(False)
        self._telling = True
        self.textChanged.connect(self._changed)

    def set_words(self, words: str) -> None:
        """Show these words without telling anybody; the cursor stays where it was when nothing changed."""
        if words == self.toPlainText():
            return
        self._telling = False
        self.setPlainText(words)
        self._telling = True
        self._fit()

    def _changed(self) -> None:
        self._fit()
        if self._telling:
            self.edited.emit(self.toPlainText())

    def _fit(self) -> None:
        wanted = self._wanted_height()
        if wanted != self.height():
            self.setFixedHeight(wanted)

    def _wanted_height(self) -> int:
        return max(theme().line("body"), int(self.document().size().height()) + 1)

    @override
    def sizeHint(self) -> QSize:
        """Be as high as the words."""
        return QSize(theme().px(200), self._wanted_height())

    @override
    def minimumSizeHint(self) -> QSize:
        """Never cut the words."""
        return QSize(theme().px(80), self._wanted_height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Grow when narrower."""
        super().resizeEvent(event)
        self._fit()

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
        """Tell that the nurse went on."""
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.left.emit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave Ctrl+Enter to the page: it is the primary action."""
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and control:
            event.ignore()
            return
        super().keyPressEvent(event)

    @override
    def insertFromMimeData(self, source: QMimeData) -> None:
        """Take plain words only."""
        if source.hasText():
            self.insertPlainText(source.text())


class ParagraphRow(Surface):
    """A paragraph as a row of the note; ``reworded`` with her words, ``reset`` to take them back."""

    reworded = Signal(str, str)
    left = Signal()
    reset = Signal(str)
    hole = Signal(str)

    def __init__(self, paragraph: NoteParagraph, parent: QWidget | None = None) -> None:
        super().__init__("surface", "b", parent=parent)
        self._name = paragraph.name
        self.words = GrowingText(paragraph.title)
        self.words.edited.connect(self._tell)
        self.words.left.connect(self.left)
        self._hole = Label("", "caption", "caution", wrap=True)
        self._go = Button(tr("Fill in"), "text")
        self._go.clicked.connect(lambda: self.hole.emit(self._name))
        self._go.setFixedHeight(theme().size("chip"))
        self.words.setPlaceholderText(tr("Nothing yet"))
        self._hole_line = QWidget()
        beside = row(Picture("triangle-alert", "caution", place="caption"), self._hole, self._go, space=6)
        beside.setStretch(1, 1)
        self._hole_line.setLayout(beside)
        self._since = Label("", "caption", "caution", wrap=True)
        self._reset = Button(tr("Take back"), "text")
        self._reset.setToolTip(tr("Use the words that the answers give"))
        self._reset.setFixedHeight(theme().size("chip"))
        self._reset.clicked.connect(lambda: self.reset.emit(self._name))
        self._source = Label("", "caption", "textSecondary", wrap=True)
        self._edited = Label(tr("Changed by you"), "caption", "draft", wrap=True)
        title = Label(paragraph.title, "label", wrap=True)
        title.setFixedWidth(theme().px(TITLE_WIDTH))
        middle = column(self.words, self._hole_line, self._since, None, space=4)
        side = column(self._source, self._edited, self._reset, None, space=2)
        self._aside = QWidget()
        self._aside.setLayout(side)
        self._line = row(column(title, None), middle, self._aside, space=12, margins=(16, 10, 8, 10))
        self._line.setStretch(1, 1)
        self.setLayout(self._line)
        self.show_paragraph(paragraph)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the words below their title, and the source below them, where there is no room beside."""
        super().resizeEvent(event)
        beside = self.width() >= theme().px(_BESIDE)
        stand(self._line, beside=beside)
        self._aside.setMinimumWidth(theme().px(SOURCE_WIDTH) if beside else 0)
        self._aside.setMaximumWidth(theme().px(SOURCE_WIDTH) if beside else _UNBOUNDED)

    def show_paragraph(self, paragraph: NoteParagraph) -> None:
        """Show the paragraph as it stands; the words being typed are left alone."""
        if not self.words.hasFocus():
            self.words.set_words(paragraph.text)
        self._show_holes(paragraph.holes)
        self._source.set_text(", ".join(paragraph.sources))
        self._source.setVisible(bool(paragraph.sources) and not paragraph.edited)
        self._edited.setVisible(paragraph.edited)
        self._reset.setVisible(paragraph.edited)
        changed = paragraph.changed_since
        self._since.set_text(tr("The answers now say: {words}", words=changed) if changed else "")
        self._since.setVisible(bool(changed))

    def _tell(self, words: str) -> None:
        self.reworded.emit(self._name, words)

    def _show_holes(self, holes: tuple[str, ...]) -> None:
        self._hole_line.setVisible(bool(holes))
        if not holes:
            return
        more = len(holes) - 1
        words = cut(holes[0], _LONGEST_HOLE)
        self._hole.set_text(tr("{hole}, and {more} more", hole=words, more=more) if more else words)
        self._hole.setToolTip(as_tip("\n".join(holes)))
