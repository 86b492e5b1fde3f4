"""What was left on laptops that were wiped: never merged into the record, looked at by a person.

It came as a FHIR collection. Written out, it is taken over like any file of another system, where somebody
finds that it belongs into the record.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from carenurse.app.chosen_file import write_chosen
from carenurse.app.nameless import called
from carenurse.app.ports import Reading, Records
from carenurse.app.sync_words import counted, moment
from carenurse.clinical.fhir import Resource, kind_of, read_json
from carenurse.clinical.index_facts import patient_of
from carenurse.clinical.shapes import as_object, as_objects
from carenurse.errors import ExpectedError
from carenurse.office import at_hand
from carenurse.translations import tr, trn


@dataclass(frozen=True, slots=True)
class LeftLine:
    """What one laptop left in one piece: ``digest`` names it, ``lines`` say about whom it is and what."""

    digest: str
    title: str
    lines: tuple[str, ...]


def left_behind(records: Reading, names: Mapping[str, str], now: datetime) -> tuple[LeftLine, ...]:
    """List what was left, newest first; ``names`` of the nurses by id."""
    devices = {one.identity: one for one in at_hand.laptops(records)}
    told: list[LeftLine] = []
    for one in reversed(at_hand.remains(records)):
        device = devices.get(one.device)
        nurse = names.get(device.nurse, device.nurse) if device else ""
        laptop = device.name if device else one.device
        title = tr("{nurse}, {laptop}, {when}", nurse=nurse, laptop=laptop, when=moment(one.came, now))
        told.append(LeftLine(one.digest, title, _lines(records, at_hand.bytes_of(records, one.digest))))
    return tuple(told)


def _lines(records: Reading, data: bytes) -> tuple[str, ...]:
    """Say about whom it is and what; files are counted by themselves."""
    entries = as_objects(as_object(read_json(data) if data else None).get("entry"))
    found = [as_object(one.get("resource")) for one in entries]
    people: dict[str, list[Resource]] = {}
    for one in found:
        if kind_of(one) != "Binary":
            people.setdefault(patient_of(one) or "", []).append(one)
    told = [_line(records, who, ours, found) for who, ours in people.items()]
    files = len({str(one.get("id", "")).partition(".")[0] for one in found if kind_of(one) == "Binary"})
    return (*told, *([trn("{number} file", "{number} files", files)] if files else []))


def _line(records: Reading, patient: str, ours: Iterable[Resource], found: Iterable[Resource]) -> str:
    """Name somebody as the office knows them, else as what was left names them."""
    theirs = [one for one in found if (kind_of(one), one.get("id")) == ("Patient", patient)]
    known = records.get("Patient", patient) if patient else None
    name = called(known or (theirs or [{}])[0]) if patient else tr("About no patient")
    return tr("{name}: {things}", name=name, things=counted(ours))


def save_left(records: Records, digest: str, target: Path) -> str:
    """Write it to a file that somebody chose, readable by whoever has the file; says so.

    Raises ExpectedError where it is not here, or the folder does not take it.
    """
    data = at_hand.bytes_of(records, digest)
    if not data:
        raise ExpectedError(tr("This is not here any more."), tr("Look at the list again."))
    write_chosen(data, target)
    with records.work() as work:
        work.record("export", "Bundle", f"remains {digest}")
    return tr(
        "Saved as {name}. It is not sealed: whoever has it can read everything in it.", name=target.name
    )
