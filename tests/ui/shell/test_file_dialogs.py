"""The dialogs that ask for files: what they answer, that a cover closes them, that they write nothing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]

ASKING = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication, QTimer, Qt
from PySide6.QtWidgets import QApplication, QWidget
QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
app = QApplication([])
from ui.shell.file_dialogs import ask_for_file, ask_where_to_save
from ui.shell.lock_dialogs import dismiss_dialogs
from ui.shell.tour.dialogs import choosing
window = QWidget()
window.show()
place = Path(sys.argv[1])
with choosing(place / "Delgado, Rosa.json"):
    print(Path(ask_for_file(window, "Take over", "FHIR (*.json)")).name)
with choosing(place / "records.age"):
    print(Path(ask_where_to_save(window, "Export", "records.age")).name)
QTimer.singleShot(300, lambda: dismiss_dialogs(window))
print([ask_where_to_save(window, "Export", "records.age")])
QTimer.singleShot(0, app.quit)
app.exec()
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere the dialog is the system's own")
def test_dialogs_answer_go_with_a_cover_and_write_nothing_down(tmp_path: Path) -> None:
    home, files = tmp_path / "home", tmp_path / "Delgado"
    for folder in (home, files):
        folder.mkdir()
    (files / "Delgado, Rosa.json").write_text("{}", encoding="utf-8")
    places = {"HOME": str(home), "XDG_CONFIG_HOME": str(home / "config"), "XDG_DATA_HOME": str(home / "data")}

    done = subprocess.run(
        [sys.executable, "-c", ASKING, str(files)],
        cwd=ROOT,
        env={**os.environ, **places, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert done.stdout.splitlines() == ["Delgado, Rosa.json", "records.age", "['']"], done.stderr
    left = [file for file in home.rglob("*") if file.is_file() and b"Delgado" in file.read_bytes()]
    assert left == []
