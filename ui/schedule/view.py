"""What the schedule's presenter asks of the pixels."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, Protocol

from carenurse.app.caseload import CaseloadRow
from carenurse.app.schedule_facts import Block, OrderLedger, Week
from ui.schedule.drafts import VisitDraft

Mode = Literal["day", "week", "list"]
Ending = Literal["cancel", "miss"]


@dataclass(frozen=True, slots=True)
class Selection:
    """The selected visit; ``keep`` says that its conflicts were seen and accepted."""

    block: Block
    keep: bool


class ScheduleView(Protocol):
    """The pixels, as the presenter sees them."""

    def show_week(self, found: Week, days: tuple[date, ...], now: datetime, mode: Mode) -> None:
        """Show these days of the week."""
        ...

    def show_selection(self, selection: Selection | None) -> None:
        """Show the selected visit in the inspector and in the grid."""
        ...

    def show_held(self, block: Block | None) -> None:
        """Show where a visit is held while it is dragged, with its conflicts."""
        ...

    def show_order(self, order: OrderLedger | None) -> None:
        """Show the order of the selected person beside what is planned and done."""
        ...

    def show_form(self, draft: VisitDraft) -> None:
        """Open the form of a visit."""
        ...

    def show_form_state(self, faults: dict[str, str], conflicts: tuple[str, ...]) -> None:
        """Say what is wrong in the form, and what the visit would collide with."""
        ...

    def show_people(self, people: tuple[CaseloadRow, ...], words: str) -> None:
        """Offer the people found for these words in the form."""
        ...

    def show_ending(self, ending: Ending, block: Block, again: str, asked: Mapping[str, Any]) -> None:
        """Ask why a visit does not take place; ``again`` proposes when to plan it anew."""
        ...

    def close_form(self) -> None:
        """Put the inspector back in the form's place."""
        ...

    def say_problem(self, sentence: str, remedy: str) -> None:
        """Say in the open form why it could not be kept."""
        ...
