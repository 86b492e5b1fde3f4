"""Whose own to-do a line of the plan is: the home's, or the work of somebody who comes to it."""

import pytest

from carenurse.app.family_page import family_draft
from carenurse.clinical.fhir import Resource
from carenurse.clinical.systems import OMAHA
from tests.carenurse.app.visits import NOW, PATIENT, Household

LINE: Resource = {
    "resourceType": "ServiceRequest",
    "id": "s9",
    "status": "active",
    "intent": "plan",
    "subject": {"reference": f"Patient/{PATIENT}"},
    "category": [{"coding": [{"system": OMAHA, "code": "CG0004"}]}],
    "code": {"text": "Weigh each morning"},
}


def _to_do(home: Household, performer: str) -> list[str]:
    with home.records.work() as work:
        work.put(LINE | {"performerType": {"text": performer}})
    return family_draft(home.records, home.encounter, now=NOW).text("to_do").splitlines()


@pytest.mark.parametrize("performer", ["Patient", "Daughter", "Rosa", "Aide and Rosa"])
def test_what_the_home_does_by_itself_is_its_own_to_do(performer: str, home: Household) -> None:
    assert _to_do(home, performer) == ["Weigh each morning"]


@pytest.mark.parametrize(
    "performer",
    [
        "Personal care aide",
        "Sonia, home health aide",
        "Nurse with Rosa",
        "LPN, Rosa",
        "OT with Rosa",
        "Family and physical therapist",
        "",
    ],
)
def test_the_work_of_who_comes_to_the_home_is_not(performer: str, home: Household) -> None:
    assert _to_do(home, performer) == []
