"""A change of the data key under way: the header holds the old key and the new, each openable from the other.

While it does, every secret that opens either key opens the vault, whichever of the two the records answer to:
a change that was cut short anywhere is found again at the next start.
"""

from dataclasses import dataclass

from carenurse.vault.keys import DataKey, Slot

_FORTH = "the key that follows"
_BACK = "the key before"


@dataclass(frozen=True, slots=True)
class Pending:
    """The key to come: its slots, itself wrapped under the present key, and the present key under it."""

    key_id: str
    slots: tuple[Slot, ...]
    forth: bytes
    back: bytes

    def following(self, present: DataKey) -> DataKey:
        """Return the key to come. Raises WrongSecretError when ``present`` is not the present key."""
        return present.unwrap(_FORTH, self.forth)

    def before(self, following: DataKey) -> DataKey:
        """Return the present key. Raises WrongSecretError when ``following`` is not the key to come."""
        return following.unwrap(_BACK, self.back)


def pending(key_id: str, present: DataKey, following: DataKey, slots: tuple[Slot, ...]) -> Pending:
    """Make ready to change from the present key to the following one."""
    return Pending(key_id, slots, present.wrap(_FORTH, following), following.wrap(_BACK, present))
