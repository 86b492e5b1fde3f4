"""Who is not as before: a laptop from a backup, or two of one disk, a nurse let go, a patient joined."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from carenurse.store.journal_facts import Held
from carenurse.sync.status import standing
from carenurse.sync.steps import Ending
from carenurse.sync.wire import Request, Response
from tests.simulation.ghost import changed, said
from tests.simulation.laptop import Laptop
from tests.simulation.made import condition, id_of, patient, visit
from tests.simulation.office import Key, outcome
from tests.simulation.quirks import Quirks
from tests.simulation.scene import ROSA, Scene

Make = Callable[[Quirks], Scene]
WOUND = ("Condition", "c1")
SEVERITY, RECORDER, ASSERTER = ("severity", "text"), ("recorder", "display"), ("asserter", "display")
OFFICES = {
    "plain": Quirks(),
    "ours": Quirks(native=True),
    "gives ids": Quirks(gives_ids=True, if_none_match=False),
    "one by one": Quirks(atomic=False, history=False),
}
MARRIED = ("maritalStatus", "text")
DAY = timedelta(days=1).total_seconds()


@pytest.fixture(params=OFFICES.values(), ids=tuple(OFFICES))
def quirks(request: pytest.FixtureRequest) -> Quirks:
    told = request.param
    assert isinstance(told, Quirks)
    return told


def _begun(scene: Make, quirks: Quirks) -> tuple[Scene, Laptop]:
    here = scene(quirks)
    here.writes(condition("c1", "rosa"))
    laptop = here.laptop()
    here.run(laptop)
    return here, laptop


def _edits(laptop: Laptop, element: tuple[str, str], value: str) -> None:
    laptop.put(changed(laptop.records.get(*WOUND) or {}, element, value))


def _visits(laptop: Laptop, name: str) -> list[Key]:
    made = visit(id_of(name), "rosa", name)
    laptop.put(*made)
    return [(one["resourceType"], one["id"]) for one in made]


def _settled(here: Scene, *laptops: Laptop) -> bool:
    """Let all run until everything of each is sent; say whether one of them noticed that it is another."""
    noticed = False
    for _ in range(6):
        for one in laptops:
            noticed |= here.run(one, after=1000).tally.cloned
    assert all(standing(one.journal).all_sent for one in laptops)
    return noticed


def _once(here: Scene, keys: list[Key]) -> bool:
    return [len(here.office.store.get(key, ())) for key in keys] == [1] * len(keys)


def _words(here: Scene, *elements: tuple[str, str]) -> list[str]:
    return [said(here.office.resource(WOUND), one) for one in elements]


def test_a_laptop_from_a_backup_doubles_nothing_and_takes_nothing_back(scene: Make, quirks: Quirks) -> None:
    here, laptop = _begun(scene, quirks)
    _edits(laptop, SEVERITY, "hers")
    keys = _visits(laptop, "before")
    kept = laptop.backup()
    here.run(laptop)
    here.writes(changed(here.office.resource(WOUND) or {}, RECORDER, "theirs"))
    here.run(laptop)
    laptop.restore(kept)
    _edits(laptop, ASSERTER, "later")

    noticed = _settled(here, laptop)

    assert noticed
    assert _words(here, SEVERITY, RECORDER, ASSERTER) == ["hers", "theirs", "later"]
    assert _once(here, keys)


def test_two_laptops_of_one_disk_both_work_on(scene: Make, quirks: Quirks) -> None:
    here, laptop = _begun(scene, quirks)
    _edits(laptop, SEVERITY, "unsent by then")
    keys = _visits(laptop, "unsent by then")
    twin = here.laptop()
    twin.restore(laptop.backup())
    _edits(laptop, RECORDER, "one")
    _edits(twin, ASSERTER, "other")
    keys += [*_visits(laptop, "one"), *_visits(twin, "other")]

    noticed = _settled(here, laptop, twin)

    assert noticed
    assert _words(here, SEVERITY, RECORDER, ASSERTER) == ["unsent by then", "one", "other"]
    assert _once(here, keys)
    assert [one.records.get(*key) is not None for one in (laptop, twin) for key in keys] == [True] * 2 * len(
        keys
    )


@pytest.mark.parametrize("status", [401, 403])
def test_a_nurse_whom_the_office_let_go_keeps_what_is_unsent_until_somebody_lets_it_in(
    scene: Make, quirks: Quirks, status: int
) -> None:
    here, laptop = _begun(scene, quirks)
    _edits(laptop, SEVERITY, "hers")
    keys = _visits(laptop, "hers")
    laptop.wire.token_good, received = False, laptop.journal.cursor("received")

    def let_go(request: Request, by: str) -> Response:
        del request, by
        return outcome(status, "not known here any more")

    laptop.wire.handle = let_go
    for _ in range(40):
        assert here.run(laptop, after=DAY).ending is not Ending.COMPLETE
    assert not standing(laptop.journal).all_sent
    assert [key for key in (WOUND, *keys) if laptop.records.get(*key) is None] == []

    assert laptop.journal.cursor("received") == received

    laptop.wire.handle, laptop.wire.token_good = here.office.handle, True
    laptop.journal.release_all(Held.NOT_ALLOWED)
    _settled(here, laptop)

    assert _words(here, SEVERITY) == ["hers"]
    assert _once(here, keys)


def test_whom_the_office_names_anew_and_joins_keeps_what_was_written_meanwhile(
    scene: Make, quirks: Quirks
) -> None:
    here, laptop = _begun(scene, quirks)
    keys = _visits(laptop, "meanwhile")
    laptop.put(changed(laptop.records.get(*ROSA) or {}, MARRIED, "widowed"))
    joined = [{"other": {"reference": "Patient/other"}, "type": "replaced-by"}]
    here.writes(patient("other"))
    there = here.office.resource(ROSA) or {}
    here.writes({**there, "name": [{"family": "Newname"}], "active": False, "link": joined})

    _settled(here, laptop)

    stands = here.office.resource(ROSA) or {}
    assert (said(stands, MARRIED), stands["name"][0]["family"]) == ("widowed", "Newname")
    assert (stands["active"], len(stands["link"])) == (False, 1)
    assert _once(here, keys)
