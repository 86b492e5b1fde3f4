"""What an office's server really does, measured with test resources that are plainly marked as such.

Each question is asked with ``Basic`` resources tagged HTEST, never with anything about a person, and answered
by what can be read afterwards, not by what the server says of itself. What could not be measured keeps its
unsafe value. At the end each test resource is marked as entered in error.
"""

import gzip
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Final
from uuid import uuid4

from carenurse.clinical.fhir import Resource
from carenurse.clinical.shapes import as_text, at
from carenurse.sync.probe_files import identity_given, takes_json, takes_raw
from carenurse.sync.probe_searches import (
    PATIENCE,
    entries_of,
    found_after,
    largest_pages,
    moment_of,
    most_searches,
)
from carenurse.sync.probe_wire import AskingTwice, refused, silent
from carenurse.sync.profile import Profile
from carenurse.sync.wire import NoAnswerError, Request, Response, Wire, fhir_request

HUB: Final = "CareNurse office"
_TAG_SYSTEM: Final = "urn:carenurse:probe"
_FICTIONAL: Final = {"system": "http://terminology.hl7.org/CodeSystem/v3-ActReason", "code": "HTEST"}
_EXACT: Final = "urn:carenurse:probe-number"
_MANY: Final = 60
_TRY: Final = (60, 50, 20, 8)
_SHORTEST_LAG: Final = timedelta(seconds=10)
_KEPT: Final = frozenset({200, 201})


@dataclass(frozen=True, slots=True)
class Probed:
    """The profile, and the test resources that stayed behind (all marked)."""

    profile: Profile
    left: tuple[str, ...]


@dataclass(slots=True)
class _Kept:
    """One test resource at the server."""

    identity: str
    tag: str
    resource: Resource = field(default_factory=dict[str, Any])


def probe(wire: Wire, now: Callable[[], datetime], wait: Callable[[float], object]) -> Probed:
    """Measure a server. ``wait`` sleeps for seconds. Raises ExpectedError when nothing can be kept there."""
    return _Probing(AskingTwice(wire, wait), now, wait).run()


