"""What is measured in a process of its own, so that it starts cold.

``python -m tests.benchmarks.child NAME ...`` prints one line of JSON. What is slow to load is loaded where
it is used, as the program itself does.
"""
# ruff: noqa: PLC0415 - what a start loads, and when, is the very thing that is measured

import json
import os
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

Told = dict[str, Any]


def bare_start() -> Told:
    """Open an empty window of PySide6."""
    from PySide6.QtCore import QTimer
    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QApplication, QWidget
    from typing_extensions import override

    class Empty(QWidget):
        @override
        def paintEvent(self, event: QPaintEvent) -> None:
            super().paintEvent(event)
            QTimer.singleShot(0, _painted)

    app = QApplication(sys.argv[:1])
    window = Empty()
    window.resize(1280, 720)
    window.show()
    app.exec()
    return {}


def start(*words: str) -> Told:
    """Start the program as ``carenurse`` does, with these words.

    Qt is loaded where the program loads it: not before it has switched off the search for garbage.
    """
    from ui.shell import quick_imports

    before = quick_imports.without_looking

    def then_watch() -> None:
        before()
        _watch_for_the_picture()

    quick_imports.without_looking = then_watch
    sys.argv = ["carenurse", *words]
    from carenurse.__main__ import main

    main()
    return {}


def _watch_for_the_picture() -> None:
    """Have the process end at the window's first picture.

    The window's own signal tells of it: a filter of the application's events, which would do for any window,
    makes PySide load every kind of widget there is as soon as Qt makes one by itself. Nobody else hears the
    signal: what waits for the picture (the log, other fonts) comes after it, and is no part of it.
    """
    from PySide6.QtWidgets import QApplication

    run = QApplication.exec

    def watched(*_: object) -> int:
        for window in QApplication.topLevelWidgets():
            if (picture := getattr(window, "first_picture", None)) is not None:
                picture.disconnect()
                picture.connect(_painted)
        return run()

    QApplication.exec = watched


def _painted() -> None:
    sys.stdout.write("{}\n")
    sys.stdout.flush()
    os._exit(0)


def unlock(folder: str, code: str) -> Told:
    """Unlock by the recovery code until Today is painted; the same file opened bare, for comparison."""
    from tests.benchmarks.sitting import Sitting

    sitting = Sitting(Path(folder))
    taken = sitting.unlock(code)
    sitting.close()
    return {"ms": taken}


def switch(folder: str, code: str, rounds: str) -> Told:
    """Go round all screens; the heart tells how long the window stood still meanwhile."""
    from tests.benchmarks.sitting import Sitting
    from ui.widgets.page import Route

    sitting = Sitting(Path(folder))
    sitting.heart.doing = "unlock"
    sitting.heart.start()
    sitting.unlock(code)
    sitting.rest()
    people = _ask(sitting, _some_people)
    first: dict[str, float] = {}
    times: list[float] = []
    worked: list[float] = []
    for number in range(int(rounds)):
        person = people[number % len(people)]
        for place in ("patients", "chart", "schedule", "plan", "office", "settings", "today"):
            if sitting.workplace.navigation.knows(place):
                subject = person if place in ("chart", "plan") else ""
                before = time.process_time()
                taken = sitting.go(Route(place, subject))
                worked.append((time.process_time() - before) * 1000)
                times.append(taken)
                first.setdefault(place, taken)
    told = {
        "times": times,
        "worked": worked,
        "first": first,
        "gap": sitting.heart.gap,
        "where": sitting.heart.where,
    }
    sitting.close()
    return told


def search(folder: str, code: str, words: str) -> Told:
    """Type words into the search of the patients' page, key by key, until each answer is painted."""
    from PySide6.QtTest import QTest

    from tests.benchmarks.sitting import Sitting
    from ui.patients.page import PatientsPage
    from ui.widgets.page import Route

    sitting = Sitting(Path(folder))
    sitting.unlock(code)
    sitting.rest()
    sitting.go(Route("patients"))
    sitting.heart.doing = "search"
    sitting.heart.start()
    page = sitting.workplace.navigation.page
    if not isinstance(page, PatientsPage):
        raise TypeError
    times: list[float] = []
    worked: list[float] = []
    for word in words.split(","):
        page.search.clear()
        sitting.settle()
        for sign in word:
            began, before = time.perf_counter(), time.process_time()
            QTest.keyClicks(page.search, sign)
            sitting.settle()
            times.append((time.perf_counter() - began) * 1000)
            worked.append((time.process_time() - before) * 1000)
    told = {"times": times, "worked": worked, "gap": sitting.heart.gap}
    sitting.close()
    return told


