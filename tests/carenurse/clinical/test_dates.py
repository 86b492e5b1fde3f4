from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carenurse.clinical.dates import Moment, PartialDate, order_of, parse_instant

NEW_YORK = timezone(timedelta(hours=-5))


@pytest.mark.parametrize("written", ["1941", "1941-03", "1941-03-05"])
def test_a_date_is_shown_to_the_precision_that_was_said(written: str) -> None:
    assert str(PartialDate.parse(written)) == written


@pytest.mark.parametrize(
    "nonsense", ["2026-02-30", "1941-13", "41", "soon", "", None, 1941, "0000", "1941-03-05x"]
)
def test_what_is_no_date_is_none(nonsense: object) -> None:
    assert PartialDate.parse(nonsense) is None


def test_dates_order_by_their_first_day_and_the_vaguer_first() -> None:
    texts = ["1942", "1941-03-05", "1941-03", "1941", "1941-02-28"]

    found = sorted(PartialDate.parse(text) or PartialDate(1) for text in texts)

    assert [str(one) for one in found] == ["1941", "1941-02-28", "1941-03", "1941-03-05", "1942"]


@given(day=st.dates())
def test_a_full_date_is_its_day(day: date) -> None:
    assert PartialDate.of(day).exact == day


def test_a_moment_keeps_its_words_and_its_offset() -> None:
    moment = Moment.at(datetime(2026, 2, 27, 10, 42, tzinfo=NEW_YORK))

    assert str(moment) == "2026-02-27T10:42:00-05:00"
    assert moment.order == "2026-02-27T15:42:00+00:00"
    assert moment.date == PartialDate(2026, 2, 27)


def test_a_moment_without_an_hour_never_gets_one() -> None:
    moment = Moment.parse("2026-02-27")

    assert moment is not None
    assert moment.instant is None
    assert moment.order == "2026-02-27T12:00"


@pytest.mark.parametrize("nonsense", ["", "yesterday", None, 7, "T", "2026-02-30"])
def test_what_names_no_time_is_no_moment(nonsense: object) -> None:
    assert Moment.parse(nonsense) is None


def test_a_time_that_cannot_be_read_still_tells_its_day() -> None:
    moment = Moment.parse("2026-02-27T25:61:00Z")

    assert moment is not None
    assert moment.order == "2026-02-27T12:00"


def test_an_instant_that_has_no_place_in_utc_is_none() -> None:
    assert parse_instant("0001-01-01T00:00:00+14:00") is None


@given(
    one=st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - bounds
    other=st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1), timezones=st.just(NEW_YORK)),  # noqa: DTZ001 - as above
)
def test_the_order_of_the_text_is_the_order_of_time(one: datetime, other: datetime) -> None:
    assert (order_of(one) < order_of(other)) == (one < other)
