"""``python -m tests.benchmarks [--only NAME] [--quick] [--keep DIR] [--patients N --months M]``."""

import argparse
import contextlib
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks import at_size, importing, in_process, syncing, windows
from tests.benchmarks.figures import Figure, machine, table
from tests.benchmarks.made_vaults import Caseload, caseload

ELSEWHERE = (
    "Edits lost over kills and a full disk: tests/carenurse/store/test_durability.py; over faults of the",
    "synchronization: tests/simulation.",
)


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is measured; vaults are made in ``place`` where they are not there yet."""

    place: Path
    quick: bool
    patients: int
    months: int
    stress: Path | None = None

    def starts(self) -> int:
        """How many processes are started for one median."""
        return 5 if self.quick else 15

    def round(self) -> Caseload:
        """Give the nurse's own caseload."""
        return caseload(self.place, self.patients, self.months)

    def town(self) -> Caseload:
        """Give all the people of a large agency, for the search."""
        return caseload(self.place, 1000 if self.quick else 5000, 0)


def _search(plan: Plan) -> list[Figure]:
    in_store, words = in_process.search(plan.town(), 20 if plan.quick else 60)
    return [in_store, windows.search(plan.town(), words[:15])]


BENCHMARKS: Mapping[str, Callable[[Plan], list[Figure]]] = {
    "start": lambda plan: [windows.start(plan.round(), plan.starts())],
    "unlock": lambda plan: [windows.unlock(plan.round(), plan.starts() // 3)],
    "screens": lambda plan: windows.screens(plan.round(), 4 if plan.quick else 10),
    "search": _search,
    "size": lambda plan: at_size.growth(plan.place, plan.stress),
    "autosave": lambda plan: [in_process.autosave(plan.place, 200 if plan.quick else 1000)],
    "import": lambda plan: importing.importing(plan.place, quick=plan.quick),
    "forms": lambda plan: windows.forms(plan.starts() // 3),
    "calculations": lambda _plan: in_process.calculations(400),
    "paper": lambda plan: [windows.paper(plan.round())],
    "sync": lambda plan: syncing.sync(plan.place, quick=plan.quick),
}


def main() -> int:
    """Measure what was asked for and print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--only", choices=BENCHMARKS, action="append", help="measure this; may be repeated")
    parser.add_argument("--quick", action="store_true", help="fewer rounds, a smaller town")
    parser.add_argument("--patients", type=int, default=0, help="caseload (500; with --quick 60)")
    parser.add_argument("--months", type=int, default=6, help="months of weekly visits each")
    parser.add_argument(
        "--stress", type=Path, metavar="DIR", help="with size: a vault of tests.proofs.large_vault"
    )
    parser.add_argument(
        "--keep", type=Path, metavar="DIR", help="keep the made vaults here for the next time"
    )
    wanted = parser.parse_args()
    patients = wanted.patients or (60 if wanted.quick else 500)
    with contextlib.ExitStack() as held:
        place = wanted.keep or Path(held.enter_context(tempfile.TemporaryDirectory(prefix="carenurse-")))
        place.mkdir(parents=True, exist_ok=True)
        plan = Plan(place, wanted.quick, patients, wanted.months, wanted.stress)
        figures: list[Figure] = []
        for name in wanted.only or BENCHMARKS:
            sys.stderr.write(f"{name} ...\n")
            figures += BENCHMARKS[name](plan)
    sys.stdout.write("\n".join((machine(), "", *table(figures), "", *ELSEWHERE, "")))
    return 0


if __name__ == "__main__":
    sys.exit(main())
