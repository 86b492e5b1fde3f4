"""What a resource says, whoever wrote it down: the form in which two copies are compared.

A server may rewrite a resource without changing what it says: it sets versions and times in ``meta``, makes
narrative, turns relative references into absolute ones, writes 1.10 as 1.1, orders names anew. None of that
is a change.
"""

from collections.abc import Mapping
from decimal import Decimal
from hashlib import sha256
from typing import Any, Final, cast

import msgspec

from carenurse.clinical.fhir import Resource
from carenurse.clinical.shapes import as_object, as_text

_SERVERS_OWN: Final = frozenset({"versionId", "lastUpdated", "source"})
_ordered = msgspec.json.Encoder(decimal_format="number", order="deterministic")


def canonical(resource: Resource, server: str = "") -> Resource:
    """Give what the resource says.

    ``server`` is the base URL under which absolute references mean our relative ones.
    """
    home = server.rstrip("/") + "/" if server else ""
    said = cast("Resource", _plain(resource, home))
    meta = {name: value for name, value in as_object(said.get("meta")).items() if name not in _SERVERS_OWN}
    said.pop("meta", None)
    if meta:
        said["meta"] = meta
    if as_text(as_object(said.get("text")).get("status")) in ("generated", "empty"):
        del said["text"]
    return said


def digest(resource: Resource, server: str = "") -> str:
    """Give the SHA-256 (hex) of what the resource says."""
    return sha256(statement(canonical(resource, server))).hexdigest()


def statement(value: Any) -> bytes:
    """Write a part of a resource so that equal statements are equal bytes (true is not 1)."""
    return _ordered.encode(_plain(value, ""))


def same(one: Resource, other: Resource, server: str = "") -> bool:
    """Say whether two copies say the same."""
    return digest(one, server) == digest(other, server)


def _plain(value: Any, home: str) -> Any:
    if isinstance(value, Mapping):
        told = cast("Mapping[str, Any]", value)
        return {name: _said(name, part, home) for name, part in told.items() if not _says_nothing(part)}
    if isinstance(value, list):
        return [_plain(part, home) for part in cast("list[Any]", value)]
    return _number(value)


def _said(name: str, value: Any, home: str) -> Any:
    if name == "reference" and home and isinstance(value, str) and value.startswith(home):
        return value.removeprefix(home)
    return _plain(value, home)


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
