"""Whom and what a form is filled in for."""

from collections.abc import Mapping
from dataclasses import dataclass

from carenurse.clinical.fhir import Resource
from carenurse.forms.queries import Record


@dataclass(frozen=True, slots=True)
class Context:
    """Whom and what a form is filled in for. ``more`` gives other launch-context values by name.

    ``record``: what lies on the laptop about this person, by kind, newest first, for forms that look there.
    """

    patient: Resource | None = None
    encounter: Resource | None = None
    user: Resource | None = None
    more: Mapping[str, Resource] | None = None
    record: Record | None = None

    def named(self) -> Mapping[str, Resource]:
        """Give the values as expressions call them."""
        known = {"patient": self.patient, "encounter": self.encounter, "user": self.user}
        return {**{name: one for name, one in known.items() if one is not None}, **(self.more or {})}
