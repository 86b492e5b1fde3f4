"""Alerts that stay with a person: a grave finding leaves one, until somebody says why it is over.

That somebody was told ends the finding, not the danger: a form says in its own data which of its flags
leave an alert (``urn:carenurse:flag``, ``alert``). What another system warns of is ended the same way.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from carenurse.app.ports import Reading, Records
from carenurse.app.visit_facts import Flag
from carenurse.app.visit_results import Scene
from carenurse.clinical.alert import Alert, decode, encode
from carenurse.clinical.dates import Moment
from carenurse.clinical.fhir import Resource, new_id, reference_to
from carenurse.errors import ExpectedError
from carenurse.translations import tr


@dataclass(frozen=True, slots=True)
class OpenAlert:
    """One alert in force: ``alert`` is the Flag's id, ``since`` the day it is known from, if any."""

    alert: str
    words: str
    since: date | None


def alerts_from(flags: Iterable[Flag], records: Reading, scene: Scene) -> Iterator[Resource]:
    """Make an alert of each finding that leaves one; what stands in the same words is not said twice."""
    standing = {one.words for one in open_alerts(records, scene.patient, scene.now.date())}
    for words in dict.fromkeys(flag.alert for flag in flags if flag.alert):
        if words not in standing:
            yield encode(
                Alert(
                    id=new_id(),
                    patient=scene.patient,
                    text=words,
                    category="safety",
                    since=Moment.at(scene.now),
                    visit=scene.visit,
                    author=scene.nurse,
                )
            )


def open_alerts(records: Reading, patient: str, today: date) -> tuple[OpenAlert, ...]:
    """List the alerts of one person that are to be heeded today, newest first."""
    listed = map(decode, records.of_patient(patient, "Flag"))
    return tuple(
        OpenAlert(one.id, one.text, one.since.date.exact if one.since and one.since.date else None)
        for one in listed
        if one.holds_on(today) and one.text
    )


def resolve(records: Records, alert: str, why: str, now: datetime) -> None:
    """End an alert, with the reason that stays in the record.

    Raises ExpectedError without a reason, or when the alert is over already.
    """
    if not why.strip():
        raise ExpectedError(tr("Why is this alert over?"), tr("Write what was done, and by whom."))
    with records.work() as work:
        before = work.get("Flag", alert)
        if before is None or not decode(before).holds_on(now.date()):
            raise ExpectedError(
                tr("This alert is over already."), tr("Open Everything in the chart to see when it ended.")
            )
        ended = replace(decode(before), active=False, until=Moment.at(now), why_ended=why.strip())
        work.put(encode(ended, onto=before))
        work.record("update", reference_to(before), "resolved")
