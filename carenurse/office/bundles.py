"""Several requests in one: a transaction is kept whole or not at all, a batch entry by entry."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, cast
from urllib.parse import parse_qsl, urlsplit

from carenurse.clinical.fhir import Resource, kind_of, new_id
from carenurse.clinical.shapes import as_object, as_objects, as_text
from carenurse.office.asked import Asked, RefusedError, Told
from carenurse.office.interactions import Interactions, conditioned, not_done
from carenurse.store.served import Served
from carenurse.store.writing import Work

MOST_ENTRIES: Final = 2000
_CONDITIONS: Final = {"ifMatch": "if-match", "ifNoneMatch": "if-none-match", "ifNoneExist": "if-none-exist"}
_ORDER: Final = ("DELETE", "PATCH", "POST", "PUT", "GET", "HEAD")
_URN: Final = "urn:uuid:"


@dataclass(frozen=True, slots=True)
class Part:
    """One entry as a request of its own, and where it stands in the bundle."""

    number: int
    asked: Asked
    full_url: str


class Bundles:
    """Takes bundles apart and puts the answers together in the order of the entries."""

    def __init__(self, interactions: Interactions, served: Served) -> None:
        self._interactions, self._served = interactions, served

    def do(self, asked: Asked, work: Work) -> Told:
        """Do a transaction or a batch inside a unit of work; RefusedError takes all of a transaction back."""
        bundle = asked.resource or {}
        sort = as_text(bundle.get("type"))
        if kind_of(bundle) != "Bundle" or sort not in ("transaction", "batch"):
            raise RefusedError(400, "invalid", "A transaction or batch Bundle belongs here.")
        entries = as_objects(bundle.get("entry"))
        if len(entries) > MOST_ENTRIES:
            raise RefusedError(413, "too-costly", f"At most {MOST_ENTRIES} entries go in one bundle.")
        parts = [_part(asked, number, entry) for number, entry in enumerate(entries)]
        if sort == "transaction":
            parts = self._resolved(asked, parts)
        answers: dict[int, Resource] = {}
        for part in sorted(parts, key=_turn) if sort == "transaction" else parts:
            answers[part.number] = self._answer(part, work, atomic=sort == "transaction")
        made: Resource = {"resourceType": "Bundle", "type": f"{sort}-response"}
        listed = [answers[number] for number in range(len(entries))]
        return Told(200, {**made, "entry": listed} if listed else made)

    def _answer(self, part: Part, work: Work, *, atomic: bool) -> Resource:
        try:
            told = self._one(part.asked, work)
        except RefusedError as refused:
            if atomic:
                place = f"Entry {part.number}"
                problems = [f"{place}: {one}" for one in refused.problems]
                raise RefusedError(refused.status, refused.code, *problems) from None
            told = refused.told()
        return _response(told)

    def _one(self, asked: Asked, work: Work) -> Told:
        if asked.method in ("GET", "HEAD"):
            return self._interactions.read(asked)
        if asked.method not in ("POST", "PUT"):
            raise not_done(asked)
        return self._interactions.write(asked, work)

    def _resolved(self, asked: Asked, parts: Sequence[Part]) -> list[Part]:
        """Give what is created its ids, and let every reference within the transaction say them."""
        names: dict[str, str] = {}
        targets: set[str] = set()
        made: list[Part] = []
        for part in parts:
            one = self._with_identity(part)
            path = "/".join(one.asked.path)
            if one.asked.method == "PUT" and path in targets:
                raise RefusedError(400, "duplicate", f"Entry {part.number}: this resource stands here twice.")
            targets.add(path)
            if part.full_url.startswith(_URN):
                names[part.full_url] = path
            made.append(one)
        return [
            replace(
                part, asked=replace(part.asked, resource=self._pointed(asked, part.asked.resource, names))
            )
            for part in made
        ]

    def _with_identity(self, part: Part) -> Part:
        """Let a create keep the id that its fullUrl names, while that id is free."""
        asked = part.asked
        if asked.method != "POST" or len(asked.path) != 1:
            return part
        kind = asked.path[0]
        condition = asked.headers.get("if-none-exist", "")
        found = conditioned(self._served, asked, kind, condition) if condition else []
        if found:
            identity = found[0].identity
            return (
                part
                if len(found) > 1
                else replace(part, asked=replace(asked, method="GET", path=(kind, identity)))
            )
        own = part.full_url.removeprefix(_URN)
        free = part.full_url.startswith(_URN) and self._served.standing(kind, own) is None
        identity = own if free else new_id()
        resource = {**(asked.resource or {}), "id": identity}
        return replace(part, asked=replace(asked, method="PUT", path=(kind, identity), resource=resource))

    def _pointed(self, asked: Asked, resource: Resource | None, names: Mapping[str, str]) -> Resource | None:
        return None if resource is None else cast("Resource", self._point(asked, resource, names))

    def _point(self, asked: Asked, value: Any, names: Mapping[str, str]) -> Any:
        if isinstance(value, dict):
            whole = cast("Resource", value)
            told = {name: self._point(asked, part, names) for name, part in whole.items()}
            reference = as_text(told.get("reference"))
            if "?" in reference and not reference.startswith(("http:", "https:", "urn:", "#")):
                told["reference"] = self._conditional(asked, reference)
            return told
        if isinstance(value, list):
            return [self._point(asked, part, names) for part in cast("list[Any]", value)]
        return names.get(value, value) if isinstance(value, str) and value.startswith(_URN) else value

    def _conditional(self, asked: Asked, reference: str) -> str:
        kind, _, condition = reference.partition("?")
        found = conditioned(self._served, asked, kind, condition)
        if len(found) != 1:
            raise RefusedError(
                412, "not-found", "A conditional reference does not name exactly one resource."
            )
        return f"{kind}/{found[0].identity}"


def _part(asked: Asked, number: int, entry: Resource) -> Part:
    request = as_object(entry.get("request"))
    url = urlsplit(as_text(request.get("url")).removeprefix(asked.base + "/"))
    headers = {name: as_text(request[key]) for key, name in _CONDITIONS.items() if as_text(request.get(key))}
    wanted = "return=representation" if asked.prefers("return=representation") else "return=minimal"
    inner = replace(
        asked,
        method=as_text(request.get("method")),
        path=tuple(step for step in url.path.split("/") if step),
        query=tuple(parse_qsl(url.query, keep_blank_values=True)),
        headers={**headers, "prefer": wanted},
        resource=as_object(entry.get("resource")) or None,
        body=b"",
    )
    if not inner.method or not inner.path:
        raise RefusedError(400, "invalid", f"Entry {number}: a request needs its method and address.")
    return Part(number, inner, as_text(entry.get("fullUrl")))


def _turn(part: Part) -> tuple[int, bool]:
    """Order as FHIR says, a visit before what belongs to it: that may come because of the visit."""
    method = part.asked.method
    return _ORDER.index(method) if method in _ORDER else 0, part.asked.path[0] != "Encounter"


def _response(told: Told) -> Resource:
    said = {name.lower(): value for name, value in told.headers.items()}
    response: Resource = {"status": str(told.status)}
    if "location" in said:
        response["location"] = said["location"]
    if "etag" in said:
        response["etag"] = said["etag"]
    if told.resource is not None and kind_of(told.resource) == "OperationOutcome":
        return {"response": {**response, "outcome": told.resource}}
    made: Resource = {"response": response}
    if told.resource is not None:
        made["resource"] = told.resource
    return made
