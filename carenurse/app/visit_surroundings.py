"""What the forms of a visit may look up: those parts of the record that they ask for, and no others."""

from collections.abc import Iterable, Mapping, Sequence

from carenurse.app.ports import Reading
from carenurse.clinical.fhir import Resource
from carenurse.forms.form import Form
from carenurse.forms.populating import kinds_needed

_OF_EVERYBODY = frozenset({"Practitioner", "Organization", "Location", "HealthcareService"})
"""Kinds that belong to no patient, of which a laptop holds few."""


def record_for(records: Reading, patient: str, forms: Iterable[Form]) -> Mapping[str, Sequence[Resource]]:
    """Read the kinds of resources that forms look up about one patient, newest first."""
    needed = frozenset(kind for form in forms for kind in kinds_needed(form))
    found: dict[str, Sequence[Resource]] = {}
    for kind in sorted(needed):
        if kind == "Patient":
            person = records.get("Patient", patient)
            found[kind] = [person] if person else []
        elif kind in _OF_EVERYBODY:
            found[kind] = records.all_of(kind)
        else:
            found[kind] = records.of_patient(patient, kind)
    return found
