"""``carenurse sync``: send to the office and receive once, as the window does by itself."""

import signal
import threading
import webbrowser
from argparse import Namespace
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from datetime import datetime
from types import FrameType

from carenurse.app.command_line.asking import opened, read_secret
from carenurse.app.command_line.telling import complain, say, working
from carenurse.app.device_status import device_status, unsent_words
from carenurse.app.meeting import meet
from carenurse.app.open_vault import OpenVault
from carenurse.app.ports import Reading, Records
from carenurse.app.sync_join import join
from carenurse.app.sync_office import keep_office, office_of
from carenurse.app.sync_run import RunProgress, RunResult, over_the_network
from carenurse.app.sync_sign_in import device_key, sign_in
from carenurse.app.sync_words import moment
from carenurse.app.vault_place import Wiped, has_last_words
from carenurse.app.wipe import say_last_words
from carenurse.app.wiring import WipedVaultError, local_now
from carenurse.errors import ExpectedError
from carenurse.translations import tr, trn

FAILED = 1


def synchronize(arguments: Namespace) -> int:
    """Send and receive; 0 when everything went, 1 with one sentence when something did not.

    What is left, what needs the nurse and when everything was last received is printed either way. Where the
    office had a vault here emptied and has not signed yet that it heard so, it is told.
    """
    try:
        return _synchronize(arguments)
    finally:
        if has_last_words(arguments.vault) and not say_last_words(arguments.vault, over_the_network):
            complain(tr("The office has not signed yet that it knows that this laptop is empty."))
            complain(tr("It is told so at each start with a connection."))


def _synchronize(arguments: Namespace) -> int:
    with opened(arguments) as vault:
        if arguments.device_key:
            say(device_key(vault.records))
            return 0
        _set_up(vault.in_reach_for_office, arguments)
        result = _run(vault)
        if result.wiped is not None:
            return _tell_wiped(result.wiped)
        say(*_facts(vault.records))
    for notice in result.notices:
        complain(notice)
    if not result.good:
        complain(f"{result.sentence} {result.remedy}".strip())
        return FAILED
    say(result.sentence)
    return 0


def _set_up(records: Records, arguments: Namespace) -> None:
    token = read_secret(arguments.token_file, "") if arguments.token_file else None
    address = arguments.office or office_of(records).address
    if arguments.code:
        told = str(arguments.fingerprint or "")
        join(records, address, arguments.code, over_the_network, local_now(), fingerprint=told)
        return
    if not address and token is None:
        raise ExpectedError(tr("No office is set up."), tr("Name it with --office URL."))
    if arguments.office or token is not None:
        keep_office(records, address, token, arguments.fingerprint)
    if arguments.sign_in:
        sign_in(records, str(arguments.sign_in), _browse, local_now)


def _browse(address: str) -> None:
    """Open the system's browser; where it has none, the address can be opened by hand on this computer."""
    say(
        tr("Sign in at the office in the browser. If none opens, open this address on this computer:"),
        address,
    )
    webbrowser.open(address)


def _run(vault: OpenVault) -> RunResult:
    with working(tr("Sending and receiving")) as heard, _stoppable() as stopped:

        def go_on(progress: RunProgress) -> bool:
            if progress.of:
                heard(progress.done / progress.of)
            return not stopped()

        return meet(vault, over_the_network, _Clock(), go_on)


def _tell_wiped(wiped: Wiped) -> int:
    """Say that there is no vault any more, and why."""
    complain(str(WipedVaultError(wiped.when)))
    if wiped.second_place:
        complain(tr("The second place for backups was not here: what lies there was not destroyed."))
    return FAILED


class _Clock:
    """The clock of this computer."""

    def now(self) -> datetime:
        """Tell the time now."""
        return local_now()


@contextmanager
def _stoppable() -> Generator[Callable[[], bool]]:
    """Let Ctrl+C stop at the next step: what arrived has arrived, nothing is cut in the middle."""
    wanted = threading.Event()

    def note(_number: int, _frame: FrameType | None) -> None:
        if wanted.is_set():
            raise KeyboardInterrupt
        wanted.set()

    before = None
    with suppress(ValueError):
        before = signal.signal(signal.SIGINT, note)
    try:
        yield wanted.is_set
    finally:
        if before is not None:
            signal.signal(signal.SIGINT, before)


def _facts(records: Reading) -> list[str]:
    """Say the two facts apart, and what needs the nurse."""
    status, now = device_status(records), local_now()
    left = unsent_words(status) or tr("nothing")
    told = [tr("Not sent: {what}", what=left)]
    if status.taken_over:
        told.append(
            trn(
                "Not sent of other systems: {number} record",
                "Not sent of other systems: {number} records",
                status.taken_over,
            )
        )
    when = moment(status.received, now) if status.reached and status.received else tr("never")
    told.append(tr("Received: {when}", when=when))
    if status.needs_nurse:
        told.append(
            trn(
                "{number} thing needs you: open the window, Sync.",
                "{number} things need you: open the window, Sync.",
                status.needs_nurse,
            )
        )
    return told
