"""An office that was restored more than once, or went on since: what it deleted, took back, never counted."""

from collections.abc import Callable

import pytest

from carenurse.sync.steps import Ending
from tests.simulation.ghost import changed, said
from tests.simulation.laptop import Laptop
from tests.simulation.made import condition
from tests.simulation.office import Key, Stored
from tests.simulation.quirks import Quirks
from tests.simulation.scene import ROSA, Scene

Make = Callable[[Quirks], Scene]
OFFICE, MARRIED = ("managingOrganization", "display"), ("maritalStatus", "text")
SEVERITY, RECORDER = ("severity", "text"), ("recorder", "display")
WOUND = condition("c1", "rosa")


def confirmed(here: Scene, word: str) -> tuple[Laptop, dict[Key, list[Stored]]]:
    """Have the office confirm her word about the wound; gives a backup of before it, too."""
    here.writes(WOUND)
    laptop = here.laptop()
    here.run(laptop)
    backup = here.office.snapshot()
    laptop.put(changed(laptop.records.get("Condition", "c1") or {}, SEVERITY, word))
    here.run(laptop, after=60)
    return laptop, backup


@pytest.mark.parametrize("quirks", [Quirks(), Quirks(history=False), Quirks(native=True)])
def test_what_a_restore_lost_before_the_office_deleted_it_is_offered_once_a_restore_takes_that_back(
    scene: Make, quirks: Quirks
) -> None:
    here = scene(quirks)
    laptop, backup = confirmed(here, "hers")
    here.office.restore(backup)
    here.office.write(("Condition", "c1"), None, "office")
    here.run(laptop, after=100_000)
    here.office.restore(backup)

    for _ in range(3):
        here.run(laptop, after=100_000)

    assert said(here.office.resource(("Condition", "c1")), SEVERITY) == "hers"
    assert said(laptop.records.get("Condition", "c1"), SEVERITY) == "hers"


@pytest.mark.parametrize("quirks", [Quirks(), Quirks(history=False), Quirks(native=True)])
def test_what_she_agreed_to_be_deleted_does_not_come_back_from_her(scene: Make, quirks: Quirks) -> None:
    here = scene(quirks)
    laptop, backup = confirmed(here, "confirmed")
    here.office.write(("Condition", "c1"), None, "office")
    laptop.put(changed(laptop.records.get("Condition", "c1") or {}, SEVERITY, "unsent"))
    here.run(laptop, after=60)
    (conflict,) = laptop.journal.conflicts()
    laptop.journal.agree(conflict.identity, laptop.now())
    here.office.restore(backup)

    endings = [here.run(laptop, after=100_000).ending for _ in range(4)]

    assert endings[-2:] == [Ending.COMPLETE, Ending.COMPLETE]
    assert said(here.office.resource(("Condition", "c1")), SEVERITY) == ""
    assert said(laptop.records.get("Condition", "c1"), SEVERITY) == ""


@pytest.mark.parametrize("quirks", [Quirks(), Quirks(history=False), Quirks(native=True)])
def test_what_she_wrote_after_a_deletion_that_a_restore_takes_back_is_no_restore_for_ever(
    scene: Make, quirks: Quirks
) -> None:
    here = scene(quirks)
    laptop, backup = confirmed(here, "confirmed")
    here.office.write(("Condition", "c1"), None, "office")
    here.run(laptop, after=100_000)
    laptop.put(changed(laptop.records.get("Condition", "c1") or {}, SEVERITY, "unsent"))
    here.office.restore(backup)

    endings = [here.run(laptop, after=100_000).ending for _ in range(4)]

    assert endings[-2:] == [Ending.COMPLETE, Ending.COMPLETE]
    assert said(here.office.resource(("Condition", "c1")), SEVERITY) == "unsent"


def test_a_laptop_of_which_no_run_was_counted_writes_over_nothing_either(scene: Make) -> None:
    here = scene(Quirks(native=True))
    here.run(here.laptop())  # which brings the nurse, so that the other has nothing to send
    backup = here.office.snapshot()
    here.writes(changed(here.office.resource(ROSA) or {}, OFFICE, "lost"))
    laptop = here.laptop()

    laptop.wire.handle = here.uncounted
    here.run(laptop)
    here.office.restore(backup)
    here.writes(changed(here.office.resource(ROSA) or {}, MARRIED, "widowed"))
    laptop.put({**(laptop.records.get(*ROSA) or {}), "gender": "female"})

    laptop.wire.handle = here.office.handle
    for _ in range(2):
        here.run(laptop, after=60)

    stands = here.office.resource(ROSA) or {}
    assert (said(stands, MARRIED), said(stands, OFFICE), stands["gender"]) == ("widowed", "lost", "female")


def test_what_a_restored_office_took_back_since_stays_so_though_it_said_so_before(scene: Make) -> None:
    here = scene(Quirks())
    here.writes(WOUND)
    laptop = here.laptop()
    here.run(laptop)
    first = here.office.resource(("Condition", "c1")) or {}
    here.writes(changed(first, SEVERITY, "mild"))
    here.run(laptop, after=60)
    backup = here.office.snapshot()
    laptop.put(changed(laptop.records.get("Condition", "c1") or {}, RECORDER, "hers"))
    here.run(laptop, after=60)
    here.office.restore(backup)
    here.writes(first)

    for _ in range(2):
        here.run(laptop, after=60)

    stands = here.office.resource(("Condition", "c1"))
    assert (said(stands, SEVERITY), said(stands, RECORDER)) == ("", "hers")
