"""At the office without any network: a laptop's sealed parcel is taken in, and its answer is written.

Parcels may come twice, late and in any order. Which laptop wrote one is told by its signature; the first
parcel of a nurse makes her laptop known.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final, Literal

from carenurse.app.chosen_file import read_chosen, write_chosen
from carenurse.app.import_records import carry_out, plan_import
from carenurse.app.nameless import called
from carenurse.app.ports import Reading, Records
from carenurse.app.reach import needs_everybody
from carenurse.app.sync_stick import Stick
from carenurse.app.sync_words import counted, moment
from carenurse.clinical import practitioner
from carenurse.clinical.fhir import Resource, kind_of, reference_to, split_reference, write_json
from carenurse.clinical.index_facts import patient_of
from carenurse.clinical.shapes import as_object
from carenurse.errors import ExpectedError
from carenurse.exchange.parcels import own_files
from carenurse.exchange.refusing import RefusedFileError
from carenurse.exchange.stick import Opened, Place, open_parcel, seal_answer, state_of
from carenurse.sync.canonical import same
from carenurse.translations import tr, trn

_KNOWN, _PAST_OF = "stick:known:", "stick:past:"
_PAST: Final = 50
"""States of one resource that are remembered as past."""


Laptop = Literal["known", "first", "another"]
"""Whether parcels of this nurse came from this laptop before, or none came yet, or from another one."""


@dataclass(frozen=True, slots=True)
class ParcelLook:
    """What a laptop's parcel brings, in words; nothing of it is taken yet.

    ``key``: how the laptop's own key begins, for two people to compare. ``lines``: whose record, what of it.
    ``note`` says what of it is here already, "" where all of it is new.
    """

    nurse: str
    laptop: Laptop
    key: str
    written: str
    lines: tuple[str, ...]
    total: int
    note: str


def look_at_parcel(records: Reading, file: Path, key_file: str, now: datetime) -> ParcelLook:
    """Read a laptop's parcel and say what it brings. Raises ExpectedError for what is no such parcel."""
    needs_everybody(records, tr("No parcel can be taken in before this laptop has met its office."))
    parcel = open_parcel(read_chosen(file), key_file)
    known = (records.setting(_KNOWN + parcel.nurse) or "").split()
    laptop: Laptop = "known" if parcel.signer in known else "another" if known else "first"
    split = split_reference(parcel.nurse)
    nurse = records.get(*split) if split else None
    return ParcelLook(
        nurse=practitioner.decode(nurse or {}).name.display or tr("a nurse who is not known here"),
        laptop=laptop,
        key=_short_key(parcel),
        written=moment(parcel.written, now) if parcel.written else "",
        lines=tuple(_lines_of(records, parcel)),
        total=len(parcel.resources),
        note=_note_on(records, parcel),
    )


def _lines_of(records: Reading, parcel: Opened) -> Iterator[str]:
    """Say of each person what comes; then what is about nobody."""
    sent = {str(one["id"]): one for one in parcel.resources if kind_of(one) == "Patient"}
    people: dict[str, list[Resource]] = {}
    for one in parcel.resources:
        people.setdefault(patient_of(one) or "", []).append(one)
    for who in sorted(people, key=lambda who: not who):
        person = records.get("Patient", who) or sent.get(who) or {}
        name = called(person) if who else tr("Of no patient")
        yield tr("{name}: {what}", name=name, what=counted(people[who]))


def _note_on(records: Reading, parcel: Opened) -> str:
    """Say what of a parcel is here already: the very same, or something later of the same laptop."""
    old = [one for one in parcel.resources if _is_past(records, parcel, one)]
    if not old:
        return ""
    if len(old) == len(parcel.resources):
        return tr("All of it is here already, as it is or newer. Taking it in again writes its answer again.")
    return trn(
        "{number} of them is here already, as it is or newer; the newer stays.",
        "{number} of them are here already, as they are or newer; the newer stays.",
        len(old),
    )


def _is_past(records: Reading, parcel: Opened, one: Resource) -> bool:
    place, past = parcel.places.get(reference_to(one), Place()), _past(records, parcel.signer, one)
    return 0 < place.number <= past.number or state_of(one) in past.replaces


def answer_parcel(
    records: Records, file: Path, key_file: str, target: Path, now: datetime, *, new_laptop: bool = False
) -> Stick:
    """At the office: take a laptop's file over and write the answer that the nurse takes back.

    What the office could not take (it has something else there) is not acknowledged; the nurse gets the
    office's own state and reads both. A nurse's first file makes her laptop known; ``new_laptop`` makes
    another one known. Raises ExpectedError for what is no such file, and for a laptop that is not known.
    """
    needs_everybody(records, tr("No parcel can be taken in before this laptop has met its office."))
    data = read_chosen(file)
    parcel = open_parcel(data, key_file)
    first = _know_laptop(records, parcel, new_laptop=new_laptop)
    _take_over(records, parcel, file.name, now)
    has = {reference_to(one): tag for one in parcel.resources if (tag := _tag_of(records, one))}
    changes = list(_changed(records, parcel))
    _write_answer(seal_answer(parcel, has, changes, now), target)
    return Stick(
        trn(
            "{number} change was taken over; the answer is written.",
            "{number} changes were taken over; the answer is written.",
            len(has),
        ),
        tr("Give the answer to the nurse.") + (f" {_first_words(parcel)}" if first else ""),
        len(has),
    )


