"""What the visit's parts tell one another: flags, planned care, agreed goals, and what was found."""

from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from carenurse.app.plan_values import ValueThen
from carenurse.clinical.goal import Goal

WORKSHEET_SECTIONS = ("arrival", "care", "goals", "teaching", "leaving")
"""Keys of the sections that are not forms, in the order in which a visit goes; forms stand after arrival."""


class Level(IntEnum):
    """How pressing a flag is; the order is the order on the screen."""

    LOOK = 1
    """Worth a look: carried into the note, nobody has to be told."""
    NOTIFY = 2
    """Somebody is told the same day."""
    URGENT = 3
    """Somebody is told now, before the nurse leaves."""


@dataclass(frozen=True, slots=True)
class Flag:
    """Something found that asks for a deed. ``why`` and ``what_to_do`` are whole sentences."""

    key: str
    level: Level
    why: str
    what_to_do: str
    section: str
    question: str
    source: str = ""
    doubtful: bool = False
    """The number itself is in doubt: before signing it is put right, or its reason is on record."""
    meant: str = ""
    """The unit (UCUM) in which the number was perhaps typed, where it is in doubt."""
    alert: str = ""
    """What everybody who goes there must know until it is resolved; most findings leave no alert."""
    next_forms: tuple[str, ...] = ()
    """Canonical addresses of the forms that the finding asks for."""

    @property
    def asks_to_tell(self) -> bool:
        """Say whether the record must show who was told."""
        return self.level >= Level.NOTIFY


@dataclass(frozen=True, slots=True)
class PlannedCare:
    """One intervention of the plan; ``order`` is ``ServiceRequest/id``, ``teaches``: it is a lesson."""

    order: str
    text: str
    category: str = ""
    teaches: bool = False
    frequency: str = ""
    problem: str = ""
    last_given: date | None = None


@dataclass(frozen=True, slots=True)
class ListedMedicine:
    """One line of the medicine list; ``reference`` is that of its statement or order."""

    reference: str
    name: str
    dose: str = ""
    source: str = ""
    """Said where it rests only on what was told at home."""
    allergy: str = ""
    """An allergy on record of the same name, as a sentence."""
    twice: str = ""
    """Other lines that name the same ingredient, as a sentence."""


@dataclass(frozen=True, slots=True)
class AgreedGoal:
    """One goal in force; ``goal`` is ``Goal/id``, ``words`` the person's own.

    ``target`` is the goal with its measure and aim; ``before`` the newest value on record of that measure.
    """

    goal: str
    text: str
    words: str = ""
    due: date | None = None
    last_word: str = ""
    last_value: str = ""
    last_when: date | None = None
    target: Goal | None = None
    before: ValueThen | None = None
    new: bool = False
    """Agreed on the day of this visit: nobody can say yet how it goes, and no word on it is asked for."""

    @property
    def short(self) -> str:
        """Say the goal in the person's own words where there are any."""
        return self.words or self.text


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence of what was found, with the section that it comes from."""

    section: str
    title: str
    sentence: str
