"""Words on the screen: one label for every step of the type scale, always plain text.

Qt's rich text is never used: it would load a file that a note names. Where part of a sentence is stronger,
the label is given ``Run`` pieces.
"""

from typing import NamedTuple

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget
from typing_extensions import override

from ui.widgets.theme import theme
from ui.widgets.tip import as_tip
from ui.widgets.tokens import Role, Step

ONE_LINE = Qt.AlignmentFlag.AlignVCenter.value | Qt.TextFlag.TextSingleLine.value
"""How one line is drawn, as a number: joining these flags takes longer than a line of words needs."""
_LEADING = Qt.AlignmentFlag.AlignLeft
_ENDLESS = 100_000
"""A width in pixels that no line reaches."""


class Run(NamedTuple):
    """A piece of a sentence; what is None is as the label around it. ``strong`` is semibold.

    ``ground`` is a color behind the words. A named tuple, as the tokens are.
    """

    text: str
    strong: bool = False
    role: Role | None = None
    step: Step | None = None
    underlined: bool = False
    tabular: bool | None = None
    struck: bool = False
    ground: Role | None = None

    @property
    def is_plain(self) -> bool:
        """Whether it is written with the pen alone: no line under it, none through it, nothing behind it."""
        return not (self.underlined or self.struck or self.ground)


class _Laid(NamedTuple):
    """Lines that are broken already, and for what: the width, usable or not, the turn of the theme."""

    how: tuple[float, bool, int]
    layout: QTextLayout
    height: int


