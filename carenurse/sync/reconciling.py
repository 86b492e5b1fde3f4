"""Once a day both sides compare what they have, by id and version: what no search tells is found here.

Deletions are such, rows that a search left out, and what changed while a server's clock went back.

Counting each kind in every run (`_summary=count`) would tell some of it hours earlier, and was left out: one
more question for each of 26 feeds, 5.2 s at 200 ms a turn, in every run of the day; and one gone and one
come are the same count. Our own office answers one question for all of it (``digesting``).
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from carenurse.store.journal_facts import UNSURE
from carenurse.sync.digesting import agrees
from carenurse.sync.looking_back import take_as_it_stands
from carenurse.sync.receiving import feeds_of, pages
from carenurse.sync.session import Session
from carenurse.sync.steps import Progress, Stage, Steps
from carenurse.sync.together import Feed, first_pages

EVERY: Final = timedelta(hours=20)
"""A little less than a day, so that a nurse who comes back at eight each morning compares each morning."""

_AT_A_TIME: Final = 20


def is_due(session: Session) -> bool:
    """Say whether it is time to compare; a comparison in the future means that the clock was set back."""
    last = session.setting("compared")
    age = session.now() - datetime.fromisoformat(last) if last else EVERY
    return not timedelta(0) <= age < EVERY


def compare(session: Session, patients: Sequence[str] | None) -> Steps:
    """Compare, and read each resource that differs as it certainly stands."""
    if agrees(session):
        session.leave_out(set())
    else:
        yield from _compare_each(session, patients)
    now = session.now().isoformat()
    session.keep(lambda journal: journal.set_cursor("compared", now))


def _compare_each(session: Session, patients: Sequence[str] | None) -> Steps:
    there: dict[tuple[str, str], str] = {}
    session.tally.unreadable = set()  # what still cannot be read is found again
    feeds = feeds_of(patients, session.kinds)
    for done, first in enumerate(first_pages(session, [replace(feed, manifest=True) for feed in feeds]), 1):
        for page in pages(session, first):
            there.update({(one.kind, one.identity): one.tag for one in page})
        yield Progress(Stage.COMPARING, done, len(feeds))
    here = _here(session, feeds, patients)
    differing = [thing for thing, tag in there.items() if tag == UNSURE or here.get(thing) != tag]
    differing += [thing for thing in here if thing not in there]
    for start in range(0, len(differing), _AT_A_TIME):
        take_as_it_stands(session, session.read(*differing[start : start + _AT_A_TIME]))
        yield Progress(Stage.COMPARING, start, len(differing))


def _here(
    session: Session, feeds: Sequence[Feed], patients: Sequence[str] | None
) -> dict[tuple[str, str], str]:
    """Tell what the office should have, as far as this laptop knows, of what was compared."""
    kinds = {feed.kind for feed in feeds} - session.tally.not_given
    known: dict[tuple[str, str], str] = {}
    for patient in patients if patients is not None else (None,):
        known |= session.keep(lambda journal, who=patient: journal.known_tags(who))
    return {thing: tag for thing, tag in known.items() if thing[0] in kinds}
