"""What opens a vault: listed, tried, changed, given to an office and taken back; the audit trail knows."""

from collections.abc import Callable

from carenurse.vault.derivation import Cost
from carenurse.vault.failures import MistypedRecoveryCodeError
from carenurse.vault.opened import OpenedVault
from carenurse.vault.slot_facts import SlotFacts


class WaysIn:
    """The slots of an open vault. ``note`` puts a change into the audit trail, in a word of ours.

    ``may_add``: raises LeaseOverError while no office's key may be added.
    """

    def __init__(
        self, opened: OpenedVault, note: Callable[[str], None], may_add: Callable[[], object]
    ) -> None:
        self._opened = opened
        self._note = note
        self._may_add = may_add

    def listed(self) -> tuple[SlotFacts, ...]:
        """List what opens this vault."""
        return self._opened.slots()

    def cannot_follow(self) -> tuple[SlotFacts, ...]:
        """List those of an older CareNurse: while there is one, another key needs somebody who knows it."""
        return self._opened.cannot_follow

    def passphrase_opens(self, passphrase: str) -> bool:
        """Try a passphrase, changing nothing. Takes about a second."""
        return self._opened.passphrase_opens(passphrase)

    def recovery_opens(self, code: str) -> bool:
        """Try the printed code, changing nothing. Raises MistypedRecoveryCodeError."""
        return self._opened.recovery_opens(code)

    def change_passphrase(self, passphrase: str, *, cost: Cost | None = None) -> None:
        """Let another passphrase open this vault instead of the old one. Takes about a second.

        Who kept an old header and knows the old passphrase holds the same key still: where a leak is
        suspected, change the key itself.
        """
        self._opened.change_passphrase(passphrase, cost)
        self._note("passphrase")

    def new_recovery_code(self) -> str:
        """Make the printed code worthless and return another to print."""
        code = self._opened.new_recovery_code()
        self._note("recovery")
        return code

    def add_office(self, recipient: str, label: str) -> SlotFacts:
        """Let an office's secret key open this vault; ``recipient`` is its public key (``age1...``).

        Raises BadOfficeKeyError, LeaseOverError.
        """
        self._may_add()
        added = self._opened.add_escrow(recipient, label)
        self._note("office-added")
        return added

    def remove(self, identity: str) -> None:
        """Take a way in away: the recovery code or an office, never the passphrase. Raises LastWayInError."""
        self._opened.remove_slot(identity)
        self._note("removed")


def opens(ways_in: WaysIn, secret: str) -> bool:
    """Try what somebody believes to be the passphrase or the recovery code; changes nothing."""
    if not secret:
        return False
    try:
        if ways_in.recovery_opens(secret):
            return True
    except MistypedRecoveryCodeError:
        pass
    return ways_in.passphrase_opens(secret)
