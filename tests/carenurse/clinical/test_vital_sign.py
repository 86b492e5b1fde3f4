"""Vital signs as other systems write them: panels, codes, digits and words."""

from dataclasses import replace
from decimal import Decimal

from carenurse.clinical import vital_sign
from carenurse.clinical.dates import Moment
from tests.carenurse.clinical.foreign import clinic_pressure


def test_a_pressure_under_its_old_code_is_a_pressure() -> None:
    found = vital_sign.decode(clinic_pressure())

    assert found.code == vital_sign.BLOOD_PRESSURE
    systolic, diastolic = (found.reading(code) for code in (vital_sign.SYSTOLIC, vital_sign.DIASTOLIC))
    assert systolic is not None
    assert diastolic is not None
    assert (systolic.value, systolic.unit) == (Decimal(132), "mm[Hg]")
    assert (diastolic.value, diastolic.unit) == (Decimal(78), "mmHg")
    assert found.patient == "p-1"


def test_one_corrected_pressure_changes_one_number() -> None:
    resource = clinic_pressure()
    found = vital_sign.decode(resource)
    parts = (replace(found.components[0], value=Decimal(128)), *found.components[1:])

    changed = vital_sign.encode(replace(found, components=parts), onto=resource)

    assert changed["component"][0]["valueQuantity"] == resource["component"][0]["valueQuantity"] | {
        "value": Decimal(128)
    }
    assert changed["component"][1:] == resource["component"][1:]


def test_a_new_pressure_is_the_panel_with_its_two_parts() -> None:
    base = vital_sign.VitalSign(
        id="1", patient="p-1", when=Moment("2026-02-27T10:42:00-05:00"), status="final"
    )

    made = vital_sign.encode(vital_sign.blood_pressure(base, Decimal(132), Decimal(78)))

    assert made["code"]["coding"][0]["code"] == "85354-9"
    assert [one["code"]["coding"][0]["code"] for one in made["component"]] == ["8480-6", "8462-4"]
    assert made["component"][0]["valueQuantity"]["system"] == "http://unitsofmeasure.org"
    assert made["subject"] == {"reference": "Patient/p-1"}


def test_a_new_saturation_carries_both_codes() -> None:
    made = vital_sign.encode(vital_sign.VitalSign(code="59408-5", value=Decimal(96), unit="%"))

    assert [one["code"] for one in made["code"]["coding"]] == ["59408-5", "2708-6"]


def test_more_digits_are_another_statement() -> None:
    reading = vital_sign.VitalSign(code="29463-7", value=Decimal("72.5"), unit="kg")

    made = vital_sign.encode(replace(reading, value=Decimal("72.50")), onto=vital_sign.encode(reading))

    assert str(made["valueQuantity"]["value"]) == "72.50"


def test_a_number_typed_over_a_word_replaces_it() -> None:
    high = vital_sign.encode(vital_sign.VitalSign(code="41653-7", said="HI"))
    reading = vital_sign.decode(high)

    made = vital_sign.encode(replace(reading, said="", value=Decimal(402), unit="mg/dL"), onto=high)

    assert "valueString" not in made
    assert vital_sign.decode(made).value == Decimal(402)
