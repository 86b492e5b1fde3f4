"""What the office has comes in: by keyset over its own moments of change, with an overlap.

A page begins where the last one ended, never at the server's "next" link: over an order that moves,
such links leave rows out. The mark moves with the rows, in one transaction. What is known is dropped. A feed
ends when a page brings nothing new; with a short page where the check has measured that this is the last one.

What was kept at one moment may be found only later: each reading begins some way before the mark, and the
mark stays behind the last row by as long as the reading has lasted. For a page that was read hours ago has
what was found then, and the pages after it never look back.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final

from carenurse.clinical.fhir import Resource, read_json, write_json
from carenurse.clinical.shapes import as_object, as_objects, as_text
from carenurse.store.journal import Journal
from carenurse.store.journal_facts import Received, moment_told
from carenurse.sync.bundles import RECEIPT_TAG
from carenurse.sync.clocks import keep_to_its_clock, note_its_clock
from carenurse.sync.kinds import SHARED
from carenurse.sync.looking_back import take_as_it_stands, take_news
from carenurse.sync.naming import take_named
from carenurse.sync.session import Session, tag_of
from carenurse.sync.steps import Ending, Progress, Stage, Steps, StoppedError
from carenurse.sync.together import (
    COUNT,
    Feed,
    First,
    first_pages,
    is_not_given,
    keep_not_given,
    next_link,
    rows_of,
)
from carenurse.sync.wire import Response, fhir_request

_CHUNK: Final = 30
_LARGEST_COUNT: Final = 5000
_MOST_PAGES: Final = 2000
_MOMENT: Final = "lastUpdated"
_NOISE: Final = timedelta(seconds=2)
"""An HTTP date tells whole seconds."""


def pull(session: Session, patients: Sequence[str] | None) -> Steps:
    """Take in everything new about the caseload (T5 for each page). Raises StoppedError."""
    keep_to_its_clock(session)
    feeds = feeds_of(patients, session.kinds)
    parts = [part for feed in feeds for part in _by_mark(session, feed, _marks(session, feed.kind))]
    began = session.now()
    comes_back = any(part.since for part in parts)  # else everything comes: page by page, a little at a time
    firsts = first_pages(session, parts) if comes_back else [First(part) for part in parts]
    for done, first in enumerate(firsts, 1):
        yield from _pull_feed(session, first, began if first.answer else session.now())
        yield Progress(Stage.RECEIVING, done, len(firsts))
    keep_not_given(session)


def feeds_of(patients: Sequence[str] | None, about: Sequence[str]) -> list[Feed]:
    """List what is asked for; an empty caseload asks for nobody."""
    kinds = ("Patient", *about)
    if patients is None:
        return [Feed(kind) for kind in (*SHARED, *kinds)]
    chunks = [tuple(patients[at : at + _CHUNK]) for at in range(0, len(patients), _CHUNK)]
    return [*(Feed(kind) for kind in SHARED), *(Feed(kind, chunk) for kind in kinds for chunk in chunks)]


def _marks(session: Session, kind: str) -> dict[str, str]:
    """Read how far each patient's feed of a kind has come ("" stands for everybody)."""
    kept = session.setting(f"pull {kind}")
    return {who: as_text(mark) for who, mark in as_object(read_json(kept) if kept else None).items()}


def _by_mark(session: Session, feed: Feed, marks: dict[str, str]) -> Iterator[Feed]:
    """Ask for whoever is new from the beginning, for the others since the earliest of their marks."""
    whose = feed.patients or ("",)
    new = tuple(one for one in whose if not marks.get(one))
    known = tuple(one for one in whose if marks.get(one))
    if new:
        yield replace(feed, patients=tuple(filter(None, new)))
    if known:
        since = min(_earlier(session, marks[one]) for one in known)
        yield replace(feed, patients=tuple(filter(None, known)), since=since)


def _earlier(session: Session, mark: str) -> str:
    """Begin before the mark: what was kept at one moment may be found only later."""
    return _written(datetime.fromisoformat(mark) - session.profile.overlap)


def _pull_feed(session: Session, first: First, began: datetime) -> Steps:
    """Take one feed in, which was begun to be read just then."""
    feed, marks = first.feed, _marks(session, first.feed.kind)
    for found in pages(session, first):
        page = _without_odd(session, found)
        note_its_clock(session)
        last = _surely_read(page, session.now() - began, session.time_there)
        moved = marks | {who: _later(marks.get(who, ""), last) for who in feed.patients or ("",) if last}
        cursor = _cursor(feed, moved) if session.profile.last_updated else None
        take_named(session, page)
        take_news(session, page, cursor)
        marks.update(moved)
        yield Progress(Stage.RECEIVING)
    if marks and not session.profile.last_updated:  # rows in no order: before the last page anything may lack
        session.take((), _cursor(feed, marks))


