"""That a paper was given: the file itself in the vault, who received it, and the trace in the audit.

Two resources tell the office: a DocumentReference (the paper, with the SHA-256 of the bytes printed)
and a Communication ("summary left with"). The bytes stay in the vault: later one can see what was left.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from carenurse.app.chosen_file import write_chosen
from carenurse.app.family_words import PAPER_TYPE
from carenurse.app.ports import AuditAction, Reading, Records
from carenurse.clinical import paper, visit
from carenurse.clinical.dates import Moment
from carenurse.clinical.fhir import Resource, new_id, reference_to
from carenurse.clinical.paper import Paper
from carenurse.clinical.systems import OWN_CODES
from carenurse.documents.labels import Language
from carenurse.errors import ExpectedError
from carenurse.translations import tr

How = Literal["printed", "saved", "shown"]


@dataclass(frozen=True, slots=True)
class Giving:
    """What is given: the rendered bytes, in which language, to whom (in words), and how."""

    pdf: bytes
    language: Language
    to_whom: str
    how: How
    large: bool = False


@dataclass(frozen=True, slots=True)
class Given:
    """One paper that was given; ``reference`` is its DocumentReference, ``digest`` finds the bytes."""

    reference: str
    to_whom: str
    language: str
    when: datetime | None
    digest: str


def record_given(records: Records, encounter: str, giving: Giving, now: datetime) -> Given:
    """Keep that (and what) the family received. Raises ExpectedError without a name or without the visit.

    The visit may be open or signed; its worksheet is not touched (the visit's own screen writes there).
    """
    met = records.get("Encounter", encounter)
    if met is None:
        raise ExpectedError(tr("This visit is not on this laptop."), tr("Open it from the chart."))
    if not giving.to_whom.strip():
        raise ExpectedError(tr("Nobody is named."), tr("Write who received the page, then record it again."))
    with records.work() as work:
        digest = work.keep_file(giving.pdf, media_type="application/pdf", name="family-page.pdf")
        document = _document(met, giving, digest, records.me, now)
        message = _message(document, giving, records.me, now)
        work.put(document)
        work.put(message)
        work.record("give", reference_to(document), giving.how)
    return _given(document)


def note_left(records: Records, encounter: str, how: Literal["printed", "saved"], language: str) -> None:
    """Note in the trail that the paper of a visit left the vault, whether anybody is named as having it."""
    action: AuditAction = "print" if how == "printed" else "export"
    with records.work() as work:
        work.record(action, f"Encounter/{encounter}", language)


def write_paper(pdf: bytes, target: Path) -> None:
    """Write a paper to the file that the nurse chose. Raises as ``write_chosen`` does."""
    write_chosen(pdf, target)


def papers_given(records: Reading, encounter: str) -> tuple[Given, ...]:
    """List the family pages that were given at or after one visit, newest first."""
    found = records.where("DocumentReference", "encounter", encounter)
    given = [_given(one) for one in found if one.get("docStatus") == "final" and paper.decode(one).given_to]
    return tuple(sorted(given, key=lambda one: one.when.timestamp() if one.when else 0.0, reverse=True))


def _document(met: Resource, giving: Giving, digest: str, nurse: str, now: datetime) -> Resource:
    made = visit.decode(met)
    encoded = paper.encode(
        Paper(
            id=new_id(),
            patient=made.patient,
            title=str(PAPER_TYPE["text"]),
            when=Moment.at(now),
            media_type="application/pdf",
            language=giving.language,
            digest=digest,
            given_to=giving.to_whom.strip(),
            visit=made.id,
            author=nurse,
            status="current",
        )
    )
    encoded["content"][0]["attachment"] |= {
        "size": len(giving.pdf),
        "creation": now.isoformat(timespec="seconds"),
    }
    return encoded | {"docStatus": "final", "type": PAPER_TYPE}


def _message(document: Resource, giving: Giving, nurse: str, now: datetime) -> Resource:
    sentence = {
        "printed": "Visit summary left on paper",
        "saved": "Visit summary given as a file",
        "shown": "Visit summary shown on the screen",
    }[giving.how]
    return {
        "resourceType": "Communication",
        "id": new_id(),
        "status": "completed",
        "category": [{"coding": [{"system": OWN_CODES, "code": "paper-left"}], "text": "Summary left with"}],
        "subject": document["subject"],
        "about": [{"reference": reference_to(document)}],
        "encounter": document["context"]["encounter"][0],
        "sent": now.isoformat(timespec="seconds"),
        "sender": {"reference": f"Practitioner/{nurse}"},
        "recipient": [{"display": giving.to_whom.strip()}],
        "payload": [{"contentString": sentence}],
    }


def _given(document: Resource) -> Given:
    told = paper.decode(document)
    when = told.when.instant if told.when else None
    return Given(reference_to(document), told.given_to, told.language, when, told.digest)
