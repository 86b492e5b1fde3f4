"""Where the tour takes place: the real window on a real vault in a folder that is gone afterwards."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QPoint, QSignalBlocker, Qt
from PySide6.QtGui import QCursor, QGuiApplication, QImage, QWindow
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit

from carenurse.app.ports import Records
from carenurse.app.settings import Settings
from ui.shell.device import Device
from ui.shell.doors import Doors
from ui.shell.tour.camera import Camera
from ui.shell.tour.day import TourClock
from ui.shell.tour.dialogs import choosing
from ui.shell.tour.hands import Hands
from ui.shell.tour.heartbeat import Heartbeat
from ui.shell.tour.one_thread import Beside
from ui.shell.tour.patience import wait_until
from ui.shell.tour.stopping import TourStoppedError, must
from ui.shell.window import Window
from ui.shell.workplace import Workplace
from ui.widgets.page import Page
from ui.widgets.theme import theme

T = TypeVar("T")
SIZE = (1280, 720)
"""The smallest window, in pixels."""
PASSPHRASE = "four geese over the estuary"  # noqa: S105  of a vault that lives for a minute

_MOST_LOOKS = 20
"""A cursor may blink between two looks; a page that is built bit by bit is done long before."""


@dataclass(slots=True)
class Notes:
    """What one step leaves for the next: ids of the record, and files."""

    recovery_code: str = ""
    patient: str = ""
    encounter: str = ""
    foreign: dict[str, bytes] = field(default_factory=dict[str, bytes])
    """What the other system wrote, by (kind/its id), to be found again in the export."""
    office_secret: str = ""
    parcel: Path = Path()
    problem: str = ""


class Stage:
    """Holds the window, and does for a step what no nurse does: read the record, take pictures."""

    def __init__(
        self, app: QApplication, settings: Settings, folder: Path, out: Path, faults: list[BaseException]
    ) -> None:
        """Take a folder that is gone afterwards, one for the pictures, and a list of what nobody told."""
        self.app = app
        self.folder = folder
        self.out = out
        self.faults = faults
        self.clock = TourClock()
        self.heart = Heartbeat(app)
        self.camera = Camera(out)
        self.notes = Notes()
        self._device = Device(settings, None, app)
        self._beside = Beside()
        self._beside.begin()
        self.window = self._open_window()
        self.hands = Hands(lambda: self.window)
        app.focusWindowChanged.connect(self._watch_focus)

    def _watch_focus(self, front: QWindow | None) -> None:
        """Note a widget that was shown before it had its place: it takes the keys from the window.

        Only where nobody else could take them: offscreen.
        """
        if front is None and self.window.isVisible() and _is_offscreen():
            self.faults.append(TourStoppedError("Something flashed as a window of its own."))

    def _open_window(self) -> Window:
        from ui.shell.main import all_screens  # noqa: PLC0415  that module starts the tour

        window = Window(all_screens, self.clock, Doors(self.folder / "vault", self.clock), self._device)
        window.resize(*SIZE)
        window.look()
        window.show()
        window.activateWindow()
        QCursor.setPos(window.mapToGlobal(QPoint(SIZE[0] // 2, SIZE[1] - 4)))
        return window

    # the window

    def close_window(self) -> None:
        """Close the window as its cross does, and wait until it has let the vault go."""
        window = self.window
        with QSignalBlocker(self.app):
            window.close()
            wait_until(lambda: not window.isVisible(), "The window does not close.")
        window.deleteLater()

    def open_again(self) -> None:
        """Open another window on the same vault."""
        self.window = self._open_window()

    def unlock(self) -> None:
        """Type the passphrase and wait for the workplace."""
        self.hands.write("Passphrase", PASSPHRASE)
        self.hands.press("Unlock")
        wait_until(lambda: self.window.workplace and not self.window.covered, "The vault does not open.")

    @property
    def dark(self) -> bool:
        """Say whether the window wears its dark look."""
        return theme().dark

    @property
    def workplace(self) -> Workplace:
        """The window while the vault is open."""
        workplace = self.window.workplace
        if workplace is None:
            message = "The vault should be open, but it is not."
            raise TourStoppedError(message)
        return workplace

    @property
    def page(self) -> Page:
        """The page in front."""
        page = self.workplace.navigation.page
        if page is None:
            message = "No page is open."
            raise TourStoppedError(message)
        return page

    def at(self, place: str) -> bool:
        """Say whether this place is in front."""
        workplace = self.window.workplace
        route = workplace.navigation.route if workplace is not None else None
        return route is not None and route.place == place

    def arrive_at(self, place: str) -> None:
        """Wait until a place is in front and has been filled."""
        wait_until(lambda: self.at(place), f"The page “{place}” does not open.")
        self.settle()

    def choose(self, file: Path, button: str) -> None:
        """Press a button that asks for a file, and choose this one."""
        with choosing(file):
            self.hands.press(button)
        self.window.activateWindow()
        wait_until(self.window.isActiveWindow, "The keys do not come back to the window.")

    def unfold(self, words: str, key: Qt.Key) -> None:
        """Bring up a column that has no room beside the others when everything is large."""
        if not self.hands.sees(words):
            self.hands.key(key)
            self.hands.wait_for(words)

    # the record

    def ask(self, question: Callable[[Records], T]) -> T:
        """Read the record, on the thread that owns it, after all that was sent before."""
        answers: list[T] = []
        problems: list[Exception] = []
        self.window.store.run(question, answers.append, problems.append)
        wait_until(lambda: answers or problems, "The record does not answer.")
        if problems:
            raise problems[0]
        return answers[0]

    def settle(self) -> None:
        """Let everything come back that was sent to the record, and what that sent in turn."""
        for _ in range(2):
            back: list[None] = []
            self.window.store.work(lambda: None, back.append)
            wait_until(lambda back=back: back, "The record does not answer.")
        self.must_be_sound()

    def until(self, holds: Callable[[Records], object], sentence: str) -> None:
        """Wait until something holds in the record. Raises TourStoppedError."""
        wait_until(lambda: self.ask(holds), sentence)

    # the outcome

    def picture(self, name: str) -> None:
        """Take a picture of the window, when all is painted that was asked for."""
        self.settle()
        self._rest()
        squashed = next(self._squashed(), "")
        must(not squashed, f"“{squashed}” is lower than its words need.")
        with self.heart.unwatched():
            self.camera.take(self.window, name)

    def _rest(self) -> None:
        """Wait until the window looks the same twice: what is built bit by bit is there, nothing moves."""
        before: list[QImage] = []

        def rests() -> bool:
            with self.heart.unwatched():
                now = self.window.grab().toImage()
            before.append(now)
            return len(before) > 1 and before[-2] == now

        wait_until(lambda: rests() or len(before) >= _MOST_LOOKS, "The window does not come to rest.")

    def must_be_sound(self) -> None:
        """Stop when something broke that nobody was told of by the step itself."""
        if self.faults:
            raise self.faults[0]
        must(not self._beside.seen, f"Loaded beside the window's thread: {', '.join(self._beside.seen)}.")
        must(self.window.failures.told == 0, "The window told of a failure that this step does not expect.")
        grown = (self.window.width(), self.window.height()) != SIZE
        must(not (grown and _is_offscreen()), "The window does not keep its size.")

    def _squashed(self) -> Iterator[str]:
        """Name the fields in view that are lower than their own words need."""
        for kind in (QLineEdit, QComboBox):
            for widget in self.window.findChildren(kind):
                if (
                    not widget.visibleRegion().isEmpty()
                    and widget.height() < widget.minimumSizeHint().height()
                ):
                    yield widget.accessibleName() or type(widget).__name__

    def leave(self) -> None:
        """Close what is open and listen to the application no longer."""
        self.app.focusWindowChanged.disconnect(self._watch_focus)
        self.heart.deleteLater()
        self._beside.end()
        if self.window.isVisible():
            self.close_window()


def _is_offscreen() -> bool:
    """Say whether nobody but the tour can move or resize a window here, or take the keys from it."""
    return QGuiApplication.platformName() == "offscreen"
