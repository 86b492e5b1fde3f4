"""The calendar and the visits of a person of the demo: planned, made, missed, half written."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from random import Random

from carenurse.app.demo.building import coding, concept, link, narrative
from carenurse.app.demo.chart import Chart
from carenurse.app.demo.measuring import Measured, Trend, observations, readings
from carenurse.app.demo.rota import Planned
from carenurse.app.visit_signature import SignatureFacts, provenance
from carenurse.clinical.fhir import Resource
from carenurse.clinical.systems import ACT_CODE, LOINC, OWN

_DRIVE_STARTED = OWN + "StructureDefinition/drive-started"
_PARAGRAPHS = ("Why", "Found", "Done", "Taught", "Next")
_NOT_TOLD: Mapping[str, Decimal] = {}


@dataclass(frozen=True, slots=True)
class Round:
    """What the visits of one person have in common; ``chance`` is that person's own."""

    chart: Chart
    episode: Resource
    order: Resource
    trends: dict[str, Trend]
    chance: Random

    def tell(self, planned: Planned, number: int, progress: float) -> Iterator[Resource]:
        """Tell one place in the calendar: the Appointment and, when it was made, everything done there.

        ``progress`` runs from 0 (start of care) to 1 (now).
        """
        appointment = self._appointment(planned, number)
        yield appointment
        if appointment["status"] == "fulfilled":
            yield from self._made(planned, progress, appointment)

    def home_log(self) -> Iterator[Resource]:
        """Tell what the person measured alone."""
        chart = self.chart
        for told in chart.person.home_log:
            when = chart.frame.at(chart.frame.ago(told.days), "07:30")
            measured = Measured({told.vital: told.value}, when, chart.patient)
            for one in observations(chart, f"home/{told.days}", measured):
                yield one | {"note": [{"text": "Home log"}]}

    def _appointment(self, planned: Planned, number: int) -> Resource:
        chart = self.chart
        today = chart.person.today if planned.working_day == 0 else None
        made = chart.make(
            "Appointment",
            planned.working_day,
            status=_status(planned),
            serviceType=[concept("Home visit")],
            reasonCode=[concept(self._reason(planned))],
            description=f"Visit {number}",
            start=chart.frame.at(planned.day, planned.time).isoformat(),
            end=chart.frame.at(planned.day, planned.time, planned.minutes).isoformat(),
            minutesDuration=planned.minutes,
            comment=today.bring if today else chart.conditions[0].bring,
            basedOn=[link(self.order)],
            participant=[
                {"actor": who, "status": "accepted"} for who in (chart.whose, link(chart.team.nurse))
            ],
        )
        if planned.told and planned.told.missed:
            made["cancelationReason"] = concept(planned.told.missed)
        return made

    def _reason(self, planned: Planned) -> str:
        if planned.told and planned.told.reason:
            return planned.told.reason
        today = self.chart.person.today if planned.working_day == 0 else None
        return today.reason if today else self.chart.conditions[0].reason

    def _made(self, planned: Planned, progress: float, appointment: Resource) -> Iterator[Resource]:
        chart, late = self.chart, self.chance.randrange(-4, 12)
        begin = chart.frame.at(planned.day, planned.time, late)
        end = chart.frame.at(planned.day, planned.time, late + planned.minutes - self.chance.randrange(8))
        visit = self._visit(planned, appointment, begin, end)
        told = planned.told.vitals if planned.told else _NOT_TOLD
        values = readings(self.chance, self.trends, progress, told)
        measured = Measured(values, begin, chart.team.nurse, visit)
        found = list(observations(chart, str(planned.working_day), measured))
        note = self._note(planned, visit, end)
        yield from (visit, *found, note)
        if not _is_draft(planned):
            facts = SignatureFacts(chart.team.nurse["id"], end)
            signed = provenance([visit, *found, note], facts, chart.patient["id"])
            yield signed | chart.make("Provenance", planned.working_day)

    def _visit(self, planned: Planned, appointment: Resource, begin: datetime, end: datetime) -> Resource:
        chart, draft = self.chart, _is_draft(planned)
        drive = chart.frame.at(planned.day, planned.time, -self.chance.randrange(10, 30))
        made = chart.make(
            "Encounter",
            planned.working_day,
            extension=[{"url": _DRIVE_STARTED, "valueDateTime": drive.isoformat()}],
            status="in-progress" if draft else "finished",
            subject=chart.whose,
            episodeOfCare=[link(self.episode)],
            participant=[{"individual": link(chart.team.nurse)}],
            appointment=[link(appointment)],
            period={"start": begin.isoformat()} | ({} if draft else {"end": end.isoformat()}),
            reasonCode=[concept(self._reason(planned))],
            serviceProvider=link(chart.team.agency),
        )
        return made | {"class": coding(ACT_CODE, "HH", "home health")}

    def _note(self, planned: Planned, visit: Resource, end: datetime) -> Resource:
        chart, draft = self.chart, _is_draft(planned)
        nurse = link(chart.team.nurse)
        written = zip(_PARAGRAPHS, self._words(planned), strict=True)
        return chart.make(
            "Composition",
            planned.working_day,
            status="preliminary" if draft else "final",
            type=concept("Visit note", coding(LOINC, "34119-8", "Nursing facility Note")),
            subject=chart.whose,
            encounter=link(visit),
            date=end.isoformat(),
            author=[nurse],
            title="Visit note",
            attester=[] if draft else [{"mode": "legal", "time": end.isoformat(), "party": nurse}],
            section=[{"title": title, "text": narrative(text)} for title, text in written if text],
        )

    def _words(self, planned: Planned) -> tuple[str, ...]:
        told, usual = planned.told, self.chart.conditions[0]
        found, done, taught = (self.chance.choice(one) for one in (usual.found, usual.done, usual.taught))
        return (
            f"{self._reason(planned)}. Leaves home only with help and great effort.",
            (told and told.found) or found,
            (told and told.done) or done,
            (told and told.taught) or taught,
            "" if _is_draft(planned) else "Next visit as planned.",
        )


def _is_draft(planned: Planned) -> bool:
    return bool(planned.told and planned.told.draft)


def _status(planned: Planned) -> str:
    if planned.told and planned.told.missed:
        return "noshow"
    return "fulfilled" if planned.working_day < 0 else "booked"
