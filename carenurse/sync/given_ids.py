"""An office that gives ids of its own, spoken to as if it kept ours: ids are exchanged at the wire alone.

In the record a resource keeps the id that it was made under, for ever. Each that goes out carries that id
as a tag; so every laptop of ours knows it by the same id, and under which id it stands at the office can be
asked for again at any time: after a lost answer too. What the office's people made keeps the office's id.
Where a create that arrives twice would make two, it goes in two steps (``places``).
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from typing_extensions import override

from carenurse.clinical.fhir import Resource, read_json, split_reference, write_json
from carenurse.clinical.shapes import as_object, as_objects, as_text
from carenurse.sync.kinds import SHARED
from carenurse.sync.known_ids import OUR_ID, KnownIds, Name, is_empty, references
from carenurse.sync.places import Places, RefusedWholeError
from carenurse.sync.profile import Profile
from carenurse.sync.session import Session
from carenurse.sync.wire import FHIR_JSON, NoAnswerError, Request, Response, Wire, fhir_request

_CREATED: Final = 201
_MADE: Final = frozenset({200, _CREATED})
_REFUSED: Final = frozenset({400, 401, 403, 404, 405, 409, 412, 413, 422, 428, 429})
"""With these it certainly did nothing."""
_UNKNOWN: Final = 404
_READ: Final = 200
_GONE: Final = frozenset({_UNKNOWN, 410})
_FILE: Final = "Binary"
_STANDS: Final = 409
_NOTHING: Final = b'{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"not-found"}]}'
_UUID: Final = re.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def with_our_ids(session: Session) -> Wire:
    """Give the way to an office on which ids are ours, whoever gives them there."""
    if not session.profile.gives_ids:
        return session.wire
    known = session.keep(lambda journal: journal.given_ids())
    ids = KnownIds(known, lambda new: session.keep(lambda journal: journal.learn_ids(new)))
    return GivenIds(session.wire, ids, session.profile, session.now, session.near)


class _NotToldError(NoAnswerError):
    """A search was not answered: what it did not find may be there all the same."""

    def __init__(self, answer: Response) -> None:
        super().__init__(sent=False, why=f"a search was answered with {answer.status}")
        self.answer = answer


class GivenIds(Wire):
    """A wire over which ids are exchanged.

    What was sent to be made, and is not found, may stand there all the same as long as a search comes behind:
    until then nobody is told that it is not there, so that it is never made twice.
    """

    def __init__(
        self,
        wire: Wire,
        ids: KnownIds,
        profile: Profile,
        now: Callable[[], datetime],
        near: Callable[[Resource], Resource],
    ) -> None:
        self._wire, self._ids, self._profile, self._now, self._near = wire, ids, profile, now, near
        self._places = Places(wire, ids)

    @property
    @override
    def base(self) -> str:
        return self._wire.base

    @override
    def send(self, request: Request) -> Response:
        """Ask in the office's ids and answer in ours. Raises NoAnswerError."""
        path, _, query = request.path.partition("?")
        kind, _, rest = path.partition("/")
        if request.method == "POST" and not path:
            return self._bundle(request)
        if rest == "_search":
            return self._incoming(self._wire.send(self._asked(request, kind)))
        identity, _, more = rest.partition("/")
        if request.method == "GET" and identity:
            return self._read(request, (kind, identity), more + (f"?{query}" if query else ""))
        if request.method == "PUT":
            return self._put(request, (kind, identity))
        return self._incoming(self._wire.send(request))

    def _read(self, request: Request, name: Name, more: str) -> Response:
        """Read one, or its history: where it stood last, else where a search finds it, else by its own id."""
        if given := self._ids.given(name) or self._ids.place(name):
            answer = self._wire.send(_moved(request, name[0], given, more))
            if answer.status != _UNKNOWN:
                return self._incoming(answer)
            self._ids.forget(name)
            self._ids.leave_place(name)
        try:
            found = self._found(name)
        except _NotToldError as problem:
            return problem.answer
        if not found:
            self._surely_absent(name)
        return self._incoming(self._wire.send(_moved(request, name[0], found or name[1], more)))

    def _surely_absent(self, name: Name) -> None:
        """Raise NoAnswerError while something that was not found may have been made just now."""
        begun = self._ids.begun(name)
        if begun is not None and not self._profile.is_long_ago(begun, self._now()):
            raise NoAnswerError(sent=False, why="it may have been made a moment ago")

    def _found(self, name: Name) -> str:
        """Ask under which id something of ours stands there; "" for none. Raises NoAnswerError."""
        answer = self._wire.send(fhir_request("GET", _by_tag(name)))
        if as_text((answer.resource or {}).get("resourceType")) != "Bundle":
            raise _NotToldError(answer)
        self._note(answer)
        return self._ids.given(name)

    def _note(self, answer: Response) -> None:
        if answer.resource is not None:
            self._ids.note_all(self._near(answer.resource))

    def _asked(self, request: Request, kind: str) -> Request:
        """Ask for patients by the office's ids of them."""
        body = self._with_given(kind, request.body)
        return Request(request.method, request.path, request.headers, body, reads=True)

    def _with_given(self, kind: str, query: bytes) -> bytes:
        """Write the ids of patients in a search as the office gave them."""
        whose = b"_id" if kind == "Patient" else b"patient"

        def given(found: "re.Match[bytes]") -> bytes:
            ids = found[2].decode().split("%2C")
            return found[1] + "%2C".join(self._ids.given(("Patient", one)) or one for one in ids).encode()

        return re.sub(rb"((?:^|&)%s=)([^&]*)" % whose, given, query)

    def _incoming(self, answer: Response) -> Response:
        """Write what came in with our ids."""
        if answer.resource is None:
            return answer
        resource = self._near(answer.resource)
        if is_empty(resource):
            return Response(_UNKNOWN, {"content-type": FHIR_JSON}, _NOTHING)
        resource = _without_places(resource)
        self._ids.note_all(resource)
        self._meet(resource)
        return Response(answer.status, answer.headers, write_json(self._ids.ours(resource)))

    def _meet(self, resource: Resource) -> None:
        """Find out who it is that something refers to and that was never met: it may be one of ours.

        What a search does not find is read: it may be too new for the search.
        """
        unmet: dict[str, set[str]] = {}
        for named in references(resource):
            if not self._ids.is_met(named):
                unmet.setdefault(named[0], set()).add(named[1])
        for kind, several in unmet.items():
            asked = f"{kind}?_id={','.join(sorted(several))}&_elements=id,meta&_count={len(several)}"
            self._note(self._wire.send(fhir_request("GET", asked)))
            for one in several:
                if not self._ids.is_met((kind, one)):
                    self._note(self._wire.send(fhir_request("GET", f"{kind}/{one}")))
                self._ids.nobody((kind, one))

    def _put(self, request: Request, name: Name) -> Response:
        resource = read_json(request.body)
        if name[0] == _FILE and self._ids.given(name):
            looked = self._looked_at(name)
            if looked is not None:
                return looked
        given = self._ids.given(name) or (name[1] if "If-Match" in request.headers else "")
        if given:
            body = write_json(self._ids.theirs(resource, given, {}))
            put = Request("PUT", f"{name[0]}/{given}", request.headers, body)
            return self._incoming(self._wire.send(put))
        if self._makes_two:
            return self._incoming(self._in_places({name: resource})[name])
        headers = {key: value for key, value in request.headers.items() if key != "If-None-Match"}
        if self._profile.conditional_create:
            headers["If-None-Exist"] = _condition(name)
        body = write_json(self._ids.theirs(resource, "", {}))
        self._ids.begin([name], self._now())
        answer = self._wire.send(Request("POST", name[0], headers, body))
        self._learn_from(name, answer.status, answer.headers.get("location", ""))
        return self._incoming(_unless_made(answer))

    def _looked_at(self, name: Name) -> Response | None:
        """Look whether a file stands where it stood, before it goes there; None where it has to be made.

        It goes without a guard and no recovery reads it: an office that was restored may not know its id any
        more, or has given that to something else.
        """
        kind, identity = name
        there = self._read(fhir_request("GET", f"{kind}/{identity}"), name, "?_elements=id,meta")
        if there.status in _GONE or (there.status == _READ and not self._ids.given(name)):
            self._ids.forget(name)
            return None
        return Response(_STANDS, {"content-type": FHIR_JSON}) if there.status == _READ else there

    @property
    def _makes_two(self) -> bool:
        """Say whether a create that arrives twice may make two things here, which a place helps against."""
        return self._profile.if_match and not self._profile.conditional_create

    def _in_places(self, new: Mapping[Name, Resource]) -> dict[Name, Response]:
        """Make each once. What other laptops make under the same id is looked for before.

        Raises NoAnswerError and RefusedWholeError.
        """
        there = {name for name in new if self._is_shared_there(name)}
        made = {name: self._ids.theirs(one, "", {}) for name, one in new.items() if name not in there}
        told = self._places.make(made) if made else {}
        return told | dict.fromkeys(there, Response(_STANDS, {"content-type": FHIR_JSON}))

    def _is_shared_there(self, name: Name) -> bool:
        """Say whether another laptop has made it already: only what is nobody's record is made by several."""
        return name[0] in SHARED and bool(self._found(name))

    def _batch_in_places(self, request: Request, entries: Sequence[Resource]) -> Response:
        """Make what is new in places, then send the rest of a batch."""
        new = {_name_of(one): as_object(one.get("resource")) for one in entries}
        new = {name: new[name] for name in new if not self._ids.given(name)}
        try:
            told = self._in_places(new)
        except RefusedWholeError as refused:
            return self._incoming(refused.answer)
        rest = [one for one in entries if _name_of(one) not in new]
        more: Sequence[Resource] = ()
        if rest:
            body = write_json({"resourceType": "Bundle", "type": "batch", "entry": rest})
            answer = self._bundle(Request("POST", "", request.headers, body))
            more = as_objects(as_object(answer.resource).get("entry"))
        others = iter(more)
        both = [
            _entry_of(told[name]) if (name := _name_of(one)) in told else next(others, None)
            for one in entries
        ]
        whole = [one for one in both if one is not None]
        body = write_json({"resourceType": "Bundle", "type": "batch-response", "entry": whole})
        return Response(200, {"content-type": FHIR_JSON}, body)

    def _bundle(self, request: Request) -> Response:
        """Send a bundle in the office's ids; entries and answers keep their order."""
        bundle = read_json(request.body)
        entries = as_objects(bundle.get("entry"))
        if all(map(_is_search, entries)):
            return self._searches(request, entries)
        named = [(_name_of(entry), entry) for entry in entries]
        new = {name: _full_url(name) for name, entry in named if self._is_new(name, entry)}
        if new and self._makes_two and bundle.get("type") == "batch":
            return self._batch_in_places(request, entries)
        if not self._profile.conditional_create and any(self._is_shared_there(name) for name in new):
            return Response(_STANDS, {"content-type": FHIR_JSON}, b"")
        told = [self._entry(name, entry, new) for name, entry in named]
        self._ids.begin(new, self._now())
        answer = self._wire.send(Request("POST", "", request.headers, write_json({**bundle, "entry": told})))
        back = as_objects(as_object(answer.resource).get("entry"))
        if answer.resource is None or len(back) != len(entries):
            self._ids.drop(new if answer.status in _REFUSED else ())
            return self._incoming(answer)
        back = [self._answered(name, asked, one, new) for (name, asked), one in zip(named, back, strict=True)]
        whole = write_json({**answer.resource, "entry": back})
        return self._incoming(Response(answer.status, answer.headers, whole))

    def _searches(self, request: Request, entries: Sequence[Resource]) -> Response:
        """Ask several searches in one question."""
        asked: list[Resource] = []
        for one in entries:
            kind, _, query = as_text(as_object(one.get("request")).get("url")).partition("?")
            url = f"{kind}?{self._with_given(kind, query.encode()).decode()}"
            asked.append({"request": {"method": "GET", "url": url}})
        body = write_json({"resourceType": "Bundle", "type": "batch", "entry": asked})
        return self._incoming(self._wire.send(replace(request, body=body)))

    def _is_new(self, name: Name, entry: Resource) -> bool:
        asked = as_object(entry.get("request"))
        return asked.get("method") == "PUT" and "ifMatch" not in asked and not self._ids.given(name)

    def _entry(self, name: Name, entry: Resource, new: Mapping[Name, str]) -> Resource:
        asked = as_object(entry.get("request"))
        given = self._ids.given(name)
        if asked.get("method") == "GET":
            there = given or self._ids.place(name)
            url = f"{name[0]}/{there}" if there else _by_tag(name)
            return {**entry, "request": {**asked, "url": url}}
        resource = as_object(entry.get("resource"))
        if name not in new:
            there = given or name[1]
            put = {**asked, "url": f"{name[0]}/{there}"}
            return {**entry, "resource": self._ids.theirs(resource, there, new), "request": put}
        post = {"method": "POST", "url": name[0]}
        if self._profile.conditional_create:
            post["ifNoneExist"] = _condition(name)
        made = {"resource": self._ids.theirs(resource, "", new), "request": post}
        return {"fullUrl": new[name], **made} if new[name] else made

    def _elsewhere(self, name: Name) -> Resource:
        """Find what does not stand where it stood: another laptop may have made it anew."""
        answer = self._wire.send(fhir_request("GET", _by_tag(name)))
        if answer.resource is None or answer.status not in (_READ, _UNKNOWN):  # 404: nothing of that kind
            raise _NotToldError(answer)
        status = {"status": str(answer.status)}
        return self._answered(name, {}, {"response": status, "resource": answer.resource}, {})

    def _answered(self, name: Name, asked: Resource, entry: Resource, new: Mapping[Name, str]) -> Resource:
        """Read one entry's answer; what stood there already has no version that we know."""
        told = as_object(entry.get("response"))
        status = as_text(told.get("status"))[:3]
        if name in new:
            self._learn_from(name, int(status) if status.isdigit() else 0, as_text(told.get("location")))
            made = status == str(_CREATED)
            return entry if made else {**entry, "response": {k: v for k, v in told.items() if k != "etag"}}
        found = as_object(entry.get("resource"))
        if found.get("resourceType") != "Bundle":
            if status == str(_UNKNOWN):
                self._ids.forget(name)
                self._ids.leave_place(name)
                reads = as_object(asked.get("request")).get("method") == "GET"
                return self._elsewhere(name) if reads else entry
            return {"response": {"status": str(_UNKNOWN)}} if is_empty(found) else entry
        rows = [as_object(one.get("resource")) for one in as_objects(found.get("entry"))]
        whole = next((one for one in rows if one.get("resourceType") == name[0]), None)
        if whole is None:
            self._surely_absent(name)
            return {"response": {"status": str(_UNKNOWN)}}
        return {"response": told, "resource": whole}

    def _learn_from(self, name: Name, status: int, location: str) -> None:
        found = split_reference(location) if status in _MADE else None
        if found and found[0] == name[0]:
            self._ids.note(name, found[1])
        elif status in _REFUSED:
            self._ids.drop([name])


