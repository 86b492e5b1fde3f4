"""One person's record in the making: what everything written about that person needs."""

from dataclasses import dataclass
from datetime import date

from carenurse.app.demo.building import Frame, link
from carenurse.app.demo.cast import Staff
from carenurse.app.demo.stories import Condition, Person, conditions
from carenurse.clinical.fhir import Resource


@dataclass(frozen=True, slots=True)
class Chart:
    """A person, as told and as a Patient; ``start`` is the day care began, ``label`` tells people apart."""

    frame: Frame
    label: str
    person: Person
    patient: Resource
    doctor: Resource
    team: Staff
    start: date

    @property
    def whose(self) -> Resource:
        """The reference to the patient."""
        return link(self.patient)

    @property
    def conditions(self) -> list[Condition]:
        """What the person has, the main illness first."""
        return [conditions().conditions[name] for name in self.person.conditions]

    def make(self, kind: str, label: object, /, **elements: object) -> Resource:
        """Begin a resource of this person's record."""
        return self.frame.resource(kind, f"{self.label}/{label}", **elements)
