"""One stop of the route, folded or open, and the way to it; each draws its own piece of the line."""

from typing import cast

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget
from typing_extensions import override

from carenurse.app.today import Stop, StopState
from carenurse.translations import tr
from ui.today.words import leg_words, next_step, state_chip, too_tight, who
from ui.widgets.boxes import column, holder, row
from ui.widgets.buttons import Button
from ui.widgets.chip_row import ChipRow
from ui.widgets.chips import Chip
from ui.widgets.focus_ring import remember_reason
from ui.widgets.picture import Picture
from ui.widgets.surface import Card, Hairline
from ui.widgets.text import Label, Run
from ui.widgets.theme import theme
from ui.widgets.tip import as_tip

TIMES = 62
LINE = 18
"""Pixels before zoom: the times at the left, and the middle of the line behind them."""
_NAME = 300
"""Pixels before zoom that a name keeps beside its chips: only a longer one ends in dots."""


class StopCard(Card):
    """What is known about one stop; open, it also says what to bring and offers the next step."""

    chosen = Signal(str)
    stepped = Signal(str)
    charted = Signal(str)

    def __init__(self, stop: Stop, parent: QWidget | None = None) -> None:
        super().__init__("background", None, radius="control", parent=parent)
        self._stop = stop
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(f"{stop.start:%H:%M} {stop.name}, {stop.reason}")
        self.setAccessibleDescription(". ".join((*stop.alerts, *stop.wishes, stop.address, stop.access)))
        self._more: QWidget | None = None
        self._step: Button | None = None
        self._column = column(
            self._make_head(),
            row(
                Label(stop.reason or tr("No reason recorded"), "secondary", elide=True),
                None,
                Picture("map-pin", "textSecondary", place="caption"),
                Label(stop.address or tr("No address recorded"), "caption", "textSecondary", elide=True),
                space=6,
            ),
            space=2,
            margins=(12, 6, 12, 7),
        )
        self.setLayout(self._column)

    @property
    def stop(self) -> Stop:
        """What it shows."""
        return self._stop

    @property
    def step(self) -> Button:
        """The next step of the clock, which an unfolded stop shows."""
        if self._step is None:
            self._unfolded().hide()
        return cast("Button", self._step)

    def _unfolded(self) -> QWidget:
        """Make what an unfolded stop says, when it is first wanted: most stops of a day stay folded."""
        if self._more is None:
            self._more = self._make_more()
            self._column.addWidget(self._more)
        return self._more

    def _make_head(self) -> QHBoxLayout:
        head = row(self._make_name(), ChipRow(self._make_chips()), space=8)
        head.setStretch(0, 1)
        return head

    def _make_name(self) -> Label:
        label = Label("", "subject" if self._stop.open else "section", elide=True)
        behind = who(self._stop)
        label.set_runs(
            Run(self._stop.name, step="section"),
            Run(f"  {behind}" if behind else "", step="secondary", role="textSecondary"),
        )
        name = QFontMetrics(theme().font("section")).horizontalAdvance(f"{self._stop.name}  ")
        label.setMinimumWidth(min(name, theme().px(_NAME)))
        return label

    def _make_chips(self) -> list[Chip]:
        chips: list[Chip] = []
        if told := state_chip(self._stop.state):
            chips.append(Chip(told[0], told[1], icon=told[2]))
        untold = dict(self._stop.untold)
        for sentence, shortly in untold.items():
            finding = Chip(shortly, "critical", icon="circle-alert")
            finding.setToolTip(as_tip(sentence))
            chips.append(finding)
        others = (alert for alert in self._stop.alerts if alert not in untold)
        chips += [Chip(alert, "caution", icon="triangle-alert") for alert in others]
        not_full = [wish for wish in self._stop.wishes if not wish.startswith(tr("Full code"))]
        chips += [Chip(wish) for wish in not_full]
        return chips

    def _make_more(self) -> QWidget:
        words, icon = next_step(self._stop.state)
        chart = Button(tr("Chart"), "quiet", icon="users")
        chart.clicked.connect(lambda: self.charted.emit(self._stop.patient))
        self._step = Button(words, "primary", icon=icon, key=tr("Ctrl Enter"))
        self._step.clicked.connect(lambda: self.stepped.emit(self._stop.appointment))
        facts = [
            _fact(tr("Bring"), self._stop.bring),
            _fact(tr("Getting in"), self._stop.access),
            _fact(tr("Phone"), self._stop.phone),
        ]
        left = column(*(fact for fact in facts if fact), space=2)
        inner = row(left, column(row(chart, self._step, space=8), None, space=0), space=8)
        inner.setStretch(0, 1)
        return holder(column(4, Hairline(), inner, space=6))

    def show_open(self, unfolded: bool) -> None:  # noqa: FBT001 - it is the state itself
        """Unfold or fold; the open one has the accent's edge."""
        if unfolded or self._more is not None:
            self._unfolded().setVisible(unfolded)
        if unfolded:
            self.set_colors("surface", "accent", "accent")
        else:
            self.set_colors("background", None)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Unfold on a click anywhere."""
        self.chosen.emit(self._stop.appointment)

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the chart on a double click."""
        self.charted.emit(self._stop.patient)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Unfold with Space, open the chart with Enter."""
        match event.key():
            case Qt.Key.Key_Space:
                self.chosen.emit(self._stop.appointment)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if not event.modifiers():
                self.charted.emit(self._stop.patient)
            case _:
                super().keyPressEvent(event)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        """Remember whether keys or the mouse brought the focus."""
        remember_reason(self, event.reason())
        super().focusInEvent(event)


def _fact(name: str, words: str) -> Label | None:
    if not words:
        return None
    label = Label("", "secondary", wrap=True)
    label.set_runs(Run(f"{name} ", strong=True), Run(words))
    return label


class _Line(QWidget):
    """The piece of the line beside a row, with the dot of a stop."""

    def __init__(self, state: StopState | None, *, first: bool = False, last: bool = False) -> None:
        super().__init__()
        self._state, self._first, self._last = state, first, last
        self.setFixedWidth(theme().px(2 * LINE))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    @override
    def sizeHint(self) -> QSize:
        """Be as wide as the line needs."""
        return QSize(theme().px(2 * LINE), theme().px(20))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the line, dotted where it is a drive, and the dot."""
        worn = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle, dot = self.width() // 2, worn.px(18)
        style = Qt.PenStyle.DotLine if self._state is None else Qt.PenStyle.SolidLine
        painter.setPen(QPen(worn.color("controlBorder"), worn.px(1.5), style))
        top = dot if self._first else 0
        bottom = dot if self._last else self.height()
        painter.drawLine(middle, top, middle, bottom)
        if self._state is None:
            return
        radius = worn.px(5)
        filled = self._state in (StopState.DRIVING, StopState.IN_VISIT, StopState.OPEN_NOTE)
        done = self._state is StopState.DONE
        ink = worn.color("accent" if filled else "ok" if done else "controlBorder")
        painter.setPen(QPen(ink, worn.px(2)))
        painter.setBrush(ink if filled or done else worn.color("surface"))
        painter.drawEllipse(QPoint(middle, dot), radius, radius)


