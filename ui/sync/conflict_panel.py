"""One conflict, side by side: before, hers, the office's. Nothing is chosen beforehand."""

from collections.abc import Callable, Collection, Mapping
from functools import partial
from typing import Any, Protocol

from PySide6.QtWidgets import QGridLayout, QWidget

from carenurse.app.sync_conflicts import Disagreement, Line, Side
from carenurse.translations import tr, trn
from ui.widgets.boxes import column, empty_out, holder, row
from ui.widgets.buttons import Button
from ui.widgets.fields.text import TextField
from ui.widgets.fitted import fitted
from ui.widgets.panels import Panel
from ui.widgets.segments import Segments
from ui.widgets.surface import Hairline
from ui.widgets.text import Label
from ui.widgets.theme import theme
from ui.widgets.tip import as_tip


class Acts(Protocol):
    """What can be done about a conflict."""

    def choose(self, side: Side | Mapping[str, Side], why: str) -> None:
        """Settle it."""
        ...

    def keep_both(self, why: str) -> None:
        """Settle it with the entries of both."""
        ...

    def ask(self, question: str) -> None:
        """Ask the office."""
        ...

    def later(self) -> None:
        """Look at the next one."""
        ...

    def open_chart(self, patient: str) -> None:
        """Go to the chart, where it can be edited."""
        ...


