import base64
import os
import sys

import pytest

from ui.shell.lock_restart import Returning, command, restart, returning


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


def test_the_same_words_start_it_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "orig_argv", ["python", "-m", "carenurse", "--vault", "/v"])
    assert command() == [sys.executable, "-m", "carenurse", "--vault", "/v"]

    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "argv", ["carenurse", "--vault", "/v"])
    assert command() == [sys.executable, "--vault", "/v"]


@pytest.mark.skipif(os.name != "posix", reason="Windows starts another process instead")
def test_a_system_that_refuses_leaves_this_process_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")

    restart(Returning(b"place", "Locked 10:31"))

    assert "CARENURSE_RETURN" not in os.environ
