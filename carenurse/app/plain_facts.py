"""Any FHIR resource as labelled lines of plain text, for records that no screen of ours knows better.

Nothing is interpreted and nothing is left out but technical ids: what another system wrote can be read.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final

from carenurse.clinical.fhir import Resource, concept_text
from carenurse.clinical.narrative import plain
from carenurse.clinical.shapes import as_object, as_text

_SKIPPED: Final = frozenset(
    {"resourceType", "id", "meta", "text", "contained", "extension", "modifierExtension", "implicitRules"}
)
_WHOM: Final = frozenset({"subject", "patient", "encounter", "context", "identifier"})
_MOST_LINES = 200
_DEEPEST = 4

Line = tuple[str, str]
"""A label and what stands behind it."""


def plain_facts(resource: Resource) -> tuple[Line, ...]:
    """Say a resource in lines; at most 200, since somebody will read them."""
    found: list[Line] = []
    for name, value in resource.items():
        if name not in _SKIPPED and name not in _WHOM and not name.startswith("_"):
            found += [(label_of(name), words) for words in _words(value, 0) if words]
    return tuple(found[:_MOST_LINES])


def narrative_of(resource: Resource) -> str:
    """Take the resource's own text as plain text."""
    return plain(as_text(as_object(resource.get("text")).get("div")))


def label_of(name: str) -> str:
    """Turn an element's name into words: ``effectiveDateTime`` becomes ``Effective date time``."""
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    return parted[:1].upper() + parted[1:].lower()


def _words(value: Any, depth: int) -> Iterator[str]:
    if isinstance(value, list):
        for one in value:  # pyright: ignore[reportUnknownVariableType] - JSON
            yield from _words(one, depth)
    elif isinstance(value, dict):
        yield _object_words(as_object(value), depth)
    elif isinstance(value, bool):
        yield "yes" if value else "no"
    elif value is not None:
        yield str(value)


def _object_words(value: Resource, depth: int) -> str:
    """Say one complex element: the datatypes of FHIR in the usual words, anything else part by part."""
    if known := _datatype(value):
        return known
    if depth >= _DEEPEST:
        return "…"
    parts = (
        f"{label_of(name)}: {words}"
        for name, inner in value.items()
        if name not in _SKIPPED
        for words in _words(inner, depth + 1)
        if words
    )
    return "; ".join(parts)


def _datatype(value: Resource) -> str:
    """Say a concept, reference, quantity, period or name; nothing for what is none of them."""
    if "coding" in value or "text" in value:
        return concept_text(value)
    if "reference" in value or "display" in value:
        return as_text(value.get("display")) or as_text(value.get("reference"))
    if isinstance(value.get("value"), Decimal | int):
        return f"{value['value']} {as_text(value.get('unit')) or as_text(value.get('code'))}".strip()
    if value and set(value) <= {"start", "end", "extension"}:
        return " to ".join(as_text(value.get(end)) or "…" for end in ("start", "end"))
    given = (
        [as_text(one) for one in value.get("given") or ()] if "family" in value or "given" in value else []
    )
    return " ".join(part for part in (*given, as_text(value.get("family"))) if part)
