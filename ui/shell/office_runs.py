"""Runs between laptop and office: when a connection appears, after a signed visit, by the clock, on demand.

A run works beside the store's own thread, holds the record for one commit point at a time, and is broken off
at once, also while it waits for the office, when the vault is closed. No save ever waits for the network.
Where the office ordered it, the run empties the laptop: then there is no vault any more.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from carenurse.errors import ExpectedError
from carenurse.translations import tr
from ui.shell.store_thread import StoreThread

if TYPE_CHECKING:
    from carenurse.app.open_vault import OpenVault
    from carenurse.app.ports import Clock
    from carenurse.app.sync_office import Office
    from carenurse.app.sync_run import Cord, OpenWire, RunProgress, RunResult, RunState, StandingNetwork

EVERY_MS = 15 * 60 * 1000
"""How often the office is asked by itself."""
_SOON_MS = 5_000
"""After a connection appeared or a visit was signed: others may follow at once."""


def _nothing(_cord: "Cord") -> None:
    """Do nothing where nothing stands on the screen."""


class OfficeRuns(QObject):
    """One run at a time; ``ended`` when one did, whatever became of it.

    ``wiped`` instead, with when and how, when the laptop was emptied: its vault is closed and gone. ``hush``
    is called before that, on the run's own thread: it brings what stands on the screen into the record and
    lets nobody type any more. It hears by the run's cord that nothing is wanted any more.
    """

    ended = Signal()
    wiped = Signal(object)
    _stepped = Signal(object)

    def __init__(
        self,
        store: StoreThread,
        clock: "Clock",
        parent: QObject,
        *,
        connect: "Callable[[Office], OpenWire] | None" = None,
    ) -> None:
        """Take how an office is reached; None: over the network."""
        super().__init__(parent)
        self._store, self._clock = store, clock
        self._network = _Network()
        self._connect = connect or self._network
        self._progress: RunProgress | None = None
        self._result: RunResult | None = None
        self.hush: Callable[[Cord], object] = _nothing
        self._hear: Callable[[RunState], object] | None = None
        self._cord: Cord | None = None
        self._on = False
        self._by_itself = False
        self._next = QTimer(self)
        self._next.setSingleShot(True)
        self._next.timeout.connect(self._start_by_itself)
        self._stepped.connect(self._step)
        self._watch_connection()

    def _watch_connection(self) -> None:
        from PySide6.QtNetwork import QNetworkInformation  # noqa: PLC0415  after the first picture

        if QNetworkInformation.loadDefaultBackend():
            information = QNetworkInformation.instance()
            information.reachabilityChanged.connect(self._reached)

    def _reached(self, reachability: object) -> None:
        self.disconnect_from_office()
        if getattr(reachability, "name", "") == "Online":
            self.soon()

    # the sitting

    def begin(self) -> None:
        """Ask the office now and then from now on."""
        self._on, self._result = True, None
        self.soon()

    def end(self) -> None:
        """Ask no more: the vault is being closed."""
        self._on = False
        self._next.stop()
        self.stop()
        self.disconnect_from_office()
        self._hear = None
        self._progress = None

    def disconnect_from_office(self) -> None:
        """End the connection that rests between two runs: a lock, another network, the end."""
        self._network.end()

    def soon(self) -> None:
        """Ask shortly: something was signed, or a connection appeared."""
        if self._on and self._progress is None:
            self._next.start(_SOON_MS)

    # what a screen may do

    @property
    def state(self) -> "RunState":
        """Where they are."""
        from carenurse.app.sync_run import RunState  # noqa: PLC0415  not needed at the start

        return RunState(self._progress, self._result)

    def watch(self, hear: "Callable[[RunState], object] | None") -> None:
        """Have one page hear of every change."""
        self._hear = hear

    def start(self) -> None:
        """Send and receive now."""
        self._by_itself = False
        self._start()

    def _start_by_itself(self) -> None:
        self._by_itself = True
        self._start()

    def _start(self) -> None:
        from carenurse.app.sync_run import Cord, RunProgress  # noqa: PLC0415

        if not self._on or self._store.ended or self._progress is not None:
            return
        self._next.stop()
        cord = self._cord = Cord()
        self._progress = RunProgress(tr("Looking for the office"), 0, 0, 0)
        self._tell()
        self._store.beside(lambda vault, go_on: self._run(vault, go_on, cord), self._done, self._failed)

    def stop(self) -> None:
        """Stop the run now; what was under way counts as sent without an answer."""
        if self._cord is not None:
            self._cord.pull()

    def _run(self, vault: "OpenVault", go_on: Callable[[float], object], cord: "Cord") -> "RunResult":
        """Run on the thread beside; ``go_on`` ends it when the vault is closed."""
        from carenurse.app.meeting import meet  # noqa: PLC0415  loads what speaks to offices

        def step(progress: "RunProgress") -> bool:
            go_on(0.0)
            self._stepped.emit(progress)
            return not cord.is_pulled

        return meet(vault, self._connect, self._clock, step, cord, hush=lambda: self.hush(cord))

    def _step(self, progress: "RunProgress") -> None:
        if self._progress is not None:
            self._progress = progress
            self._tell()

    def _done(self, result: "RunResult") -> None:
        if not self._on:
            return
        self._progress, self._result = None, result
        if result.wiped is not None:
            self.end()
            self.wiped.emit(result.wiped)
            return
        wait = EVERY_MS if result.again is None else max(_SOON_MS, int(result.again * 1000))
        self._rest(wait)

    def _failed(self, problem: Exception) -> None:
        if not self._on:
            return
        self._progress = None
        self._rest(EVERY_MS)
        if not isinstance(problem, ExpectedError):
            raise problem
        if not self._by_itself:
            self._result = self._refusal(problem)
            self._tell()

    def _refusal(self, problem: ExpectedError) -> "RunResult":
        from carenurse.app.sync_run import RunResult  # noqa: PLC0415

        return RunResult(
            good=False, sentence=problem.sentence, remedy=problem.remedy, ended=self._clock.now()
        )

    def _rest(self, wait: int) -> None:
        if self._on:
            self._next.start(wait)
        self._tell()
        self.ended.emit()

    def _tell(self) -> None:
        if self._hear is not None:
            self._hear(self.state)


class _Network:
    """Reaches an office over the network; what knows how is loaded with the first run."""

    def __init__(self) -> None:
        self._standing: StandingNetwork | None = None

    def __call__(self, office: "Office") -> "OpenWire":
        """Give the way to an office, the one that still stands where there is one."""
        from carenurse.app.sync_run import StandingNetwork  # noqa: PLC0415  loads the network's library

        self._standing = self._standing or StandingNetwork()
        return self._standing(office)

    def end(self) -> None:
        """Disconnect."""
        if self._standing is not None:
            self._standing.end()
