"""A page of help in the window: our own words, shipped with the program, and nothing else."""

from importlib.resources import files

from PySide6.QtCore import QUrl
from PySide6.QtGui import QTextBlockFormat, QTextCharFormat, QTextCursor, QTextFrameFormat, QTextTable
from PySide6.QtWidgets import QFrame, QTextBrowser, QWidget
from typing_extensions import override

from ui.widgets.theme import theme

_LEADING = 118
"""Percent of the font's own height of a line."""


class HelpPage(QTextBrowser):
    """Reads one page of ``resources/help``; the arrow keys scroll it, a screen reader reads it as text.

    Here alone Qt's rich text is used: the words are ours. No picture is fetched, no address is opened.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)

    def read(self, name: str, title: str) -> None:
        """Show a page by its name, such as "vault", from its beginning."""
        self.setAccessibleName(title)
        self.document().setDefaultFont(theme().font("body"))
        self.setMarkdown(files("resources").joinpath("help", f"{name}.md").read_text(encoding="utf-8"))
        self._set_apart()
        for frame in self.document().rootFrame().childFrames():
            if isinstance(frame, QTextTable):
                _rule(frame)
        self.verticalScrollBar().setValue(0)

    def _set_apart(self) -> None:
        """Give headings their steps of the type scale, and lines and paragraphs the room to be read."""
        cursor, worn = QTextCursor(self.document()), theme()
        block = self.document().begin()
        while block.isValid():
            level = block.blockFormat().headingLevel()
            look = QTextBlockFormat()
            look.setLineHeight(_LEADING, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
            look.setTopMargin(worn.px(20 if level > 1 else 0))
            look.setBottomMargin(worn.px(4 if block.textList() else 8))
            cursor.setPosition(block.position())
            cursor.mergeBlockFormat(look)
            if level:
                words = QTextCharFormat()
                words.setFont(worn.font("title" if level == 1 else "section"))
                cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
                cursor.mergeCharFormat(words)
            block = block.next()

    @override
    def loadResource(self, type: int, name: QUrl | str) -> None:
        """Load nothing: a page of help has no pictures."""


def _rule(table: QTextTable) -> None:
    """Draw thin lines between the cells of a table, with room around the words."""
    worn = theme()
    look = table.format()
    look.setBorder(1)
    look.setBorderBrush(worn.color("hairlineStrong"))
    look.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
    look.setBorderCollapse(True)
    look.setCellPadding(worn.px(6))
    look.setCellSpacing(0)
    table.setFormat(look)
