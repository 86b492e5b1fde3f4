"""What the window says of saving: the time of the last commit, or that something could not be saved."""

from collections.abc import Callable
from datetime import datetime

from carenurse.app.ports import Clock
from ui.shell.notices import Notices
from ui.shell.status_bar import StatusBar, in_words


class SavedMark:
    """One for each sitting. A failure stands, above the page and in the status bar, until a save holds."""

    def __init__(self, notices: Notices, status: StatusBar, clock: Clock) -> None:
        self._notices, self._status, self._clock = notices, status, clock
        self._unsaved = False
        """Something could not be saved, and keeping the words of an open form does not make up for it."""

    def saved(self, when: datetime | None) -> None:
        """Say when something was last committed; what failed before is over."""
        self._unsaved = False
        self._show(when)

    def kept(self) -> None:
        """Say that the words of an open form were committed, unless what was to come of them could not be."""
        if not self._unsaved:
            self._show(self._clock.now())

    def not_saved(self) -> None:
        """Say that something could not be saved; the sentence about it is told elsewhere."""
        self._unsaved, now = True, self._clock.now()
        self._status.show_not_saved(in_words(now, now))

    def not_kept(self, tell: Callable[[], object]) -> None:
        """Tell that the words of an open form could not be kept: over as soon as they are."""
        before = self._unsaved
        tell()
        self._unsaved = before

    def _show(self, when: datetime | None) -> None:
        self._notices.saved()
        self._status.show_saved(in_words(when, self._clock.now()))
