"""Searches, histories and whole charts as FHIR bundles, a page at a time.

A page goes on from the commit of its last row, so that rows that change meanwhile are neither lost nor shown
twice as they were.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, cast
from urllib.parse import urlencode

from carenurse.clinical.fhir import Resource, split_reference
from carenurse.clinical.shapes import as_list, as_object, as_text
from carenurse.clinical.whole import whole
from carenurse.office.asked import Asked, RefusedError, Told
from carenurse.office.questions import count_of, milliseconds_since, read_search
from carenurse.store.served import Served
from carenurse.store.served_rows import Standing

_ALWAYS = ("resourceType", "id", "meta")


def search(served: Served, asked: Asked, kind: str) -> Told:
    """Answer a search."""
    wanted = read_search(asked, kind)
    if wanted.only_count:
        return Told(200, {**_bundle("searchset", ()), "total": served.count(wanted.question)})
    found = served.search(wanted.question, wanted.count + 1)
    page = found[: wanted.count]
    entries = [_entry(asked, one, _some(one.told(), wanted.elements), "match") for one in page]
    entries += [
        _entry(asked, one, one.told(), "include") for one in _included(served, asked, page, wanted.includes)
    ]
    made = _bundle("searchset", entries)
    if asked.one("_total") == "accurate":
        made["total"] = served.count(wanted.question)
    return Told(200, _linked(asked, made, found, wanted.count))


def history(served: Served, asked: Asked, one: Standing) -> Told:
    """Answer with the versions of one resource, newest first."""
    since, count = milliseconds_since(asked), count_of(asked)
    found = [kept for kept in served.history(one.kind, one.identity) if kept.at >= since][:count]
    return Told(200, _bundle("history", [_past(asked, kept) for kept in found]))


def kind_history(served: Served, asked: Asked, kind: str) -> Told:
    """Answer with the versions of all resources of a kind, the newest commit first."""
    count, cursor = count_of(asked), asked.one("_cursor")
    before = whole(cursor)
    since = milliseconds_since(asked)
    found = served.versions_of_kind(kind, asked.nurse, since=since, before=before, limit=count + 1)
    made = _bundle("history", [_past(asked, one) for one in found[:count]])
    return Told(200, _linked(asked, made, found, count))


def everything(served: Served, asked: Asked, patient: Standing) -> Told:
    """Answer with everything about one patient, in the order of the commits; ``_since`` is obeyed."""
    count, since = count_of(asked, 500), milliseconds_since(asked)
    cursor = asked.one("_cursor")
    after = whole(cursor) or 0
    found = served.about(patient.identity, asked.nurse, after, count + 1)
    shown = [one for one in found[:count] if one.at >= since]
    made = _bundle("searchset", [_entry(asked, one, one.told(), "match") for one in shown])
    return Told(200, _linked(asked, made, found, count))


def _linked(asked: Asked, made: Resource, found: Sequence[Standing], count: int) -> Resource:
    """Say where the next page is, when there is more than was wanted."""
    path = "/".join((asked.base, *(step for step in asked.path if step != "_search")))
    kept = [(name, value) for name, value in asked.query if name != "_cursor"]
    links = [{"relation": "self", "url": _url(path, kept)}]
    if len(found) > count:
        going_on = [*kept, ("_cursor", str(found[count - 1].sequence))]
        links.append({"relation": "next", "url": _url(path, going_on)})
    return {**made, "link": links}


def _url(path: str, query: Sequence[tuple[str, str]]) -> str:
    return f"{path}?{urlencode(query)}" if query else path


def _bundle(sort: str, entries: Iterable[Resource]) -> Resource:
    made: Resource = {"resourceType": "Bundle", "type": sort}
    listed = list(entries)
    return {**made, "entry": listed} if listed else made


def _entry(asked: Asked, one: Standing, resource: Resource, mode: str) -> Resource:
    url = f"{asked.base}/{one.kind}/{one.identity}"
    return {"fullUrl": url, "resource": resource, "search": {"mode": mode}}


def _past(asked: Asked, one: Standing) -> Resource:
    told = one.told()
    return {
        "fullUrl": f"{asked.base}/{one.kind}/{one.identity}",
        "resource": told,
        "request": {"method": "POST" if one.number == 1 else "PUT", "url": f"{one.kind}/{one.identity}"},
        "response": {
            "status": "201" if one.number == 1 else "200",
            "etag": one.tag,
            "lastModified": told["meta"]["lastUpdated"],
        },
    }


def _some(resource: Resource, elements: Sequence[str]) -> Resource:
    if not elements:
        return resource
    some = {name: value for name, value in resource.items() if name in (*_ALWAYS, *elements)}
    marked = {"system": "http://terminology.hl7.org/CodeSystem/v3-ObservationValue", "code": "SUBSETTED"}
    meta = as_object(some.get("meta"))
    return {**some, "meta": {**meta, "tag": [*as_list(meta.get("tag")), marked]}}


def _included(
    served: Served, asked: Asked, page: Sequence[Standing], includes: Sequence[str]
) -> Iterator[Standing]:
    """Find what the page refers to, as ``_include`` asks; what may not be seen stays out."""
    seen = {(one.kind, one.identity) for one in page}
    for one in page:
        for include in includes:
            for target in _targets(one, include):
                if target in seen:
                    continue
                seen.add(target)
                found = served.standing(*target)
                if found and (asked.nurse is None or served.sees(found, asked.nurse)):
                    yield found


def _targets(one: Standing, include: str) -> Iterator[tuple[str, str]]:
    kind, _, rest = include.partition(":")
    name, _, wanted = rest.partition(":")
    if not name:
        message = "An _include is written Kind:parameter."
        raise RefusedError(400, "not-supported", message)
    if kind != one.kind:
        return
    for reference in _references(_holder(one.resource, name)):
        parts = split_reference(reference)
        if parts and wanted in ("", parts[0]):
            yield parts


def _holder(resource: Resource, parameter: str) -> Any:
    if parameter == "*":
        return resource
    if parameter == "patient":
        return [resource.get(name) for name in ("patient", "subject", "for", "beneficiary")]
    first, *others = parameter.split("-")
    return resource.get(first + "".join(word.capitalize() for word in others))


def _references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for name, part in cast("Resource", value).items():
            if name == "reference" and as_text(part):
                yield as_text(part)
            else:
                yield from _references(part)
    elif isinstance(value, list):
        for part in cast("list[Any]", value):
            yield from _references(part)
