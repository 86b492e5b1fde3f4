"""What leaves the process when it dies: tried on processes that really die."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
SECRET = "Rosa Delgado, 14 Pear Tree Lane"


def die(script: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", script],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": str(ROOT), "HOME": str(folder)},
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


def test_what_the_interpreter_writes_in_a_crash_names_places_and_no_words(tmp_path: Path) -> None:
    script = (
        "import faulthandler, ctypes\n"
        "faulthandler.enable()\n"
        f"def visit(name={SECRET!r}):\n"
        "    note = name * 3\n"
        "    ctypes.string_at(0)\n"
        "visit()\n"
    )

    done = die(script, tmp_path)

    assert "Fatal Python error" in done.stderr or sys.platform == "win32"
    assert "Delgado" not in done.stderr
