"""What came into the record by a visit besides its own drafts: papers given, changes of the plan."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from carenurse.app.ports import AuditFact, Reading, Work
from carenurse.app.undo import MARKED, entered_in_error, in_error
from carenurse.clinical.fhir import Resource, kind_of, reference_to, split_reference
from carenurse.clinical.index_facts import patient_of

_LOOK_BACK: Final = 2_000
"""Entries of the trail that are looked through for what was done since the visit began."""

_OF_THE_PLAN: Final = ("Appointment", "Condition", "Goal", "ServiceRequest", "Task")
"""What names no visit although it may be made in one; a CarePlan only lists these."""

_PAPERS: Final = ("DocumentReference", "Media")


@dataclass(frozen=True, slots=True)
class TakenAlong:
    """What went with a visit that was taken back; ``stays`` counts what was only changed, or is signed.

    ``papers`` were given or photographed, ``others`` is whatever else was made: a goal, a next visit.
    """

    papers: int = 0
    others: int = 0
    stays: int = 0


def mark_made(work: Work, encounter: str, patient: str) -> TakenAlong:
    """Mark all that was made in a visit as entered in error, inside the unit of work that takes it back.

    What was there before and was changed in it stays as it is now: only she can say which change was meant
    for this person.
    """
    created, touched = _of_the_plan(work, encounter, patient)
    made = {reference_to(one): one for one in (*_in_the_visit(work, encounter, patient), *created)}
    open_ones = [one for one in made.values() if not in_error(one)]
    mine = [one for one in open_ones if _may_be_marked(work, one)]
    for one in mine:
        work.put(entered_in_error(one))
        work.record("update", reference_to(one), "entered-in-error")
    papers = sum(kind_of(one) in _PAPERS for one in mine)
    stays = len(touched - set(made)) + len(open_ones) - len(mine)
    return TakenAlong(papers, len(mine) - papers, stays)


def _may_be_marked(work: Reading, resource: Resource) -> bool:
    kind = kind_of(resource)
    return kind in MARKED and not work.signed(kind, str(resource["id"]))


def _in_the_visit(work: Reading, encounter: str, patient: str) -> Iterator[Resource]:
    """Find what names the visit; its own drafts are closed by whoever takes it back."""
    for kind in work.kinds(patient):
        if kind not in {"Encounter", "QuestionnaireResponse", "Provenance"}:
            yield from work.where(kind, "encounter", encounter)


def _of_the_plan(work: Reading, encounter: str, patient: str) -> tuple[list[Resource], set[str]]:
    """Find what the trail says she made for this person since the visit was begun, and what she changed."""
    created, touched = list[Resource](), set[str]()
    for fact in _since(work.audit_trail(limit=_LOOK_BACK), f"Encounter/{encounter}"):
        target = split_reference(fact.subject)
        if fact.action not in {"create", "update"} or target is None or target[0] not in _OF_THE_PLAN:
            continue
        resource = work.get(*target)
        if resource is None or patient_of(resource) != patient:
            continue
        if fact.action == "create":
            created.append(resource)
        else:
            touched.add(fact.subject)
    return created, touched


def _since(newest: Sequence[AuditFact], subject: str) -> Sequence[AuditFact]:
    """Give what the trail says after the first that it says of a subject; by its order, not by the clock."""
    first = max((at for at, fact in enumerate(newest) if fact.subject == subject), default=0)
    return newest[:first]
