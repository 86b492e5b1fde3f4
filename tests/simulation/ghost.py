"""What people meant: every edit ever accepted, who had seen what, and so what may have replaced what."""

import json
from dataclasses import dataclass, field
from typing import Final

from carenurse.clinical.fhir import Resource

Key = tuple[str, str]

ELEMENTS: dict[str, tuple[tuple[str, str], ...]] = {
    "Patient": (("maritalStatus", "text"), ("managingOrganization", "display")),
    "Condition": (("severity", "text"), ("recorder", "display"), ("asserter", "display")),
    "Observation": (("method", "text"), ("device", "display")),
    "Encounter": (("serviceType", "text"), ("serviceProvider", "display")),
    "Composition": (("custodian", "display"),),
    "MedicationStatement": (("informationSource", "display"),),
}
"""Elements that people edit; each is a unit of its own."""

UNIT: Final = ("unit", "")
"""Several elements that make one statement, as if they were one: what it says is what all of them say."""
_OF_UNITS: Final = {
    "Patient": ("telecom",),
    "Condition": ("clinicalStatus", "verificationStatus", "abatementString"),
    "Observation": ("status", "valueString", "interpretation"),
    "MedicationStatement": ("medicationCodeableConcept", "status", "dosage", "effectiveDateTime"),
}
FIRST: Final[dict[str, Resource]] = {
    "Patient": {"telecom": [{"system": "phone", "value": "555-0100"}]},
    "Condition": {},
    "Observation": {"status": "preliminary", "valueString": "pale"},
    "MedicationStatement": {
        "medicationCodeableConcept": {"text": "medicine"},
        "status": "active",
        "dosage": [{"text": "one a day"}],
    },
}
"""What units say in the beginning, which nobody of a schedule wrote."""
WATCHED: Final = {kind: (*ones, UNIT) if kind in _OF_UNITS else ones for kind, ones in ELEMENTS.items()}
"""All that is looked at: the elements and the units of each kind."""


def said(resource: Resource | None, element: tuple[str, str]) -> str:
    """Read one element, or all of a unit; "" for what stood there in the beginning."""
    if element == UNIT:
        kind = str((resource or {}).get("resourceType"))
        unit = {name: part for name, part in (resource or {}).items() if name in _OF_UNITS.get(kind, ())}
        return "" if unit in ({}, FIRST.get(kind)) else json.dumps(unit, sort_keys=True)
    return str((resource or {}).get(element[0], {}).get(element[1], ""))


def changed(resource: Resource, element: tuple[str, str], value: str) -> Resource:
    """Write one element."""
    return {**resource, element[0]: {element[1]: value}}


@dataclass
class Node:
    """One edit of one element: what it says, and the edits that whoever made it had seen."""

    value: str
    parents: tuple[int, ...]
    by: str
    void: bool = False
    chosen_over: tuple[int, ...] = ()
    """Edits that somebody who saw both gave up for this one: it may be written over them."""


def first_that_says(line: list[Node], value: str) -> int:
    """Find the edit that first said something; -1 for none."""
    return next((place for place, node in enumerate(line) if node.value == value), -1)


