"""The words that ``carenurse`` understands."""

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from typing_extensions import override

from carenurse import __version__

if TYPE_CHECKING:  # argparse names this class with an underscore and offers no other
    _Commands: TypeAlias = argparse._SubParsersAction["_Parser"]  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]


class _Parser(argparse.ArgumentParser):
    """Learns its own words only when it is asked, so that the window need not wait for all the commands.

    It takes no shortened options: ``--passphrase SECRET`` must not pass for ``--passphrase-file``.
    """

    def __init__(self, *args: Any, fill: "Callable[[_Parser], None] | None" = None, **options: Any) -> None:
        super().__init__(*args, **{**options, "allow_abbrev": False})
        self._fill = fill

    @override
    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:  # pyright: ignore[reportIncompatibleMethodOverride] - overloads
        """Learn the words, once, then read."""
        fill, self._fill = self._fill, None
        if fill is not None:
            fill(self)
        return super().parse_known_args(args, namespace)


def read_arguments(words: Sequence[str]) -> argparse.Namespace:
    """Read the command line; prints usage and exits with 2 where it makes no sense."""
    parser = _Parser(
        prog="carenurse",
        description="Home visits, offline and encrypted. Without a command, the window opens.",
    )
    parser.add_argument("--version", action="version", version=f"carenurse {__version__}")
    parser.add_argument("--demo", action="store_true", help="open on fictional patients; nothing is kept")
    parser.add_argument("--vault", type=Path, metavar="DIR", help="open the vault in this folder")
    parser.set_defaults(command="window")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    for name, told, fill in _COMMANDS:
        commands.add_parser(name, help=told, fill=fill)
    return parser.parse_args(words)


def _tour(tour: _Parser) -> None:
    tour.add_argument("--out", type=Path, required=True, metavar="DIR", help="where the pictures go")
    tour.add_argument("--theme", choices=("light", "dark"), default="light")
    tour.add_argument("--zoom", type=int, default=100, metavar="PERCENT", help="80 to 200")
    tour.set_defaults(command="tour")


def _vault(vault: _Parser) -> None:
    actions = vault.add_subparsers(title="actions", required=True, metavar="ACTION")
    made = actions.add_parser("init", help="make a vault; prints the recovery code once")
    _place(made)
    _passphrase(made)
    made.add_argument("--nurse", required=True, metavar="NAME", help="whose vault it is, as “Dana Whitfield”")
    made.add_argument("--credential", default="", help="shown behind the name, such as RN; none unless given")
    made.set_defaults(command="vault init")
    check = actions.add_parser("check", help="read everything and say whether it is whole")
    _opening(check)
    check.add_argument(
        "--seen", metavar="MARK", help="how far it was when the office last noted it: is this copy older?"
    )
    check.set_defaults(command="vault check")
    _vault_copies(actions)
    _vault_locks(actions)
    _vault_upkeep(actions)


def _vault_copies(actions: "_Commands") -> None:
    backup = actions.add_parser("backup", help="write a checked copy into a new folder")
    _opening(backup)
    backup.add_argument("--out", type=Path, required=True, metavar="DIR", help="a new or empty folder")
    backup.set_defaults(command="vault backup")
    restore = actions.add_parser("restore", help="make a vault again from a backup, in a new folder")
    restore.add_argument("backup", type=Path, metavar="BACKUP", help="the folder of the backup")
    _place(restore)
    restore.set_defaults(command="vault restore")


def _vault_locks(actions: "_Commands") -> None:
    passphrase = actions.add_parser("passphrase", help="let another passphrase open the vault")
    _opening(passphrase)
    passphrase.add_argument(
        "--new-passphrase-file",
        metavar="FILE",
        help="read the new passphrase from a file; - is standard input",
    )
    passphrase.set_defaults(command="vault passphrase")
    _vault_slots(actions)
    rotate = actions.add_parser("rotate", help="encrypt everything under another key: a leak is suspected")
    _place(rotate)
    _passphrase(rotate)
    rotate.set_defaults(command="vault rotate")
    lease = actions.add_parser("lease", help="say by when the laptop must meet its office; enter a code")
    _opening(lease)
    lease.add_argument(
        "--code", metavar="CODE", help="what the office answered by telephone: opens everything for a day"
    )
    lease.set_defaults(command="vault lease")


