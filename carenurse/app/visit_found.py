"""What was found, in sentences for the note: vital signs and their change, scores and their meaning."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from carenurse.app.day_words import short_day
from carenurse.app.sentences import joined
from carenurse.app.visit_examination import examination_words
from carenurse.app.visit_facts import Finding
from carenurse.app.visit_readings import TodayReading, label_of, readings_of, refused_at
from carenurse.clinical.meter import word_of
from carenurse.clinical.units import converted, shown, substance_of
from carenurse.clinical.vital_sign import DIASTOLIC, SYSTOLIC, VitalSign
from carenurse.forms.answers import words_of
from carenurse.forms.form import Item
from carenurse.forms.session import Session
from carenurse.translations import tr

_WITH_CHANGE = frozenset({"29463-7"})
"""Codes whose change since last time belongs into the note: weight."""


def found_in_vitals(
    section: str, session: Session, earlier: dict[str, Sequence[VitalSign]], today: date
) -> Finding:
    """Say the vital signs in one breath; what is no number (rhythm, consciousness) follows its number."""
    readings = {reading.code: reading for reading in readings_of(section, session)}
    parts = list(_numbers(readings, earlier, today))
    said = ", ".join([*parts, *_words(session)])
    return Finding(section, session.form.title, said[:1].upper() + said[1:])


def _numbers(
    readings: dict[str, TodayReading], earlier: dict[str, Sequence[VitalSign]], today: date
) -> Iterator[str]:
    for code, reading in readings.items():
        if code == SYSTOLIC and DIASTOLIC in readings:
            lower = readings[DIASTOLIC]
            words = tr("blood pressure {pressure}", pressure=f"{reading.value:f}/{lower.value:f}")
            yield _doubted(words) if reading.refused or lower.refused else words
        elif code != DIASTOLIC or SYSTOLIC not in readings:
            yield _number(reading, earlier.get(code, ()), today)


def _number(reading: TodayReading, earlier: Sequence[VitalSign], today: date) -> str:
    number = f"{reading.label.lower()} {reading.value:f} {shown(reading.unit)}".strip()
    if reading.refused:
        return _doubted(number)
    change = change_words(reading, earlier, today) if reading.code in _WITH_CHANGE else ""
    return f"{number}, {change}" if change else number


def _doubted(words: str) -> str:
    """Say of what the form refuses that it was typed so: a note signed with a reason still holds it."""
    return tr("{words} (typed so, cannot be right)", words=words)


def _words(session: Session) -> Iterator[str]:
    for place in session.places():
        item, answers = session.item(place), session.answers(place)
        if answers and (word := word_of(answers[0])):
            yield f"{label_of(item).lower()} {word}"
        elif answers and item.is_question and item.kind not in ("integer", "decimal", "quantity"):
            yield _one_word(item, ", ".join(words_of(one, item) for one in answers))


def _one_word(item: Item, said: str) -> str:
    match item.link:
        case "o2":
            return tr("on {what}", what=said.lower())
        case "acvpu":
            return said.lower()
        case _ if item.kind == "choice":
            return f"{item.text.lower()} {said.lower()}"
        case _:
            return f"{item.text.lower()}: {said}"


def change_words(reading: TodayReading, earlier: Sequence[VitalSign], today: date) -> str:
    """Say how a reading changed since the last one: ``up 5.2 since 27 Feb``; nothing without a last one."""
    before = last_value(reading.code, reading.unit, earlier)
    if before is None:
        return ""
    value, day = before
    change = reading.value - value
    since = short_day(day, today)
    if not change:
        return tr("unchanged since {day}", day=since)
    if change > 0:
        return tr("up {change} since {day}", change=f"{change:f}", day=since)
    return tr("down {change} since {day}", change=f"{-change:f}", day=since)


def last_value(code: str, unit: str, earlier: Sequence[VitalSign]) -> tuple[Decimal, date] | None:
    """Give the last value in the unit that is asked for, and its day."""
    for sign in earlier:
        part = sign.reading(code)
        day = sign.when.date if sign.when else None
        if part is None or part.value is None or day is None:
            continue
        value = converted(part.value, part.unit or unit, unit, substance_of(code)) if unit else part.value
        if value is not None:
            return value, day.first_day
    return None


def found_in_form(section: str, session: Session) -> Finding:
    """Say what a form found, with the nurse's comments beside single questions."""
    found = _found(section, session)
    noted = [
        tr("{question}: {comment}", question=session.item(place).text.rstrip("?:"), comment=said)
        for place in session.places()
        if (said := session.comment(place))
    ]
    return replace(found, sentence="; ".join([found.sentence, *noted])) if found.sentence and noted else found


def _found(section: str, session: Session) -> Finding:
    """Say a form's total with the meaning and what it flags, or else its answers."""
    completion = session.completion()
    if not completion.answered:
        return Finding(section, session.form.title, "")
    score = session.score
    if len(session.form.scores) > 1:
        return Finding(section, session.form.title, "; ".join(_several(session)))
    if examined := examination_words(session):
        return Finding(section, session.form.title, joined(examined))
    if score is None:
        return Finding(section, session.form.title, f"{session.form.title}: {'; '.join(_answers(session))}")
    if score.total is None:
        answered = tr("{done} of {total} answered, no total", done=score.answered, total=score.of)
        return Finding(section, session.form.title, f"{session.form.title}: {answered}")
    total = f"{score.total:f}"
    meaning = tr("{total}, {meaning}", total=total, meaning=score.band.lower()) if score.band else total
    raised = [flag.says for flag in session.flags]
    return Finding(section, session.form.title, "; ".join([f"{session.form.title}: {meaning}", *raised]))


def _several(session: Session) -> Iterator[str]:
    """Say what a form of several parts found: what was examined, each total, what is flagged."""
    index = session.form.index
    yield session.form.title
    if examined := examination_words(session):
        yield joined(examined)
    for score in session.scores:
        if score.total is not None:
            above = index.get(index[score.link].parent)
            name = above.text if above is not None and above.text else score.label
            words = tr("{name} {total}", name=name, total=f"{score.total:f}")
            yield f"{words}, {score.band.lower()}" if score.band else words
    yield from (flag.says for flag in session.flags)


def _answers(session: Session) -> Iterator[str]:
    for place in session.places():
        item, answers = session.item(place), session.answers(place)
        if answers and item.is_question:
            said = ", ".join(words_of(one, item) for one in answers)
            unit = f" {item.unit.text}" if item.unit and item.kind in ("integer", "decimal") else ""
            words = f"{(item.short or item.text).rstrip('?:')} {said}{unit}"
            yield _doubted(words) if refused_at(session, place) else words
