"""Opening a visit: what the screen, the note, the checks and the signing need of the record, read once."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from carenurse.app.family_given import papers_given
from carenurse.app.form_shelf import NamedForm, Shelf, shelf_of
from carenurse.app.medicine_allergies import AllergiesOnRecord
from carenurse.app.medicine_list import marked, medicine_list
from carenurse.app.medicine_twice import told_twice
from carenurse.app.medicine_words import as_told, written_down
from carenurse.app.ports import Reading
from carenurse.app.visit_begin import open_encounter
from carenurse.app.visit_facts import AgreedGoal, ListedMedicine, PlannedCare
from carenurse.app.visit_forms import forms_for, in_order
from carenurse.app.visit_history import (
    LastVisit,
    earlier_readings,
    earlier_responses,
    last_visit,
)
from carenurse.app.visit_limits import limits_of
from carenurse.app.visit_plan import agreed_goals, goals_in_force, nurse_words, orders_in_force, planned_care
from carenurse.app.visit_readings import loinc_of
from carenurse.app.visit_sections import VisitHead
from carenurse.app.visit_surroundings import record_for
from carenurse.app.visit_worksheet import Worksheet
from carenurse.app.visit_worksheet_record import WORKSHEET
from carenurse.app.visit_worksheet_record import decode as decode_worksheet
from carenurse.clinical import patient as patients
from carenurse.clinical import planned_visit, problem, related_person, visit
from carenurse.clinical.fhir import Resource
from carenurse.clinical.limits import Limits
from carenurse.clinical.planned_visit import PlannedVisit
from carenurse.clinical.visit import Visit
from carenurse.clinical.vital_sign import VitalSign
from carenurse.forms.form import Form
from carenurse.forms.graph import Graph
from carenurse.forms.prior import Prior, latest
from carenurse.forms.translating import in_language
from carenurse.translations import spoken_language


@dataclass(frozen=True, slots=True)
class FormDraft:
    """One form of the visit: the form, what was answered so far, and what was answered last time.

    ``next_forms`` names by their address the forms that its findings may ask for.
    """

    key: str
    form: Form
    graph: Graph
    response: Resource | None
    earlier: Mapping[str, Prior]
    next_forms: Mapping[str, NamedForm] = field(default_factory=dict[str, NamedForm])


@dataclass(frozen=True, slots=True)
class OpenedVisit:
    """A visit as the record knows it. ``nurse`` is a Practitioner id; ``people`` may learn and be told."""

    encounter: Resource
    patient: Resource
    nurse: str
    nurse_name: str
    head: VisitHead
    forms: tuple[FormDraft, ...]
    sheet: Worksheet
    sheet_resource: Resource | None
    orders: tuple[Resource, ...]
    goal_resources: tuple[Resource, ...]
    care: tuple[PlannedCare, ...]
    goals: tuple[AgreedGoal, ...]
    problems: frozenset[str]
    limits: Limits
    earlier: Mapping[str, tuple[VitalSign, ...]]
    last: LastVisit | None
    planned_next: PlannedVisit | None
    people: tuple[str, ...]
    medicines: tuple[ListedMedicine, ...] = ()
    medicines_told: tuple[str, ...] = ()
    """What was written down, corrected or stopped in this visit, in sentences for the note."""
    paper_given: str = ""
    """Who received the family page of this visit, as recorded there."""
    user: Resource | None = None
    """The nurse, for forms that ask who fills them in."""
    record: Mapping[str, Sequence[Resource]] = field(default_factory=dict[str, Sequence[Resource]])
    """What the forms of the visit look up about the person, by kind."""

    @property
    def visit(self) -> Visit:
        """The encounter as a value."""
        return visit.decode(self.encounter)

    @property
    def reason(self) -> str:
        """What the visit was planned for."""
        return self.visit.reason


def open_visit(records: Reading, encounter: str, now: datetime) -> OpenedVisit:
    """Open an unfinished visit. Raises ExpectedError when it is signed or gone."""
    return gather(records, open_encounter(records, encounter), now)


def gather(records: Reading, encounter: Resource, now: datetime) -> OpenedVisit:
    """Read everything that belongs to a visit."""
    value = visit.decode(encounter)
    person, nurse = records.get("Patient", value.patient), records.get("Practitioner", records.me)
    responses = records.where("QuestionnaireResponse", "encounter", value.id)
    sheet_resource = next((one for one in responses if one.get("questionnaire") == WORKSHEET), None)
    sheet = decode_worksheet(sheet_resource) if sheet_resource else Worksheet()
    shelf = shelf_of(records)
    forms = form_drafts(records, value, _forms(records, shelf, value, sheet, responses), responses)
    limits = limits_of(records, value.patient)
    orders, goals = orders_in_force(records, value.patient), goals_in_force(records, value.patient)
    last = last_visit(records, value.patient, value.id)
    return OpenedVisit(
        encounter=encounter,
        patient=person or {"resourceType": "Patient", "id": value.patient},
        nurse=records.me,
        nurse_name=nurse_words(nurse) if nurse else "",
        head=_head(records, value, person, now.date()),
        forms=forms,
        sheet=sheet,
        sheet_resource=sheet_resource,
        orders=tuple(orders),
        goal_resources=tuple(goals),
        care=planned_care(records, value.patient, orders),
        goals=agreed_goals(
            records,
            goals,
            last.sheet if last else None,
            last.day if last else None,
            (value.began.astimezone(now.tzinfo) if value.began else now).date(),
        ),
        problems=_problems(records, value.patient),
        limits=limits,
        earlier=earlier_readings(records, value.patient, _codes(forms), limits, now=now, encounter=value.id),
        last=last,
        planned_next=_planned_next(records, value, now.date()),
        people=_people(records, value.patient, person),
        user=nurse,
        record=record_for(records, value.patient, (draft.form for draft in forms)),
        medicines=_medicines(records, value.patient, now.date()),
        medicines_told=written_down(records, value.patient, value.id, value.began),
        paper_given=", ".join(dict.fromkeys(one.to_whom for one in papers_given(records, value.id))),
    )


def form_drafts(
    records: Reading, value: Visit, names: Sequence[str], responses: Sequence[Resource]
) -> tuple[FormDraft, ...]:
    """Load forms with what was answered so far in this visit, and last time."""
    shelf = shelf_of(records)
    earlier = earlier_responses(records, value.patient, value.id)
    by_form = {shelf.name_of(str(one.get("questionnaire", ""))): one for one in responses}
    drafts: list[FormDraft] = []
    for name in names:
        written, graph = shelf.form(name)
        form = in_language(written, spoken_language())
        last = latest(form, earlier.get(form.url, ()))
        drafts.append(FormDraft(name, form, graph, by_form.get(name), last, shelf.next_forms(form)))
    return tuple(drafts)


def draft_of(records: Reading, encounter: str, name: str) -> FormDraft:
    """Load one more form for a visit that goes on. Raises ExpectedError when the form is not at hand."""
    value = visit.decode(open_encounter(records, encounter))
    responses = records.where("QuestionnaireResponse", "encounter", encounter)
    return form_drafts(records, value, [name], responses)[0]


def _forms(
    records: Reading, shelf: Shelf, value: Visit, sheet: Worksheet, responses: Sequence[Resource]
) -> tuple[str, ...]:
    planned = (name for name in forms_for(records, value.patient) if name not in shelf.off)
    wanted = [*planned, *shelf.started(responses), *sheet.added_forms.split()]
    left_out = sheet.left_out_forms.split()
    return in_order([name for name in dict.fromkeys(wanted) if name not in left_out])


def _medicines(records: Reading, patient: str, today: date) -> tuple[ListedMedicine, ...]:
    listed, known = medicine_list(records, patient).taken, AllergiesOnRecord(records, patient)
    twice = told_twice(listed)
    return tuple(
        ListedMedicine(
            f"{one.kind}/{one.id}",
            marked(one, today),
            one.dose,
            as_told() if one.told_at_home else "",
            known.warning(one.name, one.codings),
            twice.get(f"{one.kind}/{one.id}", ""),
        )
        for one in listed
    )


def _codes(forms: Sequence[FormDraft]) -> tuple[str, ...]:
    questions = (item for draft in forms for item in draft.form.questions)
    return tuple(dict.fromkeys(code for item in questions if (code := loinc_of(item))))


def _head(records: Reading, value: Visit, person: Resource | None, today: date) -> VisitHead:
    visits = [visit.decode(one) for one in records.of_patient(value.patient, "Encounter")]
    begun = {one.appointment for one in visits}
    others = (plan for plan in _booked(records, value) if plan.id not in begun)
    ahead = [plan for plan in others if plan.start and plan.start.date() >= today]
    earlier = [one for one in visits if one.id != value.id and one.status == "finished" and one.at_home]
    return VisitHead(
        person=patients.decode(person).name.display if person else "",
        number=len(earlier) + 1,
        planned_count=len(earlier) + 1 + len(ahead),
        began=value.began,
        drive_started=value.drive_started,
        completed=value.completed,
        reason=value.reason,
    )


def _problems(records: Reading, patient: str) -> frozenset[str]:
    values = (problem.decode(one) for one in records.of_patient(patient, "Condition"))
    return frozenset(value.omaha for value in values if value.active and value.omaha)


def _planned_next(records: Reading, value: Visit, today: date) -> PlannedVisit | None:
    return min(_coming(records, value, today), key=lambda plan: str(plan.start), default=None)


def _coming(records: Reading, value: Visit, today: date) -> list[PlannedVisit]:
    return [plan for plan in _booked(records, value) if plan.start and plan.start.date() > today]


def _booked(records: Reading, value: Visit) -> list[PlannedVisit]:
    """List the other visits to the person that are planned."""
    listed = records.of_patient(value.patient, "Appointment")
    plans = (planned_visit.decode(one) for one in listed if planned_visit.is_home_visit(one, records.me))
    return [plan for plan in plans if plan.status == "booked" and plan.id != value.appointment]


def _people(records: Reading, patient: str, person: Resource | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_names(records, patient, person)))


def _names(records: Reading, patient: str, person: Resource | None) -> Iterator[str]:
    if person:
        yield patients.decode(person).name.display
    for resource in records.of_patient(patient, "RelatedPerson"):
        relative = related_person.decode(resource)
        words = (relative.name.display, relative.relationship)
        yield " · ".join(part for part in words if part)
