"""The one thread that owns the open vault; the window's thread never waits for it.

Jobs run one after the other in the order they were sent, so what was typed first is kept first. Every result
comes back by a queued signal. What belongs to a vault that was closed since is dropped, because its pages are
gone; a failure never is.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, runtime_checkable

from PySide6.QtCore import QObject, Qt, Signal

from carenurse.errors import BugError

if TYPE_CHECKING:  # what the first picture does not need is not loaded before it
    from concurrent.futures import Future, ThreadPoolExecutor

    from carenurse.app.ports import Records
    from carenurse.app.ways_in import WaysIn

T = TypeVar("T")


class Vault(Protocol):
    """An open vault, as ``carenurse.app.wiring`` gives it."""

    @property
    def records(self) -> "Records":
        """The open record."""
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


@dataclass(frozen=True, slots=True)
class _Arrival:
    future: "Future[Any]"
    sitting: int | None
    then: Callable[[Any], object] | None
    failed: Callable[[Exception], object]


class StoreThread(QObject):
    """Runs core calls one at a time and brings each result back to the window's thread.

    It is the ``Background`` of every presenter. ``told`` is where failures go that nobody asked to hear.
    """

    _arrived = Signal(object)

    def __init__(self, told: Callable[[Exception], object], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._told = told
        self._vault: Vault | None = None
        self._sitting = 0
        self.ended = False
        """Nothing more can be sent: the window is gone."""
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @cached_property
    def _pool(self) -> "ThreadPoolExecutor":
        """The thread itself, begun with its first job."""
        from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415  begun after the first picture

        return ThreadPoolExecutor(max_workers=1, thread_name_prefix="store")

    def run(
        self,
        job: "Callable[[Records], T]",
        then: Callable[[T], object] | None = None,
        failed: Callable[[Exception], object] | None = None,
    ) -> None:
        """Call job with the open record on the store thread, then(value) on the window's thread."""
        self._send(lambda: job(self._records()), self._sitting, then, failed)

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
            return rest

        self._send(job, None, then, failed)

    def close(self, then: Callable[[], object]) -> None:
        """Let every job end that was sent before, then close the vault. Later results are dropped."""
        self._send(self._close_vault, None, lambda _nothing: then(), None)
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

    def end(self) -> None:
        """Finish what was sent, close the vault, let the thread go. Waits: only when the window is gone.

        Twice is harmless.
        """
        if self.ended:
            return
        self.ended = True
        self._sitting += 1
        closing = self._pool.submit(self._close_vault)
        self._pool.shutdown(wait=True)
        closing.result()

    def _records(self) -> "Records":
        if self._vault is None:
            message = "no vault is open"
            raise BugError(message)
        return self._vault.records

    def _keyed(self) -> Keyed:
        if not isinstance(self._vault, Keyed):
            message = "no vault with keys is open"
            raise BugError(message)
        return self._vault

    def _close_vault(self) -> None:
        vault, self._vault = self._vault, None
        if vault is not None:
            vault.close()

    def _send(
        self,
        job: Callable[[], T],
        sitting: int | None,
        then: Callable[[T], object] | None,
        failed: Callable[[Exception], object] | None,
    ) -> None:
        future = self._pool.submit(job)
        arrival = _Arrival(future, sitting, then, failed or self._told)
        future.add_done_callback(lambda _done: self._arrived.emit(arrival))

    def _deliver(self, arrival: _Arrival) -> None:
        late = arrival.sitting is not None and arrival.sitting != self._sitting
        match arrival.future.exception():
            case None:
                if arrival.then is not None and not late:
                    arrival.then(arrival.future.result())
            case Exception() as problem:
                (self._told if late else arrival.failed)(problem)
            case stop:
                raise stop
