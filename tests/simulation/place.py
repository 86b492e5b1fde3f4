"""Where a schedule happens: the office, the laptops, the clock, and what the office hears."""

import heapq
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from carenurse.clinical.fhir import Resource
from carenurse.sync.canonical import digest, relative
from carenurse.sync.wire import Request, Response
from tests.simulation.ghost import ELEMENTS, WATCHED, Ghost, Key, said
from tests.simulation.laptop import KINDS, Laptop
from tests.simulation.made import PATIENTS, condition, id_of, patient
from tests.simulation.native import office_with
from tests.simulation.network import FAULTS, FaultyWire
from tests.simulation.office import BASE, START, Commit, Stored, references_of
from tests.simulation.plan import Plan
from tests.simulation.violation import ViolationError

Lives = dict[tuple[Key, str], set[int]]
"""Edits of the office's people that stand: of each element, their places in its line."""


@dataclass
class Place:
    """An office, some laptops, a network and a clock, and what is known of what was said."""

    plan: Plan
    folder: Path
    pattern: Path
    clock: datetime = START
    ghost: Ghost = field(default_factory=Ghost)
    counted: Counter[str] = field(default_factory=Counter)
    events: list[tuple[datetime, int, Callable[[], object]]] = field(default_factory=list)
    agreed: set[Key] = field(default_factory=set)
    kept: list[tuple[Lives, dict[Key, list[Stored]]]] = field(default_factory=list)
    """Backups of the office, each with what its people had written and still stood."""
    values: int = 0
    said_there: set[str] = field(default_factory=set)
    restored: bool = False
    unmade: set[Key] = field(default_factory=set)
    """What the office's people had deleted before it was restored: to before it was made, perhaps."""
    log: list[str] = field(default_factory=list)
    states: dict[Key, set[str]] = field(default_factory=dict)
    latest: tuple[Key, Resource | None] | None = None
    unmarked: bool = False
    """A server's clock was moved, or a patient hidden for a while: marks may be wrong until the next run."""
    hidden: bool = False
    """A patient was hidden for a while: only the daily comparison helps."""
    moved: list[datetime] = field(default_factory=list[datetime])
    """When the server's clock was moved, for longer than one write."""
    raised: list[datetime] = field(default_factory=list[datetime])
    """When it was set further ahead: who did not hear of it before cannot know that it had been behind."""

    def __post_init__(self) -> None:
        self.chance = random.Random(self.plan.seed + 1)  # noqa: S311 - it has to be the same again
        self.office = office_with(self.plan.quirks, lambda: self.clock, self.committed)
        for whose in PATIENTS:
            self.office.write(("Patient", whose), patient(whose), "office")
            for number in (1, 2):
                name = id_of(f"c{number}-{whose}")
                self.office.write(("Condition", name), condition(name, whose), "office")
        self.members = list(PATIENTS)
        self._tell_caseload()
        self.laptops = [self._laptop(number) for number in range(self.plan.laptops)]

    def _laptop(self, number: int) -> Laptop:
        skew = timedelta(days=self.chance.uniform(-3650, 3650)) if self.plan.skews else timedelta(0)
        quirks = self.plan.quirks
        wire = FaultyWire(
            handle=self.heard,
            by=f"laptop{number}",
            chance=self.chance,
            rate=self.plan.rate,
            faults=self.plan.faults,
            later=self.later,
            count=self.count,
            unheard=self.office_notices,
            meanwhile=self.office_hurries,
            guarded=quirks.if_match and (quirks.if_none_match or quirks.atomic or quirks.gives_ids),
        )
        laptop = Laptop(
            name=f"laptop{number}",
            folder=self.folder,
            now=lambda: self.clock + skew,
            chance=self.chance,
            profile=quirks.profile,
            wire=wire,
            caseload="g1",
            crash_rate=self.plan.crash_rate,
            grace=timedelta(days=30 if self.plan.restores else 0),
            kinds=self._kinds(),
        )
        laptop.begin(self.pattern)
        return laptop

    def _kinds(self) -> tuple[str, ...]:
        more = {"DocumentReference": self.plan.photos, "MedicationStatement": self.plan.units}
        return (*KINDS, *(kind for kind, there in more.items() if there))

    def _tell_caseload(self) -> None:
        members = [
            {"entity": {"reference": f"Patient/{one}"}}
            for one in self.members
            if self.office.resource(("Patient", one))
        ]
        group = {"resourceType": "Group", "id": "g1", "type": "person", "actual": True, "member": members}
        self.office.write(("Group", "g1"), group, "office")

    def heard(self, request: Request, by: str) -> Response:
        """Answer what a laptop asks, as the office; what befalls it just then is said in ``moments``."""
        return self.office.handle(request, by)

    def count(self, what: str) -> None:
        """Count a request or a fault; an address never tells whose it is (invariant 20)."""
        self.counted[what if what in FAULTS else "requests"] += 1
        self.counted["since"] += 1
        if ("patient=" in what and "_offset=" not in what) or "laptop0-v" in what:
            raise ViolationError(20, f"an address tells: {what}")

    def later(self, seconds: float, what: Callable[[], object]) -> None:
        self.values += 1
        heapq.heappush(self.events, (self.clock + timedelta(seconds=seconds), self.values, what))

    def office_notices(self) -> None:
        """Let the office look, often, at what just came in, of which the laptop does not know."""
        if self.chance.random() < 0.8:
            self.later(self.chance.choice([0.1, 1, 20]), self.office_corrects)

    def office_hurries(self, request: Request) -> None:
        """Be faster, at times, than what a laptop has just sent; what people do is said in ``people``."""
        raise NotImplementedError

    def office_corrects(self) -> None:
        """Change what came in last; what people do is said in ``people``."""
        raise NotImplementedError

    def pass_time(self, seconds: float) -> None:
        """Let time pass; what was on its way arrives."""
        until = self.clock + timedelta(seconds=seconds)
        while self.events and self.events[0][0] <= until:
            self.clock, _, what = heapq.heappop(self.events)
            what()
        self.clock = until

    def committed(self, commits: list[Commit]) -> None:
        """Look at what somebody just wrote (invariants 2, 3 and 6)."""
        for one in commits:
            self.states.setdefault(one.key, set()).add(digest(relative(one.after, BASE)) if one.after else "")
            if one.by == "office":
                continue
            self._look_at(one)
        for one in (each for each in commits if each.by != "office"):
            for kind, identity in references_of(one.after or {}):
                ours = (kind, identity) in self.ghost.made
                if self.restored and (kind, identity) in self.states:
                    continue  # it was there before the office was restored, in the middle of a run
                if ours and self.office.resource((kind, identity)) is None:
                    raise ViolationError(6, f"{one.key} refers to {kind}/{identity}, which is not there")

    def _look_at(self, one: Commit) -> None:
        if one.key[0] == "Provenance" and len(self.office.store[one.key]) > 1:
            raise ViolationError(3, f"batch {one.key[1]} was executed twice")
        if one.key[0] in ELEMENTS and one.key[0] != "Composition" and (one.before or not self.latest):
            self.latest = (one.key, one.before)
        for element in WATCHED.get(one.key[0], ()):
            before, after = said(one.before, element), said(one.after, element)
            self.said_there.add(after)
            seen = one.before is None or self.ghost.may_follow(one.key, element, before, after)
            if not seen and not self._order_untold(one.key, element, before, after):
                raise ViolationError(2, f"{one.by} wrote {after!r} over {before!r} unseen in {one.key}")

    def _order_untold(self, key: Key, element: tuple[str, str], *words: str) -> bool:
        """Say whether laptops brought back words of which nobody can tell which was the later.

        A laptop that had both finds the one where it last saw the other: the office may have gone back to
        before that, or on from it. A history would tell; the moment and the number are new in both cases.
        """
        if not self.restored or self.plan.quirks.history:
            return False
        return all(self.ghost.was_lost(key, element, word) for word in words)
