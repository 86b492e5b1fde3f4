"""What the first picture waits for, and what comes after it."""

import json
import subprocess
import sys
from pathlib import Path

_A_START = """
import json, os, sys
os.environ["QT_QPA_PLATFORM"] = "offscreen"
from pathlib import Path
from carenurse.app.settings import Settings
from ui.shell.device import Device
from ui.shell.doors import Doors
from ui.shell.main import SystemClock, all_screens, make_application
from ui.shell.window import Window
from ui.widgets.dress import dress_wholly
from ui.widgets.theme import theme
from PySide6.QtWidgets import QFocusFrame

app = make_application(Settings(look="light"), wholly=False)
window = Window(all_screens, SystemClock(), Doors(Path(sys.argv[1]), SystemClock()), Device(Settings()))
window.start.expect(True)
told = {}

def rings():
    return [one for one in window.findChildren(QFocusFrame) if one.isVisible()]

def painted():
    told["loaded"] = [one for one in sys.modules if one.startswith(("ui.", "carenurse.", "dateutil"))]
    told["focus"] = type(app.focusWidget()).__name__
    told["before"] = [len(rings()), app.style().name()]
    dress_wholly(app)
    dress_wholly(app)
    told["after"] = [len(rings()), type(app.style()).__name__]
    told["ground"] = app.palette().window().color() == theme().color("background")
    window.store.end()
    print(json.dumps(told))
    sys.stdout.flush()
    os._exit(0)

window.first_picture.connect(painted)
window.show()
app.exec()
"""


def test_style_and_ring_come_after_the_first_picture_and_ring_what_has_the_focus(tmp_path: Path) -> None:
    told = json.loads(
        subprocess.run(
            [sys.executable, "-c", _A_START, str(tmp_path)], check=True, capture_output=True, text=True
        ).stdout
    )

    late = {"ui.widgets.style", "ui.widgets.ring", "ui.shell.workplace", "ui.shell.ahead", "dateutil"}
    assert late.isdisjoint(told["loaded"])
    assert told["focus"] == "_CapsLine"
    assert told["before"] == [0, "fusion"]
    assert told["after"] == [1, "CareStyle"]
    assert told["ground"]