def _write_answer(data: bytes, target: Path) -> None:
    """Write the answer. Raises ExpectedError where it cannot be: the parcel itself is taken in by then."""
    try:
        write_chosen(data, target)
    except ExpectedError as problem:
        raise ExpectedError(
            tr("The parcel was taken in, but its answer was not written. {why}", why=problem.sentence),
            tr("Take it in once more and choose another place for the answer; nothing is taken twice."),
        ) from None


def _take_over(records: Records, parcel: Opened, name: str, now: datetime) -> None:
    """Take over what is news; a state that a file taken before stands for would bring something old back."""
    news: list[Resource] = []
    files = list(own_files(parcel.resources))
    with records.work(files=[content for _, content in files]) as work:
        for one in parcel.resources:
            place, past = parcel.places.get(reference_to(one), Place()), _past(work, parcel.signer, one)
            is_next = place.number > past.number
            if state_of(one) not in past.replaces:
                news.append(one)
            elif is_next:  # she went back to an earlier state on purpose
                work.put(one, local=True)
                work.record("import", reference_to(one), "parcel")
            known = [*sorted(past.replaces), *sorted(place.replaces - past.replaces)][-_PAST:]
            told = " ".join((str(max(place.number, past.number)), *known))
            work.set_setting(_past_name(parcel.signer, one), told)
        for media_type, content in files:
            work.keep_file(content, media_type=media_type, name="file")
    if news:
        entries = [{"resource": one} for one in news]
        bundle = {"resourceType": "Bundle", "type": "collection", "entry": entries}
        carry_out(records, plan_import(records, write_json(bundle), name), {}, now)


def _past_name(signer: str, one: Resource) -> str:
    return f"{_PAST_OF}{signer[:16]}:{reference_to(one)}"


def _past(work: Reading, signer: str, one: Resource) -> Place:
    """Read how far the files of this laptop have come with one resource."""
    number, *states = (work.setting(_past_name(signer, one)) or "0").split()
    return Place(int(number), frozenset(states))


def _know_laptop(records: Records, parcel: Opened, *, new_laptop: bool) -> bool:
    """Say whether a laptop is seen for the first time. Raises RefusedFileError for one not expected."""
    name = _KNOWN + parcel.nurse
    known = (records.setting(name) or "").split()
    if parcel.signer in known:
        return False
    if known and not new_laptop:
        raise RefusedFileError(
            tr("This parcel was written on another laptop than this nurse's parcels before."),
            tr("Nothing was taken. Ask the nurse; if she has a new laptop, take it as one (--new-laptop)."),
        )
    with records.work() as work:
        work.set_setting(name, " ".join([*known, parcel.signer]))
    return True


def _first_words(parcel: Opened) -> str:
    return tr("It is the first parcel of this laptop; its key begins with {key}.", key=_short_key(parcel))


def _short_key(parcel: Opened) -> str:
    return parcel.signer[:16].upper()


def _tag_of(records: Reading, sent: Resource) -> str:
    """Name the version under which the office has a state; "" where it has not.

    A state that was only kept behind the office's own (both of one moment) was not taken.
    """
    versions = records.versions(kind_of(sent), str(sent["id"]))
    for place in reversed(range(len(versions))):
        one, after = versions[place], versions[place + 1 : place + 2]
        if same(one.resource, sent):
            behind = any(next_one.saved == one.saved for next_one in after)
            return "" if behind else str(one.number)
    return ""


def _changed(records: Reading, parcel: Opened) -> list[Resource]:
    """Give what the office has otherwise than it was sent, of the people and things in the file."""
    sent = {reference_to(one): one for one in parcel.resources}
    people = {who for one in parcel.resources if (who := patient_of(one))}
    theirs = {
        reference_to(one): one
        for who in people
        for kind in records.kinds(who)
        for one in records.of_patient(who, kind)
    }
    for name in sent:
        split = split_reference(name)
        if split and (one := records.get(*split)):
            theirs[name] = one
    return [
        _as_the_office_has(records, one)
        for name, one in theirs.items()
        if not _is_as_sent(sent.get(name), one)
    ]


def _is_as_sent(sent: Resource | None, here: Resource) -> bool:
    return sent is not None and same(sent, here)


def _as_the_office_has(records: Reading, resource: Resource) -> Resource:
    """Write the office's own version and moment into a state, as a server would."""
    newest = records.versions(kind_of(resource), str(resource["id"]))[-1]
    meta = {**as_object(resource.get("meta"))}
    meta |= {"versionId": str(newest.number), "lastUpdated": newest.saved.isoformat()}
    return {**resource, "meta": meta}
