"""What handing over needs beside the export itself: the office's key, kept in the vault, and whose record."""

from dataclasses import dataclass

from carenurse.app.nameless import filed
from carenurse.app.ports import Reading, Records
from carenurse.clinical import patient
from carenurse.clinical.fhir import Resource
from carenurse.errors import ExpectedError
from carenurse.exchange.sealing import seal
from carenurse.translations import tr

_KEY = "office-key"


@dataclass(frozen=True, slots=True)
class PersonChoice:
    """Somebody whose record can be handed over, with enough to tell two of one name apart."""

    patient: str
    words: str


def office_key(records: Reading) -> str:
    """Give the office's public key (age1...); empty when none was kept yet."""
    return records.setting(_KEY) or ""


def keep_office_key(records: Records, key: str) -> str:
    """Keep the office's public key and give it back tidied.

    Raises ExpectedError when it is no key, so that nothing is ever sealed for nobody.
    """
    tidy = "".join(key.split())
    seal(b"", tidy)
    with records.work() as work:
        work.set_setting(_KEY, tidy)
    return tidy


def why_no_key(text: str) -> str:
    """Say why a text is no public key of an office; nothing for one that is."""
    try:
        seal(b"", "".join(text.split()))
    except ExpectedError as problem:
        return problem.sentence
    return ""


def people_called(records: Reading, words: str, limit: int = 6) -> tuple[PersonChoice, ...]:
    """Find people by name, birth date or record number; nobody without words."""
    if not words.strip():
        return ()
    found = records.get_many("Patient", records.find_patients(words, limit=limit))
    return tuple(map(_choice, found))


def _choice(resource: Resource) -> PersonChoice:
    person, name = patient.decode(resource), filed(resource)
    born = tr("born {day}", day=person.birth_date) if person.birth_date else ""
    return PersonChoice(person.id, ", ".join(part for part in (name, born) if part))
