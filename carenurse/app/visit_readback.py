"""A signed visit read back: the note as it was signed, its addenda beside it, and whether they hold."""

from dataclasses import dataclass
from datetime import datetime

from carenurse.app.day_words import week_day
from carenurse.app.ports import Reading, Records, Work
from carenurse.app.visit_plan import nurse_words
from carenurse.app.visit_sections import VisitHead
from carenurse.app.visit_sign import ATTESTER
from carenurse.app.visit_signature import SignatureFacts, changed_since_signing, provenance
from carenurse.clinical import note, patient, visit
from carenurse.clinical import provenance as provenances
from carenurse.clinical.dates import Moment
from carenurse.clinical.fhir import Resource, new_id, reference_to
from carenurse.clinical.note import Note, Section
from carenurse.clinical.shapes import as_objects
from carenurse.errors import ExpectedError
from carenurse.translations import tr


@dataclass(frozen=True, slots=True)
class Addendum:
    """A correction that stands beside the note."""

    when: datetime | None
    nurse: str
    text: str


@dataclass(frozen=True, slots=True)
class SignedView:
    """A signed visit. ``changed`` names what is no longer what was signed (nothing, if all is well).

    ``draft`` holds the words of an addendum that was begun and is not signed.
    """

    encounter: str
    patient: str
    composition: str
    head: VisitHead
    nurse: str
    signed: datetime | None
    reason: str
    sections: tuple[Section, ...]
    addenda: tuple[Addendum, ...]
    frozen: int
    changed: tuple[str, ...]
    has_signature: bool
    draft: str = ""


def signed_visit_view(records: Reading, encounter: str) -> SignedView:
    """Read a signed visit back. Raises ExpectedError when there is no signed note of it."""
    resource = records.get("Encounter", encounter)
    written_here = records.where("Composition", "encounter", encounter)
    notes = [one for one in written_here if _is_signed(one)]
    original = next((one for one in notes if not note.decode(one).amends), None)
    if resource is None or original is None:
        raise ExpectedError(tr("This visit has no signed note."), tr("Open it under unfinished visits."))
    value, written = visit.decode(resource), note.decode(original)
    signature = _signature_over(records, original)
    addenda = [_addendum(records, one) for one in notes if note.decode(one).amends == written.id]
    return SignedView(
        encounter=encounter,
        patient=value.patient,
        composition=written.id,
        head=VisitHead(
            person=_name(records, "Patient", value.patient),
            number=0,
            planned_count=None,
            began=value.began,
            drive_started=value.drive_started,
            completed=value.completed,
            reason=value.reason,
        ),
        nurse=_name(records, "Practitioner", written.author),
        signed=written.when.instant if written.when else None,
        reason=provenances.decode(signature).reason if signature else "",
        sections=written.sections,
        addenda=tuple(sorted(addenda, key=lambda one: str(one.when))),
        frozen=len(as_objects((signature or {}).get("target"))),
        changed=changed_since_signing(records, signature) if signature else (),
        has_signature=signature is not None,
        draft=_words(_begun_addendum(records, encounter)),
    )


def add_addendum(records: Records, encounter: str, text: str, now: datetime) -> str:
    """Add a signed, dated correction beside the note, which stays as it is; returns its Composition id.

    A draft of it becomes the signed one. Raises ExpectedError without words, or when the visit has no
    signed note.
    """
    if not text.strip():
        raise ExpectedError(tr("The addendum is empty."), tr("Write what is to be added, then sign it."))
    view = signed_visit_view(records, encounter)
    begun = _begun_addendum(records, encounter)
    composition = _composition(view, text.strip(), records.me, now, begun)
    party = {"reference": f"Practitioner/{records.me}"}
    composition["attester"] = [{"mode": ATTESTER, "time": Moment.at(now).text, "party": party}]
    with records.work() as work:
        work.put(composition, sign=True)
        work.put(provenance([composition], SignatureFacts(records.me, now), view.patient), sign=True)
        work.record("sign", reference_to(composition), "addendum")
    return str(composition["id"])


def save_addendum(records: Records, encounter: str, text: str, now: datetime) -> datetime:
    """Keep the words of an addendum while they are written; returns ``now`` once it is committed.

    They are a draft (a preliminary Composition) until they are signed; no words leave an empty draft. Raises
    ExpectedError when the visit has no signed note.
    """
    with records.work() as work:
        put_addendum(work, encounter, text, now)
    return now


def put_addendum(work: Work, encounter: str, text: str, now: datetime) -> None:
    """Keep these words within a unit of work, as ``save_addendum`` does."""
    begun = _begun_addendum(work, encounter)
    if begun is not None or text.strip():
        composition = _composition(signed_visit_view(work, encounter), text, work.me, now, begun)
        work.put(composition | {"status": "preliminary"}, draft=True)


def _begun_addendum(records: Reading, encounter: str) -> Resource | None:
    """Find the addendum of this nurse that is not signed yet."""
    found = records.where("Composition", "encounter", encounter)
    mine = (one for one in found if one.get("status") == "preliminary" and note.decode(one).amends)
    return next((one for one in mine if note.decode(one).author == records.me), None)


def _words(resource: Resource | None) -> str:
    return "\n".join(section.text for section in note.decode(resource).sections) if resource else ""


def _composition(
    view: SignedView, text: str, nurse: str, now: datetime, begun: Resource | None = None
) -> Resource:
    return note.encode(
        Note(
            id=str(begun["id"]) if begun else new_id(),
            patient=view.patient,
            visit=view.encounter,
            author=nurse,
            title=tr("Addendum, {day}", day=week_day(now.date())),
            kind="Addendum",
            when=Moment.at(now),
            status="final",
            sections=(Section(tr("Addendum"), text),) if text.strip() else (),
            amends=view.composition,
        )
    )


def _is_signed(resource: Resource) -> bool:
    return resource.get("status") in ("final", "amended")


def _addendum(records: Reading, resource: Resource) -> Addendum:
    value = note.decode(resource)
    when = value.when.instant if value.when else None
    return Addendum(when, _name(records, "Practitioner", value.author), _words(resource))


def _signature_over(records: Reading, original: Resource) -> Resource | None:
    patient_id = note.decode(original).patient
    wanted = reference_to(original)
    for resource in records.of_patient(patient_id, "Provenance"):
        if any(target.get("reference") == wanted for target in as_objects(resource.get("target"))):
            return resource
    return None


def _name(records: Reading, kind: str, identity: str) -> str:
    resource = records.get(kind, identity)
    if resource is None:
        return ""
    return patient.decode(resource).name.display if kind == "Patient" else nurse_words(resource)
