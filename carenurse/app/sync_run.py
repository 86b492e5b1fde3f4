"""One run between this laptop and the office, on a thread of its own, and how it ended in words.

It may be stopped at every step; whatever it did is done, and nothing is lost. It holds the record only for
one commit point at a time, so that no save waits for the network.
"""

import secrets
from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime
from random import SystemRandom
from typing import TYPE_CHECKING, Final, TypeVar

from carenurse.app.ports import Clock, Reading, Records
from carenurse.app.sync_notices import notices_of
from carenurse.app.sync_office import CERTIFICATE, Office, office_of
from carenurse.app.sync_sign_in import Renewal
from carenurse.app.sync_trail import on_the_trail
from carenurse.app.vault_place import Wiped
from carenurse.app.vault_warnings import older_words
from carenurse.clinical.caseload import nurse_of
from carenurse.errors import ExpectedError
from carenurse.sync.kept import Journal, journal_of
from carenurse.sync.line import Line, OpenWire
from carenurse.sync.run import synchronize
from carenurse.sync.session import Session
from carenurse.sync.steps import Ending, Outcome, Progress, Stage, Tally
from carenurse.sync.wire import BAD_CERTIFICATE, UntrustedOfficeError, Wire
from carenurse.translations import tr, trn

if TYPE_CHECKING:
    from carenurse.sync.http_wire import HttpWire
    from carenurse.sync.marking import GivenLease, WipeOrder
    from carenurse.sync.standing_way import StandingWay

T = TypeVar("T")


Connect = Callable[[Office], OpenWire]

_DONE: Final = frozenset({Ending.COMPLETE})
_HEARD: Final = _DONE | {Ending.NO_ANSWER, Ending.LATER, Ending.RESTORED, Ending.UNCOUNTED}
"""How a run ends in which the office may have answered; another server than ours is told nothing."""
_FAULTS: Final = frozenset({"500", "501", "502", "504", "507"})
"""Why a run ended, by the status of HTTP, where it was no wish for time."""


@dataclass(frozen=True, slots=True)
class RunProgress:
    """Where a run is: ``words`` say it, ``left`` counts what has not been sent yet."""

    words: str
    done: int
    of: int
    left: int


@dataclass(frozen=True, slots=True)
class RunResult:
    """How a run ended: ``good`` when everything went; a sentence and what to do; what it did.

    ``again`` is in how many seconds the office may be asked again, None for the ordinary time. ``lease`` and
    ``order`` are what our own office said of them; ``wiped`` that the order was carried out: the vault is
    closed then, and gone.
    """

    good: bool
    sentence: str
    remedy: str
    ended: datetime
    sent: int = 0
    received: int = 0
    conflicts: int = 0
    refused: int = 0
    again: float | None = None
    notices: tuple[str, ...] = ()
    lease: "GivenLease | None" = None
    order: "WipeOrder | None" = None
    wiped: Wiped | None = None


GoOn = Callable[[RunProgress], bool]
"""Hears of each step; False stops the run."""


class Cord:
    """By this a run is ended at once from another thread, also while it waits for the network."""

    def __init__(self) -> None:
        self._line: Line | None = None
        self._hear: Callable[[], object] | None = None
        self.is_pulled = False

    def pull(self) -> None:
        """End the run. Twice is harmless."""
        self.is_pulled = True
        if self._line is not None:
            self._line.cut()
        if self._hear is not None:
            self._hear()

    def tells(self, hear: Callable[[], object]) -> None:
        """Have somebody who waits hear of it, once or twice; at once where it is pulled already."""
        self._hear = hear
        if self.is_pulled:
            hear()

    def holds(self, line: Line) -> None:
        """Take the line that is to be cut."""
        self._line = line
        if self.is_pulled:
            line.cut()


