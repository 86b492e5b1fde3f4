"""Starting ``carenurse`` in a process of its own: a copy of a loaded one, where the system can make it."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from select import select
from tempfile import TemporaryFile
from typing import IO, Protocol

ROOT = Path(__file__).resolve().parents[4]
Run = subprocess.CompletedProcess[str]
LONGEST = 120
"""Seconds that a command may take."""


class Running(Protocol):
    """What is asked of a command that goes on."""

    def terminate(self) -> None:
        """Ask it to end."""
        ...

    def wait(self, timeout: float) -> int:
        """Wait for its end; give its exit status."""
        ...


Start = Callable[[list[str], Mapping[str, str], IO[bytes], IO[bytes], IO[bytes]], Running]
"""Start a command with its words, environment and standard streams."""


def start_anew(
    words: list[str], environment: Mapping[str, str], given: IO[bytes], said: IO[bytes], faults: IO[bytes]
) -> Running:
    """Start it as a script does."""
    command = [sys.executable, "-m", "carenurse", *words]
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdin=given, stdout=said, stderr=faults)


class _Copy:
    """A command in a copy of the loaded process, which tells its number and, at the end, its status."""

    def __init__(self, told: int) -> None:
        self._told = os.fdopen(told, "rb", buffering=0)
        self._number = int(self._told.readline())

    def terminate(self) -> None:
        os.kill(self._number, signal.SIGTERM)

    def wait(self, timeout: float) -> int:
        with self._told:
            if not select([self._told], [], [], timeout)[0]:
                os.kill(self._number, signal.SIGKILL)
            return int(self._told.readline())


@contextmanager
def starting() -> Generator[Start]:
    """Give what starts commands; a process that is loaded stands ready meanwhile.

    Not on macOS: its own libraries may abort a copy of a process that asked them for proxies.
    """
    if sys.platform != "linux":
        yield start_anew
        return
    ours, theirs = socket.socketpair()
    words = [sys.executable, "-m", "tests.carenurse.app.command_line.loaded", str(theirs.fileno())]
    quiet = subprocess.DEVNULL
    with subprocess.Popen(words, cwd=ROOT, pass_fds=[theirs.fileno()], stdin=quiet, stdout=quiet):
        theirs.close()

        def start(
            words: list[str],
            environment: Mapping[str, str],
            given: IO[bytes],
            said: IO[bytes],
            faults: IO[bytes],
        ) -> Running:
            hears, tells = os.pipe()
            request = json.dumps({"words": words, "environment": dict(environment)}).encode() + b"\n"
            sent = socket.send_fds(ours, [request], [given.fileno(), said.fileno(), faults.fileno(), tells])
            ours.sendall(request[sent:])
            os.close(tells)
            return _Copy(hears)

        with ours:
            yield start


def ran(start: Start, words: list[str], environment: Mapping[str, str], typed: str) -> Run:
    """Run a command to its end, with lines for its standard input."""
    with TemporaryFile() as given, TemporaryFile() as said, TemporaryFile() as faults:
        given.write(typed.encode())
        given.seek(0)
        status = start(words, environment, given, said, faults).wait(LONGEST)
        return Run(words, status, _text(said), _text(faults))


def _text(written: IO[bytes]) -> str:
    written.seek(0)
    return written.read().decode("utf-8").replace(os.linesep, "\n")
