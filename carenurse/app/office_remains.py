"""What was left on laptops that were wiped: never merged into the record, looked at by a person.

It came as a FHIR collection. Written out, it is taken over like any file of another system, where somebody
finds that it belongs into the record.
"""

from base64 import b64decode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from carenurse.app.chosen_file import write_chosen
from carenurse.app.nameless import called
from carenurse.app.ports import Reading, Records
from carenurse.app.remains import WHY
from carenurse.app.sync_words import counted, moment
from carenurse.clinical import practitioner
from carenurse.clinical.fhir import Resource, kind_of, read_json, reference_to
from carenurse.clinical.index_facts import patient_of
from carenurse.clinical.shapes import as_object, as_objects, as_text
from carenurse.errors import ExpectedError
from carenurse.office import at_hand
from carenurse.translations import tr, trn


@dataclass(frozen=True, slots=True)
class LeftLine:
    """What one laptop left in one piece: ``digest`` names it, ``lines`` say about whom it is and what."""

    digest: str
    title: str
    lines: tuple[str, ...]


def left_behind(records: Reading, now: datetime) -> tuple[LeftLine, ...]:
    """List what was left, newest first. Reads all of it: some tenths of a second for a full laptop."""
    names = {one.id: one.name.display for one in map(practitioner.decode, records.all_of("Practitioner"))}
    devices = {one.identity: one for one in at_hand.laptops(records)}
    told: list[LeftLine] = []
    for one in reversed(at_hand.remains(records)):
        device = devices.get(one.device)
        nurse = (names.get(device.nurse) or device.nurse) if device else ""
        laptop = device.name if device else one.device
        title = tr("{nurse}, {laptop}, {when}", nurse=nurse, laptop=laptop, when=moment(one.came, now))
        told.append(LeftLine(one.digest, title, _lines(records, at_hand.bytes_of(records, one.digest))))
    return tuple(told)


def _lines(records: Reading, data: bytes) -> tuple[str, ...]:
    """Say about whom it is, what, and why it is not in the record; files are counted by themselves."""
    found = _read(data)
    people: dict[str, list[LeftEntry]] = {}
    for one in found:
        if not one.is_file:
            people.setdefault(patient_of(one.resource) or "", []).append(one)
    told = [_line(records, who, ours, found) for who, ours in people.items()]
    files = len({one.file for one in found if one.why == "file"})
    kinds = {one.why for one in found if one.is_file}
    return (
        *told,
        *([trn("{number} file", "{number} files", files)] if files else []),
        *([tr("What its nurse decided about forms and the agency")] if "own" in kinds else []),
        *([tr("What stood in an open form")] if "words" in kinds else []),
        *([tr("Who did what on this laptop")] if "trail" in kinds else []),
    )


@dataclass(frozen=True, slots=True)
class LeftEntry:
    """One resource, and why the office never had it."""

    resource: Resource
    why: str

    @property
    def is_file(self) -> bool:
        """Whether it is a file, or a slice of one."""
        return kind_of(self.resource) == "Binary"

    @property
    def file(self) -> str:
        """Name the file, the same for all its slices."""
        return str(self.resource.get("id", "")).partition(".")[0]

    @property
    def slice(self) -> int:
        """Number the slice, from 1; 0 for a whole file."""
        number = str(self.resource.get("id", "")).partition(".")[2]
        return int(number) if number.isascii() and number.isdigit() else 0


def entries_of(records: Reading, digest: str) -> list[LeftEntry]:
    """List what one piece holds; nothing where it is not here."""
    return _read(at_hand.bytes_of(records, digest))


def others_of(records: Reading, digest: str) -> list[LeftEntry]:
    """List what else the same laptop left, in other pieces than this one."""
    listed = at_hand.remains(records)
    devices = {one.device for one in listed if one.digest == digest}
    others = (one.digest for one in listed if one.device in devices and one.digest != digest)
    return [entry for other in others for entry in entries_of(records, other)]


def file_of(found: Iterable[LeftEntry], name: str) -> bytes:
    """Put a file together from its slices, as far as they are here; nothing where none is."""
    ours = (one for one in found if one.is_file and one.file == name)
    slices = {one.slice: b64decode(as_text(one.resource.get("data"))) for one in ours}
    return b"".join(slices[number] for number in sorted(slices))


def _read(data: bytes) -> list[LeftEntry]:
    entries = as_objects(as_object(read_json(data) if data else None).get("entry"))
    return [LeftEntry(as_object(one.get("resource")), _why(one)) for one in entries]


def _why(entry: Resource) -> str:
    marked = [one for one in as_objects(entry.get("extension")) if one.get("url") == WHY]
    return as_text(marked[0].get("valueCode")) if marked else ""


def _line(records: Reading, patient: str, ours: Iterable[LeftEntry], found: Iterable[LeftEntry]) -> str:
    """Name somebody as the office knows them, else as what was left names them."""
    listed = list(ours)
    theirs = [one.resource for one in found if reference_to(one.resource) == f"Patient/{patient}"]
    known = records.get("Patient", patient) if patient else None
    name = called(known or (theirs or [{}])[0]) if patient else tr("About no patient")
    things = counted(one.resource for one in listed)
    words = _words()
    whys = ", ".join(dict.fromkeys(words[one.why] for one in listed if one.why in words))
    told = tr("{name}: {things}", name=name, things=things)
    return tr("{what} ({why})", what=told, why=whys) if whys else told


def _words() -> Mapping[str, str]:
    """Say why something never came into the record."""
    return {
        "draft": tr("not finished"),
        "waiting": tr("another changed it meanwhile, or it could not go"),
        "by-nurse": tr("held back by the nurse"),
        "conflict": tr("both changed it"),
        "refused": tr("refused"),
        "not-allowed": tr("not on her list any more"),
        "own": tr("kept on that laptop alone"),
        "waits-for-other": tr("belongs to something that could not go"),
    }


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
