"""The office's clock: marks tell in its time how far a feed was read, and it may be put back.

What is kept there after that tells moments that lie before the mark, and would be found only by comparing. So
how far the two clocks are apart is kept with the marks. Where the office's goes later than it did against
this laptop's, the marks go back by as much: it was put back, or this one on, and then some is read twice.
"""

from datetime import datetime, timedelta
from typing import Final

from carenurse.clinical.fhir import read_json, write_json
from carenurse.clinical.shapes import as_object, as_text
from carenurse.sync.kinds import SHARED
from carenurse.sync.session import Session

_APART: Final = "clock there"
"""The setting: seconds by which the office's clock is before this laptop's."""
_LONGEST: Final = timedelta(days=400)
"""What is further back is read from the beginning."""
_NOISE: Final = 1.0
"""Seconds; an HTTP date tells no more."""


def keep_to_its_clock(session: Session) -> None:
    """Put the marks back by as much as the office's clock was; no mark stays ahead of it.

    Half of the overlap is let pass, since an answer may come late; the other half is for the search's lag.
    """
    there, apart = session.time_there, _apart(session)
    if there is None or apart is None:
        return
    kept = session.setting(_APART)
    session.clock_there = float(kept) if kept else apart
    back = timedelta(seconds=max(0.0, session.clock_there - apart))
    if not kept or back > session.profile.overlap / 2:
        moved = {f"pull {kind}": _back(session, kind, back, there) for kind in _kinds(session)}
        moved = {name: text for name, text in moved.items() if text != session.setting(name)}
        session.keep(lambda journal: journal.finish((), moved | {_APART: str(apart)}))
        session.clock_there = apart
    note_its_clock(session)


def note_its_clock(session: Session) -> None:
    """Note that the office's clock goes earlier than it did, before a mark moves that it tells."""
    apart, kept = _apart(session), session.clock_there
    if apart is not None and kept is not None and apart > kept + _NOISE:
        session.keep(lambda journal: journal.set_cursor(_APART, str(apart)))
        session.clock_there = apart


def _apart(session: Session) -> float | None:
    """Tell by how many seconds the office's clock is before this laptop's; None where it told no time."""
    if session.time_there is None or session.heard_at is None:
        return None
    return (session.time_there - session.heard_at).total_seconds()


def _kinds(session: Session) -> tuple[str, ...]:
    return (*SHARED, "Patient", *session.kinds)


def _back(session: Session, kind: str, back: timedelta, there: datetime) -> str:
    """Write the marks of a kind so far back; whose would lie ahead of the office's own time has none."""
    kept = session.setting(f"pull {kind}")
    marks = {who: as_text(mark) for who, mark in as_object(read_json(kept) if kept else None).items()}
    moved = {who: _earlier(mark, back, there) for who, mark in marks.items() if mark}
    return write_json(moved).decode() if kept else ""


def _earlier(mark: str, back: timedelta, there: datetime) -> str:
    moment = datetime.fromisoformat(mark)
    if back > _LONGEST or moment - back > there:
        return ""
    return (moment - back).isoformat() if back else mark
