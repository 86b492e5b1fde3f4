"""What every step of one run works with: the wire, the office's profile, the journal, the clock."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final, NoReturn, Protocol, TypeVar

from carenurse.clinical.fhir import Resource, read_json, write_json
from carenurse.clinical.shapes import as_object, as_objects, as_text, as_texts
from carenurse.clinical.whole import whole
from carenurse.store.journal import Journal
from carenurse.store.journal_facts import UNSURE, Received, WentBackError
from carenurse.sync.answers import Meaning, meaning_of_response, wait_before
from carenurse.sync.kinds import OF_PATIENTS
from carenurse.sync.nesting import near
from carenurse.sync.profile import Profile
from carenurse.sync.steps import Ending, StoppedError, Tally
from carenurse.sync.wire import NoAnswerError, Request, Response, Wire, fhir_request

T = TypeVar("T")
_SPOKEN_WITHOUT_A_RESOURCE = frozenset({304, 401, 408, 409, 412, 413, 425, 429, *range(500, 600)})
_GONE = 410
_NOT_THERE = frozenset({404, _GONE})
DELETED: Final = "deleted"
"""The tag of what the office says that it deleted; what it merely does not know has none."""

WANTED: Final = "wanted"
"""The setting ``recovering``: the next run has to recover; "1" once that has begun."""
ANOTHER: Final = "another"
"""The same because it is another office, or another nurse signed in: nothing was restored."""

_UNREADABLE: Final = "unreadable"
"""The setting that lists what the office has and no laptop can read, until it is received or gone there."""
_REFUSED_READING = 403


class Keep(Protocol):
    """Runs one commit point (or one reading) of the journal, on the thread that owns the store."""

    def __call__(self, step: Callable[[Journal], T], /) -> T:
        """Run it and give what it gives."""
        ...


GRACE: Final = timedelta(days=30)
"""So long somebody who left the caseload stays on the laptop."""


@dataclass(slots=True)
class Session:
    """One run. ``chance`` gives numbers in [0, 1); ``sign_in`` renews the token once, False when it cannot.

    ``caseload`` is the id of the nurse's Group; "" means everything that the office lets her see.
    """

    wire: Wire
    profile: Profile
    keep: Keep
    now: Callable[[], datetime]
    chance: Callable[[], float]
    nurse: str
    caseload: str = ""
    kinds: tuple[str, ...] = OF_PATIENTS
    grace: timedelta = GRACE
    """How long somebody who left the caseload stays, for an office that may be restored from a backup."""
    sign_in: Callable[[], bool] = lambda: False
    tally: Tally = field(default_factory=Tally)
    most: int = 0
    """Entries of one bundle in this run: the profile's, halved when the office finds one too large."""
    alone: set[int] = field(default_factory=set[int])
    """Changes that were in a bundle that was refused: each goes by itself, to find the one."""
    tries: Counter[str] = field(default_factory=Counter[str])
    """How often each resource was sent in this run."""
    failures: int = 0
    time_there: datetime | None = None
    """The office's own time, as its last answer told it; None where none did."""
    heard_at: datetime | None = None
    """When it told so, by this laptop's clock."""
    clock_there: float | None = None
    """Seconds by which the office's clock is before this laptop's, as kept with the marks (``clocks``)."""
    serving: str = ""
    """The start of our own office under which it was seen to be as left; "" where nobody vouches for that."""
    heard: set[str] = field(default_factory=set[str])
    """Which starts the answers named since somebody began to look."""
    runs_there: tuple[int, str] = (0, "")
    """The counter of runs at the office and its tag, as last looked at."""
    begun: Response | None = None
    """The first page of our own office's feed, where it was asked for with the look and is still news."""
    gate_tag: str = ""
    apart: bool | None = None
    """Whether searches are asked one by one in this run (``together``); None: nobody has looked yet."""
    proofs: list[str] | None = None
    """What stands at the office only while all that it acknowledged does; None: ask for each receipt."""
    unread: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])
    """What a recovery has still to compare (``recovering``): until then nobody knows whether it is news."""

    def __post_init__(self) -> None:
        """Begin with the bundle size that the profile allows."""
        self.most = max(1, self.profile.most_entries)

    def send(self, request: Request) -> Response:
        """Ask once. Raises NoAnswerError also where somebody answered who is not the office."""
        response = self.wire.send(request)
        if (
            response.status not in _SPOKEN_WITHOUT_A_RESOURCE
            and not response.is_fhir
            and not (response.status in (200, 201) and not response.body)
        ):
            raise NoAnswerError(sent=True, why=f"status {response.status} without a FHIR resource")
        told = _date_told(response)
        if told is not None:
            self.time_there, self.heard_at = told, self.now()
        start = response.headers.get("serving", "")
        self.heard.add(start)
        self.serving = self.serving if start == self.serving else ""
        return response

    def vouched(self, request: Request) -> Request:
        """Let our own office refuse this where it was started again since it was looked at."""
        more = {"Serving": self.serving} if self.serving else {}
        return replace(request, headers={**request.headers, **more})

    def ask(self, request: Request) -> Response:
        """Ask what changes nothing. Raises StoppedError when there is no answer to work with."""
        try:
            response = self.send(request)
            if response.status == 401 and self.sign_in():  # noqa: PLR2004 - not signed in
                response = self.send(request)
        except NoAnswerError as problem:
            raise StoppedError(Ending.NO_ANSWER, wait=self.pause(None), why=problem.why) from None
        said = meaning_of_response(response, guarded=True)
        if request.reads and request.path and said is Meaning.DONE and not response.is_fhir:
            raise StoppedError(Ending.NO_ANSWER, wait=self.pause(None), why="an empty answer")
        if said is Meaning.SIGN_IN:
            raise StoppedError(Ending.SIGN_IN)
        if said in (Meaning.UNKNOWN, Meaning.LATER):
            raise StoppedError(Ending.LATER, wait=self.pause(response), why=str(response.status))
        return response

    def ask_many(self, requests: Sequence[Request], most: int = 0) -> list[Response]:
        """Ask several things that change nothing, in one round trip where the office does that.

        ``most`` at a time; 0 for as many as go in a bundle.
        """
        answers: list[Response] = []
        size = most or (self.most if self.profile.batch and self.most > 1 else 1)
        for start in range(0, len(requests), size):
            some = requests[start : start + size]
            answers += self._together(some) if len(some) > 1 else [self.ask(some[0])]
        return answers

    def _together(self, requests: Sequence[Request]) -> list[Response]:
        """Ask in one batch; one by one when the answer is not what was asked for."""
        entries = [{"request": {"method": "GET", "url": _url_of(one)}} for one in requests]
        body: Resource = {"resourceType": "Bundle", "type": "batch", "entry": entries}
        asked = replace(fhir_request("POST", "", body), reads=True)
        told = as_objects(as_object(self.ask(asked).resource).get("entry"))
        if len(told) != len(requests):
            return [self.ask(one) for one in requests]
        found = [response_of(entry) for entry in told]
        return [
            self.ask(asked) if _is_no_answer(one) else one for one, asked in zip(found, requests, strict=True)
        ]

    def read(self, *things: tuple[str, str]) -> list[Received | None]:
        """Read resources as they certainly stand; None for what this nurse may not see."""
        answers = self.ask_many([fhir_request("GET", f"{kind}/{identity}") for kind, identity in things])
        return [self._standing(thing, answer) for thing, answer in zip(things, answers, strict=True)]

    def _standing(self, thing: tuple[str, str], answer: Response) -> Received | None:
        """Read an answer to a reading. Raises StoppedError when it is about something else."""
        kind, identity = thing
        if answer.status in _NOT_THERE:
            return Received(kind, identity, DELETED if answer.status == _GONE else "", None)
        if answer.status == _REFUSED_READING:
            return None
        found = self.told(answer)
        if not found and f"{kind}/{identity}" in self.tally.unreadable:
            return None
        if answer.status != 200 or (found.get("resourceType"), found.get("id")) != thing:  # noqa: PLR2004 - OK
            raise StoppedError(Ending.NO_ANSWER, why="it answered about something else")
        return Received(kind, identity, tag_of(found), found)

    def told(self, answer: Response) -> Resource:
        """Read what came in, with references as this laptop writes them; {} for anything but FHIR."""
        return self.near(answer.resource or {})

    def near(self, told: Resource) -> Resource:
        """Write what came in with references as this laptop writes them, but for what nobody can read."""
        found, left = near(told, self.wire.base)
        self.tally.unreadable |= set(left)
        return found

    def take(self, found: Sequence[Received | None], cursor: tuple[str, str] | None = None) -> None:
        """Take what was received into the record (T5), but for what has to be compared before.

        Raises StoppedError where it tells that the office was restored.
        """
        page = [one for one in found if one is not None and (one.kind, one.identity) not in self.unread]
        if not page and cursor is None:
            return
        self.begun = None  # what is taken now was told later than that page
        self.leave_out(self.tally.unreadable - {f"{one.kind}/{one.identity}" for one in page})
        now = self.now()
        try:
            told = self.keep(lambda journal: journal.receive(page, cursor, now))
        except WentBackError:
            self.recover_next()
        for taken in told:
            self.tally.received += taken in ("kept", "gone")
            self.tally.merged += taken == "merged"
            self.tally.conflicts += taken == "conflict"

    def remember_left_out(self) -> None:
        """Go on telling what an earlier run could not read: its page does not come again."""
        self.tally.unreadable |= set(listed(self.setting(_UNREADABLE)))

    def leave_out(self, names: set[str]) -> None:
        """Keep what could not be read, by kind/id, before any mark passes it; nothing else stays so."""
        self.tally.unreadable = names
        if names != set(listed(self.setting(_UNREADABLE))):
            told = write_json(sorted(names)).decode()
            self.keep(lambda journal: journal.set_cursor(_UNREADABLE, told))

    def recover_next(self) -> NoReturn:
        """End this run: the office was restored from a backup; until it is compared nothing is news."""
        self.keep(lambda journal: journal.set_cursor("recovering", WANTED))
        raise StoppedError(Ending.RESTORED, wait=0.0, why="the office was restored")

    def pause(self, response: Response | None) -> float:
        """Say how long to stay away, in seconds."""
        return wait_before(max(1, self.failures), response, self.chance())

    def setting(self, name: str) -> str:
        """Read a fact of the synchronization."""
        return self.keep(lambda journal: journal.cursor(name))


