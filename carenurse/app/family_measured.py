"""What was measured at a visit: on record once it is signed, in the forms as they stand while it is open."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from carenurse.app.form_shelf import Shelf, shelf_of
from carenurse.app.ports import Reading
from carenurse.app.visit_begin import OPEN
from carenurse.app.visit_forms import form_of
from carenurse.app.visit_readings import readings_of
from carenurse.app.visit_session import VITALS
from carenurse.clinical import visit, vital_sign
from carenurse.clinical.dates import Moment
from carenurse.clinical.fhir import Resource
from carenurse.clinical.vital_sign import DIASTOLIC, SYSTOLIC, VitalSign, blood_pressure
from carenurse.forms.session import Context, Session


def measured(records: Reading, encounter: Resource, now: datetime) -> list[Resource]:
    """Give the Observations of a visit; those of an open one are made for this look and not kept."""
    identity = str(encounter["id"])
    kept = records.where("Observation", "encounter", identity)
    if str(encounter.get("status", "")) not in OPEN:
        return kept
    responses = sorted(records.where("QuestionnaireResponse", "encounter", identity), key=_vitals_first)
    found: dict[str, tuple[Decimal, str]] = {}
    shelf = shelf_of(records)
    for response in responses:
        if name := shelf.name_of(str(response.get("questionnaire", ""))):
            for code, value, unit in _answers(shelf, name, response, encounter, now):
                found.setdefault(code, (value, unit))
    when = visit.decode(encounter).began or now
    return [*kept, *(vital_sign.encode(sign) for sign in _signs(found, when))]


def _vitals_first(response: Resource) -> bool:
    """Put the form first into which a value was typed: other forms carry it on in a unit of their own."""
    return form_of(str(response.get("questionnaire", ""))) != VITALS


def _answers(
    shelf: Shelf, name: str, response: Resource, encounter: Resource, now: datetime
) -> Iterator[tuple[str, Decimal, str]]:
    """Walk what was typed; what the form says cannot be right stands on no paper."""
    form, graph = shelf.form(name)
    session = Session(form, deepcopy(response), Context(None, encounter), now, graph)
    for reading in readings_of(name, session):
        if not reading.refused:
            yield reading.code, reading.value, reading.unit


def _signs(found: dict[str, tuple[Decimal, str]], when: datetime) -> Iterator[VitalSign]:
    blank = VitalSign(status="preliminary", when=Moment.at(when))
    if SYSTOLIC in found and DIASTOLIC in found:
        yield blood_pressure(blank, found[SYSTOLIC][0], found[DIASTOLIC][0])
    for code, (value, unit) in found.items():
        if code not in (SYSTOLIC, DIASTOLIC):
            yield replace(blank, code=code, value=value, unit=unit)
