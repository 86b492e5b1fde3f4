"""Both changes together: a three-way merge over clinical units.

A unit is what makes sense only as one: a dose with its number and unit, a name, an address, a period, a value
with its interpretation. Lists whose entries name themselves (by link id, identifier, coding, url or id) merge
entry by entry; any other list is one unit. A signed or completed record is never merged, only chosen; nor is
one that a side ends while the other says something new with it, a form whose sums both sides made, or what
would not be built as FHIR R4 says.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias, cast

from carenurse.clinical.choices import stem_of
from carenurse.clinical.fhir import Resource
from carenurse.clinical.shapes import as_object, as_text
from carenurse.clinical.structure import structure
from carenurse.sync.canonical import digest, statement

Place: TypeAlias = tuple[str, ...]
"""The way to a unit: the element's name, then the keys of entries within it."""


class _Absent:
    """Nothing stands here; JSON's own null cannot say so, for FHIR has it in lists of primitives."""


_ABSENT: Final = _Absent()

_TOGETHER: Final[Mapping[str, tuple[frozenset[str], ...]]] = {
    "Observation": (
        frozenset({"status", "value", "dataAbsentReason", "interpretation", "component", "referenceRange"}),
    ),
    "MedicationStatement": (frozenset({"medication", "status", "dosage", "effective"}),),
    "MedicationRequest": (frozenset({"medication", "status", "dosageInstruction"}),),
    "Condition": (frozenset({"clinicalStatus", "verificationStatus", "abatement"}),),
    "AllergyIntolerance": (frozenset({"clinicalStatus", "verificationStatus", "criticality"}),),
    "Goal": (frozenset({"lifecycleStatus", "achievementStatus"}),),
    "Appointment": (frozenset({"status", "start", "end", "minutesDuration", "cancelationReason"}),),
    "Encounter": (frozenset({"status", "period", "statusHistory"}),),
}
"""Elements that make one statement; choice elements (value[x]) stand under the name before their type."""

_IN_FORCE: Final = (
    "status",
    "clinicalStatus",
    "verificationStatus",
    "lifecycleStatus",
    "doNotPerform",
    "active",
)
_ENDED: Final = frozenset(
    (
        *(
            "abandoned",
            "cancelled",
            "completed",
            "disabled",
            "ended",
            "entered-in-error",
            "failed",
            "finished",
        ),
        *("inactive", "not-done", "not-taken", "noshow", "on-hold", "rejected", "refuted", "remission"),
        *("resolved", "retired", "revoked", "stopped", "superseded", "suspended", "withdrawn"),
    )
)
"""Statuses (of FHIR R4's value sets) under which what a record says holds no longer, or not now."""
_OF_SEPARATE_FACTS: Final = frozenset(
    {"Patient", "RelatedPerson", "Practitioner", "Organization", "Location"}
)
"""Whether a person's record is in use says nothing of her phone: what stands there is no one statement."""
_BESIDE: Final = frozenset({"meta", "text", "note", "id", "resourceType", "contained"})
"""What can change in a record that was ended without saying that it holds."""

_FROZEN: Final[Mapping[str, frozenset[str]]] = {
    "Composition": frozenset({"final", "amended"}),
    "QuestionnaireResponse": frozenset({"completed", "amended"}),
    "Observation": frozenset({"final", "amended", "corrected"}),
    "Encounter": frozenset({"finished"}),
    "DocumentReference": frozenset({"current"}),
    "Provenance": frozenset({""}),
    "Communication": frozenset({"completed"}),
}
"""Statuses under which a record is complete: two different complete records are chosen between."""


@dataclass(frozen=True, slots=True)
class Clash:
    """One unit that both sides changed differently; None where a side has nothing there."""

    place: Place
    base: Any
    mine: Any
    theirs: Any


@dataclass(frozen=True, slots=True)
class Merged:
    """What both changes say together, with mine where they clash; ``clashes`` are for a person to read."""

    resource: Resource
    clashes: tuple[Clash, ...] = ()

    @property
    def clean(self) -> bool:
        """Say whether nobody has to choose."""
        return not self.clashes


def merge(base: Resource | None, mine: Resource, theirs: Resource) -> Merged:
    """Merge two changes of one resource; ``base`` is what both saw last, None when both made it new.

    Raises ValueError when the three are not states of one resource.
    """
    states = [state for state in (base, mine, theirs) if state is not None]
    if len({(state.get("resourceType"), state.get("id")) for state in states}) != 1:
        message = "only states of one resource can be merged"
        raise ValueError(message)
    old, ours, others = (digest(state) if state is not None else None for state in (base, mine, theirs))
    if others == ours or (old is not None and ours == old):
        return Merged(theirs)
    if old is not None and others == old:
        return Merged(mine)
    whole = Merged(mine, (Clash((), base, mine, theirs),))
    if _frozen(mine) or _frozen(theirs) or (base is not None and _frozen(base)):
        return whole
    known = _alike(mine, theirs) if base is None else base
    if (
        _ends_what_is_said(known, mine, theirs)
        or _ends_what_is_said(known, theirs, mine)
        or (base is not None and _summed_apart(base, mine, theirs))
    ):
        return whole
    merged = _Merging(base, mine, theirs).result()
    return whole if merged.clean and _misbuilt(merged.resource, mine, theirs) else merged


