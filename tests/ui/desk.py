"""A desk for the tests of screens: real use cases, a real record, and a note of what the screen asked for."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from carenurse.app.ports import Background, Clock
from carenurse.app.settings import Settings
from ui.widgets.page import Desk, Route

if TYPE_CHECKING:
    from datetime import datetime


class NotedDesk:
    """Give ``desk`` to a page; then look at what was noted."""

    def __init__(self, background: Background, clock: Clock, *, file: str = "") -> None:
        """Take the file that the nurse chooses when she is asked for one."""
        self.routes: list[Route] = []
        self.said: list[str] = []
        self.undos: list[Callable[[], None]] = []
        self.failures: list[Exception] = []
        self.saved: list[datetime] = []
        self.settings = Settings()
        self.desk = Desk(
            background=background,
            clock=clock,
            go=self.routes.append,
            back=lambda: self.routes.append(Route("today")),
            say=self.said.append,
            offer_undo=self._offer_undo,
            failed=self.failures.append,
            saved=self.saved.append,
            open_file=lambda _title, _kinds: file,
            save_file=lambda _title, _name: file,
            settings=lambda: self.settings,
            change_settings=self._change_settings,
        )

    def _offer_undo(self, words: str, undo: Callable[[], None]) -> None:
        self.said.append(words)
        self.undos.append(undo)

    def _change_settings(self, wanted: Settings) -> None:
        self.settings = wanted
