"""What stands in open forms is there again after the window was killed, be they in front or left hours ago.

A kill is a copy of the vault's files at that moment: nothing was closed, nothing was told that it ends.
"""

import shutil
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from pytestqt.qtbot import QtBot

from carenurse.app.coming_back import ReturnTo, kept_return
from carenurse.app.ports import Records
from tests.made_vault import MadeVault
from tests.ui.shell.letting_go import let_go
from tests.ui.shell.test_open_forms import here, registration
from tests.ui.shell.test_words_come_back import LETTERS, WAYS, Written, boxes, type_everywhere, written
from tests.ui.shell.visiting_stage import Visiting
from tests.ui.showing import button, messages
from ui.patients.page import PatientsPage
from ui.widgets.page import Route

LEFT_OPEN = {
    "today": Route("today"),
    "visit to plan": Route("schedule"),
    "problem": Route("plan"),
    "medicine": Route("medicines"),
    "office": Route("office"),
    "conflict": Route("sync"),
    "settings": Route("settings"),
}
"""Forms that are left open, each with the way back to it."""


def look(stage: Visiting) -> None:
    """Let a second or two pass."""
    for _ in range(2):
        stage.workplace.open_forms.look(in_turn=True)
    stage.settle()


@contextmanager
def killed_and_opened(stage: Visiting, folder: Path, qtbot: QtBot) -> Generator[Visiting]:
    """Give the window that opens what a kill would leave of the vault at this moment."""
    shutil.copytree(stage.vault.folder, folder)
    vault = stage.vault
    later = Visiting(qtbot, MadeVault(folder, vault.passphrase, vault.recovery_code, vault.nurse))
    try:
        yield later
    finally:
        let_go(later.window)


def words_kept(records: Records) -> ReturnTo | None:
    return kept_return(records)


def way_back(stage: Visiting, name: str) -> Route:
    route = LEFT_OPEN[name]
    return replace(route, subject=stage.person) if route.place in ("plan", "medicines") else route


def typed_about(stage: Visiting) -> list[Written]:
    """Give the fields with words of the nurse on the page in front; not what she only looked for."""
    return [one for one in written(here(stage)) if LETTERS in one.text and one.name != "Find a form"]


def test_somebody_new_half_typed_stands_there_after_a_kill(visiting: Visiting, tmp_path: Path) -> None:
    stage = visiting
    stage.go(Route("patients", part="new"))
    for name, words in (("given", "Half"), ("family", "Wilhelmi"), ("street", "1 Nowhere Lane")):
        registration(stage).fields[name].set_text(words)
    look(stage)

    with killed_and_opened(stage, tmp_path / "killed", stage.qtbot) as later:
        fields = registration(later).fields
        assert [fields[name].text() for name in ("given", "family", "street")] == [
            "Half",
            "Wilhelmi",
            "1 Nowhere Lane",
        ]


def test_somebody_new_who_was_left_for_the_visit_is_offered_after_a_kill(
    visiting: Visiting, tmp_path: Path
) -> None:
    stage = visiting
    stage.go(Route("patients", part="new"))
    registration(stage).fields["family"].set_text("Wilhelmi")
    stage.go(Route("chart", stage.person))
    look(stage)

    with killed_and_opened(stage, tmp_path / "killed", stage.qtbot) as later:
        assert later.workplace.navigation.route == Route("chart", stage.person), "she goes on where she was"
        assert "Somebody new is not registered yet. What you typed is kept." in messages(later.window)
        button(later.window, "Go on with it").click()
        later.settle()
        assert registration(later).fields["family"].text() == "Wilhelmi"
        assert "not registered yet" not in messages(later.window)


def test_who_is_registered_is_not_offered_once_more(visiting: Visiting) -> None:
    stage = visiting
    stage.go(Route("patients", part="new"))
    registration(stage).fields["family"].set_text("Wilhelmi")
    look(stage)
    assert stage.ask(words_kept) is not None

    registration(stage).save()
    stage.wait(lambda: stage.workplace.navigation.route != Route("patients", part="new"))
    look(stage)

    assert stage.ask(words_kept) is None


def test_a_window_closed_at_once_after_registering_offers_nothing(visiting: Visiting) -> None:
    stage = visiting
    stage.go(Route("patients", part="new"))
    registration(stage).fields["family"].set_text("Wilhelmi")
    look(stage)
    registration(stage).save()
    stage.wait(lambda: stage.workplace.navigation.route != Route("patients", part="new"))

    stage.window.close()
    stage.wait(lambda: not stage.window.isVisible())

    later = Visiting(stage.qtbot, stage.vault)
    assert not isinstance(here(later), PatientsPage)
    assert later.ask(words_kept) is None
    let_go(later.window)


def test_a_field_that_is_left_is_kept_at_once(visiting: Visiting) -> None:
    stage = visiting
    stage.go(Route("patients", part="new"))
    fields = registration(stage).fields
    fields["given"].setFocus()
    fields["given"].set_text("Half")

    fields["family"].setFocus()
    stage.settle()

    there = stage.ask(words_kept)
    assert there is not None
    assert there.form["typed"]["given"] == "Half"


def test_every_form_that_was_left_open_comes_back_after_a_kill(visiting: Visiting, tmp_path: Path) -> None:
    stage = visiting
    before: dict[str, list[Written]] = {}
    for name in LEFT_OPEN:
        WAYS[name](stage)
        stage.settle()
        type_everywhere(stage)
        before[name] = typed_about(stage)
        assert before[name], name
        look(stage)
    stage.go(Route("patients"))
    look(stage)

    with killed_and_opened(stage, tmp_path / "killed", stage.qtbot) as later:
        lost = {name: words_lost(later, name, before[name]) for name in LEFT_OPEN}

    assert not any(lost.values()), lost


def words_lost(stage: Visiting, name: str, before: list[Written]) -> list[Written]:
    stage.go(way_back(stage, name))
    stage.wait(lambda: bool(boxes(here(stage))))
    stage.settle()
    after = typed_about(stage)
    return [one for one in before if one not in after]


def test_forms_left_open_before_the_family_view_are_there_after_it(
    visiting: Visiting, tmp_path: Path
) -> None:
    stage = visiting
    stage.go(Route("schedule", part="add"))
    type_everywhere(stage)
    before = typed_about(stage)
    assert before
    stage.go(Route("chart", stage.person))
    stage.press_f9()
    look(stage)

    with killed_and_opened(stage, tmp_path / "killed", stage.qtbot) as later:
        assert later.workplace.family.person == stage.person, "who looks on sees nobody else"
        assert (there := later.ask(words_kept)) is not None
        assert LETTERS in str(there.elsewhere["schedule"])

    stage.workplace.family.leave()
    stage.settle()
    assert words_lost(stage, "visit to plan", before) == []
