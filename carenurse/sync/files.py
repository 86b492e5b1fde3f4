"""Files go and come in a lane of their own, after everything that was written: a picture never delays a word.

Each is named by its SHA-256. To our own office it goes in pieces; what that says that it has of it is not
sent again, so that twenty seconds of signal are never lost. Any other takes each whole (``plain_files``).
"""

from typing import Final

from carenurse.clinical.whole import whole
from carenurse.store.journal_files import NamedFile
from carenurse.sync.plain_files import exchange_binaries
from carenurse.sync.session import Session
from carenurse.sync.steps import Ending, Progress, Stage, Steps, StoppedError
from carenurse.sync.wire import NoAnswerError, Request, Response

PIECE: Final = 256 * 1024
"""Bytes of one piece: two seconds at 1 Mbit/s, so that few round trips are waited for. No more goes twice."""

_TAKEN: Final = frozenset({200, 409})
"""It says how much it has: after the piece, or instead of it where it did not fit to what was there."""


def exchange_files(session: Session) -> Steps:
    """Send what the office has not, fetch what is not here. Raises StoppedError."""
    if not session.profile.hub:
        yield from exchange_binaries(session)
        return
    for one in session.keep(lambda journal: journal.files_to_send()):
        yield from _send(session, one)
    for one in session.keep(lambda journal: journal.files_to_fetch()):
        _fetch(session, one)
        yield Progress(Stage.FILES)


def _send(session: Session, one: NamedFile) -> Steps:
    data = session.keep(lambda journal: journal.bytes_of(one.digest))
    has, is_whole = _standing(session.ask(Request("HEAD", f"blob/{one.digest}")))
    for _ in range(2 + 2 * (len(data) // PIECE)):
        if is_whole:
            session.keep(lambda journal: journal.file_arrived(one.digest, session.now()))
            return
        piece = data[has : has + PIECE]
        answer = session.ask(_piece(one, has, piece, len(data)))
        if answer.status not in _TAKEN:
            return  # refused as it is; the paper names it, and the next run asks again
        has, is_whole = _standing(answer)
        yield Progress(Stage.FILES, has, len(data))


def _piece(one: NamedFile, start: int, piece: bytes, size: int) -> Request:
    place = f"bytes {start}-{start + len(piece) - 1}/{size}"
    kind = one.media_type or "application/octet-stream"
    return Request("PATCH", f"blob/{one.digest}", {"Content-Range": place, "Content-Type": kind}, piece)


def _standing(answer: Response) -> tuple[int, bool]:
    """Read how much the office has, and whether that is all. Raises StoppedError where it does not say."""
    has = whole(answer.headers.get("upload-offset", ""))
    if has is None:
        raise StoppedError(Ending.NO_ANSWER, why="it does not say how much of a file it has")
    return has, answer.headers.get("upload-complete") == "?1"


def _fetch(session: Session, one: NamedFile) -> None:
    """Fetch a file; its own name tells whether it is the right one. One that is not there comes later."""
    try:
        answer = session.wire.send(Request("GET", f"blob/{one.digest}?of={one.paper}"))
    except NoAnswerError as problem:
        raise StoppedError(Ending.NO_ANSWER, wait=session.pause(None), why=problem.why) from None
    if answer.status == 200:  # noqa: PLR2004 - OK
        session.keep(lambda journal: journal.keep_fetched(one, answer.body, session.now()))
