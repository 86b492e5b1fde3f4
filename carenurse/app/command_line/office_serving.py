"""``carenurse office serve|enrol|devices|revoke``: the embedded office of a small agency."""

import signal
from argparse import Namespace
from collections.abc import Callable, Mapping
from types import FrameType

from platformdirs import user_log_path

from carenurse.app import wiring
from carenurse.app.command_line.asking import opened
from carenurse.app.command_line.desk import at_the_desk, confirm_about, refuse_to_serve, the_desk
from carenurse.app.command_line.office_desk import errands
from carenurse.app.command_line.office_leash import leash_lines
from carenurse.app.command_line.telling import complain, say, told_moment
from carenurse.app.logs import note_fault, start_log
from carenurse.app.office_upkeep import OfficeUpkeep
from carenurse.clinical.fhir import Resource
from carenurse.clinical.shapes import as_objects, as_text
from carenurse.office.running import Running, Wishes
from carenurse.office.serving import Place
from carenurse.translations import tr

_EVERYWHERE = "0.0.0.0"  # noqa: S104 - an office is there for its nurses; it speaks TLS only


def serve(arguments: Namespace) -> int:
    """Serve the vault to the nurses' laptops until Ctrl+C."""
    start_log(user_log_path("CareNurse", appauthor=False))
    _listen_for_the_end()
    plain = bool(arguments.plain)
    host = str(arguments.host or ("127.0.0.1" if plain else _EVERYWHERE))
    with opened(arguments) as vault:
        refuse_to_serve(vault)
        told, upkeep = vault.facts(), OfficeUpkeep(vault, wiring.local_now, say, note_fault)
        place, names = Place(host, arguments.port), tuple(arguments.name)
        does = errands(vault, upkeep)
        wishes = Wishes(told.folder, told.key_id, place, names, plain=plain, errands=does)
        running = Running(vault.records, wishes, wiring.local_now, note_fault)
        upkeep.start()
        try:
            say(*_began(running, host))
            running.wait()
        except KeyboardInterrupt:
            say(tr("The office closes."))
        finally:
            upkeep.stop()
            running.stop()
    return 0


def _began(running: Running, host: str) -> list[str]:
    name = "localhost" if host in (_EVERYWHERE, "127.0.0.1", "::1") else host
    scheme = "https" if running.fingerprint else "http"
    lines = [
        tr("The office serves at {url}. Ctrl+C closes it.", url=f"{scheme}://{name}:{running.port}/fhir")
    ]
    if running.fingerprint:
        lines += [
            tr("Its certificate has this fingerprint. Compare it on each laptop that joins:"),
            f"  {running.fingerprint}",
        ]
    return lines


def _listen_for_the_end() -> None:
    """Take a service manager's wish to stop as Ctrl+C; who starts it deaf to Ctrl+C (nohup) has it so."""
    signal.signal(signal.SIGTERM, _interrupt)
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _interrupt)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    """Stop, and hear no second wish: closing has a bound of its own, and cut short it leaves things open."""
    for one in (signal.SIGTERM, signal.SIGINT):
        signal.signal(one, signal.SIG_IGN)
    raise KeyboardInterrupt


def enrol(arguments: Namespace) -> int:
    """Print a code by which one laptop of a nurse joins, once; whose it is stands under it."""
    asked: Resource = {"do": "enrol", "who": str(arguments.nurse), "whole": bool(arguments.all_patients)}
    told = at_the_desk(arguments, asked)
    say(
        tr("Type this code on the laptop within three days. It works once."),
        f"  {as_text(told.get('code'))}",
        *([tr("It is for {nurse}.", nurse=name)] if (name := as_text(told.get("called"))) else []),
    )
    return 0


def devices(arguments: Namespace) -> int:
    """List the laptops that joined."""
    listed = as_objects(at_the_desk(arguments, {"do": "devices"}).get("devices"))
    if not listed:
        say(tr("No laptop has joined yet."))
    for one in listed:
        say(
            f"{as_text(one.get('id'))}  {as_text(one.get('name'))}",
            f"  {_state(one)}",
            *leash_lines(one),
            *_mark(one),
        )
    return 0


def _state(one: Resource) -> str:
    nurse = as_text(one.get("called")) or as_text(one.get("nurse"))
    if as_text(one.get("revoked")):
        return tr("{nurse}, revoked {day}", nurse=nurse, day=told_moment(one, "revoked"))
    if not as_text(one.get("seen")):
        return tr("{nurse}, has not synced yet", nurse=nurse)
    return tr("{nurse}, last here {day}", nurse=nurse, day=told_moment(one, "seen"))


def _mark(one: Resource) -> list[str]:
    """Tell how far this laptop was seen to have come, as ``vault check --seen`` takes it."""
    if not as_text(one.get("mark")):
        return []
    lines = [
        tr("  came so far, seen {day}: {mark}", day=told_moment(one, "noted"), mark=as_text(one.get("mark")))
    ]
    if as_text(one.get("older")):
        lines.append(tr("  an older copy of its records comes since {day}", day=told_moment(one, "older")))
    return lines


def revoke(arguments: Namespace) -> int:
    """Shut a laptop out, from its next request on, once its name was typed."""
    with the_desk(arguments) as ask:
        confirm_about(
            arguments,
            ask,
            tr("It sends nothing and gets nothing any more, and cannot be wiped. What it has stays on it."),
        )
        told = ask({"do": "revoke", "device": str(arguments.device)})
    if told.get("revoked") is not True:
        complain(tr("There is no such laptop, or it was revoked before. List them: carenurse office devices"))
        return 1
    say(tr("This laptop gets nothing any more. What it has, its own passphrase protects."))
    if told.get("spared") is True:
        say(tr("It was to be wiped. It cannot come any more, so it will not be, and it sends nothing more."))
    return 0


COMMANDS: Mapping[str, Callable[[Namespace], int]] = {
    "office serve": serve,
    "office enrol": enrol,
    "office devices": devices,
    "office revoke": revoke,
}
