"""The one thread that owns the open vault; the window's thread never waits for it.

Jobs run one after the other in the order they were sent, so what was typed first is kept first. Every result
comes back by a queued signal. What belongs to a vault that was closed since is dropped, because its pages are
gone; a failure never is. What a job holds of the window is let go of on the window's thread.
"""

from collections.abc import Callable
from functools import cached_property, partial
from threading import Event
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, runtime_checkable

from PySide6.QtCore import QObject, Qt, Signal

from carenurse.errors import BugError
from ui.shell.narrowing import Narrowing
from ui.shell.tidying import Tidying
from ui.widgets.errand import Errand

if TYPE_CHECKING:  # what the first picture does not need is not loaded before it
    from concurrent.futures import Future, ThreadPoolExecutor

    from carenurse.app.open_vault import OpenVault
    from carenurse.app.ports import Records
    from carenurse.app.ways_in import WaysIn

T = TypeVar("T")
Progress = Callable[[float], object]
"""Hears from 0 to 1 how much of a long work is done."""


class LeftUndoneError(Exception):
    """A work beside the store was stopped, because the vault is being closed. Nobody needs to be told."""


class Vault(Protocol):
    """An open vault, as ``carenurse.app.wiring`` gives it."""

    @property
    def records(self) -> "Records":
        """The open record."""
        ...

    @property
    def in_reach(self) -> "Records":
        """What of it screens may see now."""
        ...

    def close(self) -> None:
        """Close the database and forget the key."""
        ...


@runtime_checkable
class Keyed(Vault, Protocol):
    """An open vault whose passphrase and recovery code can be changed."""

    @property
    def ways_in(self) -> "WaysIn":
        """What opens it."""
        ...


