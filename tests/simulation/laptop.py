"""A nurse's laptop: the real record in a file, the real sync code, and a power supply that may fail."""

import random
import shutil
from collections.abc import Callable, Generator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

from carenurse.clinical.fhir import Resource
from carenurse.store.journal import Journal
from carenurse.store.records import StoredRecords, create_records, open_records
from carenurse.sync.kept import journal_of
from carenurse.sync.profile import Profile
from carenurse.sync.run import synchronize
from carenurse.sync.session import Session
from carenurse.sync.steps import Outcome, Progress, Stage
from carenurse.vault.mark import Mark
from tests.simulation.network import FaultyWire

T = TypeVar("T")
KEY, SALT = bytes(range(32)), bytes(range(16))
KINDS = ("Encounter", "Observation", "Composition", "Condition")


class PowerLostError(BaseException):
    """The laptop went off at this very step."""


class _Nobody:
    def before_work(self) -> None: ...

    def after_commit(self, mark: Mark) -> None: ...

    def disk_was_full(self) -> None: ...


def make_pattern(folder: Path, nurse: str, now: Callable[[], datetime]) -> Path:
    """Make an empty record once; each laptop begins with a copy."""
    file = folder / "pattern.db"
    create_records(file, KEY, SALT, {"resourceType": "Practitioner", "id": nurse}, now)
    return file


@dataclass
class Laptop:
    """One laptop, on or off."""

    name: str
    folder: Path
    now: Callable[[], datetime]
    chance: random.Random
    profile: Profile
    wire: FaultyWire
    caseload: str
    crash_rate: float = 0.0
    grace: timedelta = timedelta(0)
    kinds: tuple[str, ...] = KINDS
    file: Path = Path()
    boots: int = 0
    dead: bool = False
    run: Generator[Progress, None, Outcome] | None = None
    outcome: Outcome | None = None
    runs: int = 0
    begun: datetime | None = None
    """When the last run began, by this laptop's clock."""
    stage: Stage | None = None
    """What the run at hand did last; None without one."""
    goes_in: int = 0
    """At which of the moments around its next commit points the power goes; 0 for none in particular."""
    goes_with: tuple[str, str] | None = None
    """A mark and what it says: the power goes as soon as it is kept that it says something else."""

    def begin(self, pattern: Path) -> None:
        self.file = self.folder / f"{self.name}-0.db"
        shutil.copyfile(pattern, self.file)
        self._open()

    def _open(self) -> None:
        self.records: StoredRecords = open_records(self.file, KEY, SALT, self.now, _Nobody())
        self.journal: Journal = journal_of(self.records)
        self.dead = False

    def keep(self, step: Callable[[Journal], T]) -> T:
        """Run one commit point; the power may go before it or after it."""
        if self.dead or self._power_goes():
            self._die()
        kept = step(self.journal)
        if self._power_goes() or self._mark_moved():
            self._die()
        return kept

    def _power_goes(self) -> bool:
        if self.goes_in:
            self.goes_in -= 1
            return not self.goes_in
        return self.chance.random() < self.crash_rate

    def _mark_moved(self) -> bool:
        return self.goes_with is not None and self.journal.cursor(self.goes_with[0]) != self.goes_with[1]

    def _die(self) -> None:
        self.dead = True
        raise PowerLostError

    def power_cut(self) -> None:
        """Go off and on again: what is on the disk is all there is."""
        self.dead = True
        if self.run is not None:
            with suppress(PowerLostError):
                self.run.close()
        self.run, self.stage, self.goes_in, self.goes_with = None, None, 0, None
        self._reopen_from(self.file)

    def _reopen_from(self, source: Path) -> None:
        self.boots += 1
        after = self.folder / f"{self.name}-{self.boots}.db"
        shutil.copyfile(source, after)
        log = source.with_name(f"{source.name}-wal")
        if log.exists():
            shutil.copyfile(log, after.with_name(f"{after.name}-wal"))
        old = self.records
        self.file = after
        self._open()
        old.abandon()

    def backup(self) -> Path:
        """Copy the disk as it is."""
        kept = self.folder / f"{self.name}-{self.boots}-backup.db"
        shutil.copyfile(self.file, kept)
        log = self.file.with_name(f"{self.file.name}-wal")
        if log.exists():
            shutil.copyfile(log, kept.with_name(f"{kept.name}-wal"))
        return kept

    def restore(self, kept: Path) -> None:
        """Put an earlier copy of the disk into the place of this one."""
        self.dead = True
        if self.run is not None:
            with suppress(PowerLostError):
                self.run.close()
        self.run, self.stage, self.goes_in, self.goes_with = None, None, 0, None
        self._reopen_from(kept)

    def step(self, steps: int) -> None:
        """Let the run go on for so many steps; begin one where there is none."""
        if self.run is None:
            self.run = self._begin_run()
        try:
            for _ in range(steps):
                self.stage = next(self.run).stage
        except StopIteration as ended:
            self.outcome, self.run, self.stage = ended.value, None, None
            self.runs += 1
        except PowerLostError:
            self.power_cut()

    def _begin_run(self) -> Generator[Progress, None, Outcome]:
        self.begun = self.now()
        session = Session(
            wire=self.wire,
            profile=self.profile,
            keep=self.keep,
            now=self.now,
            chance=self.chance.random,
            nurse=self.records.me,
            caseload=self.caseload,
            kinds=self.kinds,
            grace=self.grace,
            sign_in=self.wire.renew,
        )
        return synchronize(session, f"{self.name}-{self.boots}")

    def stop(self) -> None:
        """Stop the run, as when the nurse presses Stop or the program ends in order."""
        if self.run is not None:
            with suppress(PowerLostError):
                self.run.close()
            self.run, self.stage = None, None

    def put(self, *resources: Resource, sign: bool = False) -> None:
        with self.records.work() as work:
            for resource in resources:
                work.put(resource, sign=sign)

    def close(self) -> None:
        self.stop()
        self.records.abandon()


__all__ = ["Laptop", "PowerLostError", "Progress", "make_pattern"]
