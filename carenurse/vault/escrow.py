"""The office's way in: the data key sealed for a public key of the office (age, X25519).

What is sealed needs only the public key, so that it can be sealed again without the office; what opens it is
the secret key, which never comes near the laptop. A nurse who forgot everything is let in by the office.
"""

from datetime import UTC, datetime
from typing import Final

from carenurse.clinical.fhir import new_id
from carenurse.errors import BugError
from carenurse.vault.keys import DataKey, Slot, WrongSecretError
from carenurse.vault.pairs import SealedOtherwiseError, seal, unseal

_LONGEST_LABEL: Final = 120


def escrow_slot(key: DataKey, recipient: str, label: str) -> Slot:
    """Seal the key for a public key (``age1...``). Raises BadOfficeKeyError."""
    public = recipient.strip()
    sealed = seal(key.raw, public)
    made = datetime.now(UTC)
    name = label.strip()[:_LONGEST_LABEL]
    return Slot("escrow", b"", sealed, None, identity=new_id(), made=made, recipient=public, label=name)


def open_with_escrow(slot: Slot, secret: str) -> DataKey:
    """Unseal the key with a secret key (``AGE-SECRET-KEY-1...``).

    Raises WrongSecretError when the slot was sealed for another, BadOfficeKeyError.
    """
    try:
        return DataKey(unseal(slot.wrapped, secret.strip()))
    except (SealedOtherwiseError, BugError):
        raise WrongSecretError from None
