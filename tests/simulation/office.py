"""A FHIR server in memory, as good or as bad as its quirks say."""

# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownMemberType=false
# A server takes JSON of any shape apart; what it is asked is tried by the code that asks.

import copy
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any
from urllib.parse import parse_qs
from zlib import crc32

from carenurse.clinical.fhir import Resource, read_json, write_json
from carenurse.sync.wire import FHIR_JSON, Request, Response
from tests.simulation.quirks import START, Quirks

__all__ = [
    "BASE",
    "START",
    "Commit",
    "Key",
    "ModelOffice",
    "Quirks",
    "Stored",
    "outcome",
    "patient_of",
    "references_of",
]
BASE = "https://office.example.org/fhir"


@dataclass
class Stored:
    """One version at the office; ``resource`` None for a deletion."""

    tag: str
    updated: datetime
    visible: datetime
    resource: Resource | None
    by: str
    sequence: int = 0


Key = tuple[str, str]


@dataclass
class Commit:
    """One version that somebody just wrote over another."""

    key: Key
    before: Resource | None
    after: Resource | None
    by: str
    existed: bool


@dataclass
class ModelOffice:
    """The server: versions of each resource, its clock, and who listens to its commits."""

    quirks: Quirks
    now: Callable[[], datetime]
    listen: Callable[[list[Commit]], None] = lambda _: None
    store: dict[Key, list[Stored]] = field(default_factory=dict)
    skew: timedelta = timedelta(0)
    poison: set[str] = field(default_factory=set)
    forbidden: set[str] = field(default_factory=set)
    limit: int = 10_000
    ticks: int = 0
    spoiled: int = 0
    cache: dict[bytes, tuple[datetime, Response]] = field(default_factory=dict)

    def current(self, key: Key) -> Stored | None:
        versions = self.store.get(key)
        return versions[-1] if versions else None

    def resource(self, key: Key) -> Resource | None:
        found = self.current(key)
        return found.resource if found else None

    def snapshot(self) -> dict[Key, list[Stored]]:
        return {key: list(versions) for key, versions in self.store.items()}

    def restore(self, kept: dict[Key, list[Stored]]) -> None:
        self.store = {key: list(versions) for key, versions in kept.items()}
        self.cache.clear()

    def write(self, key: Key, resource: Resource | None, by: str) -> None:
        """Somebody in the office writes."""
        self.listen([self._commit(key, resource, by)])

    def _commit(self, key: Key, resource: Resource | None, by: str) -> Commit:
        versions = self.store.setdefault(key, [])
        before = versions[-1].resource if versions else None
        kept = self._written(resource)
        if self.quirks.noop_keeps and before is not None and kept == _bare(before):
            return Commit(key, before, before, by, existed=True)
        self.ticks += 1
        moment = self.now() + self.skew
        moment = moment.replace(microsecond=0 if self.quirks.coarse else self.ticks % 1000 * 1000)
        tag = str(len(versions) + 1)
        tag = f"v{crc32(repr((key, tag)).encode()):x}" if self.quirks.opaque_versions else tag
        if kept is not None:
            kept = {**kept, "meta": {**kept.get("meta", {}), "versionId": tag, "lastUpdated": _told(moment)}}
        lag = timedelta(seconds=self.ticks * 37 % (self.quirks.lag + 1))
        versions.append(Stored(tag, moment, self.now() + lag, kept, by, self.ticks))
        return Commit(key, before, kept, by, existed=len(versions) > 1)

    def _written(self, resource: Resource | None) -> Resource | None:
        if resource is None:
            return None
        kept = copy.deepcopy(resource)
        kept = _bare(kept)
        if self.quirks.normalises:
            kept["text"] = {"status": "generated", "div": "<div>made</div>"}
            kept = _absolute(kept)
        return kept

    def handle(self, request: Request, by: str) -> Response:
        """Answer one request, and say when that was by the clock there."""
        return self.dated(self._handled(request, by))

    def dated(self, answer: Response) -> Response:
        """Say in an answer when it was given, by the clock there."""
        told = format_datetime((self.now() + self.skew).astimezone(UTC), usegmt=True)
        return replace(answer, headers={**answer.headers, "date": told})

    def _handled(self, request: Request, by: str) -> Response:
        path, _, query = request.path.partition("?")
        parts = [part for part in path.split("/") if part]
        if not parts and request.method == "POST":
            return self._bundle(request, by)
        if len(parts) == 2 and parts[1] == "_search":
            return self._search_cached(parts[0], request)
        if len(parts) == 1 and request.method == "GET":
            return self._search(parts[0], query)
        if len(parts) == 3 and parts[2] == "_history":
            return self._history((parts[0], parts[1]))
        if request.method == "GET":
            return self._read((parts[0], parts[1]))
        return self._put_alone((parts[0], parts[1]), request, by)

    def _read(self, key: Key) -> Response:
        found = self.current(key)
        if found is None:
            return outcome(404, "not known")
        if found.resource is None:
            return outcome(410 if self.quirks.history else 404, "deleted")
        if self._is_forbidden(found.resource):
            return outcome(403, "not for you")
        return self._told(200, found)

    def _is_forbidden(self, resource: Resource) -> bool:
        return patient_of(resource) in self.forbidden

    def _told(self, status: int, found: Stored, *, body: bool = True) -> Response:
        headers = {"content-type": FHIR_JSON}
        if self.quirks.tells_tags:
            headers |= {"etag": f'W/"{found.tag}"', "last-modified": _told(found.updated)}
        return Response(status, headers, write_json(found.resource) if body else b"")

    def _history(self, key: Key) -> Response:
        if not self.quirks.history:
            return outcome(404, "no history")
        versions = reversed(self.store.get(key, []))
        return _bundle("history", [{"resource": one.resource} for one in versions if one.resource])

    def _put_alone(self, key: Key, request: Request, by: str) -> Response:
        headers = {name.lower(): value for name, value in request.headers.items()}
        if headers.get("content-type", FHIR_JSON) != FHIR_JSON:
            request = _as_binary(key[1], headers["content-type"], request)
        put = {"ifMatch": headers.get("if-match"), "ifNoneMatch": headers.get("if-none-match")}
        resource = read_json(request.body)
        refusal = self._refusal(key, resource, put, {})
        if refusal is not None:
            return refusal
        commit = self._commit(key, resource, by)
        self.listen([commit])
        return self._told(200 if commit.existed else 201, self.store[key][-1], body=False)

    def _refusal(
        self, key: Key, resource: Resource, put: dict[str, Any], together: dict[Key, Resource]
    ) -> Response | None:
        if (key[0], key[1]) != (resource.get("resourceType"), resource.get("id")):
            return outcome(400, "another id")
        if key[1] in self.poison:
            return outcome(422, "this is not valid here")
        if self._is_forbidden(resource):
            return outcome(403, "not for you")
        stale = self._stale(key, put)
        if stale or not self.quirks.checks_references:
            return stale
        for one in references_of(resource):
            known = one[0] == "Practitioner" or one in together or self.resource(one) is not None
            if not known:
                return outcome(409, f"{one[0]} is not known")
        return None

    def _stale(self, key: Key, put: dict[str, Any]) -> Response | None:
        found = self.current(key)
        tag = f'W/"{found.tag}"' if found is not None and found.resource is not None else ""
        if put.get("ifNoneMatch") and self.quirks.if_none_match and tag:
            return outcome(412, "exists")
        if put.get("ifMatch") and self.quirks.if_match and put["ifMatch"] != tag:
            return outcome(self.quirks.stale_status, "stale")
        return None

    def _bundle(self, request: Request, by: str) -> Response:
        bundle = read_json(request.body)
        entries = bundle["entry"]
        if len(entries) > min(self.quirks.most_entries, self.limit):
            return outcome(413, "too many")
        if bundle["type"] == "batch" or all(entry["request"]["method"] == "GET" for entry in entries):
            answers = self._in_part(entries, [self._one(entry, by) for entry in entries])
            return _bundle(f"{bundle['type']}-response", answers)
        together = {_key(entry["request"]["url"]): entry["resource"] for entry in entries}
        for entry in entries:
            key = _key(entry["request"]["url"])
            refusal = self._refusal(key, entry["resource"], entry["request"], together)
            if refusal is not None:
                return refusal
        commits, told = [], []
        for entry in entries:
            key = _key(entry["request"]["url"])
            commits.append(self._commit(key, entry["resource"], by))
            told.append(_entry(self._told(201, self.store[key][-1], body=False)))
        self.listen(commits)
        return _bundle("transaction-response", told)

    def _in_part(self, entries: list[Resource], told: list[Resource]) -> list[Resource]:
        """Spoil the answer to a batch of pages, where it does that."""
        searches = [place for place, one in enumerate(entries) if "_sort=" in one["request"]["url"]]
        self.spoiled += bool(searches)
        if not self.quirks.in_part or not searches or self.spoiled % 2:
            return told
        first, last = searches[0], searches[self.spoiled % len(searches)]
        told[first], told[last] = told[last], told[first]
        told[searches[self.spoiled // 2 % len(searches)]] = _entry(outcome(503, "busy"))
        told[searches[self.spoiled // 3 % len(searches)]] = _entry(outcome(400, "no searches in a batch"))
        return told

    def _one(self, entry: Resource, by: str) -> Resource:
        asked = entry["request"]
        kind, _, query = str(asked["url"]).partition("?")
        if asked["method"] == "GET" and query and "/" not in kind:
            return _entry(self._searched_in_batch(kind, query))
        headers = {"If-Match": asked.get("ifMatch"), "If-None-Match": asked.get("ifNoneMatch")}
        body = write_json(entry["resource"]) if "resource" in entry else b""
        kept = {name: value for name, value in headers.items() if value}
        return _entry(self.handle(Request(asked["method"], asked["url"], kept, body), by))

    def _searched_in_batch(self, kind: str, query: str) -> Response:
        if not self.quirks.batches_searches:
            return outcome(400, "no searches in a batch")
        return self._search_cached(kind, Request("POST", f"{kind}/_search", {}, query.encode()))

    def _search_cached(self, kind: str, request: Request) -> Response:
        asked = request.path.encode() + b"?" + request.body
        since, kept = self.cache.get(asked, (None, None))
        if self.quirks.reuses and since and kept and self.now() - since < timedelta(seconds=60):
            return kept
        answer = self._search(kind, request.body.decode())
        self.cache[asked] = (self.now(), answer)
        return answer

    def _search(self, kind: str, query: str) -> Response:
        asked = {name: values[0] for name, values in parse_qs(query).items()}
        rows = [found for found in self._visible(kind) if _matches(found, asked)]
        if self.quirks.sorts and asked.get("_sort") == "_lastUpdated":
            rows.sort(key=lambda found: found.updated)
        start, count = int(asked.get("_offset", 0)), min(int(asked.get("_count", 20)), self.quirks.page_cap)
        links = []
        if self.quirks.short_pages and count > 2:
            count -= 1
        if self.quirks.links and len(rows) > start + count:
            url = f"{BASE}/{kind}?{query.split('&_offset', maxsplit=1)[0]}&_offset={start + count}"
            links.append({"relation": "next", "url": url})
        page = rows[start : start + count]
        return _bundle("searchset", [{"resource": _part(one.resource or {}, asked)} for one in page], links)

    def _visible(self, kind: str) -> list[Stored]:
        """Find the version of each that the search knows by now."""
        found = []
        for (sort, _), versions in self.store.items():
            seen = [one for one in versions if one.visible <= self.now()] if sort == kind else []
            if seen and seen[-1].resource is not None and not self._is_forbidden(seen[-1].resource):
                found.append(seen[-1])
        return found


def _matches(found: Stored, asked: dict[str, str]) -> bool:
    resource = found.resource or {}
    if "_id" in asked and resource["id"] not in asked["_id"].split(","):
        return False
    if "patient" in asked and patient_of(resource) not in asked["patient"].split(","):
        return False
    since = asked.get("_lastUpdated", "")
    if since.startswith("gt"):
        return found.updated > datetime.fromisoformat(since[2:])
    return not since or found.updated >= datetime.fromisoformat(since[2:])


def patient_of(resource: Resource) -> str:
    if resource.get("resourceType") == "Patient":
        return str(resource["id"])
    return str(resource.get("subject", {}).get("reference", "")).rpartition("/")[2]


def _part(resource: Resource, asked: dict[str, str]) -> Resource:
    if asked.get("_elements") != "id,meta":
        return resource
    return {name: resource[name] for name in ("resourceType", "id", "meta") if name in resource}


def references_of(resource: Any) -> list[Key]:
    found: list[Key] = []
    if isinstance(resource, dict):
        for name, part in resource.items():
            if name == "reference":
                kind, _, identity = (
                    str(part).rpartition("/")[0].rpartition("/")[2],
                    "",
                    str(part).rpartition("/")[2],
                )
                found.append((kind, identity))
            else:
                found += references_of(part)
    if isinstance(resource, list):
        for part in resource:
            found += references_of(part)
    return found


def _absolute(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            name: f"{BASE}/{part}"
            if name == "reference" and not str(part).startswith(BASE)
            else _absolute(part)
            for name, part in value.items()
        }
    return [_absolute(part) for part in value] if isinstance(value, list) else value


def _bare(resource: Resource) -> Resource:
    kept = dict(resource)
    meta = {
        name: part for name, part in kept.pop("meta", {}).items() if name not in ("versionId", "lastUpdated")
    }
    return {**kept, "meta": meta} if meta else kept


def _as_binary(identity: str, kind: str, request: Request) -> Request:
    data = b64encode(request.body).decode()
    file = {"resourceType": "Binary", "id": identity, "contentType": kind, "data": data}
    return Request(request.method, request.path, request.headers, write_json(file))


def _key(url: str) -> Key:
    kind, _, identity = url.partition("/")
    return kind, identity


def _told(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def outcome(status: int, words: str) -> Response:
    """Refuse in FHIR's words."""
    body = {"resourceType": "OperationOutcome", "issue": [{"severity": "error", "diagnostics": words}]}
    return Response(status, {"content-type": FHIR_JSON}, write_json(body))


def _bundle(sort: str, entries: list[Resource], links: list[Resource] | None = None) -> Response:
    body = {"resourceType": "Bundle", "type": sort, "entry": entries, "link": links or []}
    return Response(200, {"content-type": FHIR_JSON}, write_json(body))


def _entry(answer: Response) -> Resource:
    told: Resource = {"status": str(answer.status)}
    if answer.headers.get("etag"):
        told |= {"etag": answer.headers["etag"], "lastModified": answer.headers["last-modified"]}
    resource = answer.resource
    if resource and resource["resourceType"] == "OperationOutcome":
        return {"response": {**told, "outcome": resource}}
    return {"response": told, **({"resource": resource} if resource else {})}
