"""The audit trail in the nurse's words: who did what, newest first."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from carenurse.app.day_words import week_day
from carenurse.app.nameless import called
from carenurse.app.ports import Reading
from carenurse.app.sync_words import kind_word
from carenurse.clinical.fhir import split_reference
from carenurse.clinical.index_facts import patient_of
from carenurse.translations import tr

_WHO_AND_WHERE: Final = frozenset({"Practitioner", "Device"})
"""Subjects of what is done with the vault itself: "Unlocked" says it all, unless her own record is meant."""
_TO_A_RECORD: Final = frozenset({"create", "read", "update", "import"})


@dataclass(frozen=True, slots=True)
class Deed:
    """One line: when on the clock of now, what was done, and whose record it was done to."""

    when: str
    what: str


def who_did_what(records: Reading, now: datetime, *, limit: int = 60) -> tuple[Deed, ...]:
    """Say the newest deeds on this laptop."""
    names: dict[str, str] = {}
    return tuple(
        Deed(_when(fact.when, now), _whose(records, fact.subject, _what(fact.action, fact.subject), names))
        for fact in records.audit_trail(limit=limit)
    )


def _whose(records: Reading, subject: str, what: str, names: dict[str, str]) -> str:
    """Say behind what was done whose record it was; a record that has left names nobody."""
    split = split_reference(subject)
    resource = records.get(*split) if split else None
    patient = patient_of(resource) if resource is not None else None
    if patient is None:
        return what
    if patient not in names:
        names[patient] = called(records.get("Patient", patient) or {})
    return tr("{what}, {name}", what=what, name=names[patient])


def _when(moment: datetime, now: datetime) -> str:
    local = moment.astimezone(now.tzinfo)
    return f"{week_day(local.date())} {local:%H:%M}"


def _what(action: str, subject: str) -> str:
    verbs = {
        "create": tr("Made"),
        "read": tr("Read"),
        "update": tr("Changed"),
        "sign": tr("Signed"),
        "print": tr("Printed"),
        "export": tr("Handed over"),
        "import": tr("Taken over"),
        "unlock": tr("Unlocked"),
        "unlock-failed": tr("Wrong passphrase or PIN"),
        "lock": tr("Locked"),
        "family-view": tr("Family view"),
        "join": tr("Joined"),
        "give": tr("Given to the family"),
        "back-up": tr("Backed up"),
        "drill": tr("Tried a backup"),
        "change-key": tr("Changed what opens the vault"),
        "purge": tr("Removed from this laptop"),
        "sync": tr("Synchronized with the office"),
        "sign-in": tr("Signed in at the office"),
        "lease": tr("How long a laptop opens without its office"),
        "wipe": tr("Wiping a laptop"),
    }
    verb = verbs.get(action, action)
    kind = subject.split("/", maxsplit=1)[0]
    told = kind and (kind not in _WHO_AND_WHERE or action in _TO_A_RECORD)
    return f"{verb}: {_kind(kind)}" if told else verb


def _kind(kind: str) -> str:
    return {
        "AllergyIntolerance": tr("an allergy"),
        "Appointment": tr("a planned visit"),
        "Binary": tr("a file"),
        "Bundle": tr("a file of records"),
        "CarePlan": tr("the care plan"),
        "Communication": tr("a message or lesson"),
        "Composition": tr("a note"),
        "Condition": tr("a problem"),
        "Consent": tr("wishes"),
        "Device": tr("a laptop"),
        "DocumentReference": tr("a paper"),
        "Encounter": tr("a visit"),
        "EpisodeOfCare": tr("the time under care"),
        "Flag": tr("an alert"),
        "Goal": tr("a goal"),
        "Group": tr("the caseload"),
        "Media": tr("a photo"),
        "MedicationRequest": tr("an ordered medicine"),
        "MedicationStatement": tr("a medicine"),
        "Observation": tr("a measurement"),
        "Organization": tr("an organization"),
        "Patient": tr("a patient"),
        "Practitioner": tr("a nurse"),
        "Provenance": tr("a signature"),
        "Questionnaire": tr("a form as it is printed"),
        "QuestionnaireResponse": tr("a form"),
        "RelatedPerson": tr("family or caregiver"),
        "ServiceRequest": tr("an intervention or order"),
        "Task": tr("what is to do"),
    }.get(kind) or kind_word(kind)
