"""The command: so many schedules from a seed on; the first failure is told with its seed."""

import argparse
import sys
import tempfile
import time
import traceback
from collections import Counter
from pathlib import Path

from tests.simulation.laptop import make_pattern
from tests.simulation.office import START
from tests.simulation.world import Plan, World


def scratch() -> tempfile.TemporaryDirectory[str]:
    """Make a folder in memory where there is one."""
    memory = Path("/dev/shm")  # noqa: S108 - a private folder within it
    return tempfile.TemporaryDirectory(prefix="carenurse-simulation-", dir=memory if memory.is_dir() else None)


def run_one(seed: int, folder: Path, pattern: Path, *, tell: bool = False) -> World:
    """Run one schedule. Raises whatever went wrong in it."""
    place = folder / str(seed)
    place.mkdir()
    world = World(Plan.drawn(seed), place, pattern)
    try:
        world.go()
    except BaseException:
        world.log.append(f"plan {world.plan}")
        if tell:
            print("\n".join(world.log), file=sys.stderr)
        raise
    finally:
        world.close()
        for file in place.iterdir():
            file.unlink()
        place.rmdir()
    return world


def main() -> int:
    """Run the schedules."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--schedules", type=int, default=2000)
    asked.add_argument("--seed", type=int, default=1)
    given = asked.parse_args()
    counted: Counter[str] = Counter()
    began = time.perf_counter()
    failures: Counter[str] = Counter()
    with scratch() as name:
        folder = Path(name)
        pattern = make_pattern(folder, "nurse", lambda: START)
        for seed in range(given.seed, given.seed + given.schedules):
            try:
                counted += run_one(seed, folder, pattern, tell=given.schedules == 1).counted
            except BaseException as problem:
                if isinstance(problem, KeyboardInterrupt): raise
                failures[str(problem)[:14]] += 1
                where = traceback.extract_tb(problem.__traceback__)[-1]
                print(f"seed {seed}: {type(problem).__name__}: {problem} [{where.filename.rpartition('/')[2]}:{where.lineno}]")
    print(f"{given.schedules} schedules in {time.perf_counter() - began:.1f} s; {dict(counted)}; failures {dict(failures)}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
