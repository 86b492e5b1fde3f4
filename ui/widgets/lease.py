"""The door through which a screen learns how the laptop stands with its office, and takes its code."""

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

    from carenurse.app.lease import Challenge, LeaseState

    Failed = Callable[[Exception], object]


class Lease(Protocol):
    """By when the office must be met; everything answers on the window's thread."""

    @property
    def state(self) -> "LeaseState | None":
        """How it stood at the last look; None before the first."""
        ...

    def ask_for_code(self) -> None:
        """Open the sheet in which a code of the office is entered."""
        ...


class CodeByTelephone(Protocol):
    """What the sheet needs: letters to read out, and whether the answer is right."""

    def challenge(self, then: "Callable[[Challenge | None], object]", failed: "Failed") -> None:
        """Tell what to read to the office; None where the office never gave what a code is made of."""
        ...

    def enter(self, typed: str, then: "Callable[[LeaseState], object]", failed: "Failed") -> None:
        """Try a code; ``failed`` hears that it is wrong, or how long to wait."""
        ...
