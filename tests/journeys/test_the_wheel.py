"""A wheel built from the tree works in an environment that knows nothing of the tree."""

import json
import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

import carenurse
from tests.journeys.toured import shows_one_whole_visit

ROOT = Path(__file__).resolve().parents[2]
BIN = "Scripts" if os.name == "nt" else "bin"


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel, make an empty environment beside the locked libraries, install only the wheel."""
    place = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(place)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    environment = place / "environment"
    venv.create(environment, with_pip=False)
    python = environment / BIN / "python"
    libraries = sysconfig.get_paths()["purelib"]
    own = subprocess.run(
        [python, "-c", "import sysconfig; print(sysconfig.get_paths()['purelib'])"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout.strip()
    (Path(own) / "locked.pth").write_text(libraries + "\n", encoding="utf-8")
    (wheel,) = place.glob("*.whl")
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "-q", "--no-deps", "--no-index"]
    subprocess.run([*pip, "--ignore-installed", str(wheel)], check=True, capture_output=True)
    return environment


def ran(installed: Path, folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [str(installed / BIN / "carenurse"), *words]
    env = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return subprocess.run(
        command, cwd=folder, env=env, capture_output=True, text=True, timeout=900, check=False
    )


@pytest.mark.journey
@pytest.mark.slow
def test_the_wheel_tells_its_version(installed: Path, tmp_path: Path) -> None:
    told = ran(installed, tmp_path, "--version")

    assert (told.returncode, told.stdout) == (0, f"carenurse {carenurse.__version__}\n")


@pytest.mark.journey
@pytest.mark.slow
def test_the_wheel_runs_from_its_own_files_and_holds_no_tests(installed: Path) -> None:
    where = "import carenurse, ui, resources; print(*(one.__file__ for one in (carenurse, ui, resources)))"
    told = subprocess.run(
        [installed / BIN / "python", "-P", "-c", where],
        cwd=installed,
        capture_output=True,
        text=True,
        check=True,
    )

    assert all(Path(one).is_relative_to(installed) for one in told.stdout.split())
    assert not list(installed.rglob("tests/journeys"))


@pytest.mark.journey
@pytest.mark.slow
def test_the_wheel_checks_a_shipped_form(installed: Path, tmp_path: Path) -> None:
    (form,) = installed.rglob("resources/questionnaires/phq9.json")

    told = ran(installed, tmp_path, "form", "check", str(form))

    assert told.returncode == 0, told.stderr
    assert json.loads(told.stdout)[0]["loads"] is True


@pytest.mark.journey
@pytest.mark.slow
def test_the_wheel_makes_the_tour_of_one_whole_visit_and_shows_it(installed: Path, tmp_path: Path) -> None:
    told = ran(installed, tmp_path, "tour", "--out", str(tmp_path / "tour"))

    assert told.returncode == 0, told.stderr
    shows_one_whole_visit(tmp_path / "tour")