def _vault_slots(actions: "_Commands") -> None:
    slots = actions.add_parser("slots", help="say what opens the vault, try it, change it")
    _opening(slots)
    change = slots.add_mutually_exclusive_group()
    change.add_argument(
        "--new-recovery-code", action="store_true", help="make the old code worthless and print a new one"
    )
    change.add_argument("--add-office", metavar="KEY", help="let an office in: its public key, age1...")
    change.add_argument("--remove", metavar="NUMBER", help="take away the code or an office, as listed")
    change.add_argument("--test", action="store_true", help="try another passphrase or the recovery code")
    change.add_argument("--test-office", type=Path, metavar="FILE", help="try the office's secret key file")
    slots.add_argument("--label", metavar="NAME", help="the name of the office, with --add-office")
    slots.add_argument("--secret-file", metavar="FILE", help="what --test tries; - is standard input")
    slots.set_defaults(command="vault slots")


def _vault_upkeep(actions: "_Commands") -> None:
    drill = actions.add_parser("drill", help="restore the newest backup into a scratch vault and read it")
    _opening(drill)
    drill.set_defaults(command="vault drill")
    purge = actions.add_parser("purge", help="list who left the caseload, remove them with --yes")
    _opening(purge)
    purge.add_argument("--patient", action="append", metavar="ID", help="only this one; may be repeated")
    purge.add_argument("--yes", action="store_true", help="remove those of whom the office has everything")
    purge.set_defaults(command="vault purge")


