"""What taking a file would do, resource by resource, counted and told in sentences."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeAlias

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
    MOVED = "moved"
    OF_ANOTHER = "of another"


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
    """One record that stays as it is here though a file tells it otherwise: what it is, and of whom."""

    kind: str
    id: str
    title: str
    person: str


def verdict_on(records: Reading, told: States, stand: Mapping[str, str]) -> Verdict:
    """Compare what a file tells of one resource with what is here; what no file brought is her own.

    ``stand``: the id of each Patient of the file, or joined -> the id of the Patient who stands for them.
    """
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
    return _on_another_state(records, told, kept, stand)


def _on_another_state(records: Reading, told: States, kept: Resource, stand: Mapping[str, str]) -> Verdict:
    """Judge a state that was never here."""
    if records.signed(told.kind, told.id):
        return Verdict.SIGNED
    if is_older(told.current, kept):
        return Verdict.OLDER
    moves = _leaves_a_chart(records, told, kept, stand)
    if moves and not _may_move(told, kept, stand):
        return Verdict.OF_ANOTHER
    if not was_received(records, kept):
        return Verdict.DIFFERS
    return Verdict.MOVED if moves else Verdict.CHANGED


def _leaves_a_chart(records: Reading, told: States, kept: Resource, stand: Mapping[str, str]) -> bool:
    """Say whether an entry of somebody's chart would be about somebody else, or about nobody."""
    mine = patient_of(kept)
    if told.kind == "Patient" or mine is None:
        return False
    return _stands_for(records, mine, stand) != _stands_for(records, patient_of(told.current) or "", stand)


def _may_move(told: States, kept: Resource, stand: Mapping[str, str]) -> bool:
    """Say whether a sender may take an entry out of a chart: who brought it, and brings that person again.

    An id that is a UUID stays, and another sender may use it, too; and senders may go by one name.
    """
    same_sender = bool(set(origins(told.current)) & set(origins(kept)))
    return same_sender and patient_of(kept) in {*stand, *stand.values()}


def _stands_for(records: Reading, person: str, stand: Mapping[str, str]) -> str:
    """Follow who was joined to whom."""
    kept = records.get("Patient", stand.get(person, person))
    return (patient_of(kept) if kept else None) or stand.get(person, person)


def differing(records: Reading, verdicts: Verdicts) -> tuple[Differing, ...]:
    """Name what stays as it is here though the file differs: what the nurse changed, what is another's."""
    return tuple(
        Differing(told.kind, told.id, title_of(records.get(told.kind, told.id) or {}), _whose(records, told))
        for told, verdict in verdicts
        if verdict in {Verdict.DIFFERS, Verdict.OF_ANOTHER}
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
    new = verdicts.count(Verdict.NEW)
    changed = verdicts.count(Verdict.CHANGED) + verdicts.count(Verdict.MOVED)
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
    """Say in sentences what was left alone, and what is now in another chart."""
    counted = Counter(verdict for _, verdict in verdicts)
    return (words(counted[one]) for one, words in _SENTENCES.items() if counted[one])


def _of_another(number: int) -> str:
    return trn(
        "{number} record in the file has the id of a record of somebody else here, which stays as it is.",
        "{number} records in the file have the ids of records of somebody else here, which stay as they are.",
        number,
    )


def _moved(number: int) -> str:
    return trn(
        "{number} record is about somebody else than before, as its sender says now.",
        "{number} records are about somebody else than before, as their sender says now.",
        number,
    )


def _differs(number: int) -> str:
    return trn(
        "{number} record differs from what you changed here. Yours stays; the other is kept too.",
        "{number} records differ from what you changed here. Yours stay; the others are kept too.",
        number,
    )


def _signed(number: int) -> str:
    return trn(
        "{number} signed record differs from the file; the signed one stays as it was signed.",
        "{number} signed records differ from the file; the signed ones stay as they were signed.",
        number,
    )


def _older(number: int) -> str:
    return trn(
        "{number} resource in the file is older than the one here and was left out.",
        "{number} resources in the file are older than the ones here and were left out.",
        number,
    )


def _open_here(number: int) -> str:
    return trn(
        "{number} record is not finished here yet; it stays as you wrote it.",
        "{number} records are not finished here yet; they stay as you wrote them.",
        number,
    )


def _changed_here(number: int) -> str:
    return trn(
        "{number} resource was changed here since; the change stays.",
        "{number} resources were changed here since; the changes stay.",
        number,
    )


_SENTENCES: Final[Mapping[Verdict, Callable[[int], str]]] = {
    Verdict.OF_ANOTHER: _of_another,
    Verdict.MOVED: _moved,
    Verdict.DIFFERS: _differs,
    Verdict.SIGNED: _signed,
    Verdict.OLDER: _older,
    Verdict.OPEN_HERE: _open_here,
    Verdict.CHANGED_HERE: _changed_here,
}
