"""An office is stopped as a service manager does it: once or twice, with a laptop in mid-word."""

import os
import socket
import subprocess
import sys
from pathlib import Path

from tests.carenurse.app.command_line.conftest import ROOT
from tests.carenurse.app.command_line.serving import Opening

HALF = b"POST /fhir/$enrol HTTP/1.1\r\nHost: localhost\r\nContent-Length: 90\r\n\r\n{"


def test_an_office_that_is_told_twice_to_stop_says_one_sentence(opening: Opening, tmp_path: Path) -> None:
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
            laptop.sendall(HALF)
            process.terminate()
            said = process.stdout.readline()
            process.terminate()
            rest, faults = process.communicate(timeout=60)

    assert said == "The office closes.\n"
    assert (rest, faults, process.returncode) == ("", "", 0)
