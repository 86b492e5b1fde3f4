"""What a form was filled from, so that it never writes back what somebody else changed while it was open."""

from hashlib import sha256

from carenurse.errors import ExpectedError
from carenurse.translations import tr


class ChangedMeanwhileError(ExpectedError):
    """The record says something else than when the form was opened."""

    def __init__(self) -> None:
        super().__init__(
            tr("Somebody else changed this while the form was open, so it was not saved."),
            tr("Note what you typed, close the form and open it again: it shows what stands now."),
        )


def seen(*facts: object) -> str:
    """Give a short mark of what a form shows; equal marks are equal facts."""
    return sha256(repr(facts).encode()).hexdigest()[:16]


def refuse_if_changed(opened: str, now: str) -> None:
    """Raise ChangedMeanwhileError unless both marks are one; a form without a mark is of something new."""
    if opened and opened != now:
        raise ChangedMeanwhileError
