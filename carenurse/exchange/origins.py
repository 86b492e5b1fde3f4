"""Notes on how something was written where it came from, and how to write it so again.

A foreign id becomes one of ours; the resource then carries its origin (``clinical.identity``), and each
reference that was rewritten carries the text as it was written, in an extension of the reference itself.
``as_received`` takes all of it back: id, references and notes, element for element.
"""

from collections.abc import Callable, Iterator
from typing import Any, Final, cast

from carenurse.clinical.fhir import Resource
from carenurse.clinical.shapes import as_list, as_object, as_objects, as_text, at
from carenurse.clinical.systems import ORIGIN, OWN

AS_WRITTEN: Final = OWN + "as-written"
"""On a Reference or an Attachment: the text that stood there (valueString)."""
JOINED: Final = OWN + "joined-by-nurse"
"""On Patient.link: this link was made here, when the nurse joined two records of one person."""

_POINTERS: Final = ("reference", "url")


def note_written(holder: Resource, name: str, ours: str) -> Resource:
    """Point a Reference (or an Attachment's url) to our text, and note the text that stood there."""
    note = {"url": AS_WRITTEN, "valueString": holder[name]}
    return holder | {name: ours, "extension": [*as_list(holder.get("extension")), note]}


def written(holder: Resource) -> str:
    """Give the text as it was written; nothing where nothing was rewritten."""
    notes = (one for one in as_objects(holder.get("extension")) if one.get("url") == AS_WRITTEN)
    return next((as_text(one.get("valueString")) for one in notes), "")


def joined_to(patient: Resource) -> str:
    """Give the reference of the Patient to whom the nurse joined this one; nothing when she did not."""
    links = (one for one in as_objects(patient.get("link")) if _is_ours(one))
    return next((as_text(at(one, "other.reference")) for one in links), "")


def join(patient: Resource, other: str) -> Resource:
    """Note on a Patient that it is the same person as another one here, and replaced by it."""
    link = {
        "extension": [{"url": JOINED, "valueBoolean": True}],
        "other": {"reference": other},
        "type": "replaced-by",
    }
    return patient | {"link": [*(one for one in as_list(patient.get("link")) if not _is_ours(one)), link]}


def _is_ours(link: Any) -> bool:
    return any(one.get("url") == JOINED for one in as_objects(as_object(link).get("extension")))


def as_received(resource: Resource) -> Resource:
    """Give a resource back as it was received: the id, the references and the links of its sender.

    What was changed since stays changed. A resource that was not imported comes out as it is.
    """
    made = cast("Resource", restored(resource))
    if joined_to(made):
        links: list[Any] = [one for one in as_list(made["link"]) if not _is_ours(one)]
        made = _with(made, "link", links)
    notes = [one for one in as_objects(made.get("extension")) if one.get("url") == ORIGIN]
    if not notes:
        return made
    made = _with(made, "extension", [one for one in as_list(made["extension"]) if one is not notes[-1]])
    identity = as_text(at(notes[-1], "valueIdentifier.value"))
    if ":" not in identity:  # an id never has one: the resource came without an id, under another name
        return made | {"id": identity}
    del made["id"]
    return made


def _always(text: str, ours: str) -> bool:
    del text, ours
    return True


def restored(value: Any, wanted: Callable[[str, str], bool] = _always) -> Any:
    """Write references again as they were written, where ``wanted(text, ours)`` says so."""
    if isinstance(value, list):
        listed = cast("list[Any]", value)
        again: list[Any] = [restored(one, wanted) for one in listed]
        return again if any(new is not old for new, old in zip(again, listed, strict=True)) else listed
    if not isinstance(value, dict):
        return value
    holder = cast("Resource", value)
    changed = {name: new for name, old in holder.items() if (new := restored(old, wanted)) is not old}
    made = {**holder, **changed} if changed else holder
    text = written(made)
    ours = _pointer(made)
    return _rewritten(made, text) if text and ours and wanted(text, ours) else made


def _pointer(holder: Resource) -> str:
    return next((as_text(holder[name]) for name in _POINTERS if name in holder), "")


def urls_written(value: Any) -> Iterator[tuple[str, str]]:
    """Walk the absolute URLs (and URNs) under which others were meant: our reference, and the text."""
    if isinstance(value, list):
        for one in cast("list[Any]", value):
            yield from urls_written(one)
    if isinstance(value, dict):
        holder = cast("Resource", value)
        text = written(holder)
        if ":" in text and "?" not in text:
            yield _pointer(holder), text
        for one in holder.values():
            yield from urls_written(one)


def _rewritten(holder: Resource, text: str) -> Resource:
    name = next(name for name in _POINTERS if name in holder)
    kept = [one for one in as_list(holder["extension"]) if as_object(one).get("url") != AS_WRITTEN]
    return _with(holder | {name: text}, "extension", kept)


def _with(holder: Resource, name: str, listed: list[Any]) -> Resource:
    """Put a list in its place; an empty one has no place in FHIR."""
    rest = {key: value for key, value in holder.items() if key != name}
    return {key: listed if key == name else value for key, value in holder.items()} if listed else rest