def _place(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--vault", type=Path, required=True, metavar="DIR")


def _passphrase(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--passphrase-file",
        metavar="FILE",
        help="read the passphrase from the first line of a file; - is standard input",
    )


def _opening(parser: argparse.ArgumentParser) -> None:
    _place(parser)
    _passphrase(parser)
    parser.add_argument(
        "--recovery-code", action="store_true", help="open with the printed recovery code instead"
    )


def _import(taken: _Parser) -> None:
    taken.add_argument("files", type=Path, nargs="+", metavar="FILE")
    _opening(taken)
    taken.add_argument("--source", metavar="NAME", help="who wrote it, where the file does not say")
    taken.add_argument("--key", type=Path, metavar="FILE", help="the key file that opens a sealed copy")
    taken.add_argument("--look", action="store_true", help="say what would be done; store nothing")
    taken.add_argument(
        "--join",
        type=_join,
        action="append",
        default=[],
        metavar="NEW=HERE",
        help="the Patient NEW of the file is the Patient HERE (ids as --look tells them)",
    )
    taken.set_defaults(command="import")


def _export(given: _Parser) -> None:
    _opening(given)
    whom = given.add_mutually_exclusive_group(required=True)
    whom.add_argument("--patient", metavar="ID")
    whom.add_argument("--all", action="store_true")
    given.add_argument("--out", type=Path, required=True, metavar="FILE")
    given.add_argument("--to", metavar="RECIPIENT", help="the office's public key, age1...")
    given.add_argument(
        "--form",
        choices=("server", "file", "as-received"),
        help="a transaction for a server (usual with --to), a collection (usual without), or as it was "
        "received, with the ids of the system that it came from",
    )
    given.set_defaults(command="export")


def _join(words: str) -> tuple[str, str]:
    """Take NEW=HERE apart. Raises ArgumentTypeError, which argparse tells."""
    new, _, here = words.partition("=")
    if not new or not here:
        message = "write it as NEW=HERE"
        raise argparse.ArgumentTypeError(message)
    return new, here


def _form(form: _Parser) -> None:
    actions = form.add_subparsers(title="actions", required=True, metavar="ACTION")
    check = actions.add_parser("check", help="say per form what is supported, as JSON")
    check.add_argument("files", type=Path, nargs="*", metavar="FILE")
    check.add_argument(
        "--features", action="store_true", help="print what is supported of all that forms may use"
    )
    check.set_defaults(command="form check")
    fill = actions.add_parser("fill", help="answers in, the completed QuestionnaireResponse out")
    fill.add_argument("form", type=Path, metavar="FORM")
    fill.add_argument("--answers", type=Path, required=True, metavar="FILE")
    fill.add_argument("--context", type=Path, metavar="BUNDLE")
    fill.set_defaults(command="form fill")


def _visits(visits: _Parser) -> None:
    _opening(visits)
    visits.add_argument("--patient", default="", metavar="ID", help="only the visits to this patient")
    visits.set_defaults(command="visits")


def _summary(summary: _Parser) -> None:
    _opening(summary)
    summary.add_argument("--visit", required=True, metavar="ID", help="as listed by carenurse visits")
    summary.add_argument("--language", choices=("en", "es"))
    summary.add_argument("--large", action="store_true", help="large type")
    summary.add_argument("--out", type=Path, required=True, metavar="FILE.pdf")
    summary.set_defaults(command="summary")


def _sync(sync: _Parser) -> None:
    _opening(sync)
    sync.add_argument("--office", metavar="URL", help="the office's FHIR address; kept in the vault")
    sync.add_argument(
        "--token-file",
        metavar="FILE",
        help="read the token that the office gave from a file; - is standard input, kept in the vault",
    )
    sync.add_argument("--code", metavar="CODE", help="join the office with the one-time code that it gave")
    sync.add_argument(
        "--fingerprint", metavar="HEX", help="of the certificate that the office made itself; compare it"
    )
    sync.add_argument(
        "--office-key",
        type=Path,
        metavar="FILE",
        help="open the vault with the secret key of its office: another can be set after the first was lost",
    )
    sync.add_argument(
        "--sign-in",
        metavar="CLIENT",
        help="sign in at the office in the browser; the name (client ID) under which it knows CareNurse",
    )
    sync.add_argument(
        "--device-key", action="store_true", help="print this laptop's public key for the office to register"
    )
    sync.set_defaults(command="sync")


def _office(office: _Parser) -> None:
    actions = office.add_subparsers(title="actions", required=True, metavar="ACTION")
    key = actions.add_parser("key", help="make a key pair to seal records for; prints the public key")
    key.add_argument("--out", type=Path, required=True, metavar="FILE", help="where the secret key goes")
    key.set_defaults(command="office key")
    _office_serving(actions)
    _office_upkeep(actions)


def _office_upkeep(actions: "_Commands") -> None:
    parcel = actions.add_parser("parcel", help="take in a laptop's sealed parcel and write the answer")
    parcel.add_argument("parcel", type=Path, metavar="FILE", help="what the nurse brought on a stick")
    parcel.add_argument(
        "--key-file", type=Path, required=True, metavar="FILE", help="the office's secret key"
    )
    parcel.add_argument("--out", type=Path, required=True, metavar="ANSWER", help="a new file for the nurse")
    parcel.add_argument(
        "--new-laptop", action="store_true", help="the nurse has another laptop than for her files before"
    )
    _opening(parcel)
    parcel.set_defaults(command="office parcel")
    backup = actions.add_parser("backup", help="make a checked backup beside the vault, serving or not")
    _opening(backup)
    backup.set_defaults(command="office backup")


def _office_serving(actions: "_Commands") -> None:
    serve = actions.add_parser("serve", help="serve this vault to the nurses' laptops as FHIR R4")
    _opening(serve)
    serve.add_argument("--port", type=int, default=8444, help="8444 when not said; 0 takes a free one")
    serve.add_argument("--host", metavar="ADDRESS", help="where to listen; everywhere when not said")
    serve.add_argument(
        "--name", action="append", default=[], help="a name or address of this computer, for its certificate"
    )
    serve.add_argument("--plain", action="store_true", help="without encryption, for this computer only")
    serve.set_defaults(command="office serve")
    enrol = actions.add_parser("enrol", help="let one laptop of a nurse join; prints a code")
    enrol.add_argument("nurse", metavar="NURSE", help="the nurse's name or id")
    enrol.add_argument("--all-patients", action="store_true", help="not only the nurse's caseload")
    _opening(enrol)
    enrol.set_defaults(command="office enrol")
    listed = actions.add_parser("devices", help="list the laptops that joined")
    _opening(listed)
    listed.set_defaults(command="office devices")
    revoke = actions.add_parser("revoke", help="shut a laptop out")
    _laptop_for_good(revoke)
    revoke.set_defaults(command="office revoke")
    _office_leashes(actions)
    _office_check(actions)


def _office_leashes(actions: "_Commands") -> None:
    lease = actions.add_parser("lease", help="say, or set, how long laptops open without meeting this office")
    lease.add_argument("days", type=int, nargs="?", metavar="DAYS", help="14 is usual; 0 lets them for ever")
    _opening(lease)
    lease.set_defaults(command="office lease")
    code = actions.add_parser("code", help="give the code by telephone that opens a laptop for a day")
    code.add_argument("device", metavar="DEVICE", help="as listed by office devices")
    code.add_argument("challenge", metavar="CHALLENGE", help="what the laptop shows: ABC-DEF")
    _opening(code)
    code.set_defaults(command="office code")
    wipe = actions.add_parser("wipe", help="have a laptop destroy what it holds, at its next contact")
    _laptop_for_good(wipe)
    wipe.add_argument(
        "--cancel", action="store_true", help="take it back, while the laptop has not heard of it"
    )
    wipe.set_defaults(command="office wipe")
    left = actions.add_parser("remains", help="list what laptops left when they were wiped; write it out")
    left.add_argument("--words", action="store_true", help="read out answers, notes and open forms, too")
    left.add_argument("--out", type=Path, metavar="DIR", help="a new or empty folder for it, NOT encrypted")
    _opening(left)
    left.set_defaults(command="office remains")


def _laptop_for_good(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("device", metavar="DEVICE", help="as listed by office devices")
    parser.add_argument("--yes", action="store_true", help="do it without asking for the laptop's name")
    _opening(parser)


def _office_check(actions: "_Commands") -> None:
    check = actions.add_parser("check", help="find out what a FHIR server really does, and what that means")
    check.add_argument("url", metavar="URL", help="the server's FHIR base address")
    check.add_argument("--token-file", metavar="FILE", help="read its token from a file; - is standard input")
    check.add_argument("--fingerprint", metavar="HEX", help="of the certificate that it made itself")
    check.add_argument("--vault", type=Path, metavar="DIR", help="keep what was found in this vault")
    _passphrase(check)
    check.set_defaults(command="office check")


def _release(release: _Parser) -> None:
    actions = release.add_subparsers(title="actions", required=True, metavar="ACTION")
    check = actions.add_parser("check", help="is it signed, whole, and no step back")
    check.add_argument("manifest", type=Path, metavar="MANIFEST", help="its files lie beside it")
    check.add_argument(
        "--key",
        type=Path,
        required=True,
        metavar="PUBLIC",
        help="the public key of whoever releases CareNurse",
    )
    check.add_argument(
        "--file", action="append", metavar="NAME", help="only this file of it; may be repeated"
    )
    check.add_argument(
        "--newest", type=Path, metavar="MANIFEST", help="of a later release, whose floor holds for this one"
    )
    check.set_defaults(command="release check")


def _parts(parts: _Parser) -> None:
    parts.set_defaults(command="parts")


_COMMANDS: Final = (
    ("tour", "drive the real windows through one whole home visit", _tour),
    ("vault", "make, check, back up or restore a vault", _vault),
    ("import", "take over FHIR R4 JSON, NDJSON or a sealed copy", _import),
    ("export", "write records as a FHIR R4 Bundle, sealed for the office", _export),
    ("form", "check or fill a FHIR Questionnaire", _form),
    ("visits", "list the home visits with their ids", _visits),
    ("summary", "write the family's page of a visit as PDF", _summary),
    ("sync", "send to the office and receive", _sync),
    ("office", "what the office's side needs", _office),
    ("release", "say whether a release may be installed", _release),
    ("parts", "say which libraries it rests on, and test that they are safe", _parts),
)
"""Name, what it does, and who knows its words."""
