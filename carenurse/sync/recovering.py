"""The office was restored from a backup: everything that it had confirmed and lacks now is offered again.

The same is done, and nobody alarmed, where a laptop comes to another office or for another nurse.

Nothing is purged and nothing overwritten: what the office has since is merged with what it had confirmed.
What it did not show this nurse just then is looked at as soon as it does; until then it is no news.
"""

from collections.abc import Iterable, Sequence
from itertools import groupby, product
from operator import itemgetter
from typing import Final

from carenurse.clinical.fhir import Resource, split_reference, write_json
from carenurse.store.journal import Journal
from carenurse.store.journal_facts import Received
from carenurse.sync.canonical import digest, same
from carenurse.sync.doubting import history, is_among
from carenurse.sync.looking_back import Counters, become_another, runs_told
from carenurse.sync.session import ANOTHER, DELETED, Session, listed
from carenurse.sync.steps import Progress, Stage, Steps

REST: Final = "recover later"
"""The setting that lists what a recovery could not read, as references."""

_BEGUN: Final = "1"
_COMPARING: Final = "2"
"""What the setting ``recovering`` says once it has begun; the second where nothing was restored."""
_AT_A_TIME: Final = 20


def doubt(session: Session) -> None:
    """Trust nothing that the office was known to have, before anything else is asked of it."""
    why = session.setting("recovering")
    session.tally.restored = why not in (ANOTHER, _COMPARING)
    if why not in (_BEGUN, _COMPARING):
        session.keep(lambda journal: journal.doubt_tags())
        begun = _COMPARING if why == ANOTHER else _BEGUN
        session.keep(lambda journal: journal.set_cursor("recovering", begun))
    session.unread = session.keep(_confirmed)


def _confirmed(journal: Journal) -> set[tuple[str, str]]:
    """Name what the office had: also what it deleted, for it may have that again as it was long before."""
    return {*journal.known_tags(), *journal.deleted_there()}


def recover(session: Session, device: str) -> Steps:
    """Compare every confirmed resource with the office, offer what it lost, and begin each feed again.

    May be stopped anywhere; the next run begins it again.
    """
    things = sorted(session.keep(_confirmed))
    session.unread = set(things)
    yield from _compare(session, things)
    session.keep(lambda journal: journal.begin_again(session.now()))
    receipts = session.keep(lambda journal: journal.receipts())
    found, *proofs = session.read(("Basic", device), *filter(None, map(split_reference, receipts)))
    if found is None:
        become_another(session)
    there = 0 if found is None or found.resource is None else runs_told(found.resource)
    stand = {f"{one.kind}/{one.identity}" for one in proofs if one is not None and one.resource is not None}
    lost = [one for one in receipts if one not in stand]
    done = {"runs": Counters(there, there).text, "recovering": "", "compared": ""}
    session.keep(lambda journal: journal.finish(lost, done | {REST: _written(session)}))


def look_again(session: Session) -> Steps:
    """Compare what the last recovery could not read, as far as the office shows it by now."""
    named = listed(session.setting(REST))
    if not named:
        return
    known = session.keep(_confirmed)
    session.unread = {split for one in named if (split := split_reference(one)) in known}
    yield from _compare(session, sorted(session.unread))
    session.keep(lambda journal: journal.set_cursor(REST, _written(session)))


def _compare(session: Session, things: Sequence[tuple[str, str]]) -> Steps:
    """Compare so many confirmed resources with the office; what it does not show stays unread."""
    session.begun = None  # what is read now was told later than that page
    deleted = session.keep(lambda journal: journal.deleted_there())
    for start in range(0, len(things), _AT_A_TIME):
        some = things[start : start + _AT_A_TIME]
        for one in session.read(*some):
            if one is None:
                continue
            session.unread.discard((one.kind, one.identity))
            if one.resource is not None or (one.kind, one.identity) not in deleted:
                _offer_again(session, one)
        yield Progress(Stage.RECOVERING, start + len(some), len(things))


def _written(session: Session) -> str:
    """Write what is unread as it is kept; "" for nothing."""
    return write_json(sorted("/".join(one) for one in session.unread)).decode() if session.unread else ""


def _offer_again(session: Session, one: Received) -> None:
    """Take the office's word where it lost nothing of this one; else offer ours on what both knew last.

    Not every resource goes back with a restored office: one whose history still holds what it had confirmed
    was changed since, perhaps to what it said before that, and its word stands.
    """
    base = session.keep(lambda journal: journal.base_of(one.kind, one.identity))
    deleted = one.resource is None and one.tag == DELETED
    if base is None or deleted or (one.resource is not None and same(base[0], one.resource)):
        session.take([one])
        return
    earlier = history(session, one.kind, one.identity) if one.resource is not None else []
    if is_among(base[0], earlier):
        session.take([one])
        return
    ours = session.keep(lambda journal: journal.states(one.kind, one.identity))
    common = _common(one, earlier, ours)
    now = session.now()
    session.keep(lambda journal: journal.reoffer(one, common, now))
    session.tally.reoffered += 1


def _common(one: Received, earlier: Sequence[Resource], ours: Sequence[Resource]) -> Resource | None:
    """Find the newest state that both have had, each in its order; newest first.

    The same words may come twice: somebody went back to them since, from something that both have had, too.
    """
    if one.resource is None:
        return None
    there, here = _one_by_one([one.resource, *earlier]), _one_by_one(ours)
    alike = [[0] * (len(here) + 1) for _ in range(len(there) + 1)]
    for row, column in product(reversed(range(len(there))), reversed(range(len(here)))):
        more, skipped = alike[row + 1][column + 1] + 1, max(alike[row + 1][column], alike[row][column + 1])
        alike[row][column] = more if there[row][0] == here[column][0] else skipped
    row = column = 0
    while alike[row][column]:
        if there[row][0] == here[column][0]:
            return there[row][1]
        skips = alike[row + 1][column] == alike[row][column]
        row, column = (row + 1, column) if skips else (row, column + 1)
    return None


def _one_by_one(states: Iterable[Resource]) -> list[tuple[str, Resource]]:
    """Give each state with its digest, once where the next says the same."""
    told = [(digest(state), state) for state in states]
    return [next(same_words) for _, same_words in groupby(told, key=itemgetter(0))]


def part_ways(session: Session) -> Steps:
    """Look for all that is unsent at the office: a clone or a later self may have sent it. Be another."""
    session.tally.cloned = True
    changes = session.keep(lambda journal: journal.changes())
    things = sorted({(one.kind, one.identity) for one in changes if not one.base_tag and not one.batch})
    for start in range(0, len(things), _AT_A_TIME):
        found = session.read(*things[start : start + _AT_A_TIME])
        session.take([one for one in found if one is not None and one.resource is not None])
        yield Progress(Stage.RECOVERING, start, len(things))
    become_another(session)