def _alike(mine: Resource, theirs: Resource) -> Resource:
    """Give what both say, where nobody knows any more what both began with: that much nobody changed."""
    return {
        name: value
        for name, value in mine.items()
        if name in theirs and statement(value) == statement(theirs[name])
    }


def _ends_what_is_said(base: Resource, ending: Resource, saying: Resource) -> bool:
    """Say whether one side takes out of force what the other says anew: nobody ended what is new."""
    if as_text(base.get("resourceType")) in _OF_SEPARATE_FACTS or not _newly_ended(base, ending):
        return False
    if _newly_ended(base, saying):
        return False  # both end it: what differs in how is for the units to find
    return any(
        statement(base.get(name)) != statement(saying.get(name))
        for name in _names((base, saying))
        if name not in _BESIDE and name.removeprefix("_") not in _BESIDE
    )


def _newly_ended(base: Resource, side: Resource) -> bool:
    return any(_is_ended(name, side.get(name)) and not _is_ended(name, base.get(name)) for name in _IN_FORCE)


def _is_ended(name: str, value: Any) -> bool:
    match name, value:
        case "doNotPerform", bool():
            return value
        case "active", bool():
            return not value
        case _, str():
            return value in _ENDED
        case _:
            codings = cast("list[Any]", as_object(value).get("coding") or [])
            return any(as_text(as_object(one).get("code")) in _ENDED for one in codings)


def _summed_apart(base: Resource, mine: Resource, theirs: Resource) -> bool:
    """Say whether both sides came to the same answer by different ones: a sum that holds for neither's."""
    if as_text(base.get("resourceType")) != "QuestionnaireResponse":
        return False
    old, ours, others = (dict(_answers(one)) for one in (base, mine, theirs))
    changed = [
        {place for place in {*old, *side} if old.get(place) != side.get(place)} for side in (ours, others)
    ]
    return bool(changed[0] - changed[1]) and bool(changed[1] - changed[0]) and bool(changed[0] & changed[1])


def _answers(parent: Resource, above: Place = ()) -> Iterator[tuple[Place, Any]]:
    for number, item in enumerate(cast("list[Any]", parent.get("item") or [])):
        one = as_object(item)
        place = (*above, as_text(one.get("linkId")) or str(number))
        if "answer" in one:
            yield place, statement(one["answer"])
        yield from _answers(one, place)


def _misbuilt(made: Resource, *sides: Resource) -> bool:
    """Say whether what came of two sound states is not sound."""
    told = structure()
    return bool(told.problems(made)) and not any(told.problems(side) for side in sides)


def _frozen(resource: Resource) -> bool:
    complete = _FROZEN.get(as_text(resource.get("resourceType")), frozenset())
    return as_text(resource.get("status")) in complete


class _Merging:
    """One merge of three states, unit by unit."""

    def __init__(self, base: Resource | None, mine: Resource, theirs: Resource) -> None:
        self._base, self._mine, self._theirs = base or {}, mine, theirs
        self._has_base = base is not None
        self._clashes: list[Clash] = []

    def result(self) -> Merged:
        kind = as_text(self._mine.get("resourceType"))
        made: Resource = {"resourceType": kind, "id": self._mine["id"]}
        for name, elements in _units(kind, (self._base, self._mine, self._theirs)):
            if name in ("resourceType", "id"):
                continue
            made |= self._unit(name, elements)
        return Merged(made, tuple(self._clashes))

    def _unit(self, name: str, elements: frozenset[str]) -> Resource:
        three = [
            {element: state[element] for element in elements if element in state}
            for state in (self._base, self._mine, self._theirs)
        ]
        if name == "meta":
            return _meta(*(as_object(part.get("meta")) for part in three))
        if name == "text" and all(
            as_text(as_object(one.get("text")).get("status")) != "additional" for one in three
        ):
            return three[1] if three[1] != three[0] else three[2]
        only = next(iter(elements))
        lists = [part.get(only, []) for part in three]
        if len(elements) == 1 and all(isinstance(entries, list) for entries in lists):
            return self._entries((only,), only, *(cast("list[Any]", entries) for entries in lists))
        chosen = self._choose((name,), *(part or _ABSENT for part in three))
        return {} if chosen is _ABSENT else cast("Resource", chosen)

    def _entries(
        self, place: Place, name: str, base: list[Any], mine: list[Any], theirs: list[Any]
    ) -> Resource:
        key = _key_of([*base, *mine, *theirs])
        lists = [base, mine, theirs]
        keyed = [{key(entry): entry for entry in entries} for entries in lists] if key else []
        if not keyed or any(len(one) != len(entries) for one, entries in zip(keyed, lists, strict=True)):
            chosen = self._choose(place, *(entries or _ABSENT for entries in lists))
            return {} if chosen is _ABSENT else {name: chosen}
        old, ours, others = keyed
        if _corrected_apart(old if self._has_base else None, ours, others):
            self._clashes.append(Clash(place, *(entries or None for entries in lists)))
            return {name: mine}
        kept: list[Any] = []
        for one in _order(old, ours, others):
            states = (old.get(one, _ABSENT), ours.get(one, _ABSENT), others.get(one, _ABSENT))
            chosen = self._entry((*place, one), *states)
            if chosen is not _ABSENT:
                kept.append(chosen)
        return {name: kept} if kept else {}

    def _entry(self, place: Place, base: Any, mine: Any, theirs: Any) -> Any:
        """Merge one entry of a list; answers of a form merge question by question."""
        three = (base, mine, theirs)
        if not all(isinstance(state, dict) and "linkId" in state for state in three):
            return self._choose(place, base, mine, theirs)
        states = [cast("Resource", state) for state in three]
        made: Resource = {}
        for name in _names(states):
            parts = [state.get(name, _ABSENT) for state in states]
            if name == "item" and all(isinstance(part, list | _Absent) for part in parts):
                lists = [cast("list[Any]", part) if isinstance(part, list) else [] for part in parts]
                made |= self._entries(place, "item", *lists)
            elif (chosen := self._choose((*place, name), *parts)) is not _ABSENT:
                made[name] = chosen
        return made

    def _choose(self, place: Place, base: Any, mine: Any, theirs: Any) -> Any:
        old, ours, others = (_plain(state) for state in (base, mine, theirs))
        if others in (ours, old):
            return mine
        if ours == old:
            return theirs
        self._clashes.append(
            Clash(place, *(None if state is _ABSENT else state for state in (base, mine, theirs)))
        )
        return mine


