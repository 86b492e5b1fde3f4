"""The window itself, killed with -9 in the middle of a form: opened again, all that was typed is there."""

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

_AT_WORK = """
import os, sys
os.environ["QT_QPA_PLATFORM"] = "offscreen"
from pathlib import Path
from carenurse.app.settings import Settings
from ui.shell.main import make_application
from ui.shell.tour.patience import wait_until
from ui.shell.tour.stage import Stage

folder = Path(sys.argv[1])
stage = Stage(make_application(Settings(look="light")), Settings(look="light"), folder, folder, [])
stage.unlock()
stage.arrive_at("today")
hands = stage.hands
"""

A_NURSE = f"""{_AT_WORK}
from tests.journeys.walking import begin_the_visit
from ui.shell.tour.steps_visit import section

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


SOMEBODY_NEW = f"""{_AT_WORK}
from carenurse.app.coming_back import kept_return
from ui.widgets.page import Route

stage.window.workplace.navigation.go(Route("patients", part="new"))
hands.write("First and middle name", "Half")
hands.write("Last name", "Wilhelmi")
hands.click(hands.box("Street and number"))
hands.keys("1 Nowhere")
kept = []
def is_kept():
    stage.window.store.run(kept_return, kept.append)
    there = kept[-1] if kept else None
    return there is not None and there.form.get("typed", {{}}).get("street") == "1 Nowhere"
wait_until(is_kept, "kept")
print("kept", flush=True)
wait_until(lambda: False, "killed")
"""


@pytest.mark.journey
@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no kill -9; its own way is not tried")
def test_somebody_new_half_typed_stands_there_after_the_window_was_killed(
    stage: Stage, tmp_path: Path
) -> None:
    assert killed_and_opened(stage, SOMEBODY_NEW, tmp_path) == b"kept\n"

    stage.arrive_at("patients")

    for name, words in (
        ("First and middle name", "Half"),
        ("Last name", "Wilhelmi"),
        ("Street and number", "1 Nowhere"),
    ):
        assert stage.hands.reads(name) == words
    stage.close_window()


def killed_and_opened(stage: Stage, nurse: str, folder: Path) -> bytes:
    """Have a nurse type in a process of its own until she says a word, kill it, and unlock what it leaves."""
    stage.close_window()
    stage.folder = folder / "killed"
    stage.folder.mkdir()
    shutil.copytree(folder / "vault", stage.folder / "vault")
    words = [sys.executable, "-c", nurse, str(stage.folder)]
    living = subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE)
    assert living.stdout is not None
    said = living.stdout.readline()
    living.send_signal(signal.SIGKILL)
    living.wait()
    living.stdout.close()
    stage.open_again()
    stage.unlock()
    return said


@pytest.mark.journey
@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no kill -9; its own way is not tried")
def test_a_window_killed_in_the_middle_of_a_form_loses_at_most_the_word_being_typed(
    stage: Stage, tmp_path: Path
) -> None:
    assert killed_and_opened(stage, A_NURSE, tmp_path) == b"typing\n"

    stage.arrive_at("visit")

    for name, value in (("Weight", "174.8"), ("Systolic", "152"), ("Diastolic", "88"), ("Pulse", "96")):
        assert stage.hands.reads(name) == value
    stage.close_window()
    assert not faults(stage.folder / "vault")


def faults(folder: Path) -> tuple[str, ...]:
    opened = wiring.unlock(folder, PASSPHRASE, reserve=0)
    found = opened.faults()
    kept = [write_json(one).decode() for one in opened.records.all_of("QuestionnaireResponse")]
    opened.close()
    assert any("174.8" in one for one in kept)
    return found
