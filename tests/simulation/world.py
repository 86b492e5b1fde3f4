"""One schedule: an office, some laptops, people, a network and a clock, all in one seeded order."""

import heapq
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from carenurse.clinical.fhir import Resource, read_json
from carenurse.store.journal_facts import Held
from carenurse.sync.canonical import digest
from carenurse.sync.status import standing
from tests.simulation.ghost import ELEMENTS, Ghost, Key, changed, said
from tests.simulation.laptop import KINDS, Laptop
from tests.simulation.network import FAULTS, FaultyWire
from tests.simulation.office import START, Commit, ModelOffice, Quirks, Stored, patient_of, references_of

HTEST = {"tag": [{"system": "http://terminology.hl7.org/CodeSystem/v3-ActReason", "code": "HTEST"}]}
_MOST_ROUNDS = 14
_MOST_STEPS = 4000


class ViolationError(AssertionError):
    """An invariant does not hold; ``number`` is its number in the protocol."""

    def __init__(self, number: int, what: str) -> None:
        super().__init__(f"invariant {number}: {what}")
        self.number = number


@dataclass(frozen=True)
class Plan:
    """What a schedule is made of, drawn from its seed."""

    seed: int
    quirks: Quirks
    laptops: int
    rate: float
    crash_rate: float
    faults: tuple[str, ...]
    operations: int
    restores: bool
    skews: bool

    @classmethod
    def drawn(cls, seed: int) -> "Plan":
        """Draw it."""
        chance = random.Random(seed)
        atomic = chance.random() < 0.8
        quirks = Quirks(
            if_none_match=chance.random() < 0.5 if atomic else True,
            stale_status=chance.choice([412, 409]),
            atomic=atomic,
            most_entries=chance.choice([100, 12, 6]),
            batch=chance.random() < 0.8,
            lag=chance.choice([0, 0, 20, 100]),
            page_cap=chance.choice([50, 7, 3]),
            noop_keeps=chance.random() < 0.3,
            normalises=chance.random() < 0.3,
            opaque_versions=chance.random() < 0.3,
            tells_tags=chance.random() < 0.85,
            history=chance.random() < 0.8,
            coarse=chance.random() < 0.3,
            checks_references=chance.random() < 0.4,
            reuses=chance.random() < 0.2,
        )
        restores = chance.random() < 0.25 and (atomic or quirks.history)
        faults = tuple(sorted(FAULTS if chance.random() < 0.5 else chance.sample(sorted(FAULTS), 3)))
        return cls(
            seed=seed,
            quirks=quirks,
            laptops=chance.choice([2, 2, 2, 3, 4, 5]),
            rate=chance.choice([0, 0.05, 0.2, 0.4]),
            crash_rate=chance.choice([0, 0, 0.01, 0.04]),
            faults=faults,
            operations=chance.choice([20, 35, 50]),
            restores=restores,
            skews=chance.random() < 0.2,
        )


