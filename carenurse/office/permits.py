"""What a laptop may see and change: its nurse's patients, what all nurses share, and what is her own."""

import re
from typing import Final

from carenurse.clinical.caseload import members, nurse_of
from carenurse.clinical.dates import parse_instant
from carenurse.clinical.fhir import Resource, kind_of
from carenurse.clinical.index_facts import patient_of
from carenurse.clinical.shapes import at
from carenurse.office.asked import Asked, RefusedError
from carenurse.office.done_before import fulfils, may_come, signed_by
from carenurse.store.served import Served
from carenurse.store.served_rows import SHARED, Standing

_UUID: Final = re.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def not_allowed() -> RefusedError:
    """Say that this is not for this laptop, or not any more."""
    return RefusedError(403, "forbidden", "This is outside the caseload of this device.")


def only_brings() -> RefusedError:
    """Say that this laptop only brings what it has left."""
    return RefusedError(403, "forbidden", "This device is to be wiped: it gets nothing more.")


class Permits:
    """Asks the record whose patients are whose, at the moment of each request."""

    def __init__(self, served: Served) -> None:
        self._served = served

    def see(self, asked: Asked, one: Standing) -> None:
        """Raise RefusedError (403) for what the laptop may not see.

        One that is to be wiped reads back what its nurse wrote, to find out what arrived, and nothing else.
        """
        self._reach(asked, one)
        device = asked.device
        if device and device.to_wipe and not self._served.wrote(device.nurse, one.kind, one.identity):
            raise only_brings()

    def ask(self, asked: Asked) -> None:
        """Raise RefusedError (403) for a laptop that is to be wiped: it looks for nothing any more."""
        if asked.only_brings:
            raise only_brings()

    def _reach(self, asked: Asked, one: Standing) -> None:
        if asked.nurse is not None and not self._served.sees(one, asked.nurse):
            raise not_allowed()

    def change(self, asked: Asked, resource: Resource, standing: Standing | None) -> None:
        """Raise RefusedError (403) for what the laptop may not keep here; ``standing`` is what it replaces.

        What was done before a patient left the list may arrive later: see ``_done_before``.
        """
        nurse, patient = asked.nurse, patient_of(resource)
        if nurse is None:
            return
        hers = patient is not None and self._served.cares_for(nurse, patient)
        followed = not hers and self._follows(asked, nurse, patient, standing)
        if standing is not None and not followed:
            self._reach(asked, standing)
        if patient is None:
            self._shared(nurse, resource, standing)
        elif hers or (standing is None and kind_of(resource) == "Patient" and resource["id"] == patient):
            return
        elif standing is None or followed:
            self._done_before(nurse, patient, resource, standing)
        else:
            raise not_allowed()

    def _follows(self, asked: Asked, nurse: str, patient: str | None, standing: Standing | None) -> bool:
        """Say whether it changes, guarded, what nobody changed since the patient left: she knew it so."""
        return (
            patient is not None
            and standing is not None
            and patient == patient_of(standing.resource)
            and bool(asked.headers.get("if-match", "").strip("* "))
            and self._served.former.knew(nurse, patient, standing.sequence)
        )

    def _done_before(self, nurse: str, patient: str, resource: Resource, standing: Standing | None) -> None:
        """Refuse what a nurse brings of a patient who is not on her list, unless it was done while they were.

        Thirty days are left for what was done: everything may arrive so long after the patient left. A visit
        that began before that may arrive for half a year, whenever it is signed, and what was made at it (see
        ``done_before``) for thirty days after the visit came first. When a visit was made is the laptop's
        word, so it opens nothing but itself. She sees nothing of the patient, and it stands under her name
        with the moment when it came.
        """
        former = self._served.former
        if former.had(nurse, patient):
            return
        if standing is not None and not former.is_hers(nurse, standing.sequence):
            may = fulfils(resource, standing.resource, former.visits(nurse, patient))
        elif signed := signed_by(resource):
            may = all(self._served.wrote(nurse, *one) for one in signed)
        elif kind_of(resource) == "Encounter":
            began = parse_instant(at(resource, "period.start"))
            may = began is not None and former.had_at(nurse, patient, began)
        else:
            both = (resource, standing.resource) if standing else (resource,)
            visits = former.visits(nurse, patient)
            may = all(may_come(one, visits) for one in both)
        if not may:
            raise not_allowed()

    def _shared(self, nurse: str, resource: Resource, standing: Standing | None) -> None:
        kind, identity = kind_of(resource), str(resource["id"])
        if kind == "Group":
            self._group(nurse, resource, standing)
        elif kind in SHARED and standing is not None:
            herself = kind == "Practitioner" and identity == nurse
            if not herself and not self._served.wrote(nurse, kind, identity):
                raise not_allowed()

    def _group(self, nurse: str, group: Resource, standing: Standing | None) -> None:
        """Let a nurse change her own list only by patients who are hers: nobody widens her own caseload."""
        if nurse_of(group) not in ("", nurse):
            raise not_allowed()
        added = members(group) - (members(standing.resource) if standing else frozenset())
        for patient in added - self._served.patients_of(nurse):
            if self._served.standing("Patient", patient) or not _UUID.fullmatch(patient):
                raise not_allowed()
