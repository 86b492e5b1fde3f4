"""Answers that were lost: what became of each batch is read at the office before anything is sent again."""

from collections.abc import Sequence

from carenurse.clinical.fhir import read_json
from carenurse.store.journal_facts import UNSURE, Acknowledged, Batch, BatchState, Entry, Received
from carenurse.sync.canonical import same
from carenurse.sync.doubting import history, is_among
from carenurse.sync.gate import is_needed, turn_gate
from carenurse.sync.looking_back import proof_of, take_as_it_stands
from carenurse.sync.session import Session
from carenurse.sync.steps import Progress, Stage, Steps


def resolve(session: Session, device: str) -> Steps:
    """Find out about every batch without an answer, and take in what waited for that."""
    batches = session.keep(lambda journal: journal.batches())
    for done, batch in enumerate(batches, 1):
        if batch.state is BatchState.PREPARED:
            _dissolve(session, batch)
        elif batch.transaction:
            _by_receipt(session, device, batch)
        else:
            _by_looking(session, batch)
        yield Progress(Stage.LOOKING_BACK, done, len(batches))
    session.take(session.keep(lambda journal: journal.noted()))


def make_sure(session: Session, identity: str) -> set[str]:
    """Look at once what became of a batch without a trustworthy answer; give the names of what arrived.

    What is not there for certain stays for ``resolve``.
    """
    batches = session.keep(lambda journal: journal.batches())
    batch = next((one for one in batches if one.identity == identity), None)
    if batch is None:
        return set()
    if not batch.transaction:
        arrived = _by_looking(session, batch)
    elif _has_receipt(session, batch):
        arrived = _all_arrived(session, batch)
    else:
        arrived = []
    session.take(session.keep(lambda journal: journal.noted()))
    return {f"{entry.kind}/{entry.identity}" for entry in arrived}


def _by_receipt(session: Session, device: str, batch: Batch) -> None:
    """Settle a transaction: its receipt stands there exactly when all of it does."""
    if session.profile.gives_ids and not _quiet(session, batch):
        return
    there = _has_receipt(session, batch)
    if there is False and is_needed(session):
        turn_gate(session, device)
        there = _has_receipt(session, batch)
    if there is None:
        return
    if there:
        _all_arrived(session, batch)
        return
    profile = session.profile
    guarded = is_needed(session) or (profile.if_none_match and profile.if_match)
    if not guarded and not _quiet(session, batch):
        return
    _dissolve(session, batch)


def _has_receipt(session: Session, batch: Batch) -> bool | None:
    """Say whether the receipt stands there; None when this nurse may not see it.

    Our own office refuses only what it has: it may be the receipt of the nurse who was here before.
    """
    (found,) = session.read(("Provenance", batch.identity))
    if found is None:
        return True if session.profile.hub else None
    return found.resource is not None


def _quiet(session: Session, batch: Batch) -> bool:
    """Say whether it was sent long ago: what has not arrived by now will not."""
    return session.profile.is_long_ago(batch.sent or batch.made, session.now())


def _dissolve(session: Session, batch: Batch) -> None:
    session.take(session.keep(lambda journal: journal.dissolve(batch.identity)))


def _all_arrived(session: Session, batch: Batch) -> list[Entry]:
    """Make what was sent the base from which anything later is merged, whatever stands there now."""
    found = session.read(*((one.kind, one.identity) for one in batch.entries))
    _arrived(session, batch, list(zip(batch.entries, found, strict=True)))
    return list(batch.entries)


def _arrived(session: Session, batch: Batch, entries: Sequence[tuple[Entry, Received | None]]) -> None:
    told = [_acknowledged(entry, now) for entry, now in entries]
    session.keep(lambda journal: journal.acknowledge(batch.identity, told, session.now()))
    session.tally.sent += len(told)
    if session.proofs is not None:
        session.proofs += {proof_of(batch, entry) for entry, _ in entries}
    session.take([now for _, now in entries])


def _acknowledged(entry: Entry, now: Received | None) -> Acknowledged:
    """Note it under the version that stands there, and its moment, where that is what was sent."""
    if now is None or now.resource is None or not same(now.resource, read_json(entry.body)):
        return Acknowledged(entry.sequence, UNSURE)
    return Acknowledged(entry.sequence, now.tag, updated=now.moment)


def _by_looking(session: Session, batch: Batch) -> list[Entry]:
    """Without receipts each resource tells for itself, as far as it can; give what arrived."""
    found = session.read(*((one.kind, one.identity) for one in batch.entries))
    arrived: list[tuple[Entry, Received | None]] = []
    unclear: list[tuple[Entry, Received]] = []
    for entry, now in zip(batch.entries, found, strict=True):
        if now is None:
            continue
        arrived += [(entry, now)] if _is_ours(session, entry, now) else []
        unclear += [(entry, now)] if _is_unclear(session, entry, now) else []
    if arrived:
        _arrived(session, batch, arrived)
    for entry, now in unclear:
        sequence, stands = entry.sequence, now
        session.keep(lambda journal, s=sequence, n=stands: journal.contest(s, n, session.now()))
    known = {entry.sequence for entry, _ in (*arrived, *unclear)}
    rest = [
        (entry, now) for entry, now in zip(batch.entries, found, strict=True) if entry.sequence not in known
    ]
    if rest and (_is_guarded(session, batch) or _quiet(session, batch)):
        _take_out(session, batch, rest)
        take_as_it_stands(session, [now for now in found if now is not None and now.resource is not None])
    return [entry for entry, _ in arrived]


def _take_out(session: Session, batch: Batch, rest: Sequence[tuple[Entry, Received | None]]) -> None:
    """Let wait again what did not arrive; of what the office does not show just now nobody knows that yet."""
    if all(now is not None for _, now in rest):
        _dissolve(session, batch)
        return
    for sequence in [entry.sequence for entry, now in rest if now is not None]:
        session.keep(lambda journal, one=sequence: journal.take_out(one))


def _is_guarded(session: Session, batch: Batch) -> bool:
    profile = session.profile
    return all(profile.if_match if one.base_tag else profile.if_none_match for one in batch.entries)


def _is_ours(session: Session, entry: Entry, now: Received) -> bool:
    """Say whether it arrived: it stands there, it stood there, or (a new one) anything under its id does."""
    if now.resource is None:
        return False
    if not entry.base_tag or same(now.resource, read_json(entry.body)):
        return True
    if now.tag == entry.base_tag:
        return False
    return is_among(read_json(entry.body), history(session, entry.kind, entry.identity))


def _is_unclear(session: Session, entry: Entry, now: Received) -> bool:
    """Say whether nobody can tell: it moved on from our base, and nothing says through ours or not."""
    moved = now.resource is not None and bool(entry.base_tag) and now.tag != entry.base_tag
    return (
        moved and not session.profile.instance_history and not same(now.resource or {}, read_json(entry.body))
    )
