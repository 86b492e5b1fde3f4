"""Who this person is and what must not be missed: the bar that stays on every screen about one person."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from carenurse.app.alerts import open_alerts
from carenurse.app.day_words import month_names, short_day
from carenurse.app.moved import moved_words
from carenurse.app.nameless import called
from carenurse.app.ports import Reading
from carenurse.app.untold import pressing
from carenurse.clinical import allergy, patient, related_person, wish
from carenurse.clinical.allergy import Allergy
from carenurse.clinical.altered import mark
from carenurse.clinical.dates import Moment
from carenurse.clinical.fhir import Resource
from carenurse.clinical.patient import Patient
from carenurse.clinical.shapes import as_text
from carenurse.errors import ExpectedError
from carenurse.translations import tr

V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Banner:
    """The facts of the bar; empty where the record says nothing, which the bar then says.

    ``age`` is in whole years on the day asked for. ``speaks`` names the preferred language, empty for
    English, the language of the window. ``no_known_allergies`` is a statement on record, as is
    ``no_known_drug_allergies`` about medicines alone; no allergies without them means that nobody has asked
    yet. ``allergies`` say the reactions too, ``allergens`` are the names alone, in the same order: the most
    dangerous first.
    """

    patient: str
    name: str
    age: int | None
    born: str
    gender: str
    speaks: str
    deceased: bool
    fictional: bool
    allergies: tuple[str, ...]
    allergens: tuple[str, ...]
    no_known_allergies: bool
    no_known_drug_allergies: bool
    alerts: tuple[str, ...]
    wishes: tuple[str, ...]
    representative: str
    untold: tuple[str, ...] = ()
    """The pressing findings nobody was told about yet, said shortly; ``alerts`` has the sentences."""
    other_alerts: tuple[str, ...] = ()
    """The alerts without those findings."""


def banner(records: Reading, identity: str, today: date) -> Banner:
    """Gather the bar's facts. Raises ExpectedError when there is no such person on this laptop."""
    resource = records.get("Patient", identity)
    if resource is None:
        raise ExpectedError(
            tr("This person is not on this laptop."),
            tr("Look for the name under Patients, or ask the office."),
        )
    person = patient.decode(resource)
    known = [one for one in _decoded(records, identity, "AllergyIntolerance", allergy.decode) if one.active]
    listed = (one for one in known if not one.no_known or one.altered)
    told = sorted(listed, key=lambda one: one.criticality != "high")
    alerts = alerts_of(records, identity, today)
    return Banner(
        patient=identity,
        name=called(resource),
        age=None if person.deceased else person.age_on(today),
        born=birth_words(person),
        gender=person.gender,
        speaks=spoken_by(person),
        deceased=person.deceased,
        fictional=person.fictional,
        allergies=tuple(map(_with_reactions, told)),
        allergens=tuple(map(_substance, told)),
        no_known_allergies=any(one.none_at_all for one in known),
        no_known_drug_allergies=any(one.none_of_medicines for one in known),
        alerts=alerts.all,
        wishes=wishes_of(records, identity, today),
        representative=_representative(records, identity),
        untold=tuple(short for _, short in alerts.untold),
        other_alerts=(*alerts.death, *alerts.warned),
    )


@dataclass(frozen=True, slots=True)
class Alerts:
    """What is to be heeded about one person today; ``untold`` says each finding as an alert and shortly.

    ``warned`` begins with ``whose`` the person is, where that is another nurse now.
    """

    death: tuple[str, ...]
    untold: tuple[tuple[str, str], ...]
    warned: tuple[str, ...]
    whose: str = ""

    @property
    def all(self) -> tuple[str, ...]:
        """Say all of it in one row: a death, then what nobody was told about yet, then the newest."""
        return (*self.death, *(sentence for sentence, _ in self.untold), *self.warned)


def alerts_of(records: Reading, identity: str, today: date) -> Alerts:
    """Gather the alerts in force today."""
    moved = moved_words(records, identity, today)
    return Alerts(
        _death(records, identity, today),
        pressing(records, identity, today),
        (*((moved,) if moved else ()), *(one.words for one in open_alerts(records, identity, today))),
        moved,
    )


def _death(records: Reading, identity: str, today: date) -> tuple[str, ...]:
    """Say first of all that a person has died: no list and no chart may show the person as alive."""
    person = records.get("Patient", identity) or {}
    died = Moment.parse(as_text(person.get("deceasedDateTime")))
    day = died.date.exact if died and died.date else None
    if day is not None:
        return (tr("Deceased on {day}", day=short_day(day, today)),)
    return (tr("Deceased"),) if patient.is_deceased(person) else ()


def wishes_of(records: Reading, identity: str, today: date) -> tuple[str, ...]:
    """Say the wishes for care in force today (code status, directives), newest first."""
    kept = (one for one in records.of_patient(identity, "Consent") if wish.is_wish(one))
    decoded = map(wish.decode, kept)
    return tuple(_wish_words(one) for one in decoded if one.holds_on(today) and (one.text or one.code))


def spoken_by(person: Patient) -> str:
    """Name the preferred language in the nurse's words; empty for English and where none is recorded."""
    code = person.languages[0] if person.languages else ""
    if not code or code.split("-")[0] == "en":
        return ""
    return _languages().get(code.split("-")[0], code)


def birth_words(person: Patient) -> str:
    """Say the birth date as precisely as it is known: ``14 Mar 1947``, ``Mar 1947``, ``1947``, or nothing."""
    born = person.birth_date
    if born is None:
        return ""
    if born.exact:
        return f"{short_day(born.exact)} {born.year}"
    return f"{month_names()[born.month - 1]} {born.year}" if born.month else str(born.year)


def _wish_words(told: wish.Wish) -> str:
    said = _wish_said(told)
    return f"{said} {mark()}" if told.altered else said


def _wish_said(told: wish.Wish) -> str:
    named = {
        "full-code": tr("Full code"),
        "dnr": tr("DNR"),
        "polst": tr("POLST"),
        "acd": tr("Advance directive"),
        "hcd": tr("Health care directive"),
        "emrgonly": tr("Emergency care only"),
    }
    text = named.get(told.code) or told.text or told.code
    if told.signed and (day := told.signed.date) and day.exact:
        return tr("{wish}, signed {day}", wish=text, day=f"{short_day(day.exact)} {day.exact.year}")
    return text


def _with_reactions(told: Allergy) -> str:
    name = _substance(told)
    return f"{name} ({', '.join(told.reactions)})" if told.reactions else name


def _substance(told: Allergy) -> str:
    return told.substance or tr("Unnamed substance")


def _representative(records: Reading, identity: str) -> str:
    people = _decoded(records, identity, "RelatedPerson", related_person.decode)
    for one in people:
        if one.is_representative and one.active is not False:
            words = (one.name.display, one.relationship)
            return ", ".join(word for word in words if word)
    return ""


def _decoded(records: Reading, identity: str, kind: str, decode: Callable[[Resource], V]) -> list[V]:
    return [decode(resource) for resource in records.of_patient(identity, kind)]


def _languages() -> dict[str, str]:
    return {
        "ar": tr("Arabic"),
        "de": tr("German"),
        "es": tr("Spanish"),
        "fr": tr("French"),
        "hi": tr("Hindi"),
        "ht": tr("Haitian Creole"),
        "it": tr("Italian"),
        "ko": tr("Korean"),
        "pl": tr("Polish"),
        "pt": tr("Portuguese"),
        "ru": tr("Russian"),
        "tl": tr("Tagalog"),
        "vi": tr("Vietnamese"),
        "zh": tr("Chinese"),
    }