class ConflictPanel(Panel):
    """What both changed, and the buttons that settle it."""

    def __init__(self, acts: Acts, parent: QWidget | None = None) -> None:
        super().__init__(
            tr("You and the office both changed this"),
            icon="triangle-alert",
            icon_role="caution",
            parent=parent,
        )
        self._acts = acts
        self._found: Disagreement | None = None
        self._shown: tuple[Disagreement | None, int] = (None, 0)
        self._by_line: dict[str, Segments] = {}
        self._content = column(space=10, margins=(13, 12, 13, 12))
        self.add(fitted(self._content))
        self._typed: dict[int, str] = {}
        """Why, as far as it is written, by conflict: it stays while another is looked at."""
        self.why = self._ask_why(0)
        self.hide()

    def show_conflict(self, found: Disagreement | None, number: int, total: int) -> None:
        """Show one; None hides the panel."""
        self.setVisible(found is not None)
        if found is not None:
            self.set_note(tr("{number} of {total}", number=number, total=total))
        if (found, total) == self._shown:
            return
        self._found, self._shown = found, (found, total)
        if found is not None:
            self._fill(found, total, by_line=False)

    def _fill(self, found: Disagreement, total: int, *, by_line: bool) -> None:
        empty_out(self._content)
        self._by_line = {}
        self.why = self._ask_why(found.identity)
        self._content.addWidget(Label(found.title, "section", wrap=True))
        self._content.addWidget(Label(found.sentence, "body", wrap=True))
        self._content.addWidget(self._table(found, by_line=by_line))
        self._content.addWidget(Label(_note(found), "caption", "textSecondary", wrap=True))
        self._content.addWidget(self.why)
        for line in self._buttons(found, total, by_line=by_line):
            self._content.addWidget(line)

    def _ask_why(self, identity: int) -> TextField:
        field = TextField(tr("Why this choice"), placeholder=tr("goes with it to the office"))
        field.set_text(self._typed.get(identity, ""))
        field.edited.connect(partial(self._write, identity))
        return field

    def _write(self, identity: int, text: str) -> None:
        self._typed[identity] = text

    def still_open(self, identities: Collection[int]) -> None:
        """Forget what was written of conflicts that are settled."""
        self._typed = {one: why for one, why in self._typed.items() if one in identities}

    def unfinished(self) -> dict[str, Any]:
        """Give which conflict is looked at, and what is written of each that is still open."""
        why = {str(one): text for one, text in self._typed.items()}
        return {"at": self._found.identity, "why": why} if self._found and why else {}

    def put_back(self, words: Mapping[str, str]) -> None:
        """Write it again, also into the conflict that is shown."""
        self._typed |= {int(one): text for one, text in words.items()}
        if self._found is not None:
            self.why.set_text(self._typed.get(self._found.identity, ""))

    def _table(self, found: Disagreement, *, by_line: bool) -> QWidget:
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme().px(12))
        grid.setVerticalSpacing(theme().px(4))
        before = tr("Before, {when}", when=found.before) if found.before else tr("Before")
        office = tr("The office's, {who}", who=found.theirs)
        was_before = any(line.before for line in found.lines)
        for place, head in enumerate(("", before if was_before else "", found.mine, office)):
            grid.addWidget(Label(head, "caption", "textSecondary", wrap=True), 0, place)
        at = 1
        for line in found.lines:
            at = self._line(grid, at, line, by_line=by_line)
        grid.setColumnStretch(0, 2)
        for place in (1, 2, 3):
            grid.setColumnStretch(place, 3 if place > 1 or was_before else 0)
        table = fitted(grid)
        table.setAccessibleName(tr("Both changes side by side"))
        return table

    def _line(self, grid: QGridLayout, at: int, line: Line, *, by_line: bool) -> int:
        grid.addWidget(Hairline(), at, 0, 1, 4)
        step = "bodyStrong" if line.differs else "body"
        mark = _marked(line)
        role = "caution" if line.key else "textSecondary"
        grid.addWidget(Label(mark, "caption", role, wrap=True), at + 1, 0)
        for place, words in enumerate((line.before, line.mine, line.theirs), 1):
            quiet = place == 1 or not line.differs
            told = words or ("" if place == 1 else tr("nothing"))
            said = Label(
                told, "body" if place == 1 else step, "textSecondary" if quiet else "text", wrap=True
            )
            said.setAccessibleName(f"{line.label}: {words or tr('nothing')}")
            grid.addWidget(said, at + 1, place)
        if by_line and line.key and line.key not in self._by_line:
            sides = (("mine", tr("Mine")), ("theirs", tr("The office's")))
            choice = Segments(tr("Whose: {label}", label=line.label), sides, decision=True)
            self._by_line[line.key] = choice
            grid.addWidget(choice, at + 2, 2, 1, 2)
            return at + 3
        return at + 2

    def _buttons(self, found: Disagreement, total: int, *, by_line: bool) -> list[QWidget]:
        if by_line:
            back = self._button(tr("Back"), partial(self._fill, found, total, by_line=False), "text")
            return [
                holder(row(back, None, self._button(tr("Keep what I chose"), self._keep_lines, "primary")))
            ]
        mine = self._button(tr("Keep mine"), partial(self._choose, "mine"))
        theirs = self._button(tr("Keep the office's"), partial(self._choose, "theirs"))
        if found.deleted:
            theirs.set_words(tr("Take it out too"))
        if found.signed:
            theirs.why_not(tr("Yours is signed and stays as it is."))
        first = [mine, theirs]
        if found.both:
            both = self._button(tr("Keep both"), self._keep_both)
            both.setToolTip(as_tip(found.both))
            first.append(both)
        if found.by_line:
            lines = self._button(tr("Line by line"), partial(self._fill, found, total, by_line=True))
            first.append(lines)
        second = [self._button(tr("Ask the office"), self._ask, "text")]
        if found.patient:
            second.append(self._button(tr("Edit in the chart"), self._edit, "text"))
        if total > 1:
            second.append(self._button(tr("Decide later"), self._acts.later, "text"))
        return [holder(row(*first, None, space=8)), holder(row(*second, None, space=16))]

    def _button(self, words: str, act: Callable[[], object], kind: str = "secondary") -> Button:
        button = Button(words, "primary" if kind == "primary" else "text" if kind == "text" else "secondary")
        button.clicked.connect(lambda: act())  # noqa: PLW0108  Qt would hand over whether it is on
        return button

    def _choose(self, side: Side) -> None:
        self._acts.choose(side, self.why.text())

    def _keep_both(self) -> None:
        self._acts.keep_both(self.why.text())

    def _keep_lines(self) -> None:
        sides: dict[str, Side] = {
            key: "mine" if choice.current() == "mine" else "theirs"
            for key, choice in self._by_line.items()
            if choice.current()
        }
        self._acts.choose(sides, self.why.text())

    def _ask(self) -> None:
        self._acts.ask(self.why.text())

    def _edit(self) -> None:
        if self._found is not None:
            self._acts.open_chart(self._found.patient)


def _marked(line: Line) -> str:
    """Name a line, and say what becomes of it: to be chosen, or kept whichever side is."""
    if line.key:
        return tr("{label} (differs)", label=line.label)
    if not line.differs:
        return line.label
    if line.theirs == line.before:
        return tr("{label} (yours stays)", label=line.label)
    return tr("{label} (the office's stays)", label=line.label)


def _note(found: Disagreement) -> str:
    differ = sum(bool(one.key) for one in found.lines)
    told = trn("{number} line to choose.", "{number} lines to choose.", differ)
    if any(one.differs and not one.key for one in found.lines):
        told = f"{told} " + tr("What fits together is kept of both, whichever you choose.")
    force = tr("Yours is in force until you choose. Both stay in the history, with name and time.")
    return f"{told} {force}"
