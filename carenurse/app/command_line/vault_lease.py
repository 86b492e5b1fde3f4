"""``carenurse vault lease``: until when the vault opens everything, and the code that the office tells."""

from argparse import Namespace
from collections.abc import Callable, Mapping

from carenurse.app.command_line.asking import opened
from carenurse.app.command_line.telling import say
from carenurse.app.lease import Standing, challenge, enter_code, state_of
from carenurse.app.lease_words import lease_words
from carenurse.app.wiring import OpenVault, local_now
from carenurse.translations import tr


def lease(arguments: Namespace) -> int:
    """Say how the vault stands with its office and what to read to it; with ``--code`` take its answer."""
    with opened(arguments) as vault:
        if arguments.code:
            enter_code(vault, str(arguments.code))
        say(*_told(vault))
    return 0


def _told(vault: OpenVault) -> list[str]:
    state = state_of(vault)
    words = lease_words(state, local_now())
    if not words.fact:
        return [tr("Everything opens: the office has set no time by which this laptop must meet it.")]
    told = [words.fact, words.rest]
    asked = challenge(vault) if state.standing in (Standing.OVER, Standing.ENDING) else None
    if asked is not None:
        told.append(tr("To open everything for 24 hours by telephone, read this to your office:"))
        told.append(f"  {asked.text}")
        told.append(tr("Then: carenurse vault lease --vault DIR --code CODE"))
    return told


COMMANDS: Mapping[str, Callable[[Namespace], int]] = {"vault lease": lease}