class Label(QLabel):
    """One text in one step and color; wraps, or elides at its end with the whole text as tooltip."""

    def __init__(
        self,
        text: str = "",
        step: Step = "body",
        role: Role = "text",
        *,
        wrap: bool = False,
        elide: bool = False,
        tabular: bool = False,
        align: Qt.AlignmentFlag = _LEADING,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._step: Step = step
        self._role: Role = role
        self._wraps, self._elides, self._tabular = wrap, elide, tabular
        self._side = align
        self._runs: tuple[Run, ...] = ()
        self._widths: dict[int, int] = {}
        self._natural = -1
        self._whole: _Laid | None = None
        """The lines where none is broken for want of room."""
        self._laid: _Laid | None = None
        """The lines at the last width that was narrower."""
        self._own_font: QFont | None = None
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(theme().font(step, tabular=tabular))
        across = QSizePolicy.Policy.Ignored if elide else QSizePolicy.Policy.Preferred
        policy = QSizePolicy(across, QSizePolicy.Policy.Minimum if wrap else QSizePolicy.Policy.Fixed)
        if elide:
            policy.setHorizontalPolicy(QSizePolicy.Policy.Preferred)
        self.setWordWrap(wrap)
        policy.setHeightForWidth(wrap)  # which Qt asks of the policy, in no time
        self.setSizePolicy(policy)
        self.set_runs(Run(text))

    def set_text(self, text: str) -> None:
        """Say something else."""
        self.set_runs(Run(text))

    def set_runs(self, *runs: Run) -> None:
        """Say a sentence of several pieces."""
        if runs == self._runs:
            return
        self._runs = runs
        self._forget()
        whole = "".join(run.text for run in runs)
        self.setText(whole)
        self.setAccessibleName(whole)
        self.updateGeometry()
        self._tell_what_is_cut()
        self.update()

    def _forget(self) -> None:
        """Measure and break anew what was measured and broken before."""
        self._widths.clear()
        self._natural, self._laid, self._whole = -1, None, None

    def set_role(self, role: Role) -> None:
        """Speak in another color."""
        if role != self._role:
            self._role, self._laid, self._whole = role, None, None
            self.update()

    def use_font(self, font: QFont) -> None:
        """Write in a font that is not of the type scale (a code in which O and 0 must differ)."""
        self._own_font = font
        self.setFont(font)
        self._forget()
        self.updateGeometry()

    def _line_height(self) -> int:
        steps: list[Step] = [run.step or self._step for run in self._runs] or [self._step]
        return max(theme().line(step) for step in steps)

    def _formats(self) -> list[QTextLayout.FormatRange]:
        from PySide6.QtGui import QTextCharFormat  # noqa: PLC0415  the first picture has words of one piece

        formats: list[QTextLayout.FormatRange] = []
        start = 0
        for run in self._runs:
            form = QTextCharFormat()
            form.setFont(self._font_of(run))
            form.setForeground(theme().color(self._ink(run)))
            form.setFontUnderline(run.underlined)
            form.setFontStrikeOut(run.struck)
            if run.ground is not None:
                form.setBackground(theme().color(run.ground))
            piece = QTextLayout.FormatRange()
            piece.start, piece.length, piece.format = start, _units(run.text), form  # pyright: ignore[reportAttributeAccessIssue] the stubs miss the fields
            formats.append(piece)
            start += _units(run.text)
        return formats

    def _font_of(self, run: Run) -> QFont:
        if self._own_font is not None:
            return self._own_font
        tabular = self._tabular if run.tabular is None else run.tabular
        return theme().font(run.step or self._step, tabular=tabular, weight=600 if run.strong else None)

    def _ink(self, run: Run) -> Role:
        return (run.role or self._role) if self.isEnabled() else "textSecondary"

    def _layout(self, width: float) -> tuple[QTextLayout, int]:
        """Break the text into lines, or give the lines of last time where nothing changed since.

        A label is measured and painted many times before it changes once.
        """
        wanted = (width, self.isEnabled(), theme().turn)
        held = self._whole if width == _ENDLESS else self._laid
        if held is None or held.how != wanted:
            held = _Laid(wanted, *self._break(width))
            if width == _ENDLESS:
                self._whole = held
            else:
                self._laid = held
        return held.layout, held.height

    def _break(self, width: float) -> tuple[QTextLayout, int]:
        """Break the text into lines of the token's height; returns the layout and its whole height.

        A sentence of one piece needs no formats, which take half of the time: it is written in its font, with
        the pen.
        """
        plain = len(self._runs) == 1 and self._runs[0].is_plain
        font = self._font_of(self._runs[0]) if plain else self.font()
        layout = QTextLayout(self.text().replace("\n", "\u2028"), font)
        option = QTextOption(self._side)
        option.setWrapMode(
            QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere
            if self._wraps
            else QTextOption.WrapMode.ManualWrap
        )
        layout.setTextOption(option)
        if not plain:
            layout.setFormats(self._formats())
        layout.beginLayout()
        height, step = 0, self._line_height()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            line.setPosition(QPointF(0, height + (step - line.height()) / 2))
            height += step
        layout.endLayout()
        return layout, max(height, step)

    def _natural_width(self) -> int:
        if self._natural < 0 and not self.text():
            self._natural = 1
        if self._natural < 0:
            layout, _ = self._layout(_ENDLESS)
            widest = (layout.lineAt(number).naturalTextWidth() for number in range(layout.lineCount()))
            self._natural = int(max(widest, default=0)) + 1
        return self._natural

    @override
    def sizeHint(self) -> QSize:
        """Ask for the whole text on its lines."""
        self.ensurePolished()
        natural = self._natural_width()
        if not self._wraps:
            return QSize(natural, self._line_height() * (1 + self.text().count("\n")))
        width = min(natural, theme().px(420))
        return QSize(width, self.heightForWidth(width))

    @override
    def minimumSizeHint(self) -> QSize:
        """Need all of it, unless the text may wrap or be cut."""
        if self._wraps or self._elides:
            return QSize(min(theme().px(24), self._natural_width()), self._line_height())
        return self.sizeHint()

    @override
    def heightForWidth(self, width: int) -> int:
        """Give the height that the text needs at this width."""
        if not self._wraps:
            return -1
        if not self.text():
            return self._line_height()
        if width not in self._widths:
            # what fits as it stands is measured already: most of what may wrap never does
            room = _ENDLESS if width >= self._natural_width() else width
            self._widths[width] = self._layout(room)[1]
        return self._widths[width]

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the tooltip true: there is one exactly when the text is cut."""
        super().resizeEvent(event)
        self._tell_what_is_cut()

    def _tell_what_is_cut(self) -> None:
        if self._elides:
            told = self.text() if self._natural_width() > self.width() + 1 else ""
            if as_tip(told) != self.toolTip():
                self.setToolTip(as_tip(told))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the lines in the colors of now."""
        painter = QPainter(self)
        if self._elides and self._natural_width() > self.width() + 1:
            self._paint_cut(painter)
            return
        # what is not broken is painted as it was measured; only another edge needs the width
        whole = self._side is _LEADING and (not self._wraps or self._natural_width() <= self.width())
        layout, height = self._layout(_ENDLESS if whole else self.width())
        painter.setPen(theme().color(self._ink(self._runs[0]) if self._runs else self._role))
        layout.draw(painter, QPointF(0, max(0, (self.height() - height) / 2) if not self._wraps else 0))

    def _paint_cut(self, painter: QPainter) -> None:
        x, end = 0.0, float(self.width())
        for run in self._runs:
            font = self._font_of(run)
            metrics = QFontMetricsF(font)
            words = metrics.elidedText(run.text, Qt.TextElideMode.ElideRight, end - x)
            painter.setFont(font)
            painter.setPen(theme().color(self._ink(run)))
            box = QRect(int(x), 0, int(end - x) + 1, self.height())
            painter.drawText(box, ONE_LINE, words)
            x += metrics.horizontalAdvance(run.text)
            if x >= end:
                return


def _units(text: str) -> int:
    """Length as Qt counts it: UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2
