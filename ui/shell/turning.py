"""When what may be seen changes, every page is made anew: first all words are kept, then less is seen."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from ui.shell.store_thread import StoreThread

if TYPE_CHECKING:
    from carenurse.app.coming_back import ReturnTo
    from carenurse.app.ports import Clock, Records
    from ui.shell.workplace import Workplace


class Turning(QObject):
    """Hears that a lease ran over or was renewed, or that the day ended meanwhile; has pages made anew."""

    def __init__(
        self,
        store: StoreThread,
        clock: "Clock",
        pages_anew: Callable[[], object],
        failed: Callable[[Exception], object],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._store, self._clock, self._anew, self._failed = store, clock, pages_anew, failed
        self._seen: Records | None = None
        self._left: ReturnTo | None = None
        """Where the nurse stood when somebody in front went out of sight."""
        store.narrowing.changed.connect(self._turn)

    def _turn(self) -> None:
        self._store.whole(lambda vault, _go_on: vault.in_reach, self._learn, self._failed)

    def _learn(self, seen: "Records") -> None:
        self._seen = seen
        self._anew()

    def leave(self, before: "Workplace") -> "ReturnTo | None":
        """Leave the pages of before, whose words are kept; say where the new ones begin.

        Who stands in front and is not seen any more is not gone back to; a form of theirs that is still open
        waits, and comes up when they are opened again. Whoever waits for that on Today stands there at once.
        The family view stays on whatever happens: who looks on must not see the others of today.
        """
        from carenurse.app.coming_back import in_sight, stepped_back, whose  # noqa: PLC0415  loaded by now
        from carenurse.app.some_people import SomePeople, hides  # noqa: PLC0415
        from ui.shell.lock_cursor import cursor_in  # noqa: PLC0415

        there, page = before.whereabouts(cursor_in(before)), before.navigation.page
        self._store.narrowing.agree()
        if there is None or page is None or there.family:
            return there
        if hides(self._seen, page.patient or whose(there)):
            self._left = self._left or there
            return in_sight(self._seen, stepped_back(there, self._clock.now()))
        if isinstance(self._seen, SomePeople):
            return in_sight(self._seen, there)
        left, self._left = self._left, None
        waits = left is not None and there.place == "today" and not there.form
        return in_sight(self._seen, left if left is not None and waits else there)

    def carry_over(self, before: "Workplace", after: "Workplace") -> None:
        """Have the new pages tell of the sitting what those before told, and offer what was canceled there.

        Nothing canceled is offered where not everybody is seen.
        """
        from carenurse.app.some_people import SomePeople  # noqa: PLC0415  loaded by now

        after.saved_mark.begin_as(before.saved_mark)
        if not isinstance(self._seen, SomePeople):
            after.navigation.given_up = before.navigation.given_up
