"""The visit's worksheet in the record: one in-progress QuestionnaireResponse.

A QuestionnaireResponse is what it is: the answers a nurse gave during this visit to "what was done, what was
taught, who was told". It needs no extension, every FHIR server takes it, and at signing it is completed and
stays as the evidence behind the note.
"""

from dataclasses import fields, is_dataclass
from datetime import datetime
from typing import Any, cast

from carenurse.app.visit_worksheet import (
    FamilyPage,
    GoalWord,
    InterventionDone,
    MedicineSeen,
    NextVisit,
    Paragraph,
    Place,
    Taught,
    Told,
    Unread,
    Worksheet,
)
from carenurse.clinical.fhir import Resource, new_id, reference_to

WORKSHEET = "urn:carenurse:questionnaire/visit-worksheet"
"""Canonical name of the worksheet's (built-in) form; tells it from the forms that the nurse fills in."""

_ROWS: dict[str, type[Any]] = {
    "interventions": InterventionDone,
    "medicines": MedicineSeen,
    "goals": GoalWord,
    "teaching": Taught,
    "told": Told,
    "paragraphs": Paragraph,
    "unread": Unread,
}
_PARTS: dict[str, type[Any]] = {"next_visit": NextVisit, "family_page": FamilyPage, "place": Place}


def encode(sheet: Worksheet, encounter: Resource, now: datetime, onto: Resource | None = None) -> Resource:
    """Write the worksheet as an in-progress QuestionnaireResponse of this encounter."""
    resource: Resource = dict(onto) if onto else {"resourceType": "QuestionnaireResponse", "id": new_id()}
    resource |= {
        "questionnaire": WORKSHEET,
        "status": "in-progress",
        "subject": encounter["subject"],
        "encounter": {"reference": reference_to(encounter)},
        "authored": now.isoformat(timespec="seconds"),
    }
    items = _items_of(sheet)
    resource.pop("item", None)
    return resource | ({"item": items} if items else {})


def decode(resource: Resource) -> Worksheet:
    """Read a worksheet back; link ids that this version does not know are left out of the value."""
    found: dict[str, Any] = {}
    for item in cast("list[Resource]", resource.get("item", [])):
        name = str(item.get("linkId"))
        if name in _ROWS:
            found[name] = (*found.get(name, ()), _read_part(_ROWS[name], name, item))
        elif name in _PARTS:
            found[name] = _read_part(_PARTS[name], name, item)
        elif name in _TEXTS:
            found[name] = _read_value(name, item)
    return Worksheet(**found)


_TEXTS = frozenset(entry.name for entry in fields(Worksheet)) - _ROWS.keys() - _PARTS.keys()


def _items_of(sheet: Worksheet) -> list[Resource]:
    items: list[Resource] = []
    for entry in fields(Worksheet):
        value = getattr(sheet, entry.name)
        if isinstance(value, tuple):
            rows = cast("tuple[Any, ...]", value)
            parts = [_write_part(entry.name, row) for row in rows]
            items += [{"linkId": entry.name, "item": part} for part in parts if part]
        elif is_dataclass(value):
            if part := _write_part(entry.name, value):
                items.append({"linkId": entry.name, "item": part})
        elif value:
            items.append({"linkId": entry.name, "answer": [_write_value(entry.name, value)]})
    return items


def _write_part(name: str, part: Any) -> list[Resource]:
    values = [(entry.name, getattr(part, entry.name)) for entry in fields(part)]
    return [
        {"linkId": f"{name}.{key}", "answer": [_write_value(key, value)]}
        for key, value in values
        if value not in ("", None)
    ]


def _write_value(name: str, value: object) -> Resource:
    match value:
        case datetime():
            return {"valueDateTime": value.isoformat(timespec="seconds")}
        case int():
            return {"valueInteger": value}
        case _ if name in ("order", "goal", "planned", "medicine"):
            return {"valueReference": {"reference": value}}
        case _:
            return {"valueString": value}


def _read_part(shape: type[Any], name: str, item: Resource) -> Any:
    known = {entry.name for entry in fields(shape)}
    inner = cast("list[Resource]", item.get("item", []))
    pairs = [(str(part.get("linkId")).removeprefix(f"{name}."), part) for part in inner]
    return shape(**{key: _read_value(key, part) for key, part in pairs if key in known})


def _with_kind(name: str, reference: str) -> str:
    """Complete what a sheet of the first release wrote without the kind of resource."""
    return f"Appointment/{reference}" if name == "planned" and "/" not in reference else reference


def _read_value(name: str, item: Resource) -> Any:
    answer: Resource = item["answer"][0]
    if "valueDateTime" in answer:
        return datetime.fromisoformat(answer["valueDateTime"])
    if "valueReference" in answer:
        return _with_kind(name, answer["valueReference"]["reference"])
    return answer.get("valueString", answer.get("valueInteger", ""))
