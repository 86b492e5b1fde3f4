"""What the simulation once found, each told again by itself: it holds whatever a schedule draws."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from carenurse.clinical.fhir import Resource, read_json
from carenurse.sync.steps import Ending
from carenurse.sync.wire import Request, Response
from tests.simulation.ghost import Ghost, changed, said
from tests.simulation.laptop import make_pattern
from tests.simulation.made import PATIENTS, condition
from tests.simulation.office import START, Quirks
from tests.simulation.plan import Plan
from tests.simulation.scene import ROSA, Scene, searches
from tests.simulation.world import World

Make = Callable[[Quirks], Scene]
OFFICE, MARRIED = ("managingOrganization", "display"), ("maritalStatus", "text")
WOUND = condition("c1", "rosa")


def with_office(resource: Resource | None, name: str) -> Resource:
    return {**(resource or {}), "managingOrganization": {"display": name}}


def test_a_server_that_writes_references_absolutely_was_not_restored(scene: Make) -> None:
    here = scene(Quirks(atomic=False, normalises=True))
    laptop = here.laptop()
    here.run(laptop)
    laptop.put(WOUND)
    here.run(laptop)

    outcome = here.run(laptop)

    assert (outcome.ending, outcome.tally.restored) == (Ending.COMPLETE, False)
    assert laptop.records.get("Condition", "c1")["subject"] == {"reference": "Patient/rosa"}  # type: ignore[index]


def test_what_a_restored_office_did_not_lose_is_not_offered_over_its_later_word(scene: Make) -> None:
    here = scene(Quirks())
    laptop = here.laptop()
    here.run(laptop)
    backup = here.office.snapshot()
    laptop.put(WOUND)
    here.run(laptop)
    here.office.restore(backup)
    here.writes(with_office(here.office.resource(ROSA), "first"))
    here.run(laptop)
    assert here.office.resource(("Condition", "c1"))

    laptop.put(with_office(laptop.records.get(*ROSA), "hers"))
    here.run(laptop)
    here.office.restore({key: kept for key, kept in here.office.store.items() if key[0] == "Patient"})
    here.caseload("rosa")
    here.writes(with_office(here.office.resource(ROSA), "first"))
    outcome = here.run(laptop)

    assert outcome.tally.restored
    assert said(here.office.resource(ROSA), OFFICE) == "first"
    assert said(laptop.records.get(*ROSA), OFFICE) == "first"


def test_what_a_search_finds_late_is_no_change_after_the_resource_itself_was_read(scene: Make) -> None:
    here = scene(Quirks(lag=100, tells_tags=False))
    laptop = here.laptop()
    here.run(laptop, after=200)
    laptop.put(with_office(laptop.records.get(*ROSA), "hers"))
    stale = list(here.office.store[ROSA])

    def answered(request: Request, by: str) -> Response:
        """Search in what the index knows, which is behind; read what stands there."""
        now = here.office.store[ROSA]
        if searches(request, "Patient"):
            here.office.store[ROSA] = stale
        try:
            return here.office.handle(request, by)
        finally:
            here.office.store[ROSA] = now if searches(request) else here.office.store[ROSA]

    laptop.wire.handle = answered
    here.run(laptop)
    with laptop.records.work() as work:
        work.put({**(laptop.records.get(*ROSA) or {}), "gender": "female"}, draft=True)

    here.run(laptop)

    assert laptop.journal.conflicts() == []
    assert said(laptop.records.get(*ROSA), OFFICE) == "hers"


def test_an_office_that_is_restored_in_the_middle_of_a_run_loses_nothing(scene: Make) -> None:
    here = scene(Quirks())
    laptop = here.laptop()
    here.run(laptop)
    backup = here.office.snapshot()
    laptop.put(with_office(laptop.records.get(*ROSA), "hers"))
    here.run(laptop)
    laptop.put({**(laptop.records.get(*ROSA) or {}), "gender": "female"})

    def restored(request: Request, by: str) -> Response:
        """Be restored when the laptop begins to read."""
        if searches(request):
            laptop.wire.handle = here.office.handle
            here.office.restore(backup)
        return here.office.handle(request, by)

    laptop.wire.handle = restored
    here.run(laptop, after=100_000)
    assert laptop.wire.handle == here.office.handle

    outcome = here.run(laptop)

    assert outcome.tally.restored
    assert said(here.office.resource(ROSA), OFFICE) == "hers"


def test_a_feed_that_was_cut_between_two_lines_is_not_taken_as_whole(scene: Make) -> None:
    here = scene(Quirks(native=True))
    laptop = here.laptop()

    def cut(request: Request, by: str) -> Response:
        answer = here.office.handle(request, by)
        if not request.path.startswith("$changes"):
            return answer
        return replace(answer, body=b"".join(answer.body.splitlines(keepends=True)[:-1]))

    laptop.wire.handle = cut
    assert here.run(laptop).ending is Ending.NO_ANSWER
    laptop.wire.handle = here.office.handle
    assert here.run(laptop).ending is Ending.COMPLETE
    assert laptop.records.get(*ROSA)


def test_how_far_the_feeds_of_somebody_who_left_had_come_is_forgotten(scene: Make) -> None:
    here = scene(Quirks())
    laptop = here.laptop()
    here.run(laptop)
    assert "rosa" in read_json(laptop.journal.cursor("pull Patient"))
    here.caseload()

    here.run(laptop)

    assert "rosa" not in read_json(laptop.journal.cursor("pull Patient"))
    assert laptop.records.get(*ROSA) is None


def test_a_backup_made_after_a_restore_holds_nothing_that_the_restore_had_lost(tmp_path: Path) -> None:
    world = World(Plan.drawn(1), tmp_path, make_pattern(tmp_path, "nurse", lambda: START))
    key = ("Patient", PATIENTS[0])
    world.office_backed_up()
    world.ghost.edit(key, MARRIED, "office-v1", "", "office")
    world.office_restored()
    world.kept.clear()
    world.office_backed_up()

    world.office_restored()

    assert world.ghost.lost(key, MARRIED, "") == set()
    world.close()


def test_what_a_laptop_brought_back_to_a_restored_office_is_in_its_next_backup(tmp_path: Path) -> None:
    world = World(Plan.drawn(1), tmp_path, make_pattern(tmp_path, "nurse", lambda: START))
    key = ("Patient", PATIENTS[0])
    world.office_backed_up()
    world.ghost.edit(key, MARRIED, "office-v1", "", "office")
    world.office_restored()
    world.kept.clear()
    world.office.write(key, changed(world.office.resource(key) or {}, MARRIED, "office-v1"), "laptop0")
    world.office_backed_up()
    world.ghost.edit(key, MARRIED, "office-v2", "office-v1", "office")

    world.office_restored()

    assert "office-v1" in world.ghost.rightful(key, MARRIED)
    world.close()


def test_what_was_lost_by_a_restore_and_corrected_before_may_come_back_from_a_laptop() -> None:
    ghost, key = Ghost(), ("Patient", PATIENTS[0])
    for value, seen in (("hers", ""), ("office-v1", "hers"), ("office-v2", "office-v1")):
        ghost.edit(key, MARRIED, value, seen, "laptop0" if value == "hers" else "office")
    for node in ghost.nodes[key, MARRIED[0]]:
        node.void = node.by == "office"

    assert ghost.rightful(key, MARRIED) == {"hers", "office-v1", "office-v2"}


def test_who_keeps_what_the_office_deleted_keeps_it_as_she_had_it() -> None:
    ghost, key = Ghost(), ("Patient", PATIENTS[0])
    ghost.edit(key, MARRIED, "office-v1", "", "office")
    ghost.edit(key, MARRIED, "office-v2", "office-v1", "office")
    for node in ghost.nodes[key, MARRIED[0]]:
        node.void = node.by == "office"

    ghost.restate(key, MARRIED, "office-v1", "laptop0")

    assert ghost.rightful(key, MARRIED) == {"office-v1"}
    assert ghost.lost(key, MARRIED, "office-v1") == set()


def test_a_revert_that_a_restore_had_lost_is_not_in_a_later_backup_for_saying_what_stands(
    tmp_path: Path,
) -> None:
    world = World(Plan.drawn(1), tmp_path, make_pattern(tmp_path, "nurse", lambda: START))
    key = ("Patient", PATIENTS[0])
    world.office_backed_up()
    world.ghost.edit(key, MARRIED, "hers", "", "laptop0")
    world.ghost.edit(key, MARRIED, "", "hers", "office")
    world.office_restored()
    world.kept.clear()
    world.office_backed_up()

    world.office_restored()

    assert world.ghost.lost(key, MARRIED, "hers") == set()
    world.close()
