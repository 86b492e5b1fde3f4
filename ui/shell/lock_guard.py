"""Watches over one sitting: covers the window, lifts the cover for the same nurse, has the vault closed.

A cover is first of all a cover: it stands before anything is saved, closed or asked. Whatever was typed is
saved behind it. A vault is closed when all is saved; until then it stays covered, and tries again.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from carenurse.app.coming_back import keep_return
from carenurse.app.locking import Idleness, Sleep
from carenurse.app.locking_trail import Why, note_lock, note_unlock
from carenurse.app.ports import Clock, Records
from carenurse.translations import tr
from ui.shell.clipboard_guard import ClipboardGuard
from ui.shell.device import Device
from ui.shell.failures import Failures
from ui.shell.lock_card import LockCard
from ui.shell.lock_cover import Cover
from ui.shell.lock_cursor import Cursor, cursor_in
from ui.shell.lock_dialogs import dismiss_dialogs
from ui.shell.lock_proof import Proof, Sitting, Way
from ui.shell.lock_signals import SystemSignals
from ui.shell.store_thread import StoreThread

if TYPE_CHECKING:
    from ui.shell.workplace import Workplace

LOOK_EVERY_MS = 1_000
RETRY_MS = 5_000
"""After a save that failed behind the cover."""


class House(Protocol):
    """What the guard needs of the window."""

    def kept_workplace(self) -> "Workplace | None":
        """Give the workplace of this sitting, covered or not."""
        ...

    def put_cover(self, cover: QWidget, /) -> None:
        """Put the cover in the place of the workplace, which stands nowhere until it is lifted."""
        ...

    def lift_cover(self, cover: QWidget, /) -> None:
        """Put the workplace back and let the cover go."""
        ...

    def shut(self, words: str, /) -> None:
        """Close the vault; the words say when and why."""
        ...


class LockGuard(QObject):
    """One for each sitting; ``stop`` when the vault is closed."""

    def __init__(
        self,
        house: House,
        window: QWidget,
        store: StoreThread,
        *,
        clock: Clock,
        device: Device,
        failures: Failures,
        sitting: Sitting,
        idle: Idleness | None = None,
        sleep: Sleep | None = None,
    ) -> None:
        super().__init__(window)
        self._house, self._window, self._store = house, window, store
        self._clock, self._device, self._failures = clock, device, failures
        self.sitting = sitting
        self.cover: Cover | None = None
        self._asking: LockCard | None = None
        self.kept = True
        """Whether all that was typed before the cover came is saved."""
        self._closing: Why | None = None
        self._lifts: Way | None = None
        self._cursor: Cursor | None = None
        self.idle = idle or Idleness(*self._times())
        self.sleep = sleep or Sleep()
        self.clipboard = ClipboardGuard(lambda: device.settings().clipboard_seconds, self)
        self.signals = SystemSignals(self)
        self.signals.sleeps.connect(lambda: self.close("sleep"))
        self.signals.locked.connect(lambda: self.close("screen"))
        self.signals.begin(int(window.winId()))
        self._watch = QTimer(self)
        self._watch.timeout.connect(self.look)
        self._watch.start(LOOK_EVERY_MS)
        self._retry = QTimer(self)
        self._retry.setSingleShot(True)
        self._retry.timeout.connect(self._save)

    def _times(self) -> tuple[float, float]:
        settings = self._device.settings()
        return settings.locks_after_minutes * 60.0, settings.closes_after_minutes * 60.0

    def alive(self) -> None:
        """Take a key or a movement as a sign of life; on the cover anybody may press keys."""
        if self.cover is None:
            self.idle.alive()

    def look(self) -> None:
        """Do what is due: asked every second."""
        self.idle.wait(*self._times())
        if self.sleep.happened():
            self.close("sleep")
        elif (due := self.idle.due()) == "close":
            self.close("idle")
        elif due == "cover":
            self.lock("idle")
        if self.cover is not None:
            dismiss_dialogs(self._window)

    def lock(self, why: Why = "key") -> None:
        """Cover the window at once, then save what was typed."""
        workplace = self._house.kept_workplace()
        if self.cover is not None or workplace is None:
            return
        self._cursor = cursor_in(workplace)
        self._lifts = None
        self.cover = cover = Cover(self._words(why))
        self._house.put_cover(cover)
        cover.repaint()
        self._attend(cover.card, self._proven)
        cover.card.left.connect(lambda: self.close("key"))
        dismiss_dialogs(self._window)
        self.clipboard.forget()
        if self._closing is None:
            self._note(lambda records: note_lock(records, why, closed=False))
        self._save()

    def _attend(self, card: LockCard, proven: Callable[[Way], object]) -> None:
        proof = Proof(
            card,
            self.sitting,
            self._store,
            proven=proven,
            exhausted=lambda: self.close("tries"),
            failed=self._failures.tell,
        )
        card.attend(proof)

    def ask_over(self, page: QWidget, proven: Callable[[], object]) -> None:
        """Ask over a page whether it is the nurse: before the family view is left. Esc stays in it."""
        if self.cover is not None or self._asks_over(page):
            return
        card = LockCard(
            tr("Leave the family view"),
            tr("Everybody on your list can be seen again after that."),
            acts=tr("Show everybody"),
            leaves=tr("Stay in it"),
            escapes=True,
            parent=page,
        )
        self._asking = card
        before = cursor_in(page)

        def go() -> None:
            self._asking = None
            card.hide()
            card.deleteLater()
            before.restore()

        self._attend(card, lambda _way: (go(), proven()))
        card.left.connect(go)
        card.show()
        card.stand_in_the_middle()

    def _asks_over(self, page: QWidget) -> bool:
        """Say whether the question stands already; one over pages that were made anew since does not."""
        asking = self._asking
        return asking is not None and isValid(asking) and asking.parent() is page

    def close(self, why: Why) -> None:
        """Close the vault: covered at once, closed when all is saved."""
        if self._closing is not None:
            return
        self._closing = why
        if self.cover is None:
            self.lock(why)
        elif self.kept:
            self._shut()
        else:
            self._insist()

    def _save(self) -> None:
        self.kept = False
        self.keep(self._saved)

    def keep(self, then: Callable[[bool], object]) -> None:
        """Send what was typed, what stands in an open form too; then hears whether all of it was kept."""
        workplace = self._house.kept_workplace()
        if workplace is not None:
            cursor = self._cursor if self.cover is not None and self._cursor else cursor_in(workplace)
            workplace.keep(workplace.whereabouts(cursor), then)

    def _saved(self, well: bool) -> None:  # noqa: FBT001  the answer itself
        self.kept = well
        if self.cover is None:
            return
        if not well:
            self.cover.show_unsaved()
            self._retry.start(RETRY_MS)
            if self._closing is not None:
                self._insist()
        else:
            self.cover.show_saved()
        if well and self._closing is not None:
            self._shut()
        elif self._lifts is not None:
            self._lift(self._lifts)
        elif well:
            self._store.whole(lambda vault, _share: vault.checkpoint(), _nothing, _nothing)

    def _insist(self) -> None:
        """Ask for the passphrase, as a closed vault would: it cannot be closed while words are unsaved.

        A PIN that was right meanwhile lifts nothing any more.
        """
        if self.cover is not None and not self.sitting.demo:
            self.sitting.pin = None
            self._lifts = None if self._lifts == "pin" else self._lifts
            self.cover.card.ask_passphrase(pin_too=False)

    def _proven(self, way: Way) -> None:
        """Lift the cover when what was typed has been saved, or could not be; not from a closing vault."""
        if self._closing is not None and (self.kept or way == "pin"):
            return
        self._lifts = way
        if self.kept or self._retry.isActive():
            self._lift(way)

    def _lift(self, way: Way) -> None:
        cover, self.cover, self._lifts, self._closing = self.cover, None, None, None
        if cover is None:
            return
        self._retry.stop()
        self._house.lift_cover(cover)
        if self._cursor is not None:
            self._cursor.restore()
        self.idle.alive()
        self._note(lambda records: note_unlock(records, way))
        if (workplace := self._house.kept_workplace()) is not None:
            workplace.open_forms.again()

    def _shut(self) -> None:
        why: Why = self._closing or "key"
        workplace = self._house.kept_workplace()
        there = workplace.whereabouts(self._cursor) if workplace is not None and self._cursor else None
        self._watch.stop()
        self.clipboard.forget()

        def job(records: Records) -> None:
            if there is not None:
                keep_return(records, there)
            note_lock(records, why, closed=True)

        words = self._words(why)
        self._store.run(job, lambda _done: self._house.shut(words), lambda _full: self._house.shut(words))

    def _note(self, job: Callable[[Records], object]) -> None:
        self._store.run(job, failed=_nothing)  # a full disk is no reason to stay open or closed

    def stop(self) -> None:
        """Watch no longer, and listen to nothing."""
        self.signals.stop()
        self._watch.stop()
        self._retry.stop()
        self.clipboard.stop()

    def _words(self, why: Why) -> str:
        time = f"{self._clock.now():%H:%M}"
        return {
            "key": tr("Locked {time}", time=time),
            "idle": tr("Locked {time}, nobody was here", time=time),
            "sleep": tr("Locked {time}, the laptop slept", time=time),
            "screen": tr("Locked {time}, with the screen", time=time),
            "tries": tr("Locked {time}, five wrong tries", time=time),
        }[why]


def _nothing(_anything: object) -> None:
    """Nobody waits for this."""
