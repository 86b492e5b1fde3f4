"""A small fictional household for the tests of a visit: a person, a plan, an earlier weight, two plans."""

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from decimal import Decimal

from carenurse.app.ports import Records
from carenurse.app.visit_begin import start_visit
from carenurse.app.visit_draft import save_draft
from carenurse.app.visit_open import draft_of, open_visit
from carenurse.app.visit_readback import SignedView, signed_visit_view
from carenurse.app.visit_session import VITALS, VisitSession
from carenurse.app.visit_sign import sign_visit
from carenurse.app.visit_worksheet import Place as Cursor
from carenurse.app.visit_worksheet import Told
from carenurse.clinical.fhir import Resource
from carenurse.clinical.systems import OMAHA
from carenurse.forms.answers import read_typed
from carenurse.forms.nodes import Place

EAST = timezone(timedelta(hours=-5))
NOW = datetime(2026, 3, 4, 10, 42, tzinfo=EAST)
PATIENT, PLANNED, COMING = "p1", "a1", "a2"
CARE, TEACH, GOAL = "ServiceRequest/s1", "ServiceRequest/s2", "Goal/g1"
_FICTIONAL = {"tag": [{"system": "http://terminology.hl7.org/CodeSystem/v3-ActReason", "code": "HTEST"}]}


@dataclass(frozen=True, slots=True)
class Household:
    """An open vault with the person in it, and the visit that goes on."""

    records: Records
    encounter: str

    def signed(self) -> SignedView:
        """Read the signed visit back as the window would."""
        return signed_visit_view(self.records, self.encounter)

    def living(self, now: datetime = NOW) -> VisitSession:
        """Open the visit as the window would."""
        return VisitSession(open_visit(self.records, self.encounter, now), lambda: now)


def household(records: Records) -> Household:
    """Put the person into the vault and start the planned visit."""
    with records.work() as work:
        for resource in _everything(records.me):
            work.put({**resource, "meta": _FICTIONAL}, local=True)
    return Household(records, start_visit(records, NOW - timedelta(minutes=40), appointment=PLANNED))


def type_in(living: VisitSession, link: str, text: str, unit: str = "", form: str = VITALS) -> None:
    """Type an answer as a nurse would."""
    session = living.form(form)
    item = session.item(link)
    chosen = next((one for one in item.all_units if one.code == unit), None)
    answer = read_typed(item, text, chosen)
    living.answer(form, Place(link), [answer] if answer else [])


def question_nine(home: Household, now: datetime = NOW) -> VisitSession:
    """Answer the PHQ-9 with 0 everywhere but 1 at question 9."""
    living = home.living(now)
    living.add_form(draft_of(home.records, home.encounter, "phq9"))
    session = living.form("phq9")
    for number in range(1, 10):
        options = session.item(f"phq9-{number}").options
        living.answer("phq9", Place(f"phq9-{number}"), [dict(options[1 if number == 9 else 0].answer)])
    return living


def sign_with_question_nine(home: Household) -> str:
    """Answer the PHQ-9 so, say who was told, and sign; gives the words of the finding."""
    living = question_nine(home)
    flag = next(one for one in living.flags() if one.section == "phq9")
    told = Told("nine", flag=flag.key, about=flag.why, who="Dr. Osei", when=NOW)
    living.change_sheet(Cursor("leaving", "nine", "form"), lambda sheet: sheet.with_told(told))
    save_draft(home.records, home.encounter, living.drafts().resources, NOW)
    sign_visit(home.records, home.encounter, NOW, "Called away")
    return flag.why


def _everything(nurse: str) -> list[Resource]:
    who = {"reference": f"Patient/{PATIENT}"}
    when = NOW - timedelta(days=5)
    return [
        {
            "resourceType": "Patient",
            "id": PATIENT,
            "name": [{"family": "Delgado", "given": ["Rosa"]}],
            "birthDate": "1947-03-14",
        },
        {
            "resourceType": "RelatedPerson",
            "id": "r1",
            "patient": who,
            "name": [{"given": ["Elena"], "family": "Delgado"}],
            "relationship": [{"text": "daughter"}],
        },
        _appointment(PLANNED, NOW - timedelta(minutes=42), nurse),
        _appointment(COMING, NOW + timedelta(days=2), nurse),
        _problem("PB0029", "Heart failure"),
        _problem("PB0026", "Skin"),
        {
            "resourceType": "Goal",
            "id": "g1",
            "lifecycleStatus": "active",
            "description": {"text": "Weight within 3 lb of 166 lb"},
            "subject": who,
        },
        _order("s1", "Weigh and look at the ankles", "CG0004", "Surveillance"),
        _order("s2", "Teach the zone sheet", "CG0001", "Teaching, Guidance, and Counseling"),
        _observation("29463-7", "Body weight", "166.4", "[lb_av]", when),
    ]


def _problem(code: str, text: str) -> Resource:
    return {
        "resourceType": "Condition",
        "id": f"c-{code}",
        "clinicalStatus": {"coding": [{"code": "active"}]},
        "code": {"coding": [{"system": OMAHA, "code": code}], "text": text},
        "subject": {"reference": f"Patient/{PATIENT}"},
    }


def _order(identity: str, text: str, category: str, display: str) -> Resource:
    return {
        "resourceType": "ServiceRequest",
        "id": identity,
        "status": "active",
        "intent": "plan",
        "category": [{"coding": [{"system": OMAHA, "code": category, "display": display}]}],
        "code": {"text": text},
        "subject": {"reference": f"Patient/{PATIENT}"},
    }


def _observation(code: str, text: str, value: str, unit: str, when: datetime) -> Resource:

    return {
        "resourceType": "Observation",
        "id": f"o-{code}",
        "status": "final",
        "code": {"coding": [{"system": "http://loinc.org", "code": code}], "text": text},
        "subject": {"reference": f"Patient/{PATIENT}"},
        "effectiveDateTime": when.isoformat(),
        "valueQuantity": {
            "value": Decimal(value),
            "unit": "lb",
            "system": "http://unitsofmeasure.org",
            "code": unit,
        },
    }


def _appointment(identity: str, start: datetime, nurse: str) -> Resource:
    return {
        "resourceType": "Appointment",
        "id": identity,
        "status": "booked",
        "start": start.isoformat(),
        "end": (start + timedelta(minutes=45)).isoformat(),
        "reasonCode": [{"text": "Heart failure check"}],
        "participant": [
            {"actor": {"reference": f"Patient/{PATIENT}"}, "status": "accepted"},
            {"actor": {"reference": f"Practitioner/{nurse}"}, "status": "accepted"},
        ],
    }
