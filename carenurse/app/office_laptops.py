"""An office's laptops in words, and what a person decides about one: a code by telephone, a wipe."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from carenurse.app.day_words import week_day
from carenurse.app.ports import Reading, Records
from carenurse.app.sync_words import moment
from carenurse.office import at_hand
from carenurse.office.at_hand import Device, Leash
from carenurse.translations import tr

_LATE: Final = timedelta(days=2)
"""After so long without a laptop somebody at the office should ask."""


@dataclass(frozen=True, slots=True)
class LaptopLine:
    """One laptop in words: whose it is, when it was here last; ``late``: somebody should ask the nurse.

    ``meet``: by when it has to meet the office; ``wipe``: how far a wipe is; "" for none. ``no_code`` says
    why there is none. ``to_wipe``: a wipe is asked for, and can be taken back where ``unheard``.
    ``is_gone``: shut out, so that it is spoken to no more.
    """

    device: str
    nurse: str
    name: str
    state: str
    late: bool
    meet: str = ""
    is_over: bool = False
    wipe: str = ""
    no_code: str = ""
    is_gone: bool = False
    to_wipe: bool = False
    unheard: bool = False


def laptops(records: Reading, names: Mapping[str, str], now: datetime) -> tuple[LaptopLine, ...]:
    """List the laptops: whom somebody should ask about first, who is shut out last; ``names`` by id."""
    found = at_hand.laptops(records)
    alike = Counter((one.nurse, one.name) for one in found)
    told = [
        _line(records, _apart(one, now) if alike[one.nurse, one.name] > 1 else one, names, now)
        for one in found
    ]
    return tuple(sorted(told, key=lambda one: (one.is_gone, not one.late)))


def _apart(device: Device, now: datetime) -> Device:
    """Tell two laptops of one nurse and one name apart: by when each joined."""
    told = {"name": device.name, "when": moment(device.enrolled, now)}
    return replace(device, name=tr("{name}, joined {when}", **told))


def _line(records: Reading, device: Device, names: Mapping[str, str], now: datetime) -> LaptopLine:
    line = _seen(device, names.get(device.nurse) or device.nurse, now)
    since = at_hand.older_since(records, device.identity) if device.revoked is None else None
    if since is not None:
        told = tr("has an older copy of its records since {when}", when=moment(since, now))
        line = replace(line, state=f"{line.state}, {told}", late=True)
    return _tied(line, device, at_hand.leash_of(records, device.identity), now)


def _seen(device: Device, nurse: str, now: datetime) -> LaptopLine:
    """Say when a laptop was here last."""
    if device.revoked:
        state = tr("shut out {when}", when=moment(device.revoked, now))
        return LaptopLine(device.identity, nurse, device.name, state, late=False)
    if device.seen is None:
        state = tr("has not synced yet; joined {when}", when=moment(device.enrolled, now))
        return LaptopLine(device.identity, nurse, device.name, state, late=now - device.enrolled >= _LATE)
    late = now - device.seen >= _LATE
    state = tr("last here {when}", when=moment(device.seen, now))
    return LaptopLine(device.identity, nurse, device.name, state, late=late)


def _tied(line: LaptopLine, device: Device, leash: Leash | None, now: datetime) -> LaptopLine:
    """Say by when a laptop must meet the office, how far a wipe is, and what can be done about either."""
    gone, to_wipe = device.revoked is not None, device.to_wipe is not None
    until = leash.until if leash and not gone else None
    has_lease = leash is not None and leash.until is not None
    return replace(
        line,
        meet=week_day(until.astimezone(now.tzinfo).date(), now.date()) if until else "",
        is_over=until is not None and until <= now,
        wipe=_wipe_words(leash, now, gone=gone) if leash else "",
        no_code=_no_code(gone=gone, to_wipe=to_wipe, has_lease=has_lease),
        is_gone=gone,
        to_wipe=to_wipe,
        unheard=leash is not None and to_wipe and leash.told is None and not gone,
    )


def _no_code(*, gone: bool, to_wipe: bool, has_lease: bool) -> str:
    if gone:
        return tr("It is shut out.")
    if to_wipe:
        return tr("It is to be wiped.")
    return "" if has_lease else tr("It has not been told yet to meet this office, so it asks for none.")


def _wipe_words(leash: Leash, now: datetime, *, gone: bool) -> str:
    """Say how far a wipe is; nothing where none was asked for. Who was shut out before is not wiped."""
    if leash.asked is None:
        return ""
    if gone and leash.done is None:
        return tr("asked {when}; shut out before it was done", when=moment(leash.asked, now))
    if leash.told is None:
        return tr("asked {when}; it has not heard yet", when=moment(leash.asked, now))
    if leash.done is None:
        return tr(
            "told to empty itself {when}; no word since that it is done (cut short, or no connection)",
            when=moment(leash.told, now),
        )
    told = tr("wiped {when}", when=moment(leash.done, now))
    more = tr("backups at its second place were not in reach") if leash.elsewhere else ""
    return "; ".join(filter(None, (told, more)))


def telephone_code(records: Records, device: str, challenge: str) -> str:
    """Give the code for what a laptop shows, ``ABCD-EFGH``; it goes on the trail. Raises ExpectedError."""
    return at_hand.code_for(records, device, challenge)


def set_lease_days(records: Records, typed: str) -> int:
    """Let laptops open everything for so many days without this office. Raises ExpectedError."""
    days = int(typed) if typed.strip().isascii() and typed.strip().isdigit() else -1
    at_hand.set_lease_days(records, days)
    return days


def ask_wipe(records: Records, device: str) -> str:
    """Have a laptop wiped at its next contact; says so. Raises ExpectedError."""
    at_hand.ask_wipe(records, device)
    return tr("It will be wiped at its next contact. Until it has heard of it, this can be taken back.")


def take_wipe_back(records: Records, device: str) -> str:
    """Take that back; says so. Raises ExpectedError once the laptop has heard of it."""
    at_hand.take_wipe_back(records, device)
    return tr("Taken back: it will not be wiped, and gets its news again.")
