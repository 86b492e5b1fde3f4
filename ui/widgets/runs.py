"""The door through which a screen has the laptop send and receive."""

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

    from carenurse.app.sync_run import RunState


class Runs(Protocol):
    """Runs between laptop and office; everything answers on the window's thread."""

    @property
    def state(self) -> "RunState":
        """Where they are."""
        ...

    def start(self) -> None:
        """Send and receive now; harmless while a run is under way."""
        ...

    def soon(self) -> None:
        """Send and receive shortly: something was signed."""
        ...

    def stop(self) -> None:
        """Stop the run at its next step."""
        ...

    def watch(self, hear: "Callable[[RunState], object] | None") -> None:
        """Have somebody hear of every change from now on, instead of whoever heard before; None: nobody."""
        ...
