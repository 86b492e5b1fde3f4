"""Signing a visit: everything it leaves behind, in one transaction, or nothing at all.

Answers are completed, readings and scores become Observations, what was done becomes Procedures, words on
goals go to the Goals, lessons and calls become Communications, the note becomes a final, attested
Composition, the next visit is booked, the clock stops, and a Provenance names every signed resource with its
SHA-256.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from carenurse.app.alerts import alerts_from
from carenurse.app.begun_forms import Begun
from carenurse.app.day_words import week_day
from carenurse.app.ports import Records, Work
from carenurse.app.untold import tasks_of
from carenurse.app.visit_checks import Check
from carenurse.app.visit_extraction import observations
from carenurse.app.visit_note import NoteParagraph
from carenurse.app.visit_open import OpenedVisit, open_visit
from carenurse.app.visit_person import agreed_person
from carenurse.app.visit_results import Scene, communications, goal_updates, medicine_reviews, procedures
from carenurse.app.visit_session import VisitSession
from carenurse.app.visit_signature import SignatureFacts, provenance
from carenurse.app.visit_state import checks_of, note_of
from carenurse.app.visit_stay import left_at, time_of_care
from carenurse.app.visit_worksheet_record import encode as encode_worksheet
from carenurse.clinical import note, planned_visit, visit
from carenurse.clinical.dates import Moment, parse_instant
from carenurse.clinical.fhir import Resource, new_id, reference_to, split_reference
from carenurse.clinical.note import Section
from carenurse.clinical.planned_visit import PlannedVisit
from carenurse.errors import ExpectedError
from carenurse.translations import tr, trn

ATTESTER = "legal"
"""FHIR R4 composition-attestation-mode: the nurse attests the note as a legal document."""

_TO_COME = ("proposed", "pending", "booked", "arrived", "checked-in")
"""Statuses of an Appointment that still stands."""


class OpenChecksError(ExpectedError):
    """Something is open before signing; ``checks`` are the open ones. A reason lets the nurse sign anyway."""

    def __init__(self, checks: tuple[Check, ...]) -> None:
        super().__init__(
            trn("{number} check is open.", "{number} checks are open.", len(checks)),
            tr("Settle it, or sign with a reason."),
        )
        self.checks = checks


class GraveChecksError(ExpectedError):
    """Red findings without an answer of their own; no reason for signing covers them."""

    def __init__(self, checks: tuple[Check, ...]) -> None:
        super().__init__(
            trn(
                "{number} red finding needs its own answer before you sign.",
                "{number} red findings need their own answers before you sign.",
                len(checks),
            ),
            tr("Write who was told, or why nobody was told yet."),
        )
        self.checks = checks


@dataclass(frozen=True, slots=True)
class SignedVisit:
    """What a signing made: the note, and how many resources were frozen."""

    encounter: str
    composition: str
    frozen: int
    next_visit: str


def sign_visit(
    records: Records, encounter: str, now: datetime, reason: str = "", *, begun: Sequence[Begun] = ()
) -> SignedVisit:
    """Sign a visit and close it.

    ``reason`` lets it through although checks are open, and becomes part of the record; what was ``begun``
    about the person on other pages is one of them. Raises
    OpenChecksError without one, ExpectedError when the visit is signed already; in every failure nothing is
    changed.
    """
    with records.work() as work:
        living = VisitSession(open_visit(work, encounter, now), lambda: now)
        left = tuple(check for check in checks_of(living, living.flags(), begun) if not check.fine)
        if left and not reason.strip():
            raise OpenChecksError(left)
        if grave := tuple(check for check in left if check.grave):
            raise GraveChecksError(grave)
        return _Signing(work, living, now, reason.strip()).sign()


class _Signing:
    """One signing under way; everything it puts belongs to one unit of work."""

    def __init__(self, work: Work, living: VisitSession, now: datetime, reason: str) -> None:
        self._work = work
        self._living = living
        self._opened: OpenedVisit = living.opened
        self._visit = living.opened.visit
        self._now = now
        self._reason = reason
        self._then = time_of_care(self._visit, now)
        self._scene = Scene(self._visit.patient, self._visit.id, living.opened.nurse, self._then)

    def sign(self) -> SignedVisit:
        """Put everything, the signature last."""
        composition = self._note()
        responses = self._responses()
        frozen = [
            composition,
            *responses,
            *observations(self._living, responses, self._then),
            *procedures(self._living.sheet, self._opened.care, self._opened.orders, self._scene),
            *medicine_reviews(self._living.sheet, self._opened.medicines, self._scene),
            *communications(self._living.sheet, self._scene),
        ]
        for resource in frozen:
            self._work.put(resource, sign=True)
        for task in tasks_of(self._living.flags(), self._living.sheet, self._scene):
            self._work.put(task)
            self._work.record("create", reference_to(task), "not-told")
        for alert in alerts_from(self._living.flags(), self._work, self._scene):
            self._work.put(alert)
            self._work.record("create", reference_to(alert), "found")
        self._person()
        self._goals()
        booked = self._next_visit()
        self._close()
        facts = SignatureFacts(self._opened.nurse, self._now, self._reason)
        self._work.put(provenance(frozen, facts, self._visit.patient), sign=True)
        self._work.record("sign", reference_to(composition), "with-reason" if self._reason else "")
        return SignedVisit(self._visit.id, str(composition["id"]), len(frozen), booked)

    def _note(self) -> Resource:
        paragraphs = note_of(self._living, self._now)
        encoded = note.encode(
            note.Note(
                id=new_id(),
                patient=self._visit.patient,
                visit=self._visit.id,
                author=self._opened.nurse,
                title=tr("Visit note, {day}", day=week_day(self._now.date())),
                kind="Visit note",
                when=Moment.at(self._now),
                status="final",
                sections=tuple(_section(paragraph) for paragraph in paragraphs if paragraph.text.strip()),
            )
        )
        party = {"reference": f"Practitioner/{self._opened.nurse}", "display": self._opened.nurse_name}
        return encoded | {"attester": [{"mode": ATTESTER, "time": Moment.at(self._now).text, "party": party}]}

    def _responses(self) -> list[Resource]:
        """Complete what is complete; what is not was left open on purpose and is "stopped"."""
        author = f"Practitioner/{self._opened.nurse}"
        found: list[Resource] = []
        drafts = {draft.key: draft for draft in self._opened.forms}
        for key in self._living.forms:
            session = self._living.form(key)
            done = session.completion()
            if not done.answered and drafts[key].response is None:
                continue
            status = "completed" if done.may_complete and done.answered else "stopped"
            authored = parse_instant((drafts[key].response or {}).get("authored")) or self._then
            found.append(session.to_response(status, author=author, authored=authored))
        return [*found, *self._left_out(), self._worksheet()]

    def _left_out(self) -> list[Resource]:
        """Close drafts of forms that were taken out of the visit."""
        asked = {str(self._living.form(key).form.url) for key in self._living.forms}
        drafts = self._work.where("QuestionnaireResponse", "encounter", self._visit.id)
        sheet = self._opened.sheet_resource or {}
        return [
            draft | {"status": "stopped"}
            for draft in drafts
            if draft.get("status") == "in-progress"
            and draft["id"] != sheet.get("id")
            and str(draft.get("questionnaire", "")).partition("|")[0] not in asked
        ]

    def _worksheet(self) -> Resource:
        encoded = encode_worksheet(
            self._living.sheet, self._opened.encounter, self._now, onto=self._opened.sheet_resource
        )
        return encoded | {"status": "completed"}

    def _person(self) -> None:
        """Change of the person's own data what the nurse agreed to, on the record as it is now."""
        held = self._work.get("Patient", self._visit.patient)
        changed = agreed_person(self._living, held) if held else None
        if changed is not None:
            self._work.put(changed)
            self._work.record("update", reference_to(changed), "agreed-in-form")

    def _goals(self) -> None:
        for goal in goal_updates(self._living.sheet, self._opened.goal_resources, self._scene):
            self._work.put(goal)
            self._work.record("update", reference_to(goal), str(goal["lifecycleStatus"]))

    def _next_visit(self) -> str:
        """Book the next visit, or bring the planned one up to what was agreed; gives its Appointment id."""
        plan = self._living.sheet.next_visit
        if plan.start is None or plan.none_because:
            return ""
        planned = self._still_planned(plan.planned)
        before = planned_visit.decode(planned) if planned else PlannedVisit(id=new_id(), status="booked")
        length = before.end - before.start if before.start and before.end else timedelta(minutes=plan.minutes)
        after = replace(
            before,
            patient=self._visit.patient,
            practitioner=before.practitioner or self._opened.nurse,
            start=plan.start,
            end=plan.start + length,
            reason=plan.reason or before.reason,
            note=plan.bring or before.note,
        )
        if planned is not None and after == before:
            return after.id
        booked = planned_visit.encode(after, onto=planned)
        self._work.put(booked)
        self._work.record("update" if planned else "create", reference_to(booked), "booked")
        return after.id

    def _still_planned(self, reference: str) -> Resource | None:
        """Read the visit that was kept at the door; one that was called off since then is booked anew."""
        held = split_reference(reference)
        found = self._work.get(*held) if held else None
        return found if found and found.get("status") in _TO_COME else None

    def _close(self) -> None:
        finished = replace(
            self._visit,
            status="finished",
            began=self._visit.began or self._now,
            completed=left_at(self._visit, self._now),
            reason=self._living.sheet.reason or self._visit.reason,
        )
        self._work.put(visit.encode(finished, onto=self._opened.encounter))
        planned = self._work.get("Appointment", self._visit.appointment) if self._visit.appointment else None
        if planned is not None and planned.get("status") != "fulfilled":
            fulfilled = replace(planned_visit.decode(planned), status="fulfilled")
            self._work.put(planned_visit.encode(fulfilled, onto=planned))


def _section(paragraph: NoteParagraph) -> Section:
    return Section(paragraph.title, paragraph.text)