@dataclass
class World:
    """Everything that goes on in one schedule."""

    plan: Plan
    folder: Path
    pattern: Path
    clock: datetime = START
    ghost: Ghost = field(default_factory=Ghost)
    counted: Counter[str] = field(default_factory=Counter)
    events: list[tuple[datetime, int, Callable[[], object]]] = field(default_factory=list)
    agreed: set[Key] = field(default_factory=set)
    kept: list[tuple[int, dict[Key, list[Stored]]]] = field(default_factory=list)
    values: int = 0
    said_there: set[str] = field(default_factory=set)
    restored: bool = False
    log: list[str] = field(default_factory=list)
    states: dict[Key, set[str]] = field(default_factory=dict)
    latest: tuple[Key, Resource | None] | None = None
    unmarked: bool = False
    """A server's clock that went back, or a patient hidden for a while: only the daily comparison helps."""

    def __post_init__(self) -> None:
        self.chance = random.Random(self.plan.seed + 1)
        self.office = ModelOffice(self.plan.quirks, lambda: self.clock, self.committed)
        for patient in ("pa", "pb"):
            self.office.write(("Patient", patient), _patient(patient), "office")
            for number in (1, 2):
                condition = _condition(f"c{number}-{patient}", patient)
                self.office.write(("Condition", condition["id"]), condition, "office")
        self.members = ["pa", "pb"]
        self._tell_caseload()
        self.laptops = [self._laptop(number) for number in range(self.plan.laptops)]

    def _laptop(self, number: int) -> Laptop:
        skew = timedelta(days=self.chance.uniform(-3650, 3650)) if self.plan.skews else timedelta(0)
        quirks = self.plan.quirks
        wire = FaultyWire(
            handle=lambda request, by: self.office.handle(request, by),
            by=f"laptop{number}",
            chance=self.chance,
            rate=self.plan.rate,
            faults=self.plan.faults,
            later=self.later,
            count=self.count,
            guarded=quirks.if_match and (quirks.if_none_match or quirks.atomic),
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
        )
        laptop.begin(self.pattern)
        return laptop

    def _tell_caseload(self) -> None:
        members = [
            {"entity": {"reference": f"Patient/{one}"}}
            for one in self.members
            if self.office.resource(("Patient", one))
        ]
        group = {"resourceType": "Group", "id": "g1", "type": "person", "actual": True, "member": members}
        self.office.write(("Group", "g1"), group, "office")

    def count(self, what: str) -> None:
        """Count a request or a fault; an address never tells whose it is (invariant 20)."""
        self.counted[what if what in FAULTS else "requests"] += 1
        self.counted["since"] += 1
        if ("patient=" in what and "_offset=" not in what) or "laptop0-v" in what:
            raise ViolationError(20, f"an address tells: {what}")

    def later(self, seconds: float, what: Callable[[], object]) -> None:
        self.values += 1
        heapq.heappush(self.events, (self.clock + timedelta(seconds=seconds), self.values, what))

    def pass_time(self, seconds: float) -> None:
        """Let time pass; what was on its way arrives."""
        until = self.clock + timedelta(seconds=seconds)
        while self.events and self.events[0][0] <= until:
            self.clock, _, what = heapq.heappop(self.events)
            what()
        self.clock = until

    # -- what the office hears

    def committed(self, commits: list[Commit]) -> None:
        """Look at what somebody just wrote (invariants 2, 3 and 6)."""
        for one in commits:
            self.states.setdefault(one.key, set()).add(
                digest(one.after, "https://office.example.org/fhir") if one.after else ""
            )
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
        if one.key[0] in ELEMENTS and one.key[0] != "Composition":
            self.latest = (one.key, one.before)
        for element in ELEMENTS.get(one.key[0], ()):
            before, after = said(one.before, element), said(one.after, element)
            self.said_there.add(after)
            if one.before is not None and not self.ghost.may_follow(one.key, element, before, after):
                raise ViolationError(2, f"{one.by} wrote {after!r} over {before!r} unseen in {one.key}")

    # -- what people do

    def value(self, who: str) -> str:
        self.values += 1
        return f"{who}-v{self.values}"

    def nurse_edits(self, laptop: Laptop) -> None:
        keys = [
            (kind, one["id"])
            for kind in ELEMENTS
            if kind != "Composition"
            for one in laptop.records.all_of(kind)
        ]
        keys = [key for key in keys if not laptop.records.signed(*key)]
        if not keys:
            return
        key = self.chance.choice(sorted(keys))
        element = self.chance.choice(ELEMENTS[key[0]])
        resource = laptop.records.get(*key) or {}
        value = self.value(laptop.name)
        self.ghost.edit(key, element, value, (said(resource, element),), laptop.name)
        laptop.put(changed(resource, element, value))
        self.log.append(f"{laptop.name} edits {key} {element[0]} {said(resource, element)!r} -> {value!r}")

    def nurse_visits(self, laptop: Laptop) -> None:
        patients = [one["id"] for one in laptop.records.all_of("Patient")]
        if not patients:
            return
        whose, name = self.chance.choice(sorted(patients)), self.value(f"{laptop.name}e")
        visit = _visit(name, whose, self.value(laptop.name))
        with laptop.records.work() as work:
            for resource in visit[:-1]:
                work.put(resource)
            work.put(visit[-1], sign=True)
        self.ghost.made |= {(one["resourceType"], one["id"]): laptop.name for one in visit}
        self.log.append(f"{laptop.name} visits {whose}: {name}")

    def nurse_admits(self, laptop: Laptop) -> None:
        name = self.value(f"{laptop.name}p")
        made = [_patient(name), _condition(f"c1-{name}", name)]
        laptop.put(*made)
        self.ghost.made |= {(one["resourceType"], one["id"]): laptop.name for one in made}
        self.members.append(name)

    def nurse_drafts(self, laptop: Laptop) -> None:
        """She begins something and leaves it as a draft for a while."""
        keys = [one for one in laptop.records.all_of("Condition")]
        if keys:
            resource = self.chance.choice(sorted(keys, key=lambda one: one["id"]))
            element = ELEMENTS["Condition"][0]
            value = self.value(laptop.name)
            self.ghost.edit(
                ("Condition", resource["id"]), element, value, (said(resource, element),), laptop.name
            )
            with laptop.records.work() as work:
                work.put(changed(resource, element, value), draft=True)

    def finish_drafts(self, laptop: Laptop) -> None:
        for resource in laptop.records.all_of("Condition"):
            if laptop.records.versions("Condition", resource["id"])[-1].draft:
                laptop.put(resource)

    def office_edits(self) -> None:
        found = self._somewhere()
        if found:
            key, resource = found
            element = self.chance.choice(ELEMENTS[key[0]])
            value = self.value("office")
            self.ghost.edit(key, element, value, (said(resource, element),), "office", self.values)
            self.office.write(key, changed(resource, element, value), "office")
            self.log.append(f"office edits {key} {element[0]} {said(resource, element)!r} -> {value!r}")

    def office_reverts(self) -> None:
        found = self._somewhere()
        if found:
            key, resource = found
            element = self.chance.choice(ELEMENTS[key[0]])
            earlier = {said(one.resource, element) for one in self.office.store[key] if one.resource} - {
                said(resource, element)
            }
            if earlier:
                self.values += 1
                value = self.chance.choice(sorted(earlier))
                self.ghost.edit(key, element, value, (said(resource, element),), "office", self.values)
                self.office.write(
                    key,
                    changed(resource, element, value)
                    if value
                    else {k: v for k, v in resource.items() if k != element[0]},
                    "office",
                )
                self.log.append(f"office reverts {key} {element[0]} {said(resource, element)!r} -> {value!r}")

    def office_corrects(self) -> None:
        """The office looks at what just came in, and changes it or takes it back."""
        if self.latest is None or self.office.resource(self.latest[0]) is None:
            return
        key, before = self.latest
        resource = self.office.resource(key) or {}
        changes = [one for one in ELEMENTS[key[0]] if said(before, one) != said(resource, one)]
        element = self.chance.choice(changes or ELEMENTS[key[0]])
        value = said(before, element) if changes and self.chance.random() < 0.6 else self.value("office")
        self.values += 1
        self.ghost.edit(key, element, value, (said(resource, element),), "office", self.values)
        without = {name: part for name, part in resource.items() if name != element[0]}
        self.office.write(key, changed(resource, element, value) if value else without, "office")
        self.log.append(f"office corrects {key} {element[0]} {said(resource, element)!r} -> {value!r}")

    def office_deletes(self) -> None:
        found = self._somewhere()
        if found and found[0][0] == "Condition":
            for (key, _), line in self.ghost.nodes.items():
                for node in line if key == found[0] else ():
                    node.void = node.void or node.by == "office"
            self.office.write(found[0], None, "office")
            self.log.append(f"office deletes {found[0]}")

    def _somewhere(self) -> tuple[Key, Resource] | None:
        keys = sorted(
            key
            for key in self.office.store
            if key[0] in ELEMENTS and key[0] != "Composition" and self.office.resource(key)
        )
        if not keys:
            return None
        key = self.chance.choice(keys)
        return key, self.office.resource(key) or {}

    def somebody_resolves(self, laptop: Laptop) -> None:
        for one in laptop.journal.conflicts():
            key = (one.kind, one.resource)
            if one.theirs is None:
                if self.chance.random() < 0.5:
                    laptop.journal.agree(one.identity, laptop.now())
                    self.agreed.add(key)
                else:
                    laptop.journal.resolve(one.identity, one.mine, laptop.now())
                continue
            chosen = one.mine if self.chance.random() < 0.5 or laptop.records.signed(*key) else one.theirs
            for element in ELEMENTS.get(one.kind, ()):
                mine, theirs = said(one.mine, element), said(one.theirs, element)
                if mine != theirs:
                    if chosen is one.mine:
                        self.ghost.keep_mine(key, element, mine, theirs, laptop.name)
                    else:
                        self.ghost.take_theirs(key, element, mine, theirs)
            self.log.append(
                f"{laptop.name} resolves {key} base {one.base and [said(one.base, e) for e in ELEMENTS[one.kind]]} mine {[said(one.mine, e) for e in ELEMENTS[one.kind]]} theirs {[said(one.theirs, e) for e in ELEMENTS[one.kind]]} -> {'mine' if chosen is one.mine else 'theirs'}"
            )
            laptop.journal.resolve(one.identity, chosen, laptop.now())

    def office_restored(self) -> None:
        """The office comes back from a backup; what it wrote since is lost, unless a laptop has it."""
        if not self.kept:
            return
        at, store = self.chance.choice(self.kept)
        self.office.restore(store)
        self.events.clear()
        self.restored = True
        self.log.append(f"office restored to {at}")
        for line in self.ghost.nodes.values():
            for node in line:
                node.void = node.void or (node.by == "office" and node.at > at)

    # -- the schedule

    def go(self) -> None:
        """Run the whole schedule, then let everything settle, then look."""
        for _ in range(self.plan.operations):
            self.operate()
        self.settle()

    def operate(self) -> None:
        laptop = self.chance.choice(self.laptops)
        draw = self.chance.random()
        for share, what in self._operations(laptop):
            draw -= share
            if draw < 0:
                what()
                return
        self._let_run(laptop)

    def _operations(self, laptop: Laptop) -> list[tuple[float, Callable[[], object]]]:
        return [
            (0.14, lambda: self.nurse_edits(laptop)),
            (0.05, lambda: self.nurse_visits(laptop)),
            (0.01, lambda: self.nurse_admits(laptop)),
            (0.02, lambda: self.nurse_drafts(laptop)),
            (0.02, lambda: self.finish_drafts(laptop)),
            (0.08, self.office_edits),
            (0.03, self.office_reverts),
            (0.02, self.office_deletes),
            (0.06, self.office_corrects),
            (0.05, lambda: self.somebody_resolves(laptop)),
            (0.03, lambda: self._cut(laptop)),
            (0.02, laptop.stop),
            (0.08, lambda: self.pass_time(self.chance.choice([1, 20, 130, 4000]))),
            (0.02, self._tell_caseload),
            (
                0.03 if self.plan.restores else 0,
                lambda: self.kept.append((self.values, self.office.snapshot())),
            ),
            (0.02 if self.plan.restores else 0, self.office_restored),
            (0.01, self._poison),
            (0.01, self._forbid),
            (0.01, self._clock_back),
        ]

    def _cut(self, laptop: Laptop) -> None:
        laptop.power_cut()
        self.log.append(f"{laptop.name} loses power")

    def _clock_back(self) -> None:
        self.unmarked = True
        self.office.skew = timedelta(seconds=self.chance.uniform(-200, 0))

    def _poison(self) -> None:
        mine = sorted(self.ghost.made)
        if mine:
            self.office.poison.add(self.chance.choice(mine)[1])

    def _forbid(self) -> None:
        self.unmarked = True
        self.office.forbidden ^= {self.chance.choice(["pa", "pb"])}

    def _let_run(self, laptop: Laptop) -> None:
        self.pass_time(self.chance.choice([0.2, 1, 3]))
        laptop.step(self.chance.choice([1, 3, 10, 200]))
        if laptop.run is None and laptop.outcome is None:
            self.log.append(f"{laptop.name} goes off")
            self.look_at_marks(laptop)
        if laptop.outcome is not None:
            self.log.append(f"{laptop.name} ends {laptop.outcome}")
            laptop.outcome = None
            self.look_at_laptop(laptop)

    def look_at_laptop(self, laptop: Laptop) -> None:
        """Look at one laptop after a run (invariants 7 and 11)."""
        told = standing(laptop.journal)
        if told.all_sent and not self.restored:
            for (key, _), line in self.ghost.nodes.items():
                for place, node in enumerate(line):
                    replaced = any(place in other.parents for other in line)
                    if (
                        node.by == laptop.name
                        and not node.void
                        and not replaced
                        and node.value not in self.said_there
                    ):
                        if key not in self.agreed and not _is_draft(laptop, key):
                            raise ViolationError(
                                11, f"{laptop.name} says all sent, {node.value} is not there"
                            )
        self.look_at_marks(laptop)
        for kind, identity in laptop.journal.known_tags():
            base = laptop.journal.base_of(kind, identity)
            known = self.states.get((kind, identity), set())
            if base is not None and digest(base[0], "https://office.example.org/fhir") not in known:
                raise ViolationError(
                    7, f"{laptop.name} has a base of {kind}/{identity} that never stood there"
                )

    def look_at_marks(self, laptop: Laptop) -> None:
        """No mark has passed a row that is not here (invariants 8 and 9)."""
        if self.unmarked or self.restored:
            return
        known = laptop.journal.known_tags()
        disputed = {(one.kind, one.resource): one.theirs_tag for one in laptop.journal.conflicts()}
        waiting = {
            (one.kind, one.identity) for one in laptop.journal.changes() if one.batch or one.base_tag == "?"
        }
        for kind in ("Patient", *KINDS):
            marks = read_json(laptop.journal.cursor(f"pull {kind}") or "{}")
            for key in [one for one in self.office.store if one[0] == kind and one not in waiting]:
                stands = self.office.store[key][-1]
                mark = marks.get(patient_of(stands.resource or {}), "")
                if not mark or stands.resource is None:
                    continue
                if (
                    stands.updated <= datetime.fromisoformat(mark) - laptop.profile.overlap
                    and stands.visible <= self.clock
                ):
                    if stands.tag not in (known.get(key), disputed.get(key)):
                        raise ViolationError(
                            8, f"{laptop.name} passed {key} {stands.tag}, has {known.get(key)}"
                        )

    # -- the end

    def settle(self) -> None:
        """No more faults: within some runs all agree, and nothing is missing (invariants 1, 5, 12, 13, 18)."""
        for laptop in self.laptops:
            laptop.wire = replace(laptop.wire, rate=0.0, token_good=True)
            laptop.crash_rate = 0.0
            laptop.stop()
            self.finish_drafts(laptop)
        self.office.skew = timedelta(0)
        self.office.forbidden.clear()
        self._poisoned_alone()
        self.office.poison.clear()
        self._tell_caseload()
        for _ in range(_MOST_ROUNDS):
            self._round()
            if self._agreed_all():
                break
        else:
            raise ViolationError(5, f"no end after {_MOST_ROUNDS} rounds: {self.differences()[:3]}")
        self.look_at_the_end()

    def _round(self) -> None:
        self.pass_time(100_000)
        self._tell_caseload()
        for laptop in self.laptops:
            for why in (Held.REFUSED, Held.NOT_ALLOWED):
                laptop.journal.release_all(why)
            self._run_whole(laptop)
            self.somebody_resolves(laptop)

    def _run_whole(self, laptop: Laptop) -> None:
        laptop.run = None
        self.counted["since"] = 0
        runs = laptop.runs
        for _ in range(_MOST_STEPS):
            laptop.step(50)
            if laptop.runs > runs:
                self.log.append(f"{laptop.name} settles {laptop.outcome}")
                break
        else:
            raise ViolationError(19, f"a run of {laptop.name} does not end")
        if self.counted["since"] > 60 + 12 * len(self.office.store):
            raise ViolationError(19, f"a run asked {self.counted['since']} times")

    def _poisoned_alone(self) -> None:
        """With the bad records still refused, everything that does not refer to one arrives (invariant 13)."""
        if not self.office.poison:
            return
        for _ in range(4):
            self.pass_time(1000)
            for laptop in self.laptops:
                self._run_whole(laptop)
        for laptop in self.laptops:
            changes = laptop.journal.changes()
            absent = {one.identity for one in changes if one.held or one.identity in self.office.poison}
            while True:
                more = {
                    one.identity for one in changes if {i for _, i in references_of(one.resource)} & absent
                }
                if more <= absent:
                    break
                absent |= more
            free = [one for one in changes if one.identity not in absent and not one.held]
            if free:
                raise ViolationError(13, f"{laptop.name} keeps {free[0].kind}/{free[0].identity} back")

    def _agreed_all(self) -> bool:
        return not self.differences()

    def differences(self) -> list[str]:
        """List where laptops and office still differ."""
        found: list[str] = []
        for laptop in self.laptops:
            found += [
                f"{laptop.name} unsent {one.kind}/{one.identity} {one.held} {one.reason}"
                for one in laptop.journal.changes()
            ]
            found += [
                f"{laptop.name} conflict {one.kind}/{one.resource}" for one in laptop.journal.conflicts()
            ]
            for key in self.office.store:
                resource = self.office.resource(key)
                if key[0] in ELEMENTS and resource is not None:
                    here = laptop.records.get(*key)
                    if here is None or digest(here, laptop.wire.base) != digest(resource, laptop.wire.base):
                        found.append(f"{laptop.name} differs in {key}")
        return found

    def look_at_the_end(self) -> None:
        """Nothing that anybody wrote is missing, and nobody was overruled unseen."""
        for key in self.ghost.made:
            if self.office.current(key) is None:
                raise ViolationError(1, f"{key} never reached the office")
        for key, element in self.ghost.nodes:
            resource = self.office.resource(key)
            self._look_at_element(key, next(one for one in ELEMENTS[key[0]] if one[0] == element), resource)
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

    def close(self) -> None:
        for laptop in self.laptops:
            laptop.close()


