"""Where the nurse comes to a person's record, the trail says so: once for each coming, not for each look."""

from functools import partial

from carenurse.app.opening_trail import note_opened
from carenurse.app.ports import Background
from ui.widgets.page import Page, Route


class Openings:
    """Hears of every arrival; the same place of the same person again is no new opening."""

    def __init__(self, background: Background) -> None:
        self._background = background
        self._last: tuple[str, str] | None = None

    def arrived(self, route: Route, page: Page) -> None:
        """Note whose record stands in front now, if it is somebody's."""
        here = (route.place, route.subject or page.patient)
        if here == self._last:
            return
        self._last = here
        if here[1]:
            self._background.run(partial(note_opened, place=here[0], subject=here[1]))
