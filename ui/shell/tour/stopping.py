"""How a tour ends early: one sentence that says what was not as it should be."""


class TourStoppedError(Exception):
    """A step did not do what it should; the text says what was missed, in one sentence."""


def must(holds: object, sentence: str) -> None:
    """Stop the tour with this sentence unless something holds. Raises TourStoppedError."""
    if not holds:
        raise TourStoppedError(sentence)