def _without_places(resource: Resource) -> Resource:
    """Leave out of what was found whatever is only a place; in each answer of a batch, too."""
    if resource.get("resourceType") != "Bundle":
        return resource
    entries = as_objects(resource.get("entry"))
    if as_text(resource.get("type")).endswith("-response"):
        return {**resource, "entry": [_found_in(one) for one in entries]}
    return {**resource, "entry": [one for one in entries if not is_empty(as_object(one.get("resource")))]}


def _found_in(entry: Resource) -> Resource:
    found = as_object(entry.get("resource"))
    return {**entry, "resource": _without_places(found)} if found else entry


def _is_search(entry: Resource) -> bool:
    asked = as_object(entry.get("request"))
    return asked.get("method") == "GET" and "?" in as_text(asked.get("url")).partition("/")[0]


def _entry_of(answer: Response) -> Resource:
    """Write an answer as that of a bundle's entry."""
    told = {"status": str(answer.status), "etag": answer.etag}
    told |= {"lastModified": answer.headers.get("last-modified", "")}
    made: Resource = {name: part for name, part in told.items() if part}
    return {"response": made | ({"outcome": answer.resource} if answer.resource else {})}


def _moved(request: Request, kind: str, given: str, more: str) -> Request:
    slash = "/" if more and not more.startswith("?") else ""
    return Request(request.method, f"{kind}/{given}{slash}{more}", request.headers, request.body)


def _condition(name: Name) -> str:
    return f"_tag={OUR_ID}%7C{name[1]}"


def _by_tag(name: Name) -> str:
    return f"{name[0]}?{_condition(name)}&_count=2"


def _unless_made(answer: Response) -> Response:
    """Tell no version where something stood there already: nobody knows whether it is as we sent it."""
    if answer.status == _CREATED:
        return answer
    headers = {name: value for name, value in answer.headers.items() if name != "etag"}
    return Response(answer.status, headers, answer.body)


def _name_of(entry: Resource) -> Name:
    kind, _, identity = as_text(as_object(entry.get("request")).get("url")).partition("/")
    return kind, identity


def _full_url(name: Name) -> str:
    """Name an entry for the others of its bundle; "" where nobody can refer to it."""
    return f"urn:uuid:{name[1]}" if _UUID.fullmatch(name[1]) else ""
