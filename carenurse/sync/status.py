"""What stands between this laptop and the office, counted anew each time it is asked: never green by hope."""

from dataclasses import dataclass
from datetime import datetime

from carenurse.store.journal import Journal
from carenurse.store.journal_facts import BatchState, Held
from carenurse.sync.recovering import REST


@dataclass(frozen=True, slots=True)
class Standing:
    """Two facts apart: what is not sent, and when everything was last received."""

    unsent: int
    unknown: int
    """Of these: sent, and nobody answered whether it arrived."""
    held: int
    """Of these: waiting for somebody, a nurse or the office."""
    conflicts: int
    received: datetime | None
    recovering: bool

    @property
    def all_sent(self) -> bool:
        """Say whether the office acknowledged everything and nothing is open."""
        return not (self.unsent or self.conflicts or self.recovering)


def standing(journal: Journal) -> Standing:
    """Count what stands open."""
    changes = journal.changes()
    unknown = {one.identity for one in journal.batches() if one.state is not BatchState.PREPARED}
    received = journal.cursor("received")
    return Standing(
        unsent=len(changes),
        unknown=sum(one.batch in unknown for one in changes),
        held=sum(one.held is not None and one.held is not Held.CONFLICT for one in changes),
        conflicts=len(journal.conflicts()),
        received=datetime.fromisoformat(received) if received else None,
        recovering=bool(journal.cursor("recovering") or journal.cursor(REST)),
    )
