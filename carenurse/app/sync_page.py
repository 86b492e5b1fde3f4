"""All that the page between laptop and office shows, gathered at one moment."""

from dataclasses import dataclass
from datetime import datetime

from carenurse.app.device_status import DeviceStatus, device_status
from carenurse.app.ports import Reading
from carenurse.app.some_people import counted
from carenurse.app.sync_conflicts import Disagreement, conflicts_unseen, disagreements
from carenurse.app.sync_office import office_of
from carenurse.app.sync_outbox import Outbox, outbox
from carenurse.app.sync_ready import Ready, ready_to_leave
from carenurse.app.vault_warnings import OLDER
from carenurse.app.visit_begin import unfinished_visits


@dataclass(frozen=True, slots=True)
class SyncFacts:
    """The two facts, what waits, what is to be decided, what is ready; whether there is an office.

    ``older``: the office knows a newer copy of this vault. ``unseen`` counts what is to be decided about
    people who do not open today. ``begun`` counts visits that are not signed: they are on this laptop alone.
    """

    status: DeviceStatus
    outbox: Outbox
    disagreements: tuple[Disagreement, ...]
    ready: Ready
    office_set_up: bool
    older: bool = False
    unseen: int = 0
    begun: int = 0


def sync_facts(records: Reading, now: datetime) -> SyncFacts:
    """Gather it."""
    return SyncFacts(
        device_status(records),
        outbox(records, now),
        disagreements(records, now),
        ready_to_leave(records, now),
        bool(office_of(records).address),
        older=bool(records.setting(OLDER)),
        unseen=conflicts_unseen(records),
        begun=len(unfinished_visits(counted(records))),
    )
