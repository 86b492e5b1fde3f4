"""Who is who across systems: our ids are UUIDs; a foreign id becomes one of ours, always the same one."""

from typing import Any, Final
from uuid import UUID, uuid5

from carenurse.clinical.fhir import Resource
from carenurse.clinical.shapes import as_list, as_object, as_objects, as_text
from carenurse.clinical.systems import ORIGIN

_NAMESPACE: Final = UUID("5f2c3f0e-7a53-5a4e-9d0b-6c1d6a1f2b90")
"""Chosen once; changing it would give every imported record a second identity."""


def is_uuid(text: object) -> bool:
    """Say whether an id is a UUID in its usual form and may stay as it is."""
    if not isinstance(text, str) or len(text) != len(str(_NAMESPACE)):
        return False
    try:
        return str(UUID(text)) == text.lower()
    except ValueError:
        return False


def local_id(source: str, kind: str, identity: str) -> str:
    """Give a foreign resource its id here: the same source, kind and id give the same id on every laptop."""
    return str(uuid5(_NAMESPACE, f"{source}|{kind}/{identity}"))


def remember_origin(resource: Resource, source: str, identity: str) -> None:
    """Note in the resource (an extension, since not every kind has identifiers) where it came from."""
    kept = {"system": source, "value": identity}
    extensions = resource.setdefault("extension", [])
    note = {"url": ORIGIN, "valueIdentifier": kept}
    if note not in extensions:
        extensions.append(note)


def origins(resource: Resource) -> tuple[str, ...]:
    """List where a resource came from, as ``source|id``."""
    return tuple(
        token
        for extension in as_objects(resource.get("extension"))
        if extension.get("url") == ORIGIN and (token := token_of(extension.get("valueIdentifier")))
    )


def identifiers(resource: Resource) -> tuple[str, ...]:
    """List the business identifiers (record numbers and the like) as ``system|value``."""
    found = resource.get("identifier")
    return tuple(token for one in (found, *as_list(found)) if (token := token_of(one)))


def token_of(identifier: Any) -> str:
    """Write an Identifier as ``system|value`` (``|value`` without a system); nothing without a value."""
    kept = as_object(identifier)
    value = as_text(kept.get("value"))
    return f"{as_text(kept.get('system'))}|{value}" if value else ""