def _without_odd(session: Session, page: Sequence[Received]) -> list[Received]:
    """Read each row by its id whose moment is none, lies before that of the state that we know, or to come.

    A search may be behind, a cache may have spoken, or the office's clock may have been put back: what it
    dated before that looks newer than all that was kept since. So is read what the office had deleted: it may
    be restored to before that, and to before what it had confirmed.
    """

    def is_odd(journal: Journal, one: Received) -> bool:
        unread = not one.updated and as_object((one.resource or {}).get("meta")).get(_MOMENT)
        unread = unread or _is_to_come(one, session.time_there)
        known = journal.base_of(one.kind, one.identity) if unread else None
        return (bool(unread) and (known is None or known[1] != one.tag)) or journal.is_behind(one)

    def odd_in(journal: Journal) -> list[Received]:
        again = journal.deleted_there(page)
        return [one for one in page if (one.kind, one.identity) in again or is_odd(journal, one)]

    odd = session.keep(odd_in)
    if not odd:
        return list(page)
    take_as_it_stands(session, session.read(*((one.kind, one.identity) for one in odd)))
    return [one for one in page if one not in odd]


def _is_to_come(one: Received, there: datetime | None) -> bool:
    """Say whether a row is dated ahead of the office's own clock, as its answers tell it."""
    if there is None or not one.updated:
        return False
    return datetime.fromisoformat(one.updated) > there + _NOISE


def _cursor(feed: Feed, marks: dict[str, str]) -> tuple[str, str]:
    return f"pull {feed.kind}", write_json(marks).decode()


def _surely_read(page: Sequence[Received], lasted: timedelta, there: datetime | None) -> str:
    """Give the moment up to which a reading that has lasted so long has found all, but for the overlap.

    Never a moment that the office's own clock (``there``) has not come to: a row may be dated ahead of it.
    "" where no row tells its moment, or the clock was set back while it lasted: the mark stays.
    """
    moments = [datetime.fromisoformat(one.updated) for one in page if one.updated]
    if not moments or lasted < timedelta(0):
        return ""
    newest = max(moments)
    return _written((newest if there is None else min(newest, there)) - lasted)


def _written(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _later(one: str, other: str) -> str:
    return other if not one or datetime.fromisoformat(other) > datetime.fromisoformat(one) else one


@dataclass(frozen=True, slots=True)
class _Page:
    """What an answer brought. ``more``: the office has more than it gave; ``last``: surely not."""

    rows: list[Received]
    more: bool
    last: bool


def pages(session: Session, first: First) -> Iterator[list[Received]]:
    """Read a feed page by page to its end. Raises StoppedError."""
    feed, answer = first.feed, first.answer
    seen: set[tuple[str, str]] = set()
    for number in range(_MOST_PAGES):
        page, answer = _page(session, feed, answer or session.ask(feed.request), begins=not number), None
        new = [one for one in page.rows if (one.identity, one.tag) not in seen]
        seen.update((one.identity, one.tag) for one in new)
        if new:
            yield new
        moments = {one.updated for one in page.rows}
        one_moment = moments <= {feed.since, ""}
        if page.last or not page.rows or not (new or (one_moment and page.more)):
            return
        if not session.profile.last_updated or "" in moments or (one_moment and feed.count >= _LARGEST_COUNT):
            yield from _by_links(session, feed, seen)
            return
        if one_moment:
            feed = replace(feed, count=feed.count * 5)
        else:
            feed = replace(feed, since=max(moments, key=datetime.fromisoformat), count=max(feed.count, COUNT))
    raise StoppedError(Ending.NOT_THE_OFFICE, why="its pages have no end")


def _page(session: Session, feed: Feed, answer: Response, *, begins: bool) -> _Page:
    """Read an answer, and say whether anything can come after it."""
    rows = _page_of(session, feed, answer, begins=begins)
    bundle = answer.resource or {}
    many = len(list(rows_of(bundle)))
    more = bool(next_link(bundle)) or many >= feed.count
    return _Page(rows, more, not more and 0 < many <= session.profile.whole_page)


def _by_links(session: Session, feed: Feed, seen: set[tuple[str, str]]) -> Iterator[list[Received]]:
    """Follow the server's own links, where nothing else orders the rows; twice without news is the end."""
    for _ in range(3):
        fresh = False
        answer = session.ask(feed.request)
        for _ in range(_MOST_PAGES):
            rows = _page_of(session, feed, answer, begins=False)
            new = [one for one in rows if (one.identity, one.tag) not in seen]
            seen.update((one.identity, one.tag) for one in new)
            fresh = fresh or bool(new)
            if new:
                yield new
            link = next_link(answer.resource)
            if not link.startswith(f"{session.wire.base}/"):
                break
            answer = session.ask(fhir_request("GET", link.removeprefix(f"{session.wire.base}/")))
        if not fresh:
            return


def _page_of(session: Session, feed: Feed, answer: Response, *, begins: bool) -> list[Received]:
    """Read the rows that were asked for; anything else in a page is not ours to take.

    Only where a feed ``begins`` is a refusal one of its kind; later it would hide all that was not read.
    """
    bundle = session.told(answer)
    not_hers = answer.status == 403  # noqa: PLR2004 - not for this nurse
    if begins and (not_hers or is_not_given(session, feed, answer)):
        return []
    if bundle.get("resourceType") != "Bundle":
        raise StoppedError(Ending.NO_ANSWER, why=f"a search was answered with {answer.status}")
    return [
        Received(feed.kind, found["id"], tag_of(found), found, moment_told(found))
        for found in rows_of(bundle)
        if found.get("resourceType") == feed.kind and as_text(found.get("id")) and not _is_receipt(found)
    ]


def _is_receipt(resource: Resource) -> bool:
    tags = as_objects(as_object(resource.get("meta")).get("tag"))
    return any(tag.get("system") == RECEIPT_TAG for tag in tags)
