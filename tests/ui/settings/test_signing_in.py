"""Signing in from Settings: the browser is opened, the window goes on, what comes back is kept."""

from collections.abc import Iterator
from threading import Thread

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from carenurse.app.ports import Records
from carenurse.app.sync_office import keep_office, office_of
from tests.carenurse.app.visits import NOW
from tests.fakes import FixedClock, InlineBackground
from tests.peers.authority import CLIENT, Authority, browser
from tests.peers.proxy import Proxy
from tests.ui.desk import NotedDesk
from ui.settings.office_panel import OfficePanel
from ui.widgets.message import Message


@pytest.fixture
def authority(records: Records) -> Iterator[Authority]:
    made = Authority("the-office-itself-is-not-asked")
    with Proxy("http://127.0.0.1:9", made) as proxy:
        made.base = proxy.address
        keep_office(records, f"{proxy.address}/fhir")
        yield made


@pytest.fixture
def panel(qtbot: QtBot, records: Records, authority: Authority) -> OfficePanel:
    made = OfficePanel(NotedDesk(InlineBackground(records), FixedClock(NOW)).desk)
    qtbot.addWidget(made)
    made.presenter.load()
    made.show()
    assert authority.base
    return made


def said(panel: OfficePanel) -> str:
    QApplication.processEvents()
    return " ".join(one.accessibleName() for one in panel.findChildren(Message))


def test_she_signs_in_in_the_browser_and_the_page_goes_on(
    panel: OfficePanel, records: Records, qtbot: QtBot
) -> None:
    opened: list[str] = []

    panel.presenter.sign_in(CLIENT, opened.append)
    assert "open in the browser" in said(panel)
    assert panel.sign_in_button.text() == "Stop waiting"
    Thread(target=browser, args=(opened[0],), daemon=True).start()
    qtbot.waitUntil(lambda: "You are signed in" in said(panel), timeout=20_000)

    assert office_of(records).token
    assert panel.sign_in_button.text() == "Sign in"


def test_she_gives_it_up_and_nothing_is_kept(panel: OfficePanel, records: Records) -> None:
    opened: list[str] = []
    panel.presenter.sign_in(CLIENT, opened.append)

    panel.sign_in_button.click()

    assert "Nobody signed in." in said(panel)
    assert office_of(records).token == ""
    assert len(opened) == 1


def test_an_office_without_a_sign_in_says_so(
    panel: OfficePanel, records: Records, authority: Authority
) -> None:
    authority.base = "http://insecure.example.org"

    panel.presenter.sign_in(CLIENT, lambda _address: None)

    assert "offers no sign-in" in said(panel)
    assert office_of(records).token == ""
