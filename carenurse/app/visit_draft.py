"""Saving a visit while it is written: one transaction per answer; the office hears nothing yet."""

from collections.abc import Sequence
from datetime import datetime

from carenurse.app.ports import Records
from carenurse.app.visit_begin import open_encounter
from carenurse.clinical.fhir import Resource


def save_draft(records: Records, encounter: str, resources: Sequence[Resource], now: datetime) -> datetime:
    """Keep the changed drafts of a visit in one transaction; returns ``now`` once it is committed.

    Raises VisitClosedError when the visit was signed meanwhile (on another laptop): nothing is kept then, and
    the caller still has everything (``visit_late_words`` keeps it beside the note). No audit fact: the
    signing tells who wrote what.
    """
    with records.work() as work:
        open_encounter(work, encounter)
        for resource in resources:
            work.put(resource, draft=True)
    return now
