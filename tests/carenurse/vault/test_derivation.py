import pytest

from carenurse.vault.derivation import FLOOR, Cost, calibrate, checked, derive
from carenurse.vault.failures import WeakHeaderError, WeakPassphraseError

SALT = bytes(range(16))
MIB = 1024


def test_the_same_words_typed_on_another_system_give_the_same_key() -> None:
    composed, decomposed = "caf\N{LATIN SMALL LETTER E WITH ACUTE}", "cafe\N{COMBINING ACUTE ACCENT}"

    assert derive(composed, SALT, FLOOR) == derive(decomposed, SALT, FLOOR)


@pytest.mark.parametrize(
    "cost",
    [
        Cost(FLOOR.memory - 1, 3, 4),
        Cost(FLOOR.memory, 2, 4),
        Cost(FLOOR.memory, 3, 0),
        Cost(1024 * MIB + 1, 3, 4),
        Cost(FLOOR.memory, 10_000, 4),
    ],
)
def test_a_cost_below_the_floor_or_above_the_ceiling_is_refused(cost: Cost) -> None:
    with pytest.raises(WeakHeaderError):
        checked(cost)


def test_nothing_at_all_is_no_passphrase() -> None:
    with pytest.raises(WeakPassphraseError):
        derive("", SALT, FLOOR)


@pytest.mark.parametrize(("seconds", "floors"), [(10.0, 1), (0.34, 2), (0.099, 7), (0.001, 8)])
def test_a_faster_computer_is_given_more_to_do(seconds: float, floors: int) -> None:
    ticks = iter((0.0, seconds))

    assert calibrate(lambda: next(ticks)) == Cost(FLOOR.memory * floors, 3, 4)
