"""What the process does not let out: no core file, no memory for a debugger, no words on a terminal.

A core file holds whatever was on the screen, and the key. The limit is set before
anything else is loaded; the rest costs milliseconds and is done before a vault can be opened. On Linux a core
that is piped to a program ignores the limit: there only the second measure holds.
"""

import sys
from contextlib import suppress
from types import TracebackType
from typing import Any

_PR_SET_DUMPABLE = 4
_SEM_QUIET = 0x0001 | 0x0002 | 0x8000
"""SetErrorMode: no box for critical errors, none for faults, none for files (Win32 errhandlingapi.h)."""
_WER_NO_HEAP = 0x0001
"""WerSetFlags: a report holds no heap (Win32 werapi.h)."""


def leave_no_core() -> bool:
    """Let no core file be written, whatever happens; says whether this system knows such a limit."""
    if sys.platform == "win32":
        return False
    import resource  # noqa: PLC0415  not there on Windows

    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    return resource.getrlimit(resource.RLIMIT_CORE) == (0, 0)


def close_to_debuggers() -> bool:
    """Keep crash reporters and other programs of this person out of our memory, where the system can.

    Linux: not dumpable (the pipe of a crash reporter gets nothing, nobody attaches without being root).
    Windows: reports without memory, for this program none at all. Says whether the system agreed.
    """
    import ctypes  # noqa: PLC0415  not needed for the first picture

    try:
        if sys.platform == "win32":
            return _quiet_windows(ctypes)
        if sys.platform.startswith("linux"):
            return ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0) == 0
    except (OSError, AttributeError):
        pass
    return False


def _quiet_windows(ctypes: Any) -> bool:
    ctypes.windll.kernel32.SetErrorMode(_SEM_QUIET)
    kept = ctypes.windll.kernel32.WerSetFlags(_WER_NO_HEAP) == 0
    name = sys.executable.replace("/", "\\").rsplit("\\", 1)[-1]
    return ctypes.windll.wer.WerAddExcludedApplication(ctypes.c_wchar_p(name), 0) == 0 and kept


def write_only_codes() -> None:
    """Let a fault in another thread or in a destructor reach the log as a code, never a terminal as words.

    Python's own hooks print the text of an exception, and that may quote a note.
    """
    import threading  # noqa: PLC0415  not needed for the first picture

    threading.excepthook = _in_a_thread
    sys.unraisablehook = _unraisable


def _in_a_thread(what: Any) -> None:
    _note(what.exc_value, what.exc_traceback)


def _unraisable(what: Any) -> None:
    _note(what.exc_value, what.exc_traceback)


def _note(problem: BaseException | None, trace: TracebackType | None) -> None:
    from carenurse.app.logs import note_fault  # noqa: PLC0415  nothing has failed at the start

    if problem is not None and not isinstance(problem, SystemExit):
        note_fault(problem.with_traceback(trace))
