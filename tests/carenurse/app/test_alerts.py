"""A grave finding leaves an alert that stays until somebody says why it is over."""

from datetime import timedelta

import pytest

from carenurse.app.alerts import open_alerts, resolve
from carenurse.app.banner import alerts_of
from carenurse.app.today import today
from carenurse.errors import ExpectedError
from tests.carenurse.app.visits import NOW, PATIENT, Household, sign_with_question_nine

RISK = "Suicide risk: thoughts of death or self-harm (PHQ-9)"
LATER = NOW + timedelta(days=2)


def test_the_alert_stays_in_the_bar_and_on_today_though_somebody_was_told(home: Household) -> None:
    sign_with_question_nine(home)

    assert today(home.records, NOW).untold == ()
    assert RISK in alerts_of(home.records, PATIENT, LATER.date()).all
    [stop] = [one for one in today(home.records, NOW).stops if one.patient == PATIENT]
    assert RISK in stop.alerts
    [alert] = [one for one in open_alerts(home.records, PATIENT, LATER.date()) if one.words == RISK]
    assert alert.since == NOW.date()


def test_what_stands_already_is_not_said_twice(home: Household) -> None:
    with home.records.work() as work:
        subject = {"reference": f"Patient/{PATIENT}"}
        made = {"resourceType": "Flag", "id": "f1", "status": "active", "subject": subject}
        work.put(made | {"code": {"text": RISK}})

    sign_with_question_nine(home)

    assert [one.alert for one in open_alerts(home.records, PATIENT, LATER.date()) if one.words == RISK] == [
        "f1"
    ]


def test_a_reason_ends_it_and_stays_in_the_record(home: Household) -> None:
    sign_with_question_nine(home)
    [alert] = [one for one in open_alerts(home.records, PATIENT, LATER.date()) if one.words == RISK]

    with pytest.raises(ExpectedError, match="Why is this alert over"):
        resolve(home.records, alert.alert, "  ", LATER)
    resolve(home.records, alert.alert, "Seen by Dr. Osei, safety plan made", LATER)

    assert RISK not in alerts_of(home.records, PATIENT, LATER.date()).all
    ended = home.records.get("Flag", alert.alert)
    assert ended is not None
    assert (ended["status"], ended["period"]["end"]) == ("inactive", LATER.isoformat(timespec="seconds"))
    assert "Seen by Dr. Osei, safety plan made" in str(ended["extension"])
    with pytest.raises(ExpectedError, match="over already"):
        resolve(home.records, alert.alert, "Again", LATER)
