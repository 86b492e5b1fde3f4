"""What journeys need: the application dressed as at the start, and the real window on a whole caseload."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from carenurse.app import wiring
from carenurse.app.demo import load_demo
from carenurse.app.settings import Settings
from tests.made_vault import NURSE
from tests.one_thread import on_one_thread
from ui.shell.tour.day import BEGIN, EASTERN
from ui.shell.tour.stage import PASSPHRASE, Stage
from ui.widgets.dress import dress, load_fonts
from ui.widgets.theme import Theme

__all__ = ["on_one_thread"]

os.environ["QT_QPA_PLATFORM"] = os.environ.get("QT_QPA_PLATFORM") or "offscreen"


@pytest.fixture(scope="session")
def caseload(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a vault with the fictional caseload once for the whole run, at the hour of the tour."""
    folder = tmp_path_factory.mktemp("caseload") / "vault"
    opened, _ = wiring.create_vault(
        folder, PASSPHRASE, NURSE, cost=wiring.FLOOR, now=lambda: BEGIN, reserve=0
    )
    load_demo(opened.records, BEGIN.date(), EASTERN)
    opened.close()
    return folder


@pytest.fixture
def dressed(qapp: QApplication) -> Theme:
    """Dress the application as at the start, in the light look."""
    worn = dress(qapp, "light", 100)
    worn.wear("light", 100)
    return worn


@pytest.fixture
def stage(qapp: QApplication, caseload: Path, tmp_path: Path) -> Iterator[Stage]:
    """Open the real window on a copy of that vault, still locked."""
    dress(qapp, "light", 100).wear("light", 100)
    load_fonts(fallback=True)
    shutil.copytree(caseload, tmp_path / "vault")
    (tmp_path / "pictures").mkdir()
    stage = Stage(qapp, Settings(look="light"), tmp_path, tmp_path / "pictures", [])
    yield stage
    stage.leave()
