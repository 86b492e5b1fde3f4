"""``carenurse vault``: make, check, back up, restore, and change what opens a vault."""

import re
from argparse import Namespace
from collections.abc import Callable, Mapping

from carenurse.app import wiring
from carenurse.app.command_line.asking import new_passphrase, opened
from carenurse.app.command_line.parts import part_lines
from carenurse.app.command_line.telling import complain, facts, megabytes, moment, say, working
from carenurse.app.nurse import new_nurse
from carenurse.app.second_place import InsideVaultError, is_inside
from carenurse.app.self_test import parts
from carenurse.app.trail_words import trail_standing
from carenurse.app.wiring import OpenVault, VaultInfo
from carenurse.clinical import practitioner
from carenurse.clinical.whole import whole
from carenurse.errors import ExpectedError
from carenurse.translations import tr, trn
from carenurse.vault.mark import Mark


def make(arguments: Namespace) -> int:
    """Make a vault for one nurse and tell its recovery code, once."""
    name = str(arguments.nurse).strip()
    if not name:
        raise ExpectedError(tr("A vault needs the name of its nurse."), tr("Write it after --nurse."))
    if wiring.find_vault(arguments.vault):
        raise wiring.VaultExistsError
    passphrase = new_passphrase(arguments.passphrase_file, *name.split())
    with working(tr("Creating the vault")):
        vault, code = wiring.create_vault(
            arguments.vault, passphrase, new_nurse(name, str(arguments.credential))
        )
        vault.close()
    say(tr("The vault in {folder} is made.", folder=arguments.vault), *tell_code(code))
    return 0


def check(arguments: Namespace) -> int:
    """Read every page of the records and the whole audit trail; exit 1 when anything is not whole.

    With ``--seen`` also when it is older than what the office noted of it.
    """
    seen = _read_mark(str(arguments.seen)) if arguments.seen else None
    with opened(arguments) as vault:
        with working(tr("Checking every page")) as progress:
            faults = vault.faults(progress)
        trail = trail_standing(vault)
        older = seen is not None and vault.older_than(seen)
        say(tr("Vault in {folder}", folder=arguments.vault), *_about(vault))
    say("", tr("What it rests on:"), *part_lines(parts()))
    say(
        "", trail.found, tr("What such a trail cannot show:"), *(f"  - {limit}" for limit in trail.limits), ""
    )
    if older:
        complain(tr("This copy is older than what the office has seen. Ask the office what is missing."))
    if not faults and not older:
        say(tr("All pages and the audit trail are whole."))
        return 0
    if not faults:
        return 1
    say(*(f"  - {fault}" for fault in faults))
    complain(
        trn(
            "{number} fault was found in the records. Copy the folder and restore from a backup.",
            "{number} faults were found in the records. Copy the folder and restore from a backup.",
            len(faults),
        )
    )
    return 1


def back_up(arguments: Namespace) -> int:
    """Write a checked copy into a new folder. Raises InsideVaultError where that is the vault's own."""
    if is_inside(arguments.out, arguments.vault):
        raise InsideVaultError
    with opened(arguments) as vault, working(tr("Copying and checking the copy")) as progress:
        vault.back_up(arguments.out, progress)
    say(tr("The backup in {folder} is whole. It opens with today's passphrase.", folder=arguments.out))
    return 0


def restore(arguments: Namespace) -> int:
    """Make a vault again from a backup, beside whatever is there."""
    with working(tr("Copying")):
        found: VaultInfo = wiring.restore_vault(arguments.backup, arguments.vault)
    say(
        tr(
            "The vault made on {day} is in {folder}. It opens with the passphrase of that backup.",
            day=moment(found.created),
            folder=found.folder,
        )
    )
    return 0


def change_passphrase(arguments: Namespace) -> int:
    """Let another passphrase open the vault."""
    with opened(arguments) as vault:
        nurse = practitioner.decode(vault.records.get("Practitioner", vault.records.me) or {})
        passphrase = new_passphrase(arguments.new_passphrase_file, *nurse.name.display.split())
        with working(tr("Changing the passphrase")):
            vault.change_passphrase(passphrase)
    say(tr("The new passphrase opens the vault. Backups made before keep the old one."))
    return 0


def tell_code(code: str) -> tuple[str, ...]:
    """Say the recovery code, once."""
    return (
        tr("Write down the recovery code now and keep it away from the laptop. It is not shown again."),
        f"  {code}",
    )


def _about(vault: OpenVault) -> list[str]:
    told = vault.facts()
    return facts(
        (
            (tr("Made"), moment(told.created)),
            (tr("Last save"), moment(told.saved) if told.saved else tr("never")),
            (tr("Size"), megabytes(told.size)),
            (tr("Free on this disk"), megabytes(told.free)),
            *(((tr("Waiting for the office"), str(told.unsent)),) if told.unsent is not None else ()),
            (tr("How far it has come"), _mark_told(vault.mark())),
        )
    )


def _mark_told(mark: Mark) -> str:
    """Write how far the records have come, for the office to note and to give to ``--seen`` one day."""
    return f"{mark.commits}-{mark.audit_head}"


def _read_mark(told: str) -> Mark:
    commits, _, head = told.strip().partition("-")
    number = whole(commits)
    if number is None or not re.fullmatch("(?:[0-9a-f]{64})?", head):
        raise ExpectedError(
            tr("This is not how far a vault has come."),
            tr("Copy the line that carenurse vault check printed: a number, a dash, 64 letters and digits."),
        )
    return Mark(number, head)


COMMANDS: Mapping[str, Callable[[Namespace], int]] = {
    "vault init": make,
    "vault check": check,
    "vault backup": back_up,
    "vault restore": restore,
    "vault passphrase": change_passphrase,
}
