"""Any value of a FHIR resource in words, for what no special words are known of."""

import re
from datetime import datetime
from typing import Any, Final

from carenurse.app.day_words import clock_time, week_day
from carenurse.clinical.dates import Moment
from carenurse.clinical.fhir import concept_text, split_reference
from carenurse.clinical.identity import is_uuid
from carenurse.clinical.shapes import as_list, as_number, as_object, as_text
from carenurse.translations import tr

_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}.*)?$")
_HIDDEN: Final = frozenset({"system", "use", "id", "extension", "url", "rank"})
_TEXTS: Final = ("text", "display", "value", "valueString", "contentString", "name", "title")


def words_of(value: Any, now: datetime) -> str:
    """Say a value; "" for nothing and for what only programs read. Codes without words stay as they are."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return tr("yes") if value else tr("no")
    if isinstance(value, str):
        return _text(value, now)
    if isinstance(value, list):
        return "; ".join(said for one in as_list(value) if (said := words_of(one, now)))
    if isinstance(value, dict):
        return _object(as_object(value), now)
    number = as_number(value)
    return f"{number:f}" if number is not None else ""


def moment_words(text: str, now: datetime) -> str:
    """Say a date or a moment: "Fri 27 Feb", "Fri 27 Feb 10:42"; what is none stays as it stands."""
    told = Moment.parse(text)
    if told and (instant := told.instant):
        local = instant.astimezone(now.tzinfo)
        return f"{week_day(local.date(), now.date())} {clock_time(local)}"
    if told and told.date and (day := told.date.exact):
        return week_day(day, now.date())
    return text


def _text(value: str, now: datetime) -> str:
    if _DATE.match(value):
        return moment_words(value, now)
    return "" if _is_for_programs(value) else value


def _is_for_programs(value: str) -> bool:
    """Say whether a text is an address, an id or a reference, which tell a reader nothing."""
    if " " in value:
        return False
    link = value.startswith(("urn:", "http:", "https:"))
    return link or is_uuid(value) or ("/" in value and split_reference(value) is not None)


def _object(value: dict[str, Any], now: datetime) -> str:
    if "start" in value or "end" in value:
        ends = (words_of(value.get(name), now) for name in ("start", "end"))
        return tr("{start} to {end}", start=next(ends) or "…", end=next(ends) or "…")
    if said := concept_text(value) if "coding" in value else "":
        return said
    if (number := as_number(value.get("value"))) is not None:
        unit = as_text(value.get("unit")) or as_text(value.get("code"))
        return f"{number:f} {unit}".strip()
    if "family" in value or "given" in value:
        return " ".join([*map(str, as_list(value.get("given"))), as_text(value.get("family"))]).strip()
    if said := next((said for name in _TEXTS if (said := as_text(value.get(name)))), ""):
        return said
    parts = (words_of(part, now) for name, part in value.items() if name not in _HIDDEN)
    return ", ".join(part for part in parts if part)
