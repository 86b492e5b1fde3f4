"""Closing the window: everything is saved first, each time anew; what cannot be saved keeps it open."""

from tests.ui.shell.lock_stage import Locked


def test_closing_again_later_saves_what_was_typed_since(open_window: Locked) -> None:
    stage = open_window
    stage.page.box.setPlainText("Ankle swelling")
    stage.close_in_vain()
    assert stage.window.isVisible()

    stage.page.full = False
    stage.page.box.setPlainText("Ankle swelling, two hours later")
    stage.window.close()

    stage.wait(lambda: not stage.window.isVisible())
    assert stage.page.saved[-1] == "Ankle swelling, two hours later"


def test_who_closes_again_at_once_leaves_without_what_cannot_be_saved(open_window: Locked) -> None:
    stage = open_window
    stage.close_in_vain()

    stage.window.close()

    stage.wait(lambda: not stage.window.isVisible())


def test_the_end_waits_for_what_was_on_its_way(open_window: Locked) -> None:
    stage = open_window
    stage.page.saves_in_turn = True
    stage.page.box.setPlainText("one")
    stage.page.keep_words()
    stage.page.box.setPlainText("two")

    stage.window.close()

    stage.wait(lambda: not stage.window.isVisible())
    assert stage.page.saved[-1] == "two"


def test_pages_are_not_made_anew_over_words_that_could_not_be_saved(open_window: Locked) -> None:
    stage = open_window
    before = stage.window.workplace
    stage.page.full = True
    stage.page.box.setPlainText("Daughter holds the key")

    stage.device.zoom(1)
    stage.wait(lambda: "The disk is full." in stage.words())
    stage.settle()

    assert stage.window.workplace is before
    assert stage.page.box.toPlainText() == "Daughter holds the key"
    stage.page.full = False
    stage.wait(lambda: stage.window.workplace is not before)
    assert "Daughter holds the key" in stage.pages[0].saved
