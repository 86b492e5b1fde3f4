"""A wish that stands as a procedure or a problem is pointed to, never shown as one that was signed."""

import pytest

from carenurse.app.caseload import snapshot
from tests.carenurse.app.telling import NOW, PERSON, WHOSE, Telling, coded

POINTED = "No signed wish; see in the chart: Full code status, 9 Sep 2024"


def wishes(told: Telling) -> str:
    return snapshot(told.records, PERSON, NOW.date()).wish_elsewhere


def test_the_newest_entry_that_speaks_of_a_wish_is_pointed_to(told: Telling) -> None:
    told(
        "Procedure", status="completed", code={"text": "Code status unknown"}, performedDateTime="2020-01-02"
    )
    told("Procedure", status="completed", code={"text": "Full code status"}, performedDateTime="2024-09-09")

    assert wishes(told) == POINTED


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Full code status", "entered-in-error"),
        ("Cardiopulmonary resuscitation", "completed"),
        ("", "completed"),
    ],
)
def test_what_is_no_wish_is_not_pointed_to(told: Telling, text: str, status: str) -> None:
    told("Procedure", status=status, code={"text": text}, performedDateTime="2024-09-09")

    assert not wishes(told)


def test_a_wish_that_is_recorded_needs_no_pointing(told: Telling) -> None:
    told("Procedure", status="completed", code={"text": "Full code status"}, performedDateTime="2024-09-09")
    told(
        "Consent",
        status="active",
        scope=coded("consentscope", "adr"),
        policyRule={"text": "DNR"},
        patient=WHOSE["subject"],
    )

    assert not wishes(told)
