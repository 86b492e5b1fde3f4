"""Without any network: everything unsent goes to the office in a sealed parcel, and its answer comes back.

Nothing counts as sent when the file is written, only when the office's answer says that it has it. What was
changed in between waits on. The network may bring the same meanwhile: whichever answer comes first counts.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final, cast

from carenurse.app.chosen_file import read_chosen, write_chosen
from carenurse.app.office_desk import office_key
from carenurse.app.ports import Reading, Records
from carenurse.app.reach import needs_everybody
from carenurse.clinical.fhir import Resource, kind_of, read_json, reference_to, write_json
from carenurse.clinical.shapes import as_object, as_text, at
from carenurse.errors import ExpectedError
from carenurse.exchange.parcels import binary, paper_digests
from carenurse.exchange.refusing import RefusedFileError
from carenurse.exchange.sealing import OfficeKeys, office_keys
from carenurse.exchange.signing import Signer
from carenurse.exchange.stick import (
    Going,
    open_answer,
    pack,
    state_of,
)
from carenurse.sync.kept import Acknowledged, Change, Held, Journal, Received, Taken, journal_of
from carenurse.translations import tr, trn

_PUBLIC, _SECRET, _PARCEL = "stick:public", "stick:secret", "stick:parcel:"
_SIGNER: Final = "stick:signer"
_PAST: Final = 50
"""Earlier states of one resource that are told with it."""
_LEASE: Final = "stick"
_ROOM: Final = 30_000_000
"""Bytes of files in one parcel; with base64 they stay below what an office takes at once."""


@dataclass(frozen=True, slots=True)
class Stick:
    """What came of a parcel, as a sentence and what comes next."""

    sentence: str
    next: str
    number: int


def write_parcel(records: Records, target: Path, now: datetime) -> Stick:
    """Seal everything that may go into a file for the office.

    Raises ExpectedError without the office's key, when nothing waits, or when the file cannot be written;
    LeaseOverError, for whoever sits here could seal everything for a key of their own.
    """
    needs_everybody(records, tr("No parcel can be written before this laptop has met its office."))
    key = office_key(records)
    if not key:
        raise ExpectedError(
            tr("The office's key is missing."), tr("Ask the office for it and write it on the Office page.")
        )
    journal = journal_of(records)
    going = _going(journal)
    files = _files_of(records, journal, going)
    if not (going or files):
        raise ExpectedError(tr("Nothing waits for the office."), tr("There is nothing to take along."))
    keys = _own_keys(records)
    told = [*(_with_past(records, one) for one in going), *(Going(one) for one in files.values())]
    nurse = f"Practitioner/{records.me}"
    packed = pack(told, nurse, keys.public, key, made=now, signer=_signer(records))
    named = {reference_to(one): digest for digest, one in files.items()}
    kept = {"digest": packed.digest, "made": now.isoformat(), "holds": _holds(going), "files": named}
    with records.work() as work:
        work.set_setting(_PARCEL + packed.receipt, write_json(kept).decode())
        work.record("export", f"Provenance/{packed.receipt}", "sealed")
    write_chosen(packed.data, target)
    return Stick(
        _written_words(len(going), len(files)),
        tr("Bring it to the office, and its answer back here: only then it counts as sent."),
        len(going),
    )


def _written_words(going: int, files: int) -> str:
    said = trn("{number} change is in the parcel.", "{number} changes are in the parcel.", going)
    with_files = trn("{number} page or picture too.", "{number} pages or pictures too.", files)
    return f"{said} {with_files}" if files else said


def _files_of(records: Reading, journal: Journal, going: list[Change]) -> dict[str, Resource]:
    """Give the files that the office lacks, by their SHA-256, as Binaries; those of new papers first.

    A parcel that would grow beyond what an office takes leaves the rest for the next one.
    """
    types = {one.digest: one.media_type for one in records.files()}
    wanted = [*paper_digests(one.resource for one in going), *(one.digest for one in journal.files_to_send())]
    made: dict[str, Resource] = {}
    room = _ROOM
    for digest in dict.fromkeys(wanted):
        data = b"" if journal.file_is_there(digest) else journal.bytes_of(digest)
        room -= len(data)
        if data and room >= 0:
            made[digest] = binary(digest, data, types.get(digest, "application/octet-stream"))
    return made


def _going(journal: Journal) -> list[Change]:
    """Take the first of each resource that nobody holds back; the rest goes with the next file."""
    first: dict[tuple[str, str], Change] = {}
    for one in journal.changes():
        if one.held in (None, Held.WAITS_FOR_OTHER, Held.NOT_ALLOWED, Held.REFUSED):
            first.setdefault((one.kind, one.identity), one)
    return list(first.values())


def _with_past(records: Reading, one: Change) -> Going:
    """Tell with a resource which of its states went before: an older file may reach the office later."""
    past = [each for each in records.versions(one.kind, one.identity) if each.number < one.version]
    states = tuple(state_of(each.resource) for each in past[-_PAST:])
    return Going(one.resource, one.version, states)


def _holds(going: list[Change]) -> dict[str, int]:
    return {f"{one.kind}/{one.identity}": one.sequence for one in going}


def _own_keys(records: Records) -> OfficeKeys:
    """Give the keys for which the office seals its answers; made at the first file, kept in the vault."""
    public, secret = records.setting(_PUBLIC), records.setting(_SECRET)
    if public and secret:
        return OfficeKeys(public, secret)
    made = office_keys()
    with records.work() as work:
        work.set_setting(_PUBLIC, made.public)
        work.set_setting(_SECRET, made.secret)
    return made


def _signer(records: Records) -> Signer:
    """Give the key by which the office knows this laptop; made at the first file, kept in the vault."""
    if secret := records.setting(_SIGNER):
        return Signer(secret)
    made = Signer.make()
    with records.work() as work:
        work.set_setting(_SIGNER, made.secret)
    return made


def take_answer(records: Records, file: Path, now: datetime) -> Stick:
    """Take the office's answer: what it has counts as sent, what it changed is received.

    Raises ExpectedError when it is no answer to a file of this laptop, or while a run is sending.
    """
    secret = records.setting(_SECRET)
    if not secret:
        raise ExpectedError(
            tr("This laptop has not written a parcel for the office yet."), tr("Write one first.")
        )
    answer = open_answer(read_chosen(file), secret)
    told = _told(records, answer.receipt)
    if not told or told.get("digest") != answer.digest:
        raise RefusedFileError(
            tr("This answers a parcel of another laptop."), tr("Nothing was taken. Ask the office for yours.")
        )
    journal = journal_of(records)
    if not journal.take_lease(_LEASE, now):
        raise ExpectedError(tr("This laptop is just sending."), tr("Take the answer when that is done."))
    try:
        holds = {name: int(number) for name, number in as_object(told.get("holds")).items()}
        sent = _acknowledge(records, holds, dict(answer.has), now)
        for reference, digest in as_object(told.get("files")).items():
            if reference in answer.has:
                journal.file_arrived(str(digest), now)
        received = _receive(journal, answer.changes, now)
    finally:
        journal.give_lease(_LEASE)
    with records.work() as work:
        work.record("import", f"Provenance/{answer.receipt}", "answer")
    return _taken_words(sent, received)


def _taken_words(sent: int, received: int) -> Stick:
    said = trn("The office has {number} more change.", "The office has {number} more changes.", sent)
    got = trn("{number} change of the office came.", "{number} changes of the office came.", received)
    return Stick(f"{said} {got}" if received else said, "", sent)


def _told(records: Reading, receipt: str) -> dict[str, Any]:
    kept = records.setting(_PARCEL + receipt) if receipt else None
    return cast("dict[str, Any]", read_json(kept)) if kept else {}


def _acknowledge(records: Reading, holds: dict[str, int], has: dict[str, str], now: datetime) -> int:
    """Count as sent what the office has and what still waits; another road may have been quicker."""
    journal = journal_of(records)
    under_way = {f"{one.kind}/{one.identity}" for batch in journal.batches() for one in batch.entries}
    waiting = {one.sequence for one in records.unsent()}
    going = {
        holds[name]: tag for name, tag in has.items() if name not in under_way and holds.get(name) in waiting
    }
    if not going:
        return 0
    for sequence in going:
        journal.release(sequence)
    batch = journal.freeze(sorted(going), transaction=False, now=now)
    journal.mark_sent(batch.identity, now)
    journal.acknowledge(batch.identity, [Acknowledged(one, tag) for one, tag in sorted(going.items())], now)
    return len(going)


def _receive(journal: Journal, changes: tuple[Resource, ...], now: datetime) -> int:
    page = [
        Received(
            kind_of(one),
            str(one["id"]),
            as_text(at(one, "meta.versionId")),
            one,
            as_text(at(one, "meta.lastUpdated")),
        )
        for one in changes
    ]
    taken = journal.receive(page, None, now)
    return sum(one is not Taken.KNOWN for one in taken)
