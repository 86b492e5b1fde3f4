"""Our own office tells what happened since, in the order of its commits: nothing twice, none left out.

Elsewhere the laptop asks kind by kind with an overlap (``receiving``). Here the mark is a sequence that moves
with the rows in one transaction. Who came to the caseload meanwhile is loaded whole before the mark passes.
"""

from collections.abc import Generator, Iterator, Mapping, Sequence
from typing import Final

from carenurse.clinical.fhir import Resource, kind_of, read_json, split_reference, write_json
from carenurse.clinical.shapes import as_object, as_text
from carenurse.store.journal_facts import Received
from carenurse.sync.feed import MARK, Mark, number_told
from carenurse.sync.kinds import SHARED
from carenurse.sync.looking_back import take_news
from carenurse.sync.naming import is_named_here, take_named
from carenurse.sync.receiving import feeds_of, pages
from carenurse.sync.session import DELETED, Session, listed, tag_of
from carenurse.sync.steps import Ending, Progress, Stage, Steps, StoppedError
from carenurse.sync.together import first_pages
from carenurse.sync.wire import Response

_RESTORED: Final = 410


def follow(session: Session) -> Steps:
    """Take in everything since the last time (T5 for each page). Raises StoppedError.

    An office that was restored from a backup says so: the run ends, the next one offers again what it lost.
    """
    mark = Mark.kept(session)
    while True:
        answer, session.begun = session.begun or session.ask(mark.request()), None
        lines = _lines(session, answer)
        after, newest = mark.moved(answer), number_told(answer, "newest-sequence")
        moved = _who_moved(lines, after.whole)
        loaded = yield from _load_whole(session, [who for who, came in moved.items() if came])
        news = [one for one in _received(session, lines) if (one.kind, one.identity) not in loaded]
        take_named(session, news)
        session.take(news, (MARK, after.text))
        _note_leaving(session, moved, _who_has(lines))
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
    if len(lines) != number_told(answer, "line-count"):
        raise StoppedError(Ending.NO_ANSWER, why="the feed was cut between two lines")
    told = [{**line, "resource": session.near(as_object(line.get("resource")))} for line in lines]
    return [line for line in told if line["resource"] or line.get("op") != "put"]


def _received(session: Session, lines: Sequence[Resource]) -> list[Received]:
    """Read what was kept and what was purged, of the kinds that a laptop holds."""
    kinds = frozenset({"Patient", *session.kinds, *SHARED})
    return [one for one in _told(lines) if one.kind in kinds or is_named_here(session, one)]


def _told(lines: Sequence[Resource]) -> Iterator[Received]:
    """Read the lines in their order: that of the commits there, whatever the clock said then."""
    for line in lines:
        resource = as_object(line.get("resource"))
        if line.get("op") == "put" and as_text(resource.get("id")):
            kind, identity = kind_of(resource), str(resource["id"])
            yield Received(kind, identity, tag_of(resource), resource)
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


def _load_whole(session: Session, patients: Sequence[str]) -> Generator[Progress, None, set[tuple[str, str]]]:
    """Load everything of those who came in; give its names: a page that was told before says less of it."""
    feeds = feeds_of(patients, session.kinds) if patients else []
    loaded: set[tuple[str, str]] = set()
    refused = set(session.tally.not_given)
    for first in first_pages(session, [feed for feed in feeds if feed.kind not in SHARED]):
        for page in pages(session, first):
            take_named(session, page)
            take_news(session, page)
            loaded |= {(one.kind, one.identity) for one in page}
            yield Progress(Stage.RECEIVING)
    if session.tally.not_given > refused:  # the mark of the news would pass what of them was not read
        raise StoppedError(Ending.NO_ANSWER, why="a kind was refused")
    return loaded


def _who_has(lines: Sequence[Resource]) -> dict[str, str]:
    """Tell on whose list those are now who left, where the office says so."""
    return {
        named[1]: nurse
        for line in lines
        if (named := split_reference(as_text(line.get("reference"))))
        and (nurse := as_text(line.get("practitioner")))
    }


def _note_leaving(session: Session, moved: Mapping[str, bool], has: Mapping[str, str]) -> None:
    """Remember who left, and for whom, so that they go when everything of theirs is at the office."""
    before = set(listed(session.setting("leaving")))
    after = (before | {who for who, came in moved.items() if not came}) - {
        who for who, came in moved.items() if came
    }
    if after != before:
        told = write_json(sorted(after)).decode()
        session.keep(lambda journal: journal.set_cursor("leaving", told))
    kept = session.setting("leaving to")
    known = as_object(read_json(kept)) if kept else {}
    now = {who: nurse for who, nurse in {**known, **has}.items() if who in after}
    if now != known:
        whose = write_json(now).decode()
        session.keep(lambda journal: journal.set_cursor("leaving to", whose))
