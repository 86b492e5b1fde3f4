"""Records go in, sealed out, into another vault, and are the same there."""

import re
from pathlib import Path

import pytest

from carenurse.exchange.sealing import office_keys
from tests.carenurse.app.command_line.conftest import CareNurse, one_sentence, resources_of

Words = tuple[str | Path, ...]


@pytest.mark.slow
def test_a_record_travels_sealed_from_one_vault_to_another_and_stays_the_same(
    carenurse: CareNurse, opening: Words, elsewhere: Words, bundle: Path, tmp_path: Path
) -> None:
    public = carenurse("office", "key", "--out", tmp_path / "key").stdout.strip()
    parcel, first, second = tmp_path / "parcel.age", tmp_path / "first.json", tmp_path / "second.json"

    taken = carenurse("import", bundle, *opening)
    sealed = carenurse("export", *opening, "--all", "--out", parcel, "--to", public)
    locked = carenurse("import", parcel, *elsewhere)
    opened = carenurse("import", parcel, *elsewhere, "--key", tmp_path / "key")
    again = carenurse("import", parcel, *elsewhere, "--key", tmp_path / "key")
    plain = [
        carenurse("export", *way, "--all", "--out", out)
        for way, out in ((opening, first), (elsewhere, second))
    ]

    assert (taken.returncode, sealed.returncode, opened.returncode) == (0, 0, 0)
    assert re.search(r"VisionPrescription +1 +0 +0 +not shown", taken.stdout)
    assert b"Delgado" not in parcel.read_bytes()
    assert "sealed file" in one_sentence(locked)
    assert re.search(r"all +0 +0 +4", again.stdout)
    assert all("whoever has it can read everything" in run.stderr and run.returncode == 0 for run in plain)
    assert resources_of(first) == resources_of(second)
    values = [
        one["valueQuantity"]["value"] for one in resources_of(second).values() if "valueQuantity" in one
    ]
    assert values == ["72.50"]


def test_looking_at_a_file_stores_nothing(
    carenurse: CareNurse, opening: Words, bundle: Path, tmp_path: Path
) -> None:
    looked = carenurse("import", bundle, *opening, "--look")
    carenurse("export", *opening, "--all", "--out", tmp_path / "all.json")

    assert "nothing was stored" in looked.stdout
    assert [name.split("/")[0] for name in resources_of(tmp_path / "all.json")] == ["Practitioner"]


def test_who_looks_like_somebody_here_is_joined_only_when_told_so(
    carenurse: CareNurse, opening: Words, bundle: Path, tmp_path: Path
) -> None:
    carenurse("import", bundle, *opening)
    other = tmp_path / "clinic.json"
    other.write_text(bundle.read_text(encoding="utf-8").replace("hospital", "clinic"), encoding="utf-8")

    looked = carenurse("import", other, *opening, "--look")
    joining = re.findall(r"--join (\S+)", looked.stdout)
    joined = carenurse("import", other, *opening, "--join", joining[0])

    assert len(joining) == 1
    assert joined.returncode == 0
    assert f"Patient {joining[0].split('=')[1]}" in joined.stdout


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('{"resourceType": "Bundle", "entry": [', "no whole JSON (line 1, column 38)"),
        ("a shopping list", ""),
        ('{"hello": 1}', ""),
        ("", ""),
    ],
)
def test_a_broken_file_is_named_in_one_sentence(
    carenurse: CareNurse, opening: Words, tmp_path: Path, content: str, said: str
) -> None:
    file = tmp_path / "broken.json"
    file.write_text(content, encoding="utf-8")

    sentence = one_sentence(carenurse("import", file, *opening))

    assert "broken.json" in sentence
    assert said in sentence


def test_what_was_taken_before_a_broken_file_stays(
    carenurse: CareNurse, opening: Words, bundle: Path, tmp_path: Path
) -> None:
    run = carenurse("import", bundle, tmp_path / "missing.json", *opening)

    assert "missing.json" in one_sentence(run)
    assert "other-system.json was taken" in run.stdout


def test_an_export_needs_a_key_of_the_office_and_a_person_who_is_here(
    carenurse: CareNurse, opening: Words, tmp_path: Path
) -> None:
    out = tmp_path / "out.json"

    for words in (
        ("--all", "--to", "age1nonsense"),
        ("--patient", "nobody"),
        ("--all", "--to", office_keys().secret),
    ):
        assert one_sentence(carenurse("export", *opening, *words, "--out", out))
        assert not out.exists()


def test_an_office_key_is_never_written_over(carenurse: CareNurse, tmp_path: Path) -> None:
    made = carenurse("office", "key", "--out", tmp_path / "key")
    before = (tmp_path / "key").read_bytes()

    assert made.stdout.startswith("age1")
    assert "AGE-SECRET" not in made.stdout + made.stderr
    assert "already" in one_sentence(carenurse("office", "key", "--out", tmp_path / "key"))
    assert (tmp_path / "key").read_bytes() == before
