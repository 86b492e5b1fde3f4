"""How a visit stands, and the pixels as the presenter sees them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from carenurse.app.visit_checks import Check
from carenurse.app.visit_facts import Flag
from carenurse.app.visit_goals import GoalToday
from carenurse.app.visit_note import NoteParagraph
from carenurse.app.visit_readback import SignedView
from carenurse.app.visit_sections import SectionState
from carenurse.app.visit_session import VisitSession
from carenurse.app.visit_suggestions import SuggestedHere
from carenurse.app.visit_worksheet import Place, Worksheet
from ui.visit.presented_form import PresentedForm


@dataclass(frozen=True, slots=True)
class Standing:
    """How the visit stands after a change; the note and the checks only while they are on the screen."""

    sections: tuple[SectionState, ...]
    flags: tuple[Flag, ...]
    told: frozenset[str]
    suggestions: tuple[SuggestedHere, ...]
    sheet: Worksheet
    goals: tuple[GoalToday, ...] = ()
    note: tuple[NoteParagraph, ...] = ()
    checks: tuple[Check, ...] = ()


class VisitView(Protocol):
    """The pixels, as the presenter sees them."""

    def turn(self, encounter: str) -> None:
        """Take the visit before off the screen: this one is being opened."""
        ...

    def show_visit(self, visit: VisitSession, forms: dict[str, PresentedForm]) -> None:
        """Build the page of a visit."""
        ...

    def show_standing(self, standing: Standing, changed: str) -> None:
        """Show how the visit stands; ``changed`` is the section that changed, empty for all."""
        ...

    def show_saved(self, moment: datetime) -> None:
        """Say that everything is kept: called only after the commit came back."""
        ...

    def show_not_saved(self) -> None:
        """Say that the last words are on the screen only."""
        ...

    def start_autosave(self) -> None:
        """Call ``save`` within a second of the first change that is not saved."""
        ...

    def go_to(self, place: Place) -> None:
        """Put the cursor into a question."""
        ...

    def show_page(self, page: str) -> None:
        """Show the forms ("form") or the note with its checks ("sign")."""
        ...

    def show_signed(self, view: SignedView) -> None:
        """Show a signed visit, to be read."""
        ...

    def offer_forms(self, titles: tuple[tuple[str, str], ...]) -> None:
        """Let the nurse choose one more form: (name, title)."""
        ...
