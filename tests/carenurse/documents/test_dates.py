from datetime import datetime, time

import pytest

from carenurse.documents.dates import about, between, clock, lasting, stamp
from carenurse.documents.labels import Language
from tests.carenurse.documents.rosa import at


@pytest.mark.parametrize(
    ("hour", "minute", "english", "spanish"),
    [
        (0, 10, "12:10 in the early morning", "las 12:10 de la madrugada"),
        (1, 0, "1 in the early morning", "la 1 de la madrugada"),
        (9, 30, "9:30 in the morning", "las 9:30 de la mañana"),
        (12, 0, "12 noon", "las 12 del mediodía"),
        (12, 30, "12:30 in the afternoon", "las 12:30 del mediodía"),
        (13, 0, "1 in the afternoon", "la 1 de la tarde"),
        (18, 0, "6 in the evening", "las 6 de la tarde"),
        (19, 0, "7 in the evening", "las 7 de la noche"),
        (22, 0, "10 at night", "las 10 de la noche"),
    ],
)
def test_a_time_is_said_with_its_part_of_the_day(hour: int, minute: int, english: str, spanish: str) -> None:
    assert clock(time(hour, minute), "en") == english
    assert clock(time(hour, minute), "es") == spanish


def test_the_part_of_the_day_is_said_once_if_both_ends_share_it() -> None:
    assert between(at(3, 6, 9), at(3, 6, 11), "en") == "Friday, March 6, between 9 and 11 in the morning"
    assert between(at(3, 6, 9), at(3, 6, 11), "es") == "viernes 6 de marzo, entre las 9 y las 11 de la mañana"
    assert (
        lasting(at(3, 6, 11), at(3, 6, 13), "en")
        == "Friday, March 6, 11 in the morning to 1 in the afternoon"
    )
    assert (
        lasting(at(3, 6, 11), at(3, 6, 13), "es") == "viernes 6 de marzo, de 11 de la mañana a 1 de la tarde"
    )


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "Friday, March 6, about 1 in the afternoon"),
        ("es", "viernes 6 de marzo, hacia la 1 de la tarde"),
    ],
)
def test_a_beginning_without_an_end_is_said_with_about(language: Language, expected: str) -> None:
    assert about(at(3, 6, 13), language) == expected


def test_a_stamp_has_the_year_and_the_minute() -> None:
    made: datetime = at(3, 4, 0, 5)

    assert stamp(made, "en") == "March 4, 2026, 12:05 a.m."
    assert stamp(made, "es") == "4 de marzo de 2026, 12:05 a.m."
