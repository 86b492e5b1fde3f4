"""A run with everything that the office may say to the laptop itself: a lease to keep, an order to carry out.

``sync_run`` knows only the record; here is the vault around it.
"""

from collections.abc import Callable
from dataclasses import replace

from carenurse.app.lease import end_after_leaving, is_short, take_lease
from carenurse.app.open_vault import OpenVault
from carenurse.app.ports import Clock
from carenurse.app.sync_run import Connect, Cord, GoOn, RunResult, run
from carenurse.errors import ExpectedError
from carenurse.translations import tr


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
    result = _with_lease(vault, result)
    if result.order is None:
        return result
    from carenurse.app.wipe import Way, carry_out  # noqa: PLC0415  hardly ever needed

    return replace(result, wiped=carry_out(vault, result.order, Way(connect, clock, go_on, cord, hush)))


def _with_lease(vault: OpenVault, result: RunResult) -> RunResult:
    """Keep what the office gave; where the disk takes nothing, say so: it counts for this sitting."""
    try:
        if result.lease is not None:
            take_lease(vault, result.lease)
        elif result.good:
            end_after_leaving(vault)
    except ExpectedError as problem:
        told = tr(
            "This laptop has met its office, but that could not be noted here. It counts until you lock."
        )
        return replace(result, notices=(*result.notices, f"{told} {problem.sentence}"))
    return result
