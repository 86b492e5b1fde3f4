"""Carries out one command, and says in one sentence on standard error what stood in its way."""

from argparse import Namespace
from collections.abc import Callable

from carenurse.app.command_line.telling import complain, speak_any_letter
from carenurse.errors import ExpectedError
from carenurse.translations import tr
from carenurse.vault.failures import FullDiskError

FAILED = 1
Command = Callable[[Namespace], int]


def run_command(arguments: Namespace) -> int:
    """Run what ``read_arguments`` understood; return the exit status: 0 done, 1 said why not.

    A fault of ours is written to the log by a code; neither terminal nor log gets the text of an exception,
    because it may quote a record.
    """
    speak_any_letter()
    try:
        return _command(str(arguments.command))(arguments)
    except ExpectedError as problem:
        complain(_said(problem))
    except KeyboardInterrupt:
        complain(tr("Stopped. What was not finished was not kept."))
    except BrokenPipeError:
        complain(tr("Whoever was reading the output went away. Run the command again."))
    except Exception as problem:  # noqa: BLE001 - the last place that can speak; it must not show a traceback
        complain(_broken(problem))
    return FAILED


def _said(problem: ExpectedError) -> str:
    """Say what stood in the way, also of one file of several; there is no screen that keeps any words."""
    if problem.remedy != FullDiskError().remedy:
        return str(problem)
    return f"{problem.sentence} {tr('Delete files you do not need, then run the command again.')}"


def _broken(problem: Exception) -> str:
    """Write a fault of ours into the log, and say so."""
    from platformdirs import user_log_path  # noqa: PLC0415 - hardly ever needed

    from carenurse.app.logs import note_fault, start_log  # noqa: PLC0415

    start_log(user_log_path("CareNurse", appauthor=False))
    return tr(
        "Something broke, and what was not finished was not kept. Tell your office this code: {code}",
        code=note_fault(problem),
    )


def _command(name: str) -> Command:
    """Load only what this command needs: a check of a form must not wait for SQLCipher."""
    if name.startswith("office "):
        return _office_command(name)
    match name:
        case "import":
            from carenurse.app.command_line.taking_over import take_over as command  # noqa: PLC0415
        case "export":
            from carenurse.app.command_line.handing_over import hand_over as command  # noqa: PLC0415
        case "form check" | "form fill":
            from carenurse.app.command_line.forms import check_forms, fill_form  # noqa: PLC0415

            command = check_forms if name == "form check" else fill_form
        case "sync":
            from carenurse.app.command_line.sync import synchronize as command  # noqa: PLC0415
        case "visits":
            from carenurse.app.command_line.papers import list_visits as command  # noqa: PLC0415
        case "summary":
            from carenurse.app.command_line.papers import write_summary as command  # noqa: PLC0415
        case "parts":
            from carenurse.app.command_line.parts import tell_parts as command  # noqa: PLC0415
        case "release check":
            from carenurse.app.command_line.releases import check_release as command  # noqa: PLC0415
        case _:
            command = _vault_command(name)
    return command


def _vault_command(name: str) -> Command:
    match name:
        case "vault slots" | "vault rotate":
            from carenurse.app.command_line.vault_locks import COMMANDS as LOCKS  # noqa: PLC0415

            command = LOCKS[name]
        case "vault lease":
            from carenurse.app.command_line.vault_lease import COMMANDS as LEASE  # noqa: PLC0415

            command = LEASE[name]
        case "vault drill" | "vault purge":
            from carenurse.app.command_line.vault_upkeep import COMMANDS as UPKEEP  # noqa: PLC0415

            command = UPKEEP[name]
        case _:
            from carenurse.app.command_line.vaults import COMMANDS  # noqa: PLC0415

            command = COMMANDS[name]
    return command


def _office_command(name: str) -> Command:
    match name:
        case "office key":
            from carenurse.app.command_line.office import make_office_key as command  # noqa: PLC0415
        case "office check":
            from carenurse.app.command_line.office_check import check as command  # noqa: PLC0415
        case "office parcel" | "office backup":
            from carenurse.app.command_line.office_desk import COMMANDS as DESK  # noqa: PLC0415

            command = DESK[name]
        case "office lease" | "office code" | "office wipe" | "office remains":
            from carenurse.app.command_line.office_leash import COMMANDS as LEASH  # noqa: PLC0415

            command = LEASH[name]
        case _:
            from carenurse.app.command_line.office_serving import COMMANDS as SERVING  # noqa: PLC0415

            command = SERVING[name]
    return command
