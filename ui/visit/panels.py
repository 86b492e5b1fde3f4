"""The parts of the page that are made anew for each visit, and the trends of the context column."""

from collections.abc import Callable, Mapping

from carenurse.app.day_words import short_day
from carenurse.app.lesson_words import lesson
from carenurse.app.ports import Clock
from carenurse.app.visit_parts import group_of, part_key
from carenurse.app.visit_places import place_from
from carenurse.app.visit_session import VisitSession
from carenurse.app.visit_worksheet import Place
from carenurse.forms.form import Item
from carenurse.translations import tr
from ui.visit.arrival_section import ArrivalSection
from ui.visit.care_section import CareSection
from ui.visit.context import RowTrend
from ui.visit.goal_section import GoalSection
from ui.visit.leaving_section import LeavingSection
from ui.visit.medicine_section import MedicineSection
from ui.visit.next_visit_row import NextVisitRow, Planned
from ui.visit.presented_form import PresentedForm
from ui.visit.sheet_section import SheetSection
from ui.visit.teaching_section import TeachingSection
from ui.widgets.reading_trend import trend_days, trend_of

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
        ("Ctrl Y", tr("do it again")),
    )


def make_sections(
    visit: VisitSession, clock: Clock, write_medicines: Callable[[], None]
) -> dict[str, SheetSection]:
    """Make the sections that are no forms; ``write_medicines`` leads to where one is written down."""
    now = clock.now()
    opened = visit.opened
    last = opened.last
    last_day = short_day(last.day, now.date()) if last and last.day else ""
    coming = opened.planned_next
    planned = Planned(coming.id, coming.start, coming.reason) if coming and coming.start else None
    topics = [lesson(care.text) for care in opened.care if care.teaches]
    medicines = MedicineSection(opened.medicines)
    medicines.writing.connect(write_medicines)
    return {
        "arrival": ArrivalSection(opened.reason, last.sheet if last else None, last_day),
        "medicines": medicines,
        "care": CareSection(opened.care, now.date()),
        "goals": GoalSection(opened.goals, now.date()),
        "teaching": TeachingSection(opened.people, topics),
        "leaving": LeavingSection(opened.people, NextVisitRow(now.date(), now.tzinfo, planned), clock.now),
    }


def row_trend(visit: VisitSession, forms: dict[str, PresentedForm], here: Place) -> RowTrend:
    """Draw the trend of a question; with an answer of today it ends with it."""
    form = forms.get(here.section)
    place = place_from(here.question)
    item = form.session.form.index.get(place.link) if form else None
    if form is None or item is None or item.kind not in ("integer", "decimal", "quantity"):
        return RowTrend()
    reading = next(
        (one for one in visit.readings() if one.section == here.section and one.place == place), None
    )
    facts = form.facts(item, reading.unit if reading else _unit(form, item))
    out = any(flag.question == here.question for flag in visit.flags() if flag.asks_to_tell)
    today = form.session.now.date()
    trend = trend_of(facts, out=out, name=item.text, today=today)
    return RowTrend(item.text, facts, trend, trend_days(facts, today))


def _unit(form: PresentedForm, item: Item) -> str:
    unit = form.usual_unit(item)
    return unit.code if unit else ""


def part_at(forms: Mapping[str, PresentedForm], place: Place) -> str:
    """Name the part of a large form that a place is in; nothing where a form has no parts."""
    form = forms.get(place.section)
    group = group_of(form.session.form, place.question) if form else ""
    return part_key(place.section, group) if group else ""
