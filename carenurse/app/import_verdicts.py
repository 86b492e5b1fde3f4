"""What taking a file would do, resource by resource, counted and told in sentences."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from carenurse.app.ports import Reading
from carenurse.app.received_states import was_received
from carenurse.clinical import patient
from carenurse.clinical.fhir import Resource, kind_of
from carenurse.clinical.identity import origins
from carenurse.clinical.index_facts import patient_of
from carenurse.clinical.registry import understood
from carenurse.clinical.titles import title_of
from carenurse.clinical.unreadable import unreadable
from carenurse.exchange.digests import digest_of
from carenurse.exchange.reading import States
from carenurse.exchange.versions import is_older
from carenurse.translations import tr, trn

_MOST_NAMED = 12
"""Resources named one by one; a file of a whole agency may hold thousands of a kind."""


class Verdict(StrEnum):
    """What carrying out would do with one resource."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    CHANGED_HERE = "changed here"
    OLDER = "older"
    SIGNED = "signed"
    OPEN_HERE = "open here"
    DIFFERS = "differs"


@dataclass(frozen=True, slots=True)
class KindCount:
    """How many of one kind were new, changed, the same; ``shown``: the chart has a place for them."""

    kind: str
    new: int
    changed: int
    same: int
    shown: bool

    @property
    def total(self) -> int:
        """All of this kind."""
        return self.new + self.changed + self.same


Verdicts: TypeAlias = Sequence[tuple[States, Verdict]]


@dataclass(frozen=True, slots=True)
class Differing:
    """One record that the nurse changed here and a file tells otherwise: what it is, and of whom."""

    kind: str
    id: str
    title: str
    person: str


def verdict_on(records: Reading, told: States) -> Verdict:
    """Compare what a file tells of one resource with what is here; what no file brought is her own."""
    kept = records.get(told.kind, told.id)
    if kept is None:
        return Verdict.NEW
    wanted = digest_of(told.current)
    if digest_of(kept) == wanted:
        return Verdict.SAME
    versions = records.versions(told.kind, told.id)
    if versions[-1].draft:
        return Verdict.OPEN_HERE
    if any(digest_of(one.resource) == wanted for one in versions):
        return Verdict.CHANGED_HERE
    return _on_another_state(records, told, kept)


def _on_another_state(records: Reading, told: States, kept: Resource) -> Verdict:
    """Judge a state that was never here."""
    if records.signed(told.kind, told.id):
        return Verdict.SIGNED
    if is_older(told.current, kept):
        return Verdict.OLDER
    return Verdict.CHANGED if was_received(records, kept) else Verdict.DIFFERS


def differing(records: Reading, verdicts: Verdicts) -> tuple[Differing, ...]:
    """Name what differs from what the nurse changed here."""
    return tuple(
        Differing(told.kind, told.id, title_of(records.get(told.kind, told.id) or {}), _whose(records, told))
        for told, verdict in verdicts
        if verdict is Verdict.DIFFERS
    )


def _whose(records: Reading, told: States) -> str:
    person = records.get("Patient", patient_of(told.current) or "")
    return patient.decode(person).name.display if person else ""


def count(verdicts: Verdicts) -> tuple[KindCount, ...]:
    """Count by kind, in alphabet order."""
    kinds = sorted({told.kind for told, _ in verdicts})
    return tuple(
        _count_of(kind, [verdict for told, verdict in verdicts if told.kind == kind]) for kind in kinds
    )


def _count_of(kind: str, verdicts: list[Verdict]) -> KindCount:
    new, changed = verdicts.count(Verdict.NEW), verdicts.count(Verdict.CHANGED)
    return KindCount(kind, new, changed, len(verdicts) - new - changed, understood(kind))


def unreadable_in(found: Sequence[States]) -> Iterator[str]:
    """Name the elements of each resource that cannot be read; a long list ends with their number."""
    told = [(one.current, names) for one in found if (names := unreadable(one.current))]
    for resource, names in told[:_MOST_NAMED]:
        yield tr(
            "Could not be read, kept as it came: {place}", place=f"{_place(resource)}: {', '.join(names)}"
        )
    if len(told) > _MOST_NAMED:
        yield trn(
            "{number} more resource could not be read in full; it is kept as it came.",
            "{number} more resources could not be read in full; they are kept as they came.",
            len(told) - _MOST_NAMED,
        )


def _place(resource: Resource) -> str:
    """Name a resource as its sender does."""
    sent = next((one.rpartition("|")[2] for one in origins(resource)), "")
    return f"{kind_of(resource)}/{sent.rpartition('/')[2] or resource.get('id')}"


def notes_on(verdicts: Verdicts) -> Iterator[str]:
    """Say in sentences what was left alone."""
    counted = [verdict for _, verdict in verdicts]
    if number := counted.count(Verdict.DIFFERS):
        yield trn(
            "{number} record differs from what you changed here. Yours stays; the other is kept too.",
            "{number} records differ from what you changed here. Yours stay; the others are kept too.",
            number,
        )
    if number := counted.count(Verdict.SIGNED):
        yield trn(
            "{number} signed record differs from the file; the signed one stays as it was signed.",
            "{number} signed records differ from the file; the signed ones stay as they were signed.",
            number,
        )
    if number := counted.count(Verdict.OLDER):
        yield trn(
            "{number} resource in the file is older than the one here and was left out.",
            "{number} resources in the file are older than the ones here and were left out.",
            number,
        )
    if number := counted.count(Verdict.OPEN_HERE):
        yield trn(
            "{number} record is not finished here yet; it stays as you wrote it.",
            "{number} records are not finished here yet; they stay as you wrote them.",
            number,
        )
    if number := counted.count(Verdict.CHANGED_HERE):
        yield trn(
            "{number} resource was changed here since; the change stays.",
            "{number} resources were changed here since; the changes stay.",
            number,
        )
