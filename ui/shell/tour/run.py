"""Running the tour: every step in order, each timed and looked at, and a clear end when one does not do."""

import os
import sys
import tempfile
import time
from argparse import Namespace
from collections.abc import Callable, MutableMapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TypeAlias

from PySide6.QtCore import QCoreApplication, QMessageLogContext, Qt, QtMsgType, qInstallMessageHandler
from PySide6.QtNetwork import QNetworkInformation

from carenurse.app.command_line.telling import complain, say
from carenurse.app.settings import Settings
from carenurse.clinical.fhir import write_json
from ui.shell.tour.stage import Stage
from ui.shell.tour.steps import STEPS, Step
from ui.shell.tour.stopping import TourStoppedError
from ui.widgets.dress import load_fonts

_QUIET = "This plugin does not support "
_Hook: TypeAlias = Callable[[type[BaseException], BaseException, TracebackType | None], object]


@dataclass(frozen=True, slots=True)
class StepTime:
    """What one step took: seconds, and the longest gap on the window's thread in milliseconds."""

    step: str
    seconds: float
    longest_gap_ms: float
    longest_work_ms: float


def run_tour(arguments: Namespace) -> int:
    """Make one home visit by itself; hears ``out``, ``theme`` and ``zoom``. Returns the exit status."""
    from ui.shell.main import make_application  # noqa: PLC0415  that module starts the tour

    out: Path = arguments.out
    try:
        out.mkdir(parents=True, exist_ok=True)
        _clear(out)
    except OSError as problem:
        complain(f"The folder for the pictures cannot be written ({problem.strerror}).")
        return 1
    see_to_display(os.environ)
    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
    settings = Settings(look=arguments.theme, zoom_percent=arguments.zoom)
    faults: list[BaseException] = []
    qInstallMessageHandler(_listening(faults))
    app = make_application(settings)
    load_fonts(fallback=True)
    with tempfile.TemporaryDirectory(prefix="carenurse-tour-", ignore_cleanup_errors=True) as folder:
        stage = Stage(app, settings, Path(folder), out, faults)
        status = _walk(stage, STEPS)
    qInstallMessageHandler(None)
    return status


def see_to_display(environment: MutableMapping[str, str]) -> None:
    """Without a display, let Qt draw in memory; a variable that is set and empty says nothing."""
    told = any(environment.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))
    if sys.platform.startswith("linux") and not told:
        environment["QT_QPA_PLATFORM"] = "offscreen"


def _listening(faults: list[BaseException]) -> Callable[[QtMsgType, QMessageLogContext, str], None]:
    """Take every warning of Qt for a fault of ours, but for what a display that does not exist cannot do."""

    def listen(kind: QtMsgType, _where: QMessageLogContext, message: str) -> None:
        if kind is not QtMsgType.QtDebugMsg and kind is not QtMsgType.QtInfoMsg and _QUIET not in message:
            faults.append(TourStoppedError(f"Qt warned: {message}"))

    return listen


def _clear(out: Path) -> None:
    for old in (*out.glob("[0-9][0-9]-*.png"), *out.glob("*.json"), *out.glob("family-summary.pdf")):
        old.unlink()


def _walk(stage: Stage, steps: Sequence[Step]) -> int:
    before = sys.excepthook
    sys.excepthook = _noting(stage)
    times: list[StepTime] = []
    try:
        times.extend(_make(stage, step) for step in steps)
    except Exception as problem:  # noqa: BLE001  whatever it was, it is told and the picture of the moment kept
        complain(_told(steps[len(times)], problem))
        stage.camera.take_anyway(stage.window)
        return 1
    finally:
        _write_times(stage, times)
        stage.leave()
        sys.excepthook = before
    say(
        f"{len(times)} steps, {len(stage.camera.taken)} pictures in {stage.out}",
        f"That a connection appeared is told by: {', '.join(QNetworkInformation.availableBackends())}",
    )
    return 0


def _make(stage: Stage, step: Step) -> StepTime:
    begun = time.perf_counter()
    stage.heart.taken()
    step(stage)
    stage.settle()
    gaps = stage.heart.taken()
    seconds = time.perf_counter() - begun
    return StepTime(_sentence(step), round(seconds, 3), round(gaps.longest, 1), round(gaps.worked, 1))


def _noting(stage: Stage) -> _Hook:
    """Note what is raised inside Qt's slots: the step fails with it."""

    def note(_kind: type[BaseException], problem: BaseException, trace: TracebackType | None) -> None:
        stage.faults.append(problem.with_traceback(trace))

    return note


def _sentence(step: Step) -> str:
    return step.__name__.replace("_", " ").capitalize()


def _told(step: Step, problem: BaseException) -> str:
    match problem:
        case TourStoppedError():
            why = str(problem)
        case _:
            trace = problem.__traceback__
            while trace is not None and trace.tb_next is not None:
                trace = trace.tb_next
            where = f" in {Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else ""
            why = f"{type(problem).__name__}{where}: {problem}"
    return f"The tour stopped at “{_sentence(step)}”: {why}"


def _write_times(stage: Stage, times: Sequence[StepTime]) -> None:
    told = {
        "steps": [
            {
                "step": one.step,
                "seconds": one.seconds,
                "longestGapMs": one.longest_gap_ms,
                "longestWorkMs": one.longest_work_ms,
            }
            for one in times
        ],
        "seconds": round(sum(one.seconds for one in times), 3),
        "longestGapMs": max((one.longest_gap_ms for one in times), default=0.0),
        "longestWorkMs": max((one.longest_work_ms for one in times), default=0.0),
    }
    (stage.out / "timings.json").write_bytes(write_json(told))
