"""The lease: until when this laptop opens everything without meeting its office, and the code that helps out.

A lease that is over takes nothing away and stops no sending: it only narrows what opens. The code by
telephone opens everything for a day without a network, for a nurse must never stand before a person whose
record does not open.
"""

import json
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from math import ceil
from typing import Any, Final

from carenurse.app.lease_set_by import SetBy, note_set_by, set_by
from carenurse.app.open_vault import OpenVault
from carenurse.app.sync_office import office_of, receipt_key
from carenurse.errors import ExpectedError
from carenurse.exchange.telephone import is_code, is_right, new_challenge, tidy
from carenurse.sync.marking import GivenLease
from carenurse.translations import tr, trn
from carenurse.vault.lease import GRANTED, Lease, LeaseState, Standing

__all__ = [
    "Challenge",
    "LeaseState",
    "NoCodeError",
    "NotACodeError",
    "Standing",
    "WaitForCodeError",
    "WrongCodeError",
    "challenge",
    "end_after_leaving",
    "enter_code",
    "is_short",
    "state_of",
    "take_lease",
]

TRIES: Final = 5
"""Wrong codes until the office has to be asked for another."""

_SHORT: Final = timedelta(days=7)
_SAME: Final = timedelta(hours=1)
_LASTS: Final = timedelta(hours=24)
_FIRST_WAIT: Final = timedelta(seconds=30)
_LONGEST_WAIT: Final = timedelta(hours=1)
_ANSWERS: Final = "telephone-answers"
_ASKED: Final = "telephone-challenge"
_OVER: Final = "lease-over-noted"


class NoCodeError(ExpectedError):
    """The office never gave this laptop what a code by telephone is worked out with."""

    def __init__(self) -> None:
        super().__init__(
            tr("This laptop cannot take a code by telephone."),
            tr("Connect to the office once: that opens everything again."),
        )


class NotACodeError(ExpectedError):
    """What was typed can be no code of any office: a slip, which costs no try."""

    def __init__(self) -> None:
        super().__init__(
            tr("A code of your office has eight letters and digits, none of them I, L, O, U, 0 or 1."),
            tr("Have it read out once more. This did not count as a try."),
        )


class WrongCodeError(ExpectedError):
    """A code that is not the answer to what the laptop shows; ``left``: tries until it shows another."""

    def __init__(self, left: int) -> None:
        remedy = (
            trn(
                "Compare it with the office, letter by letter. {number} try is left.",
                "Compare it with the office, letter by letter. {number} tries are left.",
                left,
            )
            if left
            else tr("This laptop shows other letters now: read them to the office for another code.")
        )
        super().__init__(tr("This code does not fit to the letters that are shown."), remedy)
        self.left = left


class WaitForCodeError(ExpectedError):
    """Too many wrong codes; ``seconds`` is how long is left to wait."""

    def __init__(self, seconds: int) -> None:
        super().__init__(
            trn(
                "Too many wrong codes. You can try again in {number} second.",
                "Too many wrong codes. You can try again in {number} seconds.",
                seconds,
            ),
            tr("Today's people open meanwhile, and connecting to the office opens everything."),
        )
        self.seconds = seconds


