"""The shipped vital signs, read as the application reads them."""

from importlib.resources import files

from carenurse.clinical.fhir import read_json
from carenurse.clinical.vitals import Vital, read_vitals


def shipped_vitals() -> tuple[Vital, ...]:
    return read_vitals(read_json((files("resources") / "codes" / "vital-signs.json").read_bytes()))
