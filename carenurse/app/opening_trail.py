"""Whose record was opened to be read, where in the window: one entry of the trail for each opening."""

from typing import Final

from carenurse.app.ports import Reading, Records
from carenurse.clinical.index_facts import patient_of

_ABOUT_SOMEBODY: Final = ("Encounter", "Appointment")
"""What a place may be opened by besides a Patient: a visit, or a planned one."""


def note_opened(records: Records, place: str, subject: str) -> None:
    """Note that a person's record was opened at a place of the window (``chart``, ``plan``, ``visit``...).

    ``subject``: the id of the Patient, or of a visit of theirs; what is about nobody is not noted.
    """
    patient = _person(records, subject)
    if patient:
        with records.work() as work:
            work.record("read", f"Patient/{patient}", place)


def _person(records: Reading, subject: str) -> str:
    if records.here("Patient", (subject,)):
        return subject
    found = (records.get(kind, subject) for kind in _ABOUT_SOMEBODY)
    return next((patient_of(one) or "" for one in found if one is not None), "")
