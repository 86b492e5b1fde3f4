"""What a form's view asks of whoever fills the form in: answers, and what stands beside them."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from carenurse.app.form_shelf import NamedForm
from carenurse.app.visit_facts import Flag
from carenurse.app.visit_rows import RowFacts
from carenurse.clinical.fhir import Resource
from carenurse.forms.form import Item, Unit
from carenurse.forms.nodes import Place
from carenurse.forms.session import Session


class FormSource(Protocol):
    """One form being filled in; every method runs on the window's thread and touches no disk."""

    @property
    def session(self) -> Session:
        """The filling itself, to be read."""
        ...

    def facts(self, item: Item, unit: str) -> RowFacts:
        """Say what stands beside a question; ``unit`` (UCUM) is the one that the row shows."""
        ...

    def flags(self, place: Place) -> tuple[Flag, ...]:
        """Give the flags that belong under a question."""
        ...

    def came_from(self, place: Place) -> str:
        """Name the form of today from which an answer came; empty for one that was given here."""
        ...

    def next_forms(self, flag: Flag) -> Sequence[NamedForm]:
        """Name the forms that a finding asks for."""
        ...

    def take_form(self, form: NamedForm) -> None:
        """Go to a form that a finding asks for; it is taken in where it is not there yet."""
        ...

    def may_carry(self) -> int:
        """Count the answers of last time that may be taken over now."""
        ...

    def carry_over(self) -> None:
        """Take last time's answers over where that is allowed; they wait to be confirmed."""
        ...

    def confirm(self, *places: Place) -> None:
        """Make carried answers today's own; without a place, all of them."""
        ...

    def usual_unit(self, item: Item) -> Unit | None:
        """Choose the unit that a question begins with."""
        ...

    def typed(self, place: Place, text: str, unit: Unit | None) -> str:
        """Take what was typed; gives the sentence that says why it is no answer, or nothing."""
        ...

    def unread(self) -> Mapping[Place, tuple[str, str]]:
        """Give what was typed before the form was shown and is no answer: the text, and why it is none."""
        ...

    def chosen(self, place: Place, answers: Sequence[Resource]) -> None:
        """Take what was picked."""
        ...

    def comment(self, place: Place, text: str) -> None:
        """Keep a comment beside a question."""
        ...

    def left(self) -> None:
        """Note that a field was left: what was typed is saved now."""
        ...

    def following(self) -> str:
        """Name what comes behind the form; empty where nothing does."""
        ...

    def finished(self) -> None:
        """Go on to what comes behind the form."""
        ...

    def add(self, place: Place) -> None:
        """Add a repetition of a group."""
        ...

    def remove(self, place: Place) -> None:
        """Take a repetition of a group away."""
        ...

    def act(self, flag: Flag) -> None:
        """Do what a flag asks for."""
        ...
