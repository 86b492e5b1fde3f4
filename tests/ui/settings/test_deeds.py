"""Who did what: what stands is left standing, and what is shown is what was told."""

import pytest
from pytestqt.qtbot import QtBot

from carenurse.app.who_did_what import Deed
from ui.settings.deeds import Deeds
from ui.widgets.text import Label

OLD = tuple(Deed(f"Fri 27 Feb 10:{minute:02}", f"Read: Chart {minute}") for minute in range(5, 0, -1))
NEW = Deed("Fri 27 Feb 11:00", "Signed")


@pytest.mark.parametrize(
    "after",
    [OLD, (NEW, *OLD[:-1]), (NEW, NEW, *OLD), OLD[:2], OLD[2:], (), (NEW,), (*OLD[:2], NEW, *OLD[2:])],
)
def test_the_lines_are_those_that_were_told(qtbot: QtBot, after: tuple[Deed, ...]) -> None:
    deeds = Deeds()
    qtbot.addWidget(deeds)
    deeds.show_deeds(OLD)
    deeds.show_deeds(after)
    deeds.resize(400, 800)
    deeds.show()

    assert shown(deeds) == [(one.when, one.what) for one in after]


def test_a_line_that_stands_is_not_made_again(qtbot: QtBot) -> None:
    deeds = Deeds()
    qtbot.addWidget(deeds)
    deeds.show_deeds(OLD)
    before = labels(deeds)
    deeds.show_deeds((NEW, *OLD[:-1]))

    assert len(set(before) & set(labels(deeds))) == len(before) - 2


def labels(deeds: Deeds) -> list[Label]:
    """Give the words that are shown."""
    return [one for one in deeds.findChildren(Label) if not one.isHidden()]


def shown(deeds: Deeds) -> list[tuple[str, str]]:
    """Read the lines from top to bottom."""
    placed = sorted(labels(deeds), key=lambda one: (one.geometry().center().y(), one.x()))
    words = [one.text() for one in placed]
    return list(zip(words[::2], words[1::2], strict=True))
