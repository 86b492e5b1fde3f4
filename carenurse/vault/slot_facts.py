"""What may be said of a way into a vault: everything but what it holds."""

from dataclasses import dataclass
from datetime import datetime

from carenurse.vault.derivation import Cost
from carenurse.vault.keys import Slot


@dataclass(frozen=True, slots=True)
class SlotFacts:
    """One way in, without what it holds.

    ``cost`` is None where the secret needs no slow derivation; ``recipient`` and ``label`` say for whom an
    escrow slot was made; ``made`` is unknown for slots of CareNurse 0.1.0.
    """

    kind: str
    cost: Cost | None
    identity: str = ""
    made: datetime | None = None
    recipient: str = ""
    label: str = ""


def facts_of(slot: Slot) -> SlotFacts:
    """Say of a slot what may be said."""
    recipient = slot.recipient if slot.kind == "escrow" else ""
    return SlotFacts(slot.kind, slot.cost, slot.identity, slot.made, recipient, slot.label)
