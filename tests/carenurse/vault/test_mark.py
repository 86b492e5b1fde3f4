from pathlib import Path

from carenurse.vault.keys import DataKey
from carenurse.vault.mark import HighWater, Mark

KEY = DataKey(bytes(32))
HEAD = "a" * 64


def kept(folder: Path, *marks: Mark, key: DataKey = KEY) -> Mark:
    high_water = HighWater(folder, key)
    for mark in marks:
        high_water.keep(mark)
    try:
        return high_water.highest()
    finally:
        high_water.close()


def test_the_highest_mark_is_kept(tmp_path: Path) -> None:
    assert kept(tmp_path) == Mark(0, "")
    assert kept(tmp_path, *(Mark(number, HEAD) for number in range(1, 12))) == Mark(11, HEAD)
    assert kept(tmp_path) == Mark(11, HEAD)


def test_a_torn_mark_falls_back_to_the_one_before(tmp_path: Path) -> None:
    kept(tmp_path, Mark(10, HEAD), Mark(11, HEAD))
    file = tmp_path / "vault.mark"
    data = bytearray(file.read_bytes())
    data[200] ^= 1
    file.write_bytes(data)

    assert kept(tmp_path) == Mark(10, HEAD)


def test_a_mark_of_another_key_counts_for_nothing(tmp_path: Path) -> None:
    kept(tmp_path, Mark(10, HEAD), key=DataKey(b"\x01" * 32))

    assert kept(tmp_path) == Mark(0, "")


def test_starting_again_forgets_higher_marks(tmp_path: Path) -> None:
    kept(tmp_path, Mark(10, HEAD), Mark(11, HEAD))
    high_water = HighWater(tmp_path, KEY)
    high_water.start_from(Mark(4, ""))
    high_water.close()

    assert kept(tmp_path) == Mark(4, "")
