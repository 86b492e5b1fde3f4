"""Rows of a form: a question with its editor and what stands beside it, a heading, a text, a flag."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from carenurse.app.day_words import short_day
from carenurse.app.form_shelf import NamedForm
from carenurse.app.visit_facts import Flag, Level
from carenurse.app.visit_rows import RowFacts
from carenurse.forms.form import Item
from carenurse.translations import tr
from ui.forms.editors import Editor
from ui.forms.worded import beneath, runs_of
from ui.widgets.announce import announce
from ui.widgets.boxes import Piece, column, row
from ui.widgets.buttons import Button
from ui.widgets.fitted import FittedSurface
from ui.widgets.flow import Flow
from ui.widgets.picture import Picture
from ui.widgets.reading_trend import trend_of
from ui.widgets.sparkline import Sparkline
from ui.widgets.text import Label, Run
from ui.widgets.theme import theme
from ui.widgets.tip import as_tip

NARROW_LABEL = 132
LABEL_WIDTH, TODAY_WIDTH, LAST_WIDTH, TREND_WIDTH, PRIOR_WIDTH = 176, 172, 106, 88, 64
"""Columns of the grid, in pixels before zoom; the limits take what is left."""


def fixed(widget: QWidget, width: int) -> QWidget:
    """Give a widget the width of its column."""
    widget.setFixedWidth(theme().px(width))
    return widget


class QuestionRow(FittedSurface):
    """One question. ``taken`` when last time's answer is to be today's."""

    taken = Signal()

    def __init__(
        self,
        item: Item,
        editors: Sequence[Editor],
        *,
        grid: bool = False,
        scale: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("surface", "b", parent=parent)
        self.item = item
        self.editors = tuple(editors)
        self.at_least(theme().tokens.row["vital"])
        self._label = Label("", "body", wrap=not grid, elide=grid)
        self._prefixed = not grid
        self._label.set_runs(*runs_of(item, prefix=self._prefixed))
        self._beneath = None if grid or scale else beneath(item)
        if said := item.look.flyover or (item.help if self._beneath is None else ""):
            self._label.setToolTip(as_tip(said))
        self._scale = scale
        self._required = item.required and not scale
        self._here = False
        self._urgent = False
        side = Qt.AlignmentFlag.AlignHCenter if scale else Qt.AlignmentFlag.AlignLeft
        self._last = Label(
            "",
            "caption" if scale else "body",
            tabular=True,
            wrap=True,
            align=side,
            parent=self,
        )
        self._trend: Sparkline | None = None
        self._limits: Label | None = None
        self._take: Button | None = None
        self._came_from = ""
        self._chosen: tuple[Run, ...] = ()
        self._carried = Picture("arrow-down", "draft", place="caption", parent=self)
        self._carried.hide()

    def lay_out_grid(self, between: str = "") -> None:
        """Stand in the grid of vital signs; ``between`` stands between two fields (a blood pressure)."""
        self._trend = Sparkline(width=TREND_WIDTH - 16, parent=self)
        self._limits = Label("", "secondary", "textSecondary", wrap=True, parent=self)
        fields: list[Piece] = []
        for number, editor in enumerate(self.editors):
            fields += [Label(between, "body", "textSecondary")] if number and between else []
            fields.append(editor)
            if between:
                editor.be_part(last=number == len(self.editors) - 1)
        today = QWidget()
        today.setLayout(row(*fields, self._carried, None, space=6))
        layout = row(
            fixed(self._label, LABEL_WIDTH),
            fixed(today, TODAY_WIDTH),
            fixed(self._last, LAST_WIDTH),
            fixed(self._trend, TREND_WIDTH - 16),
            self._limits,
            space=8,
            margins=(13, 2, 10, 2),
        )
        layout.setStretch(4, 1)
        for words in (self._last, self._limits):
            layout.setAlignment(words, Qt.AlignmentFlag.AlignVCenter)
        self.setLayout(layout)

    def be_narrow(self, *, narrow: bool) -> None:
        """Give up the trend and some of the label where there is no room for them."""
        if self._trend is not None:
            self._trend.setVisible(not narrow)
        fixed(self._label, NARROW_LABEL if narrow else LABEL_WIDTH)

    def lay_out_line(self, prefix: str = "") -> None:
        """Stand in one line: the question at the left, the buttons at the right.

        Last time stands beyond the degrees of a scale, where a digit is enough; else below the question.
        """
        number = Label(prefix, "secondary", "textSecondary", tabular=True)
        self._prefixed = False
        self._label.set_runs(*runs_of(self.item, prefix=False))
        pieces: list[Piece] = [fixed(number, 24)] if prefix else []
        if self._scale:
            pieces += [self._label, self._carried, *self.editors, fixed(self._last, PRIOR_WIDTH)]
        else:
            asked = (None, self._label, *self._helping(), self._last, None)
            pieces += [column(*asked, space=0), self._carried, *self.editors]
        layout = row(*pieces, space=8, margins=(13, 3, 4 if self._scale else 13, 3))
        layout.setStretch(1 if prefix else 0, 1)
        layout.setAlignment(self._label, Qt.AlignmentFlag.AlignVCenter)
        layout.setAlignment(self._last, Qt.AlignmentFlag.AlignVCenter)
        self.setLayout(layout)

    def lay_out_block(self, *, wide: bool) -> None:
        """Stand with the question above (``wide``) or at the left, last time below the field."""
        self._take = Button(tr("Same as last time"), "quiet", key="=", parent=self)
        self._take.hide()
        self._take.clicked.connect(self.taken)
        head = row(self._label, self._carried, space=8)
        head.setStretch(0, 1)
        below = row(self._last, self._take, None, space=8)
        asked = column(head, *self._helping(), space=2)
        if wide:
            self.setLayout(column(asked, *self.editors, below, space=4, margins=(13, 8, 13, 8)))
            return
        answer = column(*self.editors, below, space=2)
        beside = row(column(asked, None), answer, space=12, margins=(13, 4, 13, 4))
        beside.setStretch(0, 2)
        beside.setStretch(1, 3)
        self.setLayout(beside)

    def _helping(self) -> tuple[Piece, ...]:
        """Give the help of the form that stands under the question."""
        return (self._beneath,) if self._beneath is not None else ()

    def show_facts(self, facts: RowFacts, *, out: bool, today: date, short: bool = False) -> None:
        """Show last time, trend and limits; ``short`` shows the last answer without its day."""
        last = facts.last
        if last is None:
            self._last.set_runs(Run("\u2013" if short else "", role="textSecondary"))
        elif short or last.day is None:
            self._last.set_runs(Run(last.words, role="textSecondary"))
        else:
            words = last.words if not last.answers else tr("Last time: {words}", words=last.words)
            self._last.set_runs(
                Run(words), Run(f" {short_day(last.day, today)}", step="secondary", role="textSecondary")
            )
        self._last.setVisible(bool(self._last.text()) or self._trend is not None)
        if self._trend is not None and self._limits is not None:
            self._trend.show_trend(trend_of(facts, out=out, name=self.item.text, today=today))
            self._limits.set_text(facts.limits)
            self._limits.setToolTip(as_tip(facts.source))
        if self._take is not None:
            self._take.setVisible(bool(last and last.answers))

    def show_chosen(self, words: str) -> None:
        """Say the chosen degree of a scale in words: its head may have scrolled away."""
        self._chosen = (Run(f"  {words}", role="textSecondary", step="caption"),) if words else ()

    def show_standing(self, *, answered: bool, came_from: str, urgent: bool) -> None:
        """Show whether the question is open, from which other form of today its answer came, or a flag."""
        self._came_from = came_from
        told = tr("Answered today in “{form}”", form=came_from) if came_from else ""
        self._carried.setToolTip(as_tip(told))
        self._carried.setVisible(bool(came_from))
        self._urgent = urgent
        marks = list(runs_of(self.item, here=self._here, prefix=self._prefixed))
        if self._required and not answered:
            marks.append(Run(f"  {tr('required')}", role="caution", step="caption"))
        self._label.set_runs(*marks, *self._chosen)
        self._dress()

    def show_here(self, *, here: bool, answered: bool) -> None:
        """Show that the cursor is in this row."""
        if here != self._here:
            self._here = here
            self.show_standing(answered=answered, came_from=self._came_from, urgent=self._urgent)

    def _dress(self) -> None:
        bar = "critical" if self._urgent else "accent" if self._here else None
        self.set_fill("hover" if self._here else "surface", bar)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take a press anywhere in the row as a press on its field."""
        if self.editors:
            self.editors[0].setFocus(Qt.FocusReason.MouseFocusReason)
        super().mousePressEvent(event)


