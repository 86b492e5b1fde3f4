"""What a process leaves to the one that it becomes after a hard lock, and what that one makes of it."""

import base64
import os
import subprocess
import sys
from pathlib import Path

import pytest

from ui.shell.lock_restart import Returning, command, restart, returning

ROOT = Path(__file__).resolve().parents[3]


def test_what_the_process_before_left_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(
        "CARENURSE_RETURN", f"{base64.b64encode(b'place').decode()} Locked 10:31, nobody was here"
    )

    assert returning() == Returning(b"place", "Locked 10:31, nobody was here")
    assert "CARENURSE_RETURN" not in os.environ
    assert returning() is None


@pytest.mark.parametrize("left", ["", "nonsense", "%%% Locked", "cGxhY2U"])
def test_nonsense_is_an_ordinary_start(monkeypatch: pytest.MonkeyPatch, left: str) -> None:
    monkeypatch.setenv("CARENURSE_RETURN", left)

    assert returning() is None
    assert "CARENURSE_RETURN" not in os.environ


def test_the_same_words_start_it_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "orig_argv", ["python", "-m", "carenurse", "--vault", "/v"])
    assert command() == [sys.executable, "-m", "carenurse", "--vault", "/v"]

    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "argv", ["carenurse", "--vault", "/v"])
    assert command() == [sys.executable, "--vault", "/v"]


A_PROGRAM = """
import os, sys
from ui.shell.lock_restart import Returning, restart, returning

left = returning()
print(os.getpid(), left and left.geometry, left and left.locked, flush=True)
if left is None:
    restart(Returning(b"place", "Locked 10:31, nobody was here"))
    print("goes on")
"""


@pytest.mark.skipif(os.name != "posix", reason="Windows starts another process instead")
def test_the_process_becomes_another_one_that_knows_place_and_words() -> None:
    done = subprocess.run(
        [sys.executable, "-c", A_PROGRAM], cwd=ROOT, capture_output=True, text=True, check=False, timeout=60
    )

    first, second = done.stdout.splitlines()
    process, nothing = first.split(" ", 1)
    assert nothing == "None None"
    assert second == f"{process} b'place' Locked 10:31, nobody was here"


@pytest.mark.skipif(os.name != "posix", reason="Windows starts another process instead")
def test_a_system_that_refuses_leaves_this_process_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[str] = []

    def refuse(program: str, _words: list[str]) -> None:
        tried.append(f"{program} {os.environ['CARENURSE_RETURN']}")
        raise PermissionError(program)

    monkeypatch.setattr(os, "execv", refuse)

    restart(Returning(b"place", "Locked 10:31"))

    assert tried == [f"{sys.executable} cGxhY2U= Locked 10:31"]
    assert "CARENURSE_RETURN" not in os.environ
