"""Whose records this laptop holds: the office's caseload for the nurse, a Group.

Who comes in is loaded whole; who leaves stays until everything of theirs is acknowledged, then goes.
"""

from datetime import datetime, timedelta

from carenurse.clinical.fhir import read_json, split_reference, write_json
from carenurse.clinical.shapes import as_object, as_objects, as_text, at
from carenurse.store.journal_facts import Held
from carenurse.store.leaving import StillNeededError
from carenurse.sync.session import Session, listed
from carenurse.sync.steps import Progress, Stage, Steps


def read_scope(session: Session) -> Steps:
    """Ask for the caseload and keep it (T8); an office that does not tell changes nothing."""
    if not session.caseload:
        return
    (found,) = session.read(("Group", session.caseload))
    yield Progress(Stage.CASELOAD)
    if found is None or found.resource is None:
        return
    members = [
        split_reference(as_text(at(member, "entity.reference")))
        for member in as_objects(found.resource.get("member"))
        if member.get("inactive") is not True
    ]
    now = sorted({one[1] for one in members if one is not None and one[0] == "Patient"})
    before = listed(session.setting("scope"))
    if now == before and session.setting("scope"):
        return
    leaving = (set(listed(session.setting("leaving"))) | set(before)) - set(now)
    kept = {"scope": _written(now), "leaving": _written(sorted(leaving))}
    kept |= _marks_of(session, set(now) & set(before))
    session.keep(lambda journal: journal.finish((), kept))
    session.keep(lambda journal: journal.release_all(Held.NOT_ALLOWED))


def _marks_of(session: Session, stay: set[str]) -> dict[str, str]:
    """Keep how far the feeds of those who stay have come: of whoever left or came back nothing is known."""
    made: dict[str, str] = {}
    for kind in ("Patient", *session.kinds):
        kept = session.setting(f"pull {kind}")
        marks = as_object(read_json(kept)) if kept else {}
        if not set(marks) <= stay:
            left = {who: mark for who, mark in marks.items() if who in stay}
            made[f"pull {kind}"] = write_json(left).decode()
    return made


def patients_of(session: Session) -> list[str] | None:
    """Give the ids of the caseload; None for whoever the office lets her see."""
    return listed(session.setting("scope")) if session.caseload else None


def let_go(session: Session) -> Steps:
    """Take those who left the caseload out of the laptop, when the office has all of theirs (T9).

    Only after some time: an office that is restored from a backup is offered again what this laptop had
    confirmed, and it may be the only one that has it. As long stays what the office took of theirs later,
    such as what was held back until then. Who could not be compared after that stays. Both clocks have to
    say that it is long ago, where the office tells its own: this one may be set a month ahead.
    """
    for patient in _long_gone(session):
        if (session.unread and _is_unread(session, patient)) or _is_of_late(session, patient):
            continue
        if session.keep(lambda journal, who=patient: journal.files_waiting(who)):
            continue
        try:
            session.keep(lambda journal, who=patient: journal.leave(who))
        except StillNeededError:
            continue
        session.tally.left.append(patient)
        still = [one for one in listed(session.setting("leaving")) if one != patient]
        session.keep(lambda journal, rest=still: journal.set_cursor("leaving", _written(rest)))
        yield Progress(Stage.FINISHING)


def _is_unread(session: Session, patient: str) -> bool:
    """Say whether anything of somebody has still to be compared with a restored office."""
    return not session.unread.isdisjoint(session.keep(lambda journal: journal.known_tags(patient)))


def _is_of_late(session: Session, patient: str) -> bool:
    """Say whether the office took something of somebody not long ago, by either clock."""
    here, there = session.keep(lambda journal: journal.last_known(patient))
    return _is_young(session, here, session.now()) or _is_young(session, there, session.time_there)


def _is_young(session: Session, moment: str, now: datetime | None) -> bool:
    """Say whether it is not long ago; of a moment to come nobody knows that: the clock was set back."""
    if not moment or now is None:
        return False
    return timedelta(0) <= now - datetime.fromisoformat(moment) < session.grace


def _long_gone(session: Session) -> list[str]:
    """Find who left long enough ago, by both clocks."""
    gone = _gone_by(session, "leaving since", session.now())
    if session.time_there is None:
        return gone
    return [who for who in _gone_by(session, "leaving since there", session.time_there) if who in gone]


def _gone_by(session: Session, setting: str, now: datetime) -> list[str]:
    """Find who left long enough ago by one clock, whose moments stand in a setting.

    The moment is noted for those who just left, or whose moment is to come.
    """
    leaving = listed(session.setting("leaving"))
    kept = session.setting(setting)
    since = as_object(read_json(kept)) if kept else {}
    moments = {who: as_text(since.get(who)) for who in leaving}
    moments = {who: _before(moment, now).isoformat() for who, moment in moments.items()}
    if moments != since:
        told = write_json(moments).decode()
        session.keep(lambda journal: journal.set_cursor(setting, told))
    return [who for who, moment in moments.items() if now - datetime.fromisoformat(moment) >= session.grace]


def _before(moment: str, now: datetime) -> datetime:
    """Read a moment; one that is to come, or none, is now: the clock was set back."""
    return min(datetime.fromisoformat(moment), now) if moment else now


def _written(names: list[str]) -> str:
    return write_json(names).decode()
