"""A disk that is full while the nurse saves: the window says so until a save holds, and no longer."""

from contextlib import suppress

from PySide6.QtWidgets import QWidget

from carenurse.app.ports import Records
from carenurse.store.database import Database
from carenurse.store.records import StoredRecords
from carenurse.vault.failures import FullDiskError
from tests.ui.shell.test_killed_over_open_forms import look
from tests.ui.shell.test_open_forms import here, registration
from tests.ui.shell.visiting_stage import Visiting
from tests.ui.showing import messages
from ui.patients.page import PatientsPage
from ui.shell.status_bar import StatusBar
from ui.widgets.page import Route

LONG = "1 Nowhere Lane " * 400
"""An address that is more than what room is left in the pages of the record."""


def database_of(records: Records) -> Database:
    assert isinstance(records, StoredRecords)
    return records._database  # pyright: ignore[reportPrivateUsage]  what no page of the window can fill


def fill_the_disk(records: Records) -> None:
    """Let the database grow no more, and leave no empty page in it."""
    database = database_of(records)
    database.run("CREATE TABLE filled (data)")
    (pages,) = database.row("PRAGMA page_count") or (0,)
    database.rows(f"PRAGMA max_page_count = {pages}")
    with suppress(FullDiskError):
        while True:
            database.run("INSERT INTO filled VALUES (zeroblob(3000))")


def make_room(records: Records) -> None:
    database_of(records).rows("PRAGMA max_page_count = 1000000")


def status(stage: Visiting) -> str:
    bar = stage.workplace.findChild(StatusBar)
    assert isinstance(bar, StatusBar)
    facts = (one.accessibleName() for one in bar.findChildren(QWidget))
    return next(one for one in facts if "aved on this device" in one)


def register(stage: Visiting) -> None:
    """Press Register, and let the record answer."""
    registration(stage).save()
    stage.settle()


def begin_somebody_new(stage: Visiting) -> None:
    stage.go(Route("patients", part="new"))
    for name, words in (("given", "Half"), ("family", "Wilhelmi"), ("street", LONG)):
        registration(stage).fields[name].set_text(words)


def test_not_saved_is_said_until_the_save_went_through(visiting: Visiting) -> None:
    stage = visiting
    begin_somebody_new(stage)
    stage.ask(fill_the_disk)
    register(stage)

    assert "The disk is full, so this was not saved." in messages(stage.workplace)
    assert status(stage).startswith("Not saved on this device"), "no green tick beside it"

    stage.ask(make_room)
    look(stage)
    assert "not saved" in messages(stage.workplace), "the form is kept, but nobody is registered"
    assert status(stage).startswith("Not saved")

    register(stage)

    assert not isinstance(here(stage), PatientsPage), "the chart of who was registered"
    assert "The disk is full" not in messages(stage.workplace)
    assert status(stage).startswith("Saved on this device")


def test_words_of_a_form_that_could_not_be_kept_are_told_until_they_are(visiting: Visiting) -> None:
    stage = visiting
    begin_somebody_new(stage)
    stage.ask(fill_the_disk)
    look(stage)
    assert "The disk is full" in messages(stage.workplace)
    assert status(stage).startswith("Not saved")

    stage.ask(make_room)
    look(stage)

    assert "The disk is full" not in messages(stage.workplace)
    assert status(stage).startswith("Saved on this device")
