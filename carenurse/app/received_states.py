"""Which states of resources came from others, so that no file replaces unseen what was changed here.

Each file that was taken leaves the short digests of the states in it. A resource whose current state is none
of them was made or changed by the nurse.
"""

from collections.abc import Iterable
from typing import Final

from carenurse.app.ports import Reading, Records
from carenurse.clinical.fhir import Resource
from carenurse.exchange.digests import digest_of

_LENGTH: Final = 16
"""Hex digits of a digest that are kept: enough that no two states of one vault are taken for another."""

_AT_A_TIME: Final = 1_000
"""How many are noted in one unit of work: some milliseconds, for everybody who saves waits."""


def was_received(records: Reading, resource: Resource) -> bool:
    """Say whether a file brought a resource as it is now."""
    return records.was_received(_short_digest(resource))


def note_received(records: Records, file: str, states: Iterable[Resource]) -> None:
    """Note the states of a file that is to be taken (``file``: its digest).

    Done before it is taken, a part at a time: should it not be taken after all, these are states that are not
    here, and nobody asks for them.
    """
    told = sorted({_short_digest(one) for one in states})
    for at in range(0, len(told), _AT_A_TIME):
        with records.work() as work:
            work.note_received(file, told[at : at + _AT_A_TIME])


def _short_digest(resource: Resource) -> str:
    return digest_of(resource)[:_LENGTH]
