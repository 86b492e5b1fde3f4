"""The calendar and the visits of a person of the demo: planned, made, missed, half written."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from carenurse.app.demo.asking import Occasion, responses, vital_signs_begun
from carenurse.app.demo.building import coding, concept, link, narrative
from carenurse.app.demo.chart import Chart
from carenurse.app.demo.measuring import Measured, Trend, observations, readings
from carenurse.app.demo.rota import Planned
from carenurse.app.visit_signature import SignatureFacts, provenance
from carenurse.clinical.fhir import Resource
from carenurse.clinical.planned_visit import MISSED_REASON
from carenurse.clinical.systems import ACT_CODE, LOINC, OWN

_DRIVE_STARTED = OWN + "drive-started"
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
        if appointment["status"] in ("fulfilled", "arrived"):
            occasion = self._visit(planned, appointment, number, progress)
            yield occasion.visit
            yield from self._unfinished(occasion) if _is_draft(planned) else self._made(occasion)

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
            made["extension"] = [{"url": MISSED_REASON, "valueString": planned.told.missed}]
        return made

    def _reason(self, planned: Planned) -> str:
        if planned.told and planned.told.reason:
            return planned.told.reason
        today = self.chart.person.today if planned.working_day == 0 else None
        return today.reason if today else self.chart.conditions[0].reason

    def _made(self, occasion: Occasion) -> Iterator[Resource]:
        """Tell a signed visit: what was measured and asked, the note, and the signature over it."""
        chart, place = self.chart, occasion.planned.working_day
        measured = Measured(self._readings(occasion), occasion.begin, chart.team.nurse, occasion.visit)
        found = list(observations(chart, str(place), measured))
        frozen = [self._note(occasion), *responses(chart, occasion, self.chance), *found]
        yield from frozen
        facts = SignatureFacts(chart.team.nurse["id"], occasion.end)
        signed = provenance(frozen, facts, chart.patient["id"])
        yield signed | chart.make("Provenance", place)

    def _unfinished(self, occasion: Occasion) -> Iterator[Resource]:
        """Tell a visit that was left half written: the readings are in their form, the note is not there."""
        yield vital_signs_begun(self.chart, occasion, self._readings(occasion))

    def _readings(self, occasion: Occasion) -> dict[str, Decimal]:
        told = occasion.planned.told.vitals if occasion.planned.told else _NOT_TOLD
        return readings(self.chance, self.trends, occasion.progress, told)

    def _visit(self, planned: Planned, appointment: Resource, number: int, progress: float) -> Occasion:
        chart, draft, late = self.chart, _is_draft(planned), self.chance.randrange(-4, 12)
        drive = chart.frame.at(planned.day, planned.time, late - self.chance.randrange(10, 30))
        begin = chart.frame.at(planned.day, planned.time, late)
        end = chart.frame.at(planned.day, planned.time, late + planned.minutes - self.chance.randrange(8))
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
        made |= {"class": coding(ACT_CODE, "HH", "home health")}
        return Occasion(planned, made, begin, end, number, progress)

    def _note(self, occasion: Occasion) -> Resource:
        chart, end = self.chart, occasion.end.isoformat()
        nurse = link(chart.team.nurse)
        written = zip(_PARAGRAPHS, self._words(occasion.planned), strict=True)
        return chart.make(
            "Composition",
            occasion.planned.working_day,
            status="final",
            type=concept("Visit note", coding(LOINC, "34109-9", "Note")),
            subject=chart.whose,
            encounter=link(occasion.visit),
            date=end,
            author=[nurse],
            title="Visit note",
            attester=[{"mode": "legal", "time": end, "party": nurse}],
            section=[{"title": title, "text": narrative(text)} for title, text in written],
        )

    def _words(self, planned: Planned) -> tuple[str, ...]:
        told, usual = planned.told, self.chart.conditions[0]
        found, done, taught = (self.chance.choice(one) for one in (usual.found, usual.done, usual.taught))
        return (
            f"{self._reason(planned)}. Leaves home only with help and great effort.",
            (told and told.found) or found,
            (told and told.done) or done,
            (told and told.taught) or taught,
            "Next visit as planned.",
        )


def _is_draft(planned: Planned) -> bool:
    return bool(planned.told and planned.told.draft)


def _status(planned: Planned) -> str:
    if planned.told and planned.told.missed:
        return "noshow"
    if _is_draft(planned):
        return "arrived"
    return "fulfilled" if planned.working_day < 0 else "booked"
