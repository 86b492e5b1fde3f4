"""The office's clock is wrong for a while, or is put right: what it keeps is heard of in the next run."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from carenurse.clinical.fhir import read_json
from carenurse.clinical.shapes import as_text, at
from carenurse.sync.steps import Ending
from carenurse.sync.wire import Request, Response
from tests.simulation.laptop import Laptop
from tests.simulation.made import condition
from tests.simulation.office import Quirks
from tests.simulation.scene import Scene, searches

Make = Callable[[Quirks], Scene]
NONE = timedelta(0)
AHEAD = [timedelta(minutes=20), timedelta(days=365), timedelta(days=365 * 30)]
SERVERS = [Quirks(), Quirks(batches_searches=False), Quirks(gives_ids=True, if_none_match=False)]
NAMES = ["together", "one by one", "gives ids"]


def says(here: Scene, name: str, text: str, *, ahead: timedelta = NONE) -> None:
    """Write at the office while its clock stands so far ahead."""
    before, here.office.skew = here.office.skew, here.office.skew + ahead
    here.writes(condition(name, "rosa") | {"severity": {"text": text}})
    here.office.skew = before


def heard(laptop: Laptop, name: str) -> str:
    return as_text(at(laptop.records.get("Condition", name), "severity.text"))


def settled(here: Scene) -> Laptop:
    says(here, "dose", "one")
    laptop = here.laptop()
    for _ in range(2):
        assert here.run(laptop).ending is Ending.COMPLETE
    return laptop


@pytest.mark.parametrize("ahead", AHEAD, ids=["minutes", "a year", "an age"])
@pytest.mark.parametrize("quirks", SERVERS, ids=NAMES)
def test_a_row_that_is_dated_ahead_moves_no_mark(scene: Make, quirks: Quirks, ahead: timedelta) -> None:
    here = scene(quirks)
    laptop = settled(here)
    says(here, "other", "ahead", ahead=ahead)
    here.run(laptop, after=60)
    assert heard(laptop, "other") == "ahead"

    for number in range(3):
        here.clock += timedelta(seconds=700)
        says(here, "dose", f"v{number}")
        assert here.run(laptop).ending is Ending.COMPLETE
        assert heard(laptop, "dose") == f"v{number}"


@pytest.mark.parametrize("ahead", AHEAD, ids=["minutes", "a year", "an age"])
@pytest.mark.parametrize("quirks", SERVERS, ids=NAMES)
def test_what_was_dated_ahead_is_heard_of_when_it_changes_again(
    scene: Make, quirks: Quirks, ahead: timedelta
) -> None:
    here = scene(quirks)
    laptop = settled(here)
    says(here, "dose", "ahead", ahead=ahead)
    here.run(laptop, after=60)
    here.clock += timedelta(seconds=700)
    says(here, "dose", "right")

    here.run(laptop)

    assert heard(laptop, "dose") == "right"


@pytest.mark.parametrize("away", [60, 3000, 40_000])
@pytest.mark.parametrize("quirks", SERVERS, ids=NAMES)
def test_what_is_kept_after_the_clock_was_put_back_is_heard_of_in_the_next_run(
    scene: Make, quirks: Quirks, away: int
) -> None:
    """However long the laptop is away: the office's time may have passed the mark again by then."""
    here = scene(quirks)
    here.office.skew = timedelta(minutes=20)
    laptop = settled(here)
    here.clock += timedelta(seconds=3000)
    says(here, "other", "before")
    here.run(laptop)
    here.office.skew = NONE
    says(here, "dose", "after")

    assert here.run(laptop, after=away).ending is Ending.COMPLETE

    assert heard(laptop, "dose") == "after"


@pytest.mark.parametrize("quirks", SERVERS, ids=NAMES)
def test_a_clock_that_goes_ahead_in_the_middle_of_a_run_and_is_put_back_after_it_hides_nothing(
    scene: Make, quirks: Quirks
) -> None:
    here = scene(quirks)
    laptop = settled(here)

    def goes_ahead(request: Request, by: str) -> Response:
        if searches(request):
            laptop.wire.handle = here.office.handle
            here.office.skew = timedelta(minutes=20)
            says(here, "other", "before")
        return here.office.handle(request, by)

    laptop.wire.handle = goes_ahead
    here.run(laptop, after=3000)
    here.office.skew = NONE
    says(here, "dose", "after")

    assert here.run(laptop, after=60).ending is Ending.COMPLETE

    assert heard(laptop, "dose") == "after"


@pytest.mark.parametrize("minutes", [-90, 90])
def test_a_laptop_whose_own_clock_is_moved_hears_of_everything(scene: Make, minutes: int) -> None:
    here = scene(Quirks())
    laptop = settled(here)
    moved = timedelta(minutes=minutes)
    laptop.now = lambda: here.clock + moved
    for number in range(3):
        says(here, "dose", f"v{number}")
        assert here.run(laptop, after=400).ending is Ending.COMPLETE
        assert heard(laptop, "dose") == f"v{number}"


def test_a_mark_from_before_that_stands_ahead_of_the_office_is_none(scene: Make) -> None:
    here = scene(Quirks())
    laptop = settled(here)
    ahead = b'{"rosa":"2027-03-04T08:00:00Z"}'.decode()
    laptop.journal.finish((), {"pull Condition": ahead, "clock there": ""})
    says(here, "dose", "two")

    here.run(laptop, after=700)

    assert heard(laptop, "dose") == "two"
    assert read_json(laptop.journal.cursor("pull Condition"))["rosa"] < "2026-03-05"