@dataclass
class Ghost:
    """The edits of all elements of all resources."""

    nodes: dict[tuple[Key, str], list[Node]] = field(default_factory=dict)
    made: dict[Key, str] = field(default_factory=dict)

    def edit(self, key: Key, element: tuple[str, str], value: str, seen: str, by: str) -> None:
        """Somebody wrote ``value`` where they saw ``seen``."""
        line = self.nodes.setdefault((key, element[0]), [Node("", (), "")])
        line.append(Node(value, (self._newest(line, seen),), by))

    def keep_mine(self, key: Key, element: tuple[str, str], mine: str, theirs: str, by: str) -> None:
        """Somebody who saw both let theirs be replaced."""
        line = self.nodes.setdefault((key, element[0]), [Node("", (), "")])
        one, other = self._newest(line, mine), self._newest(line, theirs)
        if one in self._ancestors(line, other):
            line.append(Node(mine, (one, other), by))
        elif other not in self._ancestors(line, one):
            line[one].parents = (*line[one].parents, other)

    def take_theirs(self, key: Key, element: tuple[str, str], mine: str, theirs: str) -> None:
        """Somebody who saw both withdrew what had not been sent, or what a restored office had lost."""
        line = self.nodes.setdefault((key, element[0]), [Node("", (), "")])
        one, other = self._newest(line, mine), self._newest(line, theirs)
        line[other].chosen_over = (*line[other].chosen_over, one)
        if one not in self._ancestors(line, other):
            for place in self._ancestors(line, one) - self._ancestors(line, other):
                line[place].void = True

    def delete(self, key: Key, element: tuple[str, str], there: str) -> None:
        """Let the office, which saw what stood there, want none of it any more."""
        line = self.nodes.get((key, element[0])) or []
        seen = self._ancestors(line, self._newest(line, there)) if line else set[int]()
        for place, node in enumerate(line):
            node.void = node.void or node.by == "office" or place in seen

    def restate(self, key: Key, element: tuple[str, str], value: str, by: str) -> None:
        """Somebody who heard that the office deleted it keeps it as they had it."""
        line = self.nodes.get((key, element[0]))
        if line is not None:
            deleted = {place for place, node in enumerate(line) if node.void}
            line.append(Node(value, tuple(deleted | {self._newest(line, value)}), by))

    @staticmethod
    def _newest(line: list[Node], value: str) -> int:
        return max((place for place, node in enumerate(line) if node.value == value), default=0)

    def may_follow(self, key: Key, element: tuple[str, str], before: str, after: str) -> bool:
        """Say whether whoever wrote ``after`` had seen ``before``, or what came of it."""
        line = self.nodes.get((key, element[0]))
        if line is None or before in ("", after):
            return True
        befores = {place for place, node in enumerate(line) if node.value == before}
        afters = [place for place, node in enumerate(line) if node.value == after]
        return any(befores & self._ancestors(line, place, choices=True) for place in afters)

    def was_lost(self, key: Key, element: tuple[str, str], value: str) -> bool:
        """Say whether a restore lost all that said so: it stands only where a laptop brought it back."""
        line = self.nodes.get((key, element[0])) or []
        return {node.void for node in line if node.value == value} == {True}

    @staticmethod
    def _ancestors(line: list[Node], place: int, *, choices: bool = False) -> set[int]:
        found: set[int] = set()
        waiting = [place]
        while waiting:
            one = waiting.pop()
            if one not in found:
                found.add(one)
                waiting += line[one].parents + (line[one].chosen_over if choices else ())
        return found

    def rightful(self, key: Key, element: tuple[str, str]) -> set[str]:
        """Give what may stand there in the end: what nobody replaced who had seen it.

        What was lost by a restore may have come back from a laptop, and need not have.
        """
        line = self.nodes.get((key, element[0])) or []
        seen = {
            one
            for place, node in enumerate(line)
            if not node.void
            for one in self._ancestors(line, place) - {place}
        }
        return {node.value for place, node in enumerate(line) if place not in seen}

    def lost(self, key: Key, element: tuple[str, str], there: str) -> set[str]:
        """Give what should stand there in the end and does not.

        A revert to what somebody began from, who never saw what was reverted, says nothing against them. What
        was said twice stands by one of the two: one that explains it is enough.
        """
        line = self.nodes.get((key, element[0])) or []
        finals = [place for place, node in enumerate(line) if node.value == there]
        return {
            line[place].value
            for place in self._leaves(line)
            if not line[place].void
            and line[place].value != there
            and not any(self._says_nothing(line, place, final) for final in finals)
        }

    def _says_nothing(self, line: list[Node], revert: int, final: int) -> bool:
        """Say whether something reverted to what the final word began from, without having seen that."""
        began = {line[one].value for one in self._ancestors(line, final)}
        return line[revert].value in began and final not in self._ancestors(line, revert)

    @staticmethod
    def _leaves(line: list[Node]) -> list[int]:
        replaced = {parent for node in line for parent in node.parents}
        return [place for place in range(len(line)) if place not in replaced]
