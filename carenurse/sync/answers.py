"""What an answer means for what was sent: nothing is taken as done that the office did not plainly say.

The table holds for a request of its own and for the entry of a batch alike.
"""

from enum import StrEnum

from carenurse.clinical.whole import whole
from carenurse.sync.wire import Response


class Meaning(StrEnum):
    """What to do next with what was sent."""

    DONE = "done"
    """The office has it."""
    UNKNOWN = "unknown"
    """It may have it: look for the receipt before anything is sent again."""
    LOOK = "look"
    """It did not take it because something stands there already: read that, then compare or merge."""
    REFUSED = "refused"
    """It will never take this as it is: put it aside with the office's reason, go on with the rest."""
    NOT_ALLOWED = "not-allowed"
    """Not for this nurse, or not any more: ask for the caseload, then hold or put aside."""
    SIGN_IN = "sign-in"
    """The token is not good any more: renew it once, else keep everything and ask."""
    TOO_LARGE = "too-large"
    """Send it in halves."""
    LATER = "later"
    """It certainly did nothing; send it again when the office allows."""


_BY_STATUS = {
    304: Meaning.LOOK,
    409: Meaning.LOOK,
    412: Meaning.LOOK,
    400: Meaning.REFUSED,
    405: Meaning.REFUSED,
    422: Meaning.REFUSED,
    428: Meaning.REFUSED,
    401: Meaning.SIGN_IN,
    403: Meaning.NOT_ALLOWED,
    413: Meaning.TOO_LARGE,
    429: Meaning.LATER,
}
_CREATED_OR_CHANGED = frozenset({200, 201})
_NOT_THERE = frozenset({404, 410})


def meaning_of(status: int, *, guarded: bool) -> Meaning:
    """Say what the status of one entry means; ``guarded`` when it was an update of what stood there before.

    404 and 410 for an update may mean that the office deleted it: a second read decides. For a create they
    mean that the address is wrong, which nobody can mend by sending again.
    """
    if status in _CREATED_OR_CHANGED:
        return Meaning.DONE
    if status in _NOT_THERE:
        return Meaning.LOOK if guarded else Meaning.REFUSED
    return _BY_STATUS.get(status, Meaning.UNKNOWN)


def meaning_of_response(response: Response, *, guarded: bool) -> Meaning:
    """Say what a whole answer means: a good status without a FHIR resource is somebody else speaking."""
    said = meaning_of(response.status, guarded=guarded)
    if said is Meaning.DONE and not response.is_fhir and response.body:
        return Meaning.UNKNOWN
    return said


def is_proven(response: Response) -> bool:
    """Say whether only an office can have said it: FHIR, or the version or the place of what it keeps.

    A good status with nothing in it comes from any gateway, proxy or filter on the way, too.
    """
    return response.is_fhir or bool(response.etag or response.headers.get("location"))


_LONGEST_WAIT = 900.0
_FIRST_WAIT = 5.0


def wait_before(attempt: int, response: Response | None, jitter: float) -> float:
    """Say how many seconds to wait before attempt 1, 2, ...: the office's word, else twice as long each time.

    ``jitter`` lies in [0, 1): laptops that failed together do not come back together. Never more than a
    quarter of an hour, whatever the office says.
    """
    if response is not None:
        told = whole(response.headers.get("retry-after", ""))
        if told is not None:
            return min(float(told), _LONGEST_WAIT)
    return min(_FIRST_WAIT * 2 ** min(attempt - 1, 20), _LONGEST_WAIT) * jitter