class StopRow(QWidget):
    """The times, the line and the card of one stop."""

    def __init__(self, stop: Stop, *, first: bool, last: bool) -> None:
        super().__init__()
        self.card = StopCard(stop)
        start = Label(f"{stop.start:%H:%M}", "section", tabular=True, align=Qt.AlignmentFlag.AlignRight)
        end = Label(
            f"{stop.end:%H:%M}", "secondary", "textSecondary", tabular=True, align=Qt.AlignmentFlag.AlignRight
        )
        times = holder(column(start, end, None, space=0, margins=(0, 8, 0, 0)))
        times.setFixedWidth(theme().px(TIMES))
        layout = row(times, _Line(stop.state, first=first, last=last), self.card, space=0)
        layout.setStretch(2, 1)
        self.setLayout(layout)


class LegRow(QWidget):
    """The drive to the next stop, and the time that is left over or missing."""

    def __init__(self, stop: Stop) -> None:
        super().__init__()
        blank = QWidget()
        blank.setFixedWidth(theme().px(TIMES))
        words, tight = "", False
        if stop.leg is not None and stop.gap is not None:
            words, tight = leg_words(stop.leg, stop.gap), too_tight(stop.leg, stop.gap)
        role = "caution" if tight else "textSecondary"
        icon = Picture("triangle-alert" if tight else "car", role, place="caption")
        label = Label(words, "caption", role)
        self.setLayout(row(blank, _Line(None), icon, 6, label, None, space=0))
        self.setFixedHeight(theme().px(26))
        if not words:
            self.hide()