_ASK_AGAIN = frozenset({Meaning.SIGN_IN, Meaning.LATER, Meaning.UNKNOWN})


def _is_no_answer(one: Response) -> bool:
    """Say whether one of many was not answered: it is asked again by itself."""
    said = meaning_of_response(one, guarded=True)
    return said in _ASK_AGAIN or (said is Meaning.DONE and not one.is_fhir)


def _url_of(request: Request) -> str:
    """Write what is asked as one line; within a bundle no proxy reads that, either."""
    return request.path.replace("/_search", "?") + request.body.decode()


def response_of(entry: Resource) -> Response:
    """Read one entry of a bundle's answer as if it had been asked by itself."""
    told = as_object(entry.get("response"))
    status = as_text(told.get("status"))[:3]
    resource = entry.get("resource") or told.get("outcome")
    headers = {"content-type": "application/fhir+json", "etag": as_text(told.get("etag"))}
    headers["last-modified"] = as_text(told.get("lastModified"))
    body = write_json(resource) if resource else b""
    return Response(whole(status) or 0, headers, body)


def _date_told(response: Response) -> datetime | None:
    """Read when the office says it is (RFC 9110, Date); None where it does not say."""
    try:
        told = parsedate_to_datetime(response.headers.get("date", ""))
    except ValueError:
        return None
    return told.replace(tzinfo=UTC) if told.tzinfo is None else told


def tag_of(resource: Resource) -> str:
    """Give the version's tag: opaque, only equality means anything; UNSURE where it has none."""
    return as_text(as_object(resource.get("meta")).get("versionId")) or UNSURE


def tag_told(etag: str) -> str:
    """Read a tag out of an ETag header; UNSURE where there is none."""
    return etag.removeprefix("W/").strip('"') or UNSURE


def words_of(response: Response) -> str:
    """Give the office's own words for a refusal, as far as it says any."""
    issues = as_objects((response.resource or {}).get("issue"))
    told = [
        as_text(issue.get("diagnostics"))
        or as_text(as_object(issue.get("details")).get("text"))
        or as_text(issue.get("code"))
        for issue in issues
    ]
    return "; ".join(word for word in told if word) or f"status {response.status}"


def listed(text: str) -> list[str]:
    """Read a kept list of texts."""
    return as_texts(read_json(text)) if text else []