class StoreThread(QObject):
    """Runs core calls one at a time and brings each result back to the window's thread.

    It is the ``Background`` of every presenter. ``told`` is where failures go that nobody asked to hear.
    """

    _arrived = Signal(object)
    _went_on = Signal(object, float)

    def __init__(self, told: Callable[[Exception], object], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._told = told
        self.narrowing = Narrowing(parent=self)
        """What jobs see of the record, where they do not see all of it."""
        self._vault: Vault | None = None
        self._sitting = 0
        self._tidying = Tidying(self)
        self.ended = False
        """Nothing more can be sent: the window is gone."""
        self._beside: Future[None] | None = None
        self._has_side = False
        self._stop = Event()
        self._waiting = 0
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._went_on.connect(self._tell_share, Qt.ConnectionType.QueuedConnection)

    @cached_property
    def _pool(self) -> "ThreadPoolExecutor":
        """The thread itself, begun with its first job."""
        from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415  begun after the first picture

        return ThreadPoolExecutor(max_workers=1, thread_name_prefix="store")

    @cached_property
    def _side(self) -> "ThreadPoolExecutor":
        """A second thread, for what may take long and must make no save wait; begun with its first job."""
        from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415

        self._has_side = True
        return ThreadPoolExecutor(max_workers=1, thread_name_prefix="beside")

    @property
    def rests(self) -> bool:
        """Whether nothing was sent whose answer is still to come."""
        return self._waiting == 0

    def run(
        self,
        job: "Callable[[Records], T]",
        then: Callable[[T], object] | None = None,
        failed: Callable[[Exception], object] | None = None,
        *,
        beside: bool = False,
    ) -> None:
        """Call job with the open record on the store thread, then(value) on the window's thread.

        ``beside``: on the thread beside it, for what takes long; the vault is not closed before it has ended.
        """
        pool = self._side if beside else None
        sent = self._send(lambda: job(self._records()), self._sitting, then, failed, pool)
        if beside:
            self._beside = sent

    def open(
        self,
        opener: Callable[[], tuple[Vault, T]],
        then: Callable[[T], object],
        failed: Callable[[Exception], object],
    ) -> None:
        """Open a vault on the thread that will own it; what else the opener gives goes to ``then``."""

        def job() -> T:
            vault, rest = opener()
            self._vault = vault
            self.narrowing.begin()
            return rest

        self._send(job, None, then, failed)

    def close(self, then: Callable[[], object], failed: Callable[[Exception], object] | None = None) -> None:
        """Let every job end that was sent before, then close the vault. Later results are dropped.

        One of the two answers, whatever happens: the vault is gone either way, its keys forgotten. Without
        ``failed`` the failure is told in the one place, and ``then`` is called all the same.
        """
        self._stop.set()

        def tell(problem: Exception) -> None:
            self._told(problem)
            then()

        self._send(self._close_vault, None, lambda _nothing: then(), failed or tell)
        self._sitting += 1

    def work(
        self,
        job: Callable[[], T],
        then: Callable[[T], object],
        failed: Callable[[Exception], object] | None = None,
    ) -> None:
        """Call what needs no vault (looking for one, judging a passphrase) off the window's thread."""
        self._send(job, None, then, failed)

    def keyed(
        self,
        job: Callable[[Keyed], T],
        then: Callable[[T], object],
        failed: Callable[[Exception], object],
    ) -> None:
        """Call job with the open vault itself, to change what opens it; answers as ``run`` does."""
        self._send(lambda: job(self._keyed()), self._sitting, then, failed)

    def whole(
        self,
        job: "Callable[[OpenVault, Progress], T]",
        then: Callable[[T], object],
        failed: Callable[[Exception], object],
        progress: Progress = lambda _share: None,
    ) -> None:
        """Call job with the open vault on its own thread; everything else waits: a change of the key."""
        self._send(lambda: job(self._open_vault(), self.teller(progress)), self._sitting, then, failed)

    def beside(
        self,
        job: "Callable[[OpenVault, Progress], T]",
        then: Callable[[T], object],
        failed: Callable[[Exception], object],
        progress: Progress = lambda _share: None,
    ) -> None:
        """Call job with the open vault on a thread beside, while saves go on: a backup, a drill, a check.

        One after the other. When the vault is closed, the job is stopped at its next sign of progress.
        """
        stop, tell = self._stop, self.teller(progress)

        def go_on(share: float) -> None:
            if stop.is_set():
                raise LeftUndoneError
            tell(share)

        def begin() -> T:
            go_on(0.0)
            return job(self._open_vault(), go_on)

        self._beside = self._send(begin, self._sitting, then, failed, self._side)

    def teller(self, progress: Progress) -> Progress:
        """Bring shares to the window's thread, at most a hundred of them."""
        told = [-1]

        def tell(share: float) -> None:
            if (percent := int(share * 100)) != told[0]:
                told[0] = percent
                self._went_on.emit(progress, share)

        return tell

    def _tell_share(self, progress: Progress, share: float) -> None:
        progress(share)

    def end(self) -> None:
        """Finish what was sent, close the vault, let the threads go. Waits: only when the window is gone.

        Both threads have ended then: one that still told its result would speak to a window that is no more,
        which is the end of the whole program. Twice is harmless. A vault that does not close as it should is
        told; the next opening puts it right.
        """
        if self.ended:
            return
        self.ended = True
        self._sitting += 1
        self._stop.set()
        closing = self._pool.submit(self._close_vault)
        self._pool.shutdown(wait=True)
        if self._has_side:
            self._side.shutdown(wait=True)
        match closing.exception():
            case Exception() as problem:
                self._told(problem)
            case _:
                pass

    def _records(self) -> "Records":
        if self._vault is None:
            message = "no vault is open"
            raise BugError(message)
        return self.narrowing.pick(self._vault.in_reach)

    def _keyed(self) -> Keyed:
        if not isinstance(self._vault, Keyed):
            message = "no vault with keys is open"
            raise BugError(message)
        return self._vault

    def _open_vault(self) -> "OpenVault":
        from carenurse.app.open_vault import OpenVault  # noqa: PLC0415  loaded by now

        if self._vault is None:
            raise LeftUndoneError  # it was closed before this came to its turn
        if not isinstance(self._vault, OpenVault):
            message = "no whole vault is open"
            raise BugError(message)
        return self._vault

    def _close_vault(self) -> None:
        """Close the vault when what runs beside has let go of it."""
        if self._beside is not None:
            self._beside.exception()
        self._beside = None
        vault, self._vault = self._vault, None
        self._stop = Event()
        if vault is not None:
            vault.close()

    def _send(
        self,
        job: Callable[[], T],
        sitting: int | None,
        then: Callable[[T], object] | None,
        failed: Callable[[Exception], object] | None,
        pool: "ThreadPoolExecutor | None" = None,
    ) -> "Future[None]":
        errand = Errand(job, partial(self._show, sitting, then), partial(self._fail, sitting, failed))
        self._waiting += 1
        future = (pool or self._pool).submit(errand.run)
        future.add_done_callback(lambda _done: self._arrived.emit(errand))
        return future

    def _deliver(self, errand: Errand[Any]) -> None:
        self._waiting -= 1
        errand.answer()

    def _is_late(self, sitting: int | None) -> bool:
        return sitting is not None and sitting != self._sitting

    def _show(self, sitting: int | None, then: Callable[[T], object] | None, value: T) -> None:
        if then is not None and not self._is_late(sitting):
            then(value)

    def _fail(
        self, sitting: int | None, failed: Callable[[Exception], object] | None, problem: Exception
    ) -> None:
        if not isinstance(problem, LeftUndoneError):
            (self._told if failed is None or self._is_late(sitting) else failed)(problem)
