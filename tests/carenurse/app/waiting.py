"""What waits for the office about the person of a household, and how it arrives there."""

from datetime import datetime
from typing import Any

from carenurse.clinical.fhir import Resource
from carenurse.sync.kept import Acknowledged, Journal
from tests.carenurse.app.visits import PATIENT

PERSON = {"reference": f"Patient/{PATIENT}"}


def all_arrives(journal: Journal, now: datetime) -> None:
    """Let the office have everything that waits."""
    sequences = [one.sequence for one in journal.changes()]
    batch = journal.freeze(sequences, transaction=True, now=now)
    journal.mark_sent(batch.identity, now)
    journal.acknowledge(batch.identity, [Acknowledged(one, "1") for one in sequences], now)


def weight(**more: Any) -> Resource:
    return {
        "resourceType": "Observation",
        "id": "o9",
        "status": "final",
        "subject": PERSON,
        "code": {"text": "Weight"},
        **more,
    }
