"""One number for all that laptop and office have in common: where it is the same, nothing need be compared.

Only our own office tells it (``$digest``); elsewhere the ids and versions of everything are read once a day.
"""

from typing import Final

from carenurse.clinical.shapes import as_objects, as_text
from carenurse.clinical.whole import whole
from carenurse.exchange.rows import digest_of_rows, row_of
from carenurse.sync.kinds import SHARED
from carenurse.sync.session import Session, listed
from carenurse.sync.wire import fhir_request

ALL: Final = "all"
"""The name of the number over everything that was asked for."""


def agrees(session: Session) -> bool:
    """Ask the office whether it has just what this laptop believes it has; False where it cannot tell.

    One that tells this laptop nothing more (403: it is to be wiped) leaves nothing to compare.
    """
    if not session.profile.hub:
        return False
    kinds = ("Patient", *session.kinds, *SHARED)
    answer = session.ask(fhir_request("GET", f"$digest?_type={','.join(kinds)}"))
    if answer.status == 403:  # noqa: PLR2004 - forbidden
        return True
    told = as_objects((answer.resource or {}).get("parameter"))
    there = next((as_text(one.get("valueString")) for one in told if one.get("name") == ALL), "")
    return there == _here(session, frozenset(kinds))


def _here(session: Session, kinds: frozenset[str]) -> str:
    """Count what this laptop knows of the office, but for whoever left the caseload; "" for unsure tags."""
    known = session.keep(lambda journal: journal.known_tags())
    for patient in listed(session.setting("leaving")):
        for thing in session.keep(lambda journal, who=patient: journal.known_tags(who)):
            known.pop(thing, None)
    rows = [(kind, identity, whole(tag)) for (kind, identity), tag in known.items() if kind in kinds]
    sure = [row_of(kind, identity, number) for kind, identity, number in rows if number is not None]
    return digest_of_rows(sure) if len(sure) == len(rows) else ""
