"""A vault whose key is known: what opens it is listed, tried, changed; its header is kept."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from threading import RLock
from typing import TypeAlias

from carenurse.clinical.fhir import new_id
from carenurse.errors import BugError
from carenurse.vault import waiting
from carenurse.vault.derivation import Cost, calibrate
from carenurse.vault.escrow import escrow_slot
from carenurse.vault.failures import (
    DamagedHeaderError,
    KeyChangeUnderWayError,
    LastWayInError,
    NoVaultError,
    WrongPassphraseError,
)
from carenurse.vault.header import Header
from carenurse.vault.header_files import keep_header
from carenurse.vault.keys import (
    DataKey,
    Slot,
    WrongSecretError,
    followed,
    new_data_key,
    open_with_passphrase,
    open_with_recovery,
    passphrase_slot,
    recovery_slot,
    with_pair,
)
from carenurse.vault.lease import Lease, as_seen
from carenurse.vault.lock import VaultLock
from carenurse.vault.mark import Mark
from carenurse.vault.pending import pending
from carenurse.vault.recovery import new_secret, print_code, read_code
from carenurse.vault.slot_facts import SlotFacts, facts_of

_RECORDS_KEY = "the key of the records"

NewSlots: TypeAlias = Callable[[Header], tuple[Slot, ...]]
"""Makes the slots of a key to come out of the header as it is when its turn has come."""


class OpenedVault:
    """A vault whose key is known and whose lock is held, until ``close``.

    ``pending``: the key to come, when a change of the key was cut short; ``settle`` ends that. ``found``: the
    generation of the header as it lay there. The header may be changed on any thread: each change is made to
    what the one before it left.
    """

    def __init__(
        self,
        folder: Path,
        key: DataKey,
        header: Header,
        lock: VaultLock,
        *,
        mended: bool,
        pending: DataKey | None = None,
    ) -> None:
        self.folder = folder
        self.mended = mended
        self.found = header.generation
        self._key = key
        self._pending = pending
        self._header = header
        self._lock = lock
        self._turn = RLock()
        self._is_given_up = False

    @property
    def key(self) -> DataKey:
        """The data key."""
        return self._key

    @property
    def header(self) -> Header:
        """The header as it is on the disk."""
        return self._header

    @property
    def records_key(self) -> DataKey:
        """The key that opens the records: the data key itself, but in a backup one of its own.

        Raises DamagedHeaderError.
        """
        if not self._header.records_key:
            return self._key
        try:
            return self._key.unwrap(_RECORDS_KEY, self._header.records_key)
        except WrongSecretError:
            raise DamagedHeaderError from None

    @property
    def pending(self) -> DataKey | None:
        """The key that the records may already answer to, when a change of the key was cut short."""
        return self._pending

    def slots(self) -> tuple[SlotFacts, ...]:
        """List what opens this vault."""
        return tuple(facts_of(slot) for slot in self._header.slots)

    def keep_mark(self, mark: Mark, now: datetime) -> None:
        """Write the high-water mark of the records, and of the time that counts, into the header.

        Raises as ``write_durably`` does.
        """
        with self._turn:
            lease = self._header.lease
            seen = as_seen(lease, now) if lease else None
            if (mark, seen) != (self.mark(), lease):
                commits, head = mark.commits, mark.audit_head
                self._keep(lambda header: replace(header, commits=commits, audit_head=head, lease=seen))

    def mark(self) -> Mark:
        """Return the high-water mark of the last orderly closing."""
        return Mark(self._header.commits, self._header.audit_head)

    def keep_lease(self, change: Callable[[Lease | None], Lease | None], above: int = 0) -> Lease | None:
        """Change until when the vault opens everything; return how it is then. Raises as ``write_durably``.

        ``change`` gets what stands now, so that what another thread kept meanwhile is not undone. ``above``:
        a generation that the header's is to be above.
        """
        with self._turn:
            following, least = change(self._header.lease), max(self._header.generation, above)
            if (following, least) != (self._header.lease, self._header.generation):
                self._keep(lambda header: replace(header, lease=following, generation=least))
            return following

    def keep_seen(self, now: datetime, lag: timedelta) -> None:
        """Note the time that counts where there is a lease and what is noted lags more than this behind.

        Raises as ``write_durably`` does.
        """
        lease = self._header.lease
        if lease is not None and now - lease.seen > lag:
            self.keep_lease(lambda lease: as_seen(lease, now) if lease else None)

    def passphrase_opens(self, passphrase: str) -> bool:
        """Try a passphrase, changing nothing, so that a nurse may know before she needs it."""
        return any(
            _opens(self._key, partial(open_with_passphrase, slot, passphrase))
            for slot in self._header.slots_for("passphrase")
        )

    def recovery_opens(self, code: str) -> bool:
        """Try a printed code, changing nothing. Raises MistypedRecoveryCodeError."""
        secret = read_code(code)
        return any(
            _opens(self._key, partial(open_with_recovery, slot, secret))
            for slot in self._header.slots_for("recovery")
        )

    def change_passphrase(self, passphrase: str, cost: Cost | None = None) -> None:
        """Give the vault another passphrase: the new slot is read back before the old one goes."""
        key = self._key
        self._replace("passphrase", self._checked_slot(key, passphrase, cost), key)

    def new_recovery_code(self) -> str:
        """Make the printed recovery code worthless and return another."""
        secret, key = new_secret(), self._key
        self._replace("recovery", recovery_slot(key, secret), key)
        return print_code(secret)

    def add_escrow(self, recipient: str, label: str) -> SlotFacts:
        """Let the holder of a public key's secret open this vault; once for each key.

        Raises BadOfficeKeyError.
        """
        key = self._key
        slot = escrow_slot(key, recipient, label)

        def with_it(header: Header) -> Header:
            others = (kept for kept in _settled(header).slots if kept.recipient != slot.recipient)
            return replace(header, slots=(*others, self._of_today(slot, key)))

        self._keep(with_it)
        return facts_of(slot)

    def remove_slot(self, identity: str) -> None:
        """Take a way in away: the recovery code or an office. Raises LastWayInError for any other.

        Who opened the vault before may have kept its key: only a new data key shuts them out.
        """
        gone = [slot for slot in self._header.slots if slot.identity == identity]
        if not gone or gone[0].kind == "passphrase":
            raise LastWayInError
        self._keep(lambda header: replace(header, slots=_without(_settled(header).slots, gone)))

    @property
    def cannot_follow(self) -> tuple[SlotFacts, ...]:
        """List the ways in that another data key cannot be sealed for: made by an older CareNurse.

        Each is renewed when its secret opens the vault, and none is left when all were made anew.
        """
        return tuple(facts_of(slot) for slot in self._header.slots if not slot.can_follow)

    def renew(self, slot: Slot, wrapping: bytes) -> None:
        """Give a way in of an older CareNurse its pair, now that its secret is at hand; nothing else changes.

        Raises as ``write_durably`` does.
        """
        with self._turn:
            renewed = with_pair(slot, wrapping, self._key)
            if self._header.pending is None:
                self._keep(
                    lambda header: replace(
                        header, slots=tuple(renewed if one == slot else one for one in header.slots)
                    )
                )

    def new_ways_in(self, passphrase: str, cost: Cost | None = None) -> tuple[DataKey, NewSlots, str]:
        """Draw another data key with all ways in made anew, for a suspected leak; changes nothing yet.

        Returns the key to come, what makes its slots, and its recovery code. Raises WrongPassphraseError.
        """
        if not self.passphrase_opens(passphrase):
            raise WrongPassphraseError
        following, secret = new_data_key(), new_secret()
        made = (
            self._checked_slot(following, passphrase, cost or self._cost()),
            recovery_slot(following, secret),
        )

        def slots(header: Header) -> tuple[Slot, ...]:
            escrows = header.slots_for("escrow")
            return (*made, *(escrow_slot(following, slot.recipient, slot.label) for slot in escrows))

        return following, slots, print_code(secret)

    def same_ways_in(self) -> tuple[DataKey, NewSlots]:
        """Draw another data key that every secret of today will open; changes nothing yet.

        Raises BugError while there is a way in that cannot follow.
        """
        if self.cannot_follow:
            message = "a way in cannot follow to another key"
            raise BugError(message)
        following = new_data_key()

        def slots(header: Header) -> tuple[Slot, ...]:
            return tuple(followed(slot, self._key, following) for slot in header.slots)

        return following, slots

    def begin_change(self, following: DataKey, slots: NewSlots) -> None:
        """Write the key to come into the header beside the present one; ``settle`` ends that.

        From here on the records may be put under the other key: whichever they answer to is found. Ways in do
        not change meanwhile. Raises KeyChangeUnderWayError when an earlier change has not been settled, and
        as ``write_durably`` does.
        """
        with self._turn:
            waits = pending(new_id(), self._key, following, slots(_settled(self._header)))
            self._keep(lambda header: replace(header, pending=waits))
            self._pending = following

    @property
    def comes_unasked(self) -> bool:
        """Whether the key to come is for the same secrets: nobody asked for that change, nor has to know."""
        waits = self._header.pending
        return waits is not None and {one.identity for one in waits.slots} == {
            one.identity for one in self._header.slots
        }

    def settle(self, *, changed: bool) -> None:
        """End a change of the key: ``changed`` says that the records answer to the key to come."""
        waits, following = self._header.pending, self._pending
        if waits is None or following is None:
            return

        def settled(header: Header) -> Header:
            ended = replace(header, pending=None)
            if not changed:
                return ended
            return replace(ended, key_id=waits.key_id, slots=waits.slots, records_key=b"")

        self._keep(settled, following if changed else None)
        self._pending = None

    def keep_copy(self, folder: Path, mark: Mark, records_key: DataKey) -> None:
        """Write the header into another folder, for a copy of the records as far as ``mark``.

        The copy's records are under a key of their own, wrapped for whoever opens this vault today.
        """
        with self._turn:
            key, header = self._key, self._header
        header = replace(
            header,
            commits=mark.commits,
            audit_head=mark.audit_head,
            records_key=key.wrap(_RECORDS_KEY, records_key),
            pending=None,
        )
        for _ in range(2):
            header = header.sealed(key)
            keep_header(folder, header)

    def failures(self) -> int:
        """Count the wrong passphrases since the last time they were forgotten."""
        return waiting.failures(self.folder)

    def forget_failures(self) -> None:
        """Forget them, once they are in the audit trail."""
        waiting.forget_failures(self.folder)

    def keep_header(self) -> None:
        """Write the header as it is, both copies: the first time, or because one was hurt."""
        self._keep(lambda header: header)

    def give_up(self) -> None:
        """Write no header any more, whoever asks: the vault is being emptied for good."""
        with self._turn:
            self._is_given_up = True

    def close(self) -> None:
        """Let go of the lock."""
        self._lock.release()

    def _cost(self) -> Cost | None:
        return next((slot.cost for slot in self._header.slots_for("passphrase")), None)

    def _checked_slot(self, key: DataKey, passphrase: str, cost: Cost | None) -> Slot:
        slot = passphrase_slot(key, passphrase, cost or calibrate())
        if open_with_passphrase(slot, passphrase) != key:
            raise DamagedHeaderError
        return slot

    def _replace(self, kind: str, slot: Slot, key: DataKey) -> None:
        """Put a slot that was made for ``key`` in the place of all of its kind."""

        def with_it(header: Header) -> Header:
            others = _without(_settled(header).slots, header.slots_for(kind))
            return replace(header, slots=(self._of_today(slot, key), *others))

        self._keep(with_it)

    def _of_today(self, slot: Slot, key: DataKey) -> Slot:
        """Seal today's key for a slot, where the key changed while the slot was made: that takes a second."""
        return slot if key == self._key else followed(slot, key, self._key)

    def _keep(self, change: Callable[[Header], Header], key: DataKey | None = None) -> None:
        """Write both copies, one after the other, so that no old slot is left in the older copy.

        What is known here follows what is on the disk, copy by copy. ``change`` gets the header as it is when
        it is this change's turn. Raises NoVaultError once it is given up.
        """
        with self._turn:
            if self._is_given_up:
                raise NoVaultError
            holder, header = key or self._key, change(self._header)
            for _ in range(2):
                following = header.sealed(holder)
                keep_header(self.folder, following)
                self._header = header = following
                self._key = holder


def _settled(header: Header) -> Header:
    """Refuse (KeyChangeUnderWayError) to change the ways in of a key that is about to go."""
    if header.pending is not None:
        raise KeyChangeUnderWayError
    return header


def _opens(key: DataKey, unwrap: Callable[[], DataKey]) -> bool:
    try:
        return unwrap() == key
    except WrongSecretError:
        return False


def _without(slots: Iterable[Slot], gone: Collection[Slot]) -> tuple[Slot, ...]:
    return tuple(slot for slot in slots if slot not in gone)