class FlagRow(FittedSurface):
    """What is wrong, why, and what to do; inserted under its question and spoken, the focus stays."""

    def __init__(
        self,
        flag: Flag,
        act: Callable[[Flag], None],
        ways: Sequence[Button] = (),
        parent: QWidget | None = None,
    ) -> None:
        """Take also the buttons that lead to the forms the finding asks for."""
        urgent = flag.level is Level.URGENT
        look = flag.level is Level.LOOK
        role = "critical" if urgent else "caution"
        super().__init__("criticalTint" if urgent else "cautionTint", "tb", parent=parent)
        words = Label("", "secondary", role, wrap=True)
        words.set_runs(Run(flag.why, strong=True), Run(f" {flag.what_to_do}"))
        pieces: list[Piece] = [Picture("circle-alert" if urgent else "triangle-alert", role), words]
        if not look:
            tell = Button(tr("Who was told"), "urgent" if urgent else "secondary", icon="phone")
            tell.clicked.connect(lambda: act(flag))
            pieces.append(tell)
        layout = row(*pieces, space=10, margins=(14, 3, 4, 3))
        layout.setStretch(1, 1)
        self.setLayout(_with_ways(layout, ways) if ways else layout)
        self.at_least(theme().tokens.size["buttonLarge"])
        self.setToolTip(as_tip(flag.source))
        self.setAccessibleName(f"{flag.why} {flag.what_to_do}")
        self._urgent = urgent

    def speak(self) -> None:
        """Let a screen reader say it."""
        announce(self, self.accessibleName(), urgent=self._urgent)


