"""Where a workplace speaks of the lease: the strip above its pages, the sheet for a code, "Find or do"."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from carenurse.app.ports import Clock
from carenurse.translations import tr
from ui.shell.lease_strip import LeaseStrip
from ui.shell.lease_watch import LeaseWatch
from ui.widgets.palette import Entry

if TYPE_CHECKING:
    from carenurse.app.lease import LeaseState


class LeasePlace(QObject):
    """``watch`` is None in the demo, which has no office: then nothing is ever said."""

    def __init__(
        self,
        watch: LeaseWatch | None,
        clock: Clock,
        over: QWidget,
        *,
        send: Callable[[], object],
        say: Callable[[str], object],
        failed: Callable[[Exception], object],
    ) -> None:
        """Take what the sheet comes up over, what sends and receives, and where things are said."""
        super().__init__(over)
        self._watch, self._clock, self._over = watch, clock, over
        self._say, self._failed = say, failed
        self.strip = LeaseStrip(send, self.enter_code)
        if watch is not None:
            watch.told.connect(self._show)
            watch.code_wanted.connect(self.enter_code)
            if watch.state is not None:
                self._show(watch.state)

    def _show(self, state: "LeaseState") -> None:
        self.strip.show_state(state, self._clock.now())

    def enter_code(self) -> None:
        """Have a code of the office entered."""
        from ui.shell.code_sheet import CodeSheet  # noqa: PLC0415  wanted once in a year

        if self._watch is not None and not self._over.findChildren(CodeSheet):
            sheet = CodeSheet(self._watch, self._failed, self._over)
            sheet.right.connect(lambda: self._say(tr("Everything opens for the next 24 hours.")))
            sheet.show()

    def entries(self) -> tuple[Entry, ...]:
        """Offer to enter a code where the office set a time by which it must be met."""
        state = self._watch.state if self._watch is not None else None
        if state is None or state.until is None:
            return ()
        told = tr("lease telephone open everything")
        return (Entry(tr("Enter a code of the office"), self.enter_code, "phone", also=told),)
