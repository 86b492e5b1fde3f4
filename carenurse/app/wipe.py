"""Emptying this laptop by order of its office, at the contact at which it hears of it.

First everything that the office never took goes there and is receipted; before that nothing is destroyed.
Then header, backups and records go, in this order, and the office hears that it is done; until it signed that
it heard, each start with a connection says so again (``say_last_words``).

Who has passphrase and file and stays away from every network is not reached by this: only the office's people
can know that, and the pages for offices say so.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Final

from carenurse.app.backup_place import place_beside
from carenurse.app.open_vault import OpenVault
from carenurse.app.ports import Clock
from carenurse.app.remains import parts_of
from carenurse.app.second_place import second_place
from carenurse.app.sync_marks import own_key
from carenurse.app.sync_office import Office, office_of, receipt_key
from carenurse.app.sync_run import Connect, Cord, GoOn, RunProgress
from carenurse.app.vault_place import Wiped
from carenurse.clinical.fhir import Resource
from carenurse.errors import ExpectedError
from carenurse.sync.kept import journal_of
from carenurse.sync.line import Line
from carenurse.sync.marking import WipeOrder
from carenurse.sync.parting import Handed, hand_over, tell_wiped, wiped_word
from carenurse.sync.profile import Profile
from carenurse.translations import tr
from carenurse.vault.last_word import LastWord, Unsaid, forget, unsaid
from carenurse.vault.wiping import Wipe

_ROUNDS: Final = 10
"""How often something may be kept while the rest is handed over; then the next contact goes on."""


def _nothing() -> None:
    """Do nothing where nobody types."""


@dataclass(frozen=True, slots=True)
class Way:
    """How an order is carried out: to which office, by which clock; ``go_on`` hears of it and may end it.

    ``hush`` brings into the record what stands on the screen, and lets nobody type any more; False: it could
    not, so that nothing is destroyed now.
    """

    connect: Connect
    clock: Clock
    go_on: GoOn
    cord: Cord
    hush: Callable[[], object] = _nothing


def carry_out(vault: OpenVault, order: WipeOrder, way: Way) -> Wiped | None:
    """Hand over what is left, destroy the vault and its backups, say so to the office.

    None when it was not done: the office did not sign for everything, or it was stopped; the next contact
    tries again, and nothing is destroyed. When it was done the vault is closed, and its folder holds a note.
    A disk that fails in the middle of it leaves the rest to the next start. Raises as the disk does before.
    """
    records = vault.records
    key, pem, office = receipt_key(records), own_key(records), office_of(records)
    word = _last_word(order, pem, office, way.clock.now(), key)
    wipe = Wipe(order.at, vault.vault_id, place_beside(vault.folder), _second(vault), word)
    line = Line(office.address, lambda: way.connect(office))
    way.cord.holds(line)
    try:
        with records.work() as work:
            work.record("wipe", f"Practitioner/{work.me}", "ordered")
        if way.hush() is False:
            return None
        try:
            handed = Handed(journal_of(records), key, order.device)
            left = _empty(vault, wipe, lambda body: hand_over(line, body, key, order.device), way, handed)
        except ExpectedError:
            if not vault.is_closed:
                raise
            return Wiped(order.at, wipe.second is not None)
        if left is None:
            return None
        for mine in unsaid(vault.folder):
            if mine.word in (word.said, word.elsewhere):
                _say(mine, line)
        return Wiped(order.at, left)
    finally:
        line.close()


def say_last_words(folder: Path, connect: Connect) -> bool:
    """Say to their offices what emptied vaults could not say before: cut short, or without a connection.

    What is said was signed while there was a key, and is kept until the office signs that it heard it: what
    else answers may be anybody on the way, as a hotel's sign-in page. True when all that was left to say has
    been heard now; nothing is ever raised, for nobody waits for it.
    """
    waiting = unsaid(folder)
    for word in waiting:
        office = Office(word.address, "", Profile(), word.fingerprint)
        line = Line(office.address, partial(connect, office))
        try:
            _say(word, line)
        finally:
            line.close()
    return bool(waiting) and not unsaid(folder)


def _say(word: Unsaid, line: Line) -> None:
    """Say one word, and forget it where its office signed that it heard it."""
    with suppress(ExpectedError):
        if tell_wiped(line, word.word, word.key):
            forget(word)


def _last_word(order: WipeOrder, pem: str, office: Office, now: datetime, key: Resource) -> LastWord:
    """Sign what is to be said, with the order itself: an office restored to before that knows it again."""

    def said(*, elsewhere: bool) -> str:
        facts = {"device": order.device, "vault": order.vault, "at": now.isoformat(), "order": order.signed}
        return wiped_word(pem, {**facts, "second_place": elsewhere})

    return LastWord(office.address, office.fingerprint, said(elsewhere=False), said(elsewhere=True), key)


def _empty(
    vault: OpenVault, wipe: Wipe, hand: Callable[[bytes], bool], way: Way, handed: Handed
) -> bool | None:
    """Hand over until nothing was kept meanwhile, and destroy at that very moment."""
    done = 0
    for _ in range(_ROUNDS):
        mark = vault.mark()
        for body in parts_of(vault.records):
            name = sha256(body).hexdigest()
            if handed.has(name):
                continue
            if not (_goes_on(way, done) and hand(body)):
                return None
            handed.note(name)
            done += 1
        if way.cord.is_pulled:
            return None
        left = vault.wipe(mark, wipe)
        if left is not None:
            return left
    return None


def _goes_on(way: Way, done: int) -> bool:
    words = tr("Handing to the office what it does not have yet")
    return way.go_on(RunProgress(words, done, 0, 0)) and not way.cord.is_pulled


def _second(vault: OpenVault) -> Path | None:
    chosen = second_place(vault)
    return chosen / f"CareNurse-{vault.vault_id}" if chosen else None