def _with_ways(line: QHBoxLayout, ways: Sequence[Button]) -> QVBoxLayout:
    """Put the ways to other forms below the words of a finding."""
    below = column(Flow(*ways), margins=(42, 0, 4, 6))
    return column(line, below, space=0)


def way_to(form: NamedForm, take: Callable[[NamedForm], None]) -> Button:
    """Make the button that leads to a form which a finding asks for."""
    words = tr("Go to {form}", form=form.title) if form.here else tr("Add {form}", form=form.title)
    way = Button(words, icon="chevron-right" if form.here else "plus")
    way.clicked.connect(lambda: take(form))
    return way


class HeadRow(FittedSurface):
    """The head of the grid, or of a scale: words over columns."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("sunken", "b", parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

        self._corner = QWidget(self)
        self._trend = _caption(tr("Trend"))

    def be_narrow(self, *, narrow: bool) -> None:
        """Give up the same columns as the rows below."""
        self._trend.setVisible(not narrow)
        fixed(self._corner, NARROW_LABEL if narrow else LABEL_WIDTH)

    @classmethod
    def grid(cls) -> "HeadRow":
        """Name the columns of the vital signs."""
        head = cls()
        layout = row(
            fixed(head._corner, LABEL_WIDTH),
            fixed(_caption(tr("Today")), TODAY_WIDTH),
            fixed(_caption(tr("Last time")), LAST_WIDTH),
            fixed(head._trend, TREND_WIDTH - 16),
            _caption(tr("Limits")),
            space=8,
            margins=(13, 3, 10, 3),
        )
        layout.setStretch(4, 1)
        head.setLayout(layout)
        return head

    @classmethod
    def scale(cls, question: str, options: Sequence[str], width: int, gap: int, day: str) -> "HeadRow":
        """Name the degrees of a scale over their buttons."""
        head = cls()
        centered = Qt.AlignmentFlag.AlignHCenter
        names = [Label(words, "caption", "textSecondary", wrap=True, align=centered) for words in options]
        last = Label(day, "caption", "textSecondary", align=centered)
        line = row(
            Label(question, "secondary", "textSecondary", wrap=True),
            row(*(fixed(name, width) for name in names), space=gap),
            fixed(last, PRIOR_WIDTH),
            space=8,
            margins=(13, 5, 4, 5),
        )
        line.setStretch(0, 1)
        head.setLayout(line)
        return head


def _caption(words: str) -> Label:
    return Label(words, "caption", "textSecondary")
