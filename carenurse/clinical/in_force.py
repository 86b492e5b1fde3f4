"""Whether a name, an address or a telephone holds today.

The clock of the computer is asked here and nowhere else in the clinical code: which of somebody's homes is
the one to drive to is read out of a record long before anybody could say what day it is.
"""

from datetime import datetime

from carenurse.clinical.dates import Moment, PartialDate
from carenurse.clinical.fhir import Resource
from carenurse.clinical.shapes import as_object


def holds_now(since: Moment | None, until: Moment | None) -> bool:
    """Say whether today lies within two ends; both days count, an end that nobody told is open."""
    today = PartialDate.of(datetime.now().astimezone().date())
    return not (since and since.begins_after(today)) and not (until and until.over_before(today))


def in_force(entry: Resource) -> bool:
    """Say whether the ``period`` of an entry holds today; one without a period does."""
    period = as_object(entry.get("period"))
    return holds_now(Moment.parse(period.get("start")), Moment.parse(period.get("end")))
