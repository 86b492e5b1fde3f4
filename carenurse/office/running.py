"""An office put together: record, thread, certificate, server and desk."""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from carenurse.clinical.fhir import Resource
from carenurse.errors import BugError
from carenurse.office.certificate import certificate_of
from carenurse.office.desk import Desk, at_the_desk
from carenurse.office.office import Office
from carenurse.office.serving import Place, Serving
from carenurse.office.store_thread import StoreThread
from carenurse.office.web import Web
from carenurse.store.records import StoredRecords


@dataclass(frozen=True, slots=True)
class Wishes:
    """How an office is to serve. ``names``: what laptops may call this computer. ``plain``: no encryption."""

    folder: Path
    key_id: str
    place: Place
    names: tuple[str, ...] = ()
    plain: bool = False


class Running:
    """One serving office; ``fingerprint`` is empty where it serves without encryption."""

    def __init__(
        self,
        records: object,
        wishes: Wishes,
        now: Callable[[], datetime],
        note_fault: Callable[[Exception], str],
    ) -> None:
        kept = _stored(records)
        with ExitStack() as undoing:
            thread = StoreThread()
            undoing.callback(thread.end)
            office = thread.wait_for(lambda: Office(kept, wishes.key_id, now))
            certificate = None if wishes.plain else certificate_of(kept, wishes.names, now())
            self.fingerprint = certificate.fingerprint if certificate else ""
            context = certificate.context() if certificate else None
            self._serving = Serving(Web(office, thread, note_fault).app(), wishes.place, context)
            devices = office.served.devices
            desk = Desk(wishes.folder, lambda asked: thread.wait_for(lambda: at_the_desk(devices, asked)))
            self._serving.start()
            undoing.callback(self._serving.stop)
            desk.open()
            undoing.callback(desk.close)
            self._ending = undoing.pop_all()

    @property
    def port(self) -> int:
        """The port on which it listens."""
        return self._serving.port

    def wait(self) -> None:
        """Wait until it stops by itself; KeyboardInterrupt comes through."""
        self._serving.wait()

    def stop(self) -> None:
        """Answer what was asked, then stop."""
        self._ending.close()


def without_serving(records: object, asked: Resource) -> Resource:
    """Do at the desk what is asked while the office does not serve."""
    return at_the_desk(_stored(records).served().devices, asked)


def _stored(records: object) -> StoredRecords:
    if not isinstance(records, StoredRecords):
        message = "an office serves the record itself"
        raise BugError(message)
    return records
