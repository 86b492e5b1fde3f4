"""The agency whom a family calls: what the nurse wrote in Settings, else what the record knows.

It is an Organization in the vault; a setting of the vault says which one is hers. The clinical manager is its
contact for patients. Nothing of it is on the device outside the vault.
"""

from dataclasses import dataclass

from carenurse.app.ports import Reading, Records
from carenurse.clinical import organization, practitioner
from carenurse.clinical.contact import ContactPoint, phone_to_call
from carenurse.clinical.fhir import Resource, new_id, reference_to, split_reference
from carenurse.clinical.organization import Organization
from carenurse.clinical.shapes import as_objects, as_text, at

_SETTING, _CRISIS_LINE = "agency", "crisis-line"
SETTINGS = (_SETTING, _CRISIS_LINE)
"""The settings of the vault that belong to it."""
US_CRISIS_LINE = "988"
"""The Suicide and Crisis Lifeline of the United States (SAMHSA), day and night, by call or text."""
_PURPOSE = {
    "coding": [{"system": "http://terminology.hl7.org/CodeSystem/contactentity-type", "code": "PATINF"}]
}


@dataclass(frozen=True, slots=True)
class Agency:
    """Whom to call; empty is not on record. ``day_or_night``: somebody answers the number at any hour."""

    name: str = ""
    phone: str = ""
    manager: str = ""
    manager_phone: str = ""
    day_or_night: bool = False
    crisis_line: str = US_CRISIS_LINE
    """Printed on every family page alike. An agency elsewhere writes its own number, or none."""


def own_agency(records: Reading) -> Agency:
    """Read what the nurse wrote in Settings; all empty when she wrote nothing."""
    held, line = _own(records), _crisis_line(records)
    if held is None:
        return Agency(crisis_line=line)
    told = organization.decode(held)
    contact = next(iter(as_objects(held.get("contact"))), Resource())
    phones = as_objects(contact.get("telecom"))
    phone = phone_to_call(told.phones)
    return Agency(
        told.name,
        phone,
        as_text(at(contact, "name.text")),
        as_text(phones[0].get("value")) if phones else "",
        day_or_night=bool(phone),
        crisis_line=line,
    )


def keep_agency(records: Records, agency: Agency) -> None:
    """Keep the agency in the vault; what is empty is taken out."""
    before = _own(records)
    phone = agency.phone.strip()
    value = Organization(
        id=str(before["id"]) if before else new_id(),
        name=agency.name.strip(),
        phones=(ContactPoint("phone", phone, "work"),) if phone else (),
    )
    kept = organization.encode(value, onto=before)
    contact = _contact(agency.manager.strip(), agency.manager_phone.strip())
    kept = {name: held for name, held in kept.items() if name != "contact"} | contact
    with records.work() as work:
        work.put(kept, local=True)
        work.set_setting(_SETTING, value.id)
        work.set_setting(_CRISIS_LINE, agency.crisis_line.strip())
        work.record("update", reference_to(kept))


def agency_of(records: Reading, patient: str) -> Agency:
    """Find whom a family calls: by Settings, then the episode of care, then the nurse's own number."""
    own, known = own_agency(records), _of_episode(records, patient)
    mine = practitioner.decode(records.get("Practitioner", records.me) or {})
    last = phone_to_call(mine.phones)
    return Agency(
        own.name or known.name,
        own.phone or known.phone or last,
        own.manager,
        own.manager_phone,
        day_or_night=own.day_or_night,
        crisis_line=own.crisis_line,
    )


def _crisis_line(records: Reading) -> str:
    kept = records.setting(_CRISIS_LINE)
    return US_CRISIS_LINE if kept is None else kept


def _own(records: Reading) -> Resource | None:
    identity = records.setting(_SETTING)
    return records.get("Organization", identity) if identity else None


def _of_episode(records: Reading, patient: str) -> Agency:
    for resource in records.of_patient(patient, "EpisodeOfCare"):
        target = split_reference(as_text(at(resource, "managingOrganization.reference")))
        held = records.get(*target) if target and target[0] == "Organization" else None
        if held:
            told = organization.decode(held)
            return Agency(told.name, phone_to_call(told.phones))
    return Agency()


def _contact(manager: str, phone: str) -> Resource:
    if not (manager or phone):
        return {}
    told: Resource = {"purpose": _PURPOSE}
    if manager:
        told["name"] = {"text": manager}
    if phone:
        told["telecom"] = [{"system": "phone", "value": phone, "use": "work"}]
    return {"contact": [told]}
