"""The real program, locked for good in the middle of a note: a new process asks for the passphrase.

The script is its own driver: it starts the window as ``carenurse`` does; begun anew by the lock, it finds
itself in the second half, looks through its own memory for what must be gone, unlocks, and says where the
cursor is.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ui.shell.tour.stage import PASSPHRASE, Stage

ROOT = Path(__file__).resolve().parents[2]

A_LAPTOP = """
import os, sys
os.environ["QT_QPA_PLATFORM"] = "offscreen"
from argparse import Namespace
from pathlib import Path
from PySide6.QtCore import QSize, QTimer
from PySide6.QtWidgets import QApplication, QPlainTextEdit
from ui.shell import main as program
from ui.shell.tour.patience import wait_until
from ui.shell.tour.hands import Hands
from ui.shell.window import Window
from ui.widgets.page import Route

SHIFTED = b"Lbobsjfwphfm"
SHIFT = bytes((one + 1) % 256 for one in range(256))
second = "CARENURSE_RETURN" in os.environ

def memory_holds_the_word():
    # Looked for with every letter moved by one: the word itself must not come into memory by the search.
    found, own = False, Path("/proc/self/mem").open("rb", 0)
    for line in Path("/proc/self/maps").read_text().splitlines():
        span, rights = line.split()[:2]
        if not rights.startswith("rw") or "[v" in line:
            continue
        start, end = (int(one, 16) for one in span.split("-"))
        try:
            own.seek(start)
            data = own.read(end - start)
        except (OSError, ValueError):
            continue
        found |= any(SHIFTED in plain.translate(SHIFT) for plain in (data, data[::2], data[1::2]))
    return found

def unfinished(records):
    return [one for one in records.all_of("Encounter") if one["status"] == "in-progress"]

def fields(window):
    return [one for one in window.findChildren(QPlainTextEdit) if one.isVisible()]

def work():
    window = next(one for one in QApplication.topLevelWidgets() if isinstance(one, Window))
    hands = Hands(lambda: window)
    wait_until(lambda: hands.sees("Passphrase"), "no unlock card")
    if second:
        size = window.size().toTuple()
        print("again", os.getpid(), memory_holds_the_word(), size, hands.sees("Locked"), flush=True)
    hands.write("Passphrase", sys.argv[2])
    hands.press("Unlock")
    wait_until(lambda: window.workplace, "not open")
    if not second:
        wait_until(lambda: window.workplace.navigation.route, "no page")
        ids = []
        window.store.run(lambda records: [one["id"] for one in unfinished(records)], ids.append)
        wait_until(lambda: ids, "no answer")
        window.workplace.navigation.go(Route("visit", ids[0][0]))
        wait_until(lambda: getattr(window.workplace.navigation.page, "presenter").visit, "no visit")
        wait_until(lambda: fields(window), "no field")
        box = fields(window)[0]
        box.setFocus()
        box.insertPlainText("Ankle " + bytes(one - 1 for one in SHIFTED).decode())
        print("holds", memory_holds_the_word(), flush=True)
        cursor = box.textCursor()
        cursor.setPosition(5)
        box.setTextCursor(cursor)
        window.resize(QSize(790, 650))
        print("first", os.getpid(), box.accessibleName(), flush=True)
        window.lock()
        return
    wait_until(lambda: isinstance(QApplication.focusWidget(), QPlainTextEdit), "no cursor")
    box = QApplication.focusWidget()
    wait_until(lambda: box.textCursor().position() == 5, "not the same letters")
    print("there", box.accessibleName(), box.toPlainText().startswith("Ankle Kanarie"), flush=True)
    window.close()
    wait_until(lambda: not window.isVisible(), "not closed")
    QApplication.exit(0)

def safely():
    try:
        work()
    except BaseException as problem:
        print("broke", type(problem).__name__, problem, file=sys.stderr, flush=True)
        os._exit(3)

make = program.make_application

def made(settings, **how):
    app = make(settings, **how)
    QTimer.singleShot(500, safely)
    return app

program.make_application = made
sys.exit(program.main(Namespace(command="window", vault=Path(sys.argv[1]), demo=False)))
"""


@pytest.mark.journey
@pytest.mark.slow
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="it reads its own memory as Linux shows it")
def test_a_hard_lock_leaves_no_memory_and_comes_back_to_the_same_letters(
    stage: Stage, tmp_path: Path
) -> None:
    stage.close_window()
    for folder in ("config", "state", "home"):
        (tmp_path / folder).mkdir()
    places = {
        "XDG_CONFIG_HOME": str(tmp_path / "config"),
        "XDG_STATE_HOME": str(tmp_path / "state"),
        "HOME": str(tmp_path / "home"),
    }

    done = subprocess.run(
        [sys.executable, "-c", A_LAPTOP, str(tmp_path / "vault"), PASSPHRASE],
        cwd=ROOT,
        env={**os.environ, **places},
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )

    told = done.stdout.splitlines()
    assert [line.split()[0] for line in told] == ["holds", "first", "again", "there"], done.stderr
    assert told[0] == "holds True", "the search finds the word where it is"
    _, own, field = told[1].split(" ", 2)
    assert told[2] == f"again {own} False (790, 650) True", "the same process, and nothing of the note in it"
    assert told[3] == f"there {field} True"
    left = [file for folder in places.values() for file in Path(folder).rglob("*") if file.is_file()]
    assert not [file for file in left if b"Kanarievogel" in file.read_bytes()]
