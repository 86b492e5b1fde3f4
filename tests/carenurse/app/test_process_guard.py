"""What leaves the process when it dies: tried on processes that really die."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
SECRET = "Rosa Delgado, 14 Pear Tree Lane"


def die(script: str, folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *options, "-c", script],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        env={"PYTHONPATH": str(ROOT), "HOME": str(folder), "QT_QPA_PLATFORM": "offscreen"},
    )


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps no core files; its reports are not tried")
def test_no_core_file_may_be_written(tmp_path: Path) -> None:
    done = die(
        "import resource\n"
        "resource.setrlimit(resource.RLIMIT_CORE, (1 << 20, 1 << 20))\n"
        "from carenurse.app.process_guard import leave_no_core\n"
        "assert leave_no_core()\n"
        "print(resource.getrlimit(resource.RLIMIT_CORE))\n",
        tmp_path,
    )

    assert done.stdout == "(0, 0)\n", done.stderr


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="prctl is Linux's own")
def test_a_process_that_aborts_with_a_name_in_memory_leaves_no_core(tmp_path: Path) -> None:
    script = (
        "import ctypes, os, resource\n"
        f"name = {SECRET!r} * 100\n"
        "resource.setrlimit(resource.RLIMIT_CORE, resource.getrlimit(resource.RLIMIT_CORE)[1:] * 2)\n"
        "from carenurse.app.process_guard import close_to_debuggers, leave_no_core\n"
        "leave_no_core()\n"
        "assert close_to_debuggers()\n"
        "print(ctypes.CDLL(None).prctl(3, 0, 0, 0, 0), flush=True)\n"
        "os.abort()\n"
    )

    done = die(script, tmp_path)

    assert done.returncode == -6
    assert done.stdout == "0\n", "the kernel still calls it dumpable"
    assert list(tmp_path.iterdir()) == []


def test_a_fault_in_another_thread_or_a_destructor_says_nothing_on_the_terminal(tmp_path: Path) -> None:
    script = (
        "import threading\n"
        "from pathlib import Path\n"
        "from carenurse.app.logs import start_log\n"
        "from carenurse.app.process_guard import write_only_codes\n"
        "start_log(Path('log'))\n"
        "write_only_codes()\n"
        f"def fail(): raise ValueError({SECRET!r})\n"
        "class Last:\n"
        "    def __del__(self): fail()\n"
        "one = threading.Thread(target=fail); one.start(); one.join()\n"
        "last = Last(); del last\n"
    )

    done = die(script, tmp_path)

    assert done.stderr == ""
    written = (tmp_path / "log" / "carenurse.log").read_text(encoding="utf-8")
    assert written.count("ValueError") == 2
    assert "Delgado" not in written


A_CRASH = """
import ctypes, resource, sys
from carenurse.__main__ import main

resource.setrlimit(resource.RLIMIT_CORE, resource.getrlimit(resource.RLIMIT_CORE)[1:] * 2)

def crash(name="Rosa Delgado, 14 Pear Tree Lane"):
    print(resource.getrlimit(resource.RLIMIT_CORE), ctypes.CDLL(None).prctl(3, 0, 0, 0, 0), flush=True)
    ctypes.string_at(0)
"""
A_COMMAND = """
sys.argv = ["carenurse", "form", "check", "nowhere.json"]
main()
crash()
"""
THE_WINDOW = """
from ui.shell import main as window
shown = window._after_first_picture
window._after_first_picture = lambda app: (shown(app), crash())
sys.argv = ["carenurse", "--vault", "nowhere"]
main()
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="prctl is Linux's own")
@pytest.mark.parametrize("started", [A_COMMAND, THE_WINDOW], ids=["a command", "the window"])
def test_the_program_that_crashes_leaves_no_core_and_no_words(tmp_path: Path, started: str) -> None:
    done = die(A_CRASH + started, tmp_path, "-X", "faulthandler")

    assert "Fatal Python error: Segmentation fault" in done.stderr
    assert "Delgado" not in done.stderr
    assert done.stdout.splitlines()[-1] == "(0, 0) 0", "it may leave a core, or is still called dumpable"
    assert not [one for one in tmp_path.rglob("*") if "core" in one.name]
