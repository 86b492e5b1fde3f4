"""Taking the last change back: undo instead of "are you sure".

The record only grows, so undoing writes the former state as a new version; what the change added becomes
"entered in error". It is refused when anything touched the same resources since.
"""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass

from carenurse.app.ports import Records, Work
from carenurse.clinical.fhir import Resource, kind_of, reference_to
from carenurse.errors import ExpectedError
from carenurse.translations import tr


@dataclass(frozen=True, slots=True)
class Step:
    """One resource before and after; ``before`` is None for what was added."""

    before: Resource | None
    after: Resource


@dataclass(frozen=True, slots=True)
class Undo:
    """What takes one change back."""

    steps: tuple[Step, ...]

    def after(self, former: "Undo") -> "Undo":
        """Take back this change and the one before it as one; what both touched goes back the whole way."""
        firsts = {reference_to(step.after): step.before for step in former.steps}
        mine = {reference_to(step.after) for step in self.steps}
        joined = tuple(
            Step(firsts.get(reference_to(step.after), step.before), step.after) for step in self.steps
        )
        return Undo((*joined, *(step for step in former.steps if reference_to(step.after) not in mine)))


class Changes:
    """Keeps resources in one unit of work and remembers how to take that back."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._steps: list[Step] = []

    def put(self, resource: Resource) -> None:
        """Keep a resource with its audit fact."""
        kind, identity = kind_of(resource), str(resource["id"])
        before = self._work.get(kind, identity)
        if before == resource:
            return
        self._work.put(resource)
        self._work.record("create" if before is None else "update", reference_to(resource))
        self._steps.append(Step(deepcopy(before), deepcopy(resource)))

    def undo(self) -> Undo:
        """Give what takes all of it back."""
        return Undo(tuple(reversed(self._steps)))


def take_back(records: Records, undo: Undo) -> None:
    """Write the former states. Raises ExpectedError when something else changed them since."""
    with records.work() as work:
        for step in undo.steps:
            kind, identity = kind_of(step.after), str(step.after["id"])
            if work.get(kind, identity) != step.after:
                raise ExpectedError(
                    tr("This was changed again since, so it cannot be taken back."),
                    tr("Look at it as it is now and change it by hand."),
                )
            former = step.before if step.before is not None else entered_in_error(step.after)
            work.put(former)
            work.record("update", reference_to(former), "undo")


def entered_in_error(resource: Resource) -> Resource:
    """Mark a resource as never meant, in the element that its kind has for it. Raises KeyError for others."""
    marked = deepcopy(resource)
    _MARKS[kind_of(resource)](marked)
    return marked


def in_error(resource: Resource) -> bool:
    """Say whether a resource is marked as never meant."""
    verification: Resource = resource.get("verificationStatus") or {}
    codes = {coding.get("code") for coding in verification.get("coding", ())}
    return "entered-in-error" in {resource.get("status"), resource.get("lifecycleStatus"), *codes}


def _status(resource: Resource) -> None:
    resource["status"] = "entered-in-error"


def _lifecycle(resource: Resource) -> None:
    resource["lifecycleStatus"] = "entered-in-error"


def _condition(resource: Resource) -> None:
    """Follow con-5: a condition entered in error has no clinical status."""
    resource.pop("clinicalStatus", None)
    system = "http://terminology.hl7.org/CodeSystem/condition-ver-status"
    resource["verificationStatus"] = {"coding": [{"system": system, "code": "entered-in-error"}]}


_MARKS: dict[str, Callable[[Resource], None]] = {
    "Appointment": _status,
    "ServiceRequest": _status,
    "Goal": _lifecycle,
    "Condition": _condition,
    "CarePlan": _status,
    "Communication": _status,
    "Composition": _status,
    "DetectedIssue": _status,
    "DocumentReference": _status,
    "Flag": _status,
    "Media": _status,
    "MedicationStatement": _status,
    "Observation": _status,
    "Procedure": _status,
    "Task": _status,
}

MARKED = frozenset(_MARKS)
"""Kinds that can be marked as never meant."""
