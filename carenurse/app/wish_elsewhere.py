"""A wish about care that stands in a received record in another form than as a wish.

Other systems write "Full code status" as a procedure or a problem. It is no wish that somebody signed, so it
is never shown as one: it is pointed to, that nobody reads "not recorded" and asks no further.
"""

import re
from datetime import date
from typing import Final

from carenurse.app.day_words import short_day
from carenurse.app.ports import Reading
from carenurse.clinical.dates import instant_in_order
from carenurse.clinical.fhir import Resource
from carenurse.clinical.index_facts import when_of
from carenurse.clinical.search_words import fold
from carenurse.clinical.standing import Standing, standing_of
from carenurse.clinical.titles import title_of
from carenurse.translations import tr

_KINDS: Final = ("Procedure", "Condition", "DocumentReference", "Flag", "ServiceRequest")
_SAYS: Final = re.compile(
    r"\b(?:full code|code status|resuscitation status|not (?:for |attempt )?resuscitat\w*|dnr|dni|m?polst"
    r"|living will|advanced? (?:care )?directive)\b"
)


def told_elsewhere(records: Reading, patient: str, today: date) -> str:
    """Point to the newest entry that speaks of a wish, by its title and day; empty for none."""
    found = [one for kind in _KINDS for one in records.of_patient(patient, kind) if _speaks(one)]
    newest = max(found, key=lambda one: when_of(one) or "", default=None)
    if newest is None:
        return ""
    when = _day(newest)
    said = ", ".join(part for part in (title_of(newest), short_day(when, today) if when else "") if part)
    return tr("No signed wish; see in the chart: {entry}", entry=said)


def _speaks(resource: Resource) -> bool:
    return standing_of(resource) is Standing.COUNTS and bool(_SAYS.search(fold(title_of(resource))))


def _day(resource: Resource) -> date | None:
    when = when_of(resource)
    if not when:
        return None
    instant = instant_in_order(when)
    return instant.astimezone().date() if instant else date.fromisoformat(when[:10])
