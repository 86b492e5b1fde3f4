"""Starting the window: what the first picture needs is loaded before it, the rest while the nurse types."""

import gc
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication

from carenurse.app.languages import speak
from carenurse.app.process_guard import close_to_debuggers, write_only_codes
from carenurse.app.settings import Settings, load_settings, settings_file
from ui.shell.device import Device
from ui.shell.doors import Doors
from ui.shell.lock_restart import Returning, restart, returning
from ui.shell.window import Window
from ui.widgets.dress import dress_first, dress_wholly, load_fonts

if TYPE_CHECKING:
    from argparse import Namespace
    from datetime import datetime

    from ui.shell.screens import Screen

_IN_FUSION = ("-style", "Fusion")
"""What Qt wears on every system until it has our own style, which is drawn on that one."""


class SystemClock:
    """The clock of this computer, with its zone: a day to come has its own offset, not that of today."""

    def now(self) -> "datetime":
        """Tell the time."""
        from datetime import datetime  # noqa: PLC0415  not needed for the first picture

        from dateutil import tz  # noqa: PLC0415

        return datetime.now(tz.tzlocal())


def main(arguments: "Namespace") -> int:
    """Open the window and run until it is closed; hears ``vault`` and ``demo`` of the command line."""
    if arguments.command == "tour":
        from ui.shell.tour.run import run_tour  # noqa: PLC0415  a nurse's window never needs it

        return run_tour(arguments)
    settings = load_settings(settings_file())
    app = make_application(settings, wholly=False)
    folder: Path | None = arguments.vault or (Path(settings.vault) if settings.vault else None)
    device = Device(settings, settings_file(), app)
    window = Window(all_screens, SystemClock(), Doors(folder, SystemClock()), device, restart=_begin_anew)
    before = returning()
    sys.excepthook = _telling(window)
    window.first_picture.connect(partial(_after_first_picture, app))
    if before is not None:
        window.come_back(before.geometry, before.locked)
    if arguments.demo and before is None:
        window.explore()
    else:
        window.look()
    window.show()
    return app.exec()


def make_application(settings: Settings, *, wholly: bool = True) -> QApplication:
    """Make Qt's application in the look, zoom and language of these settings.

    ``wholly``: with what may also come after the first picture.
    """
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
    app = QApplication([*sys.argv[:1], *_IN_FUSION])
    app.setApplicationName("CareNurse")
    speak(settings.language)
    dress_first(app, settings.look, settings.zoom_percent)
    if wholly:
        dress_wholly(app)
    return app


def all_screens() -> "Sequence[Screen]":
    """Name every screen; loaded at the first unlock."""
    from ui.shell.screens import SCREENS  # noqa: PLC0415  not needed before the unlock

    return SCREENS


def _begin_anew(geometry: bytes, locked: str) -> None:
    """Become a new process after a hard lock: only that gives the memory back."""
    restart(Returning(geometry, locked))


def _after_first_picture(app: QApplication) -> None:
    dress_wholly(app)
    gc.freeze()  # what is loaded by now stays: no later search for garbage walks through it
    from platformdirs import user_log_path  # noqa: PLC0415  not needed for the first picture

    from carenurse.app.logs import start_log  # noqa: PLC0415

    start_log(user_log_path("CareNurse", appauthor=False))
    load_fonts(fallback=True)
    close_to_debuggers()
    write_only_codes()


def _telling(window: Window) -> Callable[[type[BaseException], BaseException, TracebackType | None], None]:
    """Tell the nurse what broke in a slot; the text of an exception never reaches a terminal or a file."""

    def tell(kind: type[BaseException], problem: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            window.close()
        else:
            window.failures.tell(problem.with_traceback(trace))

    return tell
