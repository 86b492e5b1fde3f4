"""An office that was restored from a backup, and what it does not show while a laptop looks what it lost."""

from collections.abc import Callable
from datetime import timedelta

from carenurse.sync.status import standing
from tests.simulation.ghost import changed, said
from tests.simulation.made import condition
from tests.simulation.office import Quirks
from tests.simulation.scene import Scene

Make = Callable[[Quirks], Scene]
WOUND = ("Condition", "c1")
SEVERITY, RECORDER = ("severity", "text"), ("recorder", "display")


def _restored_while_hidden(scene: Make) -> Scene:
    """Let the office be restored to before what a nurse had sent, and hide the patient at that moment."""
    here = scene(Quirks())
    laptop = here.laptop()
    here.writes(condition("c1", "rosa"))
    here.run(laptop)
    backup = here.office.snapshot()
    laptop.put(changed(laptop.records.get(*WOUND) or {}, SEVERITY, "hers"))
    here.run(laptop)
    here.office.restore(backup)
    here.office.forbidden.add("rosa")
    assert here.run(laptop).tally.restored
    assert said(here.office.resource(WOUND), SEVERITY) == ""
    return here


def test_what_a_restored_office_did_not_show_is_offered_again_as_soon_as_it_does(scene: Make) -> None:
    here = _restored_while_hidden(scene)
    (laptop,) = here.laptops
    assert not standing(laptop.journal).all_sent
    here.writes(changed(here.office.resource(WOUND) or {}, RECORDER, "theirs"))
    here.office.forbidden.clear()

    here.run(laptop)

    there = here.office.resource(WOUND)
    assert (said(there, SEVERITY), said(there, RECORDER)) == ("hers", "theirs")
    assert said(laptop.records.get(*WOUND), RECORDER) == "theirs"
    assert standing(laptop.journal).all_sent


def test_what_is_shown_in_the_middle_of_a_run_is_no_news_before_it_was_compared(scene: Make) -> None:
    here = _restored_while_hidden(scene)
    (laptop,) = here.laptops
    while laptop.run is None or laptop.stage != "caseload":
        laptop.step(1)
    here.office.forbidden.clear()
    here.run(laptop)
    assert said(laptop.records.get(*WOUND), SEVERITY) == "hers"

    here.run(laptop)

    assert said(here.office.resource(WOUND), SEVERITY) == "hers"


def test_who_left_stays_until_compared_with_a_restored_office(scene: Make) -> None:
    here = _restored_while_hidden(scene)
    (laptop,) = here.laptops
    here.caseload()
    here.run(laptop)
    here.run(laptop, after=timedelta(days=40).total_seconds())
    assert laptop.records.get(*WOUND)
    here.office.forbidden.clear()

    here.run(laptop)

    assert said(here.office.resource(WOUND), SEVERITY) == "hers"
    assert laptop.records.get(*WOUND) is None