@dataclass(frozen=True, slots=True)
class Challenge:
    """What is read to the office: ``text`` as ``ABC-DEF``, tries ``left``, seconds to ``wait`` before one."""

    text: str
    left: int
    wait: int


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is shown until it is answered: since when, wrong tries of it, of all, and when the last was.

    ``tried`` is the last wrong code: pressed once more it is the same try.
    """

    text: str
    made: datetime
    wrong: int = 0
    rounds: int = 0
    last: datetime | None = None
    tried: str = ""

    def left_to_wait(self, now: datetime) -> int:
        """Tell the seconds until the next try: none, then half a minute and doubled after every five."""
        if not self.rounds or self.last is None:
            return 0
        wait = min(_FIRST_WAIT * 2 ** min(self.rounds - 1, 16), _LONGEST_WAIT)
        return max(0, ceil((min(wait, wait - (now - self.last))).total_seconds()))


def state_of(vault: OpenVault) -> LeaseState:
    """Say how the vault stands with its office; a lease that is over is noted on the trail, once.

    A disk that takes nothing puts the note off, never the answer.
    """
    state = vault.lease_state()
    if state.is_over and state.until is not None:
        over = state.until.isoformat()
        if vault.records.setting(_OVER) != over:
            with suppress(ExpectedError), vault.records.work() as work:
                work.set_setting(_OVER, over)
                work.record("lease", f"Practitioner/{work.me}", "over")
    return state


def is_short(vault: OpenVault) -> bool:
    """Say whether meeting the office is pressing: less than seven days are left."""
    until = vault.lease_state().until
    return until is not None and until - vault.trusted_now() < _SHORT


def take_lease(vault: OpenVault, given: GivenLease) -> None:
    """Keep what the office gave, and take its time for the time that counts; wrong codes are forgotten.

    The lease is of the office that is set now: what it says is read with its key alone, and it is changed
    only while nothing is over. Raises FullDiskError and others as the disk does; the lease counts for this
    sitting then.
    """
    records, secret = vault.records, given.secret.hex() if given.secret else ""
    kept, key = office_of(records), receipt_key(records)
    by = SetBy(kept.address, kept.fingerprint, key) if given.until and key else None
    stale = (secret and records.setting(_ANSWERS) != secret) or records.setting(_ASKED)
    try:
        if stale or set_by(records) != by:
            with records.work() as work:
                work.set_setting(_ANSWERS, secret or work.setting(_ANSWERS) or "")
                work.set_setting(_ASKED, "")
                note_set_by(work, by)
    finally:
        vault.keep_lease(lambda standing: _following(standing, given), office=given.at)


def end_after_leaving(vault: OpenVault) -> None:
    """End a lease after a complete run with an office that gives none, where that is another office now.

    Which office is another one is said by the key that signed the lease. The office was changed while nothing
    was over (``sync_office.refuse_another``), or by who holds an office's own key to this vault, so whoever
    waits for the end of a lease gains nothing. A server of another kind at the same address counts only while
    nothing is over, for a name on the network can be taken by anybody. Raises as the disk does.
    """
    records, state = vault.records, vault.lease_state()
    if state.standing is Standing.NONE or office_of(records).profile.hub:
        return
    by, key = set_by(records), receipt_key(records)
    here = by is not None and by.address == office_of(records).address
    moved = not here and (not key or (by is not None and by.key != key))
    if moved or not state.is_over or vault.opened_by_office:
        with records.work() as work:
            for name in (_ANSWERS, _ASKED):
                work.set_setting(name, "")
            note_set_by(work, None)
            work.record("lease", f"Practitioner/{work.me}", "ended by another office")
        vault.keep_lease(lambda _standing: None)


def _following(standing: Lease | None, given: GivenLease) -> Lease | None:
    """Give the lease that follows: the same where it is hardly later, for each is two files to flush.

    A code by telephone stays good for its day by the clock of the office, which may be the wrong one.
    """
    if given.until is None:
        return None
    if standing is None:
        return Lease(given.until, given.days, given.at)
    granted = min(standing.granted, given.at + GRANTED) if standing.granted else None
    following = replace(
        standing,
        until=given.until,
        days=given.days,
        seen=given.at,
        granted=granted if granted and granted > given.at else None,
    )
    if following.granted != standing.granted or standing.days != given.days or standing.seen > given.at:
        return following
    return standing if timedelta() <= given.until - standing.until < _SAME else following


def challenge(vault: OpenVault) -> Challenge | None:
    """Tell what to read to the office; the same until it is answered, wrong five times, or a day old.

    None where the office never gave what a code is worked out with.
    """
    if not vault.records.setting(_ANSWERS):
        return None
    now = vault.trusted_now()
    asked = _asked(vault, now)
    return Challenge(asked.text, TRIES - asked.wrong, asked.left_to_wait(now))


def enter_code(vault: OpenVault, typed: str) -> LeaseState:
    """Open everything for a day if the code is right; it is good once.

    Raises NoCodeError, WrongCodeError, WaitForCodeError, NotACodeError. A wrong one counts before anybody
    hears of it, once where it is pressed twice; what can be no code does not count. On a disk that takes
    nothing all of it counts for this sitting; the day ends with that of the letters then, for that the code
    was used is not noted.
    """
    secret, now = vault.records.setting(_ANSWERS), vault.trusted_now()
    if not secret:
        raise NoCodeError
    asked = _asked(vault, now)
    if wait := asked.left_to_wait(now):
        raise WaitForCodeError(wait)
    if not is_code(typed):
        raise NotACodeError
    if tidy(typed) == asked.tried:
        raise WrongCodeError(TRIES - asked.wrong)
    if not is_right(bytes.fromhex(secret), asked.text, typed):
        raise WrongCodeError(_count_wrong(vault, replace(asked, tried=tidy(typed)), now))
    noted = _keep(vault, None, "code right")
    if not noted:
        vault.asked_here = _written(_Asked(new_challenge(), now))
    granted = now + GRANTED if noted else asked.made + _LASTS
    with suppress(ExpectedError):
        vault.keep_lease(lambda standing: replace(standing, granted=granted) if standing else None)
    return vault.lease_state()


def _count_wrong(vault: OpenVault, asked: _Asked, now: datetime) -> int:
    """Count a wrong try; tell how many are left."""
    wrong = asked.wrong + 1
    if wrong < TRIES:
        _keep(vault, replace(asked, wrong=wrong), "code wrong")
        return TRIES - wrong
    _keep(vault, _Asked(new_challenge(), now, 0, asked.rounds + 1, now), "code wrong")
    return 0


def _asked(vault: OpenVault, now: datetime) -> _Asked:
    """Read what is shown; where that is answered or too old, draw and keep another."""
    found = _read(vault.asked_here or vault.records.setting(_ASKED) or "")
    if found is not None and timedelta() <= now - found.made < _LASTS:
        return found
    made = _Asked(new_challenge(), now)
    if found is not None:
        made = replace(made, rounds=found.rounds, last=found.last)
    _keep(vault, made)
    return made


def _keep(vault: OpenVault, asked: _Asked | None, detail: str = "") -> bool:
    """Keep what is shown; False where the disk takes nothing, so that it stands for this sitting alone."""
    text = _written(asked) if asked else ""
    try:
        with vault.records.work() as work:
            work.set_setting(_ASKED, text)
            if detail:
                work.record("lease", f"Practitioner/{work.me}", detail)
    except ExpectedError:
        vault.asked_here = text
        return False
    vault.asked_here = ""
    return True


def _written(asked: _Asked) -> str:
    last = asked.last.isoformat() if asked.last else None
    return json.dumps({**asdict(asked), "made": asked.made.isoformat(), "last": last})


def _read(text: str) -> _Asked | None:
    if not text:
        return None
    told: dict[str, Any] = json.loads(text)
    last = datetime.fromisoformat(told["last"]) if told["last"] else None
    made = datetime.fromisoformat(told["made"])
    tried = str(told.get("tried", ""))
    return _Asked(str(told["text"]), made, int(told["wrong"]), int(told["rounds"]), last, tried)
