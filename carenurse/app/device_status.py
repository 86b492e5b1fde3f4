"""What the status bar says: two facts are never made into one "synced".

"Not sent" counts what the nurse changed; not that she is: her own entry came with the vault. What a file of
another system brought is unsent too, but it is not her work that is at risk, and is told apart. Nothing here
is stored: each is counted when it is asked for.
"""

from dataclasses import dataclass
from datetime import datetime

from carenurse.app.ports import Reading
from carenurse.app.some_people import counted
from carenurse.app.sync_traces import Traces
from carenurse.clinical import practitioner
from carenurse.clinical.dates import parse_instant
from carenurse.sync.kept import Held, Journal, OnlyInPartError, journal_of
from carenurse.translations import tr, trn

_LOOK_BACK = 400
"""Audit facts that are looked through for the last time a file was taken over."""
RECEIVED = "received"
"""Under this name the journal keeps when everything that the office had was last received."""


@dataclass(frozen=True, slots=True)
class DeviceStatus:
    """``unsent`` counts what the office has not acknowledged of the nurse's own changes.

    ``visits`` of them as visits, ``others`` are the changes that belong to none; ``taken_over`` came from
    other systems and is unsent too. ``needs_nurse`` counts what cannot go without her. ``received`` is when
    the office was last asked for everything, None for never; ``from_file`` when a file was last taken over.
    ``reached`` says whether an office was ever asked for everything; ``finished`` counts the visits that are
    over; ``files`` the pages and pictures whose papers the office has and which it has not itself.
    """

    nurse: str
    unsent: int
    received: datetime | None
    visits: int = 0
    others: int = 0
    taken_over: int = 0
    needs_nurse: int = 0
    reached: bool = False
    finished: int = 0
    from_file: datetime | None = None
    files: int = 0

    @property
    def waiting(self) -> int:
        """How much of hers waits, as it is said everywhere: visits, and changes that belong to none."""
        return self.visits + self.others

    @property
    def all_sent(self) -> bool:
        """Whether the office has acknowledged everything; never true by hope."""
        return self.reached and not (self.unsent or self.taken_over or self.needs_nurse or self.files)


def device_status(records: Reading, traces: Traces | None = None) -> DeviceStatus:
    """Gather the facts of the status bar; ``traces`` is what earlier calls of this sitting found out.

    Where only one person may be seen, as in the family view, nothing is counted and nothing is called sent;
    where a lease is over, everything is: numbers name nobody.
    """
    records = counted(records)
    try:
        journal = journal_of(records)
    except OnlyInPartError:
        return DeviceStatus(_nurse(records), unsent=0, received=None)
    newest = {(one.kind, one.identity): one for one in records.unsent()}
    waiting = list(newest.values())
    found = (traces or Traces()).of(records, waiting)
    own = f"Practitioner/{records.me}"
    mine = [
        trace
        for one, trace in zip(waiting, found, strict=True)
        if not trace.taken_over and f"{one.kind}/{one.identity}" != own
    ]
    received = parse_instant(journal.cursor(RECEIVED))
    return DeviceStatus(
        nurse=_nurse(records),
        unsent=len(mine),
        received=received,
        from_file=_taken_over(records),
        visits=len({trace.visit for trace in mine if trace.visit}),
        others=sum(not trace.visit for trace in mine),
        taken_over=sum(trace.taken_over for trace in found),
        needs_nurse=_needs_nurse(journal),
        reached=received is not None,
        finished=sum(trace.finished for trace in mine),
        files=len(journal.files_to_send()) if received is not None else 0,
    )


def unsent_words(status: DeviceStatus) -> str:
    """Say what of hers is not sent, visits first: "3 visits and 2 changes"; "" for nothing."""
    told = [
        trn("{number} visit", "{number} visits", status.visits) if status.visits else "",
        trn("{number} change", "{number} changes", status.others) if status.others else "",
    ]
    if all(told):
        return tr("{first} and {second}", first=told[0], second=told[1])
    return "".join(told)


def _needs_nurse(journal: Journal) -> int:
    return journal.open_conflicts() + journal.held_for(Held.REFUSED) + journal.held_for(Held.NOT_ALLOWED)


def _taken_over(records: Reading) -> datetime | None:
    trail = records.audit_trail(limit=_LOOK_BACK)
    return next((fact.when for fact in trail if fact.action == "import"), None)


def _nurse(records: Reading) -> str:
    resource = records.get("Practitioner", records.me)
    if resource is None:
        return ""
    who = practitioner.decode(resource)
    return ", ".join(part for part in (who.name.display, who.credential) if part)
