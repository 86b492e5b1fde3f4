"""Changes of the person's own data that answers propose: nothing changes until the nurse agrees to it.

A form may say that an answer is the person's phone, address or name (``definition``). Beside such an answer
stands what the record says now; when the nurse agrees, a mark on the answer says so, and signing takes it
over. An answer that is typed anew has to be agreed to anew.
"""

from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from carenurse.clinical.fhir import Resource
from carenurse.forms import urls
from carenurse.forms.definitions import beginnings, below_one, element_path, made_from
from carenurse.forms.elements import first_value, is_element, listed, objects
from carenurse.forms.nodes import Node, Place
from carenurse.forms.session import Session

_MARKS = frozenset({"definitionExtract", "itemExtractionContext"})


@dataclass(frozen=True, slots=True)
class Proposal:
    """What an answer would change: what the record says ("" for nothing), and whether it is agreed to."""

    before: str
    agreed: bool


def proposals_of(session: Session, patient: Resource | None) -> Mapping[Place, Proposal]:
    """Find the answers that say something else about the person than the record does."""
    if patient is None or not any(one.name in _MARKS for one in session.form.report.features):
        return {}
    found: dict[Place, Proposal] = {}
    for start, kind in beginnings(session):
        if kind != "Patient":
            continue
        for node in below_one(start):
            path = element_path(node.item.raw.get("definition"), kind) if node.item else ()
            if path and node.confirmed:
                made = made_from(session, start, kind, _only(node))
                after = merged(patient, made)
                if after != patient:
                    found[node.place] = Proposal(_said(patient, after), all(map(agreed, node.confirmed)))
    return found


def _only(node: Node) -> Callable[[Node, Resource], bool]:
    return lambda other, _answer: other is node


def agreed(answer: Resource) -> bool:
    """Say whether the nurse agreed that an answer goes into the record."""
    return first_value(answer, urls.AGREED) is True


def with_agreement(answer: Resource, *, on: bool) -> Resource:
    """Copy an answer with the mark that it goes into the record, or without it."""
    marks = [one for one in objects(answer.get("extension")) if one.get("url") != urls.AGREED]
    marks += [{"url": urls.AGREED, "valueBoolean": True}] if on else []
    plain = {name: value for name, value in answer.items() if name != "extension"}
    return {**plain, "extension": marks} if marks else plain


def changed_person(session: Session, patient: Resource) -> Resource:
    """Give the person with what was agreed to; the same resource when nothing was."""
    person = patient
    for start, kind in beginnings(session):
        taken = [node for node in below_one(start) if any(map(agreed, node.confirmed))]
        if kind == "Patient" and taken:
            person = merged(person, made_from(session, start, kind, lambda _node, answer: agreed(answer)))
    return person


def merged(patient: Resource, made: Resource) -> Resource:
    """Lay what answers say over the person: entries of one system and use are changed, others are added."""
    person = deepcopy(patient)
    for name, value in made.items():
        if name in ("resourceType", "id"):
            continue
        if isinstance(value, list):
            person[name] = _entries(listed(person.get(name)), listed(value))
        else:
            person[name] = _over(person.get(name), value)
    return person


def _entries(held: list[Any], told: list[Any]) -> list[Any]:
    found = list(held)
    for entry in told:
        at = next((at for at, one in enumerate(found) if _same_entry(one, entry)), None)
        if at is None:
            found.append(entry)
        else:
            found[at] = _over(found[at], entry)
    return found


_TELLING = frozenset({"system", "use", "type", "relationship", "language"})
"""Members that say which of several entries is meant."""


def _same_entry(held: Any, told: Any) -> bool:
    """Say whether an entry of the record is the one that an answer is about, and still holds."""
    if not is_element(held) or not is_element(told):
        return bool(held == told)
    period = held.get("period")
    if is_element(period) and period.get("end"):
        return False
    named = [name for name in _TELLING if name in told]
    if not named and "contact" in held:
        return False
    return all(held.get(name) == told[name] for name in named)


def _over(held: Any, told: Any) -> Any:
    """Lay one value over another; a text made of the former words falls away with them."""
    if not is_element(held) or not is_element(told):
        return told
    if all(held.get(name) == value for name, value in told.items()):
        return held
    kept = {name: value for name, value in held.items() if name != "text" or "coding" in held}
    return {**kept, **told}


def _said(before: Resource, after: Resource) -> str:
    """Say in words what the record says now where it would change."""
    return ", ".join(dict.fromkeys(_former(before, after)))


def _former(before: Any, after: Any) -> list[str]:
    if before == after or before is None:
        return []
    if is_element(before) and is_element(after):
        names = [name for name in after if name in before]
        return [words for name in names for words in _former(before.get(name), after.get(name))]
    if isinstance(before, list) and isinstance(after, list):
        pairs = zip(listed(before), listed(after), strict=False)
        return [words for held, told in pairs for words in _former(held, told)]
    return [str(before)] if isinstance(before, str | int | Decimal) else []
