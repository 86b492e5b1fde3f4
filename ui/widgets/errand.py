"""Work for another thread, whose belongings are let go of on the window's thread and nowhere else.

Qt wants its objects destroyed on the thread they live on. A job holds what it was made of (a page, a dialog),
and whoever drops it last destroys it; were that the other thread, the program would end now and then, with
nothing to be read from. An errand therefore comes back with all that it took along.
"""

from collections.abc import Callable
from threading import Event
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal

T = TypeVar("T")
_Nothing = Callable[[], None]


class Errand(Generic[T]):
    """A job on its way to another thread and back, with what is to be told of it.

    Between ``run`` there and ``answer`` here nothing else may touch it.
    """

    __slots__ = ("_failed", "_job", "_problem", "_then", "_value")

    def __init__(
        self,
        job: Callable[[], T],
        then: Callable[[T], object],
        failed: Callable[[Exception], object],
    ) -> None:
        self._job: Callable[[], T] | None = job
        self._then: Callable[[T], object] | None = then
        self._failed: Callable[[Exception], object] | None = failed
        self._value: T | None = None
        self._problem: BaseException | None = None

    def run(self) -> None:
        """Do the job, on the other thread. Raises nothing: what is raised is kept for the answer."""
        if self._job is None:
            return
        try:
            self._value = self._job()
        except BaseException as problem:  # noqa: BLE001  its traceback holds the page too: it comes back whole
            self._problem = problem

    def answer(self) -> None:
        """Tell what came of it, on the window's thread; from then on it holds nothing.

        Raises what no program is meant to catch, such as a keyboard interrupt, where the job raised it.
        """
        then, failed, value, problem = self._then, self._failed, self._value, self._problem
        self._job = self._then = self._failed = self._value = self._problem = None
        match problem:
            case None if then is not None:
                then(value)  # pyright: ignore[reportArgumentType]  the job's own value, where it raised nothing
            case Exception() if failed is not None:
                failed(problem)
            case BaseException():
                raise problem
            case None:
                pass


class _Bell(QObject):
    """Brings an errand to the window's thread. The application owns it, so that no other thread can."""

    _rung = Signal(object)

    def __init__(self) -> None:
        super().__init__(QCoreApplication.instance())
        self._rung.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def ring(self, sent: "_Sent") -> None:
        """Bring it; called on the other thread."""
        self._rung.emit(sent)

    def _deliver(self, sent: "_Sent") -> None:
        sent.left.wait()  # for the few instructions after the ringing
        sent.bell = None
        self.deleteLater()
        sent.errand.answer()


class _Sent:
    """An errand under way."""

    __slots__ = ("bell", "errand", "left")

    def __init__(self, errand: Errand[Any]) -> None:
        self.errand = errand
        self.bell: _Bell | None = _Bell()
        self.left = Event()
        """Set when the other thread has nothing more to do with the window."""

    def go(self) -> None:
        self.errand.run()
        if self.bell is not None:
            self.bell.ring(self)
        self.left.set()


def send(errand: Errand[Any], start: Callable[[_Nothing], object]) -> None:
    """Do an errand on the thread that ``start`` finds for it; it is answered on this one."""
    start(_Sent(errand).go)
