"""One schedule: an office, some laptops, people, a network and a clock, all in one seeded order."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

from carenurse.store.journal_facts import Held
from carenurse.sync.canonical import relative, same
from tests.simulation.ghost import ELEMENTS
from tests.simulation.laptop import Laptop
from tests.simulation.made import PATIENTS
from tests.simulation.moments import Moments
from tests.simulation.office import BASE, references_of
from tests.simulation.violation import ViolationError

_MOST_ROUNDS = 14
_MOST_STEPS = 4000


@dataclass
class World(Moments):
    """One schedule, from its first step to the end where all agree."""

    def go(self) -> None:
        """Run the whole schedule, then let everything settle, then look."""
        for done in range(self.plan.operations):
            late = self.plan.joins_late and done < self.plan.operations // 2
            self.operate(self.laptops[:-1] if late else self.laptops)
        self.settle()

    def operate(self, laptops: list[Laptop]) -> None:
        laptop = self.chance.choice(laptops)
        draw = self.chance.random()
        for share, what in self._operations(laptop):
            draw -= share
            if draw < 0:
                what()
                return
        self.let_run(laptop)

    def _operations(self, laptop: Laptop) -> list[tuple[float, Callable[[], object]]]:
        return [
            (0.14, lambda: self.nurse_edits(laptop)),
            (0.05, lambda: self.nurse_visits(laptop)),
            (0.01, lambda: self.nurse_admits(laptop)),
            (0.1 if self.plan.photos else 0, lambda: self.nurse_photographs(laptop)),
            (0.02, lambda: self.nurse_drafts(laptop)),
            (0.02, lambda: self.finish_drafts(laptop)),
            (0.08, self.office_edits),
            (0.03, self.office_reverts),
            (0.02, self.office_deletes),
            (0.02, self.office_reassigns),
            (0.06, self.office_corrects),
            (0.05, lambda: self.somebody_resolves(laptop)),
            (0.03, lambda: self._cut(laptop)),
            (0.02, laptop.stop),
            (0.08, lambda: self.pass_time(self.chance.choice([1, 20, 130, 4000]))),
            (0.02, self._tell_caseload),
            (0.03 if self.plan.restores else 0, self.office_backed_up),
            (0.05 if self.plan.restores else 0, self.office_restored),
            (0.01, self._poison),
            (0.01, self._forbid),
            (0.02, self._clock_wrong),
            (0.06 if self.plan.photos else 0, lambda: self.photo_at_a_bad_moment(laptop)),
            (0.2 if self.plan.units else 0, lambda: self.units_change_of_somebody_known(laptop)),
            (0.2 if self.plan.clocks else 0, lambda: self.clock_is_put_back(laptop)),
            (0.2 if self.plan.much else 0, lambda: self.much_changes_while_it_reads(laptop)),
        ]

    def _cut(self, laptop: Laptop) -> None:
        laptop.power_cut()
        self.look_at_photos()
        self.log.append(f"{laptop.name} loses power")

    def _clock_wrong(self) -> None:
        """Move the office's clock, for a while or for one thing that its people write (fault 43)."""
        before = self.office.skew
        if self.chance.random() < 0.5:
            self.office.skew = before + timedelta(seconds=self.chance.choice([1200, 86_400, 31_536_000]))
            self.office_edits()
            self.office.skew = before
            self.log.append("the office's clock was wrong while that was written")
        else:
            self.set_clock(timedelta(seconds=self.chance.uniform(-200, 1200)))

    def _poison(self) -> None:
        mine = sorted(self.ghost.made)
        if mine:
            self.office.poison.add(self.chance.choice(mine)[1])

    def _forbid(self) -> None:
        self.unmarked = self.hidden = True
        self.office.forbidden ^= {self.chance.choice(PATIENTS)}

    def settle(self) -> None:
        """Let the faults end: within some runs all agree, and nothing is missing (1, 5, 13, 18)."""
        for laptop in self.laptops:
            laptop.wire = replace(laptop.wire, rate=0.0, token_good=True)
            laptop.crash_rate, laptop.goes_in = 0.0, 0
            laptop.stop()
            self.finish_drafts(laptop)
        self.office.skew = timedelta(0)
        self.office.forbidden.clear()
        self._poisoned_alone()
        self.office.poison.clear()
        self.members = sorted({*self.members, *PATIENTS})
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
            if self.plan.quirks.gives_ids:  # two who make one thing while neither finds it make two of it
                self.pass_time(self.plan.quirks.lag)

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
        """See that all that refers to no refused record arrives while it is refused (invariant 13)."""
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
            if laptop.journal.cursor("recovering"):
                found.append(f"{laptop.name} wants to recover")
            found += [
                f"{laptop.name} conflict {one.kind}/{one.resource}" for one in laptop.journal.conflicts()
            ]
            for key in self.office.store:
                resource = self.office.resource(key)
                if key[0] in ELEMENTS and resource is not None:
                    here = laptop.records.get(*key)
                    if here is None or not same(here, relative(resource, BASE)):
                        found.append(f"{laptop.name} differs in {key}")
        return [*found, *self.photos_missing()]

    def close(self) -> None:
        for laptop in self.laptops:
            laptop.close()
