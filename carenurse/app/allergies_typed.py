"""Allergies as the nurse types them on one line: names with commas between them, or "none".

Other systems have names with a comma inside ("Iodine, topical"): then a semicolon stands behind each, and
where there is one, a comma parts nothing.

Nothing typed means that nobody asked yet; only a word for none is a statement that there are none.
"""

from dataclasses import replace
from typing import Final

from carenurse.app.ports import Reading, Work
from carenurse.clinical import allergy
from carenurse.clinical.allergy import Allergy
from carenurse.clinical.fhir import Resource, new_id
from carenurse.translations import tr

_NONE: Final = frozenset({"none", "none known", "no known allergies", "nka", "nkda", "no"})


def allergy_words(records: Reading, patient: str) -> str:
    """Say the allergies in force on one line."""
    known = [told for _, told in _in_force(records, patient)]
    names = [told.substance for told in known if not told.no_known and told.substance]
    if not names and any(told.no_known for told in known):
        return tr("none")
    if any("," in name for name in names):
        return " ".join(f"{name};" for name in dict.fromkeys(names))
    return ", ".join(dict.fromkeys(names))


def keep_allergies(work: Work, patient: str, typed: str) -> None:
    """Bring the record to what was typed: new ones are added, those taken out become inactive."""
    names = [name.strip() for name in typed.split(";" if ";" in typed else ",") if name.strip()]
    none = bool(names) and all(name.casefold() in {*_NONE, tr("none").casefold()} for name in names)
    wanted = {name.casefold() for name in names} if not none else set[str]()
    there: set[str] = set()
    for resource, told in _in_force(work, patient):
        kept = none if told.no_known else told.substance.casefold() in wanted
        there.add("" if told.no_known else told.substance.casefold())
        if not kept:
            work.put(allergy.encode(replace(told, active=False), onto=resource))
    if none and "" not in there:
        work.put(allergy.encode(Allergy(id=new_id(), patient=patient, no_known=True)))
    for name in dict.fromkeys(() if none else names):
        if name.casefold() not in there:
            work.put(allergy.encode(Allergy(id=new_id(), patient=patient, substance=name)))


def _in_force(records: Reading, patient: str) -> list[tuple[Resource, Allergy]]:
    found = [(one, allergy.decode(one)) for one in records.of_patient(patient, "AllergyIntolerance")]
    return [(resource, told) for resource, told in found if told.active]
