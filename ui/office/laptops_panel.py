"""The office's laptops: when each was here, by when it must come again, whether it is to be wiped."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QGridLayout, QVBoxLayout, QWidget

from carenurse.app.office_laptops import LaptopLine
from carenurse.translations import tr
from ui.office.laptop_asking import AskChallenge, Asking, AskWipe
from ui.office.laptops_presenter import LaptopsPresenter
from ui.office.walking import walk
from ui.widgets.boxes import column, empty_out, holder, row
from ui.widgets.buttons import Button
from ui.widgets.fields.text import TextField
from ui.widgets.in_view import bring_into_view
from ui.widgets.outcome import Outcome
from ui.widgets.panels import Panel
from ui.widgets.surface import Hairline
from ui.widgets.text import Label, Run
from ui.widgets.theme import theme

_MARGINS = (13, 12, 13, 12)
_LINES = 4
"""Lines of the grid for one laptop: its facts, what can be done, what is asked, and a hairline."""


class LaptopsPanel(Panel):
    """Pixels of the laptops; the presenter is given once it stands."""

    presenter: LaptopsPresenter

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Laptops"), icon="refresh-cw", parent=parent)
        self._told, self._table = Outcome("critical"), column(space=0)
        self._slots: dict[str, QVBoxLayout] = {}
        self._buttons: dict[str, tuple[Button, ...]] = {}
        self._chosen = ""
        """The laptop about which something was asked last: there the cursor stands again."""
        self._asking: Asking | None = None
        self._kept = ""
        self.days = TextField(tr("Days that a laptop opens everything without this office (0: for ever)"))
        self.days.left.connect(self._set_days)
        self.add(holder(column(self._told, self._table, self.days, space=12, margins=_MARGINS)))

    def _set_days(self) -> None:
        typed = self.days.text().strip()
        if typed != self._kept:
            self._kept = typed
            self.presenter.set_days(typed)

    def show_laptops(self, lines: tuple[LaptopLine, ...], days: int) -> None:
        """Show them all; what was being asked about one is let go."""
        self._kept = str(days)
        self.days.set_text(self._kept)
        was_here = self._has_cursor()
        self._slots.clear()
        self._buttons.clear()
        self._asking = None
        empty_out(self._table)
        if not lines:
            words = tr("No laptop has joined yet.")
            self._table.addWidget(Label(words, "body", "textSecondary", wrap=True))
            return
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme().px(12))
        grid.setVerticalSpacing(theme().px(8))
        for place, (head, share) in enumerate(_heads()):
            grid.addWidget(Label(head, "caption", "textSecondary", wrap=True), 0, place)
            grid.setColumnStretch(place, share)
        for number, line in enumerate(lines):
            self._add(grid, 1 + number * _LINES, line)
        table = holder(grid)
        table.setAccessibleName(tr("Laptops"))
        self._table.addWidget(table)
        walk(*(button for pair in self._buttons.values() for button in pair), self.days.line)
        if was_here:
            self._take_cursor()

    def _has_cursor(self) -> bool:
        """Say whether the cursor stands in the table."""
        focus: QWidget | None = QApplication.focusWidget()
        return focus is not None and focus is not self.days.line and self.isAncestorOf(focus)

    def _take_cursor(self) -> None:
        """Stand on what can be done next about the laptop that was chosen last."""
        for button in self._buttons.get(self._chosen, ()):
            if button.isEnabled():
                button.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def _add(self, grid: QGridLayout, at: int, line: LaptopLine) -> None:
        """Put one laptop into the grid: facts, buttons, and a place for what is asked about it."""
        name = Label("", "body", wrap=True)
        name.set_runs(Run(line.nurse, strong=True), Run(f"  {line.name}", role="textSecondary"))
        facts = (
            name,
            Label(line.state, "body", "caution" if line.late else "text", wrap=True),
            Label(_meet(line), "body", "caution" if line.is_over else "text", wrap=True, tabular=True),
            Label(line.wipe, "body", "critical" if line.to_wipe else "text", wrap=True),
        )
        for place, label in enumerate(facts):
            grid.addWidget(label, at, place)
        slot = self._slots[line.device] = column(space=0)
        if not line.is_gone:
            pair = self._buttons[line.device] = (self._code_button(line), self._wipe_button(line))
            grid.addLayout(row(*pair, None), at + 1, 0, 1, len(facts))
        grid.addLayout(slot, at + 2, 0, 1, len(facts))
        grid.addWidget(Hairline(), at + 3, 0, 1, len(facts))

    def _code_button(self, line: LaptopLine) -> Button:
        button = Button(tr("Code by telephone"), icon="phone")
        button.setAccessibleName(
            tr("Code by telephone for {nurse}, {name}", nurse=line.nurse, name=line.name)
        )
        button.why_not(line.no_code)
        button.clicked.connect(partial(self._open_code, line))
        return button

    def _wipe_button(self, line: LaptopLine) -> Button:
        who = {"nurse": line.nurse, "name": line.name}
        if line.unheard:
            button = Button(tr("Take the wipe back"), icon="history")
            button.setAccessibleName(tr("Take the wipe back of {nurse}, {name}", **who))
            button.clicked.connect(partial(self._take_back, line.device))
            return button
        button = Button(tr("Wipe at next contact"))
        button.setAccessibleName(tr("Wipe at next contact: {nurse}, {name}", **who))
        button.why_not(tr("It has heard of it already.") if line.to_wipe else "")
        button.clicked.connect(partial(self._open_wipe, line))
        return button

    def _open_code(self, line: LaptopLine, _on: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        asking = AskChallenge(line)
        asking.asked.connect(partial(self.presenter.ask_code, line.device))
        self._open(asking)
        asking.take_cursor()

    def _open_wipe(self, line: LaptopLine, _on: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        asking = AskWipe(line)
        asking.confirmed.connect(partial(self.presenter.ask_wipe, line.device))
        self._open(asking)
        asking.take_cursor()

    def _take_back(self, device: str, _on: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        self._chosen = device
        self.presenter.take_wipe_back(device)

    def _open(self, asking: Asking) -> None:
        """Ask about one laptop at a time."""
        self._told.empty()
        self.let_go()
        self._asking, self._chosen = asking, asking.line.device
        asking.ended.connect(self._close)
        self._slots[self._chosen].addWidget(asking)
        walk(*self._buttons[self._chosen], *asking.stops)
        bring_into_view(asking)

    def _close(self) -> None:
        self.let_go()
        self._take_cursor()

    def let_go(self) -> None:
        """Close what is being asked, with nothing done."""
        if self._asking is not None:
            empty_out(self._slots[self._asking.line.device])
            self._asking = None

    def show_code(self, device: str, code: str) -> None:
        """Show the code that is read out for a laptop."""
        if isinstance(self._asking, AskChallenge) and self._asking.line.device == device:
            self._asking.show_code(code)

    def show_no_code(self, device: str, sentence: str, remedy: str) -> None:
        """Say beside what was typed why there is no code."""
        if isinstance(self._asking, AskChallenge) and self._asking.line.device == device:
            self._asking.show_problem(sentence, remedy)

    def show_done(self, sentence: str) -> None:
        """Say what was done."""
        self._told.say(sentence, done=True)

    def show_problem(self, sentence: str, remedy: str) -> None:
        """Say why something was not done."""
        self._told.say(sentence, remedy)


def _heads() -> tuple[tuple[str, int], ...]:
    """Name the columns, and how the width is shared."""
    return (
        (tr("Whose laptop"), 3),
        (tr("Last here"), 3),
        (tr("Must meet the office by"), 2),
        (tr("Wipe"), 3),
    )


def _meet(line: LaptopLine) -> str:
    return tr("{day}: over", day=line.meet) if line.is_over else line.meet
