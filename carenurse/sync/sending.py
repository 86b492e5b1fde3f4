"""What the nurse did goes out, parcel by parcel: frozen, marked, sent, settled by what was answered."""

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, replace

from carenurse.clinical.shapes import as_object, as_objects
from carenurse.store.journal_facts import UNSURE, Acknowledged, Batch, Change, Entry, Held, Received
from carenurse.sync import bundles
from carenurse.sync.answers import Meaning, meaning_of, meaning_of_response
from carenurse.sync.doubting import tells_news, went_back
from carenurse.sync.gate import gate_entry, gate_passed, is_needed, look_at_gate
from carenurse.sync.looking_back import Standing, look_at, proof_of, take_as_it_stands
from carenurse.sync.planning import MOST_TRIES, Parcel, name_of, plan
from carenurse.sync.resolving import make_sure
from carenurse.sync.session import Session, response_of, tag_told, words_of
from carenurse.sync.steps import Ending, Progress, Stage, Steps, StoppedError
from carenurse.sync.wire import NoAnswerError, Request, Response

_MOST_FAILURES = 3
_NO_BUNDLES_HERE = frozenset({404, 405})
_PASSES = 3 * MOST_TRIES


def push(session: Session, device: str) -> Steps:
    """Send what may go, until nothing more may in this run. Raises StoppedError."""
    for _ in range(_PASSES):
        yield from look_first(session)
        changes = session.keep(lambda journal: journal.changes())
        parcels = plan(changes, session.profile, session.most, session.alone, session.tries)
        if not parcels:
            return
        yield from _send_all(session, device, parcels)


def look_first(session: Session) -> Steps:
    """Read what the office has under a tag that nobody knows, before anything is sent on top of it."""
    changes = session.keep(lambda journal: journal.changes())
    unsure = {(one.kind, one.identity) for one in changes if one.base_tag == UNSURE and not one.batch}
    if unsure:
        take_as_it_stands(session, session.read(*sorted(unsure)))
        yield Progress(Stage.SENDING)


def _send_all(session: Session, device: str, parcels: Sequence[Parcel]) -> Steps:
    arrived: set[str] = set()
    whole = sum(len(parcel.changes) for parcel in parcels)
    done = 0
    for parcel in parcels:
        session.tries.update(name_of(one) for one in parcel.changes)
        if parcel.needs <= arrived:
            went = yield from _send_parcel(session, device, parcel)
            arrived |= went
        done += len(parcel.changes)
        yield Progress(Stage.SENDING, done, whole)
    if any(name.startswith("Encounter/") for name in arrived):
        _ask_again(session)


def _ask_again(session: Session) -> None:
    """Send again what the office did not take: a visit has arrived, and what belongs to that may come now.

    An office takes what a nurse did for somebody who is with another nurse now because of such a visit.
    """
    session.keep(lambda journal: journal.release_all(Held.NOT_ALLOWED))


def _send_parcel(session: Session, device: str, parcel: Parcel) -> Generator[Progress, None, set[str]]:
    """Send one parcel; give the names of what the office has now."""
    yield Progress(Stage.SENDING)
    ready = _as_they_are(session, device, parcel)
    if not ready:
        return set()
    session.begun = None  # a page that was told before this went would take it back here
    if parcel.transaction and is_needed(session) and session.gate_tag in ("", UNSURE):
        look_at_gate(session, device)
    sequences = [one.sequence for one in ready]
    batch = session.keep(
        lambda journal: journal.freeze(sequences, transaction=parcel.transaction, now=session.now())
    )
    session.keep(lambda journal: journal.mark_sent(batch.identity, session.now()))
    sent = _Sent(session, batch, parcel.creates)
    if parcel.transaction:
        sent.settle_transaction(session.vouched(_write(session, device, batch)))
    else:
        sent.settle_each(session.vouched(_together(session, batch.entries)))
    return sent.arrived


def _as_they_are(session: Session, device: str, parcel: Parcel) -> list[Change]:
    """Look, right before it goes, whether it still stands on what the office has; give what does.

    A guard names a version, and an office that was restored from a backup uses those again: under the same
    number it may have somebody else's words. Where it keeps no guard, somebody may just have been faster;
    there is a moment's risk left. Raises StoppedError where it was restored.
    """
    profile = session.profile
    if parcel.creates and (profile.if_none_match or not any(one.attempts for one in parcel.changes)):
        return list(parcel.changes)
    things = [(one.kind, one.identity) for one in parcel.changes]
    if session.serving and profile.if_match and not parcel.creates:
        return list(parcel.changes)  # our own office refuses it where it was started again since
    standing, found = look_at(session, device, things)
    if standing is Standing.RESTORED:
        session.recover_next()
    both = list(zip(parcel.changes, found, strict=True))
    moved = [one for change, one in both if _has_moved(session, change, one)]
    take_as_it_stands(session, moved)
    return [change for change, one in both if not _has_moved(session, change, one)]


