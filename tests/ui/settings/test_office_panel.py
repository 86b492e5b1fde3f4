"""The office of a laptop in Settings: kept in the vault, joined by a code, refused with a sentence."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from carenurse.app.lease import LeaseState, Standing
from carenurse.app.ports import Records
from carenurse.app.sync_office import Office, office_of
from carenurse.clinical.fhir import write_json
from carenurse.sync.wire import NoAnswerError, Request, Response
from tests.carenurse.app.visits import NOW
from tests.fakes import FixedClock, InlineBackground
from tests.ui.accessibility import faults
from tests.ui.desk import NotedDesk
from ui.settings.office_panel import OfficePanel
from ui.settings.office_presenter import OfficePresenter
from ui.widgets.message import Message
from ui.widgets.text import Label


class Desk:
    """An office that gives a token for the code 42 and knows no other."""

    base = "https://office.example.org"
    certificate = ""

    def __init__(self, office: Office) -> None:
        self.asked_of = office.address

    def send(self, request: Request) -> Response:
        if self.asked_of.endswith("nowhere.example.org"):
            raise NoAnswerError(sent=False, why=request.path)
        if b'"42"' not in request.body:
            return Response(401, {}, b"")
        return Response(201, {"content-type": "application/json"}, write_json({"token": "a-token"}))

    def close(self) -> None:
        """Nothing is open."""


@pytest.fixture
def noted(records: Records) -> NotedDesk:
    return NotedDesk(InlineBackground(records), FixedClock(NOW))


@pytest.fixture
def panel(qtbot: QtBot, noted: NotedDesk) -> OfficePanel:
    made = OfficePanel(noted.desk)
    made.presenter = OfficePresenter(made, noted.desk, Desk)
    qtbot.addWidget(made)
    made.resize(460, 500)
    made.presenter.load()
    made.show()
    return made


def words(panel: OfficePanel) -> str:
    QApplication.processEvents()
    said = [one.accessibleName() for one in panel.findChildren(Message) if one.isVisibleTo(panel)]
    return " ".join([*said, *(one.text() for one in panel.findChildren(Label) if one.isVisibleTo(panel))])


def join(panel: OfficePanel, address: str, code: str) -> None:
    panel.address.set_text(address)
    panel.code.set_text(code)
    panel.join_button.click()


def test_a_code_joins_the_office_and_is_forgotten(panel: OfficePanel, records: Records) -> None:
    join(panel, "office.example.org/fhir", "42")

    assert office_of(records).token == "a-token"
    assert office_of(records).address == "https://office.example.org/fhir"
    assert "This laptop has joined the office." in words(panel)
    assert panel.code.text() == ""
    assert "Checked" in words(panel)


def test_a_wrong_code_is_refused_and_nothing_is_kept(panel: OfficePanel, records: Records) -> None:
    join(panel, "office.example.org", "43")

    assert office_of(records).address == ""
    assert "does not take this code" in words(panel)
    assert panel.join_button.isEnabled()


def test_an_office_that_is_not_there_is_told(panel: OfficePanel) -> None:
    join(panel, "nowhere.example.org", "42")

    assert "cannot be reached now" in words(panel)


def test_without_a_code_nobody_is_asked(panel: OfficePanel) -> None:
    panel.join_button.click()

    assert "The code is missing." in words(panel)


def test_a_token_is_kept_and_never_shown_again(panel: OfficePanel, records: Records) -> None:
    panel.address.set_text("office.example.org")
    panel.token.set_text("secret-token")

    panel.keep_button.click()

    assert office_of(records).token == "secret-token"
    assert panel.token.text() == ""
    assert panel.token.line.placeholderText() == "one is kept"
    panel.keep_button.click()
    assert office_of(records).token == "secret-token"


def test_an_unsafe_address_is_refused_with_a_sentence(panel: OfficePanel, records: Records) -> None:
    panel.address.set_text("http://office.example.org")

    panel.keep_button.click()

    assert "everybody on the way can read" in words(panel)
    assert office_of(records).address == ""


def test_a_screen_reader_finds_everything(panel: OfficePanel) -> None:
    assert faults(panel) == []


class Lease:
    """A laptop that has not met its office for too long."""

    def __init__(self) -> None:
        self.state = LeaseState(Standing.OVER, NOW - timedelta(days=1), NOW - timedelta(days=15))
        self.asked = 0

    def ask_for_code(self) -> None:
        self.asked += 1


def test_by_when_the_office_must_be_met_stands_here_with_a_way_to_enter_a_code(
    qtbot: QtBot, noted: NotedDesk
) -> None:
    lease = Lease()
    panel = OfficePanel(replace(noted.desk, lease=lease))
    qtbot.addWidget(panel)
    panel.presenter.load()
    panel.show()

    assert "This laptop has not met its office since Tue 17 Feb." in words(panel)
    panel.enter_button.click()
    assert lease.asked == 1
    assert faults(panel) == []


def test_where_the_office_set_no_time_nothing_is_said_of_it(panel: OfficePanel) -> None:
    assert not panel.enter_button.isVisible()
