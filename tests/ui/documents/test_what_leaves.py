"""A paper that left the vault stands in the trail at once, whether anybody is named as having it or not."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from carenurse.app.ports import Records
from tests.carenurse.app.visits import NOW, Household, household
from tests.fakes import FixedClock, InlineBackground
from tests.ui.desk import NotedDesk
from tests.ui.showing import show
from ui.documents.page import PaperPage
from ui.widgets.page import Route


@pytest.fixture
def home(records: Records) -> Household:
    return household(records)


def actions(home: Household) -> list[tuple[str, str, str]]:
    facts = home.records.audit_trail(limit=3)
    return [
        (one.action, one.subject, one.detail) for one in facts if one.action in {"print", "export", "give"}
    ]


def paper(qtbot: QtBot, home: Household, file: str = "") -> PaperPage:
    desk = NotedDesk(InlineBackground(home.records), FixedClock(NOW), file=file).desk
    return show(PaperPage(desk), qtbot, Route("paper", home.encounter))


def test_what_was_printed(qtbot: QtBot, home: Household) -> None:
    page = paper(qtbot, home)
    page.presenter.print()

    page.presenter.printed(done=True)

    assert actions(home) == [("print", f"Encounter/{home.encounter}", "en")]


def test_what_the_printer_did_not_take_did_not_leave(qtbot: QtBot, home: Household) -> None:
    paper(qtbot, home).presenter.printed(done=False)

    assert actions(home) == []


def test_what_was_saved_as_a_file(qtbot: QtBot, home: Household, tmp_path: Path) -> None:
    target = tmp_path / "page.pdf"

    paper(qtbot, home, str(target)).presenter.save()

    assert target.read_bytes().startswith(b"%PDF")
    assert actions(home) == [("export", f"Encounter/{home.encounter}", "en")]