def run(
    records: Records,
    connect: Connect,
    clock: Clock,
    go_on: GoOn,
    cord: Cord | None = None,
    *,
    pressing: bool = False,
) -> RunResult:
    """Send and receive once. Raises ExpectedError when no office is set up; what the network does is told.

    What ``go_on`` raises ends the run as a stop does, and goes through. ``pressing``: the lease is short, so
    that the office is asked for another after a run that was cut short, too.
    """
    from carenurse.app.sync_marks import Marks  # noqa: PLC0415  no start needs it, it is slow

    office = office_of(records)
    if not office.address:
        raise ExpectedError(
            tr("No office is set up."),
            tr("Write its address under Settings, Office; everything is safe here."),
        )
    cord = cord or Cord()
    renewal = Renewal(records, office, clock.now)
    line = Line(office.address, lambda: connect(renewal.office))
    cord.holds(line)

    def sign_in() -> bool:
        renewed = renewal.renew()
        if renewed:
            line.start_over()
        return renewed

    try:
        session = _session(records, office, line, clock, sign_in)
        marks = Marks(records, office, line, clock.now)
        outcome = _go_through(records, session, go_on)
        if outcome is not None and outcome.ending in (_HEARD if pressing and line.heard else _DONE):
            marks.tell()
        _keep_certificate(records, office, line.certificate)
    finally:
        line.close()
    result = replace(
        result_of(None if cord.is_pulled else outcome, clock.now()), lease=marks.lease, order=marks.order
    )
    return replace(result, notices=(*result.notices, " ".join(older_words()))) if marks.older else result


def _keep_certificate(records: Records, office: Office, compared: str) -> None:
    """Keep what was compared with the fingerprint: the next run need not fetch it, two round trips less."""
    if compared and compared != office.certificate:
        with records.work() as work:
            work.set_setting(CERTIFICATE, compared)


def _session(
    records: Reading, office: Office, wire: Wire, clock: Clock, sign_in: Callable[[], bool]
) -> Session:
    journal = journal_of(records)

    def keep(step: Callable[[Journal], T]) -> T:
        return step(journal)

    return Session(
        wire=wire,
        profile=office.profile,
        keep=keep,
        now=clock.now,
        chance=SystemRandom().random,
        nurse=records.me,
        caseload=_caseload(records),
        sign_in=sign_in,
    )


def _caseload(records: Reading) -> str:
    """Name the nurse's own Group; "" for none: then the office decides what she sees."""
    groups = (one for one in records.all_of("Group") if nurse_of(one) == records.me)
    return next((str(one["id"]) for one in groups), "")


def _go_through(records: Records, session: Session, go_on: GoOn) -> Outcome | None:
    """Go from step to step; None when it was stopped."""
    before = len(session.keep(lambda journal: journal.changes()))
    with closing(on_the_trail(records, session.tally, _steps(session))) as steps:
        while True:
            try:
                progress = next(steps)
            except StopIteration as end:
                value: Outcome = end.value
                return value
            if not go_on(_told(progress, max(0, before - session.tally.sent))):
                return None


def _steps(session: Session) -> Generator[Progress, None, Outcome]:
    return synchronize(session, secrets.token_hex(8))


def _told(progress: Progress, left: int) -> RunProgress:
    words = {
        Stage.CONNECTING: tr("Looking for the office"),
        Stage.LOOKING_BACK: tr("Asking what arrived last time"),
        Stage.RECOVERING: tr("Comparing everything with the office"),
        Stage.SENDING: tr("Sending"),
        Stage.CASELOAD: tr("Reading the caseload"),
        Stage.RECEIVING: tr("Receiving"),
        Stage.COMPARING: tr("Comparing with the office"),
        Stage.FILES: tr("Pages and pictures"),
        Stage.FINISHING: tr("Finishing"),
    }[progress.stage]
    return RunProgress(words, progress.done, progress.of, left)


def result_of(outcome: Outcome | None, now: datetime) -> RunResult:
    """Say how a run ended; None: the nurse stopped it."""
    if outcome is None:
        return RunResult(good=False, sentence=tr("Stopped. Nothing is lost."), remedy="", ended=now)
    sentence, remedy = _ending_words(outcome)
    tally = outcome.tally
    return RunResult(
        good=outcome.ending is Ending.COMPLETE,
        sentence=sentence,
        remedy=remedy,
        ended=now,
        sent=tally.sent,
        received=tally.received,
        conflicts=tally.conflicts,
        refused=tally.refused,
        again=outcome.wait,
        notices=notices_of(tally),
    )


