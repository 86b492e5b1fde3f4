"""The key with which an office signs what a laptop may keep: receipts, leases, orders."""

from collections.abc import Mapping

from carenurse.exchange.signed import new_key, public_half, sign
from carenurse.store.leashes import OFFICE_KEY
from carenurse.store.records import StoredRecords


class OfficeKey:
    """Made at its first use; the secret half never leaves the office's vault."""

    def __init__(self, records: StoredRecords) -> None:
        self._records = records

    @property
    def public(self) -> Mapping[str, str]:
        """With what a laptop reads what was signed; it is told when it joins."""
        return public_half(self._secret())

    def sign(self, kind: str, told: Mapping[str, object]) -> str:
        """Sign facts as a kind (``exchange.signed``)."""
        return sign(self._secret(), kind, told)

    def _secret(self) -> str:
        pem = self._records.setting(OFFICE_KEY)
        if not pem:
            pem = new_key()
            with self._records.work() as work:
                work.set_setting(OFFICE_KEY, pem)
        return pem
