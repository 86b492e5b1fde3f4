"""The checks before signing: each a sentence, and where to go to settle it.

They are the questions that an auditor asks of a home-health note. Nothing here blocks for ever: a nurse may
sign with a reason, which is then part of the record.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from carenurse.app.begun_forms import Begun
from carenurse.app.lesson_words import lesson
from carenurse.app.visit_facts import AgreedGoal, Flag, Level, PlannedCare
from carenurse.app.visit_worksheet import Worksheet
from carenurse.translations import tr, trn


@dataclass(frozen=True, slots=True)
class OpenForm:
    """How far one form is: ``open_questions`` are the required questions without an answer.

    ``unmade`` says why the records that the form asks for cannot be made of its answers.
    """

    section: str
    title: str
    answered: int
    open_questions: tuple[str, ...]
    unmade: str = ""


LEFT = "left"
"""Key of the check that is settled at the clock."""


@dataclass(frozen=True, slots=True)
class Check:
    """One question asked before signing. An open one leads to ``section`` and ``question``."""

    key: str
    fine: bool
    sentence: str
    detail: str = ""
    section: str = ""
    question: str = ""
    grave: bool = False
    """It needs an answer of its own: a reason for signing with checks open does not cover it."""
    way: tuple[str, str, str] = ("", "", "")
    """Place, subject and part of the route to another page where it is settled: it is in no section then."""


@dataclass(frozen=True, slots=True)
class CheckFacts:
    """What the checks look at."""

    sheet: Worksheet
    reason: str
    forms: tuple[OpenForm, ...]
    care: tuple[PlannedCare, ...]
    goals: tuple[AgreedGoal, ...]
    flags: tuple[Flag, ...]
    paper_given: str = ""
    left_known: bool = True
    """Whether it is known when the nurse left the home."""
    begun: tuple[Begun, ...] = ()
    """What was begun about the person on other pages and is not in the record."""


def check(facts: CheckFacts) -> tuple[Check, ...]:
    """Ask everything: red findings come first, then the open checks in the order in which a nurse leaves."""
    asked = [
        *_stay(facts),
        *_begun(facts.begun),
        *_forms(facts.forms),
        *_flags(facts),
        *_doubts(facts.flags),
        _care(facts),
        _reasons(facts),
        _goals(facts),
        *_medicines(facts.sheet),
        _teaching(facts),
        _homebound(facts.sheet),
        _why(facts),
        _response(facts.sheet),
        _family_page(facts),
        _next_visit(facts.sheet),
    ]
    return tuple(sorted(asked, key=lambda one: (one.fine, not one.grave)))


def _open(key: str, sentence: str, detail: str, section: str, question: str) -> Check:
    return Check(key, fine=False, sentence=sentence, detail=detail, section=section, question=question)


def _stay(facts: CheckFacts) -> Iterable[Check]:
    if not facts.left_known:
        detail = tr("The visit began long ago. Write the time under Left, or no time is recorded.")
        yield Check(LEFT, fine=False, sentence=tr("When did you leave?"), detail=detail)


def _begun(begun: Sequence[Begun]) -> Iterable[Check]:
    for one in begun:
        sentence = tr("{what}: {words}", what=one.check, words=one.words) if one.words else one.check
        detail = tr("The note is written without it. Keep it there, or cancel it.")
        way = (one.place, one.subject, one.part)
        yield Check(f"begun:{one.place}", fine=False, sentence=sentence, detail=detail, way=way)


def _forms(forms: Sequence[OpenForm]) -> Iterable[Check]:
    for form in forms:
        if form.unmade:
            sentence = tr("{form}: a record it asks for cannot be made", form=form.title)
            detail = tr("{why} Its answers and measurements are kept.", why=form.unmade)
            yield _open(f"made:{form.section}", sentence, detail, form.section, "")
        if not form.open_questions:
            continue
        if not form.answered:
            sentence = tr("{form} is not started", form=form.title)
        else:
            sentence = trn(
                "{form}: {number} required answer open",
                "{form}: {number} required answers open",
                len(form.open_questions),
                form=form.title,
            )
        detail = tr("Answer it, or take the form out of this visit")
        yield _open(f"form:{form.section}", sentence, detail, form.section, form.open_questions[0])
    if not any(form.open_questions for form in forms):
        yield Check("forms", fine=True, sentence=tr("Required questions of the forms"))


def _flags(facts: CheckFacts) -> Iterable[Check]:
    telling = [flag for flag in facts.flags if flag.asks_to_tell]
    for flag in telling:
        if facts.sheet.not_told_because(flag.key):
            yield Check(
                f"flag:{flag.key}",
                fine=True,
                sentence=tr("Not told yet, with your reason: {why}", why=flag.why),
            )
        elif not facts.sheet.told_about(flag.key):
            yield Check(
                f"flag:{flag.key}",
                fine=False,
                sentence=tr("Who was told? {why}", why=flag.why),
                detail=flag.what_to_do,
                section=flag.section,
                question=flag.question,
                grave=flag.level is Level.URGENT,
            )
    if all(facts.sheet.told_about(flag.key) for flag in telling):
        yield Check(
            "flags", fine=True, sentence=tr("Flags: told") if telling else tr("No flag asks for a call")
        )


def _doubts(flags: Sequence[Flag]) -> Iterable[Check]:
    for flag in flags:
        if flag.doubtful:
            sentence = tr("Is this right? {why}", why=flag.why)
            yield _open(f"doubt:{flag.key}", sentence, flag.what_to_do, flag.section, flag.question)


def _care(facts: CheckFacts) -> Check:
    left = [care for care in facts.care if not facts.sheet.intervention(care.order).state]
    if not left:
        return Check("care", fine=True, sentence=tr("Care given"))
    if len(left) == 1:
        sentence = tr("Done or not: {care}", care=left[0].text)
    else:
        sentence = tr("Done or not: {number} planned interventions", number=len(left))
    detail = tr("Each planned intervention is done or has a reason")
    return _open("care", sentence, detail, "care", left[0].order)


def _reasons(facts: CheckFacts) -> Check:
    planned = {care.order for care in facts.care}
    rows = [row for row in facts.sheet.interventions if row.order in planned and row.state == "not-given"]
    missing = [row.order for row in rows if not row.reason.strip()]
    if not missing:
        return Check("reasons", fine=True, sentence=tr("Reasons for what was left"))
    sentence = trn(
        "No reason why {number} intervention was not done",
        "No reason why {number} interventions were not done",
        len(missing),
    )
    return _open("reasons", sentence, tr("A few words are enough"), "care", missing[0])


def _goals(facts: CheckFacts) -> Check:
    left = [goal for goal in facts.goals if not (goal.new or facts.sheet.goal(goal.goal).word)]
    if not left:
        return Check("goals", fine=True, sentence=tr("A word on each goal"))
    if len(left) == 1:
        sentence = tr("No word on the goal: {goal}", goal=left[0].short)
    else:
        sentence = tr("No word on {number} goals", number=len(left))
    return _open("goals", sentence, tr("Better, same, worse or met"), "goals", left[0].goal)


def _medicines(sheet: Worksheet) -> Iterable[Check]:
    unsaid = [row for row in sheet.medicines if row.taking in ("differently", "not") and not row.note.strip()]
    if unsaid:
        sentence = trn(
            "{number} medicine is not taken as listed, and nothing says how or why",
            "{number} medicines are not taken as listed, and nothing says how or why",
            len(unsaid),
        )
        yield _open("medicines", sentence, tr("In the person's words"), "medicines", unsaid[0].medicine)


def _teaching(facts: CheckFacts) -> Check:
    sheet = facts.sheet
    lessons = [one for one in facts.care if one.teaches and sheet.intervention(one.order).state == "given"]
    if lessons and not any(row.topic.strip() for row in sheet.teaching):
        detail = tr("Add the topic, and whether it was said back")
        sentence = tr("Taught, and nothing under Teaching: {topic}", topic=lesson(lessons[0].text))
        return _open("teaching", sentence, detail, "teaching", "")
    left = [row for row in sheet.teaching if row.topic.strip() and not row.result]
    if not left:
        return Check("teaching", fine=True, sentence=tr("Teach-back result"))
    sentence = tr("No teach-back result: {topic}", topic=left[0].topic)
    detail = tr("Said it back, needs more, or could not")
    return _open("teaching", sentence, detail, "teaching", left[0].row)


def _homebound(sheet: Worksheet) -> Check:
    if sheet.homebound_help.strip() and sheet.homebound_effort.strip():
        return Check("homebound", fine=True, sentence=tr("Homebound, both parts"))
    first = "homebound_effort" if sheet.homebound_help.strip() else "homebound_help"
    detail = tr("Help needed to leave, and what going out costs")
    return _open("homebound", tr("Homebound is not described"), detail, "arrival", first)


def _why(facts: CheckFacts) -> Check:
    if (facts.sheet.reason or facts.reason).strip():
        return Check("why", fine=True, sentence=tr("Reason for the visit"))
    return Check(
        "why", fine=False, sentence=tr("No reason for the visit"), section="arrival", question="reason"
    )


def _response(sheet: Worksheet) -> Check:
    if sheet.response.strip():
        return Check("response", fine=True, sentence=tr("The person's response"))
    hers = sheet.paragraph("response")
    if hers and hers.text.strip():
        return Check("response", fine=True, sentence=tr("The person's response"))
    detail = tr("How the person took the care, in your words or theirs")
    return _open("response", tr("No word on the response"), detail, "leaving", "response")


def _family_page(facts: CheckFacts) -> Check:
    if facts.sheet.family_page.settled or facts.paper_given:
        return Check("family", fine=True, sentence=tr("Family page recorded"))
    detail = tr("A record is needed that it was given")
    return _open("family", tr("Who received the family page?"), detail, "leaving", "family_page")


def _next_visit(sheet: Worksheet) -> Check:
    if sheet.next_visit.settled:
        return Check("next", fine=True, sentence=tr("Next visit"))
    detail = tr("Agree a time, or say why there is none")
    return _open("next", tr("No next visit agreed"), detail, "leaving", "next_visit")
