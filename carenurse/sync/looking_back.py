"""Find out whether it is the office as we left it, and we are the laptop that it knows.

A counter at the office and here tells: lower there, it was restored from a backup; higher there, this laptop
was, or there are two of it. What was acknowledged since the counter last moved is asked for by its receipt.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from carenurse.clinical.fhir import Resource, new_id
from carenurse.clinical.shapes import as_objects, as_text
from carenurse.clinical.whole import whole
from carenurse.store.journal_facts import UNSURE, Batch, Entry, Received
from carenurse.sync.answers import Meaning, is_proven, meaning_of_response
from carenurse.sync.doubting import is_unknown_there, tells_news, went_back
from carenurse.sync.feed import Mark
from carenurse.sync.session import ANOTHER, Session
from carenurse.sync.steps import Ending, StoppedError
from carenurse.sync.wire import NoAnswerError, fhir_request

_COUNTER = "urn:carenurse:runs"
_OK = 200


class Standing(StrEnum):
    """How the office stands to what this laptop remembers of it."""

    AS_LEFT = "as-left"
    RESTORED = "restored"
    CLONED = "cloned"
    ANOTHERS = "anothers"
    """The office does not show this nurse the counter: another one signed in here before."""


@dataclass(frozen=True, slots=True)
class Counters:
    """Runs that this laptop knows to be counted at the office, and those it may have counted."""

    known: int
    possible: int

    @classmethod
    def read(cls, text: str) -> "Counters":
        """Read them as kept; none before the first run."""
        known, _, possible = text.partition(" ")
        return cls(int(known or 0), int(possible or known or 0))

    @property
    def text(self) -> str:
        """Write them to be kept."""
        return f"{self.known} {self.possible}"


def device_of(session: Session) -> str:
    """Give this laptop's id at the office; made at its first run."""
    device = session.setting("device")
    if not device:
        device = new_id()
        session.keep(lambda journal: journal.set_cursor("device", device))
    return device


def look_back(session: Session, device: str) -> Standing:
    """Compare counters and receipts. Raises StoppedError when nobody trustworthy answers.

    A counter that another nurse began is not shown to this one: she has one of her own from now on, and what
    this laptop knows of the office is compared with what it shows her.
    """
    if session.profile.hub and not session.setting("recovering") and _looks_with_the_feed(session, device):
        return Standing.AS_LEFT
    standing = _look(session, device)
    if standing is not Standing.ANOTHERS:
        return standing
    if Counters.read(session.setting("runs")).known:
        session.keep(lambda journal: journal.set_cursor("recovering", ANOTHER))
        return Standing.RESTORED
    become_another(session)
    return Standing.AS_LEFT


def _look(session: Session, device: str) -> Standing:
    if session.setting("recovering"):
        return Standing.RESTORED
    session.proofs = None
    standing, _ = look_at(session, device, ())
    return standing


def _looks_with_the_feed(session: Session, device: str) -> bool:
    """Ask our own office for its counter with the first page of its feed; False where it has to be looked at.

    Only where nothing is on its way: what is to be sent goes before anything is read.
    """
    if session.keep(lambda journal: bool(journal.receipts() or journal.batches() or journal.changes())):
        return False
    counters = Counters.read(session.setting("runs"))
    session.heard = set()
    answer = session.ask(Mark.kept(session).request(device))
    there = whole(answer.headers.get("runs", ""))
    if answer.status != _OK or there is None or not counters.known <= there <= counters.possible:
        return False
    session.begun, session.runs_there = answer, (there, "")
    return True


def look_at(
    session: Session, device: str, things: Sequence[tuple[str, str]]
) -> tuple[Standing, list[Received | None]]:
    """Read resources and, in the same breath, all that tells whether this is still the office as we left it.

    Raises StoppedError when nobody trustworthy answers.
    """
    counters = Counters.read(session.setting("runs"))
    session.heard = set()
    proofs = (
        session.proofs if session.proofs is not None else session.keep(lambda journal: journal.receipts())
    )
    told = session.profile.instance_history
    asked = [_split(one) for one in proofs if told or one.startswith("Provenance/")]
    sentinel, *found = session.read(("Basic", device), *asked, *things)
    there = 0 if sentinel is None or sentinel.resource is None else runs_told(sentinel.resource)
    evidence = [one for one in found[: len(asked)] if one is not None]
    if sentinel is None:
        standing = Standing.ANOTHERS
    elif there > counters.possible:
        standing = Standing.CLONED
    elif there < counters.known or any(is_unknown_there(one) or went_back(session, one) for one in evidence):
        standing = Standing.RESTORED
    else:
        standing = Standing.AS_LEFT
        proven = counters.known or evidence  # else a laptop of which no run was counted cannot tell
        session.serving = session.heard.pop() if proven and len(session.heard) == 1 else ""
    tag = "" if sentinel is None or sentinel.resource is None or sentinel.tag == UNSURE else sentinel.tag
    session.runs_there = (there, tag)
    return standing, found[len(asked) :]


