"""The audit trail in the nurse's words: who did what, newest first."""

from dataclasses import dataclass
from datetime import datetime

from carenurse.app.day_words import week_day
from carenurse.app.ports import Reading
from carenurse.translations import tr


@dataclass(frozen=True, slots=True)
class Deed:
    """One line: when on the clock of now, and what was done. It names kinds of records, never a person."""

    when: str
    what: str


def who_did_what(records: Reading, now: datetime, *, limit: int = 60) -> tuple[Deed, ...]:
    """Say the newest deeds on this laptop."""
    return tuple(
        Deed(_when(fact.when, now), _what(fact.action, fact.subject))
        for fact in records.audit_trail(limit=limit)
    )


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
    }
    verb = verbs.get(action, action)
    kind = subject.split("/", maxsplit=1)[0]
    return f"{verb}: {_kind(kind)}" if kind else verb


def _kind(kind: str) -> str:
    return {
        "Appointment": tr("a planned visit"),
        "Communication": tr("a message or lesson"),
        "Composition": tr("a note"),
        "Condition": tr("a problem"),
        "DocumentReference": tr("a paper"),
        "Encounter": tr("a visit"),
        "Goal": tr("a goal"),
        "Group": tr("the caseload"),
        "Observation": tr("a measurement"),
        "Patient": tr("a patient"),
        "Practitioner": tr("a nurse"),
        "QuestionnaireResponse": tr("a form"),
        "ServiceRequest": tr("an intervention or order"),
    }.get(kind, kind)
