"""The start page of a laptop that was emptied lets its office hear that, where it could not before."""

from threading import enumerate as threads

from tests.carenurse.app.leashed import Leashed, laptop
from tests.carenurse.app.test_last_word import cut_off, unsaid
from tests.carenurse.app.test_sync_run import hub
from ui.shell.doors import Doors

__all__ = ["hub", "laptop"]


def said(doors: Doors) -> int:
    """Let it be said, wait for that, and count who said it."""
    doors.say_last_words()
    saying = [one for one in threads() if one.name == "last-word"]
    for one in saying:
        one.join()
    return len(saying)


def test_the_office_hears_at_the_next_start_that_the_laptop_is_empty(laptop: Leashed) -> None:
    laptop.order()
    laptop.meet(cut_off)
    doors = Doors(laptop.folder, laptop.clock)
    told = doors.wiped()
    assert told is not None
    assert "has not confirmed yet" in told[1]

    assert said(doors) == 1

    assert laptop.leash.done is not None
    assert not unsaid(laptop)
    told = doors.wiped()
    assert told is not None
    assert told[1] == ""
    assert said(doors) == 0, "there is nothing left to say"
