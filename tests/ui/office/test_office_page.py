"""The office screen: a file is looked at before it is kept, look-alikes are asked about, exports sealed."""

import json
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from carenurse.app.chosen_file import files_in
from carenurse.app.office_desk import office_key
from carenurse.app.ports import Records
from carenurse.errors import ExpectedError
from carenurse.exchange.sealing import is_sealed, office_keys, unseal
from tests.carenurse.app.visits import NOW, household
from tests.fakes import FixedClock, InlineBackground
from tests.ui.desk import NotedDesk
from tests.ui.showing import messages, show, words
from ui.office.counts_table import CountsTable
from ui.office.look_alike_card import LookAlikeCard
from ui.office.page import OfficePage
from ui.widgets.page import Route

STRANGER = "7d1c3c56-4a2f-4f63-9d57-0a1b2c3d4e5f"


@pytest.fixture
def noted(records: Records, tmp_path: Path) -> NotedDesk:
    household(records)
    return NotedDesk(InlineBackground(records), FixedClock(NOW), file=str(tmp_path / "chosen"))


@pytest.fixture
def page(qtbot: QtBot, noted: NotedDesk) -> OfficePage:
    return show(OfficePage(noted.desk), qtbot, Route("office"))


def _bundle(path: Path, family: str = "Delgado") -> None:
    person = {
        "resourceType": "Patient",
        "id": STRANGER,
        "name": [{"given": ["Rosa"], "family": family}],
        "birthDate": "1947-03-14",
    }
    path.write_text(
        json.dumps({"resourceType": "Bundle", "type": "collection", "entry": [{"resource": person}]})
    )


def test_a_stranger_is_taken_over_after_a_look(page: OfficePage, records: Records, tmp_path: Path) -> None:
    _bundle(tmp_path / "chosen", "Somebody-Else")

    page.primary()
    assert records.get("Patient", STRANGER) is None

    page.take_button.click()

    assert records.get("Patient", STRANGER) is not None
    assert "Taken over. 1 new, 0 changed, 0 the same" in messages(page)


def test_a_look_alike_is_asked_about_before_anything_is_taken(
    page: OfficePage, records: Records, tmp_path: Path
) -> None:
    _bundle(tmp_path / "chosen")
    page.primary()

    card = page.findChildren(LookAlikeCard)[0]
    assert card.accessibleName() == "Is Rosa Delgado somebody who is already here?"
    assert not page.take_button.isEnabled()
    page.primary()
    assert records.get("Patient", STRANGER) is None

    card.decided.emit(STRANGER, "p1")
    page.take_button.click()

    kept = records.get("Patient", STRANGER) or {}
    assert kept["link"][0]["other"]["reference"] == "Patient/p1"


def test_keeping_separate_makes_a_person_of_their_own(
    page: OfficePage, records: Records, tmp_path: Path
) -> None:
    _bundle(tmp_path / "chosen")
    page.primary()
    page.findChildren(LookAlikeCard)[0].decided.emit(STRANGER, "")
    page.take_button.click()

    assert "link" not in (records.get("Patient", STRANGER) or {"link": ()})


def test_a_file_let_go_leaves_nothing(page: OfficePage, records: Records, tmp_path: Path) -> None:
    _bundle(tmp_path / "chosen")
    page.primary()
    page.presenter.drop()

    assert records.get("Patient", STRANGER) is None
    assert not [card for card in page.findChildren(LookAlikeCard) if card.parent() and not card.isHidden()]


def _another(path: Path, identity: str, family: str) -> None:
    person = {
        "resourceType": "Patient",
        "id": identity,
        "name": [{"given": ["Ivy"], "family": family}],
        "birthDate": "1968-05-02",
    }
    path.write_text(json.dumps(person))


def _labels(page: OfficePage) -> list[str]:
    return words(page).splitlines()


SECOND, THIRD = "7d1c3c56-4a2f-4f63-9d57-0a1b2c3d4e60", "7d1c3c56-4a2f-4f63-9d57-0a1b2c3d4e61"


