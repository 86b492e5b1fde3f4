"""What the window says of saving: the time of the last commit, or that something could not be saved."""

from collections.abc import Callable
from datetime import datetime

from carenurse.app.ports import Clock
from ui.shell.notices import Notices
from ui.shell.status_bar import StatusBar, in_words

OPEN_FORMS = "open forms"
"""The thing that is kept while nothing of it is in the record yet."""


class SavedMark:
    """One for each sitting. A failure stands, above the page and in the status bar, until its thing is saved.

    A *thing* is what a page saves: the saving of another one does not call its failure over. What failed
    without anybody knowing what it was ("") is over with any save.
    """

    def __init__(self, notices: Notices, status: StatusBar, clock: Clock) -> None:
        self._notices, self._status, self._clock = notices, status, clock
        self._thing = ""
        """What the failure is about that is being told."""
        self._last: datetime | None = None
        self._failed: datetime | None = None

    def saved(self, when: datetime | None, thing: str = "") -> None:
        """Say when something was last committed; what failed of it before is over."""
        self._last = when
        self._over(thing, "")

    def kept(self) -> None:
        """Note that the words of open forms are kept, or that none stands open: nothing of them is saved."""
        self._over(OPEN_FORMS)

    def fails(self, thing: str, tell: Callable[[], object]) -> None:
        """Have a failure told that is about this thing."""
        before, self._thing = self._thing, thing
        tell()
        self._thing = before

    def not_saved(self, sentence: str, remedy: str) -> None:
        """Say that the thing of the failure that is being told could not be saved."""
        self._notices.not_saved(sentence, remedy, self._thing)
        self._failed = self._clock.now()
        self._show()

    def begin_as(self, before: "SavedMark") -> None:
        """Tell what was told on the pages before; these are theirs at another size or in another language."""
        self._last, self._failed = before.tell_on(self._notices, self._status)
        self._show()

    def tell_on(self, notices: Notices, status: StatusBar) -> tuple[datetime | None, datetime | None]:
        """Tell there what stands here; give when something was last saved, and when it last was not."""
        self._notices.tell_on(notices)
        if self._status.backed_up is not None:
            status.show_backed_up(self._status.backed_up)
        return self._last, self._failed

    def _over(self, *things: str) -> None:
        self._notices.saved(*things)
        if not self._notices.unsaved:
            self._show()

    def _show(self) -> None:
        now = self._clock.now()
        if self._notices.unsaved:
            self._status.show_not_saved(in_words(self._failed, now))
        else:
            self._status.show_saved(in_words(self._last, now))
