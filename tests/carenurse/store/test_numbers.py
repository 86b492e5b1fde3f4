"""What every row says is written as numbers, in the same order and without loss."""

from datetime import UTC, datetime, timedelta, timezone
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carenurse.clinical.dates import Moment, order_of
from carenurse.store.numbers import id_kept, id_told, number_of_instant, number_of_order

ORDERS = st.datetimes(timezones=st.just(UTC)).map(order_of) | st.dates().map(
    lambda day: Moment(day.isoformat()).order
)


@given(ORDERS, ORDERS)
def test_numbers_have_the_order_of_the_text(one: str, other: str) -> None:
    first, second = sorted((one, other))

    assert (number_of_order(first) or 0) <= (number_of_order(second) or 0)


def test_a_day_comes_before_its_own_noon_and_after_its_morning() -> None:
    noon = datetime(2026, 2, 27, 12, tzinfo=UTC)
    day = number_of_order("2026-02-27T12:00")

    assert day is not None
    assert number_of_instant(noon - timedelta(milliseconds=1)) < day < number_of_instant(noon)
    assert number_of_order(order_of(noon)) == number_of_instant(noon)


def test_the_offset_makes_no_difference_and_no_date_no_number() -> None:
    here = datetime(2026, 2, 27, 10, 42, tzinfo=timezone(timedelta(hours=-5)))

    assert number_of_instant(here) == number_of_instant(here.astimezone(UTC))
    assert number_of_order(None) is None
    assert number_of_order("") is None


@pytest.mark.parametrize(
    "identity",
    ["p9", "", "8F2F6C0E-0001-4000-8000-000000000001", "8f2f6c0e00014000800000000000001", "x" * 36],
)
def test_an_id_that_is_no_uuid_stays_text(identity: str) -> None:
    assert id_kept(identity) == identity
    assert id_told(identity) == identity


def test_a_uuid_takes_sixteen_bytes_and_comes_back() -> None:
    identity = str(uuid4())

    assert len(id_kept(identity)) == 16
    assert id_told(id_kept(identity)) == identity