def _ending_words(outcome: Outcome) -> tuple[str, str]:
    match outcome.ending:
        case Ending.COMPLETE:
            return _what_was_done(outcome.tally), ""
        case Ending.BUSY:
            return tr("Another run is sending already."), ""
        case Ending.NO_ANSWER:
            return _no_answer_words(outcome)
        case Ending.LATER:
            return _later_words(outcome), _kept()
        case Ending.SIGN_IN:
            return tr("The office asks you to sign in again."), tr(
                "Do so under Settings, Office: all is safe here."
            )
        case Ending.RESTORED | Ending.UNCOUNTED | Ending.NOT_THE_OFFICE:
            return _not_as_known_words(outcome.ending)


def _not_as_known_words(ending: Ending) -> tuple[str, str]:
    if ending is Ending.RESTORED:
        return (
            tr("The office was restored from a backup. Nothing was written over what it has now."),
            tr("Everything is safe on this laptop. The next run offers again what the office lost."),
        )
    if ending is Ending.UNCOUNTED:
        return (
            tr("The office does not let this laptop note how far it came."),
            tr("What was sent is there, the rest is safe here. Tell the office: waiting does not help."),
        )
    return (
        tr("This is not the office that this laptop knows. Nothing was sent."),
        tr("Check the address under Settings, Office, or ask the office."),
    )


def _no_answer_words(outcome: Outcome) -> tuple[str, str]:
    if outcome.why != BAD_CERTIFICATE:
        return tr("The office cannot be reached now."), _kept()
    untrusted = UntrustedOfficeError()
    return untrusted.sentence, untrusted.remedy


def _later_words(outcome: Outcome) -> str:
    """Tell an office that asks for time (429, 503) from one that says that it has a fault."""
    if outcome.why in _FAULTS:
        return tr("The office answered that something is wrong there.")
    return tr("The office asks to wait a little.")


def _kept() -> str:
    return tr("Everything is safe on this laptop and goes at the next connection.")


def _what_was_done(tally: Tally) -> str:
    sent = trn("{number} change sent", "{number} changes sent", tally.sent)
    received = trn("{number} received", "{number} received", tally.received)
    return tr("{sent}, {received}.", sent=sent, received=received)


@dataclass(frozen=True, slots=True)
class RunState:
    """Where the runs of this sitting are: ``progress`` during one, else how the last one ended."""

    progress: RunProgress | None = None
    result: RunResult | None = None

    @property
    def running(self) -> bool:
        """Whether a run is under way."""
        return self.progress is not None


class StandingNetwork:
    """Reaches an office over the network, and stays connected between the runs of one sitting."""

    def __init__(self) -> None:
        self._way: StandingWay[Office] | None = None

    def __call__(self, office: Office) -> OpenWire:
        """Give the way to an office. Raises as ``over_the_network`` does."""
        from carenurse.sync.http_wire import LONGEST_REST  # noqa: PLC0415  no start needs it, it is slow
        from carenurse.sync.standing_way import StandingWay  # noqa: PLC0415

        self._way = self._way or StandingWay(LONGEST_REST)
        return self._way.to(office, lambda: over_the_network(office))

    def end(self) -> None:
        """Disconnect: a lock, another network, the end of the sitting. Twice is harmless."""
        if self._way is not None:
            self._way.end()


def over_the_network(office: Office) -> "HttpWire":
    """Reach an office over the network; the library for it is loaded only now.

    Raises ExpectedError when the address is not safe, or when it is not the office whose fingerprint is kept.
    """
    from carenurse.sync.certificates import certificate_for  # noqa: PLC0415  no start needs it, it is slow
    from carenurse.sync.http_wire import HttpWire  # noqa: PLC0415

    return HttpWire(
        office.address,
        token=lambda: office.token,
        certificate=certificate_for(office.address, office.fingerprint, office.certificate),
        packs=office.profile.gzip,
    )
