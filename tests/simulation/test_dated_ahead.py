"""What the office dated ahead before its clock was put right looks newer than all that it kept since."""

from collections.abc import Callable
from datetime import timedelta

from carenurse.sync.steps import Ending
from tests.simulation.made import condition
from tests.simulation.quirks import Quirks
from tests.simulation.scene import Scene

Make = Callable[[Quirks], Scene]


def test_a_search_that_is_behind_does_not_take_back_what_the_office_has_just_taken(scene: Make) -> None:
    here = scene(Quirks(lag=20))
    here.office.skew = timedelta(days=365)
    here.writes(condition("wound", "rosa"))
    here.office.skew = timedelta(0)
    laptop = here.laptop()
    for _ in range(2):
        assert here.run(laptop, after=100).ending is Ending.COMPLETE
    laptop.put((laptop.records.get("Condition", "wound") or {}) | {"severity": {"text": "hers"}})

    assert here.run(laptop).ending is Ending.COMPLETE

    assert (laptop.records.get("Condition", "wound") or {})["severity"] == {"text": "hers"}
    stands = here.office.store["Condition", "wound"][-1]
    assert laptop.journal.known_tags()["Condition", "wound"] == stands.tag
