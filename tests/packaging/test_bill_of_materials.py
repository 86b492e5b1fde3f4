"""The bill of materials names everything that is taken along, and is CycloneDX."""

import json
import os
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from bill import cyclone, lock_file
from bill.licences import licence_of
from bill.lock_file import UnfitError, locked, shipped
from carenurse import __version__
from carenurse.store.library import look_at_library

ROOT = Path(__file__).resolve().parent.parent.parent
SCRIPT = ROOT / "packaging" / "bill_of_materials.py"
Part = dict[str, Any]


@pytest.fixture(scope="module")
def text(tmp_path_factory: pytest.TempPathFactory) -> str:
    file = tmp_path_factory.mktemp("bill") / "bill.json"
    env = {**os.environ, "SOURCE_DATE_EPOCH": "1772186520", "QT_QPA_PLATFORM": "offscreen"}
    subprocess.run([sys.executable, SCRIPT, "--out", file], env=env, check=True)
    return file.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def bill(text: str) -> Part:
    found: Part = json.loads(text)
    return found


@pytest.fixture
def parts(bill: Part) -> dict[str, Part]:
    return {one["bom-ref"]: one for one in _walk(bill["components"])}


def _walk(components: list[Part]) -> Iterator[Part]:
    for one in components:
        yield one
        yield from _walk(one.get("components", []))


def test_it_is_cyclonedx_to_the_letter(text: str, bill: Part) -> None:
    assert cyclone.fault_of(text) == ""
    assert bill["specVersion"] == "1.6"
    assert bill["metadata"]["timestamp"].startswith("2026-02-27T")
    assert cyclone.fault_of(text.replace('"CycloneDX"', '"Other"')) != ""


def test_our_own_part_stands_at_its_head(bill: Part) -> None:
    own = bill["metadata"]["component"]

    assert (own["name"], own["version"], own["type"]) == ("carenurse", __version__, "application")
    assert own["licenses"] == [{"license": {"id": "Apache-2.0"}}]


def test_every_library_that_is_asked_for_is_named_with_its_hashes_and_licence(
    bill: Part, parts: dict[str, Part]
) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = [Requirement(one) for one in project["dependencies"]]
    wanted = {canonicalize_name(one.name) for one in asked if not one.marker or one.marker.evaluate()}
    libraries = {one["name"]: one for one in parts.values() if one["bom-ref"].startswith("pkg:pypi/")}

    assert wanted <= {canonicalize_name(name) for name in libraries}
    assert all(one["licenses"] for one in libraries.values())
    assert all(one["externalReferences"][0]["hashes"] for one in libraries.values())
    assert "pytest" not in libraries, "a tool is not taken along"
    own = next(one for one in bill["dependencies"] if one["ref"] == f"carenurse@{__version__}")
    assert len(own["dependsOn"]) == len(wanted)


def test_libraries_inside_wheels_are_named_as_they_run(parts: dict[str, Part]) -> None:
    running = look_at_library()

    found = {ref: one["version"] for ref, one in parts.items() if ref.startswith("sqlcipher3/")}

    assert sorted(found.values()) == sorted(
        (running.cipher.split()[0], running.sqlite, running.provider.split()[1])
    )
    assert {"Qt", "PDFium", "FreeType", "Python"} <= {one["name"] for one in parts.values()}


def test_every_file_of_data_is_there_with_its_hash_and_its_terms(parts: dict[str, Part]) -> None:
    described = {one["name"]: one for one in parts.values() if one["name"].startswith("resources/")}
    files = [
        one for one in (ROOT / "resources").rglob("*") if one.is_file() and one.suffix not in {".py", ".pyc"}
    ]

    assert set(described) == {one.relative_to(ROOT).as_posix() for one in files}
    for file in files:
        told = described[file.relative_to(ROOT).as_posix()]
        assert told["hashes"][0]["content"] == sha256(file.read_bytes()).hexdigest()
        assert told["licenses"], file
    assert described["resources/fonts/Inter-Regular.ttf"]["licenses"] == [{"license": {"id": "OFL-1.1"}}]
    assert "Spitzer" in described["resources/questionnaires/gad7.json"]["copyright"]


def test_no_address_of_a_registry_stands_in_it(bill: Part) -> None:
    addresses = [
        reference["url"]
        for one in _walk(bill["components"])
        for reference in one.get("externalReferences", [])
    ]

    assert addresses
    assert all(one.startswith("pkg:pypi/") for one in addresses)


def test_a_lock_file_is_read_with_its_markers() -> None:
    one, two, three = (f"    --hash=sha256:{letter * 64}" for letter in "abc")
    text = f"one==1.0 \\\n{one}\nTwo_b==2.1 ; sys_platform == 'win32' \\\n{two} \\\n{three}\n"

    assert locked(text) == {("one", "1.0"): ("a" * 64,), ("two-b", "2.1"): ("b" * 64, "c" * 64)}


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [("nothing-of-this-name", "is not installed"), ("six", "is installed and not locked")],
)
def test_what_is_not_locked_is_not_released(
    asked: str, sentence: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "pyproject.toml").write_text(f'[project]\ndependencies = ["{asked}"]\n', encoding="utf-8")
    (tmp_path / "requirements.lock").write_text("six==0.1 \\\n", encoding="utf-8")
    monkeypatch.setattr(lock_file, "ROOT", tmp_path)

    with pytest.raises(UnfitError, match=sentence):
        shipped()


def test_a_library_of_unknown_terms_is_not_released(tmp_path: Path) -> None:
    (tmp_path / "METADATA").write_text("Name: odd\nVersion: 1\nLicense: as you like\n", encoding="utf-8")

    with pytest.raises(UnfitError, match="tells no known licence"):
        licence_of(lock_file.Distribution.at(tmp_path))
