"""Our own office tells what happened since, in the order of its commits: nothing twice, none left out.

Elsewhere the laptop asks kind by kind with an overlap (``receiving``). Here the mark is a sequence that moves
with the rows in one transaction. Who came to the caseload meanwhile is loaded whole before the mark passes.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, cast

from carenurse.clinical.fhir import Resource, kind_of, read_json, split_reference, write_json
from carenurse.clinical.shapes import as_object, as_text
from carenurse.clinical.whole import whole
from carenurse.store.journal_facts import Received, moment_told
from carenurse.sync.canonical import relative
from carenurse.sync.kinds import SHARED
from carenurse.sync.looking_back import take_news
from carenurse.sync.receiving import feeds_of, pages
from carenurse.sync.session import DELETED, Session, listed, tag_of
from carenurse.sync.steps import Ending, Progress, Stage, Steps, StoppedError
from carenurse.sync.together import first_pages
from carenurse.sync.wire import NDJSON, Request, Response

_MARK: Final = "pull $changes"
_LINES: Final = 500
_RESTORED: Final = 410


@dataclass(frozen=True, slots=True)
class Mark:
    """How far the feed was read, of which history of the office (epoch).

    ``whole``: what was there when it was begun; who came in before that comes with the feed itself.
    """

    epoch: str = ""
    since: int = 0
    whole: int = 0

    @classmethod
    def read(cls, text: str) -> "Mark":
        """Read it as kept; the beginning before the first."""
        told = as_object(read_json(text) if text else None)
        return cls(as_text(told.get("epoch")), int(told.get("since", 0)), int(told.get("whole", 0)))

    @property
    def text(self) -> str:
        """Write it to be kept."""
        return write_json({"epoch": self.epoch, "since": self.since, "whole": self.whole}).decode()

    @property
    def request(self) -> Request:
        """Ask for what comes after it."""
        known = f"&epoch={self.epoch}" if self.epoch else ""
        headers = {"Accept": NDJSON, "Cache-Control": "no-cache"}
        return Request("GET", f"$changes?since={self.since}&_count={_LINES}{known}", headers)

    def moved(self, answer: Response) -> "Mark":
        """Give the mark after a page of the feed."""
        whole = self.whole if self.since else _number(answer, "newest-sequence")
        return Mark(answer.headers.get("epoch", ""), _number(answer, "next-sequence"), whole)


def _number(answer: Response, header: str) -> int:
    """Read a sequence. Raises StoppedError: without it nobody knows where the feed goes on."""
    number = whole(answer.headers.get(header, ""))
    if number is None:
        raise StoppedError(Ending.NO_ANSWER, why=f"its feed has no {header}")
    return number


def follow(session: Session) -> Steps:
    """Take in everything since the last time (T5 for each page). Raises StoppedError.

    An office that was restored from a backup says so: the run ends, the next one offers again what it lost.
    """
    mark = Mark.read(session.setting(_MARK))
    while True:
        answer = session.ask(mark.request)
        lines = _lines(session, answer)
        after, newest = mark.moved(answer), _number(answer, "newest-sequence")
        moved = _who_moved(lines, after.whole)
        yield from _load_whole(session, [who for who, came in moved.items() if came])
        session.take(_received(lines, session.kinds), (_MARK, after.text))
        _note_leaving(session, moved)
        yield Progress(Stage.RECEIVING, after.since, newest)
        if not mark.since < after.since < newest:
            return
        mark = after


def _lines(session: Session, answer: Response) -> list[Resource]:
    if answer.status == _RESTORED:
        session.recover_next()
    lines = answer.lines
    if answer.status != 200 or lines is None:  # noqa: PLR2004 - OK
        raise StoppedError(Ending.NO_ANSWER, why=f"the feed was answered with {answer.status}")
    if len(lines) != _number(answer, "line-count"):
        raise StoppedError(Ending.NO_ANSWER, why="the feed was cut between two lines")
    return [cast("Resource", relative(line, session.wire.base)) for line in lines]


def _received(lines: Sequence[Resource], about: Sequence[str]) -> list[Received]:
    """Read what was kept and what was purged, of the kinds that a laptop holds."""
    kinds = frozenset({"Patient", *about, *SHARED})
    return [one for one in _told(lines) if one.kind in kinds]


def _told(lines: Sequence[Resource]) -> Iterator[Received]:
    for line in lines:
        resource = as_object(line.get("resource"))
        if line.get("op") == "put" and as_text(resource.get("id")):
            kind, identity = kind_of(resource), str(resource["id"])
            yield Received(kind, identity, tag_of(resource), resource, moment_told(resource))
        elif line.get("op") == "tombstone" and (named := split_reference(as_text(line.get("reference")))):
            yield Received(*named, DELETED, None)


def _who_moved(lines: Sequence[Resource], begun: int) -> dict[str, bool]:
    """Tell who came to the caseload (True) or left it, by the last word about each."""
    moved: dict[str, bool] = {}
    for line in lines:
        named = split_reference(as_text(line.get("reference")))
        if named and line.get("op") in ("scope-in", "scope-out") and line.get("seq", 0) > begun:
            moved[named[1]] = line["op"] == "scope-in"
    return moved


def _load_whole(session: Session, patients: Sequence[str]) -> Steps:
    feeds = feeds_of(patients, session.kinds) if patients else []
    for first in first_pages(session, [feed for feed in feeds if feed.kind not in SHARED]):
        for page in pages(session, first):
            take_news(session, page)
            yield Progress(Stage.RECEIVING)


def _note_leaving(session: Session, moved: Mapping[str, bool]) -> None:
    """Remember who left, so that they go when everything of theirs is at the office."""
    before = set(listed(session.setting("leaving")))
    after = (before | {who for who, came in moved.items() if not came}) - {
        who for who, came in moved.items() if came
    }
    if after != before:
        told = write_json(sorted(after)).decode()
        session.keep(lambda journal: journal.set_cursor("leaving", told))
