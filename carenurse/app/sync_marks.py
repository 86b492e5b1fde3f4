"""How far this vault has come is told to our own office with each run, and its receipt kept in the vault.

It is told once, when all care has gone and come: nobody waits for it. What the office noted before is
compared then; it notes nothing in its place that does not stand upon it, so comparing late loses nothing.

With the receipt come the office's lease and, where it wants this laptop emptied, its order: both are told to
whoever made the run, who holds the vault itself.

An office that noted something which is not in this vault knows a newer copy of it: the nurse is told, nothing
else changes. Only this laptop can say what is in its audit trail; the office notes what it vouches for.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from carenurse.app.lease_set_by import key_of
from carenurse.app.ports import Records
from carenurse.app.sync_office import RECEIPT, RECEIPT_KEY, Office, receipt_key
from carenurse.app.sync_sign_in import KEY
from carenurse.app.vault_warnings import OLDER
from carenurse.clinical.fhir import write_json
from carenurse.clinical.shapes import as_text
from carenurse.sync.kept import far_of, trail_holds
from carenurse.sync.marking import (
    GivenLease,
    Reached,
    Receipt,
    Telling,
    WipeOrder,
    new_key,
    tell_mark,
)
from carenurse.sync.wire import Wire

_OWN_KEY: Final = "mark-key"


class Marks:
    """The telling of one run; ``older`` says whether the office knows a newer copy of this vault.

    ``lease`` and ``order``: what the office said of them last, None for nothing.
    """

    def __init__(self, records: Records, office: Office, wire: Wire, now: Callable[[], datetime]) -> None:
        self._records, self._wire, self._now = records, wire, now
        self._speaks = office.profile.hub
        self._after = as_text(key_of(records.setting(RECEIPT)).get("head"))
        self.older = False
        self.lease: GivenLease | None = None
        self.order: WipeOrder | None = None

    def tell(self) -> None:
        """Tell how far this vault has come; once more where the office has to hear what it stands upon.

        Without an answer, as from an office of an earlier version, nothing is known and nothing is said.
        """
        if self._speaks and self._tell_once() is False:
            self._tell_once()

    def _tell_once(self) -> bool | None:
        """Say whether just this was noted; None where nobody said."""
        far = far_of(self._records)
        telling = Telling(far, self._after, self.older, self._now())
        receipt = tell_mark(self._wire, own_key(self._records), telling, receipt_key(self._records))
        if receipt is None:
            return None
        self.lease, self.order = receipt.lease or self.lease, receipt.order
        if receipt.noted is None or receipt.noted.vault != far.vault:
            return None
        self.older = self._lacks(far, receipt.noted)
        self._after = "" if self.older else receipt.noted.head
        self._keep(receipt)
        return receipt.noted == far

    def _lacks(self, far: Reached, noted: Reached) -> bool:
        return far.is_behind(noted) or not trail_holds(self._records, noted.head)

    def _keep(self, receipt: Receipt) -> None:
        """Keep the receipt, but none for what is not in this vault; note since when that is so."""
        since = (self._records.setting(OLDER) or self._now().isoformat()) if self.older else ""
        kept = {"head": self._after, "signed": receipt.signed}
        with self._records.work() as work:
            work.set_setting(OLDER, since)
            work.set_setting(RECEIPT_KEY, write_json(receipt.key).decode())
            if not self.older:
                work.set_setting(RECEIPT, write_json(kept).decode())


def own_key(records: Records) -> str:
    """Give the key that this vault signs with, from its first mark on: the one it has, else a new one."""
    pem = records.setting(_OWN_KEY)
    if not pem:
        pem = records.setting(KEY) or new_key()
        with records.work() as work:
            work.set_setting(_OWN_KEY, pem)
    return pem
