"""Where the lines of the family's page come from: plan, worksheet, schedule, allergies, team."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import zip_longest

from carenurse.app.family_lines import family_line
from carenurse.app.family_private import PrivateTopics
from carenurse.app.lesson_words import lesson, lesson_inside
from carenurse.app.plan_content import plan_content
from carenurse.app.plan_templates import templates_in_use
from carenurse.app.ports import Reading
from carenurse.app.sentences import sentence
from carenurse.app.visit_worksheet import Taught, Worksheet
from carenurse.app.visit_worksheet_record import WORKSHEET, decode
from carenurse.careplan.templates import Template, fits
from carenurse.clinical import (
    goal,
    intervention,
    planned_visit,
    practitioner,
    problem,
    teaching,
    visit,
)
from carenurse.clinical.altered import is_altered
from carenurse.clinical.fhir import Resource
from carenurse.clinical.problem import Problem
from carenurse.clinical.systems import ICD10CM
from carenurse.documents.family_facts import NextVisit, Words
from carenurse.documents.labels import LANGUAGES, Language, labels_in
from carenurse.documents.plain_words import plain_line

_AT_HOME = frozenset(
    ("person", "patient", "family", "caregiver", "daughter", "son", "wife", "husband", "spouse", "partner")
)
"""Who an intervention's performer may be for it to be a family's own to-do."""
_AT_WORK = frozenset(
    (
        *("nurse", "rn", "lpn", "lvn", "np", "clinician", "physician", "doctor", "md", "pharmacist"),
        *("therapist", "therapy", "pt", "ot", "slp", "st", "dietitian", "msw", "worker", "agency", "team"),
    )
)
"""Whose work it is, whatever other name stands beside it; an aide with somebody of the home is the home's."""
_MOST_URGENT, _MOST_TODAY = 4, 4
_HIGH_PRESSURE = (
    "Pressure 180/120 or higher with chest pain, breathlessness, weakness, vision change or severe headache"
)
"""The line of the template for high blood pressure, as it stands there."""
"""So many lines let page 1 stand alone; the nurse may write others."""


@dataclass(frozen=True, slots=True)
class Sourced:
    """One line with the resource it comes from; ``private`` ones are left off unless the nurse chooses."""

    reference: str
    words: Words
    progress: Words | None = None
    private: bool = False


class Plan:
    """What the plan and the problems of one person give to the paper."""

    def __init__(self, records: Reading, patient: str, topics: PrivateTopics) -> None:
        self._records, self._patient, self._topics = records, patient, topics
        listed = (one for one in records.of_patient(patient, "Condition") if not is_altered(one))
        known = map(problem.decode, listed)
        self._problems = {one.id: one for one in known if one.active}
        used = templates_in_use(records, patient)
        self._templates = tuple(
            one for one in plan_content().templates if one.id in used or fits(one, self._diagnoses())
        )

    def red_flags(self, *, high_pressure: bool = False) -> tuple[tuple[Words, ...], tuple[Words, ...]]:
        """Say when to call 911 and when to call the nurse, by the templates on the plan or of the diagnoses.

        Private diagnoses bring none (the line would tell them). What everybody has to know fills up what the
        templates leave; a very high pressure of today (``high_pressure``) brings its own line first.
        """
        fitting = [one for one in self._templates if not self._is_private(one)]
        urgent = [family_line(_HIGH_PRESSURE)] if high_pressure else []
        urgent += [family_line(plain_line(line)) for line in _in_turn([one.call_911 for one in fitting])]
        general = _usual("usual911a", "usual911b", "usual911c", "usual911d")
        today = [family_line(plain_line(line)) for line in _in_turn([one.call_nurse for one in fitting])]
        return (
            _shortened([*urgent, *general], _MOST_URGENT),
            _shortened(today, _MOST_TODAY) or tuple(_usual("usualCallA", "usualCallB", "usualCallC")),
        )

    def teaching_lines(self) -> tuple[str, ...]:
        """Offer the plain-language advice of the fitting templates for the nurse to choose from."""
        lines = (line for one in self._templates if not self._is_private(one) for line in one.teaching)
        return tuple(dict.fromkeys(lines))

    def to_do(self, names: frozenset[str]) -> Iterator[Sourced]:
        """Find the interventions in force that the home does; ``names``: given names of who lives with it."""
        for resource in self._records.of_patient(self._patient, "ServiceRequest"):
            care = intervention.decode(resource)
            theirs = _is_at_home(care.performer.casefold(), names)
            if care.status == "active" and care.category and theirs and care.text:
                private = self._private(care.problems, care.text)
                yield Sourced(f"ServiceRequest/{care.id}", Words(care.text), private=private)

    def goals(self) -> Iterator[Sourced]:
        """Find the goals in force that are said in the person's own words."""
        for resource in self._records.of_patient(self._patient, "Goal"):
            aim = goal.decode(resource)
            if aim.words and aim.lifecycle in ("", "accepted", "active"):
                private = self._private(aim.problems, aim.words, aim.text)
                progress = (
                    Words(sentence(plain_line(aim.text))) if aim.text and aim.text != aim.words else None
                )
                yield Sourced(f"Goal/{aim.id}", Words(aim.words), progress, private)

    def _private(self, problems: tuple[str, ...], *texts: str) -> bool:
        addressed = [self._problems[one] for one in problems if one in self._problems]
        return self._topics.any_problem(addressed) or self._topics.in_text(*texts)

    def _diagnoses(self) -> frozenset[str]:
        return frozenset(
            coding.code
            for one in self._problems.values()
            for coding in one.codings
            if coding.system == ICD10CM
        )

    def _is_private(self, template: Template) -> bool:
        matching = [one for one in self._problems.values() if fits(template, _codes(one))]
        return self._topics.in_text(template.title) or self._topics.any_problem(matching)


