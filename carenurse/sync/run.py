"""One run, from the first question to the counted end: a generator that may be closed wherever it yields."""

from collections.abc import Generator

from carenurse.sync.files import exchange_files
from carenurse.sync.following import follow
from carenurse.sync.given_ids import with_our_ids
from carenurse.sync.looking_back import Standing, count_run, device_of, look_back
from carenurse.sync.receiving import pull
from carenurse.sync.reconciling import compare, is_due
from carenurse.sync.recovering import doubt, look_again, part_ways, recover
from carenurse.sync.resolving import resolve
from carenurse.sync.scope import let_go, patients_of, read_scope
from carenurse.sync.sending import push
from carenurse.sync.session import Session
from carenurse.sync.steps import Ending, Outcome, Progress, Stage, Steps, StoppedError

_ROUNDS = 3
"""How often merging may make new things to send within one run; the rest is the next run's."""


def synchronize(session: Session, owner: str) -> Generator[Progress, None, Outcome]:
    """Send, receive, merge, compare; ``owner`` names who runs, so that there is one at a time.

    What stops it is told in the outcome. An exception of the store goes through.
    """
    now = session.now()
    if not session.keep(lambda journal: journal.take_lease(owner, now)):
        return Outcome(Ending.BUSY, session.tally)
    try:
        yield from _run(session, owner)
    except StoppedError as stopped:
        return Outcome(stopped.ending, session.tally, stopped.wait, stopped.why)
    finally:
        session.keep(lambda journal: journal.give_lease(owner))
    return Outcome(Ending.COMPLETE, session.tally)


def _run(session: Session, owner: str) -> Steps:
    session.wire = with_our_ids(session)
    session.remember_left_out()
    device = device_of(session)
    yield Progress(Stage.CONNECTING)
    standing = look_back(session, device)
    device = device_of(session)
    if standing is Standing.RESTORED:
        doubt(session)
    yield from resolve(session, device)
    if standing is Standing.RESTORED:
        yield from recover(session, device)
    elif standing is Standing.CLONED:
        yield from part_ways(session)
    device = device_of(session)
    if standing is not Standing.RESTORED:
        yield from look_again(session)
    yield from push(session, device)
    yield from read_scope(session)
    patients = patients_of(session)
    yield from follow(session) if session.profile.hub else pull(session, patients)
    for _ in range(_ROUNDS):
        _stay(session, owner)
        yield from push(session, device)
        yield from resolve(session, device)
    if is_due(session):
        yield from compare(session, patients)
        yield from push(session, device)
    yield Progress(Stage.FINISHING)
    counted = count_run(session, device)
    session.leave_out(session.tally.unreadable)
    if counted:  # else it was restored just now, and may ask for what they leave with
        yield from let_go(session)
    received = session.now().isoformat()
    session.keep(lambda journal: journal.set_cursor("received", received))
    yield from exchange_files(session)


def _stay(session: Session, owner: str) -> None:
    """Tell that this run is alive. Raises StoppedError when another took over."""
    now = session.now()
    if not session.keep(lambda journal: journal.take_lease(owner, now)):
        raise StoppedError(Ending.BUSY)
