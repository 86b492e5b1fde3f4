"""An office put together: record, thread, certificate, server and desk."""

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from carenurse.clinical.fhir import Resource
from carenurse.clinical.shapes import as_text
from carenurse.office.at_hand import stored
from carenurse.office.certificate import certificate_of
from carenurse.office.desk import Desk, at_the_desk
from carenurse.office.office import Office
from carenurse.office.serving import Place, Serving
from carenurse.office.store_thread import StoreThread
from carenurse.office.web import Web
from carenurse.store.served import Served

Errand = Callable[[Resource], Resource]
"""What the desk is asked for by its name, done beside the serving. What it raises (ExpectedError) is told."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """How an office is to serve.

    ``names``: what laptops may call this computer. ``plain``: no encryption. ``errands``: what the desk does
    beside letting laptops in.
    """

    folder: Path
    key_id: str
    place: Place
    names: tuple[str, ...] = ()
    plain: bool = False
    errands: Mapping[str, Errand] = field(default_factory=dict[str, Errand])


class Running:
    """One serving office; ``fingerprint`` is empty where it serves without encryption."""

    def __init__(
        self,
        records: object,
        wishes: Wishes,
        now: Callable[[], datetime],
        note_fault: Callable[[Exception], str],
    ) -> None:
        kept = stored(records)
        with ExitStack() as undoing:
            thread = StoreThread()
            undoing.callback(thread.end)
            office = thread.wait_for(lambda: Office(kept, wishes.key_id, now))
            certificate = None if wishes.plain else certificate_of(kept, wishes.names, now())
            self.fingerprint = certificate.fingerprint if certificate else ""
            context = certificate.context() if certificate else None
            self._serving = Serving(Web(office, thread, note_fault).app(), wishes.place, context)
            desk = Desk(wishes.folder, _doing(office.served, thread, wishes.errands), note_fault)
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


def _doing(served: Served, thread: StoreThread, errands: Mapping[str, Errand]) -> Errand:
    """Do what is asked at the desk, and let laptops see at once what an errand brought into the record."""

    def do(asked: Resource) -> Resource:
        errand = errands.get(as_text(asked.get("do")))
        if errand is None:
            return thread.wait_for(lambda: at_the_desk(served, asked))
        told = errand(asked)
        thread.wait_for(served.look_through)
        return told

    return do


def without_serving(records: object, asked: Resource) -> Resource:
    """Do at the desk what is asked while the office does not serve."""
    return at_the_desk(stored(records).served(), asked)