def _is_at_home(performer: str, names: frozenset[str]) -> bool:
    """Say whether the home does it by itself: "Elena", "Aide and Joan", not "Nurse with Rosa"."""
    words = [word.strip(",.;:()/") for word in performer.split()]
    return not _AT_WORK & set(words) and (bool(set(words[:1]) & _AT_HOME) or bool(names & set(words)))


def worksheet_of(records: Reading, encounter: str) -> Worksheet:
    """Read the worksheet of a visit, open or signed; empty when there is none."""
    found = records.where("QuestionnaireResponse", "encounter", encounter)
    kept = next((one for one in found if one.get("questionnaire") == WORKSHEET), None)
    return decode(kept) if kept else Worksheet()


def taught(records: Reading, encounter: str, sheet: Worksheet) -> Iterator[Sourced]:
    """Say what was taught and told back: from the worksheet while the visit is open, else from the record."""
    for row in _lessons(records, encounter, sheet):
        yield Sourced(f"Teaching/{row.row}", _told_back(row))


def _told_back(row: Taught) -> Words:
    """Say what the learner said or showed, in the words that were kept; without any, that it was so."""
    topic, said = lesson(row.topic), row.note.strip()
    if row.result == "repeated-back" and said:
        return Words(sentence(f"{topic.rstrip('.:')}: {said}"), strong=topic.rstrip(".:"))
    return _phrase("toldBack" if row.result == "repeated-back" else "goOverAgain", topic)


def _phrase(key: str, topic: str) -> Words:
    """Say one of our sentences about a topic in each language; an untranslated topic stays behind it."""
    whole = sentence(labels_in("en")(key, topic=topic))
    if others := tuple((to, sentence(labels_in(to)(key, topic=said))) for to, said in _said_elsewhere(topic)):
        return Words(whole, translations=others)
    begun = ((to, labels_in(to)(key, topic="").strip()) for to in LANGUAGES if to != "en")
    return Words(whole, translations=tuple(begun), left=Words(sentence(topic)))


def _said_elsewhere(topic: str) -> Iterator[tuple[Language, str]]:
    known = family_line(topic)
    for to in LANGUAGES:
        said, language = known.in_language(to)
        if language == to != known.language:
            yield to, said


def learned(records: Reading, encounter: str, sheet: Worksheet) -> Iterator[Sourced]:
    """Make what was taught today something to do: it is used at home until the next visit."""
    for row in _lessons(records, encounter, sheet):
        topic = lesson_inside(row.topic)
        yield Sourced(f"Teaching/{row.row}", _phrase("useWhatYouLearned", topic))


def _lessons(records: Reading, encounter: str, sheet: Worksheet) -> list[Taught]:
    return [row for row in sheet.teaching if row.topic.strip()] or [
        Taught(
            row=one.id,
            topic=one.topic,
            result="repeated-back" if one.result == "repeated-back" else "",
            note=one.note,
        )
        for one in map(teaching.decode, _teachings(records, encounter))
    ]


def next_visit(records: Reading, patient: str, sheet: Worksheet, now: datetime) -> NextVisit | None:
    """Find what was agreed at the door, else the next planned visit; in the offset of ``now``."""
    agreed = sheet.next_visit
    if agreed.start is not None:
        return _visit(records, agreed.start.astimezone(now.tzinfo), agreed.reason, records.me)
    if agreed.none_because:
        return None
    planned = records.between("Appointment", now, now + timedelta(days=120), patient=patient)
    coming = [one for one in planned if planned_visit.is_home_visit(one, records.me)]
    begun = _begun(records, patient)
    booked = (planned_visit.decode(one) for one in coming if one.get("status") == "booked")
    first = next((one for one in booked if one.start and one.id not in begun), None)
    if first is None or first.start is None:
        return None
    return _visit(records, first.start.astimezone(now.tzinfo), first.reason, first.practitioner)


def _begun(records: Reading, patient: str) -> frozenset[str]:
    """Name the planned visits that were begun already: one begun early is not its own next visit."""
    visits = (visit.decode(one) for one in records.of_patient(patient, "Encounter"))
    over = ("cancelled", "entered-in-error")
    return frozenset(one.appointment for one in visits if one.appointment and one.status not in over)


def _visit(records: Reading, start: datetime, reason: str, nurse: str) -> NextVisit:
    person = practitioner.decode(records.get("Practitioner", nurse) or {}).name
    who = person.given[0] if person.given else person.display
    return NextVisit(start, None, who, (Words(sentence(reason)),) if reason else ())


def _teachings(records: Reading, encounter: str) -> list[Resource]:
    return [
        one for one in records.where("Communication", "encounter", encounter) if teaching.is_teaching(one)
    ]


def _codes(one: Problem) -> frozenset[str]:
    return frozenset(coding.code for coding in one.codings if coding.system == ICD10CM)


def _in_turn(several: list[tuple[str, ...]]) -> Iterator[str]:
    """Take a line of each template in turn, so that the first does not crowd the others out."""
    for lines in zip_longest(*several, fillvalue=""):
        yield from filter(None, lines)


def _shortened(lines: list[Words], most: int) -> tuple[Words, ...]:
    return tuple({line.text: line for line in lines}.values())[:most]


def _usual(*keys: str) -> Iterator[Words]:
    for key in keys:
        said = tuple((language, labels_in(language)(key)) for language in LANGUAGES)
        yield Words(labels_in("en")(key), "en", said)
