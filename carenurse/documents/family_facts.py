"""What the page for the family says, before it has a language, a size of type or a place on paper.

Free words come as ``Words``: the nurse's or the patient's own, in the language they were written in, with a
translation only if a person made one. Whether something may stand on a paper that others see is decided by
the use case that gathers the facts; here everything given is printed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from carenurse.documents.readings import Reading

Change = Literal["new", "changed", "stopped", "told", "same"]
"""``told``: written down at home since the visit before, without a word of since when it is taken."""


@dataclass(frozen=True, slots=True)
class Words:
    """Free text in the language it was written in; ``strong`` is a part of it to print bold."""

    text: str
    language: str = "en"
    translations: tuple[tuple[str, str], ...] = ()
    strong: str = ""
    left: "Words | None" = None
    """What the translations leave as it was written, such as a lesson in the nurse's words: behind them."""

    def left_in(self, language: str) -> "Words | None":
        """Give what stands behind the translation in this language; None where the text itself is printed."""
        return self.left if self.in_language(language)[1] != self.language else None

    def in_language(self, language: str) -> tuple[str, str]:
        """Give the text in this language if there is one, else as it was written; with its language."""
        if self.language.split("-")[0] == language:
            return self.text, language
        return next(
            ((text, to) for to, text in self.translations if to == language), (self.text, self.language)
        )


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody else to call: "Clinical manager: Grace Holm, 555-0143"."""

    role: Words
    name: str
    phone: str


@dataclass(frozen=True, slots=True)
class NextVisit:
    """The next visit; with ``end`` the nurse comes between the two times, without it at about ``start``."""

    start: datetime
    end: datetime | None = None
    who: str = ""
    lines: tuple[Words, ...] = ()


@dataclass(frozen=True, slots=True)
class OtherAppointment:
    """An appointment with somebody else."""

    start: datetime
    what: Words
    place: str = ""


@dataclass(frozen=True, slots=True)
class MedicineChange:
    """A medicine that is new, changed or stopped: what it is for, how much and when, in words."""

    change: Change
    name: str
    details: tuple[Words, ...] = ()
    special: bool = False
    """On hold, known from the home alone, or against an allergy: its words are never left off."""
    warning: Words | None = None
    """That an allergy on the list stands against it, and whom to call; printed first, and bold."""


@dataclass(frozen=True, slots=True)
class GoalLine:
    """A goal in the person's own words, and where it stands."""

    own_words: Words
    progress: Words | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A further block under one of the fixed headings, such as ``woundCare`` or ``foodAndDrink``."""

    label: str
    lines: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class FamilySummary:
    """Everything on the page, in the order in which it is printed."""

    patient: str
    visit_start: datetime
    visit_end: datetime | None
    nurse: str
    nurse_role: str
    """A key of the labels after ``role.``: RN, LPN, LVN, CM; anything else is "home nurse"."""
    agency: str
    phone: str
    prepared: datetime
    day_or_night: bool = False
    main_message: Words | None = None
    emergency: tuple[Words, ...] = ()
    emergency_number: str = "911"
    call_us_first: bool = False
    """A palliative plan may want the family to call the nurse and not the emergency number."""
    call_today: tuple[Words, ...] = ()
    contacts: tuple[Contact, ...] = ()
    crisis_line: str = ""
    """A number for anybody in the home who is in despair. It is on every paper of an agency, whatever the
    diagnosis, so that it tells nothing about anybody; empty where the agency wants none."""
    to_do: tuple[Words, ...] = ()
    next_visit: NextVisit | None = None
    appointments: tuple[OtherAppointment, ...] = ()
    why: tuple[Words, ...] = ()
    found: tuple[Words, ...] = ()
    readings: tuple[Reading, ...] = ()
    medicines: tuple[MedicineChange, ...] = ()
    listed: tuple[MedicineChange, ...] = ()
    """The other medicines on the list, whether or not somebody said today that they are the same."""
    same_medicines: int = 0
    """How many other medicines stay as they were: told only where the list was looked at."""
    other_medicines: bool = False
    """There are other medicines, and nobody said today that they are the same."""
    changes_left_off: bool = False
    """Something changed that is not on the paper: then nothing says that all is as it was."""
    medicine_notes: tuple[Words, ...] = ()
    goals: tuple[GoalLine, ...] = ()
    teach_back: tuple[Words, ...] = ()
    questions: tuple[Words, ...] = ()
    sections: tuple[Section, ...] = ()
    allergies: tuple[Words, ...] = ()
    no_known_allergies: bool = False
    no_known_drug_allergies: bool = False
    fictional: bool = False
    """An invented person is marked on every page, so that a practice paper is never taken for a real one."""

    def in_other_languages(self, language: str) -> Iterator[Words]:
        """Walk what is printed in another language than the page's, the names of allergies too."""
        warnings = (one.warning for one in (*self.medicines, *self.listed) if one.warning)
        printed = (*self.free_text(), *self.allergies, *warnings)
        everything = (part for words in printed for part in (words, words.left_in(language)) if part)
        return (words for words in everything if words.in_language(language)[1] != language)

    def free_text(self) -> Iterator[Words]:
        """Walk all free words of which a grade is asked: names (of medicines, of allergies) have none."""
        yield from (self.main_message,) if self.main_message else ()
        for lines in (self.emergency, self.call_today, self.to_do, self.why, self.found, self.medicine_notes):
            yield from lines
        yield from (contact.role for contact in self.contacts)
        yield from (appointment.what for appointment in self.appointments)
        yield from self.next_visit.lines if self.next_visit else ()
        yield from (words for medicine in (*self.medicines, *self.listed) for words in medicine.details)
        for goal in self.goals:
            yield goal.own_words
            yield from (goal.progress,) if goal.progress else ()
        yield from (*self.teach_back, *self.questions)
        yield from (words for section in self.sections for words in section.lines)
