import pytest

from carenurse.app.locking import Idleness, Sleep
from carenurse.app.locking_pin import SittingPin, Tries, pin_problem
from carenurse.app.locking_trail import (
    note_family_view,
    note_lock,
    note_unlock,
    note_wrong_try,
)
from carenurse.app.ports import Records


class Hands:
    """A clock that the test turns."""

    def __init__(self) -> None:
        self.at = 1000.0

    def __call__(self) -> float:
        return self.at


def test_nobody_here_covers_first_and_closes_later() -> None:
    clock = Hands()
    idle = Idleness(300, 900, clock)

    clock.at += 299
    assert idle.due() == ""
    clock.at += 1
    assert idle.due() == "cover"
    clock.at += 600
    assert idle.due() == "close"


def test_a_sign_of_life_begins_the_time_anew() -> None:
    clock = Hands()
    idle = Idleness(300, 900, clock)
    clock.at += 299
    idle.alive()
    clock.at += 299

    assert idle.due() == ""


def test_a_vault_is_never_closed_before_the_window_is_covered() -> None:
    clock = Hands()
    idle = Idleness(300, 60, clock)
    clock.at += 299

    assert idle.due() == ""


@pytest.mark.parametrize(
    ("passed", "awake", "slept"),
    [(1.0, 1.0, False), (1.2, 1.0, False), (3700.0, 1.0, True), (45.0, 45.0, True)],
)
def test_sleep_is_noticed_by_clocks_that_part_or_stand_still(
    passed: float, awake: float, *, slept: bool
) -> None:
    with_sleep, without = Hands(), Hands()
    sleep = Sleep(with_sleep, without)
    with_sleep.at += passed
    without.at += awake

    assert sleep.happened() is slept
    assert not sleep.happened()


@pytest.mark.parametrize("pin", ["", "12345", "1234567", "12a456", "\u0661\u0662\u0663\u0664\u0665\u0666"])
def test_a_pin_has_six_digits(pin: str) -> None:
    assert pin_problem(pin) == "The PIN has six digits."


@pytest.mark.parametrize("pin", ["000000", "777777", "123456", "654321", "789012"])
def test_a_pin_that_everybody_tries_first_is_refused(pin: str) -> None:
    assert "guessed" in pin_problem(pin)
    with pytest.raises(ValueError, match="six digits"):
        SittingPin(pin)


def test_only_the_pin_itself_opens_and_the_keeper_cannot_tell_it() -> None:
    pin = SittingPin("495027")

    assert pin.opens("495027")
    assert not pin.opens("495026")
    assert not pin.opens("")
    assert "495027" not in repr(vars(pin))


def test_five_tries_and_a_right_one_forgives() -> None:
    tries = Tries()

    assert [tries.missed() for _ in range(4)] == [4, 3, 2, 1]
    tries.forgive()
    assert tries.left == 5
    assert [tries.missed() for _ in range(6)][-2:] == [0, 0]


def test_the_trail_tells_of_each_lock_and_each_try(records: Records) -> None:
    note_lock(records, "idle", closed=False)
    note_wrong_try(records, "pin")
    note_unlock(records, "pin")
    note_family_view(records, "p1", on=True)
    note_lock(records, "sleep", closed=True)

    told = [(fact.action, fact.detail) for fact in reversed(records.audit_trail(limit=5))]

    assert told == [
        ("lock", "covered idle"),
        ("unlock-failed", "pin"),
        ("unlock", "pin"),
        ("family-view", "on"),
        ("lock", "closed sleep"),
    ]
