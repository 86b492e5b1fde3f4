"""The note that writes itself from what was done: nine paragraphs, each naming where its words come from.

The paragraphs follow what a home-health note must hold: reason and homebound evidence, what was said and
found, skilled care given, teaching with its result, response, who was told, progress of each goal, plan for
the next visit. The nurse's own words win over the assembled ones and are kept as she wrote them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from carenurse.app.day_words import clock_time, week_day
from carenurse.app.lesson_words import lesson
from carenurse.app.sentences import joined, sentence
from carenurse.app.visit_facts import AgreedGoal, Finding, ListedMedicine, PlannedCare
from carenurse.app.visit_worksheet import GoalWord, NextVisit, Taught, Told, Worksheet
from carenurse.translations import tr

PARAGRAPHS = ("why", "said", "found", "done", "taught", "response", "told", "goals", "next")


@dataclass(frozen=True, slots=True)
class NoteFacts:
    """What the note is assembled from."""

    sheet: Worksheet
    reason: str
    found: tuple[Finding, ...]
    care: tuple[PlannedCare, ...]
    goals: tuple[AgreedGoal, ...]
    medicines: tuple[ListedMedicine, ...] = ()
    medicines_told: tuple[str, ...] = ()
    """What was written down of medicines at the home, in sentences."""
    today: date | None = None
    """The day of the note; a day of another year is said with its year."""


@dataclass(frozen=True, slots=True)
class NoteParagraph:
    """One paragraph as it will be signed.

    ``holes`` are sentences on what nobody has written yet; ``changed_since`` holds the words that the answers
    would give now, when they changed after the nurse had edited the paragraph.
    """

    name: str
    title: str
    text: str
    sources: tuple[str, ...]
    edited: bool = False
    holes: tuple[str, ...] = ()
    changed_since: str = ""


def assemble(facts: NoteFacts) -> tuple[NoteParagraph, ...]:
    """Write the whole note from the facts; edited paragraphs keep the nurse's words."""
    sheet = facts.sheet
    written = (
        _why(facts),
        _paragraph("said", tr("Said"), sheet.jot.strip(), (tr("Jot pad"),)),
        _found(facts.found),
        _done(facts),
        _taught(sheet.teaching),
        _response(sheet.response),
        _told(sheet.told),
        _goals(facts),
        _next(sheet.next_visit, facts.today),
    )
    return tuple(_with_her_words(paragraph, sheet) for paragraph in written)


def _paragraph(
    name: str, title: str, text: str, sources: Sequence[str] = (), holes: Sequence[str] = ()
) -> NoteParagraph:
    return NoteParagraph(name, title, text, tuple(sources) if text else (), holes=tuple(holes))


def _with_her_words(paragraph: NoteParagraph, sheet: Worksheet) -> NoteParagraph:
    hers = sheet.paragraph(paragraph.name)
    if hers is None or hers.text == paragraph.text:
        return paragraph
    return NoteParagraph(
        name=paragraph.name,
        title=paragraph.title,
        text=hers.text,
        sources=(*paragraph.sources, tr("typed")),
        edited=True,
        holes=paragraph.holes,
        changed_since=paragraph.text if hers.base != paragraph.text else "",
    )


def _why(facts: NoteFacts) -> NoteParagraph:
    sheet = facts.sheet
    homebound = [
        tr("Homebound: {help}", help=sheet.homebound_help) if sheet.homebound_help else "",
        tr("Going out: {effort}", effort=sheet.homebound_effort) if sheet.homebound_effort else "",
    ]
    reason = sheet.reason or facts.reason
    sources = [tr("Arrival")] if sheet.reason or any(homebound) else []
    sources = [tr("Schedule"), *sources] if facts.reason and not sheet.reason else sources
    holes = () if reason else (tr("No reason for the visit"),)
    return _paragraph("why", tr("Why"), joined([reason, *homebound]), sources, holes)


def _found(found: Sequence[Finding]) -> NoteParagraph:
    titles = dict.fromkeys(finding.title for finding in found)
    text = joined(finding.sentence for finding in found)
    holes = () if text else (tr("Nothing was measured or asked yet"),)
    return _paragraph("found", tr("Found"), text, tuple(titles), holes)


def _done(facts: NoteFacts) -> NoteParagraph:
    given: list[str] = []
    left: list[str] = []
    for care in facts.care:
        row = facts.sheet.intervention(care.order)
        if row.state == "given":
            words = lesson(care.text) if care.teaches and care.category else care.text
            done = tr("{kind}: {care}", kind=care.category, care=words) if care.category else care.text
            given.append(f"{done}: {row.detail}" if row.detail else done)
        elif row.state == "not-given":
            reason = row.reason or tr("no reason given yet")
            left.append(tr("{care} ({reason})", care=care.text, reason=reason))
    open_rows = [care for care in facts.care if not facts.sheet.intervention(care.order).state]
    holes = [tr("{care}: done or not?", care=care.text) for care in open_rows]
    medicines = (*medicine_words(facts.sheet, facts.medicines), *facts.medicines_told)
    sources = (*([tr("Medicines")] if medicines else []), *([tr("Care given")] if given or left else []))
    not_done = tr("Not done: {care}", care="; ".join(left)) if left else ""
    said = (joined([*medicines, *given]), joined([not_done]))
    return _paragraph("done", tr("Done"), "\n".join(part for part in said if part), sources, holes)


