"""An office that was restored from a backup: nothing confirmed goes, nobody is overruled."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from carenurse.clinical.fhir import Resource
from carenurse.sync.steps import Ending
from carenurse.sync.wire import Request, Response
from tests.simulation.ghost import Ghost, changed, said
from tests.simulation.laptop import Laptop
from tests.simulation.made import PATIENTS, condition
from tests.simulation.office import Quirks
from tests.simulation.scene import ROSA, Scene, searches

Make = Callable[[Quirks], Scene]
OFFICE, MARRIED = ("managingOrganization", "display"), ("maritalStatus", "text")
SEVERITY = ("severity", "text")
PAGES = "pages"
"""What a laptop reads its news from."""
WOUND = condition("c1", "rosa")


def with_office(resource: Resource | None, name: str) -> Resource:
    return changed(resource or {}, OFFICE, name)


def at_the_first(here: Scene, laptop: Laptop, what: str, then: Callable[[], object]) -> None:
    """Do something as soon as the laptop asks for what has this in its address."""

    def answered(request: Request, by: str) -> Response:
        if what in request.path or (what == PAGES and searches(request)):
            laptop.wire.handle = here.office.handle
            then()
        return here.office.handle(request, by)

    laptop.wire.handle = answered


def test_nothing_is_written_over_what_a_restored_office_says_under_a_number_that_was_used_before(
    scene: Make,
) -> None:
    here = scene(Quirks())
    laptop = here.laptop()
    here.run(laptop)
    backup = here.office.snapshot()
    here.writes(with_office(here.office.resource(ROSA), "lost"))
    here.run(laptop)
    here.office.restore(backup)
    here.writes(changed(here.office.resource(ROSA) or {}, MARRIED, "widowed"))
    laptop.put(with_office(laptop.records.get(*ROSA), "hers"))

    outcome = here.run(laptop)

    assert (outcome.ending, outcome.wait, outcome.why) == (Ending.RESTORED, 0, "the office was restored")
    assert said(here.office.resource(ROSA), MARRIED) == "widowed"
    assert here.run(laptop).tally.restored
    assert said(here.office.resource(ROSA), MARRIED) == "widowed"
    assert said(here.office.resource(ROSA), OFFICE) == "hers"


def test_an_office_without_history_that_uses_a_number_again_is_noticed_by_the_moment(scene: Make) -> None:
    here = scene(Quirks(history=False))
    laptop = here.laptop()
    here.run(laptop)
    backup = here.office.snapshot()
    here.writes(with_office(here.office.resource(ROSA), "lost"))
    here.run(laptop)
    here.office.restore(backup)
    here.writes(changed(here.office.resource(ROSA) or {}, MARRIED, "widowed"))
    here.run(laptop, after=400)

    assert here.run(laptop).tally.restored
    assert said(laptop.records.get(*ROSA), MARRIED) == "widowed"


def test_what_was_sent_in_the_same_run_is_no_base_once_the_office_was_restored_in_its_middle(
    scene: Make,
) -> None:
    here = scene(Quirks())
    laptop = here.laptop()
    here.run(laptop)
    backup = here.office.snapshot()
    laptop.put(with_office(laptop.records.get(*ROSA), "hers"))

    def restored() -> None:
        laptop.put(changed(laptop.records.get(*ROSA) or {}, MARRIED, "married"))
        here.office.restore(backup)
        here.writes(with_office(here.office.resource(ROSA), "theirs"))

    at_the_first(here, laptop, "Group", restored)
    here.run(laptop)

    assert said(here.office.resource(ROSA), OFFICE) == "theirs"
    here.run(laptop)
    (conflict,) = laptop.journal.conflicts()
    assert [said(one, OFFICE) for one in (conflict.mine, conflict.theirs)] == ["hers", "theirs"]


def test_what_was_confirmed_is_not_forgotten_for_the_word_of_an_office_restored_in_mid_run(
    scene: Make,
) -> None:
    here = scene(Quirks())
    laptop = here.laptop()
    here.run(laptop)
    backup = here.office.snapshot()
    laptop.put(with_office(laptop.records.get(*ROSA), "hers"))

    def restored() -> None:
        here.office.restore(backup)
        here.writes(changed(here.office.resource(ROSA) or {}, MARRIED, "widowed"))

    at_the_first(here, laptop, PAGES, restored)
    assert here.run(laptop, after=1000).ending is Ending.RESTORED
    here.run(laptop)

    assert said(here.office.resource(ROSA), OFFICE) == "hers"
    assert said(here.office.resource(ROSA), MARRIED) == "widowed"


def test_what_was_confirmed_is_not_forgotten_where_the_restored_office_keeps_no_history(scene: Make) -> None:
    here = scene(Quirks(history=False, batches_searches=False))
    laptop = here.laptop()
    here.run(laptop)
    backup = here.office.snapshot()
    laptop.put(with_office(laptop.records.get(*ROSA), "hers"))

    def restored() -> None:
        here.office.restore(backup)
        here.writes(changed(here.office.resource(ROSA) or {}, MARRIED, "widowed"))
        here.writes(changed(here.office.resource(ROSA) or {}, MARRIED, "divorced"))
        laptop.journal.set_cursor("compared", "")

    at_the_first(here, laptop, "Composition/_search", restored)
    assert here.run(laptop, after=1000).ending is Ending.RESTORED
    here.run(laptop)

    assert said(here.office.resource(ROSA), OFFICE) == "hers"
    assert said(here.office.resource(ROSA), MARRIED) == "divorced"


def test_a_deletion_that_she_agreed_to_and_a_restore_took_back_shows_what_stands_there(scene: Make) -> None:
    here = scene(Quirks())
    here.writes(WOUND)
    laptop = here.laptop()
    here.run(laptop)
    backup = here.office.snapshot()
    here.office.write(("Condition", "c1"), None, "office")
    laptop.put(changed(laptop.records.get("Condition", "c1") or {}, SEVERITY, "mild"))
    here.run(laptop)
    (conflict,) = laptop.journal.conflicts()
    laptop.journal.agree(conflict.identity, laptop.now())
    here.office.restore(backup)

    for _ in range(3):
        here.run(laptop, after=100_000)

    assert said(laptop.records.get("Condition", "c1"), SEVERITY) == ""
    assert laptop.journal.changes() == []


@pytest.mark.parametrize("chosen", ["hers", "theirs"])
@pytest.mark.parametrize("quirks", [Quirks(), Quirks(history=False), Quirks(native=True)])
def test_what_she_chooses_in_a_conflict_goes_to_the_restored_office_that_lost_it(
    scene: Make, quirks: Quirks, chosen: str
) -> None:
    here = scene(quirks)
    laptop = here.laptop()
    here.run(laptop)
    backup = here.office.snapshot()
    laptop.put(WOUND)
    here.run(laptop)
    here.writes(changed(here.office.resource(("Condition", "c1")) or {}, SEVERITY, "theirs"))
    laptop.put(changed(laptop.records.get("Condition", "c1") or {}, SEVERITY, "hers"))
    here.run(laptop, after=60)
    here.office.restore(backup)
    for _ in range(2):
        here.run(laptop, after=60)
    (conflict,) = laptop.journal.conflicts()
    side = conflict.mine if chosen == "hers" else conflict.theirs
    laptop.journal.resolve(conflict.identity, side or {}, laptop.now())

    for _ in range(2):
        here.run(laptop, after=100_000)

    assert said(here.office.resource(("Condition", "c1")), SEVERITY) == chosen
    assert (laptop.journal.changes(), laptop.journal.conflicts()) == ([], [])


def test_an_office_that_is_restored_twice_before_any_run_could_be_counted_is_noticed_twice(
    scene: Make,
) -> None:
    here = scene(Quirks(native=True))
    laptop = here.laptop()

    laptop.wire.handle = here.uncounted
    here.run(laptop)
    backup = here.office.snapshot()
    here.office.restore(backup)
    laptop.put(with_office(laptop.records.get(*ROSA), "hers"))
    assert here.run(laptop, after=60).ending is Ending.RESTORED
    here.run(laptop, after=60)
    here.office.restore(backup)
    here.writes(changed(here.office.resource(ROSA) or {}, MARRIED, "widowed"))
    laptop.put({**(laptop.records.get(*ROSA) or {}), "gender": "female"})

    laptop.wire.handle = here.office.handle
    for _ in range(2):
        here.run(laptop, after=60)

    assert said(here.office.resource(ROSA), MARRIED) == "widowed"
    assert said(here.office.resource(ROSA), OFFICE) == "hers"


def test_the_offices_side_that_she_chose_in_a_conflict_outlives_a_restore_to_before_it(scene: Make) -> None:
    here = scene(Quirks())
    laptop = here.laptop()
    for _ in range(2):
        here.run(laptop)
    laptop.put(changed(WOUND, SEVERITY, "base"))
    here.run(laptop, after=60)
    backup = here.office.snapshot()
    here.writes(changed(here.office.resource(("Condition", "c1")) or {}, SEVERITY, "theirs"))
    laptop.put(changed(laptop.records.get("Condition", "c1") or {}, SEVERITY, "hers"))
    here.run(laptop, after=60)
    (conflict,) = laptop.journal.conflicts()
    here.office.restore(backup)
    here.writes(changed(here.office.resource(ROSA) or {}, MARRIED, "widowed"))
    here.run(laptop, after=60)

    laptop.journal.resolve(conflict.identity, conflict.theirs or {}, laptop.now())
    endings = [here.run(laptop, after=100_000).ending for _ in range(3)]

    assert Ending.RESTORED in endings
    assert said(here.office.resource(("Condition", "c1")), SEVERITY) == "theirs"


def test_an_office_that_is_as_it_was_left_is_not_taken_for_restored(scene: Make) -> None:
    here = scene(Quirks(normalises=True, coarse=True))
    laptop = here.laptop()
    for number in range(4):
        here.run(laptop, after=40_000)
        here.writes(changed(here.office.resource(ROSA) or {}, MARRIED, f"office {number}"))
        laptop.put(with_office(laptop.records.get(*ROSA), f"hers {number}"))
        assert not here.run(laptop).tally.restored

    assert said(here.office.resource(ROSA), OFFICE) == "hers 3"
    assert said(here.office.resource(ROSA), MARRIED) == "office 3"


def test_an_office_that_tells_no_version_of_what_it_shows_takes_a_second_change(scene: Make) -> None:
    here = scene(Quirks())
    laptop = here.laptop()
    here.run(laptop)
    laptop.put(WOUND)
    here.run(laptop)
    laptop.put(changed(laptop.records.get("Condition", "c1") or {}, SEVERITY, "mild"))

    def answered(request: Request, by: str) -> Response:
        answer = here.office.handle(request, by)
        return replace(answer, body=re.sub(rb'"versionId":"[^"]*",', b"", answer.body))

    laptop.wire.handle = answered
    here.run(laptop)

    assert said(here.office.resource(("Condition", "c1")), SEVERITY) == "mild"


def test_who_chose_the_offices_word_had_seen_what_she_gave_up_for_it() -> None:
    ghost, key = Ghost(), ("Patient", PATIENTS[0])
    ghost.edit(key, MARRIED, "office-v1", "", "office")
    ghost.edit(key, MARRIED, "office-v2", "", "office")
    assert not ghost.may_follow(key, MARRIED, "office-v1", "office-v2")

    ghost.take_theirs(key, MARRIED, "office-v1", "office-v2")

    assert ghost.may_follow(key, MARRIED, "office-v1", "office-v2")
    assert not ghost.may_follow(key, MARRIED, "office-v2", "office-v1")
