"""What a goal can be measured by, as its form offers it: measures of a visit, scores, Omaha ratings."""

from dataclasses import dataclass

from carenurse.careplan.terms import BEHAVIOR, KNOWLEDGE, STATUS
from carenurse.translations import tr


@dataclass(frozen=True, slots=True)
class PlanMeasure:
    """A measure with the unit that its goals speak in (UCUM)."""

    code: str
    words: str
    unit: str = ""


def plan_measures() -> tuple[PlanMeasure, ...]:
    """List the measures; LOINC codes, and the three Omaha scales from 1 to 5."""
    return (
        PlanMeasure("29463-7", tr("Weight"), "[lb_av]"),
        PlanMeasure("8480-6", tr("Systolic blood pressure"), "mm[Hg]"),
        PlanMeasure("8462-4", tr("Diastolic blood pressure"), "mm[Hg]"),
        PlanMeasure("8867-4", tr("Heart rate"), "/min"),
        PlanMeasure("9279-1", tr("Breaths a minute"), "/min"),
        PlanMeasure("59408-5", tr("Oxygen level"), "%"),
        PlanMeasure("72514-3", tr("Pain, 0 to 10"), "{score}"),
        PlanMeasure("44261-6", tr("PHQ-9 score"), "{score}"),
        PlanMeasure("97885-8", tr("Stay Independent score"), "{score}"),
        PlanMeasure("41653-7", tr("Blood sugar"), "mg/dL"),
        PlanMeasure("4548-4", tr("A1c"), "%"),
        PlanMeasure("6301-6", tr("INR"), "{INR}"),
        PlanMeasure(KNOWLEDGE, tr("Knowledge, 1 to 5")),
        PlanMeasure(BEHAVIOR, tr("Behavior, 1 to 5")),
        PlanMeasure(STATUS, tr("Status, 1 to 5")),
    )
