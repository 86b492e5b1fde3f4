"""How a visit stands: sections with what is done, the note, and the checks, from the living visit."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from carenurse.app.begun_forms import Begun
from carenurse.app.visit_checks import Check, CheckFacts, OpenForm, check
from carenurse.app.visit_facts import Flag
from carenurse.app.visit_forms import short_title
from carenurse.app.visit_found import found_in_form, found_in_vitals
from carenurse.app.visit_note import NoteFacts, NoteParagraph, assemble
from carenurse.app.visit_parts import parts_of
from carenurse.app.visit_places import key_of
from carenurse.app.visit_sections import SectionState, flag_counts
from carenurse.app.visit_session import VITALS, VisitSession
from carenurse.app.visit_worksheet import Worksheet
from carenurse.forms.extraction import unmade
from carenurse.translations import tr


def note_of(visit: VisitSession, now: datetime, *, own_words: bool = True) -> tuple[NoteParagraph, ...]:
    """Write the note from what was done so far; ``own_words`` lets the nurse's changed paragraphs win."""
    earlier = {code: tuple(signs) for code, signs in visit.opened.earlier.items()}
    found = [
        found_in_vitals(key, visit.form(key), dict(earlier), now.date())
        if key == VITALS
        else found_in_form(key, visit.form(key))
        for key in visit.forms
        if visit.form(key).completion().may_complete or not visit.only_carried(key)
    ]
    facts = NoteFacts(
        sheet=visit.sheet if own_words else replace(visit.sheet, paragraphs=()),
        reason=visit.opened.reason,
        found=tuple(one for one in found if one.sentence),
        care=visit.opened.care,
        goals=visit.opened.goals,
        medicines=visit.opened.medicines,
        medicines_told=visit.opened.medicines_told,
        today=now.date(),
    )
    return assemble(facts)


def checks_of(visit: VisitSession, flags: Sequence[Flag], begun: Sequence[Begun] = ()) -> tuple[Check, ...]:
    """Ask the checks before signing; ``begun`` is what stands open about the person on other pages."""
    facts = CheckFacts(
        sheet=visit.sheet,
        reason=visit.opened.reason,
        forms=tuple(_open_forms(visit)),
        care=visit.opened.care,
        goals=visit.opened.goals,
        flags=tuple(flags),
        paper_given=visit.opened.paper_given,
        left_known=visit.left_known,
        begun=tuple(begun),
    )
    return check(facts)


def _open_forms(visit: VisitSession) -> Iterator[OpenForm]:
    for key in visit.forms:
        session = visit.form(key)
        done = session.completion()
        wrong = [problem.place for problem in done.problems]
        left = tuple(key_of(place) for place in dict.fromkeys([*done.open, *wrong, *visit.unread(key)]))
        yield OpenForm(key, session.form.title, done.answered, left, "" if left else unmade(session))


def sections_of(visit: VisitSession, flags: Sequence[Flag]) -> tuple[SectionState, ...]:
    """Say how far each section is, in the order of the rail."""
    raised = tuple(flags)
    sheet, opened = visit.sheet, visit.opened
    forms = [_form_section(visit, key, raised) for key in visit.forms]
    care = [sheet.intervention(one.order) for one in opened.care]
    cared = sum(1 for row in care if row.state == "given" or (row.state and row.reason.strip()))
    worded = sum(1 for goal in opened.goals if not goal.new and sheet.goal(goal.goal).word)
    taught = [row for row in sheet.teaching if row.topic.strip()]
    learned = sum(1 for row in taught if row.result)
    return (
        _counted("arrival", tr("Arrival"), _arrival(sheet, opened.reason), 3),
        *forms,
        _medicines(visit, raised),
        _counted("care", tr("Care given"), cared, len(care)),
        _counted("goals", tr("Goals"), worded, sum(1 for goal in opened.goals if not goal.new)),
        _counted("teaching", tr("Teaching"), learned, len(taught)),
        _leaving(sheet, raised, opened.paper_given),
    )


def _form_section(visit: VisitSession, key: str, flags: tuple[Flag, ...]) -> SectionState:
    session = visit.form(key)
    done = session.completion()
    urgent, notify = flag_counts(flags, key)
    return SectionState(
        key=key,
        title=short_title(key, session.form),
        done=done.answered,
        total=done.of,
        required_left=len(done.open) + len(done.problems),
        urgent=urgent,
        notify=notify,
        form=True,
        removable=key != VITALS,
        parts=parts_of(session, key, flags),
    )


def _counted(key: str, title: str, done: int, total: int) -> SectionState:
    return SectionState(key, title, done=done, total=total, required_left=total - done)


def _seen(visit: VisitSession) -> int:
    """Count what is known of the medicine list; nothing of it has to be."""
    sheet, listed = visit.sheet, visit.opened.medicines
    return sum(1 for one in listed if sheet.medicine(one.reference).taking) + bool(sheet.list_looked_at)


def _medicines(visit: VisitSession, flags: tuple[Flag, ...]) -> SectionState:
    urgent, notify = flag_counts(flags, "medicines")
    total = len(visit.opened.medicines) + 1
    seen = _seen(visit)
    return SectionState(
        "medicines", tr("Medicines"), done=seen, total=total, urgent=urgent, notify=notify, whole=True
    )


def _arrival(sheet: Worksheet, reason: str) -> int:
    answered = (sheet.reason or reason, sheet.homebound_help, sheet.homebound_effort)
    return sum(1 for words in answered if words.strip())


def _leaving(sheet: Worksheet, flags: tuple[Flag, ...], paper_given: str) -> SectionState:
    telling = [flag for flag in flags if flag.asks_to_tell]
    told = sum(1 for flag in telling if sheet.told_about(flag.key))
    hers = sheet.paragraph("response")
    settled = (
        bool(sheet.response.strip() or (hers and hers.text.strip())),
        sheet.family_page.settled or bool(paper_given),
        sheet.next_visit.settled,
    )
    return _counted("leaving", tr("Before leaving"), told + sum(settled), len(telling) + len(settled))