def form(count: str) -> Told:
    """Open a form of so many items until it can be answered; then go through all of it, to its last row."""
    from datetime import UTC, datetime

    from PySide6.QtWidgets import QScrollArea

    from carenurse.app.form_trial import Trial
    from carenurse.app.settings import Settings
    from carenurse.forms.graph import build_graph
    from carenurse.forms.loading import load
    from tests.benchmarks.made_forms import mixed
    from tests.benchmarks.sitting import Heart
    from ui.forms.rows import QuestionRow
    from ui.forms.view import FormView
    from ui.shell.main import make_application

    app = make_application(Settings(look="light"))
    before = _memory()
    frame = QScrollArea()
    frame.setWidgetResizable(True)
    frame.resize(1280, 720)
    frame.show()
    app.processEvents()
    resource, heart = mixed(int(count)), Heart()
    began = time.perf_counter()
    loaded = load(resource)
    trial = Trial(loaded, build_graph(loaded), datetime.now(UTC), lambda: None)
    engine = time.perf_counter()
    view = FormView(trial)
    frame.setWidget(view)
    app.processEvents()
    usable = time.perf_counter()
    shown_first = len(view.findChildren(QuestionRow))
    heart.start()
    rows = _scroll_through(app, frame, view, heart)
    return {
        "engine": (engine - began) * 1000,
        "usable": (usable - began) * 1000,
        "first": shown_first,
        "rows": rows,
        "places": sum(trial.session.item(place).is_question for place in trial.session.places()),
        "gap": heart.gap,
        "own": heart.own,
        "memory": _memory(),
        "before": before,
    }


def _scroll_through(app: Any, frame: Any, view: Any, heart: Any) -> int:
    """Go to the end of a form until it grows no more; the number of questions that are drawn then."""
    from ui.forms.rows import QuestionRow

    rows, unchanged = -1, 0
    while unchanged < 3:
        frame.verticalScrollBar().setValue(frame.verticalScrollBar().maximum())
        limit = time.perf_counter() + 0.05
        while time.perf_counter() < limit:
            app.processEvents()
        now = len(view.findChildren(QuestionRow))
        heart.start()  # counting is no part of scrolling
        unchanged, rows = (unchanged + 1 if now == rows else 0), now
    return rows


def bare_memory() -> Told:
    """Say what an empty window of PySide6 takes."""
    from PySide6.QtWidgets import QApplication, QWidget

    app = QApplication(sys.argv[:1])
    window = QWidget()
    window.show()
    app.processEvents()
    return {"memory": _memory()}


def paper(folder: str, code: str) -> Told:
    """Make the family's page cold, then again."""
    from datetime import UTC, datetime

    from carenurse.app import wiring
    from carenurse.app.family_page import family_page

    opened = wiring.unlock_with_recovery(Path(folder), code, reserve=0)
    now = datetime.now(UTC).astimezone()
    visits = [one for one in opened.records.all_of("Encounter") if one.get("status") == "finished"]
    times: list[float] = []
    for one in visits[:20]:
        began = time.perf_counter()
        family_page(opened.records, str(one["id"]), "en", now=now)
        times.append((time.perf_counter() - began) * 1000)
    opened.close()
    return {"times": times}


def _ask(sitting: Any, question: Callable[[Any], Any]) -> Any:
    answers: list[Any] = []
    sitting.window.store.run(question, answers.append)
    sitting.until(lambda: bool(answers))
    return answers[0]


def _some_people(records: Any) -> list[str]:
    found: list[str] = records.find_patients("", limit=5)
    return found


def _memory() -> float:
    """Tell the memory of this process in MB, as the system counts it (resident)."""
    told = Path("/proc/self/status")
    if not told.exists():
        return float("nan")
    line = next(line for line in told.read_text(encoding="utf-8").splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


NAMES: Mapping[str, Callable[..., Told]] = {
    one.__name__: one for one in (bare_start, start, unlock, switch, search, form, bare_memory, paper)
}


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    sys.stdout.write(json.dumps(NAMES[sys.argv[1]](*sys.argv[2:])) + "\n")
    sys.stdout.flush()
    os._exit(0)
