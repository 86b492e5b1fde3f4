"""The first page of every feed in one question: most bring nothing, and each turn takes a fifth of a second.

Only where the check of the office has measured that it answers searches in a ``batch`` as each by itself
(``Profile.searches_in_batch``). What is answered in another way than it was asked is asked again by itself.
A question of so many may be too long for a gateway on the way: when no answer comes, the runs of the next
hour ask one by one, so that everything comes in the end. A kind that the office gives out none of is asked
for by itself from then on.

Not used: one search over all kinds (``_type``) and the history of a kind or of everything. Neither can be
held to a caseload: they tell of everybody at the office, and several servers leave versions out of a history.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import quote, urlencode

from carenurse.clinical.fhir import Resource, write_json
from carenurse.clinical.shapes import as_object, as_objects, as_text
from carenurse.sync.planning import references
from carenurse.sync.session import Session, listed
from carenurse.sync.steps import Ending, StoppedError
from carenurse.sync.wire import Request, Response

COUNT: Final = 200
"""Rows of a page."""
_FEW: Final = 50
"""Rows of a page where many come at once: a thin link has to bring them all before any is kept."""
_APART: Final = "searches apart"
"""The setting that tells since when searches are asked one by one."""
_FOR: Final = timedelta(hours=1)
_NOT_GIVEN: Final = "kinds not given"
"""The setting that lists the kinds that were refused when they were last asked for."""
_NO_SUCH_KIND: Final = frozenset({400, 404, 405, 422})
_REFUSED: Final = 403


@dataclass(frozen=True, slots=True)
class Feed:
    """One question asked again and again: a kind, for some patients (none: for everybody)."""

    kind: str
    patients: tuple[str, ...] = ()
    since: str = ""
    count: int = COUNT
    manifest: bool = False

    @property
    def request(self) -> Request:
        """Ask for the next page; whose it is goes in the body, never in an address that proxies log."""
        asked = [("_sort", "_lastUpdated"), ("_count", str(self.count))]
        if self.patients:
            asked.append(("_id" if self.kind == "Patient" else "patient", ",".join(self.patients)))
        if self.since:
            asked.append(("_lastUpdated", f"ge{self.since}"))
        if self.manifest:
            asked.append(("_elements", "id,meta"))
        return Request(
            "POST",
            f"{self.kind}/_search",
            {
                "Accept": "application/fhir+json",
                "Cache-Control": "no-cache",
                "Content-Type": "application/x-www-form-urlencoded",
            },
            urlencode(asked, quote_via=quote).encode(),
            reads=True,
        )


@dataclass(frozen=True, slots=True)
class First:
    """A feed as its first page was asked for, and the answer; None: it has still to be asked."""

    feed: Feed
    answer: Response | None = None


def first_pages(session: Session, feeds: Sequence[Feed]) -> list[First]:
    """Ask for the first page of each where they can be asked together. Raises StoppedError.

    An empty page does not say what it is about: where another answer beside it is none, or its neighbor's,
    it is asked for again by itself.
    """
    refused = listed(session.setting(_NOT_GIVEN))
    given = [feed for feed in feeds if feed.kind not in refused]
    alone = [First(feed) for feed in feeds if feed.kind in refused]
    return [*_asked_together(session, given), *alone]


def is_not_given(session: Session, feed: Feed, answer: Response) -> bool:
    """Say, and note, whether the office gives out none of a kind: that ends no reading of all the others.

    Many keep only some kinds of FHIR R4. One that gives out no people is none, or at another address.
    """
    told = (answer.resource or {}).get("resourceType") == "OperationOutcome"
    if feed.kind == "Patient" or answer.status not in _NO_SUCH_KIND or not told:
        return False
    session.tally.not_given.add(feed.kind)
    return True


def keep_not_given(session: Session) -> None:
    """Remember which kinds were refused, so that the others go on being asked for together."""
    now = sorted(session.tally.not_given)
    if now != listed(session.setting(_NOT_GIVEN)):
        told = write_json(now).decode()
        session.keep(lambda journal: journal.set_cursor(_NOT_GIVEN, told))


def _asked_together(session: Session, feeds: Sequence[Feed]) -> list[First]:
    most = session.profile.searches_in_batch
    if most <= 1 or len(feeds) <= 1 or _is_apart(session):
        return [First(feed) for feed in feeds]
    asked = [replace(feed, count=min(feed.count, _FEW)) for feed in feeds]
    try:
        answers = session.ask_many([feed.request for feed in asked], most)
    except StoppedError as stopped:
        if stopped.ending in (Ending.NO_ANSWER, Ending.LATER):
            now = session.now().isoformat()
            session.keep(lambda journal: journal.set_cursor(_APART, now))
        raise
    good = [_answers(session, few, answer) for few, answer in zip(asked, answers, strict=True)]
    return [
        First(few, answer) if sound and (all(good) or _has_rows(session, answer)) else First(feed)
        for feed, few, answer, sound in zip(feeds, asked, answers, good, strict=True)
    ]


def _has_rows(session: Session, answer: Response) -> bool:
    return any(rows_of(session.told(answer)))


def _is_apart(session: Session) -> bool:
    """Say whether they are asked one by one; a moment to come means that the clock was set back."""
    if session.apart is None:
        since = session.setting(_APART)
        age = session.now() - datetime.fromisoformat(since) if since else _FOR
        session.apart = timedelta(0) <= age < _FOR
    return session.apart


def _answers(session: Session, feed: Feed, answer: Response) -> bool:
    """Say whether it is this feed that an answer is about, and not its neighbor, or a refusal to batch."""
    if answer.status == _REFUSED:
        return True
    bundle = session.told(answer)
    rows = [one for one in rows_of(bundle) if one.get("resourceType") != "OperationOutcome"]
    return (
        answer.status == 200  # noqa: PLR2004 - OK
        and bundle.get("resourceType") == "Bundle"
        and all(one.get("resourceType") == feed.kind for one in rows)
        and (feed.manifest or all(_is_about(feed, one) for one in rows))
    )


def _is_about(feed: Feed, row: Resource) -> bool:
    """Say whether a row is about somebody who was asked for."""
    if not feed.patients:
        return True
    whose = (f"Patient/{one}" for one in feed.patients)
    named = {f"Patient/{row.get('id')}"} if feed.kind == "Patient" else set(references(row))
    return not named.isdisjoint(whose)


def rows_of(bundle: Resource) -> Iterable[Resource]:
    """Walk the resources of a page."""
    return (as_object(entry.get("resource")) for entry in as_objects(bundle.get("entry")))


def next_link(bundle: Mapping[str, object] | None) -> str:
    """Read the server's own address of the next page; "" where it tells of none."""
    links = as_objects((bundle or {}).get("link"))
    return next((as_text(link.get("url")) for link in links if link.get("relation") == "next"), "")