def _corrected_apart(
    base: Mapping[str, Any] | None, mine: Mapping[str, Any], theirs: Mapping[str, Any]
) -> bool:
    """Say whether both took the same entry away and put another in its place: a number corrected twice.

    Where nobody knows any more what both began with (None), each that has one of its own may have done so.
    """
    before = set(base or ())
    gone = base is None or before - set(mine) - set(theirs)
    new_here, new_there = set(mine) - before, set(theirs) - before
    return bool(gone) and bool(new_here - new_there) and bool(new_there - new_here)


def _plain(value: Any) -> Any:
    """Compare what stands there by what it says."""
    return value if value is _ABSENT else statement(value)


def _units(kind: str, states: Iterable[Resource]) -> list[tuple[str, frozenset[str]]]:
    """Group the elements of three states into units, each under one name."""
    groups = _TOGETHER.get(kind, ())
    units: dict[str, set[str]] = {}
    for element in _names(states):
        stem = stem_of(element)
        group = next((min(group) for group in groups if stem in group), stem)
        units.setdefault(group, set()).add(element)
    return [(name, frozenset(elements)) for name, elements in units.items()]


def _names(states: Iterable[Resource]) -> list[str]:
    return list(dict.fromkeys(name for state in states for name in state))


def _meta(base: Resource, mine: Resource, theirs: Resource) -> Resource:
    """Keep the server's version and time; profiles, labels and tags of both sides stay."""
    made: Resource = {
        name: value for name, value in theirs.items() if name in ("versionId", "lastUpdated", "source")
    }
    for name in _names((base, mine, theirs)):
        if name in ("versionId", "lastUpdated", "source"):
            continue
        ours, others, old = mine.get(name), theirs.get(name), base.get(name)
        if isinstance(ours, list) and isinstance(others, list):
            made[name] = _both(cast("list[Any]", ours), cast("list[Any]", others))
        else:
            made[name] = others if ours == old else ours
    made = {name: value for name, value in made.items() if value is not None}
    return {"meta": made} if made else {}


def _both(mine: list[Any], theirs: list[Any]) -> list[Any]:
    return sorted([*theirs, *(one for one in mine if one not in theirs)], key=repr)


def _order(base: Mapping[str, Any], mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> list[str]:
    """Put what both knew first, then what is new, in an order that does not depend on whose it is."""
    new = (set(mine) | set(theirs)) - set(base)
    return [*base, *sorted(new)]


_KEYS: Final[tuple[Callable[[Resource], str], ...]] = (
    lambda entry: as_text(entry.get("linkId")),
    lambda entry: as_text(entry.get("id")),
    lambda entry: _of_pair(entry, "system", "value"),
    lambda entry: _of_pair(entry, "system", "code"),
    lambda entry: as_text(entry.get("url")),
    lambda entry: as_text(entry.get("reference")),
)


def _key_of(entries: list[Any]) -> Callable[[Any], str] | None:
    """Find what every entry of three lists names itself by; None when not all do in the same way."""
    if not entries or not all(isinstance(entry, dict) for entry in entries):
        return None
    objects = [cast("Resource", entry) for entry in entries]
    return next((key for key in _KEYS if all(key(entry) for entry in objects)), None)


def _of_pair(entry: Resource, first: str, second: str) -> str:
    one, other = as_text(entry.get(first)), as_text(entry.get(second))
    return f"{one}|{other}" if other else ""
