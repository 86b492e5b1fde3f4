"""Rules for the shipped code lists: whose they are, and that they hold what they promise."""

from importlib.resources import files
from typing import Any

import pytest

from carenurse.clinical.fhir import Resource, read_json
from carenurse.clinical.shapes import as_objects, at
from carenurse.clinical.vitals import ANYWHERE
from tests.carenurse.clinical.vital_data import shipped_vitals

FOLDER = files("resources") / "codes"
LISTS = (
    "allergens",
    "allergy-codes",
    "allergy-reactions",
    "cvx-immunizations",
    "icd10cm-home-health",
    "rxnorm-home-medications",
)


def load(name: str) -> Resource:
    return read_json((FOLDER / f"{name}.json").read_bytes())


def concepts(resource: Resource) -> list[Any]:
    included = [one for part in as_objects(at(resource, "compose.include")) or [] for one in part["concept"]]
    listed = as_objects(resource.get("concept"))
    return listed or included


@pytest.mark.parametrize("name", LISTS)
def test_every_list_says_version_source_and_permission(name: str) -> None:
    resource = load(name)

    assert all(resource.get(needed) for needed in ("url", "version", "publisher", "description", "copyright"))
    assert any(one["url"] == "urn:carenurse:permission" for one in resource["extension"])


@pytest.mark.parametrize("name", LISTS)
def test_no_code_stands_twice_and_each_has_its_words(name: str) -> None:
    resource = load(name)
    listed = concepts(resource)

    assert all(one["display"] for one in listed)
    assert len({one["code"] for one in listed}) == len(listed)
    assert resource.get("count", len(listed)) == len(listed)


@pytest.mark.parametrize("name", [*LISTS, "vital-signs"])
def test_no_snomed_code_is_shipped(name: str) -> None:
    assert "snomed.info" not in (FOLDER / f"{name}.json").read_text(encoding="utf-8")


def test_the_loinc_notice_stands_with_the_vital_signs() -> None:
    assert "LOINC is copyright" in at(load("vital-signs"), "entry.resource.copyright")


def test_every_vital_sign_has_possible_and_usual_limits_that_nest() -> None:
    for vital in shipped_vitals():
        if not vital.unit:
            assert vital.possible == ANYWHERE
            continue
        possible, usual = vital.possible, vital.usual
        assert possible.low is not None
        assert possible.high is not None
        assert usual.low is not None
        assert usual.high is not None
        assert possible.low <= usual.low < usual.high <= possible.high


def test_urgent_lies_never_inside_notify() -> None:
    for vital in shipped_vitals():
        if vital.urgent.low is not None and vital.notify.low is not None:
            assert vital.urgent.low <= vital.notify.low
        if vital.urgent.high is not None and vital.notify.high is not None:
            assert vital.urgent.high >= vital.notify.high


def test_the_nurse_charts_twenty_five_vital_signs() -> None:
    vitals = shipped_vitals()

    assert len(vitals) == 25
    assert len({one.key for one in vitals}) == 25
    assert {one.code for one in vitals} >= {
        "8480-6",
        "8462-4",
        "8867-4",
        "9279-1",
        "8310-5",
        "59408-5",
        "29463-7",
    }
