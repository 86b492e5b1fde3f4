"""Who cares for whom: nurses with a laptop or a code stand there; authors of a file only after asking."""

from pytestqt.qtbot import QtBot

from carenurse.app.office_work import office_work
from carenurse.app.ports import Records
from carenurse.clinical.fhir import Resource
from carenurse.office.at_hand import stored
from tests.fakes import FixedClock, InlineBackground
from tests.kept import keep
from tests.made_vault import NOW
from tests.ui.desk import NotedDesk
from tests.ui.showing import button, show, words
from ui.office.page import OfficePage
from ui.widgets.page import Route

DAEMON = "Background Daemon"


def author(identity: str, family: str, given: str) -> Resource:
    name = {"family": family, "given": [given], "text": f"{given} {family}"}
    return {"resourceType": "Practitioner", "id": identity, "name": [name]}


def test_the_author_of_a_file_is_offered_only_after_asking(qtbot: QtBot, records: Records) -> None:
    keep(
        records,
        author("n1", "Quill", "Nora"),
        author("n2", "Marsh", "Ben"),
        author("x1", "Daemon", "Background"),
    )
    devices = stored(records).served().devices
    devices.enrol(devices.invite("n1"), "blue laptop")
    devices.invite("n2")

    known = {one.name: one.known for one in office_work(records, NOW).nurses}
    assert (known["Nora Quill"], known["Ben Marsh"], known[DAEMON]) == (True, True, False)

    noted = NotedDesk(InlineBackground(records), FixedClock(NOW))
    view = show(OfficePage(noted.desk), qtbot, Route("office", part="work")).work
    view.presenter.load()

    assert "Nora Quill" in words(view)
    assert "Ben Marsh" in words(view)
    assert DAEMON not in words(view)

    button(view, "2 other names without a laptop").click()

    assert DAEMON in words(view)
