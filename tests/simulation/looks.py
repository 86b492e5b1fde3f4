"""What must hold, after each run and in the end."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from carenurse.clinical.fhir import Resource, read_json
from carenurse.sync.canonical import digest
from carenurse.sync.status import standing
from tests.simulation.ghost import WATCHED, Key, said
from tests.simulation.laptop import Laptop
from tests.simulation.made import is_draft
from tests.simulation.native import GROUP, NativeOffice
from tests.simulation.office import patient_of
from tests.simulation.photos import Photos
from tests.simulation.violation import ViolationError


@dataclass
class Looks(Photos):
    """The eyes on one schedule."""

    def look_at_laptop(self, laptop: Laptop) -> None:
        """Look at one laptop after a run (invariants 7 and 11)."""
        told = standing(laptop.journal)
        if told.all_sent and not self.restored:
            for value in self._unsent_by(laptop):
                raise ViolationError(11, f"{laptop.name} says all sent, {value} is not there")
        self.look_at_marks(laptop)
        self.look_at_photos()
        self.look_at_arrived(laptop)
        self.look_at_units(laptop)
        for kind, identity in laptop.journal.known_tags():
            base = laptop.journal.base_of(kind, identity)
            known = self.states.get((kind, identity), set())
            if base is not None and digest(base[0]) not in known:
                raise ViolationError(
                    7, f"{laptop.name} has a base of {kind}/{identity} that never stood there"
                )

    def _unsent_by(self, laptop: Laptop) -> Iterator[str]:
        """Find what she wrote, nobody replaced, and the office never had."""
        for (key, _), line in self.ghost.nodes.items():
            replaced = {parent for node in line for parent in node.parents}
            for place, node in enumerate(line):
                hers = node.by == laptop.name and not node.void and place not in replaced
                open_yet = key not in self.agreed and not is_draft(laptop, key)
                if hers and open_yet and node.value not in self.said_there:
                    yield node.value

    def look_at_marks(self, laptop: Laptop) -> None:
        """No mark has passed a row that is not here, nor a conflict what its office took back (8 and 9)."""
        if self.unmarked or self.restored:
            return
        disputed = {(one.kind, one.resource): one.theirs_tag for one in laptop.journal.conflicts()}
        known = laptop.journal.known_tags() | disputed
        waiting = {
            (one.kind, one.identity) for one in laptop.journal.changes() if one.batch or one.base_tag == "?"
        }
        self._look_at_the_feed(laptop, known, waiting)
        for kind in ("Patient", *laptop.kinds):
            marks = read_json(laptop.journal.cursor(f"pull {kind}") or "{}")
            for key in [one for one in self.office.store if one[0] == kind and one not in waiting]:
                stands = self.office.store[key][-1]
                mark = marks.get(patient_of(stands.resource or {}), "")
                if not mark or stands.resource is None:
                    continue
                passed = stands.updated <= datetime.fromisoformat(mark) - laptop.profile.overlap
                told = known.get(key) == stands.tag
                if passed and stands.visible <= self.clock and not told:
                    raise ViolationError(8, f"{laptop.name} passed {key} {stands.tag}, has {known.get(key)}")

    def look_at_received(self, laptop: Laptop) -> None:
        """See that a whole run brought what a search could find when it began: "received" says so (9, 11).

        What was not findable yet when the clock was moved may wait for the daily comparison, and so may what
        was written before the clock was set further ahead, with no whole run in between.
        """
        if self.hidden or self.restored or laptop.begun is None:
            return
        begun = self.clock - (laptop.now() - laptop.begun) - timedelta(seconds=60 * self.plan.quirks.reuses)
        known = laptop.journal.known_tags()
        disputed = {(one.kind, one.resource): one.theirs_tag for one in laptop.journal.conflicts()}
        waiting = {(one.kind, one.identity) for one in laptop.journal.changes()}
        scope = set(read_json(laptop.journal.cursor("scope") or "[]"))
        for key, versions in self.office.store.items():
            stands = versions[-1]
            asked = key[0] in ("Patient", *laptop.kinds) and patient_of(stands.resource or {}) in scope
            told = stands.tag in (known.get(key), disputed.get(key)) or key in waiting
            hidden_at = stands.visible - timedelta(seconds=self.plan.quirks.lag)
            late = any(hidden_at <= one <= stands.visible for one in self.moved)
            late = late or any(hidden_at <= one <= begun for one in self.raised)
            if asked and stands.visible < begun and not told and not late:
                raise ViolationError(9, f"{laptop.name} ended whole without {key} {stands.tag}")

    def _look_at_the_feed(self, laptop: Laptop, told: dict[Key, str], waiting: set[Key]) -> None:
        """No sequence has passed a commit that is not here, of whoever is on the list and was before."""
        passed = read_json(laptop.journal.cursor("pull $changes") or "{}").get("since", 0)
        if not isinstance(self.office, NativeOffice) or not passed:
            return
        if self.office.store[GROUP][-1].sequence > passed:
            return
        for key, stands in self.office.in_scope():
            mine = key[0] in ("Patient", *laptop.kinds) and key not in waiting
            if mine and stands.sequence <= passed and told.get(key) != stands.tag:
                raise ViolationError(8, f"{laptop.name} passed {key} {stands.tag}, has {told.get(key)}")

    def look_at_the_end(self) -> None:
        """Nothing that anybody wrote is missing, and nobody was overruled unseen."""
        for key in self.ghost.made:
            if self.office.current(key) is None and key not in self.agreed | self.unmade:
                raise ViolationError(1, f"{key} never reached the office")
        for key, element in self.ghost.nodes:
            resource = self.office.resource(key)
            self._look_at_element(key, next(one for one in WATCHED[key[0]] if one[0] == element), resource)
        for laptop in self.laptops:
            fault = laptop.records.trail_fault()
            if fault is not None:
                raise ViolationError(18, f"the trail of {laptop.name}: {fault}")

    def _look_at_element(self, key: Key, element: tuple[str, str], resource: Resource | None) -> None:
        if resource is None:
            if self.restored or key in self.agreed:
                return
            lost = {
                one for one in self.ghost.lost(key, element, "?") if one.startswith("laptop")
            } - self.said_there
            if lost:
                raise ViolationError(17, f"{lost} went with the deletion of {key}")
            return
        there = said(resource, element)
        if self.ghost.lost(key, element, there) and key not in self.agreed:
            raise ViolationError(
                1, f"{key} {element[0]} says {there!r}, lost {self.ghost.lost(key, element, there)}"
            )
        if there not in self.ghost.rightful(key, element) and key not in self.agreed:
            raise ViolationError(
                15, f"{key} {element[0]} says {there!r}, not {self.ghost.rightful(key, element)}"
            )
