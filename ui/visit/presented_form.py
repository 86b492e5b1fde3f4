"""One form of the visit as its view sees it: read from the session, changed through the visit."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from carenurse.app.form_shelf import NamedForm
from carenurse.app.settings import Measures
from carenurse.app.visit_facts import Flag
from carenurse.app.visit_forms import short_title
from carenurse.app.visit_places import key_of
from carenurse.app.visit_rows import RowFacts, row_facts, usual_unit
from carenurse.app.visit_rows_today import with_today
from carenurse.app.visit_session import VisitSession
from carenurse.app.visit_typing import read_answer
from carenurse.clinical.fhir import Resource
from carenurse.forms.answers import UnreadableError
from carenurse.forms.form import Item, Unit
from carenurse.forms.nodes import Place
from carenurse.forms.prior import Prior
from carenurse.forms.session import Session


class Keeper(Protocol):
    """Who is told what happened in a form."""

    def answered(self, section: str) -> None:
        """Note that an answer changed."""
        ...

    def left(self) -> None:
        """Note that a field was left."""
        ...

    def finished(self, section: str) -> None:
        """Note that the nurse went on after the last question."""
        ...

    def following(self, section: str) -> str:
        """Name the section behind another one; empty behind the last."""
        ...

    def act_on(self, flag: Flag) -> None:
        """Do what a flag asks for."""
        ...

    def take_form(self, name: str) -> None:
        """Go to a form, and take it into the visit where it is not there yet."""
        ...

    def flags_at(self, section: str, question: str) -> tuple[Flag, ...]:
        """Give the flags of one question, as last worked out."""
        ...


class PresentedForm:
    """What the view of one form asks for."""

    def __init__(self, visit: VisitSession, key: str, keeper: Keeper, measures: Measures = "us") -> None:
        self._visit, self._key, self._keeper = visit, key, keeper
        self._measures: Measures = measures
        self._facts: dict[tuple[str, str], RowFacts] = {}
        draft = next((one for one in visit.opened.forms if one.key == key), None)
        self._priors = draft.earlier if draft else dict[str, Prior]()
        self._next_forms = draft.next_forms if draft else dict[str, NamedForm]()

    @property
    def session(self) -> Session:
        """The filling itself."""
        return self._visit.form(self._key)

    def facts(self, item: Item, unit: str) -> RowFacts:
        """Say what stands beside a question; last time never changes while the visit goes on."""
        if (item.link, unit) not in self._facts:
            self._facts[item.link, unit] = row_facts(self._visit.opened, self._key, item, unit)
        return with_today(self._facts[item.link, unit], self._visit, self._key, item, unit)

    def flags(self, place: Place) -> tuple[Flag, ...]:
        """Give the flags under a question."""
        return self._keeper.flags_at(self._key, key_of(place))

    def came_from(self, place: Place) -> str:
        """Name the form of today from which an answer came; empty for one that was given here."""
        key = self._visit.source(self._key, place)
        return short_title(key, self._visit.form(key).form) if key else ""

    def next_forms(self, flag: Flag) -> Sequence[NamedForm]:
        """Name the forms that a finding asks for, as far as they may be taken in."""
        known = (self._next_forms.get(address) for address in flag.next_forms)
        return tuple(replace(one, here=one.name in self._visit.forms) for one in known if one is not None)

    def take_form(self, form: NamedForm) -> None:
        """Go to a form that a finding asks for; it is taken in where it is not there yet."""
        self._keeper.take_form(form.name)

    def may_carry(self) -> int:
        """Count the answers of last time that may be taken over now."""
        return self.session.carriable(self._priors)

    def carry_over(self) -> None:
        """Take last time's answers over; they wait to be confirmed."""
        self._visit.carry_over(self._key, self._priors)
        self._keeper.answered(self._key)

    def confirm(self, *places: Place) -> None:
        """Make carried answers today's own."""
        self._visit.confirm(self._key, *places)
        self._keeper.answered(self._key)

    def usual_unit(self, item: Item) -> Unit | None:
        """Choose the unit to begin with."""
        return usual_unit(item, self._measures)

    def typed(self, place: Place, text: str, unit: Unit | None) -> str:
        """Take what was typed; nonsense becomes a sentence, and takes the former answer away."""
        try:
            answers = read_answer(self.session.item(place), text, unit, self.session.now.date())
        except UnreadableError as problem:
            self._visit.answer(self._key, place, (), unread=text)
            self._keeper.answered(self._key)
            return str(problem)
        self.chosen(place, answers)
        return ""

    def unread(self) -> dict[Place, tuple[str, str]]:
        """Give what was typed earlier and is no answer, each with the sentence that says why."""
        found: dict[Place, tuple[str, str]] = {}
        kept = self._visit.unread(self._key)
        asked = set(self.session.places(hidden=True)) if kept else set[Place]()
        for place, text in kept.items():
            if place not in asked:
                continue
            try:
                read_answer(self.session.item(place), text, None, self.session.now.date())
            except UnreadableError as problem:
                found[place] = (text, str(problem))
        return found

    def chosen(self, place: Place, answers: Sequence[Resource]) -> None:
        """Take what was picked."""
        self._visit.answer(self._key, place, answers)
        self._keeper.answered(self._key)

    def comment(self, place: Place, text: str) -> None:
        """Keep a comment beside a question."""
        self._visit.comment(self._key, place, text)
        self._keeper.answered(self._key)

    def left(self) -> None:
        """Save now."""
        self._keeper.left()

    def following(self) -> str:
        """Name the section that comes behind the form."""
        return self._keeper.following(self._key)

    def finished(self) -> None:
        """Go on behind the form."""
        self._keeper.finished(self._key)

    def add(self, place: Place) -> None:
        """Add a repetition."""
        self._visit.add_repetition(self._key, place)
        self._keeper.answered(self._key)

    def remove(self, place: Place) -> None:
        """Take a repetition away."""
        self._visit.remove_repetition(self._key, place)
        self._keeper.answered(self._key)

    def act(self, flag: Flag) -> None:
        """Do what a flag asks for."""
        self._keeper.act_on(flag)
