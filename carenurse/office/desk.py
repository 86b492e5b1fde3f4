"""The office's desk: whoever sits at its computer lets laptops in, lists and shuts them out, while it serves.

What ties them to the office is decided here, too: how long they open without it, a code by telephone, a wipe.

The vault belongs to the serving program alone, so that another command speaks to it over a connection of this
computer. The key to that connection is new at each start and lies in the vault's folder, for its owner only;
it opens nothing when the office does not serve.
"""

import os
import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from multiprocessing import AuthenticationError
from multiprocessing.connection import Client, Listener
from pathlib import Path
from threading import Thread
from typing import Final

from carenurse.clinical.fhir import Resource, read_json, write_json
from carenurse.clinical.shapes import as_object, as_text, as_texts
from carenurse.errors import ExpectedError
from carenurse.office import leash_desk
from carenurse.office.nurses import known_nurses, nurse_called
from carenurse.store.devices import Device
from carenurse.store.served import Served
from carenurse.translations import tr

FILE: Final = "office-desk.json"
_HERE: Final = "127.0.0.1"
_LONGEST: Final = 1_000_000
_END: Final = {"do": "end"}


def at_the_desk(served: Served, asked: Resource) -> Resource:
    """Do what is asked: ``enrol`` a nurse's laptop, list the ``devices``, ``revoke`` one, or about its leash.

    ``who`` names a nurse as people do; ``nurse`` is her id, taken as it is. Raises
    ExpectedError for what cannot be done.
    """
    match as_text(asked.get("do")):
        case "enrol":
            return _enrol(served, asked)
        case "devices":
            names = {one.id: one.name for one in known_nurses(served.nurses())}
            return {"devices": [_told(served, device, names) for device in served.devices.all()]}
        case "revoke":
            return _revoke(served, as_text(asked.get("device")))
        case _:
            return _about_a_leash(served, asked)


def _enrol(served: Served, asked: Resource) -> Resource:
    """Make a code for a nurse's laptop. Raises ExpectedError where nobody, or more than one, is meant."""
    nurse, name = as_text(asked.get("nurse")), ""
    if who := as_text(asked.get("who")):
        meant = nurse_called(known_nurses(served.nurses()), who)
        nurse, name = meant.id, meant.name
    return {"code": served.devices.invite(nurse, whole=asked.get("whole") is True), "called": name}


def _revoke(served: Served, device: str) -> Resource:
    """Shut a laptop out; ``spared``: it was to be wiped, and will not be."""
    leash = served.leashes.find(device)
    told: Resource = {"revoked": served.devices.revoke(device)}
    return {**told, "spared": True} if leash and leash.asked and not leash.done else told


def _about_a_leash(served: Served, asked: Resource) -> Resource:
    """Set the ``lease``, give a ``code`` by telephone, ask for a ``wipe`` or take that ``back``."""
    device = as_text(asked.get("device"))
    match as_text(asked.get("do")):
        case "lease":
            if isinstance(days := asked.get("days"), int):
                leash_desk.set_days(served, days)
            return {"days": served.leashes.days}
        case "code":
            return {"code": leash_desk.code_for(served, device, as_text(asked.get("challenge")))}
        case "wipe":
            do = leash_desk.take_wipe_back if asked.get("back") is True else leash_desk.ask_wipe
            return {"name": do(served, device).name}
        case _:
            return {}


def _told(served: Served, device: Device, names: Mapping[str, str]) -> Resource:
    told: Resource = {
        "id": device.identity,
        "nurse": device.nurse,
        "called": names.get(device.nurse, ""),
        "name": device.name,
        "whole": device.whole,
        "enrolled": device.enrolled.isoformat(),
        "seen": device.seen.isoformat() if device.seen else None,
        "revoked": device.revoked.isoformat() if device.revoked else None,
    }
    if (leash := served.leashes.find(device.identity)) is not None:
        moments = {"until": leash.until, "wipe": leash.asked, "told": leash.told, "wiped": leash.done}
        told |= {name: when.isoformat() for name, when in moments.items() if when is not None}
        told["elsewhere"] = leash.elsewhere
    if (mark := served.marks.find(device.identity)) is not None:
        told["mark"] = f"{mark.reached.commits}-{mark.reached.head}"
        told["noted"] = mark.noted.isoformat()
        told["older"] = mark.older.isoformat() if mark.older else None
    return told


class Desk:
    """Answers, one after the other, whoever has the key that lies in the vault's folder."""

    def __init__(
        self, folder: Path, do: Callable[[Resource], Resource], note_fault: Callable[[Exception], str]
    ) -> None:
        self._file, self._do, self._note_fault = folder / FILE, do, note_fault
        self._key = secrets.token_bytes(32)
        self._listener = Listener((_HERE, 0), authkey=self._key)
        self._thread = Thread(target=self._serve, name="office-desk", daemon=True)

    def open(self) -> None:
        """Begin to answer."""
        port = int(self._listener.address[1])
        self._file.unlink(missing_ok=True)
        descriptor = os.open(self._file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(write_json({"port": port, "key": self._key.hex()}))
        self._thread.start()

    def close(self) -> None:
        """Stop answering."""
        with suppress(OSError, EOFError, AuthenticationError):
            _ask(int(self._listener.address[1]), self._key, _END)
        self._thread.join(timeout=5)
        self._file.unlink(missing_ok=True)

    def _serve(self) -> None:
        with self._listener:
            while True:
                try:
                    connection = self._listener.accept()
                except (OSError, EOFError, AuthenticationError):
                    continue
                with connection, suppress(OSError, EOFError, ValueError):
                    asked = as_object(read_json(connection.recv_bytes(_LONGEST)))
                    ending = asked == _END
                    connection.send_bytes(write_json({} if ending else self._answer(asked)))
                    if ending:
                        return

    def _answer(self, asked: Resource) -> Resource:
        """Do what is asked; what cannot be done is told to whoever asked, and the desk stays open."""
        try:
            return self._do(asked)
        except ExpectedError as problem:
            return {"refused": [problem.sentence, problem.remedy]}
        except Exception as problem:  # noqa: BLE001 - a failure of ours closes no desk; the log has it
            code = self._note_fault(problem)
            return {
                "refused": [tr("Something broke at the office."), tr("Its log calls it {code}.", code=code)]
            }


def ask_the_desk(folder: Path, asked: Resource) -> Resource | None:
    """Ask the office that serves this vault now; None when none does.

    Raises ExpectedError where it refuses what was asked for.
    """
    try:
        found = as_object(read_json((folder / FILE).read_bytes()))
        told = _ask(int(found["port"]), bytes.fromhex(found["key"]), asked)
    except (OSError, EOFError, AuthenticationError, ValueError, KeyError):
        return None
    if refused := as_texts(told.get("refused")):
        raise ExpectedError(*refused)
    return told


def _ask(port: int, key: bytes, asked: Resource) -> Resource:
    with Client((_HERE, port), authkey=key) as connection:
        connection.send_bytes(write_json(asked))
        return as_object(read_json(connection.recv_bytes(_LONGEST)))
