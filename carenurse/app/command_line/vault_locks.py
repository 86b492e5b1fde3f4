"""``carenurse vault slots|rotate``: what opens a vault, tried and changed, and another key for a leak."""

from argparse import Namespace
from collections.abc import Callable, Mapping

from carenurse.app import upkeep, wiring
from carenurse.app.command_line.asking import key_in, opened, opened_with_secret, read_secret
from carenurse.app.command_line.telling import complain, facts, moment, say, working
from carenurse.app.command_line.vaults import tell_code
from carenurse.app.ways_in import opens
from carenurse.app.wiring import SlotFacts
from carenurse.errors import ExpectedError
from carenurse.translations import tr

_KIB = 1024
_SHOWN = 8


def slots(arguments: Namespace) -> int:
    """Do with the ways in what the options say; without any, list them, for which nothing is opened."""
    if arguments.new_recovery_code:
        return _renew(arguments)
    if arguments.add_office:
        return _add_office(arguments)
    if arguments.remove:
        return _remove(arguments)
    if arguments.test:
        return _test(arguments)
    if arguments.test_office:
        return _test_office(arguments)
    found = wiring.known_vault(arguments.vault)
    say(tr("What opens the vault in {folder}:", folder=arguments.vault), *facts(map(_slot, found.slots)))
    return 0


def rotate(arguments: Namespace) -> int:
    """Encrypt everything under another key, renew the backups beside the vault, tell the new code."""
    with opened_with_secret(arguments) as (vault, passphrase):
        with working(tr("Changing the key")) as progress:
            made = upkeep.rotate(vault, passphrase, wiring.local_now(), progress)
        say(tr("The key is changed."), *tell_code(made.code))
        if not made.trouble:
            say(tr("Backups under the old key are gone; there is a new one."))
    if made.trouble:
        complain(made.trouble)
    return int(bool(made.trouble))


def _renew(arguments: Namespace) -> int:
    with opened(arguments) as vault:
        code = vault.new_recovery_code()
    say(tr("The old recovery code is worthless now."), *tell_code(code))
    return 0


def _add_office(arguments: Namespace) -> int:
    with opened(arguments) as vault:
        added = vault.ways_in.add_office(str(arguments.add_office), str(arguments.label or ""))
    say(tr("The office can open the vault now."), *facts([_slot(added)]))
    return 0


def _remove(arguments: Namespace) -> int:
    """Take away the way in whose number begins like this; the number must fit only one."""
    begins = str(arguments.remove)
    with opened(arguments) as vault:
        fitting = [one for one in vault.ways_in.listed() if one.identity and one.identity.startswith(begins)]
        if len(fitting) != 1:
            raise ExpectedError(
                tr("No single way into the vault has this number."),
                tr("Look at the list: carenurse vault slots --vault DIR"),
            )
        vault.ways_in.remove(fitting[0].identity)
    say(tr("This way in is gone. Whoever opened the vault before may have kept its key: see vault rotate."))
    return 0


def _test(arguments: Namespace) -> int:
    """Try a second secret on the open vault: the printed code, before it is needed."""
    with opened(arguments) as vault:
        secret = read_secret(arguments.secret_file, tr("Passphrase or code to try: "))
        with working(tr("Trying")):
            fits = opens(vault.ways_in, secret)
    if not fits:
        raise ExpectedError(tr("This does not open the vault."), tr("Nothing was changed."))
    say(tr("This opens the vault."))
    return 0


def _test_office(arguments: Namespace) -> int:
    """Open the vault with the office's secret key, as the office would, and close it again."""
    wiring.unlock_with_escrow(arguments.vault, key_in(arguments.test_office)).close()
    say(tr("This office key opens the vault."))
    return 0


def _slot(slot: SlotFacts) -> tuple[str, str]:
    names: Mapping[str, Callable[[], str]] = {
        "passphrase": lambda: tr("Passphrase"),
        "recovery": lambda: tr("Recovery code"),
        "escrow": lambda: tr("Office"),
    }
    name = names[slot.kind]() if slot.kind in names else slot.kind
    since = tr("since {when}", when=moment(slot.made)) if slot.made else ""
    parts = (_strength(slot), slot.label, slot.recipient, since, slot.identity[:_SHOWN])
    return name, ", ".join(part for part in parts if part)


def _strength(slot: SlotFacts) -> str:
    if slot.cost is not None:
        memory, passes = slot.cost.memory // _KIB, slot.cost.iterations
        return tr("Argon2id, {memory} MiB, {passes} passes", memory=memory, passes=passes)
    return tr("a random secret of 128 bits") if slot.kind == "recovery" else ""


COMMANDS: Mapping[str, Callable[[Namespace], int]] = {"vault slots": slots, "vault rotate": rotate}
