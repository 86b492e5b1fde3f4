"""``carenurse office check URL``: what a server really does, before an agency relies on it."""

from argparse import Namespace
from contextlib import ExitStack

from carenurse.app.command_line.asking import opened, read_secret
from carenurse.app.command_line.telling import say, working
from carenurse.app.sync_check import check_office
from carenurse.app.sync_office import Office, office_of, tidy_address, tidy_fingerprint
from carenurse.app.sync_run import over_the_network
from carenurse.app.wiring import local_now
from carenurse.errors import ExpectedError
from carenurse.sync.profile import Profile
from carenurse.translations import tr


def check(arguments: Namespace) -> int:
    """Say what is safe and what goes with more care; with a vault, keep it there for the synchronization."""
    address = tidy_address(str(arguments.url))
    if not address:
        raise ExpectedError(tr("This is no address of an office."), tr("Write it after office check."))
    token = read_secret(arguments.token_file, "") if arguments.token_file else ""
    with ExitStack() as open_vault:
        vault = open_vault.enter_context(opened(arguments)) if arguments.vault else None
        kept = office_of(vault.records) if vault else None
        known = kept if kept and kept.address == address else None
        office = Office(
            address,
            token or (known.token if known else ""),
            Profile(),
            tidy_fingerprint(str(arguments.fingerprint or (known.fingerprint if known else ""))),
        )
        with working(tr("Checking the server with marked test resources")):
            found = check_office(
                office, over_the_network, local_now, records=vault.records if vault else None
            )
    say(tr("{software} at {address}", software=found.software, address=address))
    say(tr("Safe:"), *(f"  + {line}" for line in found.safe))
    if found.degraded:
        say(tr("With more care, and slower:"), *(f"  - {line}" for line in found.degraded))
    say(found.left)
    if vault:
        say(tr("Kept in the vault; the laptop works by it from now on."))
    return 0
