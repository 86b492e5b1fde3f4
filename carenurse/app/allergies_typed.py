"""Allergies as the nurse types them on one line: names with commas between them, or "none".

Other systems have names with a comma inside ("Iodine, topical"): then a semicolon stands behind each, and
where there is one, a comma parts nothing.

Nothing typed means that nobody asked yet; only a word for none is a statement that there are none, and "NKDA"
is one about medicines alone.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from carenurse.app.ports import Reading, Work
from carenurse.clinical import allergy
from carenurse.clinical.allergy import NO_MEDICINE, Allergy
from carenurse.clinical.fhir import Resource, new_id
from carenurse.translations import tr

_NONE: Final = frozenset({"none", "none known", "no known allergies", "nka", "no"})
_NO_MEDICINE: Final = frozenset({"nkda", "no known drug allergies", "no known medication allergies"})
_ALL, _MEDICINES = "no allergy", "no allergy to a medicine"


def allergy_words(records: Reading, patient: str) -> str:
    """Say the allergies in force on one line."""
    known = [told for _, told in _in_force(records, patient)]
    names = [told.substance for told in known if not told.no_known and told.substance]
    if not names and any(told.none_at_all for told in known):
        return tr("none")
    if not names and any(told.none_of_medicines for told in known):
        return _no_medicine()
    if any("," in name for name in names):
        return " ".join(f"{name};" for name in dict.fromkeys(names))
    return ", ".join(dict.fromkeys(names))


def keep_allergies(work: Work, patient: str, typed: str, today: date) -> None:
    """Bring the record to what was typed: new ones are added as of today, those out become inactive."""
    names = [name.strip() for name in typed.split(";" if ";" in typed else ",") if name.strip()]
    none = _none_meant(names)
    wanted = {name.casefold() for name in names} if not none else {none}
    there: set[str] = set()
    for resource, told in _in_force(work, patient):
        said = _none_told(told) if told.no_known else told.substance.casefold()
        there.add(said)
        if said not in wanted:
            work.put(allergy.encode(replace(told, active=False), onto=resource))
    if none and none not in there:
        work.put(_recorded(_none_known(patient, none), today))
    for name in dict.fromkeys(() if none else names):
        if name.casefold() not in there:
            work.put(_recorded(Allergy(id=new_id(), patient=patient, substance=name), today))


def _recorded(told: Allergy, today: date) -> Resource:
    return {**allergy.encode(told), "recordedDate": today.isoformat()}


def _none_meant(names: Sequence[str]) -> str:
    """Say what a line of nothing but words for none means: of all, of medicines, or empty."""
    said = {name.casefold() for name in names}
    if said and said <= {*_NONE, tr("none").casefold()}:
        return _ALL
    return _MEDICINES if said and said <= {*_NO_MEDICINE, _no_medicine().casefold()} else ""


def _none_told(told: Allergy) -> str:
    return _ALL if told.none_at_all else _MEDICINES if told.none_of_medicines else told.substance.casefold()


def _none_known(patient: str, none: str) -> Allergy:
    codings = (NO_MEDICINE,) if none == _MEDICINES else ()
    return Allergy(id=new_id(), patient=patient, codings=codings, no_known=True)


def _no_medicine() -> str:
    return tr("No known drug allergies")


def _in_force(records: Reading, patient: str) -> list[tuple[Resource, Allergy]]:
    found = [(one, allergy.decode(one)) for one in records.of_patient(patient, "AllergyIntolerance")]
    return [(resource, told) for resource, told in found if told.active]
