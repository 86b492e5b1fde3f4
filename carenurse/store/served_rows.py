"""What an office's clients ask the record for, and how it is asked in SQL."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

from carenurse.clinical.fhir import Resource, read_json
from carenurse.clinical.shapes import as_object
from carenurse.store.numbers import LABEL, id_kept, id_told
from carenurse.store.packing import unpacked

SHARED: Final = (
    "ActivityDefinition",
    "CodeSystem",
    "HealthcareService",
    "Library",
    "Location",
    "Medication",
    "Organization",
    "PlanDefinition",
    "Practitioner",
    "PractitionerRole",
    "Questionnaire",
    "StructureDefinition",
    "ValueSet",
)
"""Kinds that, being about no patient, are for every nurse of the office."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One version as it is served: ``number`` is its versionId, ``at`` milliseconds since 1970."""

    kind: str
    identity: str
    number: int
    sequence: int
    at: int
    resource: Resource

    @property
    def tag(self) -> str:
        """The ETag of this version."""
        return f'W/"{self.number}"'

    @property
    def updated(self) -> datetime:
        """The moment of its commit."""
        return datetime.fromtimestamp(self.at / 1000, UTC)

    def told(self) -> Resource:
        """Give the resource with the office's version and time in its meta."""
        moment = self.updated.isoformat(timespec="milliseconds").replace("+00:00", "Z")
        more = as_object(self.resource.get("meta"))
        return {
            "resourceType": self.kind,
            "id": self.identity,
            **self.resource,
            "meta": {**more, "versionId": str(self.number), "lastUpdated": moment},
        }


@dataclass(frozen=True, slots=True)
class Question:
    """A search; empty parts ask for nothing.

    ``keys``: (index key, any of these values). ``updated`` and ``happened``: (one of > >= < <=, milliseconds,
    half milliseconds). ``after``: the sequence of the last one seen. ``nurse``: whose caseload limits it,
    None for all.
    """

    kind: str
    nurse: str | None = None
    identities: tuple[str, ...] = ()
    patients: tuple[str, ...] = ()
    keys: tuple[tuple[str, tuple[str, ...]], ...] = ()
    tags: tuple[str, ...] = ()
    updated: tuple[tuple[str, int], ...] = ()
    happened: tuple[tuple[str, int], ...] = ()
    after: int | None = None
    descending: bool = False


COLUMNS: Final = "sort.text, feed.identity, version.number, feed.sequence, feed.at, version.json"
NEWEST: Final = (
    "feed JOIN version ON version.id = feed.version JOIN resource ON resource.id = feed.resource "
    "JOIN label AS sort ON sort.id = feed.kind"
)
IS_NEWEST: Final = (
    "NOT EXISTS (SELECT 1 FROM feed AS later WHERE later.resource = feed.resource "
    "AND later.sequence > feed.sequence)"
)
_SIGNS: Final = frozenset({">", ">=", "<", "<="})


def standing(row: Sequence[Any]) -> Standing:
    """Read the columns of one version."""
    kind, identity, number, sequence, at, json = row
    return Standing(kind, id_told(identity), number, sequence, at, read_json(unpacked(json)))


@dataclass(slots=True)
class Condition:
    """A condition in SQL with its parameters, put together from constant pieces."""

    pieces: list[str] = field(default_factory=list[str])
    values: list[object] = field(default_factory=list[object])

    def add(self, piece: str, *values: object) -> None:
        """Ask for one thing more."""
        self.pieces.append(piece)
        self.values.extend(values)

    @property
    def text(self) -> str:
        """The whole condition."""
        return " AND ".join(self.pieces) or "1"


def condition_of(question: Question) -> Condition:
    """Write a search down."""
    asked = Condition()
    asked.add(IS_NEWEST)
    asked.add(f"feed.kind = {LABEL}", question.kind)
    if question.identities:
        asked.add(
            f"feed.identity IN ({_marks(question.identities)})",
            *(id_kept(one) for one in question.identities),
        )
    if question.patients:
        asked.add(
            f"resource.person IN (SELECT id FROM label WHERE text IN ({_marks(question.patients)}))",
            *question.patients,
        )
    for name, values in question.keys:
        asked.add(
            "resource.id IN (SELECT key.resource FROM key JOIN term ON term.id = key.term "
            f"WHERE term.kind = feed.kind AND term.name = {LABEL} AND term.value IN ({_marks(values)}))",
            name,
            *values,
        )
    for token in question.tags:
        asked.add("resource.id IN (SELECT tag.resource FROM tag WHERE token = ?)", token)
    _add_times(asked, question)
    add_scope(asked, question.nurse)
    return asked


def _add_times(asked: Condition, question: Question) -> None:
    for column, bounds in (("feed.at", question.updated), ("resource.at", question.happened)):
        for sign, moment in bounds:
            if sign in _SIGNS:
                asked.add(f"{column} {sign} ?", moment)
    if question.after is not None:
        asked.add(f"feed.sequence {'<' if question.descending else '>'} ?", question.after)


def add_scope(asked: Condition, nurse: str | None) -> None:
    """Limit what is asked for to what one nurse may see: her patients, what all share, what is her own."""
    if nurse is None:
        return
    shared = ", ".join(f"'{kind}'" for kind in SHARED)
    asked.add(
        f"(resource.person IN (SELECT person FROM assigned WHERE nurse = {LABEL} AND until IS NULL) "
        "OR (resource.person IS NULL AND ("
        f"sort.text IN ({shared}) OR EXISTS (SELECT 1 FROM version AS one WHERE one.resource = resource.id "
        f"AND one.author = {LABEL}) OR (sort.text = 'Group' AND resource.id IN (SELECT resource FROM tag "
        "WHERE token = ?)))))",
        nurse,
        nurse,
        caseload_token(nurse),
    )


def caseload_token(nurse: str) -> str:
    """Name the mark under which a nurse's own lists of patients are found."""
    return f"caseload {nurse}"


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))