def proof_of(batch: Batch, entry: Entry) -> str:
    """Name what stands at the office since it has an entry: the batch's receipt, else the resource itself."""
    return f"Provenance/{batch.identity}" if batch.transaction else f"{entry.kind}/{entry.identity}"


def take_news(session: Session, page: Sequence[Received], cursor: tuple[str, str] | None = None) -> None:
    """Take a page of what was found. Raises StoppedError where the office was restored since this run began.

    A run may last: the lid was closed in its middle. What takes the place of something that the office had
    confirmed is news only while the office has that behind it; else what was confirmed would be forgotten.
    """
    if tells_news(session, page):
        standing, _ = look_at(session, device_of(session), ())
        if standing is Standing.RESTORED:
            session.recover_next()
    session.take(page, cursor)


def take_as_it_stands(session: Session, found: Sequence[Received | None]) -> None:
    """Take what was read by its id. Raises StoppedError where it went back: the next run recovers.

    The office's history tells of each; where it keeps none, the laptop's own marks there tell of all.
    """
    told = [one for one in found if one is not None]
    back = [one for one in told if went_back(session, one)]
    rest = [one for one in told if one not in back]
    if session.profile.instance_history:
        session.take(rest)
    else:
        take_news(session, rest)
    if back:
        session.recover_next()


def _split(reference: str) -> tuple[str, str]:
    kind, _, identity = reference.partition("/")
    return kind, identity


def count_run(session: Session, device: str, *, more: bool = False) -> bool:
    """Count this run at the office, then here (T11). What cannot be counted now is found by the next run.

    ``more``: it did something of which no receipt is kept. False where an office that was restored meanwhile
    may lack what this run did. Raises StoppedError where it is not shown either: an office that lets this
    nurse see nothing any more refuses every question, and nothing was received.
    """
    receipts = session.keep(lambda journal: journal.receipts())
    counters = Counters.read(session.setting("runs"))
    if not (receipts or more) and counters.known:
        return True
    vouched = session.serving and session.runs_there[1]
    standing = Standing.AS_LEFT if vouched else _look(session, device)
    if standing is Standing.ANOTHERS:
        raise StoppedError(Ending.UNCOUNTED, why="it does not show this laptop its own counter")
    if standing is not Standing.AS_LEFT:
        return False  # restored while this run went on: the next one finds it so, and goes back
    there, tag = session.runs_there
    intended = Counters(min(there, counters.possible), there + 1)
    session.keep(lambda journal: journal.set_cursor("runs", intended.text))
    guard = {"If_Match": f'W/"{tag}"'} if tag else {"If_None_Match": "*"}
    counted = fhir_request("PUT", f"Basic/{device}", _sentinel(device, there + 1), **guard)
    try:
        answer = session.send(session.vouched(counted))
    except NoAnswerError as problem:
        raise StoppedError(Ending.NO_ANSWER, wait=session.pause(None), why=problem.why) from None
    said = meaning_of_response(answer, guarded=True)
    if said in (Meaning.REFUSED, Meaning.NOT_ALLOWED):
        raise StoppedError(Ending.UNCOUNTED, why=str(answer.status))
    if said is not Meaning.DONE:
        raise StoppedError(Ending.LATER, wait=session.pause(answer), why="this run could not be counted")
    if not is_proven(answer) and not _is_counted(session, device, there + 1):
        raise StoppedError(Ending.LATER, wait=session.pause(answer), why="an empty answer, and no count")
    session.runs_there = (there + 1, "")
    done = Counters(there + 1, there + 1)
    session.keep(lambda journal: journal.finish(receipts, {"runs": done.text}))
    return True


def _is_counted(session: Session, device: str, runs: int) -> bool:
    """Look whether the office has the counter as it was sent."""
    (found,) = session.read(("Basic", device))
    return found is not None and found.resource is not None and runs_told(found.resource) == runs


def become_another(session: Session) -> str:
    """Go on as a new laptop: another one, or this one's future, is known under the old id."""
    device = new_id()
    receipts = session.keep(lambda journal: journal.receipts())
    session.keep(lambda journal: journal.finish(receipts, {"device": device, "runs": ""}))
    return device


def runs_told(sentinel: Resource) -> int:
    """Read the counter out of its resource."""
    told = next((as_text(one.get("value")) for one in as_objects(sentinel.get("identifier"))), "")
    return whole(told) or 0


def _sentinel(device: str, runs: int) -> Resource:
    return {
        "resourceType": "Basic",
        "id": device,
        "identifier": [{"system": _COUNTER, "value": str(runs)}],
        "code": {"text": "CareNurse: runs of a laptop"},
    }
