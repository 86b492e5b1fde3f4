"""The desk of an office, from the command line: whoever serves is asked, else its vault is opened, once."""

import sys
from argparse import Namespace
from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager

from carenurse.app.command_line.asking import opened
from carenurse.app.command_line.telling import shown, told_moment
from carenurse.app.open_vault import OpenVault
from carenurse.app.reach import needs_everybody
from carenurse.clinical.fhir import Resource
from carenurse.clinical.shapes import as_objects, as_text
from carenurse.errors import ExpectedError
from carenurse.office.desk import ask_the_desk
from carenurse.office.running import without_serving
from carenurse.translations import tr

Ask = Callable[[Resource], Resource]
Does = Callable[[OpenVault, Resource], Resource]


def refuse_to_serve(vault: OpenVault) -> None:
    """Raise LeaseOverError for a nurse's vault whose lease is over: who serves it hands everybody out."""
    needs_everybody(vault.in_reach, tr("This vault cannot be an office before it has met its own."))


def at_its_desk(vault: OpenVault, asked: Resource) -> Resource:
    """Do at the desk of an office that does not serve what is asked. Raises ExpectedError, LeaseOverError."""
    refuse_to_serve(vault)
    return without_serving(vault.records, asked)


@contextmanager
def the_desk(arguments: Namespace, does: Does = at_its_desk) -> Generator[Ask]:
    """Give what asks the office that serves now, else what does it with its vault, which is opened once.

    Raises ExpectedError for what cannot be done.
    """
    if ask_the_desk(arguments.vault, {"do": "here"}) is not None:
        yield lambda asked: _told(arguments, asked)
        return
    with opened(arguments) as vault:
        yield lambda asked: does(vault, asked)


def at_the_desk(arguments: Namespace, asked: Resource, does: Does = at_its_desk) -> Resource:
    """Ask one thing at the desk. Raises ExpectedError for what cannot be done."""
    with the_desk(arguments, does) as ask:
        return ask(asked)


def _told(arguments: Namespace, asked: Resource) -> Resource:
    told = ask_the_desk(arguments.vault, asked)
    if told is None:
        raise ExpectedError(tr("The office has just been closed."), tr("Run the command again."))
    return told


def confirm_about(arguments: Namespace, ask: Ask, *what: str) -> None:
    """Let a person type the name of the laptop before what cannot be taken back is done to it.

    Where several go by that name, the first signs of its number belong to it. ``what`` says what will be
    done. ``--yes`` asks nothing; without a terminal it is needed. A laptop that is not here is nobody's to be
    asked about. Raises ExpectedError.
    """
    listed = _in_use(ask)
    laptop = next((one for one in listed if one.get("id") == str(arguments.device)), None)
    if arguments.yes or laptop is None:
        return
    if not sys.stdin.isatty():
        raise ExpectedError(
            tr("This cannot be taken back, and there is nobody here to be asked."),
            tr("Nothing was done. Say --yes to do it."),
        )
    name = _name(laptop)
    proof = _told_apart(laptop, listed)
    asked = tr("Type the name of the laptop to do it: {name}", name=proof)
    if proof != name:
        asked = tr(
            "Another laptop has this name. Type it with the first signs of its number: {name}", name=proof
        )
    lines = (*_whose(laptop, name), *what, asked)
    sys.stderr.write("".join(f"{shown(line)}\n" for line in lines))
    sys.stderr.flush()
    if _plain(sys.stdin.readline()) != _plain(proof):
        raise ExpectedError(tr("This is not its name."), tr("Nothing was done."))


def _in_use(ask: Ask) -> list[Resource]:
    """List the laptops that are not shut out, as the desk tells of them."""
    listed = as_objects(ask({"do": "devices"}).get("devices"))
    return [one for one in listed if not as_text(one.get("revoked"))]


_FEWEST_SIGNS = 4


def _told_apart(laptop: Resource, listed: Iterable[Resource]) -> str:
    """Give the name of a laptop, with as many signs of its number as no other of that name begins with."""
    name, identity = _name(laptop), as_text(laptop.get("id"))
    others = [as_text(one.get("id")) for one in listed if _plain(_name(one)) == _plain(name)]
    others = [one for one in others if one != identity]
    if not others:
        return name
    fewest = range(_FEWEST_SIGNS, len(identity))
    length = next(
        (n for n in fewest if not any(one.startswith(identity[:n]) for one in others)), len(identity)
    )
    return f"{name} {identity[:length]}"


def _name(laptop: Resource) -> str:
    return as_text(laptop.get("name")) or as_text(laptop.get("id"))


def _plain(words: str) -> str:
    return " ".join(words.split()).casefold()


def _whose(laptop: Resource, name: str) -> tuple[str, str]:
    nurse = as_text(laptop.get("called")) or as_text(laptop.get("nurse"))
    whose = tr("{name}, the laptop of {nurse}", name=name, nurse=nurse)
    if not as_text(laptop.get("seen")):
        return whose, tr("It was never here: nothing that was written on it has arrived.")
    seen = told_moment(laptop, "seen")
    return whose, tr("Last here {moment}. What was written on it since has not arrived.", moment=seen)
