"""The right column about the selected visit: what it is, what does not fit, what can be done about it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from carenurse.app.day_words import clock_time
from carenurse.app.schedule_facts import Block, BlockState, OrderLedger, Week
from carenurse.translations import tr
from ui.schedule.view import Selection
from ui.schedule.words import block_when, state_words
from ui.widgets.boxes import column, empty_out, holder, row
from ui.widgets.buttons import Button
from ui.widgets.chips import Chip
from ui.widgets.picture import Picture
from ui.widgets.surface import Hairline, Surface
from ui.widgets.text import Label
from ui.widgets.tokens import Tone

_CHIPS: dict[BlockState, tuple[Tone, str]] = {
    BlockState.RUNNING: ("info", "circle-dot"),
    BlockState.OPEN_NOTE: ("draft", "pencil"),
    BlockState.DONE: ("ok", "check"),
    BlockState.MISSED: ("critical", "x"),
    BlockState.CANCELLED: ("plain", "minus"),
}

_PLACE, _BRING = "map-pin", "package"


class Inspector(QWidget):
    """Facts and actions of one visit."""

    solved = Signal(str, object)
    """Move a visit to the start that its conflict leaves it."""
    accepted = Signal(str)
    changing = Signal(str)
    ending = Signal(str)
    """Cancel or miss the selected visit: "cancel", "miss"."""
    charted = Signal()
    planned = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = column(space=0)
        self.setLayout(self._layout)
        self._asked = Label("", "secondary", wrap=True)
        self._order: OrderLedger | None = None
        self._asked_part: QWidget | None = None
        self._shown: tuple[Selection | None, Week | None] | None = None

    def show_selection(self, selection: Selection | None, week: Week | None) -> None:
        """Show a visit, or that none is selected; what stands there already is not made again."""
        if self._shown == (selection, week):
            return
        self._shown = (selection, week)
        empty_out(self._layout)
        self._asked_part = None
        if selection is None or week is None:
            self._layout.addWidget(self._nothing())
            self._layout.addStretch(1)
            return
        block = selection.block
        self._layout.addWidget(self._head(block))
        self.show_conflicts(block, keep=selection.keep)
        facts = self._facts(block, week)
        if facts.count():
            self._layout.addWidget(holder(facts))
            self._layout.addWidget(Hairline())
        self._layout.addWidget(self._actions(block))
        self._asked = Label("", "secondary", wrap=True)
        self._asked_part = holder(
            column(
                Hairline(),
                holder(
                    column(Label(tr("Asked for"), "label"), self._asked, space=2, margins=(16, 10, 14, 10))
                ),
                space=0,
            )
        )
        self._layout.addWidget(self._asked_part)
        self._layout.addStretch(1)
        self.show_order(self._order)

    def show_order(self, order: OrderLedger | None) -> None:
        """Say what the person asked about times, as the order tells it."""
        self._order = order
        if self._asked_part is not None:
            words = order.asked_for if order else ""
            self._asked.set_text(words)
            self._asked_part.setVisible(bool(words))

    def _nothing(self) -> QWidget:
        words = Label(
            tr("Select a visit to see where it is, what it needs and whether it fits."),
            "secondary",
            "textSecondary",
            wrap=True,
        )
        return holder(
            column(Label(tr("No visit selected"), "label"), words, space=2, margins=(16, 14, 14, 14))
        )

    def _head(self, block: Block) -> QWidget:
        about = block_when(block) + (f" · {block.reason}" if block.reason else "")
        pieces = column(
            Label(tr("Selected"), "caption", "textSecondary"),
            Label(block.name, "subject", wrap=True),
            Label(about, "secondary", "textSecondary", wrap=True),
            space=2,
            margins=(16, 10, 14, 12),
        )
        if chip := _CHIPS.get(block.state):
            tone, icon = chip
            pieces.addLayout(row(Chip(state_words(block.state), tone, icon=icon), None))
        if block.why:
            pieces.addWidget(Label(block.why, "secondary", wrap=True))
        return holder(pieces)

    def show_conflicts(self, block: Block, *, keep: bool) -> None:
        """Say each conflict in words, with the fix as a button."""
        if not block.conflicts:
            self._layout.addWidget(Hairline())
            return
        part = Surface(
            "sunken" if keep else "criticalTint", "tb", line="criticalLine" if not keep else "hairline"
        )
        pieces = column(space=8, margins=(16, 10, 12, 12))
        for conflict in block.conflicts:
            icon = Picture("triangle-alert", "textSecondary" if keep else "critical")
            words = Label(conflict.sentence, "label", "textSecondary" if keep else "critical", wrap=True)
            line = row(column(1, icon, None, space=0), words, space=9)
            line.setStretch(1, 1)
            pieces.addLayout(line)
        if not keep:
            pieces.addLayout(self._fixes(block))
        part.setLayout(pieces)
        self._layout.addWidget(part)

    def _fixes(self, block: Block) -> QHBoxLayout:
        starts = [conflict.move_to for conflict in block.conflicts if conflict.move_to]
        later = [conflict.other for conflict in block.conflicts if conflict.move_to is None]
        line = row(space=8)
        if starts:
            start = max(starts)
            move = Button(tr("Move to {time}", time=clock_time(start)))
            move.clicked.connect(lambda: self.solved.emit(block.id, start))
            line.addWidget(move)
        elif later:
            other = Button(tr("Move the other"))
            other.clicked.connect(lambda: self.solved.emit(later[0], None))
            line.addWidget(other)
        both = Button(tr("Keep both"))
        both.clicked.connect(lambda: self.accepted.emit(block.id))
        line.addWidget(both)
        line.addStretch(1)
        return line

    def _facts(self, block: Block, week: Week) -> QVBoxLayout:
        facts = column(space=6, margins=(16, 12, 14, 12))
        for icon, words in ((_PLACE, block.address), (_BRING, block.bring), *_ways(block, week)):
            if words:
                line = row(column(1, Picture(icon, "textSecondary", place="button"), None, space=0), space=9)
                line.addWidget(Label(words, "secondary", wrap=True), 1)
                facts.addLayout(line)
        return facts

    def _actions(self, block: Block) -> QWidget:
        pieces = column(space=8, margins=(16, 12, 14, 12))
        if block.state.movable:
            change = Button(tr("Change, move, repeat"), icon="pencil", key="M")
            change.clicked.connect(lambda: self.changing.emit(block.id))
            missed, cancel = Button(tr("Missed"), icon="x"), Button(tr("Cancel visit"))
            missed.clicked.connect(lambda: self.ending.emit("miss"))
            cancel.clicked.connect(lambda: self.ending.emit("cancel"))
            pieces.addLayout(row(change, None))
            pieces.addLayout(row(missed, cancel, None))
        if block.patient:
            chart = Button(tr("Open chart"), "text", icon="user")
            chart.clicked.connect(self.charted)
            plan = Button(tr("Care plan"), "text", icon="target")
            plan.clicked.connect(self.planned)
            pieces.addLayout(row(chart, plan, None, space=20))
        return holder(pieces)


def _ways(block: Block, week: Week) -> list[tuple[str, str]]:
    """Say the way from the visit before and to the one after."""
    said: list[tuple[str, str]] = []
    names = {one.id: one.name for one in week.blocks}
    for day in week.days:
        for way in day.ways:
            if way.gap < 0 or block.id not in (way.before, way.after):
                continue
            about = tr("about {minutes} min", minutes=way.drive)
            drive = about if way.estimated else tr("{minutes} min assumed", minutes=way.drive)
            if block.id == way.after:
                said.append(
                    (
                        "car",
                        tr(
                            "{gap} min after {name}, drive {drive}",
                            gap=way.gap,
                            name=names[way.before],
                            drive=drive,
                        ),
                    )
                )
            else:
                said.append(
                    (
                        "car",
                        tr(
                            "{gap} min before {name}, drive {drive}",
                            gap=way.gap,
                            name=names[way.after],
                            drive=drive,
                        ),
                    )
                )
    return said