def _is_draft(laptop: Laptop, key: Key) -> bool:
    versions = laptop.records.versions(*key)
    return bool(versions) and versions[-1].draft


def _patient(identity: str) -> Resource:
    return {"resourceType": "Patient", "id": identity, "meta": HTEST, "name": [{"family": "Fictional"}]}


def _condition(identity: str, patient: str) -> Resource:
    subject = {"reference": f"Patient/{patient}"}
    return {
        "resourceType": "Condition",
        "id": identity,
        "meta": HTEST,
        "subject": subject,
        "code": {"text": "wound"},
    }


def _visit(name: str, patient: str, text: str) -> list[Resource]:
    subject, encounter = {"reference": f"Patient/{patient}"}, {"reference": f"Encounter/{name}"}
    about = {"meta": HTEST, "subject": subject}
    measured = [
        {"resourceType": "Observation", "id": f"{name}-{number}", **about, "status": "final", "encounter": encounter,
         "code": {"text": "pulse"}, "valueString": text}
        for number in (1, 2)
    ]  # fmt: skip
    return [
        {"resourceType": "Encounter", "id": name, **about, "status": "finished", "class": {"code": "HH"}},
        *measured,
        {"resourceType": "Composition", "id": f"{name}-n", **about, "status": "final", "encounter": encounter,
         "date": "2026-03-04T10:00:00Z", "title": text},
    ]  # fmt: skip
