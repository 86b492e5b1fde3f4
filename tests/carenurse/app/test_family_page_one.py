"""Page 1 of the family's paper can stand alone: what stands against a medicine is on it, in every size."""

from datetime import timedelta

import pytest

from carenurse.app.family_page import family_page
from carenurse.app.ports import Records
from carenurse.clinical.fhir import Resource
from carenurse.clinical.systems import HL7
from carenurse.documents.labels import LANGUAGES, Language
from tests.carenurse.app.test_family_allergies import LEAVING, WHO, allergic, medicine
from tests.carenurse.app.visits import NOW, Household, household
from tests.carenurse.documents.reading_back import complaints, text_of
from tests.kept import keep

CALL = {"en": "Call us before you take the next dose", "es": "Llámenos antes de tomar la próxima dosis"}
SAME = {"en": "did not change today", "es": "no cambiaron hoy"}
FOOT = {"en": "Page 1 of", "es": "Página 1 de"}


@pytest.fixture
def home(records: Records) -> Household:
    return household(records)


def told(home: Household, name: str) -> Resource:
    """Write down a medicine at home in this visit, without a day since when."""
    return medicine(name) | {
        "category": {
            "coding": [{"system": HL7 + "medication-statement-category", "code": "patientspecified"}]
        },
        "context": {"reference": f"Encounter/{home.encounter}"},
        "dateAsserted": NOW.isoformat(),
    }


def looked(home: Household) -> None:
    """Keep a list of this visit: everything on it was gone through."""
    keep(
        home.records, medicine("Lisinopril 10 mg tablet", dateAsserted=(NOW - timedelta(days=1)).isoformat())
    )
    seen = {"resourceType": "List", "id": "looked", "status": "current", "mode": "snapshot", "subject": WHO}
    keep(home.records, seen | {"encounter": {"reference": f"Encounter/{home.encounter}"}})


def text(home: Household, language: Language, *, large: bool) -> str:
    paper = family_page(home.records, home.encounter, language, large=large, now=LEAVING)
    assert complaints(paper.pdf) == []
    return text_of(paper.pdf)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("large", [False, True])
def test_an_allergy_against_a_medicine_and_whom_to_call_stand_on_page_1(
    home: Household,
    language: Language,
    large: bool,  # noqa: FBT001 - pytest's parameter
) -> None:
    keep(home.records, allergic("Penicillins"), allergic("Amoxicillin"))
    looked(home)
    keep(home.records, told(home, "Amoxicillin 500 mg capsule"))

    said = text(home, language, large=large)

    assert said.index("Amoxicillin 500 mg capsule") < said.index(CALL[language]) < said.index(FOOT[language])


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_said_to_be_as_before_where_a_medicine_was_written_down(
    home: Household, language: Language
) -> None:
    looked(home)
    assert SAME[language] in text(home, language, large=False)

    keep(home.records, told(home, "Amoxicillin 500 mg capsule"))

    said = text(home, language, large=False)
    assert SAME[language] not in said
    new = {"en": "New on your list Amoxicillin", "es": "Nuevo en su lista Amoxicillin"}
    assert new[language] in said
