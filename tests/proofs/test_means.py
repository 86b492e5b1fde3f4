"""What the proofs stand on: their table, the spellings of a word, the disk that loses power."""

from pathlib import Path
from random import Random

import pytest

from tests.proofs.disk_model import Disk
from tests.proofs.faults import telling
from tests.proofs.shim import Operation
from tests.proofs.spellings import found_in
from tests.proofs.table import Finding, Kept, lines, merged


def test_the_parts_of_a_proof_are_one_line() -> None:
    (whole,) = merged([Finding("one", 3, seconds=1), Finding("one", 4, ("bad",), seconds=2)])

    assert (whole.tries, whole.wrong, whole.seconds) == (7, ("bad",), 3)


def test_a_long_run_that_was_cut_short_is_gone_on_with(tmp_path: Path) -> None:
    done = Finding("one", 3, ("bad",), seconds=1)
    Kept(tmp_path / "night").note("first", done)

    again = Kept(tmp_path / "night")

    assert again.has("first")
    assert not again.has("second")
    assert again.findings(["first", "second"]) == [done]


def test_the_table_names_every_proof() -> None:
    table = lines([Finding("one", 3), Finding("two", 0, skipped="no compiler")])

    assert table[0].split() == ["proof", "tries", "wrong", "seconds", "what", "was", "seen"]
    assert "skipped" in table[3]


@pytest.mark.parametrize(
    ("data", "ways"),
    [
        ("xx Kánarie00 yy".encode(), {"utf-8"}),
        ("Kánarie00".encode("utf-16-le"), {"utf-16-le"}),
        (b"eHhLw6FuYXJpZTAweXk=", {"base64"}),
        (b"eEvDoW5hcmllMDB5eQ==", {"base64"}),
        (b"K%C3%A1narie00", {"percent"}),
        (b'"K\\u00e1narie00"', {"json"}),
        ("KÁNARIE00".encode(), {"case"}),
        (b"nothing at all", set[str]()),
    ],
)
def test_a_word_is_found_however_it_is_written(data: bytes, ways: set[str]) -> None:
    assert {way for _, way in found_in(data, ["Kánarie00"])} == ways


def test_what_was_flushed_stays_and_what_was_not_may_go() -> None:
    disk = Disk(Path("/v"), {"/v/a": b"old"}, ())
    for kind, data in (("W", b"new"), ("S", b""), ("W", b"lost")):
        disk.feed(Operation(kind, "/v/a", "", 0, 0, data))
    disk.feed(Operation("C", "/v/b", "", 0, 0, b""))

    chance = Random(1)  # noqa: S311 - which writes, not which secrets
    assert disk.after_power_cut(chance, "all dropped") == ({"/v/a": b"new"}, ["/v"])
    assert disk.after_power_cut(chance, "all kept") == ({"/v/a": b"lost", "/v/b": b""}, ["/v"])


def test_of_like_operations_in_a_row_some_fail_and_of_what_is_alone_all() -> None:
    kinds = ["C", *["W"] * 30, "S", *["W"] * 3, "R"]
    done = [Operation(kind, "/v/a", "", 0, 0, b"") for kind in kinds]

    assert telling(done) == [1, 2, 3, 14, 26, 30, 31, 32, 33, 34, 35, 36]
    assert telling([Operation("W", f"/v/{at}", "", 0, 0, b"") for at in range(3)]) == [1, 2, 3]
