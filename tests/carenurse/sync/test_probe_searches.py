"""What the check finds out about searches: many at once, and what a short page means."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs

import pytest

from carenurse.clinical.fhir import Resource, read_json, write_json
from carenurse.sync.probe_searches import found_after, largest_pages, most_searches
from carenurse.sync.wire import FHIR_JSON, Request, Response

BEGIN = datetime(2026, 3, 4, 8, 0, tzinfo=UTC)
MINE = "_tag=urn:carenurse:probe|mark"
MADE = 66


@dataclass
class Server:
    """Finds test resources, as well or as badly as it is told to."""

    base: str = "https://office.example.org/fhir"
    cap: int = 1000
    links: bool = True
    batches: int = 1000
    reverses: bool = False
    forgets_bounds: bool = False
    late: int = 0
    """How often a batch answers as if nothing had been kept since."""
    rows: list[str] = field(default_factory=lambda: [f"b{number}" for number in range(MADE)])
    new: list[str] = field(default_factory=list[str])

    def send(self, request: Request) -> Response:
        if request.path:
            return self._found(request.path, in_batch=False)
        urls = [str(one["request"]["url"]) for one in read_json(request.body)["entry"]]
        if len(urls) > self.batches:
            return Response(413, {"content-type": FHIR_JSON}, b'{"resourceType":"OperationOutcome"}')
        self.late -= bool(self.new)
        told = [self._found(url, in_batch=True) for url in urls]
        entries: list[Resource] = [
            {"response": {"status": str(one.status)}, "resource": one.resource} for one in told
        ]
        return _bundle("batch-response", entries[::-1] if self.reverses else entries, "")

    def _found(self, url: str, *, in_batch: bool) -> Response:
        asked = {name: values[0] for name, values in parse_qs(url.partition("?")[2]).items()}
        rows = self._rows(asked, in_batch=in_batch)
        many = min(int(asked.get("_count", "20")), self.cap)
        more = "https://office.example.org/next" if self.links and len(rows) > many else ""
        listed: list[Resource] = [{"resource": {"resourceType": "Basic", "id": one}} for one in rows[:many]]
        return _bundle("searchset", listed, more)

    def _rows(self, asked: dict[str, str], *, in_batch: bool) -> list[str]:
        if "_id" in asked:
            return [one for one in self.rows if one in asked["_id"].split(",")]
        if asked["_tag"].endswith("new"):
            return [] if self.late > 0 else self.new
        if asked["_tag"].endswith("nothing"):
            return []
        bounded = "_lastUpdated" in asked and not (in_batch and self.forgets_bounds)
        return [] if bounded else self.rows


def _bundle(sort: str, entries: list[Resource], link: str) -> Response:
    body: Resource = {"resourceType": "Bundle", "type": sort, "entry": entries}
    body |= {"link": [{"relation": "next", "url": link}]} if link else {}
    return Response(200, {"content-type": FHIR_JSON}, write_json(body))


@pytest.mark.parametrize(
    ("server", "found"),
    [
        (Server(), (200, 60)),
        (Server(cap=20), (20, 20)),
        (Server(links=False), (200, 0)),
        (Server(cap=20, links=False), (20, 0)),
        (Server(rows=[]), (0, 0)),
    ],
    ids=["good", "capped", "no links", "capped without links", "nothing found"],
)
def test_a_short_page_is_the_last_only_where_more_is_always_told(
    server: Server, found: tuple[int, int]
) -> None:
    assert largest_pages(server, MINE, MADE) == found


@pytest.mark.parametrize(
    ("server", "found"),
    [
        (Server(), 60),
        (Server(batches=25), 20),
        (Server(batches=5), 0),
        (Server(reverses=True), 0),
        (Server(forgets_bounds=True), 0),
    ],
    ids=["good", "few", "hardly any", "in another order", "without bounds"],
)
def test_searches_go_together_only_where_each_is_answered_as_by_itself(server: Server, found: int) -> None:
    assert most_searches(server, MINE, ("b1", "b2")) == found


@pytest.mark.parametrize(("late", "waits"), [(0, False), (3, True)])
def test_how_late_a_batch_finds_what_was_just_kept_is_measured(late: int, *, waits: bool) -> None:
    behind = behind_of(Server(late=late))

    assert behind is not None
    assert (behind > timedelta(0)) == waits


def test_a_batch_that_never_finds_what_was_just_kept_is_told() -> None:
    assert behind_of(Server(late=99)) is None


def behind_of(server: Server) -> timedelta | None:
    passed = [0.0]

    def wait(seconds: float) -> None:
        passed[0] += seconds

    def now() -> datetime:
        return BEGIN + timedelta(seconds=passed[0])

    def keep() -> None:
        server.new.append("just-kept")

    return found_after(server, "_tag=urn:carenurse:probe|new", keep, now, wait)
