"""Is the office's word news, or did it forget? It may be restored from a backup at any moment, also in a run.

What was read and certainly stands there is news when the office's own history holds what it had confirmed. If
it does not, the office went back to before that: its word is not taken, and the next run offers again what it
lost. Without a history nobody can tell, and its word is taken.
"""

from collections.abc import Sequence

from carenurse.clinical.fhir import Resource
from carenurse.clinical.shapes import as_object, as_objects
from carenurse.store.journal import Journal
from carenurse.store.journal_facts import Received, is_of_another_history
from carenurse.sync.canonical import same
from carenurse.sync.session import DELETED, Session
from carenurse.sync.wire import fhir_request


def history(session: Session, kind: str, identity: str) -> list[Resource]:
    """Read the earlier states of a resource, newest first; none where the office keeps none."""
    if not session.profile.instance_history:
        return []
    answer = session.ask(fhir_request("GET", f"{kind}/{identity}/_history?_count=100"))
    entries = as_objects(session.told(answer).get("entry"))
    return [as_object(entry.get("resource")) for entry in entries if entry.get("resource")]


def is_among(state: Resource, states: Sequence[Resource]) -> bool:
    """Say whether one of them says the same."""
    return any(same(state, one) for one in states)


def is_unknown_there(one: Received) -> bool:
    """Say whether the office does not know it and has not deleted it, as far as it tells the two apart."""
    return one.resource is None and one.tag != DELETED


def tells_news(session: Session, page: Sequence[Received]) -> bool:
    """Say whether anything of a page would take the place of what the office was known to have."""

    def is_news(journal: Journal, one: Received) -> bool:
        base = journal.base_of(one.kind, one.identity)
        return base is not None and (
            one.tag != base[1] or one.resource is None or not same(base[0], one.resource)
        )

    return session.keep(lambda journal: any(is_news(journal, one) for one in page))


def went_back(session: Session, one: Received) -> bool:
    """Say whether what stands there is from before what the office had confirmed."""
    base = session.keep(lambda journal: journal.base_of(one.kind, one.identity))
    if base is None:
        return False
    if one.resource is None:
        return session.profile.instance_history and is_unknown_there(one)
    if same(base[0], one.resource):
        return False
    if one.tag == base[1]:
        return is_of_another_history(base[0], one)
    if not session.profile.instance_history:
        return False
    return not is_among(base[0], history(session, one.kind, one.identity))
