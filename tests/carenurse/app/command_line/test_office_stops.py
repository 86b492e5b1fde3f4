"""An office is stopped as a service manager does it: once or twice, with a laptop in mid-word."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.carenurse.app.command_line.conftest import ROOT
from tests.carenurse.app.command_line.serving import Opening

HEAD = b"POST /fhir/$enrol HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n"
BEGUN = b"HTTP/1.1 100 "
"""What the office says to who asks before the rest: from here on it is in the middle of a word."""


@pytest.mark.parametrize(("rest", "answered"), [(b"}", b"HTTP/1.1 4"), (b"", b"")], ids=["goes on", "stops"])
def test_an_office_that_is_told_twice_to_stop_hears_the_word_out_but_not_for_ever(
    opening: Opening, tmp_path: Path, rest: bytes, answered: bytes
) -> None:
    homes = {name: str(tmp_path) for name in ("HOME", "USERPROFILE", "LOCALAPPDATA", "APPDATA")}
    words = [sys.executable, "-m", "carenurse", "office", "serve", "--plain", "--port", "0"]
    with subprocess.Popen(
        [*words, *map(str, opening)],
        cwd=ROOT,
        env={**os.environ, **homes},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as process:
        assert process.stdout is not None
        port = int(process.stdout.readline().split("localhost:")[1].split("/")[0])
        with socket.create_connection(("127.0.0.1", port)) as laptop:
            laptop.sendall(HEAD)
            assert laptop.recv(100).startswith(BEGUN)
            laptop.sendall(b"{")
            process.terminate()
            said = process.stdout.readline()
            process.terminate()
            laptop.sendall(rest)
            told = laptop.recv(100)
            left, faults = process.communicate(timeout=60)

    assert said == "The office closes.\n"
    assert told.startswith(answered)
    assert (left, faults, process.returncode) == ("", "", 0)
