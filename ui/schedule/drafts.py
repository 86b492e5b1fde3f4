"""The visit form while the nurse types: raw words in, a visit or sentences out."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime, tzinfo
from typing import Any

from carenurse.app.day_words import clock_time, week_day
from carenurse.app.schedule_changes import LONGEST, SHORTEST, NewVisit
from carenurse.app.sentences import sentence
from carenurse.app.visit_when import moment, read_clock, read_visit_day, visit_day_problem
from carenurse.scheduling.repeating import MOST_REPEATS
from carenurse.translations import tr


@dataclass(frozen=True, slots=True)
class VisitDraft:
    """What stands in the form; ``visit`` is the id of the planned visit that it changes, "" for a new one."""

    patient: str = ""
    name: str = ""
    day: str = ""
    clock: str = ""
    minutes: str = "45"
    reason: str = ""
    bring: str = ""
    weeks: str = "1"
    visit: str = ""
    opened: str = ""
    """Marks what the plan said when the form was opened."""


def draft_again(kept: Mapping[str, Any]) -> VisitDraft:
    """Read what a form was written down as; what this version does not know is left out."""
    names = {one.name for one in fields(VisitDraft)}
    return VisitDraft(**{name: str(value) for name, value in kept.items() if name in names})


@dataclass(frozen=True, slots=True)
class ReadDraft:
    """A draft as it was understood: the visit, or what is wrong field by field."""

    visit: NewVisit | None
    faults: dict[str, str]


def draft_at(start: datetime, *, patient: str = "", name: str = "") -> VisitDraft:
    """Begin a new visit at a moment."""
    return VisitDraft(patient, name, week_day(start.date()), clock_time(start))


def read_draft(draft: VisitDraft, today: date, zone: tzinfo) -> ReadDraft:
    """Understand a draft."""
    wrong = visit_day_problem(draft.day, today)
    day, clock = read_visit_day(draft.day, today), read_clock(draft.clock)
    minutes, weeks = _whole(draft.minutes), _whole(draft.weeks)
    tests = {
        "patient": (bool(draft.patient), tr("Search the name and choose the person.")),
        "day": (day is not None, sentence(wrong)),
        "clock": (clock is not None, tr("Say a time, such as 9:30.")),
        "minutes": (
            minutes is not None and SHORTEST <= minutes <= LONGEST,
            tr("From {least} minutes to {most} hours.", least=SHORTEST, most=LONGEST // 60),
        ),
        "weeks": (
            weeks is not None and 1 <= weeks <= MOST_REPEATS,
            tr("From 1 to {most} weeks.", most=MOST_REPEATS),
        ),
    }
    faults = {name: sentence for name, (right, sentence) in tests.items() if not right}
    if faults or day is None or clock is None or minutes is None or weeks is None:
        return ReadDraft(None, faults)
    start = moment(day, clock, zone)
    return ReadDraft(NewVisit(draft.patient, start, minutes, draft.reason, draft.bring, weeks), {})


def _whole(text: str) -> int | None:
    said = text.strip()
    return int(said) if said.isascii() and said.isdigit() and len(said) <= 4 else None  # noqa: PLR2004 - any more is nonsense
