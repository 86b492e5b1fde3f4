"""Each command finds its own modules where no other command has loaded anything before it."""

import os
import pkgutil
import subprocess
import sys

import pytest

from carenurse.app import command_line
from tests.carenurse.app.command_line.starting import ROOT, Start, ran

MODULES = [module.name for module in pkgutil.iter_modules(command_line.__path__, f"{command_line.__name__}.")]
EACH_IN_A_COPY = """
import importlib, os, sys
import cryptography.x509, httpx, msgspec, pyrage, regex, reportlab.platypus, sqlcipher3, uvicorn
assert not any(name.startswith("carenurse") for name in sys.modules)
for name in sys.argv[1:]:
    copy = os.fork()
    if not copy:
        importlib.import_module(name)
        os._exit(0)
    assert os.waitpid(copy, 0)[1] == 0, name
"""
"""Only other makers' libraries are loaded once for all: they know nothing of us."""


@pytest.mark.skipif(sys.platform == "win32", reason="a process cannot be copied there")
def test_each_command_loads_by_itself() -> None:
    done = subprocess.run(
        [sys.executable, "-c", EACH_IN_A_COPY, *MODULES],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert len(MODULES) > 15
    assert done.returncode == 0, done.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="no copies are made there")
def test_a_command_is_started_in_an_environment_that_comes_in_several_parts(start: Start) -> None:
    assert ran(start, ["--version"], {**os.environ, "LARGE": "x" * 120_000}, "").returncode == 0
