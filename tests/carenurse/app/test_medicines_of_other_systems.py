"""Medicines of other systems on the chart: nothing withdrawn is taken, nothing is without a name."""

from typing import Any

import pytest

from carenurse.app.chart import chart
from carenurse.app.read_entry import read_entry
from carenurse.app.timeline import timeline
from tests.carenurse.app.telling import NOW, PERSON, Telling


@pytest.mark.parametrize(
    "withdrawn",
    [
        {"status": "entered-in-error"},
        {"status": "draft"},
        {"status": "cancelled"},
        {"doNotPerform": True},
        {"intent": "proposal"},
    ],
)
def test_an_order_that_was_never_to_be_taken_is_neither_taken_nor_stopped(
    told: Telling, withdrawn: dict[str, Any]
) -> None:
    told.order("Testamol", **withdrawn)

    shown = chart(told.records, PERSON, NOW)

    assert (shown.medicines, shown.stopped) == ((), ())


def test_an_error_withdrawn_later_does_not_hide_the_order_in_force(told: Telling) -> None:
    told.order("Testamol")
    told.order("Testamol", status="entered-in-error", authoredOn="2026-03-01")

    assert told.medicines() == ["Testamol"]


def test_two_directions_of_one_medicine_are_two_lines_and_repeats_are_one(told: Telling) -> None:
    for text in ("10 mg in the morning", "5 mg at night", "10 mg in the morning"):
        told.order("Testamol", dosageInstruction=[{"text": text}])

    doses = [one.dose for one in chart(told.records, PERSON, NOW).medicines]

    assert sorted(doses) == ["10 mg in the morning", "5 mg at night"]


def test_an_old_statement_that_is_over_does_not_hide_a_newer_order(told: Telling) -> None:
    told(
        "MedicationStatement",
        status="completed",
        medicationCodeableConcept={"text": "Testamol"},
        effectivePeriod={"start": "2019-01-01", "end": "2019-02-01"},
    )
    told.order("Testamol")

    assert told.medicines() == ["Testamol"]


def test_a_medicine_on_hold_says_so(told: Telling) -> None:
    told.order("Testarin", status="on-hold")

    assert told.medicines() == ["Testarin (on hold)"]


def test_a_medicine_named_elsewhere_is_named(told: Telling) -> None:
    told("Medication", id="med", code={"text": "Testolol 25 MG"})
    told.order("", medicationCodeableConcept=None, medicationReference={"reference": "Medication/med"})

    assert told.medicines() == ["Testolol 25 MG"]
    assert [one.title for one in timeline(told.records, PERSON, NOW).entries] == ["Medicine: Testolol 25 MG"]


NDC = "http://hl7.org/fhir/sid/ndc"


@pytest.mark.parametrize("kind", ["MedicationStatement", "MedicationRequest"])
def test_a_medicine_with_only_a_code_says_that_it_has_no_name(told: Telling, kind: str) -> None:
    bare = {"coding": [{"system": NDC, "code": "0071-0155-23"}]}
    made = told(kind, status="active", intent="order", medicationCodeableConcept=bare)

    assert told.medicines() == ["Medicine without a name (NDC 0071-0155-23)"]
    assert read_entry(told.records, f"{kind}/{made['id']}", NOW).title == (
        "Medicine without a name (NDC 0071-0155-23)"
    )


def test_a_medicine_keeps_whatever_words_came_with_its_code(told: Telling) -> None:
    coded_first = [{"system": NDC, "code": "0071"}, {"system": NDC, "code": "0072", "display": "Testamol"}]
    told.order("", medicationCodeableConcept={"coding": coded_first})
    told.order("", medicationCodeableConcept={"text": "0099", "coding": [{"system": NDC, "code": "0099"}]})

    assert set(told.medicines()) == {"Testamol", "Medicine without a name (NDC 0099)"}


def _stated(told: Telling, **more: Any) -> None:
    told("MedicationStatement", medicationCodeableConcept={"text": "Testamol"}, **more)


def test_an_older_statement_of_another_dose_hides_no_newer_order(told: Telling) -> None:
    _stated(told, status="active", effectivePeriod={"start": "2024-01-01"}, dosage=[{"text": "40 mg"}])
    told.order("Testamol", authoredOn="2026-03-01", dosageInstruction=[{"text": "80 mg"}])

    doses = [one.dose for one in chart(told.records, PERSON, NOW).medicines]

    assert sorted(doses) == ["40 mg", "80 mg"]


@pytest.mark.parametrize(
    "said",
    [
        {"status": "stopped", "effectivePeriod": {"start": "2024-01-01", "end": "2026-03-01"}},
        {"status": "stopped", "effectivePeriod": {"start": "2024-01-01"}, "dateAsserted": "2026-03-01"},
        {"status": "not-taken", "dateAsserted": "2026-03-02"},
    ],
)
def test_a_stop_counts_from_when_it_was_said(told: Telling, said: dict[str, Any]) -> None:
    told.order("Testamol", authoredOn="2025-06-01")
    _stated(told, **said)

    shown = chart(told.records, PERSON, NOW)

    assert (shown.medicines, [one.name for one in shown.stopped]) == ((), ["Testamol"])


@pytest.mark.parametrize(
    ("repeat", "said"),
    [
        ({"frequency": 1, "period": 4, "periodMax": 6, "periodUnit": "h"}, "once every 4 to 6 hours"),
        ({"period": 1, "periodUnit": "d"}, "once a day"),
        ({"frequency": 1, "period": 1, "periodUnit": "a"}, "once a year"),
        ({"frequency": 2, "period": 1, "periodUnit": "x"}, "(how often cannot be read)"),
    ],
)
def test_how_often_is_said_whole_or_that_it_cannot_be_read(
    told: Telling, repeat: dict[str, Any], said: str
) -> None:
    told.order("Testamol", dosageInstruction=[{"timing": {"repeat": repeat}}])

    assert [one.dose for one in chart(told.records, PERSON, NOW).medicines] == [said]
