"""The window itself, killed with -9 in the middle of a form: opened again, all answers are there."""

import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from carenurse.app import wiring
from carenurse.clinical.fhir import write_json
from ui.shell.tour.stage import PASSPHRASE, Stage

ROOT = Path(__file__).resolve().parents[2]

A_NURSE = """
import os, sys
os.environ["QT_QPA_PLATFORM"] = "offscreen"
from pathlib import Path
from carenurse.app.settings import Settings
from tests.journeys.walking import begin_the_visit
from ui.shell.main import make_application
from ui.shell.tour.patience import wait_until
from ui.shell.tour.stage import Stage
from ui.shell.tour.steps_visit import section

folder = Path(sys.argv[1])
stage = Stage(make_application(Settings(look="light")), Settings(look="light"), folder, folder, [])
stage.unlock()
stage.arrive_at("today")
hands = stage.hands
begin_the_visit(stage)
vitals = section(stage, "Vital signs", "vital-signs")
for name, value in (("Weight", "174.8"), ("Systolic", "152"), ("Diastolic", "88"), ("Pulse", "96")):
    hands.write(name, value, within=vitals)
stage.settle()
hands.click(hands.box("Oxygen", vitals))
hands.keys("9")
print("typing", flush=True)
wait_until(lambda: False, "killed")
"""


@pytest.mark.journey
@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no kill -9; its own way is not tried")
def test_a_window_killed_in_the_middle_of_a_form_loses_at_most_the_word_being_typed(
    stage: Stage, tmp_path: Path
) -> None:
    stage.close_window()
    place = tmp_path / "killed"
    place.mkdir()
    shutil.copytree(tmp_path / "vault", place / "vault")
    nurse = subprocess.Popen([sys.executable, "-c", A_NURSE, str(place)], cwd=ROOT, stdout=subprocess.PIPE)
    assert nurse.stdout is not None
    said = nurse.stdout.readline()
    nurse.send_signal(signal.SIGKILL)
    nurse.wait()
    nurse.stdout.close()
    assert said == b"typing\n"

    stage.folder = place
    stage.open_again()
    stage.unlock()
    stage.arrive_at("visit")

    for name, value in (("Weight", "174.8"), ("Systolic", "152"), ("Diastolic", "88"), ("Pulse", "96")):
        assert stage.hands.reads(name) == value
    stage.close_window()
    assert not faults(place / "vault")


def faults(folder: Path) -> tuple[str, ...]:
    opened = wiring.unlock(folder, PASSPHRASE, reserve=0)
    found = opened.faults()
    kept = [write_json(one).decode() for one in opened.records.all_of("QuestionnaireResponse")]
    opened.close()
    assert any("174.8" in one for one in kept)
    return found
