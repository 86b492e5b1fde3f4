"""Without any network: everything unsent goes to the office in a sealed file, and its answer comes back.

Nothing counts as sent when the file is written, only when the office's answer says that it has it. What was
changed in between waits on. The network may bring the same meanwhile: whichever answer comes first counts.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final, cast

from carenurse.app.chosen_file import read_chosen, write_chosen
from carenurse.app.import_records import carry_out, plan_import
from carenurse.app.office_desk import office_key
from carenurse.app.ports import Reading, Records, Work
from carenurse.clinical.fhir import Resource, kind_of, read_json, reference_to, split_reference, write_json
from carenurse.clinical.index_facts import patient_of
from carenurse.clinical.shapes import as_object, as_text, at
from carenurse.errors import ExpectedError
from carenurse.exchange.refusing import RefusedFileError
from carenurse.exchange.sealing import OfficeKeys, office_keys
from carenurse.exchange.signing import Signer
from carenurse.exchange.stick import (
    Going,
    Opened,
    Place,
    open_answer,
    open_parcel,
    pack,
    seal_answer,
    state_of,
)
from carenurse.sync.canonical import same
from carenurse.sync.kept import Acknowledged, Change, Held, Journal, Received, Taken, journal_of
from carenurse.translations import tr, trn

_PUBLIC, _SECRET, _PARCEL = "stick:public", "stick:secret", "stick:parcel:"
_SIGNER, _KNOWN, _PAST_OF = "stick:signer", "stick:known:", "stick:past:"
_PAST: Final = 50
"""States of one resource that are remembered as past."""
_LEASE: Final = "stick"


@dataclass(frozen=True, slots=True)
class Stick:
    """What came of a sealed file, as a sentence and what comes next."""

    sentence: str
    next: str
    number: int


def write_parcel(records: Records, target: Path, now: datetime) -> Stick:
    """Seal everything that may go into a file for the office.

    Raises ExpectedError without the office's key, when nothing waits, or when the file cannot be written.
    """
    key = office_key(records)
    if not key:
        raise ExpectedError(
            tr("The office's key is missing."), tr("Ask the office for it and write it on the Office page.")
        )
    going = _going(journal_of(records))
    if not going:
        raise ExpectedError(tr("Nothing waits for the office."), tr("There is nothing to take along."))
    keys = _own_keys(records)
    told, nurse = [_with_past(records, one) for one in going], f"Practitioner/{records.me}"
    packed = pack(told, nurse, keys.public, key, made=now, signer=_signer(records))
    kept = {"digest": packed.digest, "made": now.isoformat(), "holds": _holds(going)}
    with records.work() as work:
        work.set_setting(_PARCEL + packed.receipt, write_json(kept).decode())
        work.record("export", f"Provenance/{packed.receipt}", "sealed")
    write_chosen(packed.data, target)
    return Stick(
        trn("{number} change is in the file.", "{number} changes are in the file.", len(going)),
        tr("Bring it to the office, and its answer back here: only then it counts as sent."),
        len(going),
    )


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
            tr("This laptop has not written a file for the office yet."), tr("Write one first.")
        )
    answer = open_answer(read_chosen(file), secret)
    told = _told(records, answer.receipt)
    if not told or told.get("digest") != answer.digest:
        raise RefusedFileError(
            tr("This answers a file of another laptop."), tr("Nothing was taken. Ask the office for yours.")
        )
    journal = journal_of(records)
    if not journal.take_lease(_LEASE, now):
        raise ExpectedError(tr("This laptop is just sending."), tr("Take the answer when that is done."))
    try:
        holds = {name: int(number) for name, number in as_object(told.get("holds")).items()}
        sent = _acknowledge(records, holds, dict(answer.has), now)
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


def answer_parcel(
    records: Records, file: Path, key_file: str, target: Path, now: datetime, *, new_laptop: bool = False
) -> Stick:
    """At the office: take a laptop's file over and write the answer that the nurse takes back.

    What the office could not take (it has something else there) is not acknowledged; the nurse gets the
    office's own state and reads both. A nurse's first file makes her laptop known; ``new_laptop`` makes
    another one known. Raises ExpectedError for what is no such file, and for a laptop that is not known.
    """
    data = read_chosen(file)
    parcel = open_parcel(data, key_file)
    first = _know_laptop(records, parcel, new_laptop=new_laptop)
    _take_over(records, parcel, file.name, now)
    has = {reference_to(one): tag for one in parcel.resources if (tag := _tag_of(records, one))}
    changes = list(_changed(records, parcel))
    write_chosen(seal_answer(parcel, has, changes, now), target)
    return Stick(
        trn(
            "{number} change was taken over; the answer is written.",
            "{number} changes were taken over; the answer is written.",
            len(has),
        ),
        tr("Give the answer to the nurse.") + (f" {_first_words(parcel)}" if first else ""),
        len(has),
    )


def _take_over(records: Records, parcel: Opened, name: str, now: datetime) -> None:
    """Take over what is news; a state that a file taken before stands for would bring something old back."""
    news: list[Resource] = []
    with records.work() as work:
        for one in parcel.resources:
            place, past = parcel.places.get(reference_to(one), Place()), _past(work, parcel.signer, one)
            is_next = place.number > past.number
            if state_of(one) not in past.replaces:
                news.append(one)
            elif is_next:  # she went back to an earlier state on purpose
                work.put(one, local=True)
                work.record("import", reference_to(one), "parcel")
            known = [*sorted(past.replaces), *sorted(place.replaces - past.replaces)][-_PAST:]
            told = " ".join((str(max(place.number, past.number)), *known))
            work.set_setting(_past_name(parcel.signer, one), told)
    if news:
        entries = [{"resource": one} for one in news]
        bundle = {"resourceType": "Bundle", "type": "collection", "entry": entries}
        carry_out(records, plan_import(records, write_json(bundle), name), {}, now)


def _past_name(signer: str, one: Resource) -> str:
    return f"{_PAST_OF}{signer[:16]}:{reference_to(one)}"


def _past(work: Work, signer: str, one: Resource) -> Place:
    """Read how far the files of this laptop have come with one resource."""
    number, *states = (work.setting(_past_name(signer, one)) or "0").split()
    return Place(int(number), frozenset(states))


def _know_laptop(records: Records, parcel: Opened, *, new_laptop: bool) -> bool:
    """Say whether a laptop is seen for the first time. Raises RefusedFileError for one not expected."""
    name = _KNOWN + parcel.nurse
    known = (records.setting(name) or "").split()
    if parcel.signer in known:
        return False
    if known and not new_laptop:
        raise RefusedFileError(
            tr("This file was written on another laptop than this nurse's files before."),
            tr("Nothing was taken. Ask the nurse; if she has a new laptop, take it as one (--new-laptop)."),
        )
    with records.work() as work:
        work.set_setting(name, " ".join([*known, parcel.signer]))
    return True


def _first_words(parcel: Opened) -> str:
    key = parcel.signer[:16].upper()
    return tr("It is the first file of this laptop; its key begins with {key}.", key=key)


def _tag_of(records: Reading, sent: Resource) -> str:
    """Name the version under which the office has a state; "" where it has not.

    A state that was only kept behind the office's own (both of one moment) was not taken.
    """
    versions = records.versions(kind_of(sent), str(sent["id"]))
    for place in reversed(range(len(versions))):
        one, after = versions[place], versions[place + 1 : place + 2]
        if same(one.resource, sent):
            behind = any(next_one.saved == one.saved for next_one in after)
            return "" if behind else str(one.number)
    return ""


def _changed(records: Reading, parcel: Opened) -> list[Resource]:
    """Give what the office has otherwise than it was sent, of the people and things in the file."""
    sent = {reference_to(one): one for one in parcel.resources}
    people = {who for one in parcel.resources if (who := patient_of(one))}
    theirs = {
        reference_to(one): one
        for who in people
        for kind in records.kinds(who)
        for one in records.of_patient(who, kind)
    }
    for name in sent:
        split = split_reference(name)
        if split and (one := records.get(*split)):
            theirs[name] = one
    return [
        _as_the_office_has(records, one)
        for name, one in theirs.items()
        if not _is_as_sent(sent.get(name), one)
    ]


def _is_as_sent(sent: Resource | None, here: Resource) -> bool:
    return sent is not None and same(sent, here)


def _as_the_office_has(records: Reading, resource: Resource) -> Resource:
    """Write the office's own version and moment into a state, as a server would."""
    newest = records.versions(kind_of(resource), str(resource["id"]))[-1]
    meta = {**as_object(resource.get("meta"))}
    meta |= {"versionId": str(newest.number), "lastUpdated": newest.saved.isoformat()}
    return {**resource, "meta": meta}
