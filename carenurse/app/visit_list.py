"""The home visits that this laptop knows, newest first: what a command names one by."""

from dataclasses import dataclass
from datetime import datetime

from carenurse.app.nameless import called
from carenurse.app.ports import Reading
from carenurse.app.visit_begin import OPEN
from carenurse.clinical import visit
from carenurse.clinical.visit import Visit


@dataclass(frozen=True, slots=True)
class ListedVisit:
    """One visit that was begun; ``going_on``: it is not signed yet. Times are on the clock asked for."""

    identity: str
    began: datetime
    person: str
    reason: str
    going_on: bool


def visits_made(records: Reading, now: datetime, patient: str = "") -> tuple[ListedVisit, ...]:
    """List the home visits of everybody, or of one patient; what was begun by mistake is none."""
    held = records.of_patient(patient, "Encounter") if patient else records.all_of("Encounter")
    names: dict[str, str] = {}
    found: list[ListedVisit] = []
    for made in map(visit.decode, held):
        if made.at_home and made.began and made.status in (*OPEN, "finished"):
            names.setdefault(made.patient, called(records.get("Patient", made.patient) or {}))
            found.append(_listed(made, made.began.astimezone(now.tzinfo), names[made.patient]))
    return tuple(sorted(found, key=lambda one: one.began, reverse=True))


def _listed(made: Visit, began: datetime, person: str) -> ListedVisit:
    return ListedVisit(made.id, began, person, made.reason, made.status in OPEN)
