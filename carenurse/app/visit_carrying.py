"""Typed once: what was measured today goes into every other form of the visit that asks for the same.

So does what was asked today: where a form asks for another one (a positive PHQ-2 for the PHQ-9), the
questions that both have are not asked twice. Only within one visit; nothing is ever carried over from an
earlier one. A temperature that was typed in Fahrenheit is converted and rounded half up to 0.1 °C before it
scores (100.5 °F is 38.1 °C).
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from carenurse.app.visit_readings import VITALS, loinc_of, number_of, refused_at
from carenurse.clinical.fhir import Resource
from carenurse.clinical.units import converted, substance_of
from carenurse.forms.answers import quantity_answer
from carenurse.forms.form import Form, Item
from carenurse.forms.nodes import Place, option_of
from carenurse.forms.session import Session

Target = tuple[str, Place]
"""A form's key and a place in it."""


@dataclass(frozen=True, slots=True)
class Taken:
    """An answer that came from another form of the visit, and the key of that form."""

    source: str
    answer: Resource


class TypedOnce:
    """What of the answers of a visit came from another of its forms. ``sessions`` are its living forms.

    The vital signs give to all others; any other form gives to those that it asks for.
    """

    def __init__(self, sessions: Mapping[str, Session]) -> None:
        self._sessions = sessions
        self._next: dict[str, frozenset[str]] = {}
        self._taken: dict[Target, Taken] = {}

    def begin(self, key: str, next_forms: Iterable[str]) -> None:
        """Note a form of the visit and the forms that it may ask for."""
        self._next[key] = frozenset(next_forms)

    def source(self, key: str, place: Place) -> str:
        """Give the key of the form from which an answer came; empty for one that was given here."""
        taken = self._taken.get((key, place))
        stands = taken and taken.source in self._sessions
        return (
            taken.source if taken and stands and self._sessions[key].answers(place) == (taken.answer,) else ""
        )

    def carry(self, source: str) -> Iterator[str]:
        """Bring the answers of a form into those that it gives to; gives the keys of those that changed.

        What was typed there stands.
        """
        for key, session in self._sessions.items() if source in self._sessions else ():
            if key == source or not (source == VITALS or key in self._next[source]):
                continue
            wanted = self._wanted(source, key)
            before = (at for (owner, at), one in self._taken.items() if (owner, one.source) == (key, source))
            for place in {*wanted, *before}:
                if self._carry_one(session, (key, place), source, wanted.get(place)):
                    yield key

    def _wanted(self, source: str, key: str) -> dict[Place, Resource]:
        giving, session = self._sessions[source], self._sessions[key]
        if source == VITALS:
            return carried_answers(giving, session)
        own = (
            pair for pair in shared_questions(giving.form, session.form) if not self.source(source, pair[0])
        )
        return {
            Place(to.link): dict(given[0])
            for at, to in own
            if _outside_repeats(session, to) and (given := _given(giving, at))
        }

    def _carry_one(self, session: Session, target: Target, source: str, wanted: Resource | None) -> bool:
        held, taken = session.answers(target[1]), self._taken.get(target)
        if taken is not None and taken.source != source:
            return False
        if held and held not in ((taken.answer if taken else None,), (wanted,)):
            return False
        if wanted is None:
            self._taken.pop(target, None)
        else:
            self._taken[target] = Taken(source, wanted)
        answers = () if wanted is None else (wanted,)
        if held != answers:
            session.answer(target[1], *answers)
        return held != answers


def shared_questions(source: Form, target: Form) -> Iterator[tuple[Place, Item]]:
    """Find the choices that two forms both ask: of one code that each has once, with the same options."""
    ours, theirs = _by_code(source), _by_code(target)
    for code in ours.keys() & theirs.keys():
        if _codes(ours[code]) == _codes(theirs[code]):
            yield Place(ours[code].link), theirs[code]


def _by_code(form: Form) -> dict[str, Item]:
    asked = [(code, item) for item in form.questions if item.kind == "choice" and (code := loinc_of(item))]
    times = Counter(code for code, _item in asked)
    return {code: item for code, item in asked if times[code] == 1 and not (item.repeats or item.calculated)}


def _given(session: Session, place: Place) -> tuple[Resource, ...]:
    """Give an answer of today; none where it waits to be confirmed, or stands in a repetition."""
    there = place in session.places(hidden=True)
    return session.answers(place) if there and not session.carried_from(place) else ()


def carried_answers(source: Session, target: Session) -> dict[Place, Resource]:
    """Say what the vital signs typed today answer in another form, in that form's units and choices."""
    by_code = {code: item.link for item in source.form.questions if (code := loinc_of(item))}
    in_other_ways = {_code_of(one): item.link for item in source.form.questions for one in item.codes}
    found: dict[Place, Resource] = {}
    for item in target.form.questions:
        said = in_other_ways.get(item.same_question, "")
        link = said if item.same_question[1] else _source_link(item, by_code, source)
        may_go = link and _outside_repeats(target, item) and not refused_at(source, Place(link))
        given = source.answers(link) if may_go else ()
        answer = _fitted(source.item(link), item, given[0]) if given else None
        if answer is not None:
            found[Place(item.link)] = answer
    return found


def _outside_repeats(target: Session, item: Item) -> bool:
    return not item.calculated and Place(item.link) in target.places(hidden=True)


def _code_of(coding: Resource) -> tuple[str, str]:
    return str(coding.get("system", "")), str(coding.get("code", ""))


def _source_link(item: Item, by_code: Mapping[str, str], source: Session) -> str:
    if code := loinc_of(item):
        return by_code.get(code, "")
    twin = source.form.index.get(item.link)
    same = twin is not None and twin.kind == item.kind == "choice" and _codes(twin) == _codes(item)
    return item.link if same else ""


def _codes(item: Item) -> list[tuple[str, str]]:
    return [(option.system, option.code) for option in item.options]


def _fitted(source: Item, item: Item, answer: Resource) -> Resource | None:
    if item.kind == "choice":
        return _as_choice(source, item, answer)
    found = number_of(source, answer)
    if found is None:
        return None
    value, unit = found
    wanted = next((one.code for one in item.all_units), unit)
    number = converted(value, unit, wanted, substance_of(loinc_of(item))) if unit != wanted else value
    return None if number is None else _as_number(item, number)


def _as_choice(source: Item, item: Item, answer: Resource) -> Resource | None:
    number = number_of(source, answer)
    if number is not None:
        words = f"{number[0]:f}"
        return next((dict(one.answer) for one in item.options if one.text == words), None)
    chosen = option_of(source, answer)
    same = (one for one in item.options if chosen and (one.system, one.code) == (chosen.system, chosen.code))
    return next((dict(one.answer) for one in same), None)


def _as_number(item: Item, number: Decimal) -> Resource | None:
    match item.kind:
        case "integer":
            return {"valueInteger": int(number)} if number == number.to_integral_value() else None
        case "decimal":
            return {"valueDecimal": number}
        case "quantity":
            return quantity_answer(number, next(iter(item.all_units), None))
        case _:
            return None
