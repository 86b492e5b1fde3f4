"""What a nurse decided on a laptop that was wiped, about her agency and about forms, in words."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from carenurse.app.open_form_values import Find, form_words
from carenurse.app.plain_facts import Line
from carenurse.app.sync_values import moment_words
from carenurse.clinical.fhir import read_json
from carenurse.clinical.shapes import as_object, as_text
from carenurse.clinical.titles import title_of
from carenurse.translations import tr


def decision_lines(settings: Mapping[str, Any], find: Find, now: datetime) -> Iterator[Line]:
    """Say each setting that a laptop left (``remains``); ``find`` looks up what ids name."""
    for name, value in settings.items():
        words = as_text(value).strip()
        what, _, form = name.partition(":")
        label = _labels().get(what, name)
        if not words:
            continue
        match what:
            case "agency":
                agency = find(f"Organization/{words}")
                yield label, title_of(agency) if agency else words
            case "form-permission":
                yield label, f"{form_words(form, find)}: {_permission(words, now)}"
            case "form-retired":
                yield label, f"{form_words(form, find)}: {moment_words(words, now)}"
            case _:
                yield label, words


def _labels() -> Mapping[str, str]:
    return {
        "agency": tr("Agency"),
        "crisis-line": tr("Crisis line on the family page"),
        "form-permission": tr("Permission for a form"),
        "form-retired": tr("Form that is not offered any more"),
    }


def _permission(words: str, now: datetime) -> str:
    try:
        told = as_object(read_json(words))
    except ValueError:
        return words
    when = as_text(told.get("when"))
    said = (as_text(told.get("who")), moment_words(when, now) if when else "", as_text(told.get("note")))
    return ", ".join(filter(None, said)) or words
