"""The window: the start page while the vault is closed, the workplace while it is open, never both."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSize, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QPaintEvent
from PySide6.QtWidgets import QStackedLayout, QWidget
from typing_extensions import override

from carenurse.errors import ExpectedError
from carenurse.translations import tr
from ui.shell.device import Device
from ui.shell.doors import Doors, Opened
from ui.shell.failures import Failures, write_down
from ui.shell.recovery_paper import print_recovery_pages, recovery_pages
from ui.shell.start_page import StartPage
from ui.shell.start_presenter import Start
from ui.shell.store_thread import StoreThread
from ui.shell.turning import Turning
from ui.widgets.theme import theme

if TYPE_CHECKING:  # the workplace is loaded while the nurse types her passphrase
    from collections.abc import Callable, Sequence

    from PySide6.QtCore import QEvent

    from carenurse.app.coming_back import ReturnTo
    from carenurse.app.ports import Clock
    from ui.shell.ahead import Ahead
    from ui.shell.attendants import Attendants
    from ui.shell.last_save import LastSave
    from ui.shell.lock_guard import LockGuard
    from ui.shell.navigation import Navigation
    from ui.shell.screens import Screen
    from ui.shell.sleep_delay import SleepDelay
    from ui.shell.workplace import Workplace

_LONGEST_WAIT_MS = 1_000
"""Where nothing is painted (a window that starts minimized), what opens the vault is loaded after so long."""

_SAVE_AGAIN_MS = 5_000
"""Pages are not made anew while what was typed in them could not be saved."""


class Window(QWidget):
    """The one window. Its title never says more than the program's name.

    ``screens`` is called at the first unlock. Without a sign of life the vault is locked after a while.
    """

    opened = Signal()
    """The workplace is in front."""
    locked = Signal()
    """The vault is closed and the start page is in front."""
    first_picture = Signal()
    """The window was painted for the first time; whatever is heavy waits for that."""

    def __init__(
        self,
        screens: "Callable[[], Sequence[Screen]]",
        clock: "Clock",
        doors: Doors,
        device: Device,
        *,
        restart: "Callable[[bytes, str], None] | None" = None,
    ) -> None:
        """Take what begins the process anew after a hard lock (place of the window, words of the lock).

        Without it the same process asks again for the passphrase.
        """
        super().__init__()
        self.setWindowTitle("CareNurse")
        self._screens, self._clock, self._doors, self._device = screens, clock, doors, device
        device.pages_wanted.connect(self.rebuild)
        self.failures = Failures(self._say_failure, write_down)
        self.store = StoreThread(self.failures.tell, self)
        self._turning = Turning(self.store, clock, self._turn, self.failures.tell, self)
        self.workplace: Workplace | None = None
        self.attendants: Attendants | None = None
        self.guard: LockGuard | None = None
        """Watches over the open vault; none while it is closed."""
        self._restart = restart
        self._delay: SleepDelay | None = None
        """What the laptop waits for while the vault is being closed."""
        self._rebuild_due = False
        self._last_save: LastSave | None = None
        self._painted, self._looks = False, False
        self.ahead: Ahead | None = None
        """Makes ready what comes next, after the first picture."""
        self._pages = QStackedLayout(self)
        wide, high = theme().tokens.breakpoint["target"]
        self.resize(QSize(wide, high).boundedTo(self.screen().availableGeometry().size()))
        self._ask_in("")

    def _ask_in(self, locked: str) -> None:
        """Put a start page in front."""
        self.start_page = StartPage(locked)
        self.start = Start(self.start_page, self.store, self._doors, self._begin, self.failures.tell)
        self.start_page.attend(self.start, self._print_code)
        self._pages.addWidget(self.start_page)
        self._pages.setCurrentWidget(self.start_page)

    def come_back(self, geometry: bytes, locked: str) -> None:
        """Stand where the window of the process before stood, and say when and why it was locked."""
        self.restoreGeometry(geometry)
        self._let_go(self.start_page)
        self._ask_in(locked)

    def look(self) -> None:
        """Show at once what is most likely, then look for the vault and load what opens it."""
        self.start.expect(self._doors.likely())
        self._looks = True
        QTimer.singleShot(_LONGEST_WAIT_MS, self, self._search)

    def _search(self) -> None:
        if self.store.ended or not self._looks:
            return
        self._looks = False
        self._device.take_keys(self)
        self._ask_own_parts()
        self.start.look()
        self._load_ahead()

    def _ask_own_parts(self) -> None:
        from ui.shell.none_kept import keeps_none  # noqa: PLC0415  after the first picture

        self._doors.window_is_sound = keeps_none()

    def _load_ahead(self) -> None:
        if self.ahead is None:
            from ui.shell.ahead import Ahead  # noqa: PLC0415  after the first picture

            self.ahead = Ahead(self.store, self._navigation, self)
        self.ahead.begin()

    def _navigation(self) -> "Navigation | None":
        return self.workplace.navigation if self.workplace is not None else None

    def explore(self) -> None:
        """Open the demo without asking."""
        self._device.take_keys(self)
        self._ask_own_parts()
        self.start_page.show_create()
        self.start.explore()

    def _begin(self, opened: Opened) -> None:
        """Ask where the nurse was, while the start page still stands."""
        from carenurse.app.coming_back import where_to  # noqa: PLC0415  after the first picture

        now = self._clock.now()
        self.start_page.setEnabled(False)
        self.store.run(
            lambda records: where_to(records, now),
            lambda there: self._enter(opened, there),
            lambda problem: (self._enter(opened, None), self.failures.tell(problem)),
        )

    def _enter(self, opened: Opened, there: "ReturnTo | None") -> None:
        """Put the workplace of this sitting in front; the start page goes, and with it what was typed."""
        from ui.shell.attendants import Attendants  # noqa: PLC0415  loaded by now

        if self.attendants is None:
            told = self.failures.tell
            self.attendants = Attendants(self.store, self._clock, told, self.kept_workplace, self)
            self.attendants.emptied.connect(partial(self.shut, ""))
        self.attendants.begin(opened)
        workplace = self._put_workplace(self.attendants)
        self._let_go(self.start_page)
        workplace.begin(there)
        workplace.offer_open_forms(there)
        workplace.show_saved(opened.saved)
        for warning in opened.warnings:
            workplace.show_warning(warning)
        if opened.by_recovery:
            workplace.offer_new_passphrase()
        workplace.ask_for_code(acknowledged=bool(opened.recovery_code))
        self.winId()
        self.windowHandle().installEventFilter(self)
        self._watch_over(opened)
        self._load_ahead()
        self.opened.emit()

    def _put_workplace(self, attendants: "Attendants") -> "Workplace":
        from ui.shell.workplace import Workplace  # noqa: PLC0415  loaded by now

        workplace = Workplace(
            self._screens(),
            self.store,
            self._clock,
            self.failures.tell,
            self._device,
            keys=attendants.keys,
            care=attendants.care,
            runs=attendants.runs,
            lease=attendants.lease,
        )
        if attendants.runs is not None:
            attendants.runs.ended.connect(workplace.refresh_status)
        workplace.lock_wanted.connect(self.cover)
        workplace.family_proof_wanted.connect(self._ask_for_family)
        self._pages.addWidget(workplace)
        self._pages.setCurrentWidget(workplace)
        self.workplace = workplace
        return workplace

    def _watch_over(self, opened: Opened) -> None:
        from ui.shell.last_save import LastSave  # noqa: PLC0415  loaded by now
        from ui.shell.lock_guard import LockGuard  # noqa: PLC0415
        from ui.shell.lock_proof import Sitting  # noqa: PLC0415

        self.guard = LockGuard(
            self,
            self,
            self.store,
            clock=self._clock,
            device=self._device,
            failures=self.failures,
            sitting=Sitting(demo=opened.demo),
        )

        self._last_save = LastSave(self.guard, self.close, self._tell_unsaved)

    def _tell_unsaved(self) -> None:
        if self.workplace is not None:
            self.workplace.show_warning(
                tr("Not everything could be saved. Close again within a minute to leave without it.")
            )

    def _ask_for_family(self) -> None:
        if self.guard is not None and self.workplace is not None:
            self.guard.ask_over(self.workplace, self.workplace.family.leave)

    @property
    def covered(self) -> bool:
        """Say whether a cover stands before the open vault."""
        return self.guard is not None and self.guard.cover is not None

    def cover(self) -> None:
        """Cover the window at once; the PIN of this sitting or the passphrase lifts the cover."""
        if self.guard is not None:
            self.guard.lock()

    def lock(self) -> None:
        """Cover the window at once, keep what was typed, close the vault."""
        if self.guard is not None:
            self.guard.close("key")

    def kept_workplace(self) -> "Workplace | None":
        """Give the workplace of this sitting, covered or not."""
        return self.workplace

    def put_cover(self, cover: QWidget, /) -> None:
        """Put the cover in the place of the workplace: nothing of it is left in the window."""
        self._pages.addWidget(cover)
        self._pages.setCurrentWidget(cover)
        if self.attendants is not None:
            self.attendants.covered()
        if self.workplace is not None:
            self._pages.removeWidget(self.workplace)
            self.workplace.setParent(None)

    def lift_cover(self, cover: QWidget, /) -> None:
        """Put the workplace back and let the cover go."""
        if self.workplace is not None:
            self._pages.addWidget(self.workplace)
            self._pages.setCurrentWidget(self.workplace)
        self._let_go(cover)
        if self._rebuild_due:
            self._rebuild_due = False
            QTimer.singleShot(0, self, self.rebuild)

    def shut(self, words: str, /) -> None:
        """Ask for the passphrase from now on, and close the vault."""
        workplace, self.workplace = self.workplace, None
        guard, self.guard, self._last_save = self.guard, None, None
        if self.attendants is not None:
            self.attendants.end()
        self._ask_in(words)
        if guard is not None:
            guard.stop()
            self._delay = guard.signals.delay
            if guard.cover is not None:
                self._let_go(guard.cover)
        if workplace is not None:
            self._let_go(workplace)
        self.store.close(partial(self._locked, words), partial(self._locked_badly, words))

    def _locked_badly(self, words: str, problem: Exception) -> None:
        """Ask for the passphrase all the same: the keys are forgotten, the next opening mends the rest."""
        trouble = problem if isinstance(problem, ExpectedError) else None
        self.failures.tell(problem)
        self._locked(f"{words}. {trouble.sentence}" if trouble else words)
        self.failures.tell(problem)

    def _locked(self, words: str) -> None:
        self._let_sleep()
        if self._restart is not None:
            self._restart(bytes(self.saveGeometry().data()), words)
        self.start.expect(self._doors.likely())
        self.start.look()
        self.locked.emit()

    def _let_sleep(self) -> None:
        """Let the laptop sleep: the vault is closed."""
        delay, self._delay = self._delay, None
        if delay is not None:
            delay.let_go()

    def _let_go(self, page: QWidget) -> None:
        self._pages.removeWidget(page)
        page.hide()
        page.deleteLater()

    def rebuild(self) -> None:
        """Make all pages anew, after a change of zoom or language, once everything sent was kept."""
        workplace = self.workplace
        if workplace is None:
            self._let_go(self.start_page)
            self._ask_in("")
            self.look()
            return
        if self.covered:
            self._rebuild_due = True
            return
        workplace.keep(None, lambda kept: self._rebuild(workplace, kept=kept))

    def _rebuild(self, before: "Workplace", *, kept: bool) -> None:
        if self.workplace is not before or self.attendants is None:
            return
        if self.covered:
            self._rebuild_due = True
        elif not kept:
            QTimer.singleShot(_SAVE_AGAIN_MS, self, self.rebuild)
        else:
            there = self._turning.leave(before)
            after = self._put_workplace(self.attendants)
            self._turning.carry_over(before, after)
            self._let_go(before)
            after.begin(there)

    def _turn(self) -> None:
        """Make all pages anew, where there are any: something else may be seen now."""
        if self.workplace is not None:
            self.rebuild()
        else:
            self.store.narrowing.agree()

    def _say_failure(self, sentence: str, remedy: str, *, broken: bool, until_saved: bool = False) -> None:
        if self.workplace is not None:
            self.workplace.show_failure(sentence, remedy, broken=broken, until_saved=until_saved)
        else:
            self.start_page.show_refusal(sentence, remedy)

    def _print_code(self) -> None:
        opened = self.start.opened
        if opened is not None:
            made = self._clock.now()
            self.store.work(
                lambda: recovery_pages(opened.recovery_code, opened.nurse, opened.vault_id, made),
                lambda pages: print_recovery_pages(pages, self, self.failures.tell),
            )

    @override
    def eventFilter(self, watched: QObject, event: "QEvent") -> bool:
        """Take every key and movement as a sign of life."""
        if self.guard is not None and event.isInputEvent():
            self.guard.alive()
        return super().eventFilter(watched, event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Begin what waits for the picture; the pages draw everything that is seen."""
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self, self.first_picture.emit)
        if self._looks:
            QTimer.singleShot(0, self, self._search)

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep what was typed and close the vault before the window goes; stay if something was not kept."""
        if self._last_save is None or self.store.ended or self._last_save.lets_go():
            self._end()
            super().closeEvent(event)
        else:
            event.ignore()

    def _end(self) -> None:
        if self.guard is not None:
            self.guard.stop()
            self._delay = self.guard.signals.delay
        if self.attendants is not None:
            self.attendants.end()
        self.store.end()
        self._let_sleep()
        if self.covered and self.workplace is not None:
            self.workplace.deleteLater()
