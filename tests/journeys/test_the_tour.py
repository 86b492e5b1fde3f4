"""The tour does what the README says: from a fresh start through one whole home visit, and loudly if not."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from pypdfium2 import PdfDocument
from PySide6.QtGui import QImage

from ui.shell.tour.camera import colors_in

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


def bundle(out: Path) -> list[dict[str, Any]]:
    return [entry["resource"] for entry in json.loads((out / "visit.json").read_bytes())["entry"]]


@pytest.mark.journey
@pytest.mark.parametrize(
    "look",
    [
        pytest.param(("light", "100"), id="light"),
        pytest.param(("dark", "150"), id="dark and large", marks=pytest.mark.long),
    ],
)
def test_the_tour_makes_one_whole_visit_and_shows_it(look: tuple[str, str], tmp_path: Path) -> None:
    theme, zoom = look

    tour = ran("-m", "carenurse", "tour", "--out", str(tmp_path), "--theme", theme, "--zoom", zoom)

    assert tour.returncode == 0, tour.stderr
    pictures = sorted(tmp_path.glob("*.png"))
    assert len(pictures) >= 40
    assert [picture.name[:2] for picture in pictures] == [f"{at:02}" for at in range(1, len(pictures) + 1)]
    for picture in pictures:
        image = QImage(str(picture))
        assert (image.width(), image.height()) == (1280, 720), picture.name
        assert colors_in(image) >= 12, f"{picture.name} is blank"
    assert len(PdfDocument(tmp_path / "family-summary.pdf")) in {1, 2, 3}
    kinds = [resource["resourceType"] for resource in bundle(tmp_path)]
    assert {"Encounter", "Composition", "QuestionnaireResponse", "Observation"} <= set(kinds)
    timings = json.loads((tmp_path / "timings.json").read_bytes())
    assert len(timings["steps"]) >= 30
    assert all(step["seconds"] >= 0 for step in timings["steps"])


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
