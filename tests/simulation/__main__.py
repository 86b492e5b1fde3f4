"""The command: so many schedules from a seed on; each failure is told with its seed, to run it by itself.

``--mutations`` asks of each planted mistake whether it is noticed within five hundred schedules; it is to be
asked again whenever what schedules are made of has changed.
"""

import argparse
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from tests.simulation.laptop import make_pattern
from tests.simulation.made import ids_drawn
from tests.simulation.mutations import MUTATIONS, broken
from tests.simulation.network import FAULTS
from tests.simulation.office import START
from tests.simulation.photos import small_pieces
from tests.simulation.plan import Plan
from tests.simulation.violation import ViolationError
from tests.simulation.world import World

_SLICE = 50
_ALL_FAULTS_WITHIN = 120
"""Schedules, within which every fault of the network happens."""
NOTICED_WITHIN = 500
"""Schedules, from seed 1 on, within which each mutation has to be noticed."""


@dataclass
class Report:
    """What some schedules came to."""

    counted: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)


def scratch() -> tempfile.TemporaryDirectory[str]:
    """Make a folder in memory where there is one."""
    memory = Path("/dev/shm")  # noqa: S108 - a private folder within it
    return tempfile.TemporaryDirectory(
        prefix="carenurse-simulation-", dir=memory if memory.is_dir() else None
    )


def run_one(seed: int, folder: Path, pattern: Path) -> World:
    """Run one schedule. Raises whatever went wrong in it, with its log in the notes."""
    place = folder / str(seed)
    place.mkdir()
    with ids_drawn(seed), small_pieces():
        world = World(Plan.drawn(seed), place, pattern)
        try:
            world.go()
        except Exception as problem:
            problem.add_note("\n".join([*world.log, str(world.plan)]))
            raise
        finally:
            world.close()
            shutil.rmtree(place)
    return world


def run_some(
    first: int,
    count: int,
    mutation: str = "",
    stop_after: int = 0,
    only: Callable[[Plan], bool] = lambda _: True,
) -> Report:
    """Run schedules one after the other, with one rule broken if asked; stop after so many failures.

    ``only`` passes over schedules that cannot show what is looked for.
    """
    report = Report()
    with scratch() as name, broken(mutation):
        pattern = make_pattern(Path(name), "nurse", lambda: START)
        for seed in (one for one in range(first, first + count) if only(Plan.drawn(one))):
            try:
                report.counted += run_one(seed, Path(name), pattern).counted
            except Exception as problem:  # noqa: BLE001 - whatever it is, the seed has to be told
                notes = "\n".join(getattr(problem, "__notes__", ())) if count == 1 else ""
                report.failures.append(f"seed {seed}: {type(problem).__name__}: {problem}\n{notes}".rstrip())
                if stop_after and len(report.failures) >= stop_after:
                    break
    return report


def main() -> int:
    """Do what is asked, on as many cores as asked."""
    asked = argparse.ArgumentParser(prog="python -m tests.simulation")
    asked.add_argument("--schedules", type=int, default=2000)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--jobs", type=int, default=1)
    asked.add_argument("--mutation", choices=sorted(MUTATIONS), default="")
    asked.add_argument("--mutations", action="store_true", help="try every planted mistake")
    given = asked.parse_args()
    return _all_mutations(given.jobs) if given.mutations else _schedules(given)


def unnoticed(mutation: str) -> str:
    """Run schedules with one rule broken until one is violated; "" when it was, else a sentence.

    Any other error says that the mistake is badly planted, and nothing of what the schedules see.
    """
    found = run_some(1, NOTICED_WITHIN, mutation, stop_after=1).failures
    sys.stdout.write(f"{mutation}: {found[0].splitlines()[0] if found else 'NOT NOTICED'}\n")
    sys.stdout.flush()
    noticed = bool(found) and f" {ViolationError.__name__}: " in found[0]
    return "" if noticed else f"{mutation} is not noticed"


def _all_mutations(jobs: int) -> int:
    with ProcessPoolExecutor(jobs) as pool:
        return 1 if any(list(pool.map(unnoticed, sorted(MUTATIONS)))) else 0


def _schedules(given: argparse.Namespace) -> int:
    began = time.perf_counter()
    starts = range(given.seed, given.seed + given.schedules, _SLICE)
    counts = [min(_SLICE, given.seed + given.schedules - start) for start in starts]
    counted: Counter[str] = Counter()
    failures = 0
    with ProcessPoolExecutor(given.jobs) as pool:
        broke = [given.mutation] * len(counts)
        for report in pool.map(run_some, starts, counts, broke):
            counted += report.counted
            failures += len(report.failures)
            for line in report.failures:
                sys.stdout.write(f"{line}\n")
            sys.stdout.flush()
    took = time.perf_counter() - began
    told = ", ".join(f"{name} {number}" for name, number in sorted(counted.items()))
    sys.stdout.write(f"{given.schedules} schedules in {took:.1f} s, {failures} failed; {told}\n")
    never = sorted(set(FAULTS) - set(counted)) if given.schedules >= _ALL_FAULTS_WITHIN else []
    if never:
        sys.stdout.write(f"never happened: {', '.join(never)}\n")
    return 1 if failures or never else 0


if __name__ == "__main__":
    sys.exit(main())
