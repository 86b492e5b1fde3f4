"""An invariant that does not hold."""


class ViolationError(AssertionError):
    """An invariant does not hold; ``number`` is its number in the protocol."""

    def __init__(self, number: int, what: str) -> None:
        super().__init__(f"invariant {number}: {what}")
        self.number = number
