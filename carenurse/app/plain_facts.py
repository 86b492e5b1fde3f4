"""Any FHIR resource as labelled lines of plain text, for records that no screen of ours knows better.

Nothing is interpreted and nothing is left out but technical ids and the bytes of files: what another system
wrote can be read.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any, Final

from carenurse.clinical.fhir import Resource, concept_text
from carenurse.clinical.narrative import plain
from carenurse.clinical.shapes import as_list, as_number, as_object, as_text, as_texts
from carenurse.translations import tr

_SKIPPED: Final = frozenset(
    {
        "resourceType",
        "id",
        "meta",
        "text",
        "contained",
        "extension",
        "modifierExtension",
        "implicitRules",
        "data",
        "hash",
    }
)
_WHOM: Final = frozenset({"subject", "patient", "encounter", "context", "identifier"})
_MOST_LINES = 200
_DEEPEST = 4

Line = tuple[str, str]
"""A label and what stands behind it."""


def plain_facts(resource: Resource, named: Callable[[str], str] = str) -> tuple[Line, ...]:
    """Say a resource in lines; at most 200, since somebody will read them.

    ``named`` says whom or what a reference means; by itself the reference is shown as it is written.
    """
    said = _Saying(named)
    found: list[Line] = []
    for name, value in resource.items():
        if name not in _SKIPPED and name not in _WHOM and not name.startswith("_"):
            found += [(label_of(name), words) for words in said.words(value, 0) if words]
    return tuple(found[:_MOST_LINES])


def narrative_of(resource: Resource) -> str:
    """Take the resource's own text as plain text."""
    return plain(as_text(as_object(resource.get("text")).get("div")))


def label_of(name: str) -> str:
    """Turn an element's name into words: ``effectiveDateTime`` becomes ``Effective date time``."""
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    return parted[:1].upper() + parted[1:].lower()


class _Saying:
    """Says JSON in words, and references by ``named``."""

    def __init__(self, named: Callable[[str], str]) -> None:
        self._named = named

    def words(self, value: Any, depth: int) -> Iterator[str]:
        if isinstance(value, list):
            for one in as_list(value):
                yield from self.words(one, depth)
        elif isinstance(value, dict):
            yield self._object(as_object(value), depth)
        elif isinstance(value, bool):
            yield tr("yes") if value else tr("no")
        elif value is not None:
            yield str(value)

    def _object(self, value: Resource, depth: int) -> str:
        """Say one complex element: the datatypes of FHIR in the usual words, anything else part by part."""
        if known := self._datatype(value):
            return known
        if depth >= _DEEPEST:
            return "…"
        parts = (
            f"{label_of(name)}: {words}"
            for name, inner in value.items()
            if name not in _SKIPPED
            for words in self.words(inner, depth + 1)
            if words
        )
        return "; ".join(parts)

    def _datatype(self, value: Resource) -> str:
        """Say a concept, coding, reference, quantity, period or name; nothing for what is none of them."""
        if "coding" in value or "text" in value:
            return concept_text(value)
        if "reference" in value or "display" in value:
            text = as_text(value.get("reference"))
            return as_text(value.get("display")) or self._named(text) or text
        if "code" in value and set(value) <= {"system", "code", "version", "extension"}:
            return as_text(value["code"])
        return _quantity(value) or _period(value) or _name(value)


def _quantity(value: Resource) -> str:
    number = as_number(value.get("value"))
    unit = as_text(value.get("unit")) or as_text(value.get("code")) or as_text(value.get("currency"))
    parts = (as_text(value.get("comparator")), f"{number:f}", unit) if number is not None else ()
    return " ".join(part for part in parts if part)


def _period(value: Resource) -> str:
    if not value or not set(value) <= {"start", "end", "extension"}:
        return ""
    start, end = (as_text(value.get(name)) or "…" for name in ("start", "end"))
    return tr("{start} to {end}", start=start, end=end)


def _name(value: Resource) -> str:
    return " ".join(part for part in (*as_texts(value.get("given")), as_text(value.get("family"))) if part)
