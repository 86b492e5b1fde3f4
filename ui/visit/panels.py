"""The parts of the page that are made anew for each visit, and the trends of the context column."""

from carenurse.app.day_words import short_day
from carenurse.app.ports import Clock
from carenurse.app.visit_facts import Flag
from carenurse.app.visit_places import place_from
from carenurse.app.visit_rows import NOTHING, RowFacts
from carenurse.app.visit_session import VisitSession
from carenurse.app.visit_worksheet import Place
from carenurse.forms.form import Item
from carenurse.translations import tr
from ui.visit.arrival_section import ArrivalSection
from ui.visit.care_section import CareSection
from ui.visit.goal_section import GoalSection
from ui.visit.leaving_section import LeavingSection
from ui.visit.medicine_section import MedicineSection
from ui.visit.next_visit_row import NextVisitRow, Planned
from ui.visit.presented_form import PresentedForm
from ui.visit.sheet_section import SheetSection
from ui.visit.teaching_section import TeachingSection
from ui.widgets.sparkline import Trend

_TEACHING = "Teach and guide"

HOLES = {
    "why": Place("arrival", "reason", "form"),
    "found": Place("vital-signs", "", "form"),
    "done": Place("care", "", "form"),
    "taught": Place("teaching", "", "form"),
    "response": Place("leaving", "response", "form"),
    "goals": Place("goals", "", "form"),
    "next": Place("leaving", "next_visit", "form"),
}
"""Where to write what a paragraph of the note misses."""


def visit_keys() -> tuple[tuple[str, str], ...]:
    """Name the keys of a visit for the help sheet."""
    return (
        ("F8", tr("next unanswered")),
        ("Shift F8", tr("the one before")),
        ("0 to 9", tr("pick an answer and go on")),
        ("=", tr("same as last time")),
        ("Alt U", tr("change the unit")),
        ("N", tr("none")),
        ("W", tr("within limits")),
        ("F2", tr("comment on a question")),
        ("F6", tr("jot pad")),
        ("F4", tr("side column")),
        ("Ctrl Enter", tr("next section, sign")),
        ("Esc", tr("from the note back to the question")),
        ("Ctrl Z", tr("undo the last answer")),
    )


def make_sections(visit: VisitSession, clock: Clock) -> dict[str, SheetSection]:
    """Make the sections that are no forms."""
    now = clock.now()
    opened = visit.opened
    last = opened.last
    last_day = short_day(last.day, now.date()) if last and last.day else ""
    coming = opened.planned_next
    planned = Planned(coming.id, coming.start, coming.reason) if coming and coming.start else None
    topics = [care.text for care in opened.care if care.category == tr(_TEACHING)]
    return {
        "arrival": ArrivalSection(opened.reason, last.sheet if last else None, last_day),
        "medicines": MedicineSection(opened.medicines),
        "care": CareSection(opened.care, now.date()),
        "goals": GoalSection(opened.goals, now.date()),
        "teaching": TeachingSection(opened.people, topics),
        "leaving": LeavingSection(opened.people, NextVisitRow(now.date(), now.tzinfo, planned), clock.now),
    }


def flag_trend(
    visit: VisitSession, forms: dict[str, PresentedForm], flag: Flag
) -> tuple[Trend | None, tuple[str, ...]]:
    """Draw the trend behind a flag, with today's value at its end; a meter's HI or LO has no place on it."""
    _, facts, trend = row_trend(visit, forms, Place(flag.section, flag.question, "form"))
    if trend is None or not facts.points:
        return None, ()
    middle = facts.points[len(facts.points) // 2]
    today = visit.form(flag.section).now.date()
    measured = len(trend.lines[0]) > len(facts.points)
    end = tr("today") if measured else short_day(facts.points[-1].day, today)
    days = (short_day(facts.points[0].day, today), short_day(middle.day, today), end)
    return trend, tuple(dict.fromkeys(days))


def row_trend(
    visit: VisitSession, forms: dict[str, PresentedForm], here: Place
) -> tuple[str, RowFacts, Trend | None]:
    """Draw the trend of a question; with an answer of today it ends with it."""
    form = forms.get(here.section)
    place = place_from(here.question)
    item = form.session.form.index.get(place.link) if form else None
    if form is None or item is None or item.kind not in ("integer", "decimal", "quantity"):
        return "", NOTHING, None
    reading = next(
        (one for one in visit.readings() if one.section == here.section and one.place == place), None
    )
    unit = reading.unit if reading else _unit(form, item)
    facts = form.facts(item, unit)
    values = [float(point.value) for point in facts.points]
    days = [float(point.day.toordinal()) for point in facts.points]
    if reading is not None:
        values.append(float(reading.value))
        days.append(float(form.session.now.date().toordinal()))
    if len(values) < 2:  # noqa: PLR2004  # a line needs two ends
        return item.text, facts, None
    low, high = (None if end is None else float(end) for end in (facts.low, facts.high))
    flagged = any(flag.question == here.question for flag in visit.flags() if flag.asks_to_tell)
    out = flagged and reading is not None
    words = tr(
        "{name}, from {first} to {last}", name=item.text, first=f"{values[0]:g}", last=f"{values[-1]:g}"
    )
    return item.text, facts, Trend((tuple(values),), words, low, high, out, tuple(days))


def _unit(form: PresentedForm, item: Item) -> str:
    unit = form.usual_unit(item)
    return unit.code if unit else ""
