"""A chip: one short fact with icon, word and color, such as "On track" or "4 differ"."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from ui.widgets.frames import rounded
from ui.widgets.icons import icon_size, paint_icon
from ui.widgets.text import ONE_LINE
from ui.widgets.theme import theme
from ui.widgets.tokens import TONES, Tone

_LEAST = 200
"""Pixels before zoom that a chip of many words keeps."""


class Chip(QWidget):
    """Words on a tint. A tone needs an icon: color is never alone."""

    def __init__(
        self, words: str, tone: Tone = "plain", *, icon: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._words, self._icon = words, icon
        self._tone: Tone = tone
        self._wide = -1
        self.setFont(theme().font("caption", weight=500))
        self.setAccessibleName(words)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    @property
    def words(self) -> str:
        """What the chip says."""
        return self._words

    @property
    def tone(self) -> Tone:
        """The color it speaks in."""
        return self._tone

    def say(self, words: str, tone: Tone = "plain", *, icon: str = "") -> None:
        """Say something else."""
        if (words, tone, icon) == (self._words, self._tone, self._icon):
            return
        self._words, self._tone, self._icon = words, tone, icon
        self._wide = -1
        self.setAccessibleName(words)
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        """Fit icon and words."""
        worn = theme()
        if self._wide < 0:
            self._wide = QFontMetrics(self.font()).horizontalAdvance(self._words) + worn.px(17)
            self._wide += (icon_size("inChip") + worn.px(5)) if self._icon else 0
        return QSize(self._wide, worn.size("chip"))

    @override
    def minimumSizeHint(self) -> QSize:
        """Let long words be cut rather than make the page wider; a screen reader says them whole."""
        return self.sizeHint().boundedTo(QSize(theme().px(_LEAST), theme().size("chip")))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw tint, edge, icon and words."""
        worn = theme()
        tone = TONES[self._tone]
        painter = QPainter(self)
        edge = None if self._tone == "info" else tone.line
        rounded(painter, self.rect(), tone.tint, edge, radius="chip")
        x = worn.px(8)
        if self._icon:
            side = icon_size("inChip")
            paint_icon(painter, self._icon, QRect(x, (self.height() - side) // 2, side, side), tone.ink)
            x += side + worn.px(5)
        painter.setFont(self.font())
        painter.setPen(worn.color("text" if self._tone == "plain" else tone.ink))
        box = QRect(x, 0, self.width() - x, self.height())
        cut = QFontMetrics(self.font()).elidedText(self._words, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, ONE_LINE, cut)