class _Probing:
    """One check; every question leaves the profile better or as it was."""

    def __init__(self, wire: Wire, now: Callable[[], datetime], wait: Callable[[float], object]) -> None:
        self._wire, self._now, self._wait = wire, now, wait
        self._mark = str(uuid4())
        self._made: dict[str, _Kept] = {}
        self._profile = Profile()

    def run(self) -> Probed:
        self._who()
        first = self._begin()
        try:
            for question in (
                self._if_none_match,
                self._if_match,
                self._versions,
                self._decimals,
                self._gzip,
                self._batch,
            ):
                self._ask(question, first)
            for question in (
                self._conditional_create,
                self._atomic,
                self._many,
                self._last_updated,
                self._pages,
                self._lag,
                self._searches,
                self._since,
                self._files,
            ):
                self._ask(lambda _first, question=question: question(), first)
        finally:
            self._take_back()
        return Probed(replace(self._profile, checked=self._now()), tuple(self._made))

    def _ask(self, question: Callable[[_Kept], None], first: _Kept) -> None:
        """Ask one question; no answer leaves the unsafe value."""
        try:
            question(first)
        except NoAnswerError:
            return

    def _learn(self, **found: object) -> None:
        self._profile = replace(self._profile, **found)  # pyright: ignore[reportArgumentType] - names of fields

    def _send(self, method: str, path: str, resource: Resource | None = None, **headers: str) -> Response:
        return self._wire.send(fhir_request(method, path, resource, **headers))

    def _who(self) -> None:
        try:
            told = self._send("GET", "metadata").resource or {}
        except NoAnswerError as problem:
            raise silent(problem.why) from None
        name = as_text(at(told, "software.name"))
        software = " ".join(part for part in (name, as_text(at(told, "software.version"))) if part)
        changes = self._wire.send(Request("GET", "$changes?since=0&_count=1")) if name == HUB else None
        hub = changes is not None and changes.status == 200 and "epoch" in changes.headers  # noqa: PLR2004
        self._learn(software=software, hub=hub)

    def _begin(self) -> _Kept:
        """Keep the first test resource, under our own id if the server lets us."""
        try:
            own = self._put(self._basic("first"))
            if own is not None:
                self._learn(keeps_client_ids=True)
                return own
            posted = self._send("POST", "Basic", self._basic("first"))
        except NoAnswerError as problem:
            raise silent(problem.why) from None
        identity = self._identity(posted)
        found = self._read(identity) if posted.status in _KEPT and identity else None
        if found is None:
            raise refused(posted)
        return found

    def _identity(self, answer: Response) -> str:
        return identity_given(answer, "Basic")

    def _basic(self, word: str, **more: object) -> Resource:
        return {
            "resourceType": "Basic",
            "id": str(uuid4()),
            "meta": {"tag": [_FICTIONAL, {"system": _TAG_SYSTEM, "code": self._mark}]},
            "code": {"text": f"CareNurse check of this server: {word}"},
            **more,
        }

    def _put(self, resource: Resource, **guard: str) -> _Kept | None:
        """Keep a test resource under its own id; None when that was refused, or it is not there then."""
        answer = self._send("PUT", f"Basic/{resource['id']}", resource, **guard)
        return self._read(str(resource["id"])) if answer.status in _KEPT else None

    def _read(self, identity: str) -> _Kept | None:
        answer = self._send("GET", f"Basic/{identity}")
        if answer.status != 200 or answer.resource is None:  # noqa: PLR2004
            return None
        version = as_text(at(answer.resource, "meta.versionId"))
        kept = _Kept(identity, answer.etag or f'W/"{version}"', answer.resource)
        self._made[identity] = kept
        return kept

    def _word(self, identity: str) -> str:
        kept = self._read(identity)
        return as_text(at(kept.resource, "code.text")) if kept else ""

    def _changed(self, kept: _Kept, word: str) -> Resource:
        return {**self._basic(word), "id": kept.identity}

    def _if_none_match(self, first: _Kept) -> None:
        before = self._word(first.identity)
        answer = self._send(
            "PUT", f"Basic/{first.identity}", self._changed(first, "overwritten"), If_None_Match="*"
        )
        held = answer.status not in _KEPT and self._word(first.identity) == before
        self._learn(if_none_match=held and self._profile.keeps_client_ids)

    def _if_match(self, first: _Kept) -> None:
        """Change it twice from the same version: the second must be refused and change nothing."""
        now = self._read(first.identity)
        old = now.tag if now else ""
        self._send("PUT", f"Basic/{first.identity}", self._changed(first, "moved on"), If_Match=old)
        if not self._word(first.identity).endswith("moved on"):
            return
        stale = self._send("PUT", f"Basic/{first.identity}", self._changed(first, "stale"), If_Match=old)
        held = stale.status in (409, 412) and self._word(first.identity).endswith("moved on")
        if held:
            self._learn(if_match=True, stale_status=stale.status)

    def _versions(self, first: _Kept) -> None:
        version = first.tag.removeprefix("W/").strip('"')
        answer = self._send("GET", f"Basic/{first.identity}/_history/{version}")
        told = as_text(at(answer.resource or {}, "code.text"))
        self._learn(instance_history=told.endswith("first"))

    def _decimals(self, first: _Kept) -> None:
        exact = self._basic("numbers", extension=[{"url": _EXACT, "valueDecimal": Decimal("1.10")}])
        kept = self._keep({**exact, "id": first.identity})
        number = at(kept.resource, "extension.valueDecimal") if kept else None
        self._learn(keeps_decimals=str(number) == "1.10")

    def _keep(self, resource: Resource) -> _Kept | None:
        """Change a test resource that is there."""
        known = self._read(str(resource["id"]))
        return self._put(resource, If_Match=known.tag) if known else None

    def _gzip(self, first: _Kept) -> None:
        asked = fhir_request("PUT", f"Basic/{first.identity}", self._changed(first, "packed"))
        packed = Request(
            "PUT", asked.path, {**asked.headers, "Content-Encoding": "gzip"}, gzip.compress(asked.body)
        )
        answer = self._wire.send(packed)
        self._learn(gzip=answer.status in _KEPT and self._word(first.identity).endswith("packed"))

    def _conditional_create(self) -> None:
        """Create the same thing twice: both answers must name one resource, and a search find only one."""
        named = {"system": _TAG_SYSTEM, "value": self._mark}
        condition = f"identifier={_TAG_SYSTEM}|{self._mark}"
        seen: list[str] = []
        for _ in range(2):
            answer = self._send(
                "POST", "Basic", self._basic("once", identifier=[named]), If_None_Exist=condition
            )
            identity = self._identity(answer) if answer.status in _KEPT else ""
            if identity:
                self._read(identity)
            seen.append(identity)
        self._learn(conditional_create=bool(seen[0]) and seen[0] == seen[1])

    def _bundle(self, sort: str, entries: list[tuple[Resource, dict[str, str]]]) -> Response:
        """Send entries: under our ids where those are kept, else as creates."""
        own = self._profile.keeps_client_ids
        made = [
            {
                "fullUrl": f"urn:uuid:{one['id']}",
                "resource": one,
                "request": {
                    "method": "PUT" if own or more else "POST",
                    "url": f"Basic/{one['id']}" if own or more else "Basic",
                    **more,
                },
            }
            for one, more in entries
        ]
        return self._send("POST", "", {"resourceType": "Bundle", "type": sort, "entry": made})

    def _broken(self) -> Resource:
        """Give a resource that no server keeps: another type than its address, and of no type of FHIR."""
        return {"resourceType": "CareNurseProbe", "id": str(uuid4())}

    def _batch(self, first: _Kept) -> None:
        """Send a bad entry before a good one, which must be kept nevertheless.

        Bad is a stale change, which is what a laptop's batch may hold and a server refuses by itself; HAPI
        refuses a bundle whole in which anything is not of FHIR. Where changes are not guarded it is that.
        """
        good = self._basic("of a batch")
        guarded = self._profile.if_match
        stale = (self._changed(first, "stale in a batch"), {"ifMatch": first.tag})
        answer = self._bundle("batch", [stale if guarded else (self._broken(), {}), (good, {})])
        told = [as_text(at(entry, "response.status"))[:3] for entry in entries_of(answer)]
        self._note(answer)
        self._learn(batch=len(told) == 2 and told[1] in ("200", "201") and told[0][:1] == "4")  # noqa: PLR2004

    def _atomic(self) -> None:
        """Send a good entry before a bad one: nothing of the good one may be found."""
        good = self._basic("of a transaction")
        answer = self._bundle("transaction", [(good, {}), (self._broken(), {})])
        self._note(answer)
        refused = 400 <= answer.status < 500  # noqa: PLR2004
        left = self._read(str(good["id"])) is not None or self._tagged("of a transaction")
        works = self._bundle("transaction", [(self._basic("whole"), {}), (self._basic("whole"), {})])
        self._note(works)
        told = [as_text(at(entry, "response.status"))[:3] for entry in entries_of(works)]
        self._learn(atomic=refused and not left and told in (["201", "201"], ["200", "200"]))

    def _tagged(self, word: str) -> bool:
        found = self._send("GET", f"Basic?_tag={_TAG_SYSTEM}|{self._mark}&_count=100")
        texts = [as_text(at(entry, "resource.code.text")) for entry in entries_of(found)]
        return any(text.endswith(word) for text in texts)

    def _note(self, answer: Response) -> None:
        """Remember what a bundle made, to mark it at the end."""
        for entry in entries_of(answer):
            location = as_text(at(entry, "response.location")).split("/_history/")[0]
            if location.rpartition("/")[0].endswith("Basic"):
                identity = location.rpartition("/")[2]
                self._made.setdefault(identity, _Kept(identity, as_text(at(entry, "response.etag"))))

    def _many(self) -> None:
        """Find out how many entries go in one bundle, of a few likely limits."""
        sort = "transaction" if self._profile.atomic else "batch"
        if not (self._profile.atomic or self._profile.batch):
            return
        for many in _TRY:
            answer = self._bundle(sort, [(self._basic("many"), {}) for _ in range(many)])
            self._note(answer)
            told = [as_text(at(entry, "response.status"))[:3] for entry in entries_of(answer)]
            if len(told) == many and set(told) <= {"200", "201"}:
                self._learn(most_entries=many)
                return

    def _last_updated(self) -> None:
        """See whether bounds and order are obeyed; a server that ignores them gives everything."""
        mine = f"_tag={_TAG_SYSTEM}|{self._mark}"
        later = self._send("GET", f"Basic?{mine}&_lastUpdated=ge2999-01-01T00:00:00Z")
        sorted_ = self._send("GET", f"Basic?{mine}&_sort=_lastUpdated&_count={_MANY}")
        moments = [as_text(at(entry, "resource.meta.lastUpdated")) for entry in entries_of(sorted_)]
        parsed = [moment_of(moment) for moment in moments]
        known = [one for one in parsed if one is not None]
        ordered = len(known) == len(parsed) and known == sorted(known)
        obeyed = later.status == 200 and not entries_of(later)  # noqa: PLR2004
        self._learn(last_updated=bool(obeyed and ordered and len(parsed) > 1))

    def _pages(self) -> None:
        most, whole = largest_pages(self._wire, f"_tag={_TAG_SYSTEM}|{self._mark}", len(self._made))
        self._learn(**({"most_in_page": most} if most else {}), whole_page=whole)

    def _searches(self) -> None:
        """Ask many searches at once; what was kept a moment ago has to be found by them, too."""
        if not (self._profile.batch and self._profile.last_updated):
            return
        many = most_searches(self._wire, f"_tag={_TAG_SYSTEM}|{self._mark}", tuple(self._made)[:2])
        one = self._basic("found in a batch")
        one["meta"]["tag"][1]["code"] = f"{self._mark}-batch"
        question = f"_tag={_TAG_SYSTEM}|{self._mark}-batch"
        behind = found_after(self._wire, question, lambda: self._keep_new(one), self._now, self._wait)
        if many and behind is not None:
            self._learn(searches_in_batch=many, search_lag=max(self._profile.search_lag, 2 * behind))

    def _keep_new(self, resource: Resource) -> None:
        """Keep a test resource under our id, or the one that it gets."""
        answer = self._send("PUT", f"Basic/{resource['id']}", resource)
        if answer.status not in _KEPT:
            answer = self._send("POST", "Basic", resource)
        identity = self._identity(answer) or str(resource["id"])
        self._made[identity] = _Kept(identity, answer.etag)

    def _lag(self) -> None:
        """Ask the same before and after something is kept: some servers repeat their answers for a minute."""
        question = f"Basic?_tag={_TAG_SYSTEM}|{self._mark}-lag"
        self._send("GET", question)
        one = self._basic("just now")
        one["meta"]["tag"][1]["code"] = f"{self._mark}-lag"
        begun = self._now()
        self._keep_new(one)
        for attempt in range(PATIENCE):
            if entries_of(self._send("GET", question)):
                self._learn(search_lag=max(_SHORTEST_LAG, 2 * (self._now() - begun)))
                return
            self._wait(2.0**attempt / 4)

    def _since(self) -> None:
        ever = self._send("GET", "Basic/_history?_count=5")
        later = self._send("GET", "Basic/_history?_count=5&_since=2999-01-01T00:00:00Z")
        both = ever.status == later.status == 200  # noqa: PLR2004
        self._learn(since=both and bool(entries_of(ever)) and not entries_of(later))

    def _files(self) -> None:
        own = self._profile.keeps_client_ids
        self._learn(raw_binary=takes_raw(self._wire), json_binary=takes_json(self._wire, own=own))

    def _take_back(self) -> None:
        """Mark every test resource; one that cannot be marked is named among what is left."""
        for identity in list(self._made):
            marked = {**self._basic("entered in error"), "id": identity}
            try:
                known = self._read(identity)
                guard = {"If_Match": known.tag} if known and known.tag else {}
                self._send("PUT", f"Basic/{identity}", marked, **guard)
            except NoAnswerError:
                return
