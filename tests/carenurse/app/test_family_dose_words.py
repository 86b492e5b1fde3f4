"""How a medicine is taken stands on the family's paper in words, or not at all: then the family asks us."""

import pytest

from carenurse.app.family_page import family_page
from carenurse.app.ports import Records
from carenurse.documents.labels import Language
from carenurse.documents.plain_words import is_readable
from tests.carenurse.app.test_family_allergies import LEAVING, medicine
from tests.carenurse.app.visits import Household, household
from tests.carenurse.documents.reading_back import text_of
from tests.kept import keep

MACHINE = (
    "2.5 b20180406162601968-1 B20180406162630974 every day for 14 days, "
    "start: 2024-09-09T09:45:00-04:00 ~ end: 2024-09-23"
)


@pytest.fixture
def home(records: Records) -> Household:
    return household(records)


def text(home: Household, language: Language) -> str:
    return text_of(family_page(home.records, home.encounter, language, now=LEAVING).pdf)


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_codes_of_another_system_are_left_off_and_the_family_asks_us(
    home: Household, language: Language
) -> None:
    keep(home.records, medicine("Lisinopril", dosage=[{"text": MACHINE}]))

    said = text(home, language)

    assert "2018" not in said
    assert "T09:45" not in said
    ask = {"en": "Lisinopril. Ask us how to take it.", "es": "Lisinopril. Pregúntenos cómo tomarlo."}
    assert ask[language] in said


def test_a_medicine_that_was_to_end_says_so_and_whom_to_ask(home: Household) -> None:
    keep(home.records, medicine("Lisinopril", effectivePeriod={"start": "2024-09-09", "end": "2024-09-23"}))

    assert "It was to end on September 23, 2024. Ask us if you should still take it." in text(home, "en")
    assert "Iba a terminar el 23 de septiembre de 2024. Pregúntenos si todavía debe tomarlo." in text(
        home, "es"
    )


def test_a_medicine_that_was_to_end_in_a_month_or_year_says_that_much(home: Household) -> None:
    keep(home.records, medicine("Lisinopril", effectivePeriod={"end": "2024-09"}))

    assert "It was to end (2024-09). Ask us if you should still take it." in text(home, "en")


@pytest.mark.parametrize(
    "dose",
    [
        "1 tab PO BID",
        "10 mg by mouth each morning",
        "0.5-1 mL sl q4h prn, max 6/day",
        "2 puffs (90 mcg/actuation) every 4 to 6 hours",
        "100000 units/mL, 5 mL swish and swallow",
        "Vitamin B12 1000 mcg IM monthly",
        "una tableta por la mañana",
        "5/325 mg",
    ],
)
def test_the_words_of_a_prescription_are_readable(dose: str) -> None:
    assert is_readable(dose)


@pytest.mark.parametrize(
    "dose",
    [
        MACHINE,
        "2.5",
        "take until 2024-09-23",
        "20240923094500",
        "5a0f7a52-6f3c-4c6e-9d52-0f6a51c0e002",
        "TAB|PO|QD",
        "urn:oid:1.2.3 once",
        '{"dose": 1}',
        "DOSE_TEXT_TAKE one",
        "1 B2018040616 daily",
    ],
)
def test_ids_timestamps_and_codes_are_not(dose: str) -> None:
    assert not is_readable(dose)
