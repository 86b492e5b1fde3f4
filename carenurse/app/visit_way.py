"""The way through a visit: which question comes next that nobody has answered yet."""

from collections.abc import Iterator, Sequence

from carenurse.app.visit_facts import Flag
from carenurse.app.visit_parts import first_in, next_part, split_key
from carenurse.app.visit_places import key_of
from carenurse.app.visit_session import VisitSession
from carenurse.app.visit_worksheet import Place


def open_places(visit: VisitSession, flags: Sequence[Flag]) -> tuple[Place, ...]:
    """List every required question that is open, in the order of the page."""
    return tuple(_open(visit, flags))


def _open(visit: VisitSession, flags: Sequence[Flag]) -> Iterator[Place]:
    sheet, opened = visit.sheet, visit.opened
    if not (sheet.reason or opened.reason):
        yield Place("arrival", "reason", "form")
    for name in ("homebound_help", "homebound_effort"):
        if not getattr(sheet, name).strip():
            yield Place("arrival", name, "form")
    for key in visit.forms:
        done = visit.form(key).completion()
        wrong = (problem.place for problem in done.problems)
        for place in dict.fromkeys([*done.open, *wrong]):
            yield Place(key, key_of(place), "form")
    yield from _open_in_sheet(visit, flags)


def _open_in_sheet(visit: VisitSession, flags: Sequence[Flag]) -> Iterator[Place]:
    sheet, opened = visit.sheet, visit.opened
    for care in opened.care:
        row = sheet.intervention(care.order)
        if not row.state or (row.state == "not-given" and not row.reason.strip()):
            yield Place("care", care.order, "form")
    for goal in opened.goals:
        if not (goal.new or sheet.goal(goal.goal).word):
            yield Place("goals", goal.goal, "form")
    for taught in sheet.teaching:
        if taught.topic.strip() and not taught.result:
            yield Place("teaching", taught.row, "form")
    yield from _open_at_the_door(visit, flags)


def _open_at_the_door(visit: VisitSession, flags: Sequence[Flag]) -> Iterator[Place]:
    sheet, opened = visit.sheet, visit.opened
    for flag in flags:
        if flag.asks_to_tell and not sheet.told_about(flag.key):
            yield Place("leaving", told_row(visit, flag), "form")
    if not sheet.response.strip():
        yield Place("leaving", "response", "form")
    if not (sheet.family_page.settled or opened.paper_given):
        yield Place("leaving", "family_page", "form")
    if not sheet.next_visit.settled:
        yield Place("leaving", "next_visit", "form")


def told_row(visit: VisitSession, flag: Flag) -> str:
    """Name the row that records who was told about a flag."""
    found = next((told.row for told in visit.sheet.told if told.flag == flag.key), "")
    return found or f"flag-{flag.key}"


def next_open(
    visit: VisitSession, flags: Sequence[Flag], here: Place, *, backwards: bool = False
) -> Place | None:
    """Find the open question after (or before) the cursor; around the end it begins again."""
    places = list(open_places(visit, flags))
    if not places:
        return None
    order = _order(visit)
    at = _rank(order, visit, here)
    ranked = [(_rank(order, visit, place), place) for place in places]
    if backwards:
        before = [place for rank, place in ranked if rank < at]
        return before[-1] if before else places[-1]
    after = [place for rank, place in ranked if rank > at]
    return after[0] if after else places[0]


def _order(visit: VisitSession) -> dict[str, int]:
    sections = ("arrival", *visit.forms, "medicines", "care", "goals", "teaching", "leaving")
    return {section: number for number, section in enumerate(sections)}


def first_unanswered(visit: VisitSession, key: str) -> Place:
    """Say where a form begins: at its first question that nobody answered, not even in another form."""
    session = visit.form(key)
    for place in session.places():
        item = session.item(place)
        if item.is_question and not (item.calculated or item.read_only or session.answers(place)):
            return Place(key, key_of(place), "form")
    return Place(key, "", "form")


def place_of_key(visit: VisitSession, key: str) -> Place:
    """Say where a line of the rail leads: to a section, or to the first question of a form's part."""
    section, group = split_key(key)
    return Place(section, first_in(visit.form(section), group) if group else "", "form")


def next_section(visit: VisitSession, keys: Sequence[str], here: Place) -> Place | None:
    """Find what comes behind a section, or behind a part of a large form; None behind the last one."""
    if here.section in visit.forms and here.question:
        found = next_part(visit.form(here.section), here.question)
        if found:
            return Place(here.section, found, "form")
    at = keys.index(here.section) if here.section in keys else -1
    return _begin_of(visit, keys[at + 1]) if at + 1 < len(keys) else None


def _begin_of(visit: VisitSession, key: str) -> Place:
    """Say where a section begins: behind what was answered in another form of today, else at its head."""
    carried = key in visit.forms and any(visit.source(key, place) for place in visit.form(key).places())
    if carried and visit.only_carried(key):
        return first_unanswered(visit, key)
    return Place(key, "", "form")


def _rank(order: dict[str, int], visit: VisitSession, place: Place) -> tuple[int, int]:
    return order.get(place.section, -1), _within(visit, place)


def _within(visit: VisitSession, place: Place) -> int:
    questions = questions_of(visit, place.section)
    return questions.index(place.question) if place.question in questions else -1


def questions_of(visit: VisitSession, section: str) -> list[str]:
    """List the questions of one section in their order."""
    if section in visit.forms:
        return [key_of(place) for place in visit.form(section).places()]
    sheet, opened = visit.sheet, visit.opened
    rows: dict[str, list[str]] = {
        "arrival": ["reason", "homebound_help", "homebound_effort"],
        "medicines": ["list", *(one.reference for one in opened.medicines)],
        "care": [care.order for care in opened.care],
        "goals": [goal.goal for goal in opened.goals],
        "teaching": [taught.row for taught in sheet.teaching],
        "leaving": [*(told.row for told in sheet.told), "response", "family_page", "next_visit"],
    }
    return rows.get(section, [])