def test_several_files_are_looked_at_by_name_and_taken_one_by_one_or_all(
    page: OfficePage, records: Records, tmp_path: Path
) -> None:
    folder = tmp_path / "export"
    folder.mkdir()
    _another(folder / "a.json", STRANGER, "Tran")
    (folder / "b.json").write_text("not json")
    _another(folder / "c.json", SECOND, "Okafor")
    _another(folder / "d.ndjson", THIRD, "Marsh")
    (folder / "readme.txt").write_text("nothing to take")

    page.presenter.read(*files_in(folder))

    assert "File 1 of 4: a.json" in _labels(page)
    assert "Ivy Tran, born 2 May 1968, new here" in _labels(page)
    page.all_button.click()
    assert "b.json: " in messages(page)  # a refused file stops there
    assert records.get("Patient", STRANGER)
    page.presenter.go_on()
    assert "File 3 of 4: c.json" in _labels(page)
    page.all_button.click()

    assert records.get("Patient", SECOND)
    assert records.get("Patient", THIRD)
    assert [one for one in _labels(page) if one.endswith("json")] == ["a.json", "c.json", "d.ndjson"]
    lines = [one for one in _labels(page) if ".json  " in one or ".ndjson  " in one]
    assert [one.split("  ")[0] for one in lines] == ["a.json", "b.json", "c.json", "d.ndjson"]
    assert lines[0].endswith("1 new, 0 changed, 0 the same, 0 kept but not shown in the chart.")
    assert "Taken over. 3 files: 3 people, 3 records." in messages(page)
    assert not any(one.isVisibleTo(page) for one in page.findChildren(CountsTable))
    assert "  Refused: " in lines[1]


def test_a_file_that_was_let_go_has_its_line_too(page: OfficePage, tmp_path: Path) -> None:
    _another(tmp_path / "a.json", STRANGER, "Tran")
    _another(tmp_path / "b.json", SECOND, "Okafor")
    page.presenter.read(tmp_path / "a.json", tmp_path / "b.json")

    page.presenter.skip()
    assert "a.json  Not taken over." in _labels(page)
    page.take_button.click()

    assert "a.json  Not taken over." in _labels(page)
    assert any(one.startswith("b.json  1 new") for one in _labels(page))


def test_what_differs_from_hers_is_named_before_and_after(
    page: OfficePage, records: Records, tmp_path: Path
) -> None:
    _another(tmp_path / "one.json", STRANGER, "Tran")
    page.presenter.read(tmp_path / "one.json")
    page.take_button.click()
    hers = (records.get("Patient", STRANGER) or {}) | {"gender": "female"}
    with records.work() as work:
        work.put(hers)
    _another(tmp_path / "two.json", STRANGER, "Tran-Smith")

    page.presenter.read(tmp_path / "two.json")

    assert "Ivy Tran-Smith, born 2 May 1968, already here" in _labels(page)
    assert "Stays as it is here" in _labels(page)
    page.take_button.click()
    assert "Stays as it is here" in _labels(page)
    assert records.get("Patient", STRANGER) == hers


def test_what_waits_is_one_press_away(page: OfficePage, noted: NotedDesk) -> None:
    page.sync_button.click()

    assert noted.routes[-1] == Route("sync")


def test_an_empty_folder_says_what_is_looked_for(tmp_path: Path) -> None:
    with pytest.raises(ExpectedError, match="no file to take over"):
        files_in(tmp_path)


@pytest.mark.parametrize("content", ["not json", "[]", '{"resourceType": "Bundle", "entry": 7}'])
def test_a_refused_file_says_why_in_the_page(page: OfficePage, tmp_path: Path, content: str) -> None:
    (tmp_path / "chosen").write_text(content)
    page.presenter.choose()

    assert "Nothing of this file was stored." in messages(page)


def test_a_file_that_is_gone_says_so(page: OfficePage) -> None:
    page.presenter.choose()

    assert "The file cannot be read" in messages(page)


def test_the_offices_key_is_kept_and_a_wrong_one_is_told_under_the_field(
    page: OfficePage, records: Records
) -> None:
    page.key.line.setText("age1wrong")
    page.presenter.keep_key("age1wrong")
    assert page.key.state == "invalid"
    assert office_key(records) == ""

    public = office_keys().public
    page.presenter.keep_key(public)

    assert office_key(records) == public
    assert page.key.text() == public


def test_nothing_is_exported_without_a_key(page: OfficePage, tmp_path: Path) -> None:
    page.export_button.click()

    assert page.key.state == "invalid"
    assert not (tmp_path / "chosen").exists()


def test_an_export_is_sealed_for_the_office(page: OfficePage, tmp_path: Path) -> None:
    keys = office_keys()
    page.presenter.keep_key(keys.public)
    page.export_button.click()

    data = (tmp_path / "chosen").read_bytes()
    assert is_sealed(data)
    assert b"Delgado" not in data
    assert b"Delgado" in unseal(data, keys.secret)
    assert "Written. 1 person" in messages(page)


def test_one_person_is_found_and_chosen_before_the_export(page: OfficePage) -> None:
    page.person.line.setText("delg")
    page.presenter.find("delg")
    assert not page.export_button.isEnabled()

    page.presenter.choose_person("p1")
    assert page.export_button.isEnabled()
