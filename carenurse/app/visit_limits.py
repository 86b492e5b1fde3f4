"""The limits that count for one person: the shipped ones, and before them the orders in the record."""

from functools import cache
from importlib.resources import files

from carenurse.app.ports import Reading
from carenurse.clinical import own_limit
from carenurse.clinical.fhir import read_json
from carenurse.clinical.limits import Limits
from carenurse.clinical.vitals import Vital, read_vitals


@cache
def shipped_vitals() -> tuple[Vital, ...]:
    """Read the shipped vital signs once; they never change while the program runs."""
    return read_vitals(read_json((files("resources") / "codes" / "vital-signs.json").read_bytes()))


def limits_of(records: Reading, patient: str) -> Limits:
    """Gather the limits of one person."""
    orders = records.of_patient(patient, "ServiceRequest")
    own = (own_limit.decode(one) for one in orders if own_limit.is_own_limit(one))
    return Limits(shipped_vitals(), tuple(own))
