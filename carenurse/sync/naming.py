"""What a record names and is nobody's own: a Medication, without which an ordered medicine has no name.

An office may keep a whole formulary, so Medications are not asked for as a kind: each that a page names is
read by its id, before the page is taken, so that a run that ends between the two begins with both again.
"""

from collections.abc import Iterator, Sequence

from carenurse.clinical.fhir import split_reference
from carenurse.clinical.shapes import as_text, at
from carenurse.store.journal_facts import Received
from carenurse.sync.kinds import NAMED
from carenurse.sync.looking_back import take_as_it_stands
from carenurse.sync.session import Session


def take_named(session: Session, page: Sequence[Received]) -> None:
    """Read what a page names and nobody has here yet. Raises StoppedError."""
    named = sorted(set(_named(page)))
    if not named:
        return
    lacking = session.keep(lambda journal: [one for one in named if journal.base_of(*one) is None])
    found = session.read(*lacking) if lacking else []
    if there := [one for one in found if one is not None and one.resource is not None]:
        take_as_it_stands(session, there)


def is_named_here(session: Session, one: Received) -> bool:
    """Say whether it is of a kind that comes only by its name, and did."""
    return (
        one.kind in NAMED
        and session.keep(lambda journal: journal.base_of(one.kind, one.identity)) is not None
    )


def _named(page: Sequence[Received]) -> Iterator[tuple[str, str]]:
    for one in page:
        target = split_reference(as_text(at(one.resource or {}, "medicationReference.reference")))
        if target is not None and target[0] in NAMED:
            yield target