def medicine_words(sheet: Worksheet, listed: Sequence[ListedMedicine]) -> tuple[str, ...]:
    """Say that the medicine list was looked at, and how each medicine is taken, as it was told."""
    rows = [(one, sheet.medicine(one.reference)) for one in listed]
    said = [tr("Medicine list looked at with the person")] if sheet.list_looked_at else []
    if same := [one.name for one, row in rows if row.taking == "as-listed" and not one.allergy]:
        said.append(tr("Taken as listed: {names}", names=", ".join(same)))
    said += [
        tr("{name} taken as listed. {allergy}", name=one.name, allergy=one.allergy)
        for one, row in rows
        if row.taking == "as-listed" and one.allergy
    ]
    for one, row in rows:
        if row.taking == "differently":
            said.append(
                joined([tr("{name}: taken differently", name=one.name) + _in_brackets(row.note), one.allergy])
            )
        elif row.taking == "not":
            said.append(tr("{name}: not taken", name=one.name) + _in_brackets(row.note))
    return tuple(said)


def _in_brackets(words: str) -> str:
    return f" ({words.strip()})" if words.strip() else ""


def _taught(rows: Sequence[Taught]) -> NoteParagraph:
    said = [_one_lesson(row) for row in rows if row.topic]
    holes = [
        tr("{topic}: what could be said back?", topic=row.topic)
        for row in rows
        if row.topic and not row.result
    ]
    return _paragraph("taught", tr("Taught"), joined(said), (tr("Teaching"),), holes)


def _one_lesson(row: Taught) -> str:
    learner = row.learner or tr("The person")
    words = tr("{learner}: {topic}", learner=learner, topic=row.topic)
    if row.method:
        words = tr("{lesson} ({method})", lesson=words, method=row.method)
    results = {
        "repeated-back": tr("Said it back in own words"),
        "needs-more": tr("Needs more teaching"),
        "could-not": tr("Could not say it back"),
    }
    return joined([words, results.get(row.result, ""), row.note.strip()])


def _response(words: str) -> NoteParagraph:
    holes = () if words.strip() else (tr("How the person took it is not written"),)
    return _paragraph("response", tr("Response"), words.strip(), (tr("Leaving"),), holes)


def _told(rows: Sequence[Told]) -> NoteParagraph:
    said = [_one_call(call) for call in _calls(rows)]
    said += [
        tr("Nobody was told yet, about: {what} Reason: {why}", what=sentence(row.about), why=row.why_not)
        for row in rows
        if row.flag and row.why_not.strip() and not row.who
    ]
    return _paragraph("told", tr("Told"), joined(said), (tr("Who was told"),))


def _calls(rows: Sequence[Told]) -> list[list[Told]]:
    """Put together what was told in one call: to one person, one way, in one minute, with one answer."""
    calls: dict[tuple[str, ...], list[Told]] = {}
    for row in rows:
        if not row.who:
            continue
        minute = row.when.isoformat(timespec="minutes") if row.when else ""
        alone = "" if minute and row.about else row.row
        calls.setdefault((row.who, row.how, minute, row.answer, alone), []).append(row)
    return list(calls.values())


def _one_call(rows: Sequence[Told]) -> str:
    """Say a call once, with all its reasons: a physician who reads it eight times reads eight calls."""
    first = rows[0]
    parts = [first.who, first.how, clock_time(first.when) if first.when else ""]
    words = ", ".join(part for part in parts if part)
    reasons = [row.about for row in rows if row.about]
    about = "; ".join([*(one.rstrip(". ") for one in reasons[:-1]), *reasons[-1:]])
    call = tr("{call}, about: {reason}", call=words, reason=about) if about else words
    return joined([call, first.answer])


def _goals(facts: NoteFacts) -> NoteParagraph:
    words: list[str] = []
    holes: list[str] = []
    for goal in facts.goals:
        row = facts.sheet.goal(goal.goal)
        if row.word:
            words.append(f"{goal.short.rstrip('.')}: {progress_word(row)}")
        elif goal.new:
            words.append(tr("Set today: {goal}", goal=goal.short.rstrip(".")))
        else:
            holes.append(tr("{goal}: no word", goal=goal.short.rstrip(".")))
    return _paragraph("goals", tr("Goals"), joined(words), (tr("Goals"),), holes)


def progress_word(row: GoalWord) -> str:
    """Say the word on a goal with what was measured: ``better, 6 of 7 days``."""
    words = {"better": tr("better"), "same": tr("the same"), "worse": tr("worse"), "met": tr("met")}
    word = words.get(row.word, "")
    return f"{word}, {row.value}" if word and row.value else word


def _next(plan: NextVisit, today: date | None) -> NoteParagraph:
    if plan.none_because:
        said = tr("No next visit: {reason}", reason=plan.none_because)
    elif plan.start is not None:
        day = week_day(plan.start.date(), today)
        when = tr("Visit {day} at {time}", day=day, time=clock_time(plan.start))
        said = joined([f"{when}: {plan.reason}" if plan.reason else when, bring_words(plan)])
    else:
        said = ""
    holes = () if plan.settled else (tr("No next visit agreed"),)
    return _paragraph("next", tr("Next"), sentence(said), (tr("Next visit"),), holes)


def left_on_the_table() -> str:
    """Name the receiver of a family page that nobody took in hand."""
    return tr("Left on the table")


def bring_words(plan: NextVisit) -> str:
    """Say what to bring to the next visit, if anything."""
    return tr("Bring: {things}", things=plan.bring) if plan.bring else ""
