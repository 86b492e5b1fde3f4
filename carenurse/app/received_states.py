"""Which states of resources came from others, so that no file replaces unseen what was changed here.

Each file that was taken leaves the short digests of the states in it as a setting of the vault. A resource
whose current state is none of them was made or changed by the nurse.
"""

from collections.abc import Iterable

from carenurse.app.ports import Reading, Work
from carenurse.clinical.fhir import Resource
from carenurse.exchange.digests import digest_of

_SETTING = "received:"
_LENGTH = 16
"""Hex digits of a digest that are kept: enough that no two states of one vault are taken for another."""


def short_digest(resource: Resource) -> str:
    """Digest one state, shortly."""
    return digest_of(resource)[:_LENGTH]


def received_states(records: Reading) -> frozenset[str]:
    """Give the short digests of every state that a file has brought."""
    kept = (records.setting(_SETTING + file.digest) for file in records.files())
    return frozenset(one for told in kept if told for one in told.split())


def told_states(states: Iterable[Resource]) -> str:
    """Digest the states of a file, for ``note_received``; slow, so done before anybody has to wait."""
    return " ".join(sorted({short_digest(one) for one in states}))


def note_received(work: Work, file: str, told: str) -> None:
    """Note the states of a file that is taken (``file``: the digest under which it is kept)."""
    work.set_setting(_SETTING + file, told)
