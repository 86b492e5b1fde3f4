"""The home visits as a command lists them."""

from carenurse.app.ports import Records
from carenurse.app.visit_begin import start_visit
from carenurse.app.visit_list import visits_made
from carenurse.app.visit_mistake import take_back
from tests.carenurse.app.visits import NOW, PATIENT, household


def test_visits_are_listed_with_who_and_whether_they_are_signed(records: Records) -> None:
    home = household(records)

    first = visits_made(records, NOW)[0]

    assert (first.identity, first.person, first.going_on) == (home.encounter, "Rosa Delgado", True)
    assert visits_made(records, NOW, PATIENT) == visits_made(records, NOW)
    assert visits_made(records, NOW, "somebody-else") == ()


def test_a_visit_begun_by_mistake_is_none(records: Records) -> None:
    home = household(records)
    take_back(records, home.encounter, NOW, "wrong door")
    again = start_visit(records, NOW, patient=PATIENT)

    listed = [one.identity for one in visits_made(records, NOW)]

    assert again in listed
    assert home.encounter not in listed
