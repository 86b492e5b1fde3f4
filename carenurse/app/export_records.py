"""Handing records over: a FHIR R4 Bundle, sealed for the office's key, or plain when that is asked for.

Sealed for the office: a transaction of PUTs with relative references and a manifest, which any FHIR server
takes and ``carenurse import`` opens. Plain: a collection, in which references stand again as the sender of
the record wrote them wherever they still lead to a resource of the file. ``Form.AS_RECEIVED`` gives also the
ids of the sender back; it is for handing a record back to where it came from, one sender at a time.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from carenurse.app.chosen_file import write_chosen
from carenurse.app.gathering import about, everything
from carenurse.app.nameless import called
from carenurse.app.ports import Records
from carenurse.app.reach import needs_everybody
from carenurse.clinical.fhir import Resource, kind_of, write_json
from carenurse.clinical.index_facts import patient_of
from carenurse.errors import ExpectedError
from carenurse.exchange.parcels import collection, give_back, transaction
from carenurse.exchange.sealing import seal
from carenurse.sync.kept import journal_of
from carenurse.translations import tr, trn
from carenurse.vault.failures import FullDiskError


class Form(StrEnum):
    """How a record is written."""

    SERVER = "server"
    FILE = "file"
    AS_RECEIVED = "as-received"


@dataclass(frozen=True, slots=True)
class Export:
    """A Bundle ready to be written: its bytes, what is in it, and whether it is sealed.

    ``warning`` is a sentence for whoever writes a file that is not sealed.
    """

    data: bytes
    counts: dict[str, int]
    patients: tuple[str, ...]
    sealed: bool
    warning: str = ""
    whose: str = ""
    """Whose record it is, in words; a person whose records were joined is one person."""

    @property
    def total(self) -> int:
        """All resources."""
        return sum(self.counts.values())


def export_patient(
    records: Records, patient: str, now: datetime, *, to: str = "", form: Form | None = None
) -> Export:
    """Pack everything about one person. ``to`` is the office's public key; none leaves the Bundle plain.

    Raises ExpectedError when there is no such person, or no such key; LeaseOverError. The export is audited.
    """
    if records.get("Patient", patient) is None:
        raise ExpectedError(
            tr("There is no such person in this record."), tr("Look the person up and try again.")
        )
    return replace(
        _pack(records, lambda: about(records, patient), now, to, form), whose=_one_person(records, patient)
    )


def export_all(records: Records, now: datetime, *, to: str = "", form: Form | None = None) -> Export:
    """Pack the whole record; see ``export_patient``."""
    packed = _pack(records, lambda: everything(records), now, to, form)
    people = {patient_of(one) for one in records.all_of("Patient")}
    return replace(packed, whose=trn("{number} person", "{number} people", len(people)))


def _one_person(records: Records, patient: str) -> str:
    """Name the person, and say it where two systems' records of her were joined: no second person goes."""
    joined = len(records.of_patient(patient, "Patient"))
    name = called(records.get("Patient", patient) or {})
    if joined < 2:  # noqa: PLR2004  the record itself is one
        return name
    return trn("{name} ({number} joined record)", "{name} ({number} joined records)", joined, name=name)


def write_export(export: Export, target: Path) -> None:
    """Write an export to the file that the nurse chose. Raises as ``write_chosen`` does."""
    write_chosen(export.data, target)


def _pack(
    records: Records, gather: Callable[[], list[Resource]], now: datetime, to: str, form: Form | None
) -> Export:
    needs_everybody(records, tr("Nothing can be handed over before this laptop has met its office."))
    resources = gather()
    bundle = _bundle(resources, now, records.me, form or (Form.SERVER if to else Form.FILE))
    plain = write_json(bundle)
    data = seal(plain, to) if to else plain
    patients = tuple(str(one["id"]) for one in resources if kind_of(one) == "Patient")
    _keep_trace(records, resources, [f"Patient/{one}" for one in patients], "sealed" if to else "plain")
    counts: dict[str, int] = {}
    for one in resources:
        counts[kind_of(one)] = counts.get(kind_of(one), 0) + 1
    return Export(data, dict(sorted(counts.items())), patients, bool(to), "" if to else _warning())


def _keep_trace(records: Records, resources: list[Resource], people: list[str], how: str) -> None:
    """Note who is handed over, before anything is: without that trace nothing leaves the vault."""
    try:
        with records.work() as work:
            for subject in people or ["Bundle"]:
                work.record("export", subject, how)
        journal_of(records).note_handed_out(resources)
    except FullDiskError:
        raise ExpectedError(
            tr("The disk with your records is full: no export can be noted there, so none was written."),
            tr("Delete a file you do not need on that disk, a few megabytes are enough, then export again."),
        ) from None


def _bundle(resources: list[Resource], now: datetime, nurse: str, form: Form) -> Resource:
    match form:
        case Form.SERVER:
            return transaction(resources, now, f"Practitioner/{nurse}")
        case Form.FILE:
            return collection(resources, now)
        case Form.AS_RECEIVED:
            return give_back(resources, now)


def _warning() -> str:
    return tr("This file is not sealed: whoever has it can read everything in it.")
