"""People who change parts of what makes one statement, and who end what others are just rewriting.

The units are watched as the other elements are: as if each were one element that says all its parts. So what
two people said in one unit may never stand there mixed; and what was ended holds nothing new that whoever
ended it never saw, unless whoever wrote that knew that it was ended.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from typing_extensions import override

from carenurse.clinical.fhir import Resource
from tests.simulation.ghost import ELEMENTS, FIRST, UNIT, Key, changed, said
from tests.simulation.laptop import Laptop
from tests.simulation.made import HTEST, PATIENTS, id_of, patient
from tests.simulation.office import START, Commit
from tests.simulation.people import People
from tests.simulation.violation import ViolationError

Change = Callable[[Resource, str], Resource]
"""Writes a word of somebody's into a resource."""
_ON_BOTH_SIDES = 0.7
_TERMS = "http://terminology.hl7.org/CodeSystem/condition-"


def _moment(value: str) -> str:
    """Make a moment of a word: no two are the same."""
    return (START + timedelta(minutes=int(value.rpartition("v")[2]))).isoformat()


def _status(name: str, code: str, value: str) -> Resource:
    return {"coding": [{"system": f"{_TERMS}{name}", "code": code}], "text": value}


def _resolved(seen: Resource, value: str) -> Resource:
    return {**seen, "clinicalStatus": _status("clinical", "resolved", value), "abatementString": value}


def _relapsed(seen: Resource, value: str) -> Resource:
    kept = {name: part for name, part in seen.items() if name != "abatementString"}
    return {**kept, "clinicalStatus": _status("clinical", "relapse", value)}


_CHANGES: Final[dict[str, tuple[Change, ...]]] = {
    "Patient": (
        lambda seen, value: {
            **seen,
            "telecom": [{"system": "phone", "value": f"555-0100 x{value.rpartition('v')[2]}"}],
        },
    ),
    "Condition": (
        _resolved,
        _relapsed,
        lambda seen, value: {**seen, "verificationStatus": _status("ver-status", "confirmed", value)},
        lambda seen, value: changed(seen, ELEMENTS["Condition"][0], value),
    ),
    "Observation": (
        lambda seen, value: {**seen, "valueString": value},
        lambda seen, value: {**seen, "interpretation": [{"text": value}]},
    ),
    "MedicationStatement": (
        lambda seen, value: {**seen, "dosage": [{"text": value}]},
        lambda seen, value: {**seen, "status": "intended", "effectiveDateTime": _moment(value)},
        lambda seen, value: {**seen, "status": "stopped", "effectiveDateTime": _moment(value)},
        lambda seen, value: changed(seen, ELEMENTS["MedicationStatement"][0], value),
    ),
}
"""What people change: parts of units, and, where something can be ended, what is beside its unit."""


def _is_ended(unit: str) -> bool:
    return '"resolved"' in unit or '"stopped"' in unit


def _things(whose: str) -> list[Resource]:
    """Write what has units of one patient."""
    about = {"id": id_of(f"unit-{whose}"), "meta": HTEST, "subject": {"reference": f"Patient/{whose}"}}
    return [
        {**patient(whose), **FIRST["Patient"]},
        {"resourceType": "Observation", **about, "code": {"text": "skin"}, **FIRST["Observation"]},
        {"resourceType": "MedicationStatement", **about, **FIRST["MedicationStatement"]},
    ]


@dataclass
class Units(People):
    """People who change units, in some schedules."""

    beside: dict[tuple[Key, str, str], set[str]] = field(default_factory=dict)
    """What the unit said that was there when somebody wrote something into an element beside it."""
    ended_over: dict[tuple[Key, str], set[tuple[str, str]]] = field(default_factory=dict)
    """What the elements beside it said when somebody ended a unit, by what that unit said then."""

    def __post_init__(self) -> None:
        """Write down, in such schedules, what has units: of each patient one of each kind."""
        super().__post_init__()
        self.apart = random.Random(f"units {self.plan.seed}")  # noqa: S311 - it has to be the same again
        self.with_units: list[Key] = []
        for whose in PATIENTS if self.plan.units else ():
            for one in _things(whose):
                key = (str(one["resourceType"]), str(one["id"]))
                self.office.write(key, one, "office")
                self.with_units.append(key)
            self.with_units += [("Condition", id_of(f"c{number}-{whose}")) for number in (1, 2)]

    def units_change(self, laptop: Laptop) -> None:
        """Let a nurse change something with a unit, and often somebody else, who does not see it, too."""
        keys = [key for key in self.with_units if laptop.records.get(*key) is not None]
        if not keys:
            return
        key = self.apart.choice(keys)
        changes = _CHANGES[key[0]]
        hers, theirs = self.apart.sample(changes if len(changes) > 1 else changes * 2, 2)
        others = [None, None, *(one for one in self.laptops if one is not laptop)]
        other = self.apart.choice(others)
        self._changes(laptop, key, hers)
        if self.apart.random() < _ON_BOTH_SIDES:
            self._changes(other, key, theirs)

    def _changes(self, side: Laptop | None, key: Key, change: Change) -> None:
        """Let a nurse, or the office (None), change what is there, if it is."""
        seen = self.office.resource(key) if side is None else side.records.get(*key)
        if seen is None:
            return
        by = "office" if side is None else side.name
        after = change(seen, self.value(by))
        for element in (*ELEMENTS[key[0]], UNIT):
            if said(after, element) != said(seen, element):
                self.says(key, element, said(after, element), seen, by)
        unit = said(after, UNIT)
        if _is_ended(unit):
            there = {(element[0], said(after, element)) for element in ELEMENTS[key[0]]}
            self.ended_over.setdefault((key, unit), set()).update(there)
        if side is None:
            self.office.write(key, after, "office")
        else:
            side.put(after)
        self.log.append(f"{by} changes {key} with a unit to {after}")

    @override
    def says(self, key: Key, element: tuple[str, str], value: str, seen: Resource, by: str) -> None:
        self.beside.setdefault((key, element[0], value), set()).add(said(seen, UNIT))
        super().says(key, element, value, seen, by)

    @override
    def committed(self, commits: list[Commit]) -> None:
        super().committed(commits)
        for one in commits:
            if one.by != "office" and one.after is not None and one.key[0] in ELEMENTS:
                self._look_at_unit(one.key, one.after, one.by)
                self._look_at_ended(one)

    def look_at_units(self, laptop: Laptop) -> None:
        """Each unit that stands on a laptop is one that somebody wrote whole (invariant 14)."""
        for key in self.with_units:
            self._look_at_unit(key, laptop.records.get(*key), laptop.name)

    def _look_at_unit(self, key: Key, resource: Resource | None, by: str) -> None:
        line, unit = self.ghost.nodes.get((key, UNIT[0])), said(resource, UNIT)
        if line is not None and unit and unit not in {node.value for node in line}:
            raise ViolationError(14, f"{by} mixed {unit} in {key}, which nobody wrote so")

    def _look_at_ended(self, one: Commit) -> None:
        """Nothing stands in what was ended that neither knew of the other (invariant 14)."""
        unit = said(one.after, UNIT)
        seen = self.ended_over.get((one.key, unit))
        for element in ELEMENTS[one.key[0]] if seen is not None else ():
            value = said(one.after, element)
            stood = value == said(one.before, element) and unit == said(one.before, UNIT)
            knew = any(_is_ended(was) for was in self.beside.get((one.key, element[0], value), ()))
            if value and not stood and not knew and (element[0], value) not in (seen or ()):
                raise ViolationError(14, f"{one.by} put {value!r} into {one.key}, ended as {unit}")
