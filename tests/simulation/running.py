"""How laptops run in a schedule: a piece at a time, slowly, or through."""

from dataclasses import dataclass

from carenurse.store.journal_runner import LEASE_LASTS
from carenurse.sync.steps import Ending, Stage
from tests.simulation.laptop import Laptop
from tests.simulation.looks import Looks

_SLOWLY = 0.3
_OUT_LONG = 0.7
"""How often the power is out for longer than the lease of the run that it ended lasts."""
_ALL = 4000
"""Steps that no run takes."""


@dataclass
class Running(Looks):
    """The runs of one schedule."""

    def let_run(self, laptop: Laptop) -> None:
        """Let a laptop go on with its run for a while, and look at what it came to."""
        self.pass_time(self.chance.choice([0.2, 1, 3]))
        if self.chance.random() < _SLOWLY:
            self._read_slowly(laptop)
        else:
            laptop.step(self.chance.choice([1, 3, 10, 200]))
        self._look_after(laptop)

    def run_through(self, laptop: Laptop) -> None:
        """Let a laptop run from the beginning as far as it comes: to the end, or until something stops it.

        Where it lost its power in a run, that one's lease is over by now.
        """
        laptop.stop()
        self.pass_time(LEASE_LASTS)
        laptop.step(_ALL)
        self._look_after(laptop)

    def _look_after(self, laptop: Laptop) -> None:
        if laptop.run is None and laptop.outcome is None:
            self.log.append(f"{laptop.name} goes off")
            self.look_at_marks(laptop)
            if self.chance.random() < _OUT_LONG:
                self.pass_time(LEASE_LASTS)
        if laptop.outcome is not None:
            self.log.append(f"{laptop.name} ends {laptop.outcome}")
            if laptop.outcome.ending is Ending.COMPLETE:
                self.look_at_received(laptop)
            busy, laptop.outcome = laptop.outcome.ending is Ending.BUSY, None
            self.look_at_laptop(laptop)
            if busy:
                self.pass_time(LEASE_LASTS)

    def _read_slowly(self, laptop: Laptop) -> None:
        """Let the office be busy while a laptop reads page after page, or the power go over one of them."""
        laptop.step(1)
        while laptop.run is not None:
            if laptop.stage is Stage.RECEIVING:
                self.look_at_marks(laptop)
                self._between_pages(laptop)
            laptop.step(1)

    def _between_pages(self, laptop: Laptop) -> None:
        draw = self.chance.random()
        if draw < 0.2:
            self.pass_time(400)
            self.office_edits()
        elif draw < 0.3 and self.plan.crash_rate:
            laptop.goes_in = self.chance.randint(1, 8)
