"""A new recovery code that the nurse never wrote down is not lost in silence."""

from tests.ui.shell.visiting_stage import Visiting
from ui.settings.page import SettingsPage
from ui.widgets.buttons import Button
from ui.widgets.code_box import CodeBox
from ui.widgets.page import Route

LOST = "Your newest recovery code was never written down"


def settings(stage: Visiting) -> SettingsPage:
    page = stage.workplace.navigation.page
    assert isinstance(page, SettingsPage)
    return page


def make_a_code(stage: Visiting) -> None:
    stage.go(Route("settings"))
    panel = settings(stage).keys_panel
    assert panel is not None
    panel.code_wanted.emit(stage.vault.passphrase)
    stage.wait(lambda: bool(settings(stage).findChildren(CodeBox)))


def lock_and_open(stage: Visiting) -> None:
    stage.lock()
    stage.unlock(stage.vault.passphrase)
    stage.wait(lambda: stage.window.workplace is not None)
    stage.settle()


def test_a_lock_before_the_code_was_written_down_is_told_at_the_next_unlock(visiting: Visiting) -> None:
    stage = visiting
    make_a_code(stage)
    lock_and_open(stage)

    assert LOST in stage.words()
    lock_and_open(stage)
    assert LOST in stage.words(), "until there is a code on paper"

    again = next(one for one in stage.workplace.findChildren(Button) if one.text() == "Make a new code")
    again.click()
    assert settings(stage).isVisible()


def test_a_cover_leaves_the_code_and_paper_ends_the_reminder(visiting: Visiting) -> None:
    stage = visiting
    make_a_code(stage)
    stage.window.cover()
    stage.settle()
    assert settings(stage).findChildren(CodeBox)

    next(one for one in settings(stage).findChildren(Button) if one.text() == "I have it on paper").click()
    lock_and_open(stage)

    assert LOST not in stage.words()


def test_a_refused_code_leaves_no_reminder(visiting: Visiting) -> None:
    stage = visiting
    stage.go(Route("settings"))
    panel = settings(stage).keys_panel
    assert panel is not None
    panel.code_wanted.emit("nine loud herons at noon")
    stage.wait(lambda: "This is not your passphrase." in stage.words() or "does not open" in stage.words())
    lock_and_open(stage)

    assert LOST not in stage.words()