def _has_moved(session: Session, change: Change, one: Received | None) -> bool:
    """Say whether the office has something else than what the change was made on, as far as it shows it.

    What it does not show goes where a guard protects it, so that its refusal is heard and told. Where it
    tells no version, what it says is compared.
    """
    if one is None:
        return not session.profile.if_match or not change.base_tag
    if one.resource is None:
        return bool(change.base_tag)
    if one.tag == UNSURE and change.base_tag:
        return tells_news(session, [replace(one, tag=change.base_tag)])
    return one.tag != change.base_tag or went_back(session, one)


def _write(session: Session, device: str, batch: Batch) -> Request:
    gate = gate_entry(session, device) if is_needed(session) else None
    receipt = bundles.receipt_of(batch, session.nurse, session.now())
    return bundles.transaction(batch, receipt, session.profile, gate)


def _together(session: Session, entries: Sequence[Entry]) -> Request:
    return bundles.batch_of(entries, session.profile)


@dataclass
class _Sent:
    """A batch whose first byte may have left, and what its answer makes of it."""

    session: Session
    batch: Batch
    creates: bool

    def __post_init__(self) -> None:
        """Nothing has arrived before an answer said so."""
        self.arrived: set[str] = set()

    def settle_transaction(self, request: Request) -> None:
        """Send; all of it arrived, or nothing, or nobody knows."""
        answer = self._send(request)
        said = meaning_of_response(answer, guarded=True)
        if answer.status in _NO_BUNDLES_HERE and not _takes_bundles(self.session):
            self._take_apart()
            raise StoppedError(Ending.NOT_THE_OFFICE, why="it takes no bundles at this address")
        said = Meaning.REFUSED if answer.status in _NO_BUNDLES_HERE else said
        if said is not Meaning.DONE:
            self._not_done(said, answer)
            return
        told = [response_of(entry) for entry in as_objects(as_object(answer.resource).get("entry"))]
        entries = self.batch.entries
        gates = int(is_needed(self.session))
        done = [meaning_of(one.status, guarded=True) is Meaning.DONE for one in told]
        if len(told) != len(entries) + gates + 1 or not all(done):
            self._unknown(answer)
            return
        if gates:
            gate_passed(self.session, answer, len(entries))
        both = list(zip(entries, told, strict=False))
        if all(_tells(entry, one) for entry, one in both):
            self._acknowledge(both)
        else:
            self._make_sure()

    def settle_each(self, request: Request) -> None:
        """Send; each entry has an answer of its own."""
        answer = self._send(request)
        entries = self.batch.entries
        if len(entries) == 1:
            self._each([(entries[0], answer)])
            return
        if meaning_of_response(answer, guarded=True) is not Meaning.DONE:
            self._not_done(meaning_of_response(answer, guarded=True), answer)
            return
        told = [response_of(entry) for entry in as_objects(as_object(answer.resource).get("entry"))]
        if len(told) != len(entries):
            self._unknown(answer)
            return
        self._each(list(zip(entries, told, strict=True)))

    def _send(self, request: Request) -> Response:
        """Ask; where nobody trustworthy answered, note it and end the run."""
        try:
            return self.session.send(request)
        except NoAnswerError as problem:
            if problem.sent:
                self._keep_unknown()
            else:
                self._take_apart()
            self.session.failures += 1
            pause = self.session.pause(None)
            raise StoppedError(Ending.NO_ANSWER, wait=pause, why=problem.why) from None

    def _each(self, answers: Sequence[tuple[Entry, Response]]) -> None:
        """Settle each by its own answer; where they differ, what arrived is looked at before it counts.

        For answers change places on the way, and then a refusal of one stands where another asked.
        """
        meant = [(entry, answer, self._meaning(answer)) for entry, answer in answers]
        done = [(entry, answer) for entry, answer, said in meant if said is Meaning.DONE]
        sure = [] if len(done) < len(meant) else [one for one in done if _tells(*one)]
        self._acknowledge(sure)
        later: Callable[[], None] | None = None
        for entry, answer, said in meant:
            if said in (Meaning.DONE, Meaning.UNKNOWN):
                continue
            later = self._one(entry, answer, said) or later
        if len(sure) < len(done):
            self._make_sure()
        if any(said is Meaning.UNKNOWN for _, _, said in meant):
            self._unknown(answers[0][1])
        if later is not None:
            later()

    def _meaning(self, answer: Response) -> Meaning:
        return meaning_of(answer.status, guarded=not self.creates)

    def _one(self, entry: Entry, answer: Response, said: Meaning) -> Callable[[], None] | None:
        """Settle an entry that did nothing; give what ends the run, after the others are settled."""
        if said in (Meaning.REFUSED, Meaning.TOO_LARGE, Meaning.NOT_ALLOWED):
            self._hold(entry.sequence, said, answer)
            return None
        self.session.keep(lambda journal: journal.take_out(entry.sequence))
        if said is Meaning.LOOK:
            self._look([entry])
            return None
        return lambda: self._stop(said, answer)

    def _not_done(self, said: Meaning, answer: Response) -> None:
        """Settle a bundle that did nothing as a whole, or of which nobody knows."""
        if said is Meaning.UNKNOWN:
            self._unknown(answer)
            return
        entries = self.batch.entries
        if len(entries) == 1 and said in (Meaning.REFUSED, Meaning.TOO_LARGE, Meaning.NOT_ALLOWED):
            self._hold(entries[0].sequence, said, answer)
            return
        self._take_apart()
        if said is Meaning.TOO_LARGE:
            self.session.most = max(3, len(entries) // 2 + 2) if self.batch.transaction else len(entries) // 2
            self.session.alone |= {one.sequence for one in entries} if len(entries) <= 2 else set()  # noqa: PLR2004 - halves are single
        elif said in (Meaning.REFUSED, Meaning.NOT_ALLOWED):
            self.session.alone |= {one.sequence for one in entries}
        elif said is Meaning.LOOK:
            self.session.gate_tag = ""
            self._look(entries)
        else:
            self._stop(said, answer)

    def _look(self, entries: Sequence[Entry]) -> None:
        """Read what stands there: ours already, another's to be merged, or it was a moment's refusal."""
        found = self.session.read(*((one.kind, one.identity) for one in entries))
        news = [
            one
            for entry, one in zip(entries, found, strict=True)
            if one is not None and (one.resource is not None or entry.base_tag)
        ]
        take_as_it_stands(self.session, news)
        self.arrived |= {
            f"{one.kind}/{one.identity}" for one in news if one.resource is not None and self.creates
        }

    def _hold(self, sequence: int, said: Meaning, answer: Response) -> None:
        why = Held.NOT_ALLOWED if said is Meaning.NOT_ALLOWED else Held.REFUSED
        words = words_of(answer)
        self.session.keep(lambda journal: journal.hold(sequence, why, words))
        self.session.tally.refused += 1

    def _stop(self, said: Meaning, answer: Response) -> None:
        if said is Meaning.SIGN_IN and self.session.sign_in():
            return
        ending = Ending.SIGN_IN if said is Meaning.SIGN_IN else Ending.LATER
        raise StoppedError(ending, wait=self.session.pause(answer), why=str(answer.status))

    def _unknown(self, answer: Response) -> None:
        """Keep it as it was sent until a receipt or a look tells; the office is alive, others may go on."""
        self._keep_unknown()
        self.session.gate_tag = ""
        self.session.failures += 1
        if self.session.failures >= _MOST_FAILURES or answer.headers.get("retry-after"):
            raise StoppedError(Ending.LATER, wait=self.session.pause(answer), why=str(answer.status))

    def _keep_unknown(self) -> None:
        self.session.keep(lambda journal: journal.mark_unknown(self.batch.identity))

    def _take_apart(self) -> None:
        noted = self.session.keep(lambda journal: journal.dissolve(self.batch.identity))
        self.session.take(noted)

    def _make_sure(self) -> None:
        """Look before it counts as arrived: a good status alone, without a version, anybody can answer."""
        self._keep_unknown()
        self.session.gate_tag = ""
        self.arrived |= make_sure(self.session, self.batch.identity)

    def _acknowledge(self, answers: Sequence[tuple[Entry, Response]]) -> None:
        """Note what the office has, under the versions that it told."""
        if not answers:
            return
        told = [
            Acknowledged(entry.sequence, tag_told(answer.etag), updated=_moment(answer))
            for entry, answer in answers
        ]
        noted = self.session.keep(
            lambda journal: journal.acknowledge(self.batch.identity, told, self.session.now())
        )
        self.session.tally.sent += len(told)
        self.session.proofs = [
            proof_of(self.batch, answers[-1][0])
        ]  # the office has nothing of ours after it
        self.arrived |= {f"{entry.kind}/{entry.identity}" for entry, _ in answers}
        self.session.take(noted)


def _takes_bundles(session: Session) -> bool:
    """Ask whether bundles go to this address: one was not found here, or something that it brought.

    Real servers answer 404 to the whole for one entry of a kind that they do not keep.
    """
    sort = "batch" if session.profile.batch else "transaction"
    answer = session.ask(bundles.question("Patient?_count=1", sort))
    return as_object(answer.resource).get("type") == f"{sort}-response"


def _tells(entry: Entry, answer: Response) -> bool:
    """Say whether an answer tells of a new version: neither of none, nor of the one that it stood on."""
    return tag_told(answer.etag) not in (UNSURE, entry.base_tag)


def _moment(answer: Response) -> str:
    """Give the office's moment of keeping; a header in the style of letters (RFC 7231) says too little."""
    told = answer.headers.get("last-modified", "")
    return told if told[:4].isdigit() else ""
