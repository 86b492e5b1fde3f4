"""A form in which nothing was filled in is not offered after a kill; one that was is called what it is."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.ui.shell.test_killed_over_open_forms import killed_and_opened, look, words_kept
from tests.ui.shell.test_open_forms import a_planned_visit, week
from tests.ui.shell.visiting_stage import Visiting
from tests.ui.showing import messages
from ui.schedule.view import Ending
from ui.widgets.page import Route


def ending(stage: Visiting, kind: Ending) -> None:
    stage.go(Route("schedule"))
    week(stage).presenter.choose(stage.ask(a_planned_visit))
    week(stage).presenter.begin_ending(kind)


def cancelling(stage: Visiting) -> None:
    ending(stage, "cancel")


def missing(stage: Visiting) -> None:
    ending(stage, "miss")


def adding(stage: Visiting) -> None:
    stage.go(Route("schedule", part="add"))


def changing(stage: Visiting) -> None:
    stage.go(Route("schedule"))
    week(stage).presenter.begin_change(stage.ask(a_planned_visit))


def choose_a_reason(stage: Visiting) -> None:
    week(stage).ending.reason.set_text("other")


def write_what_to_bring(stage: Visiting) -> None:
    form = week(stage).form
    form.show_draft(replace(form.draft, bring="gauze"))


WAYS = (cancelling, missing, adding, changing)
BEGUN = (
    (cancelling, choose_a_reason, "You had begun to cancel a visit. It is planned as before."),
    (missing, choose_a_reason, "You had begun to mark a visit as missed. It is planned as before."),
    (adding, write_what_to_bring, "A visit that you were planning is not kept yet."),
    (changing, write_what_to_bring, "A planned visit that you were changing stands as before."),
)


@pytest.mark.parametrize("way", WAYS)
def test_a_form_in_which_nothing_was_filled_in_is_not_offered(
    visiting: Visiting, way: Callable[[Visiting], None]
) -> None:
    stage = visiting
    way(stage)
    assert week(stage).unfinished() == {}

    stage.go(Route("today"))
    look(stage)

    assert stage.ask(words_kept) is None


@pytest.mark.parametrize(("way", "fill_in", "sentence"), BEGUN)
def test_one_that_was_begun_is_called_what_it_is(
    visiting: Visiting,
    tmp_path: Path,
    way: Callable[[Visiting], None],
    fill_in: Callable[[Visiting], None],
    sentence: str,
) -> None:
    stage = visiting
    way(stage)
    fill_in(stage)
    stage.go(Route("today"))
    look(stage)

    with killed_and_opened(stage, tmp_path / "killed", stage.qtbot) as later:
        assert f"{sentence} What you typed is kept." in messages(later.window)
        later.go(Route("schedule"))
        later.wait(lambda: bool({"draft", "ending"} & week(later).unfinished().keys()))
        later.go(Route("today"))
        assert "schedule" in later.workplace.navigation.elsewhere(), "nothing was added, and it waits on"
