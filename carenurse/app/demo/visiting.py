"""The calendar and the visits of a person of the demo: planned, made, missed, half written."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from random import Random

from carenurse.app.demo.building import Frame, coding, concept, link, narrative
from carenurse.app.demo.measuring import Trend, observations, readings
from carenurse.app.demo.rota import Planned
from carenurse.app.demo.stories import Condition, Person
from carenurse.app.visit_signature import SignatureFacts, provenance
from carenurse.clinical.fhir import Resource
from carenurse.clinical.systems import ACT_CODE, LOINC

_PARAGRAPHS = ("Why", "Found", "Done", "Taught", "Next")


@dataclass(frozen=True, slots=True)
class Subject:
    """The person whose visits are told, with what stays the same from visit to visit."""

    label: str
    person: Person
    condition: Condition
    trends: dict[str, Trend]
    patient: Resource
    nurse: Resource
    agency: Resource
    episode: Resource


def told_visit(
    frame: Frame, subject: Subject, planned: Planned, progress: float, number: int, chance: Random
) -> Iterator[Resource]:
    """Tell one place in the calendar: the Appointment and, when it was made, everything done there."""
    appointment = _appointment(frame, subject, planned, number)
    yield appointment
    if appointment["status"] == "fulfilled":
        yield from _made(frame, subject, planned, progress, appointment, chance)


def _appointment(frame: Frame, subject: Subject, planned: Planned, number: int) -> Resource:
    told = planned.told
    begin = frame.at(planned.day, planned.time)
    today = subject.person.today if planned.working_day == 0 else None
    made = frame.resource(
        "Appointment",
        f"{subject.label}/{planned.working_day}",
        status=_status(planned),
        serviceType=[concept("Home visit")],
        reasonCode=[concept(_reason(subject, planned))],
        description=f"Visit {number}",
        start=begin.isoformat(),
        end=frame.at(planned.day, planned.time, planned.minutes).isoformat(),
        minutesDuration=planned.minutes,
        comment=today.bring if today else subject.condition.bring,
        participant=[
            {"actor": link(subject.patient), "status": "accepted"},
            {"actor": link(subject.nurse), "status": "accepted"},
        ],
    )
    if told and told.missed:
        made["cancelationReason"] = concept(told.missed)
    return made


def _status(planned: Planned) -> str:
    if planned.told and planned.told.missed:
        return "noshow"
    return "fulfilled" if planned.working_day < 0 else "booked"


def _reason(subject: Subject, planned: Planned) -> str:
    if planned.told and planned.told.reason:
        return planned.told.reason
    if planned.working_day == 0 and subject.person.today:
        return subject.person.today.reason
    return subject.condition.reason


def _made(
    frame: Frame, subject: Subject, planned: Planned, progress: float, appointment: Resource, chance: Random
) -> Iterator[Resource]:
    label = f"{subject.label}/{planned.working_day}"
    late = chance.randrange(-4, 12)
    begin = frame.at(planned.day, planned.time, late)
    end = frame.at(planned.day, planned.time, late + planned.minutes - chance.randrange(8))
    draft = bool(planned.told and planned.told.draft)
    encounter = _encounter(frame, subject, planned, appointment, begin, None if draft else end)
    told = planned.told.vitals if planned.told else {}
    values = readings(chance, subject.trends, progress, told)
    found = list(observations(frame, label, values, begin, subject.patient, subject.nurse, encounter))
    note = _note(frame, subject, planned, encounter, end, chance)
    yield encounter
    yield from found
    yield note
    if not draft:
        facts = SignatureFacts(subject.nurse["id"], end)
        signed = provenance([encounter, *found, note], facts, subject.patient["id"])
        yield frame.resource("Provenance", label) | {
            name: value for name, value in signed.items() if name != "id"
        }


def _encounter(
    frame: Frame,
    subject: Subject,
    planned: Planned,
    appointment: Resource,
    begin: datetime,
    end: datetime | None,
) -> Resource:
    return frame.resource(
        "Encounter",
        f"{subject.label}/{planned.working_day}",
        **{"class": coding(ACT_CODE, "HH", "home health")},
        status="finished" if end else "in-progress",
        subject=link(subject.patient),
        episodeOfCare=[link(subject.episode)],
        participant=[{"individual": link(subject.nurse)}],
        appointment=[link(appointment)],
        period={"start": begin.isoformat()} | ({"end": end.isoformat()} if end else {}),
        reasonCode=[concept(_reason(subject, planned))],
        serviceProvider=link(subject.agency),
    )


def _note(
    frame: Frame, subject: Subject, planned: Planned, encounter: Resource, end: datetime, chance: Random
) -> Resource:
    draft = bool(planned.told and planned.told.draft)
    written = zip(_PARAGRAPHS, _words(subject, planned, chance), strict=True)
    return frame.resource(
        "Composition",
        f"{subject.label}/{planned.working_day}",
        status="preliminary" if draft else "final",
        type=concept("Visit note", coding(LOINC, "34119-8", "Nursing facility Note")),
        subject=link(subject.patient),
        encounter=link(encounter),
        date=end.isoformat(),
        author=[link(subject.nurse)],
        title="Visit note",
        attester=[] if draft else [{"mode": "legal", "time": end.isoformat(), "party": link(subject.nurse)}],
        section=[{"title": title, "text": narrative(text)} for title, text in written if text],
    )


def _words(subject: Subject, planned: Planned, chance: Random) -> tuple[str, ...]:
    told, usual = planned.told, subject.condition
    picked = (chance.choice(usual.found), chance.choice(usual.done), chance.choice(usual.taught))
    found, done, taught = picked
    return (
        f"{_reason(subject, planned)}. Leaves home only with help and great effort.",
        (told and told.found) or found,
        (told and told.done) or done,
        (told and told.taught) or taught,
        "" if told and told.draft else "Next visit as planned.",
    )
