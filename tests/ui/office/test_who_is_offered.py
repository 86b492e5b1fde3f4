"""Who cares for whom: nurses with a laptop or a code stand there; authors of a file only after asking."""

from pytestqt.qtbot import QtBot

from carenurse.app.office_work import assign, office_work
from carenurse.app.ports import Records
from carenurse.clinical.fhir import Resource
from carenurse.office.at_hand import stored
from tests.fakes import FixedClock, InlineBackground
from tests.kept import keep, person
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


def test_who_is_on_nobodys_list_stands_there_until_somebody_has_them(qtbot: QtBot, records: Records) -> None:
    keep(records, author("n1", "Quill", "Nora"))
    lia, ugo, ada = (person(records, given, "Ferro") for given in ("Lia", "Ugo", "Ada"))
    keep(records, {**(records.get("Patient", ada) or {}), "deceasedBoolean": True})
    noted = NotedDesk(InlineBackground(records), FixedClock(NOW))
    view = show(OfficePage(noted.desk), qtbot, Route("office", part="work")).work
    view.presenter.load()
    assert "On nobody's list: Lia Ferro, Ugo Ferro. No nurse's laptop has them." in words(view)

    assign(records, lia, "n1")
    view.presenter.load()
    assert "On nobody's list: Ugo Ferro. No nurse's laptop has them." in words(view)

    assign(records, ugo, "n1")
    view.presenter.load()
    assert "On nobody's list" not in words(view)


def test_many_are_counted(records: Records) -> None:
    for one in range(7):
        person(records, f"Lia {one}", "Ferro")

    told = office_work(records, NOW).unlisted

    assert told.startswith("On nobody's list: Lia 0 Ferro, ")
    assert "and 2 more" in told
