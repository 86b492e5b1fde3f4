"""Conflicts that are open: what is chosen between is what stands there by now."""

from collections.abc import Callable

import pytest

from tests.simulation.ghost import changed, said
from tests.simulation.made import condition
from tests.simulation.office import Quirks
from tests.simulation.scene import Scene

Make = Callable[[Quirks], Scene]
SEVERITY = ("severity", "text")
WOUND = ("Condition", "c1")


@pytest.mark.parametrize("chosen", ["hers", "theirs"])
@pytest.mark.parametrize("deleted", [False, True])
@pytest.mark.parametrize("quirks", [Quirks(), Quirks(native=True)])
def test_a_change_that_the_office_took_back_is_chosen_no_longer(
    scene: Make, quirks: Quirks, chosen: str, *, deleted: bool
) -> None:
    here = scene(quirks)
    here.writes(condition("c1", "rosa"))
    laptop = here.laptop()
    here.run(laptop)
    before = here.office.resource(WOUND) or {}
    laptop.put(changed(laptop.records.get(*WOUND) or {}, SEVERITY, "hers"))
    here.office.write(WOUND, None if deleted else changed(before, SEVERITY, "withdrawn"), "office")
    here.run(laptop, after=60)
    here.office.write(WOUND, before, "office")
    here.run(laptop, after=600)

    (conflict,) = laptop.journal.conflicts()
    assert said(conflict.theirs, SEVERITY) == ""
    assert conflict.theirs is not None
    side = conflict.mine if chosen == "hers" else conflict.theirs
    laptop.journal.resolve(conflict.identity, side, laptop.now())
    here.run(laptop, after=60)

    says = "hers" if chosen == "hers" else ""
    assert said(here.office.resource(WOUND), SEVERITY) == said(laptop.records.get(*WOUND), SEVERITY) == says
    assert (laptop.journal.changes(), laptop.journal.conflicts()) == ([], [])
