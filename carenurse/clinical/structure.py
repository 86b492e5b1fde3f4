"""Whether a resource is built as FHIR R4 (4.0.1) says: elements, types, lists, required ones, choices.

What codes are allowed and what profiles ask is not looked at: an office keeps what another system meant.
Names and types come from ``resources/fhir/r4-structure.json``. A required primitive may be an extension that
says why it is absent.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any, Final, cast

from carenurse.clinical.fhir import Resource, read_json
from carenurse.clinical.shapes import as_object, as_text

_MOST: Final = 20
_DATE: Final = r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?"
_CLOCK: Final = r"(?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)(?:\.\d+)?"
_ZONE: Final = r"(?:Z|[+-](?:(?:0\d|1[0-3]):[0-5]\d|14:00))"
_TEXTS: Final[Mapping[str, re.Pattern[str]]] = {
    "id": re.compile(r"[A-Za-z0-9\-.]{1,64}"),
    "date": re.compile(_DATE),
    "dateTime": re.compile(rf"{_DATE}(?:T{_CLOCK}{_ZONE})?"),
    "instant": re.compile(rf"\d{{4}}-\d\d-\d\dT{_CLOCK}{_ZONE}"),
    "time": re.compile(_CLOCK),
    "code": re.compile(r"\S+(?: \S+)*"),
    "uri": re.compile(r"\S*"),
    "url": re.compile(r"\S*"),
    "canonical": re.compile(r"\S*"),
    "oid": re.compile(r"urn:oid:[0-2](?:\.(?:0|[1-9]\d*))+"),
    "uuid": re.compile(r"urn:uuid:[0-9a-fA-F-]{36}"),
    "base64Binary": re.compile(r"(?:\s*[0-9A-Za-z+/=]\s*)*"),
    "string": re.compile(r"[\s\S]+"),
    "markdown": re.compile(r"[\s\S]+"),
    "xhtml": re.compile(r"[\s\S]+"),
}
_LEAST: Final = {"integer": -(2**31), "unsignedInt": 0, "positiveInt": 1}


@dataclass(frozen=True, slots=True)
class Element:
    """One element of a type: ``choice`` names the group of which only one may stand (value, effective)."""

    type: str
    many: bool
    required: bool
    choice: str = ""
    choice_required: bool = False

    @classmethod
    def read(cls, text: str) -> "Element":
        """Read ``type*! choice!``."""
        sort, _, choice = text.partition(" ")
        return cls(sort.rstrip("!*"), "*" in sort, "!" in sort, choice.rstrip("!"), choice.endswith("!"))


@dataclass(frozen=True, slots=True)
class Type:
    """What R4 says of one type: its elements, the required ones, and the groups of which one may stand."""

    elements: Mapping[str, Element]
    required: tuple[str, ...]
    groups: tuple[tuple[str, bool, frozenset[str]], ...]

    @classmethod
    def read(cls, told: Mapping[str, str]) -> "Type":
        """Read the elements of a type."""
        elements = {name: Element.read(text) for name, text in told.items()}
        groups: dict[str, set[str]] = {}
        for name, element in elements.items():
            if element.choice:
                groups.setdefault(element.choice, set()).update((name, f"_{name}"))
        needed = {element.choice for element in elements.values() if element.choice_required}
        return cls(
            elements,
            tuple(name for name, element in elements.items() if element.required and not element.choice),
            tuple((group, group in needed, frozenset(names)) for group, names in groups.items()),
        )


@dataclass(frozen=True, slots=True)
class Structure:
    """What R4 says of every type."""

    kinds: frozenset[str]
    types: Mapping[str, Type]

    def problems(self, resource: Resource) -> list[str]:
        """Name what is not as R4 says, at most twenty; places and rules only."""
        found: list[str] = []
        for problem in self._resource(resource, as_text(resource.get("resourceType"))):
            found.append(problem)
            if len(found) == _MOST:
                break
        return found

    def _resource(self, resource: Resource, place: str) -> Iterator[str]:
        kind = as_text(resource.get("resourceType"))
        if kind not in self.kinds:
            yield f"{place or 'resource'}: no resource type of FHIR R4"
            return
        body = {name: value for name, value in resource.items() if name != "resourceType"}
        yield from self._object(body, kind, place)

    def _object(self, value: Resource, sort: str, place: str) -> Iterator[str]:
        known = self.types[sort]
        elements = known.elements
        if not value:
            yield f"{place}: empty"
        for name, part in value.items():
            element = elements.get(name.removeprefix("_"))
            if name == "fhir_comments":
                continue
            if element is None or (name.startswith("_") and element.type in self.types):
                yield f"{place}.{name[:40]}: no such element"
            elif name.startswith("_"):
                yield from _extended(part, f"{place}.{name}", many=element.many)
            elif name == "id" and sort not in self.kinds:
                yield from _text(part, "string", f"{place}.id")
            else:
                yield from self._element(part, element, f"{place}.{name}", f"_{name}" in value)
        yield from _missing(value, known, place)

    def _element(self, value: Any, element: Element, place: str, extended: bool) -> Iterator[str]:  # noqa: FBT001 - one fact of the place
        if not element.many:
            yield from self._value(value, element.type, place)
            return
        if not isinstance(value, list):
            yield f"{place}: must be a list"
            return
        listed = cast("list[Any]", value)
        if not listed:
            yield f"{place}: empty list"
        for number, one in enumerate(listed):
            if one is None and extended and element.type not in self.types:
                continue
            yield from self._value(one, element.type, f"{place}[{number}]")

    def _value(self, value: Any, sort: str, place: str) -> Iterator[str]:
        if sort == "Resource":
            yield from self._resource(as_object(value), place)
        elif sort in self.types:
            if isinstance(value, dict):
                yield from self._object(cast("Resource", value), sort, place)
            else:
                yield f"{place}: must be an object ({sort})"
        else:
            yield from _primitive(value, sort, place)


def _primitive(value: Any, sort: str, place: str) -> Iterator[str]:
    if sort == "boolean":
        wrong = not isinstance(value, bool)
    elif sort == "decimal":
        wrong = isinstance(value, bool) or not isinstance(value, int | Decimal)
    elif sort in _LEAST:
        whole = isinstance(value, int) and not isinstance(value, bool)
        wrong = not whole or not _LEAST[sort] <= value < 2**31
    else:
        yield from _text(value, sort, place)
        return
    if wrong:
        yield f"{place}: no {sort}"


def _text(value: Any, sort: str, place: str) -> Iterator[str]:
    pattern = _TEXTS.get(sort, _TEXTS["string"])
    if not isinstance(value, str) or not pattern.fullmatch(value):
        yield f"{place}: no {sort}"


def _extended(value: Any, place: str, *, many: bool) -> Iterator[str]:
    parts = cast("list[Any]", value) if many and isinstance(value, list) else [value]
    if not all(isinstance(part, dict) or (many and part is None) for part in parts):
        yield f"{place}: must hold an id or extensions"


def _missing(value: Resource, known: Type, place: str) -> Iterator[str]:
    for name in known.required:
        if name not in value and f"_{name}" not in value:
            yield f"{place}.{name}: required"
    for group, needed, names in known.groups:
        standing = {name.removeprefix("_") for name in names.intersection(value)}
        if len(standing) > 1:
            yield f"{place}.{group}[x]: only one of these may stand"
        elif needed and not standing:
            yield f"{place}.{group}[x]: required"


@cache
def structure() -> Structure:
    """Read R4's types, once a process."""
    told = read_json(files("resources").joinpath("fhir", "r4-structure.json").read_bytes())
    types = {name: Type.read(elements) for name, elements in told["types"].items()}
    return Structure(frozenset(told["resources"]), types)
