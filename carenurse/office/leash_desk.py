"""What a person at the office decides about a laptop's leash: how long, a code by telephone, a wipe."""

from typing import Final

from carenurse.errors import ExpectedError
from carenurse.exchange.telephone import is_challenge, telephone_code
from carenurse.store.devices import Device
from carenurse.store.leashes import LONGEST
from carenurse.store.served import Served
from carenurse.translations import tr

LIST: Final = "carenurse office devices"


def set_days(served: Served, days: int) -> None:
    """Let leases last so many days, 0 for none. Raises ExpectedError."""
    if not 0 <= days <= LONGEST:
        raise ExpectedError(
            tr("A lease lasts from 1 to {most} days; 0 gives none.", most=LONGEST),
            tr("14 is usual: long enough for a holiday, short enough for a lost laptop."),
        )
    served.leashes.set_days(days)


def code_for(served: Served, device: str, challenge: str) -> str:
    """Give the code that opens everything on one laptop for a day. Raises ExpectedError."""
    laptop = _laptop(served, device)
    if laptop.revoked is not None:
        raise ExpectedError(
            tr("This laptop is shut out, so there is no code for it."),
            tr("Let it join again with a new code for joining, if it is to be used."),
        )
    if laptop.to_wipe is not None:
        raise ExpectedError(
            tr("This laptop is to be wiped, so there is no code for it."),
            tr("Take the wipe back first, while the laptop has not heard of it."),
        )
    if not is_challenge(challenge):
        raise ExpectedError(
            tr("What the laptop shows has six letters and numbers, as ABC-DEF."),
            tr("Have it read out once more. There is no I, L, O, U, 0 or 1 in it."),
        )
    served.leashes.note_code(device)
    return telephone_code(served.leashes.secret_of(device), challenge)


def ask_wipe(served: Served, device: str) -> Device:
    """Have a laptop wiped at its next contact. Raises ExpectedError for one that will not come any more."""
    laptop = _laptop(served, device)
    if laptop.revoked is not None:
        raise ExpectedError(
            tr("This laptop is shut out: it cannot come any more, so it would never hear of it."),
            tr("What it has is protected by its own passphrase, and by that alone."),
        )
    served.leashes.ask_wipe(device)
    return laptop


def take_wipe_back(served: Served, device: str) -> Device:
    """Take the order back. Raises ExpectedError once the laptop has heard of it, and where there is none."""
    laptop = _laptop(served, device)
    if not served.leashes.take_back(device):
        leash = served.leashes.find(device)
        raise _too_late() if leash and leash.told else _none_asked()
    return laptop


def _too_late() -> ExpectedError:
    return ExpectedError(
        tr("This laptop has heard of it already: it cannot be taken back any more."),
        tr("When it is wiped, let it join again as a new laptop. All it had written is here then."),
    )


def _none_asked() -> ExpectedError:
    return ExpectedError(
        tr("Nobody asked for this laptop to be wiped."), tr("There is nothing to take back.")
    )


def _laptop(served: Served, device: str) -> Device:
    found = served.devices.find(device)
    if found is None:
        raise ExpectedError(tr("There is no such laptop."), tr("List them with {command}.", command=LIST))
    return found
