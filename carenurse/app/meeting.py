"""A run with everything that the office may say to the laptop itself: a lease to keep, an order to carry out.

``sync_run`` knows only the record; here is the vault around it.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

from carenurse.app.lease import end_after_leaving, is_short, take_lease
from carenurse.app.open_vault import OpenVault
from carenurse.app.ports import Clock
from carenurse.app.sync_run import Connect, Cord, GoOn, RunResult, run
from carenurse.errors import ExpectedError


def _nothing() -> None:
    """Do nothing where nobody types."""


def meet(
    vault: OpenVault,
    connect: Connect,
    clock: Clock,
    go_on: GoOn,
    cord: Cord | None = None,
    *,
    hush: Callable[[], object] = _nothing,
) -> RunResult:
    """Send and receive once, keep the lease, carry out an order; raises as ``sync_run.run``.

    ``hush``: called before the laptop is emptied, on this thread; it brings what stands on the screen into
    the record and lets nobody type any more, or says False where it could not. ``wiped`` in the result: the
    vault is closed and gone.
    """
    cord = cord or Cord()
    result = run(vault.records, connect, clock, go_on, cord, pressing=is_short(vault))
    with suppress(ExpectedError):  # a full disk keeps the lease of before; the run itself went well
        if result.lease is not None:
            take_lease(vault, result.lease)
        elif result.good:
            end_after_leaving(vault)
    if result.order is None:
        return result
    from carenurse.app.wipe import Way, carry_out  # noqa: PLC0415  hardly ever needed

    return replace(result, wiped=carry_out(vault, result.order, Way(connect, clock, go_on, cord, hush)))
