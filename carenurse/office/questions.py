"""The parameters of a search as the record is asked; what is not understood is refused, never ignored."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final

from dateutil.relativedelta import relativedelta

from carenurse.clinical.whole import whole
from carenurse.office.asked import Asked, RefusedError
from carenurse.store.numbers import number_of_instant
from carenurse.store.served_rows import Question

USUAL, MOST = 50, 1000
_SIGNS: Final = ("ge", "gt", "le", "lt", "eq")
_KEYS: Final = frozenset(
    {
        "appointment",
        "based-on",
        "category",
        "clinical-status",
        "code",
        "encounter",
        "goal",
        "identifier",
        "member",
        "origin",
        "practitioner",
        "problem",
        "questionnaire",
        "response",
        "status",
        "type",
    }
)
_SILENT: Final = frozenset(
    {"_count", "_cursor", "_elements", "_include", "_sort", "_summary", "_total", "_format"}
)
_SORTS: Final = {"": False, "_lastUpdated": False, "-_lastUpdated": True}
_TIME: Final = re.compile(
    r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?)?)?"
)
_STEPS: Final = (
    relativedelta(years=1),
    relativedelta(months=1),
    relativedelta(days=1),
    relativedelta(minutes=1),
    relativedelta(minutes=1),
    relativedelta(seconds=1),
    relativedelta(microseconds=1000),
)


@dataclass(frozen=True, slots=True)
class Search:
    """A question and how much of its answer is wanted."""

    question: Question
    count: int
    only_count: bool
    elements: tuple[str, ...]
    includes: tuple[str, ...]


def read_search(asked: Asked, kind: str) -> Search:
    """Read a search. Raises RefusedError (400) for a parameter or a value that is not understood."""
    question = Question(kind, nurse=asked.nurse)
    for name, value in asked.query:
        question = _add(question, name, value)
    name, sort = "_sort", asked.one("_sort")
    if sort not in _SORTS:
        raise _not_understood(name)
    cursor = asked.one("_cursor")
    question = replace(question, descending=_SORTS[sort], after=_whole("_cursor", cursor) if cursor else None)
    return Search(
        question,
        count_of(asked),
        asked.one("_summary") == "count",
        tuple(name for name in asked.one("_elements").split(",") if name),
        tuple(value for name, value in asked.query if name == "_include"),
    )


def count_of(asked: Asked, usual: int = USUAL) -> int:
    """Say how many are wanted on a page."""
    return max(1, min(_whole("_count", asked.one("_count", str(usual))), MOST))


def milliseconds_since(asked: Asked) -> int:
    """Read ``_since``; the beginning of time where it is not asked."""
    told = asked.one("_since")
    return _milliseconds(_moment("_since", told)[0]) if told else 0


def _add(question: Question, name: str, value: str) -> Question:
    if name in _SILENT:
        return question
    if name in _PARTS:
        return _PARTS[name](question, value)
    if name in _KEYS:
        return replace(question, keys=(*question.keys, (name, _tokens(name, value))))
    raise _not_understood(name)


def _ids(question: Question, value: str) -> Question:
    return replace(question, identities=tuple(value.split(",")))


def _patients(question: Question, value: str) -> Question:
    wanted = tuple(one.removeprefix("Patient/") for one in value.split(","))
    return replace(question, patients=wanted)


def _tags(question: Question, value: str) -> Question:
    return replace(question, tags=(*question.tags, value))


def _updated(question: Question, value: str) -> Question:
    bounds = _bounds("_lastUpdated", value, _milliseconds)
    return replace(question, updated=(*question.updated, *bounds))


def _happened(question: Question, value: str) -> Question:
    bounds = _bounds("date", value, lambda moment: number_of_instant(moment) - 1)
    return replace(question, happened=(*question.happened, *bounds))


_PARTS: Final[Mapping[str, Callable[[Question, str], Question]]] = {
    "_id": _ids,
    "patient": _patients,
    "subject": _patients,
    "_tag": _tags,
    "_lastUpdated": _updated,
    "date": _happened,
}


def _tokens(name: str, value: str) -> tuple[str, ...]:
    """Read tokens: an identifier is known with its system, a code by itself, a reference by its id."""
    listed = value.split(",")
    if name in ("identifier", "origin"):
        return tuple(listed)
    if name == "questionnaire":
        return tuple(listed)
    return tuple(one.rpartition("|")[2].rpartition("/")[2] for one in listed)


def _bounds(name: str, value: str, number: Callable[[datetime], int]) -> tuple[tuple[str, int], ...]:
    sign = value[:2] if value[:2] in _SIGNS else "eq"
    start, end = (number(moment) for moment in _moment(name, value.removeprefix(sign)))
    match sign:
        case "ge":
            return ((">=", start),)
        case "gt":
            return ((">=", end),)
        case "le":
            return (("<", end),)
        case "lt":
            return (("<", start),)
        case _:
            return ((">=", start), ("<", end))


def _moment(name: str, text: str) -> tuple[datetime, datetime]:
    """Read a time as FHIR writes it: the first instant that it means, and the first that it does not."""
    found = _TIME.fullmatch(text.replace(" ", "+"))
    if not found:
        raise _not_understood(name)
    year, month, day, hour, minute, second, fraction, zone = found.groups()
    said = sum(part is not None for part in found.groups()[:7])
    offset = (zone or "Z").replace("Z", "+00:00")
    whole = f"{year}-{month or '01'}-{day or '01'}T{hour or '00'}:{minute or '00'}:{second or '00'}"
    try:
        start = datetime.fromisoformat(f"{whole}{(fraction or '.0')[:7].ljust(7, '0')}{offset}").astimezone(
            UTC
        )
        return start, start + _STEPS[said - 1]
    except (ValueError, OverflowError):
        raise _not_understood(name) from None


def _milliseconds(moment: datetime) -> int:
    return number_of_instant(moment) // 2


def _whole(name: str, text: str) -> int:
    number = whole(text)
    if number is None:
        raise _not_understood(name)
    return number


def _not_understood(name: str) -> RefusedError:
    return RefusedError(400, "not-supported", f"The search parameter {name[:40]} is not understood here.")
