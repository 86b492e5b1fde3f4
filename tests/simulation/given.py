"""An office that gives ids of its own to what is sent to it; inside it goes by the names that people know.

What came with a tag of ours is kept under the id in the tag and shown under another: so the eyes on the
schedule see one name for one thing, and whoever asks sees what such a server shows.
"""

# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownMemberType=false
# A server takes JSON of any shape apart; what it is asked is tried by the code that asks.

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, unquote

from typing_extensions import override

from carenurse.clinical.fhir import Resource, read_json, write_json
from carenurse.sync.wire import FHIR_JSON, Request, Response
from tests.simulation.office import BASE, Key, ModelOffice, Stored, outcome
from tests.simulation.violation import ViolationError

OUR_ID = "urn:carenurse:id"
_NURSE: Key = ("Practitioner", "nurse")
_EMPTY = "empty"
"""The version of what came without an id of ours: a place for something."""


@dataclass
class GivingOffice(ModelOffice):
    """The model office behind a surface that gives ids."""

    shown: dict[Key, str] = field(default_factory=dict)
    named: dict[Key, str] = field(default_factory=dict)

    inside: bool = False
    backups: list[tuple[dict[Key, list[Stored]], dict[Key, str], dict[Key, str]]] = field(
        default_factory=list
    )
    """Each with the ids that were given by then."""
    uuids: dict[str, str] = field(default_factory=dict)
    """Kinds of the new entries of the bundle at hand, by the ids within their names."""
    places: dict[Key, Resource] = field(default_factory=dict)
    """What came without an id of ours, by the id that it was given: nobody here works with that."""

    def __post_init__(self) -> None:
        """Know the nurse, whom each of her laptops would make."""
        self.write(_NURSE, {"resourceType": _NURSE[0], "id": _NURSE[1]}, "office")
        self._show(_NURSE)
        self.store[_NURSE][-1].visible = self.now()

    @override
    def snapshot(self) -> dict[Key, list[Stored]]:
        kept = super().snapshot()
        self.backups.append((kept, dict(self.shown), dict(self.named)))
        return kept

    @override
    def restore(self, kept: dict[Key, list[Stored]]) -> None:
        """Go back, to the ids that were given by then: those given since are given again."""
        super().restore(kept)
        self.places.clear()
        for store, shown, named in self.backups:
            if store is kept:
                self.shown, self.named = dict(shown), dict(named)

    @override
    def handle(self, request: Request, by: str) -> Response:
        return self.dated(self._surfaced(request, by))

    def _surfaced(self, request: Request, by: str) -> Response:
        if self.inside:
            return super().handle(request, by)
        path, _, query = request.path.partition("?")
        kind, _, rest = path.partition("/")
        if request.method == "POST" and not path:
            return self._outgoing(self._whole_bundle(request, by))
        if rest == "_search":
            body = self._searched(request.body.decode(), kind).encode()
            answer = self._outgoing(self._inside(Request("POST", path, request.headers, body), by))
            return self._with_places(kind, answer)
        if not rest:
            reads = request.method == "GET"
            answer = self._looked_up(kind, query, by) if reads else self._created(kind, request, by)
            return self._outgoing(answer)
        return self._one_of(request, by)

    def _with_places(self, kind: str, answer: Response) -> Response:
        """Find places, too: a search knows nothing of what they are for."""
        if answer.resource is None or answer.resource["resourceType"] != "Bundle":
            return answer
        empty = [{"resource": one} for place, one in self.places.items() if place[0] == kind]
        told = {**answer.resource, "entry": [*answer.resource["entry"], *empty]}
        return Response(answer.status, answer.headers, write_json(told))

    def _one_of(self, request: Request, by: str) -> Response:
        """Read or change one that has an id here; what has none is not made by writing to it."""
        path, _, query = request.path.partition("?")
        kind, _, rest = path.partition("/")
        given, _, more = rest.partition("/")
        name = self.named.get((kind, given), "" if (kind, given) in self.shown else given)
        if (kind, given) in self.places:
            return self._at_place((kind, given), request, by)
        if not name or (request.method == "PUT" and self.current((kind, name)) is None):
            return outcome(404, "ids are given here")
        body = write_json(self._inner(read_json(request.body), name)) if request.body else b""
        inner = f"{kind}/{name}" + (f"/{more}" if more else "") + (f"?{query}" if query else "")
        return self._outgoing(self._inside(Request(request.method, inner, request.headers, body), by))

    def _at_place(self, place: Key, request: Request, by: str) -> Response:
        """Show a place, or put something into it. Raises ViolationError for what stands here already."""
        if request.method == "GET":
            headers = {"content-type": FHIR_JSON, "etag": f'W/"{_EMPTY}"'}
            return Response(200, headers, write_json(self.places[place]))
        if request.headers.get("If-Match") != f'W/"{_EMPTY}"':
            return outcome(self.quirks.stale_status, "stale")
        resource = read_json(request.body)
        key = (place[0], _our_id(resource))
        if self.resource(key) is not None:
            raise ViolationError(3, f"{key} was made a second time")
        inner = Request("PUT", "/".join(key), {}, write_json(self._inner(resource, key[1])))
        answer = self._inside(inner, by)
        if answer.status not in (200, 201):
            return answer
        del self.places[place]
        self.shown[key], self.named[place] = place[1], key[1]
        return Response(200, answer.headers, answer.body)

    def _keep_place(self, kind: str, resource: Resource) -> Response:
        if self._is_forbidden({"id": "", **self._renamed(resource, self.named, "")}):
            return outcome(403, "not for you")
        given = f"p{len(self.places) + self.ticks}-{len(self.named)}"
        self.places[kind, given] = {**resource, "id": given}
        headers = {"content-type": FHIR_JSON, "location": f"{BASE}/{kind}/{given}/_history/1"}
        headers |= {"etag": f'W/"{_EMPTY}"'} if self.quirks.tells_tags else {}
        return Response(201, headers, b"")

    def _inside(self, request: Request, by: str) -> Response:
        self.inside = True
        try:
            return super().handle(request, by)
        finally:
            self.inside = False

    def _looked_up(self, kind: str, query: str, by: str) -> Response:
        asked = {name: values[0] for name, values in parse_qs(query).items()}
        if "_tag" not in asked:
            return self._inside(Request("GET", f"{kind}?{self._searched(query, kind)}"), by)
        found = self._of_tag(kind, asked["_tag"])
        return self._inside(Request("GET", f"{kind}?_id={found or '-'}"), by)

    def _of_tag(self, kind: str, tag: str) -> str:
        name = unquote(tag).rpartition("|")[2]
        return name if (kind, name) in self.shown else ""

    def _searched(self, text: str, kind: str) -> str:
        """Name the patients of a search as they are known inside."""
        parts: list[str] = []
        for part in text.split("&"):
            key, _, value = part.partition("=")
            sort = "Patient" if key == "patient" else kind
            asked = unquote(value).split(",") if key in ("patient", "_id") else [value]
            parts.append(f"{key}={','.join(self.named.get((sort, one), one) for one in asked)}")
        return "&".join(parts)

    def _created(self, kind: str, request: Request, by: str) -> Response:
        resource = read_json(request.body)
        if not _has_our_id(resource):
            return self._keep_place(kind, resource)
        key = (kind, _our_id(resource))
        if self._is_there(key, request.headers.get("If-None-Exist", "")):
            return self._found_there(key)
        put = Request("PUT", "/".join(key), {}, write_json(self._inner(resource, key[1])))
        answer = self._inside(put, by)
        return self._with_location(key, answer)

    def _is_there(self, key: Key, condition: str) -> bool:
        """Say whether a conditional create finds what it names. Raises ViolationError for a second one."""
        stands = self.current(key)
        there = stands is not None and stands.resource is not None
        found = there and condition and self._of_tag(key[0], condition.partition("=")[2]) == key[1]
        sure = stands is not None and stands.visible <= self.now()
        if there and not (found and sure):
            raise ViolationError(3, f"{key} was made a second time")
        return bool(found)

    def _found_there(self, key: Key) -> Response:
        stands = self.store[key][-1]
        headers = {"content-type": FHIR_JSON, "location": f"{key[0]}/{self.shown[key]}"}
        headers |= {"etag": f'W/"{stands.tag}"'} if self.quirks.tells_tags else {}
        return Response(200, headers, b"")

    def _with_location(self, key: Key, answer: Response) -> Response:
        if answer.status not in (200, 201):
            return answer
        self._show(key)
        return Response(
            201, {**answer.headers, "location": f"{BASE}/{key[0]}/{self.shown[key]}"}, answer.body
        )

    def _show(self, key: Key) -> None:
        """Give an id; what was made anew after a restore gets another."""
        given = f"n{len(self.named) + 1}"
        self.shown[key], self.named[key[0], given] = given, key[1]

    def _whole_bundle(self, request: Request, by: str) -> Response:
        bundle = read_json(request.body)
        if bundle["type"] == "batch":
            return self._each(bundle["entry"], by)
        new = [one["resource"] for one in bundle["entry"] if one["request"]["method"] == "POST"]
        self.uuids = {_our_id(one): str(one["resourceType"]) for one in new}
        there: dict[int, Response] = {}
        second: ViolationError | None = None
        sent: list[Resource] = []
        keys: list[Key | None] = []
        for place, entry in enumerate(bundle["entry"]):
            asked = entry["request"]
            kind, _, given = str(asked["url"]).partition("?")[0].partition("/")
            if asked["method"] == "POST":
                key = (kind, _our_id(entry["resource"]))
                keys.append(key)
                try:
                    found = self._is_there(key, asked.get("ifNoneExist", ""))
                except ViolationError as problem:
                    second, found = problem, False
                if found:
                    there[place] = self._found_there(key)
                    continue
                put = {"method": "PUT", "url": "/".join(key)}
                sent.append({"resource": self._inner(entry["resource"], key[1]), "request": put})
                continue
            keys.append(None)
            sent.append(self._inner_entry(entry, kind, given))
        answer = self._inside(Request("POST", "", {}, write_json({**bundle, "entry": sent})), by)
        if answer.resource is None or answer.resource["resourceType"] != "Bundle":
            return answer
        if second is not None:
            raise second  # nothing else in the bundle kept it from being made again, such as a gate
        rest = iter(answer.resource["entry"])
        told = [_answer_of(there[place]) if place in there else next(rest) for place in range(len(keys))]
        for key, entry in zip(keys, told, strict=True):
            status = str(entry["response"]["status"])
            if key is not None and status in ("200", "201") and "location" not in entry["response"]:
                self._show(key)
                entry["response"] |= {"status": "201", "location": f"{key[0]}/{self.shown[key]}/_history/1"}
        return Response(answer.status, answer.headers, write_json({**answer.resource, "entry": told}))

    def _each(self, entries: list[Resource], by: str) -> Response:
        """Do what a batch asks, each by itself."""
        if len(entries) > min(self.quirks.most_entries, self.limit):
            return outcome(413, "too many")
        told = [_answer_of(self._in_batch(_asked(entry), by)) for entry in entries]
        told = self._in_part(entries, told)
        body = {"resourceType": "Bundle", "type": "batch-response", "entry": told}
        return Response(200, {"content-type": FHIR_JSON}, write_json(body))

    def _in_batch(self, request: Request, by: str) -> Response:
        """Do one of a batch; a search is the same as outside of it, if it goes in one at all."""
        kind, _, query = request.path.partition("?")
        if not query or "/" in kind or "_tag=" in query:
            return self.handle(request, by)
        if not self.quirks.batches_searches:
            return outcome(400, "no searches in a batch")
        return self.handle(Request("POST", f"{kind}/_search", request.headers, query.encode()), by)

    def _inner_entry(self, entry: Resource, kind: str, given: str) -> Resource:
        asked = entry["request"]
        if asked["method"] == "GET" and not given:
            query = str(asked["url"]).partition("?")[2]
            found = self._of_tag(kind, parse_qs(query)["_tag"][0])
            return {"request": {"method": "GET", "url": f"{kind}?_id={found or '-'}"}}
        name = self.named.get((kind, given), given)
        put = {**entry, "request": {**asked, "url": f"{kind}/{name}"}}
        return {**put, "resource": self._inner(entry["resource"], name)} if "resource" in entry else put

    def _inner(self, resource: Resource, name: str) -> Resource:
        made = self._renamed(resource, self.named, "")
        tags = [one for one in made.get("meta", {}).get("tag", []) if one["system"] != OUR_ID]
        made["meta"] = {key: part for key, part in made.get("meta", {}).items() if key != "tag"}
        made["meta"] |= {"tag": tags} if tags else {}
        return {**{key: part for key, part in made.items() if part != {}}, "id": name}

    def _outgoing(self, answer: Response) -> Response:
        if answer.resource is None:
            return answer
        return Response(answer.status, answer.headers, write_json(self._outer(answer.resource)))

    def _outer(self, value: Any) -> Any:
        """Show everything under the ids that were given."""
        made = self._renamed(value, self.shown, f"{BASE}/" if self.quirks.normalises else "")
        if made.get("resourceType") == "Bundle":
            for entry in made["entry"]:
                if "resource" in entry:
                    entry["resource"] = self._outer(entry["resource"])
            return made
        key = (made["resourceType"], made.get("id", ""))
        if key in self.shown:
            tag = {"system": OUR_ID, "code": key[1]}
            meta = made.get("meta", {})
            made |= {"id": self.shown[key], "meta": {**meta, "tag": [*meta.get("tag", []), tag]}}
        return made

    def _renamed(self, value: Any, names: dict[Key, str], home: str) -> Any:
        if isinstance(value, list):
            return [self._renamed(one, names, home) for one in value]
        if not isinstance(value, dict):
            return value
        made = {
            key: part if key == "entry" else self._renamed(part, names, home) for key, part in value.items()
        }
        if isinstance(reference := value.get("reference"), str):
            if reference.startswith("urn:uuid:"):
                made["reference"] = self._of_uuid(reference.removeprefix("urn:uuid:"))
            else:
                kind, _, name = reference.removeprefix(f"{BASE}/").partition("/")
                made["reference"] = f"{home}{kind}/{names.get((kind, name), name)}"
        return made

    def _of_uuid(self, name: str) -> str:
        """Find what a new entry of the same bundle is: inside its name is its id."""
        return f"{self.uuids.get(name, 'Nothing')}/{name}"


def _our_id(resource: Resource) -> str:
    return next(str(one["code"]) for one in resource["meta"]["tag"] if one["system"] == OUR_ID)


def _has_our_id(resource: Resource) -> bool:
    return any(one["system"] == OUR_ID for one in resource["meta"]["tag"])


def _asked(entry: Resource) -> Request:
    """Read an entry of a batch as if it had been asked by itself."""
    asked = entry["request"]
    named = {"If-Match": "ifMatch", "If-None-Match": "ifNoneMatch", "If-None-Exist": "ifNoneExist"}
    headers = {header: str(asked[name]) for header, name in named.items() if name in asked}
    body = write_json(entry["resource"]) if "resource" in entry else b""
    return Request(asked["method"], asked["url"], headers, body)


def _answer_of(answer: Response) -> Resource:
    told: Resource = {"status": str(answer.status)}
    named = {"location": "location", "etag": "etag", "last-modified": "lastModified"}
    told |= {name: answer.headers[header] for header, name in named.items() if header in answer.headers}
    resource = answer.resource
    if resource and resource["resourceType"] == "OperationOutcome":
        told["outcome"] = resource
        return {"response": told}
    return {"response": told, **({"resource": resource} if resource else {})}
