"""The work of an office that needs a person, on its own vault in the window: laptops, patients, a restore.

It is done while the office does not serve, for a vault is open in one place only; serving again, it tells the
laptops of it. What a person decides is kept as any record is.
"""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from carenurse.app.nameless import called
from carenurse.app.office_laptops import LaptopLine, laptops
from carenurse.app.ports import Reading, Records
from carenurse.clinical import caseload, practitioner
from carenurse.clinical.caseload import Caseload
from carenurse.clinical.fhir import Resource, kind_of, new_id, reference_to
from carenurse.clinical.index_facts import patient_of
from carenurse.clinical.patient import is_deceased
from carenurse.errors import ExpectedError
from carenurse.office import at_hand
from carenurse.translations import tr, trn

_ROLE: Final = "office-work"
_EVERYBODY: Final = 100_000
_LOOKED_AT, _NAMED = 200, 5
"""How many of nobody's patients are looked at, and named; the rest are counted."""


@dataclass(frozen=True, slots=True)
class NurseLine:
    """One nurse and how many people are on her list.

    ``known``: she has a laptop, a code for one, or people on her list. Whoever else has a name here may be no
    nurse of this agency at all: the author of a file that came, a hospital's computer, the agency itself.
    """

    nurse: str
    name: str
    people: int
    known: bool


@dataclass(frozen=True, slots=True)
class Returned:
    """What came after a backup was put in place: a sentence, and whose record how many times."""

    sentence: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OfficeWork:
    """What the office's page shows; ``returned`` is None where no backup was put in place.

    ``days``: how long laptops open everything without this office; 0: for ever. ``unlisted`` says who is on
    nobody's list; "" where everybody is on one.
    """

    laptops: tuple[LaptopLine, ...]
    days: int
    nurses: tuple[NurseLine, ...]
    returned: Returned | None
    unlisted: str = ""


def does_office_work(records: Reading) -> bool:
    """Say whether this vault is an office's: it served, let a laptop in, or somebody said so."""
    return records.setting(_ROLE) == "yes" or at_hand.serves(records)


def take_office_role(records: Records) -> None:
    """Note that this vault is an office's; it is one from its first serving on without that."""
    with records.work() as work:
        work.set_setting(_ROLE, "yes")


def office_work(records: Reading, now: datetime) -> OfficeWork:
    """Gather what waits for a person at the office."""
    names = {one.id: one.name.display for one in map(practitioner.decode, records.all_of("Practitioner"))}
    lists = [one for one in map(caseload.decode, records.all_of("Group")) if one.nurse]
    counts = Counter({one.nurse: len(one.patients) for one in lists})
    laptop = {one.nurse for one in at_hand.laptops(records)} | at_hand.awaited(records)
    nurses = sorted(
        (
            NurseLine(one, name or one, counts[one], one in laptop or counts[one] > 0)
            for one, name in names.items()
        ),
        key=_by_name,
    )
    return OfficeWork(
        laptops(records, names, now),
        at_hand.lease_days(records),
        tuple(nurses),
        _returned(records),
        _unlisted(records, frozenset(who for one in lists for who in one.patients)),
    )


def _unlisted(records: Reading, listed: frozenset[str]) -> str:
    """Name the living who are on nobody's list: no nurse's laptop has them, and nobody would miss them."""
    others = [one for one in records.find_patients("", limit=_EVERYBODY) if one not in listed]
    looked_at = records.get_many("Patient", others[:_LOOKED_AT])
    names = [called(one) for one in looked_at if not is_deceased(one) and one.get("active") is not False]
    number = len(names) + len(others[_LOOKED_AT:])
    if not number:
        return ""
    told = {"names": ", ".join(names[:_NAMED]), "more": number - _NAMED}
    if number > _NAMED:
        return tr("On nobody's list: {names} and {more} more. No nurse's laptop has them.", **told)
    return tr("On nobody's list: {names}. No nurse's laptop has them.", **told)


def _by_name(line: NurseLine) -> tuple[str, str]:
    return line.name.casefold(), line.nurse


def _returned(records: Reading) -> Returned | None:
    since = at_hand.restored_at(records)
    if since is None:
        return None
    came = at_hand.came_since(records, since)
    people = Counter(patient_of(one.resource) or "" for one in came)
    lines = [_line(records, who, number) for who, number in people.most_common() if who]
    if others := people[""]:
        lines.append(trn("{number} change of no patient", "{number} changes of no patient", others))
    told = tr(
        "A backup was put in place here. Look through what came since: laptops offered again what it lacked."
    )
    more = tr("More came than is counted here.") if len(came) >= at_hand.MOST else ""
    nothing = "" if came else tr("Nothing has come yet.")
    return Returned(" ".join(filter(None, (told, more, nothing))), tuple(lines))


def _line(records: Reading, patient: str, number: int) -> str:
    name = called(records.get("Patient", patient) or {})
    return trn("{name}: {number} change", "{name}: {number} changes", number, name=name)


def looked_through(records: Records) -> None:
    """Note that what came after a restore was looked through; the laptops need nothing more."""
    at_hand.looked_through(records)


def nurses_of(records: Reading, patient: str) -> tuple[str, ...]:
    """Name (by id) the nurses on whose lists somebody is."""
    return tuple(
        nurse
        for one in records.all_of("Group")
        if patient in caseload.members(one) and (nurse := caseload.nurse_of(one))
    )


def assign(records: Records, patient: str, nurse: str) -> str:
    """Put somebody on one nurse's list and off everybody else's; says what was done.

    A nurse without a list gets one. The laptop that loses the person still sends what is left there, for
    thirty days. Raises ExpectedError for a person or a nurse who is not here.
    """
    person, colleague = records.get("Patient", patient), records.get("Practitioner", nurse)
    if person is None or colleague is None:
        raise ExpectedError(tr("This person or this nurse is not here any more."), tr("Look them up again."))
    with records.work() as work:
        groups = [one for one in work.all_of("Group") if caseload.nurse_of(one)]
        changed = [made for one in groups if (made := _moved(one, patient, nurse)) is not one]
        if not any(caseload.nurse_of(one) == nurse for one in groups):
            changed.append(_first_list(patient, nurse))
        for one in changed:
            work.put(one)
            work.record("update", reference_to(one), f"{kind_of(person)}/{patient}")
    names = {"name": called(person), "nurse": practitioner.decode(colleague).name.display or nurse}
    return tr("{name} is on the list of {nurse}.", **names)


def _moved(group: Resource, patient: str, nurse: str) -> Resource:
    """Put somebody on or off a list; the same object where nothing changes."""
    told = caseload.decode(group)
    wanted = told.nurse == nurse
    if (patient in told.patients) == wanted:
        return group
    rest = tuple(one for one in told.patients if one != patient)
    return caseload.encode(replace(told, patients=(*rest, patient) if wanted else rest), onto=group)


def _first_list(patient: str, nurse: str) -> Resource:
    return caseload.encode(Caseload(id=new_id(), name=tr("Caseload"), nurse=nurse, patients=(patient,)))
