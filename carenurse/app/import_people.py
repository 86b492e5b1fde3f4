"""Whom a file is about: who they are, whether they are here, and whether an id is quite another person's."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from carenurse.app.banner import birth_words
from carenurse.app.look_alikes import LookAlike, find_look_alikes
from carenurse.app.nameless import called
from carenurse.app.ports import Reading
from carenurse.app.same_person import is_same_person, may_be_same_person
from carenurse.clinical.fhir import Resource
from carenurse.clinical.identity import identifiers, origins
from carenurse.clinical.index_facts import patient_of
from carenurse.clinical.patient import decode as decode_person
from carenurse.exchange.digests import digest_of
from carenurse.exchange.reading import Incoming, States
from carenurse.exchange.refusing import RefusedFileError
from carenurse.exchange.sources import who
from carenurse.translations import tr, trn


@dataclass(frozen=True, slots=True)
class Coming:
    """One person of a file: name and birth date as told there, and whether they are here already."""

    id: str
    name: str
    born: str
    here: bool


def without_person(records: Reading, found: list[States]) -> Iterator[str]:
    """Tell of resources whose person has not come yet, such as lines of NDJSON ahead of their Patient."""
    whose = Counter(patient_of(one.current) for one in found)
    missing = [one for one in whose if one is not None and records.get("Patient", one) is None]
    here = {one.id for one in found if one.kind == "Patient"}
    if number := sum(whose[one] for one in missing if one not in here):
        yield trn(
            "{number} resource is about somebody neither in the file nor here; it shows once they come.",
            "{number} resources are about people neither in the file nor here; they show once those come.",
            number,
        )


def coming(records: Reading, found: list[States], joins: Mapping[str, str]) -> Iterator[Coming]:
    """Name the people of a file."""
    for one in found:
        if one.kind == "Patient":
            person = decode_person(one.current)
            here = one.id in joins or records.get("Patient", one.id) is not None
            yield Coming(one.id, called(one.current), birth_words(person), here)


def patients(found: list[States]) -> tuple[str, ...]:
    """List whose records the file holds, those joined to another under the other's id."""
    return everybody([one for one in found if one.kind == "Patient"])


def everybody(found: list[States]) -> tuple[str, ...]:
    """List of whom anything in the file is: with the last of them who leaves the laptop, the file goes."""
    whose = (patient_of(one.current) for one in found)
    return tuple(dict.fromkeys(one for one in whose if one))


def standing_for(found: list[States], joins: Mapping[str, str]) -> dict[str, str]:
    """Tell of each person of the file who stands for them: as the nurse decided, else as the file says."""
    told = {one.id: patient_of(one.current) or one.id for one in found if one.kind == "Patient"}
    return told | dict(joins)


def look_alikes(records: Reading, found: list[States], joins: Mapping[str, str]) -> Iterator[LookAlike]:
    """Find look-alikes of people who are new here; who is here already was decided on."""
    for one in found:
        if one.kind == "Patient" and one.id not in joins and records.get("Patient", one.id) is None:
            yield from find_look_alikes(records, one.current)


def stranger(records: Reading, incoming: Incoming) -> str:
    """Find out whether a person of the file has the id of somebody else here, as two senders may use.

    It is the same person only where what they tell says so; else a digest of who it is tells the senders
    apart, and whether it is one person after all is asked as about any look-alike.
    """
    for identity, told in incoming.patients_whose_id(is_made=True):
        if _is_another(records, identity, told, is_same_person):
            return digest_of(who(told))[:16]
    return ""


def _is_another(
    records: Reading, identity: str, told: Resource, same: Callable[[Resource, Resource], bool]
) -> bool:
    """Compare with who has an id here, in earlier states too: the nurse may have put right what was told."""
    kept = records.get("Patient", identity)
    if kept is None or same(told, kept):
        return False
    return not any(same(told, one.resource) for one in records.versions("Patient", identity))


def refuse_another_in_the_place_of(records: Reading, incoming: Incoming) -> None:
    """Refuse a file whose Patient has the very UUID of quite another person here.

    Such an id stays, so that taking the file would put one person's name over the other's chart.
    """
    for identity, told in incoming.patients_whose_id(is_made=False):
        if _is_another(records, identity, told, _may_be_one_person):
            raise RefusedFileError(
                tr("A person in this file has the id of somebody else on this laptop."),
                tr("Nothing of this file was stored. Tell the sender, and compare both with the office."),
            )


def refuse_without_their_person(records: Reading, found: list[States]) -> None:
    """Refuse entries about an id that two people here have at senders of one name, where nobody is named.

    Senders of one name are told apart by the people in their files; a file without them would go into the
    chart of whoever came first.
    """
    in_file = {one.id for one in found if one.kind == "Patient"}
    absent = {whose for one in found if (whose := patient_of(one.current))} - in_file
    here = [kept for one in absent if (kept := records.get("Patient", one)) is not None]
    theirs = {name for kept in here for name in _names_at_senders(kept)}
    if theirs and any(
        theirs & _names_at_senders(one) for one in records.all_of("Patient") if one["id"] not in absent
    ):
        raise RefusedFileError(
            tr("This file does not say whose its entries are: two people here go by the id that it gives."),
            tr("Nothing of it was stored. Ask the sender for a file with the person in it."),
        )


def _names_at_senders(person: Resource) -> set[tuple[str, str]]:
    """List the ids of a person elsewhere, with the plain name of each sender."""
    split = (token.rpartition("|") for token in origins(person))
    return {(source.partition("#")[0], identity) for source, _, identity in split}


def refuse_two_under_one_id(incoming: Incoming) -> None:
    """Refuse a file in which two people go by one id, as when the files of two senders were put into one.

    Nobody could say whose the rest of the file is.
    """
    for is_made, same in ((True, may_be_same_person), (False, _may_be_one_person)):
        first: dict[str, Resource] = {}
        for identity, told in incoming.patients_whose_id(is_made=is_made):
            if not same(told, first.setdefault(identity, told)):
                raise RefusedFileError(
                    tr("Two people in this file go by the same id."),
                    tr("Nothing of it was stored. Ask for one file from each sender."),
                )


def _may_be_one_person(one: Resource, other: Resource) -> bool:
    """Say no only when number, birth date and name are all told and none agrees."""
    told = [(one.get(name), other.get(name)) for name in ("birthDate", "name")]
    return any(not mine or not theirs or mine == theirs for mine, theirs in told) or bool(
        set(identifiers(one)) & set(identifiers(other))
    )
