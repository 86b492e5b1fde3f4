"""What a resource says, whoever wrote it down: the form in which two copies are compared.

A server may rewrite a resource without changing what it says: it sets versions and times in ``meta``, makes
narrative, turns relative references into absolute ones, writes 1.10 as 1.1, orders names and tags anew, keeps
one display for each tag (HAPI: that of its first use). None of that is a change. References are made
``relative`` as soon as anything comes in, so that what is kept, compared and merged has one writing; the rest
stays as the server wrote it and is left out of the comparison only.
"""

from decimal import Decimal
from hashlib import sha256
from typing import Any, Final, cast

import msgspec

from carenurse.clinical.fhir import Resource
from carenurse.clinical.shapes import as_object, as_text

_SERVERS_OWN: Final = frozenset({"versionId", "lastUpdated", "source"})
_SETS: Final = frozenset({"tag", "security", "profile"})
_ordered = msgspec.json.Encoder(decimal_format="number", order="deterministic")


class TooDeepError(Exception):
    """It is nested deeper than any record is."""


def relative(value: Any, server: str, levels: int = 256) -> Any:
    """Write references to what lies under the base URL ``server`` as relative ones; all else stays.

    Raises TooDeepError where it has more than so many levels.
    """
    if levels < 0:
        raise TooDeepError
    if isinstance(value, dict):
        told = cast("dict[str, Any]", value)
        return {name: _nearer(name, part, server, levels - 1) for name, part in told.items()}
    if isinstance(value, list):
        return [relative(part, server, levels - 1) for part in cast("list[Any]", value)]
    return value


def _nearer(name: str, value: Any, server: str, levels: int) -> Any:
    if name == "reference" and isinstance(value, str):
        return value.removeprefix(f"{server}/")
    return relative(value, server, levels) if isinstance(value, dict | list) else value


def canonical(resource: Resource) -> Resource:
    """Give what the resource says."""
    said = cast("Resource", _plain(resource))
    meta = {
        name: _set_of(value) if name in _SETS else value
        for name, value in as_object(said.get("meta")).items()
        if name not in _SERVERS_OWN
    }
    said.pop("meta", None)
    if meta:
        said["meta"] = meta
    if as_text(as_object(said.get("text")).get("status")) in ("generated", "empty"):
        del said["text"]
    return said


def _set_of(labels: Any) -> list[Any]:
    """Give the labels of a resource in an order of our own, each without the words that are shown for it."""
    listed = cast("list[Any]", labels if isinstance(labels, list) else [labels])
    return sorted((_without_words(one) for one in listed), key=statement)


def _without_words(label: Any) -> Any:
    if not isinstance(label, dict):
        return label
    return {name: part for name, part in cast("dict[str, Any]", label).items() if name != "display"}


def digest(resource: Resource) -> str:
    """Give the SHA-256 (hex) of what the resource says."""
    return sha256(_ordered.encode(canonical(resource))).hexdigest()


def statement(value: Any) -> bytes:
    """Write a part of a resource so that equal statements are equal bytes (true is not 1)."""
    return _ordered.encode(_plain(value))


def same(one: Resource, other: Resource) -> bool:
    """Say whether two copies say the same."""
    return digest(one) == digest(other)


def _plain(value: Any) -> Any:
    if isinstance(value, str):  # as most are
        return value
    if isinstance(value, dict):
        told = cast("dict[str, Any]", value)
        return {name: _plain(part) for name, part in told.items() if not _says_nothing(part)}
    if isinstance(value, list):
        return [_plain(part) for part in cast("list[Any]", value)]
    return _number(value)


def _says_nothing(value: Any) -> bool:
    """FHIR has no empty arrays or objects; a server that writes them says nothing by it."""
    return value is None or (isinstance(value, dict | list) and not value)


def _number(value: Any) -> Any:
    """Write equal numbers alike: servers write 1.10 as 1.1."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return value
    number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    sign, digits, exponent = number.as_tuple()
    if not isinstance(exponent, int):
        return str(number)
    if not number:
        return Decimal(0)
    bare = "".join(map(str, digits)).rstrip("0")
    return Decimal((sign, tuple(map(int, bare)), exponent + len(digits) - len(bare)))
