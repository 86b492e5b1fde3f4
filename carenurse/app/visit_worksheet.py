"""What the nurse does during a visit apart from the forms: one value, replaced whole at each change.

``visit_worksheet_record`` keeps it in the record.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal, TypeVar

Given = Literal["", "given", "not-given"]
Progress = Literal["", "better", "same", "worse", "met"]
Taking = Literal["", "as-listed", "differently", "not"]
TeachBack = Literal["", "repeated-back", "needs-more", "could-not"]


@dataclass(frozen=True, slots=True)
class InterventionDone:
    """One planned intervention today: ``order`` is ``ServiceRequest/id``; not given asks for a reason."""

    order: str = ""
    state: Given = ""
    reason: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class MedicineSeen:
    """What was found of one listed medicine (``medicine``: its reference); ``note`` says how it is taken."""

    medicine: str = ""
    taking: Taking = ""
    note: str = ""

    @property
    def taken(self) -> bool:
        """Say whether the person takes it, as listed or otherwise."""
        return self.taking in ("as-listed", "differently")


@dataclass(frozen=True, slots=True)
class GoalWord:
    """The word on one goal today: ``goal`` is ``Goal/id``, ``value`` what was measured, as said."""

    goal: str = ""
    word: Progress = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class Taught:
    """One topic taught: to whom, how, and what the learner could say or show back (AHRQ teach-back).

    ``note`` holds what the learner said or did, in words.
    """

    row: str = ""
    topic: str = ""
    learner: str = ""
    method: str = ""
    result: TeachBack = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """Who was told about a flag (or anything else): the record that answers "who knew, and when".

    ``why_not`` says why nobody was told before the nurse signed; the finding then stays open.
    """

    row: str = ""
    flag: str = ""
    about: str = ""
    who: str = ""
    how: str = ""
    when: datetime | None = None
    answer: str = ""
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class Unread:
    """What was typed into a form and is no answer ("15a" for a number), as it was typed."""

    section: str = ""
    question: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """The words of one note paragraph as the nurse changed them; they win over what is assembled.

    ``base`` is the assembled text that she changed, so that a later answer that reads otherwise is shown.
    """

    name: str = ""
    text: str = ""
    base: str = ""


@dataclass(frozen=True, slots=True)
class NextVisit:
    """What was agreed at the door; ``none_because`` says why there is no next visit (discharge, hospital)."""

    start: datetime | None = None
    minutes: int = 45
    reason: str = ""
    bring: str = ""
    none_because: str = ""
    planned: str = ""
    """``Appointment/id`` when the agreed visit is one that the calendar already holds."""

    @property
    def settled(self) -> bool:
        """Say whether the question "and next?" has an answer."""
        return self.start is not None or bool(self.none_because) or bool(self.planned)


@dataclass(frozen=True, slots=True)
class FamilyPage:
    """Who received the page left in the home, in which language; or why nobody did."""

    given_to: str = ""
    language: str = ""
    when: datetime | None = None
    none_because: str = ""

    @property
    def settled(self) -> bool:
        """Say whether it is on record that the page was given, or why not."""
        return bool(self.given_to or self.none_because)


@dataclass(frozen=True, slots=True)
class Place:
    """Where the cursor was, so that reopening lands on the same question; ``page`` is "form" or "sign"."""

    section: str = ""
    question: str = ""
    page: str = ""


@dataclass(frozen=True, slots=True)
class Worksheet:
    """Everything of a visit that is not an answer in a form."""

    reason: str = ""
    homebound_help: str = ""
    homebound_effort: str = ""
    response: str = ""
    jot: str = ""
    interventions: tuple[InterventionDone, ...] = ()
    medicines: tuple[MedicineSeen, ...] = ()
    list_looked_at: str = ""
    """"yes" when the medicine list was looked at with the person."""
    goals: tuple[GoalWord, ...] = ()
    teaching: tuple[Taught, ...] = ()
    told: tuple[Told, ...] = ()
    paragraphs: tuple[Paragraph, ...] = ()
    unread: tuple[Unread, ...] = ()
    next_visit: NextVisit = field(default_factory=NextVisit)
    family_page: FamilyPage = field(default_factory=FamilyPage)
    added_forms: str = ""
    left_out_forms: str = ""
    """Names of forms beside those that the plan asks for, and of those taken out; parted by spaces."""
    place: Place = field(default_factory=Place)

    def at(self, place: Place) -> "Worksheet":
        """Remember where the cursor is."""
        return replace(self, place=place)

    def with_jot(self, words: str) -> "Worksheet":
        """Keep the words of the jot pad."""
        return replace(self, jot=words)

    def with_form(self, name: str) -> "Worksheet":
        """Take one more form into the visit."""
        left_out = " ".join(one for one in self.left_out_forms.split() if one != name)
        added = " ".join(dict.fromkeys([*self.added_forms.split(), name]))
        return replace(self, added_forms=added, left_out_forms=left_out)

    def without_form(self, name: str) -> "Worksheet":
        """Take a form out of the visit."""
        added = " ".join(one for one in self.added_forms.split() if one != name)
        left_out = " ".join(dict.fromkeys([*self.left_out_forms.split(), name]))
        return replace(self, added_forms=added, left_out_forms=left_out)

    def intervention(self, order: str) -> InterventionDone:
        """Say what happened to one planned intervention (nothing yet, when never touched)."""
        return next((row for row in self.interventions if row.order == order), InterventionDone(order))

    def goal(self, goal: str) -> GoalWord:
        """Say the word on one goal (none yet, when never touched)."""
        return next((row for row in self.goals if row.goal == goal), GoalWord(goal))

    def medicine(self, medicine: str) -> MedicineSeen:
        """Say how one listed medicine is taken (nothing yet, when never asked)."""
        return next((row for row in self.medicines if row.medicine == medicine), MedicineSeen(medicine))

    def with_medicine(self, row: MedicineSeen) -> "Worksheet":
        """Put what was found of one medicine in the place of the former."""
        return replace(self, medicines=_with_row(self.medicines, row, "medicine"))

    def paragraph(self, name: str) -> Paragraph | None:
        """Find the nurse's own words for one paragraph of the note, if she changed it."""
        return next((row for row in self.paragraphs if row.name == name), None)

    def told_about(self, flag: str) -> Told | None:
        """Find who was told about one flag, if anybody was."""
        return next((row for row in self.told if row.flag == flag and row.who), None)

    def not_told_because(self, flag: str) -> str:
        """Say why nobody was told about one flag; empty where somebody was, or nothing is said."""
        if self.told_about(flag) is not None:
            return ""
        return next((row.why_not.strip() for row in self.told if row.flag == flag), "")

    def with_unread(self, row: Unread) -> "Worksheet":
        """Keep what was typed and is no answer; an empty text forgets it."""
        here = (row.section, row.question)
        others = tuple(one for one in self.unread if (one.section, one.question) != here)
        return replace(self, unread=(*others, row) if row.text.strip() else others)

    def with_intervention(self, row: InterventionDone) -> "Worksheet":
        """Put one intervention's row in the place of the former."""
        return replace(self, interventions=_with_row(self.interventions, row, "order"))

    def with_goal(self, row: GoalWord) -> "Worksheet":
        """Put one goal's word in the place of the former."""
        return replace(self, goals=_with_row(self.goals, row, "goal"))

    def with_teaching(self, row: Taught) -> "Worksheet":
        """Put one teaching row in the place of the former, or add it."""
        return replace(self, teaching=_with_row(self.teaching, row, "row"))

    def with_told(self, row: Told) -> "Worksheet":
        """Put one "who was told" row in the place of the former, or add it."""
        return replace(self, told=_with_row(self.told, row, "row"))

    def with_paragraph(self, row: Paragraph) -> "Worksheet":
        """Keep the nurse's words for one paragraph."""
        return replace(self, paragraphs=_with_row(self.paragraphs, row, "name"))

    def without_paragraph(self, name: str) -> "Worksheet":
        """Go back to the assembled words of one paragraph."""
        return replace(self, paragraphs=tuple(row for row in self.paragraphs if row.name != name))

    def without_teaching(self, row: str) -> "Worksheet":
        """Take one teaching row out again."""
        return replace(self, teaching=tuple(kept for kept in self.teaching if kept.row != row))


Row = TypeVar("Row", MedicineSeen, InterventionDone, GoalWord, Taught, Told, Paragraph)


def _with_row(rows: Sequence[Row], row: Row, key: str) -> tuple[Row, ...]:
    kept = [row if getattr(old, key) == getattr(row, key) else old for old in rows]
    return tuple(kept) if row in kept else (*kept, row)
