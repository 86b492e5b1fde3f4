"""The tour says loudly where it does not go on; that it goes to its end, ``test_the_wheel.py`` sees."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.journeys.toured import shows_one_whole_visit

ROOT = Path(__file__).resolve().parents[2]

A_STEP_THAT_FAILS = """
import sys
from argparse import Namespace
from pathlib import Path
from ui.shell.tour import run
from ui.shell.tour.steps_start import she_creates_her_vault
from ui.shell.tour.stopping import must

def she_finds_a_lion(stage):
    must(False, "There is no lion.")

run.STEPS = (she_creates_her_vault, she_finds_a_lion)
sys.exit(run.run_tour(Namespace(out=Path(sys.argv[1]), theme="light", zoom=100)))
"""


def ran(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *words], cwd=ROOT, capture_output=True, text=True, timeout=900, check=False
    )


@pytest.mark.journey
@pytest.mark.long
def test_the_tour_makes_one_whole_visit_in_the_dark_and_large_too(tmp_path: Path) -> None:
    tour = ran("-m", "carenurse", "tour", "--out", str(tmp_path), "--theme", "dark", "--zoom", "150")

    assert tour.returncode == 0, tour.stderr
    shows_one_whole_visit(tmp_path)


@pytest.mark.journey
@pytest.mark.slow
def test_a_step_that_does_not_do_what_it_should_is_named_and_its_moment_kept(tmp_path: Path) -> None:
    tour = ran("-c", A_STEP_THAT_FAILS, str(tmp_path))

    assert tour.returncode == 1
    told = tour.stderr.strip().splitlines()
    assert told[-1] == "carenurse: The tour stopped at “She finds a lion”: There is no lion."
    assert [picture.name for picture in sorted(tmp_path.glob("*.png"))] == [
        "01-create-your-vault.png",
        "02-stopped-here.png",
    ]


def test_the_tour_needs_a_folder_that_can_be_written(tmp_path: Path) -> None:
    taken = tmp_path / "file"
    taken.write_text("not a folder", encoding="utf-8")

    tour = ran("-m", "carenurse", "tour", "--out", str(taken))

    assert tour.returncode == 1
    assert tour.stderr.startswith("carenurse: The folder for the pictures cannot be written")
