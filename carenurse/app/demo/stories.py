"""The invented people and conditions of the demo, as ``resources/demo`` tells them.

Numbers are kept to the digit. A person's own list of diagnoses, medicines or problems replaces the lists of
the conditions that the person has.
"""

from decimal import Decimal
from functools import cache
from importlib.resources import files

import msgspec


class Story(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something told in the files; an unknown word in a file is a mistake in the file."""


class Medicine(Story, frozen=True):
    """A medicine in the home. ``code`` is an RxNorm ingredient, ``since`` counts days before today."""

    name: str
    code: str
    dose: str
    reason: str
    since: int = 180
    as_needed: bool = False


class Aim(Story, frozen=True):
    """A goal. ``due`` counts days after today; ``start``, ``low``, ``high`` are in ``unit`` (UCUM)."""

    text: str
    words: str
    due: int
    achievement: str
    measure: str | None = None
    unit: str | None = None
    start: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None


class Care(Story, frozen=True):
    """An intervention: Omaha category (TGC, TP, CM, S) and target code, how often, by whom."""

    text: str
    category: str
    target: str
    frequency: str
    performer: str


class Trouble(Story, frozen=True):
    """A problem: Omaha codes, local words, ratings (start, now, aim; 1 to 5), goals and care."""

    code: str
    words: str
    signs: tuple[str, ...]
    modifier: str
    ratings: dict[str, tuple[int, int, int]]
    goals: tuple[Aim, ...]
    interventions: tuple[Care, ...]


class Wound(Story, frozen=True):
    """A wound as its record asks: answer codes, and length, width, depth in cm at the start and now."""

    kind: str
    site: str
    stage: str
    start: tuple[Decimal, Decimal, Decimal]
    now: tuple[Decimal, Decimal, Decimal]
    tissue: str
    drainage: str


class Condition(Story, frozen=True):
    """What people with one illness have in common. ``vitals`` are start, now and spread of a value."""

    reason: str
    bring: str
    order: str
    diagnoses: tuple[str, ...]
    medicines: tuple[Medicine, ...]
    vitals: dict[str, tuple[Decimal, Decimal, Decimal]]
    problems: tuple[Trouble, ...]
    found: tuple[str, ...]
    done: tuple[str, ...]
    taught: tuple[str, ...]
    wound: Wound | None = None


class Substance(Story, frozen=True):
    """Something a person does not tolerate; no ``code`` where none is known."""

    substance: str
    code: str | None
    category: str
    reactions: tuple[str, ...]
    criticality: str


class Caution(Story, frozen=True):
    """An alert; ``{date}`` in the text is the day so many days ago."""

    text: str
    category: str
    days: int


class Kin(Story, frozen=True):
    """A relative or friend and what that person may be told."""

    given: tuple[str, ...]
    family: str
    relationship: str
    phone: str
    may_know: str
    languages: tuple[str, ...] = ()
    representative: bool = False


class Doctor(Story, frozen=True):
    """A physician."""

    given: str
    family: str
    role: str
    phone: str


class Colleague(Story, frozen=True):
    """Somebody of the agency."""

    given: tuple[str, ...]
    family: str
    credential: str
    phone: str


class Wish(Story, frozen=True):
    """What is wished for in an emergency, signed so many days ago."""

    code: str
    days: int


class Stay(Story, frozen=True):
    """A stay in hospital, from and to so many days ago."""

    name: str
    start: int
    end: int
    reason: str


class Rota(Story, frozen=True):
    """A place in the five-day round: every so many weeks, in the weeks of that phase."""

    day: int
    time: str
    minutes: int
    every: int = 1
    phase: int = 0


class Past(Story, frozen=True):
    """One visit told by hand; ``at`` counts working days from today (negative: before)."""

    at: int
    time: str
    minutes: int = 45
    reason: str = ""
    draft: bool = False
    missed: str = ""
    vitals: dict[str, Decimal] = {}
    phq2: tuple[int, int] | None = None
    found: str = ""
    done: str = ""
    taught: str = ""


class HomeReading(Story, frozen=True):
    """A value that the person measured alone, so many days ago."""

    days: int
    vital: str
    value: Decimal


class Call(Story, frozen=True):
    """A message about the person, so many days ago."""

    days: int
    time: str
    sender: str
    text: str


class Stop(Story, frozen=True):
    """Today's visit: why, and what to bring."""

    reason: str
    bring: str


class Person(Story, frozen=True):
    """One fictional patient; ``weeks`` is how long ago care began."""

    given: tuple[str, ...]
    family: str
    gender: str
    age: int
    birthday: str
    phone: str
    line: str
    conditions: tuple[str, ...]
    weeks: int
    rota: tuple[Rota, ...] = ()
    languages: tuple[str, ...] = ("en",)
    native_name: str = ""
    access: str = ""
    own_words: str = ""
    preferences: str = ""
    order: str = ""
    recert: int | None = None
    starts_today: bool = False
    allergies: tuple[Substance, ...] = ()
    alerts: tuple[Caution, ...] = ()
    wish: Wish | None = None
    contacts: tuple[Kin, ...] = ()
    doctor: Doctor | None = None
    hospital: Stay | None = None
    diagnoses: tuple[str, ...] = ()
    medicines: tuple[Medicine, ...] = ()
    problems: tuple[Trouble, ...] = ()
    past: tuple[Past, ...] = ()
    home_log: tuple[HomeReading, ...] = ()
    calls: tuple[Call, ...] = ()
    limits: dict[str, tuple[Decimal, Decimal]] = {}
    today: Stop | None = None


class Agency(Story, frozen=True):
    """The nurse's agency."""

    name: str
    phone: str
    line: str


class Names(Story, frozen=True):
    """Invented names from which further people are made."""

    given_female: tuple[str, ...]
    given_male: tuple[str, ...]
    family: tuple[str, ...]
    streets: tuple[str, ...]


class People(Story, frozen=True):
    """Everybody of the demo."""

    agency: Agency
    city: str
    postal_code: str
    nurse: Colleague
    on_call: Colleague
    doctor: Doctor
    therapist: Colleague
    people: tuple[Person, ...]
    more: Names


class Conditions(Story, frozen=True):
    """The illnesses of the demo and the words for their codes."""

    source: str
    diagnoses: dict[str, str]
    terms: dict[str, str]
    conditions: dict[str, Condition]


@cache
def people() -> People:
    """Read the people that the project ships."""
    data = files("resources").joinpath("demo", "people.json").read_bytes()
    return msgspec.json.decode(data, type=People)


@cache
def conditions() -> Conditions:
    """Read the conditions that the project ships."""
    data = files("resources").joinpath("demo", "conditions.json").read_bytes()
    return msgspec.json.decode(data, type=Conditions)
