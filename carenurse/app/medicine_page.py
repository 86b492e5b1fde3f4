"""The medicines of one person as their own page shows them: what is taken, what is over, the allergies."""

from dataclasses import dataclass, replace
from datetime import datetime

from carenurse.app.banner import banner
from carenurse.app.draft_values import running_visit
from carenurse.app.medicine_allergies import AllergiesOnRecord
from carenurse.app.medicine_list import marked, medicine_list
from carenurse.app.medicine_twice import told_twice
from carenurse.app.medicine_words import as_told, told_facts
from carenurse.app.ports import Reading
from carenurse.clinical import medicine_told
from carenurse.clinical.medicine import Medicine
from carenurse.translations import tr


@dataclass(frozen=True, slots=True)
class MedicineLine:
    """One line; ``own``: it was written down at home and may be corrected there. ``source`` says whence."""

    reference: str
    name: str
    dose: str
    facts: str
    source: str
    own: bool
    as_needed: bool
    allergy: str = ""
    """An allergy on record of the same name, as a sentence."""
    twice: str = ""
    """Other lines that name the same ingredient, as a sentence."""


@dataclass(frozen=True, slots=True)
class MedicinesShown:
    """Everything on the page; ``visit`` is this nurse's open visit to the person, empty for none."""

    taken: tuple[MedicineLine, ...]
    stopped: tuple[MedicineLine, ...]
    allergies: tuple[str, ...]
    none_known: bool
    visit: str


def medicines_shown(records: Reading, patient: str, now: datetime) -> MedicinesShown:
    """Gather the page. Raises ExpectedError where no such person is on this laptop."""
    bar = banner(records, patient, now.date())
    listed = medicine_list(records, patient)
    known, twice = AllergiesOnRecord(records, patient), told_twice(listed.taken)
    return MedicinesShown(
        tuple(
            replace(line, twice=twice.get(line.reference, ""))
            for line in (_line(records, one, known, now) for one in listed.taken)
        ),
        tuple(_line(records, one, known, now) for one in listed.stopped),
        bar.allergies,
        bar.no_known_allergies or bar.no_known_drug_allergies,
        running_visit(records, patient),
    )


def _line(records: Reading, of: Medicine, known: AllergiesOnRecord, now: datetime) -> MedicineLine:
    told = medicine_told.decode(records.get(of.kind, of.id) or {})
    own = of.told_at_home
    return MedicineLine(
        reference=f"{of.kind}/{of.id}",
        name=marked(of, now.date()) if of.active else of.name,
        dose=of.dose,
        facts=told_facts(of, told, now.date()),
        source=as_told() if own else tr("from the record that was received"),
        own=own,
        as_needed=of.as_needed is True,
        allergy=known.warning(of.name, of.codings),
    )
