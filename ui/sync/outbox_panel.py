"""What waits for the office, visit by visit: what, for whom, since when, why not yet, what to do."""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from carenurse.app.sync_outbox import Group, Item, Outbox, State
from carenurse.app.sync_words import moment
from carenurse.translations import tr, trn
from ui.widgets.boxes import column, empty_out, holder, row, scrolled
from ui.widgets.buttons import Button
from ui.widgets.fitted import fitted
from ui.widgets.panels import EmptyState, Panel
from ui.widgets.picture import Picture
from ui.widgets.surface import Hairline
from ui.widgets.text import Label
from ui.widgets.theme import theme
from ui.widgets.tokens import Role

_MOST = 60
"""Groups, and items of a group, that are shown; more are counted in a last line."""
_LOWEST = 260

_PICTURES: dict[State, tuple[str, Role]] = {
    State.REFUSED: ("triangle-alert", "caution"),
    State.NOT_ALLOWED: ("triangle-alert", "caution"),
    State.CONFLICT: ("triangle-alert", "caution"),
    State.GOING: ("refresh-cw", "accent"),
    State.UNANSWERED: ("circle-help", "caution"),
    State.HELD: ("minus", "textSecondary"),
    State.BEHIND: ("clock", "textSecondary"),
    State.WAITS: ("clock", "textSecondary"),
}


class Acts(Protocol):
    """What can be done with what waits."""

    def hold(self, sequences: Iterable[int]) -> None:
        """Keep changes from going."""
        ...

    def release(self, sequences: Iterable[int]) -> None:
        """Let changes go again."""
        ...

    def open_chart(self, patient: str) -> None:
        """Go to a chart."""
        ...


class OutboxPanel(Panel):
    """The list; each visit opens to its items."""

    def __init__(self, acts: Acts, parent: QWidget | None = None) -> None:
        super().__init__(tr("From this laptop"), icon="layers", parent=parent)
        self._acts = acts
        self._open: set[str] = set()
        self._shown: tuple[Outbox, datetime] | None = None
        self._lines = column(space=0)
        self.add(scrolled(holder(column(self._lines, None, margins=(13, 4, 13, 8)))))
        self.setMinimumHeight(theme().px(_LOWEST))
        self.set_note(tr("never removed until the office says it has it"))

    def show_outbox(self, told: Outbox, now: datetime) -> None:
        """Show what waits."""
        self._shown = (told, now)
        empty_out(self._lines)
        if not told.groups:
            nothing = tr("Nothing waits.")
            words = tr("What you sign or change stands here until the office has it.")
            self._lines.addWidget(EmptyState(nothing, words))
        for place, group in enumerate(told.groups[:_MOST]):
            if place:
                self._lines.addWidget(Hairline())
            self._lines.addWidget(self._group(group, now))
        if (more := len(told.groups) - _MOST) > 0:
            self._lines.addWidget(
                Label(trn("and {number} more", "and {number} more", more), "caption", "textSecondary")
            )

    def _group(self, group: Group, now: datetime) -> QWidget:
        title = Label(group.title, "bodyStrong", wrap=True)
        detail = Label(group.detail, "caption", "textSecondary", wrap=True)
        since = tr("since {when}", when=moment(group.since, now))
        why = Label(f"{group.why.rstrip('.')} · {since}", "caption", _ink(group.state), wrap=True)
        icon, role = _PICTURES[group.state]
        text = column(title, detail, why, space=0)
        picture = Picture(icon, role)
        line = row(picture, text, *self._buttons(group), space=10, margins=(0, 8, 0, 8))
        line.setStretch(1, 1)
        line.setAlignment(picture, Qt.AlignmentFlag.AlignTop)
        whole = column(fitted(line), space=0)
        if group.key in self._open:
            for item in group.items[:_MOST]:
                whole.addWidget(self._item(item, now))
            if (more := len(group.items) - _MOST) > 0:
                words = trn("and {number} more", "and {number} more", more)
                whole.addWidget(Label(words, "caption", "textSecondary"))
        return fitted(whole)

    def _buttons(self, group: Group) -> list[QWidget]:
        made: list[QWidget] = []
        sequences = [one.sequence for one in group.items]
        if group.can_go:
            made.append(self._button(tr("Send again"), group.title, partial(self._acts.release, sequences)))
        elif group.can_hold and not group.taken_over:
            made.append(self._button(tr("Hold"), group.title, partial(self._acts.hold, sequences)))
        words = (
            tr("Close") if group.key in self._open else trn("{number} item", "{number} items", len(sequences))
        )
        made.append(self._button(words, group.title, partial(self._toggle, group.key), link=True))
        return made

    def _button(self, words: str, what: str, act: Callable[[], object], *, link: bool = False) -> Button:
        button = Button(words, "text" if link else "secondary")
        button.setAccessibleName(f"{words}: {what}")
        button.clicked.connect(lambda: act())  # noqa: PLW0108  Qt would hand over whether it is on
        return button

    def _toggle(self, key: str) -> None:
        self._open ^= {key}
        if self._shown:
            self.show_outbox(*self._shown)

    def _item(self, item: Item, now: datetime) -> QWidget:
        since = moment(item.since, now)
        words: list[QWidget] = [Label(item.title, "secondary", wrap=True)]
        words.append(Label(f"{since} · {item.why}", "caption", _ink(item.state), wrap=True))
        if item.refused:
            words.append(Label(item.refused.remedy, "caption", "textSecondary", wrap=True))
            if item.refused.said:
                said = tr("The office's own words: “{words}”", words=item.refused.said)
                words.append(Label(said, "caption", "textSecondary", wrap=True))
        line = row(column(*words, space=0), *self._item_buttons(item), space=10, margins=(26, 4, 0, 6))
        line.setStretch(0, 1)
        return fitted(line)

    def _item_buttons(self, item: Item) -> list[QWidget]:
        made: list[QWidget] = []
        if item.state in (State.HELD, State.REFUSED, State.NOT_ALLOWED):
            made.append(
                self._button(tr("Send again"), item.title, partial(self._acts.release, [item.sequence]))
            )
        elif item.state in (State.WAITS, State.BEHIND):
            made.append(
                self._button(tr("Hold"), item.title, partial(self._acts.hold, [item.sequence]), link=True)
            )
        if item.patient and item.state.needs_nurse:
            made.append(
                self._button(tr("Chart"), item.title, partial(self._acts.open_chart, item.patient), link=True)
            )
        return made


def _ink(state: State) -> Role:
    return "caution" if state.needs_nurse or state is State.UNANSWERED else "textSecondary"
