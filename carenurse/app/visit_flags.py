"""Flags of a visit: readings beyond their limits, changes, and what the forms themselves raise."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from carenurse.app.visit_facts import Flag, Level, ListedMedicine
from carenurse.app.visit_found import last_value
from carenurse.app.visit_places import key_of
from carenurse.app.visit_readings import TodayReading, label_of, loinc_of
from carenurse.app.visit_rows import charted
from carenurse.app.visit_worksheet import Worksheet
from carenurse.clinical.doubt import doubt, other_unit
from carenurse.clinical.judgement import Judgement
from carenurse.clinical.judgement import Level as Judged
from carenurse.clinical.limits import Limits
from carenurse.clinical.meter import word_of
from carenurse.clinical.plausibility import judge_words
from carenurse.clinical.trends import judge_changes
from carenurse.clinical.units import shown
from carenurse.clinical.vital_sign import VitalSign
from carenurse.forms.form import Severity
from carenurse.forms.scoring import Flag as Raised
from carenurse.forms.scoring import Score
from carenurse.forms.session import Session
from carenurse.translations import tr

_LEVELS: Mapping[Severity, Level | None] = {
    Severity.NONE: None,
    Severity.LOW: None,
    Severity.MODERATE: Level.LOOK,
    Severity.HIGH: Level.NOTIFY,
    Severity.CRITICAL: Level.URGENT,
}


def reading_flags(
    readings: Iterable[TodayReading],
    limits: Limits,
    earlier: Mapping[str, Sequence[VitalSign]],
    now: datetime,
) -> Iterator[Flag]:
    """Flag today's readings: first by their own value, then by how they changed.

    A number that cannot be right, or is in doubt, says that and nothing else: no advice follows from it. Who
    was told is kept by a flag's key, so the key says which line was passed: what was told of 165 is not told
    of the 215 that was measured after it.
    """
    for reading in readings:
        before = earlier.get(reading.code, ())
        judged = limits.judge(reading.code, reading.value, reading.unit)
        if asked := _doubt(reading, limits, before):
            yield _doubt_flag(reading, asked)
        elif judged and judged.level is Judged.IMPOSSIBLE:
            if not reading.refused:
                yield _reading_flag(reading, judged, judged.level)
        elif not reading.refused:
            yield from _sound_flags(reading, judged, limits, [reading.as_vital_sign(now), *before])


def _sound_flags(
    reading: TodayReading, judged: Judgement | None, limits: Limits, signs: Sequence[VitalSign]
) -> Iterator[Flag]:
    if judged and judged.level is not Judged.WITHIN:
        yield _reading_flag(reading, judged, judged.level)
    if changes := judge_changes(limits, reading.code, signs):
        yield _change_flag(reading, changes)


def sound(readings: Iterable[TodayReading], limits: Limits) -> tuple[TodayReading, ...]:
    """Give the readings from which something may follow: none that the form refuses or that cannot be."""
    return tuple(
        one
        for one in readings
        if not one.refused
        and not (
            (judged := limits.judge(one.code, one.value, one.unit)) and judged.level is Judged.IMPOSSIBLE
        )
    )


def meter_flags(section: str, session: Session, limits: Limits) -> Iterator[Flag]:
    """Flag what a meter shows in words (HI, LO): no number is known, and it is urgent."""
    for place in session.places():
        answers = session.answers(place)
        word = word_of(answers[0]) if answers else ""
        item = session.item(place)
        judged = judge_words(limits, loinc_of(item), word) if word else None
        if judged is not None:
            why = tr("{reading} {word}.", reading=label_of(item), word=word)
            here = key_of(place)
            key = f"{section}/{here}/meter"
            yield Flag(key, _level(judged), why, judged.sentence, section, here, judged.source)


def medicine_flags(listed: Iterable[ListedMedicine], sheet: Worksheet) -> Iterator[Flag]:
    """Flag each medicine that is taken although an allergy to it, or to its class, is on record."""
    for one in listed:
        if one.allergy and sheet.medicine(one.reference).taken:
            yield Flag(
                key=f"medicines/{one.reference}/allergy",
                level=Level.NOTIFY,
                why=tr("{name} is taken. {allergy}", name=one.name, allergy=one.allergy),
                what_to_do=tr("Tell the prescriber or the pharmacist today."),
                section="medicines",
                question=one.reference,
            )


def _doubt(reading: TodayReading, limits: Limits, earlier: Sequence[VitalSign]) -> str:
    vital = limits.vital(reading.code)
    if vital is None:
        return ""
    before = last_value(reading.code, reading.unit, earlier)
    last = charted(reading.code, before[0]) if before else None
    return doubt(vital, reading.value, reading.unit or vital.unit, last)


def _doubt_flag(reading: TodayReading, asked: str) -> Flag:
    return Flag(
        key=f"{reading.section}/{key_of(reading.place)}/doubt",
        level=Level.LOOK,
        why=tr("{reading}.", reading=_said(reading)),
        what_to_do=asked,
        section=reading.section,
        question=key_of(reading.place),
        doubtful=True,
        meant=other_unit(reading.unit),
    )


def _change_flag(reading: TodayReading, changes: Sequence[Judgement]) -> Flag:
    """Say all changes of one reading in one flag: within a day, within a week."""
    flag = _reading_flag(reading, changes[0], "change0")
    said = [change.sentence.partition(": ")[0] for change in changes]
    return replace(flag, why=tr("{reading}. {why}.", reading=_said(reading), why="; ".join(said)))


def _said(reading: TodayReading) -> str:
    return f"{reading.label} {reading.value:f} {shown(reading.unit)}".strip()


def _reading_flag(reading: TodayReading, judged: Judgement, which: str) -> Flag:
    said = _said(reading)
    why, _, rest = judged.sentence.partition(": ")
    what = f"{rest[:1].upper()}{rest[1:]}" if rest else ""
    return Flag(
        key=f"{reading.section}/{key_of(reading.place)}/{which}",
        level=_level(judged),
        why=tr("{reading}. {why}.", reading=said, why=why.rstrip(".")),
        what_to_do=what,
        section=reading.section,
        question=key_of(reading.place),
        source=judged.source,
    )


def _level(judged: Judgement) -> Level:
    if judged.urgent:
        return Level.URGENT
    return Level.NOTIFY if judged.asks_for_call else Level.LOOK


def form_flags(section: str, session: Session) -> Iterator[Flag]:
    """Flag what a form raises by its own rules, and totals that ask for a deed."""
    for flag in session.flags:
        level = _level_of(flag)
        if level is not None:
            at = "".join(f"-{number}" for number in flag.place.at)
            key = f"{section}/{flag.link or 'form'}/flag{flag.rule}{at}"
            under = key_of(flag.place)
            title = session.form.title
            said = (flag.says, flag.action, section, under, title)
            yield Flag(key, level, *said, alert=flag.alert, next_forms=flag.next_forms)
    wrong = any(not problem.warning for problem in session.problems())
    for score in () if wrong else session.scores:
        level = _level_of(score)
        if level is not None and score.total is not None:
            yield _score_flag(section, session, score, level)


def _level_of(found: Raised | Score) -> Level | None:
    """Say how pressing a finding of a form is; one that asks for another form is worth a look at least."""
    return _LEVELS.get(found.severity) or (Level.LOOK if found.next_forms else None)


def _score_flag(section: str, session: Session, score: Score, level: Level) -> Flag:
    total = f"{score.total:f}"
    why = tr("{form}: {total}, {meaning}.", form=session.form.title, total=total, meaning=score.band)
    key, title = f"{section}/{score.link}/score-{score.severity}", session.form.title
    return Flag(key, level, why, score.action, section, score.link, title, next_forms=score.next_forms)
