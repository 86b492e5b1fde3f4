"""A process in which everything that commands need is loaded, and which becomes a copy of itself for each.

Python and the libraries take most of a command's time to start; a copy begins where all of it is done. From
there on it is a process as any other: words, environment, folder, standard streams and exit status of its
own, and the whole of ``python -m carenurse``. That each command also finds its own modules in an empty
process, ``test_loading.py`` sees.
"""

import gc
import json
import os
import pkgutil
import runpy
import socket
import sys
from importlib import import_module
from typing import TypedDict

from carenurse.app import command_line

_PART = 65_536
"""Bytes that are read at once of a request, which is one line: the words and the environment."""
_ALSO = (
    "carenurse.office.running",
    "carenurse.documents.family_summary",
    "httpx",
    "uvicorn",
)
"""What commands load only once they are asked for it."""


class Request(TypedDict):
    """What is asked for with each message."""

    words: list[str]
    environment: dict[str, str]


def main() -> None:
    """Load everything, then become one command for each request on the socket that the words name."""
    for module in pkgutil.iter_modules(command_line.__path__, "carenurse.app.command_line."):
        import_module(module.name)
    for name in _ALSO:
        import_module(name)
    gc.freeze()
    asked = socket.socket(fileno=int(sys.argv[1]))
    words = _next_command(asked)
    if words is not None:
        sys.argv = ["carenurse", *words]
        runpy.run_module("carenurse", run_name="__main__", alter_sys=True)


def _next_command(asked: socket.socket) -> list[str] | None:
    """Return its words in a copy of this process for each request; in this one None, once nobody asks."""
    while True:
        begun, streams, _flags, _address = socket.recv_fds(asked, _PART, 4)
        if not begun:
            break
        request = _whole(asked, begun)
        if os.fork() == 0:
            asked.close()
            return _become(json.loads(request), streams)
        for stream in streams:
            os.close(stream)
    while _one_is_left():
        pass
    return None


def _whole(asked: socket.socket, begun: bytes) -> bytes:
    """Read on to the end of the line. Raises EOFError where whoever asks goes in the middle of it."""
    while not begun.endswith(b"\n"):
        part = asked.recv(_PART)
        if not part:
            raise EOFError
        begun += part
    return begun


def _one_is_left() -> bool:
    try:
        os.wait()
    except ChildProcessError:
        return False
    return True


def _become(request: Request, streams: list[int]) -> list[str]:
    """Fork once more, and return the words in the new process; the old one tells its number and its end."""
    *standard, told = streams
    command = os.fork()
    if command:
        for stream in standard:
            os.close(stream)
        os.write(told, f"{command}\n".encode())
        status = os.waitstatus_to_exitcode(os.waitpid(command, 0)[1])
        os.write(told, f"{status}\n".encode())
        os._exit(0)
    for number, stream in enumerate(standard):
        os.dup2(stream, number)
    for stream in streams:
        os.close(stream)
    sys.stdin, sys.stdout = os.fdopen(0, closefd=False), os.fdopen(1, "w", closefd=False)
    sys.stderr = os.fdopen(2, "w", buffering=1, errors="backslashreplace", closefd=False)
    os.environ.clear()
    os.environ.update(request["environment"])
    return request["words"]


if __name__ == "__main__":
    main()
