"""What befalls a photo just when it hurts: orders of events that chance alone draws too seldom."""

from dataclasses import dataclass

from typing_extensions import override

from carenurse.sync.wire import Request, Response
from tests.simulation.laptop import Laptop
from tests.simulation.made import PATIENTS
from tests.simulation.running import Running

_RUNS = 3
"""In so many most photos arrive, whatever the network does."""
_FILES = ("Binary", "blob/")
_WRITES = ("PUT", "POST", "PATCH")


@dataclass
class Moments(Running):
    """The bad moments of one schedule."""

    backup_due: bool = False
    """The office is to be backed up when the next file is about to arrive."""

    def photo_at_a_bad_moment(self, laptop: Laptop) -> None:
        """Let a nurse take a photo, and let the worst happen to it that this schedule knows.

        Where the office may be restored, who left is kept for a month: there the patient need not leave.
        """
        if not self._knows_somebody(laptop):
            return
        if not self.plan.restores:
            self._the_patient_leaves(laptop)
        elif self.chance.random() < 0.5:
            self._restored_to_before_it(laptop)
        else:
            self._restored_to_just_before_it(laptop)

    def _knows_somebody(self, laptop: Laptop) -> bool:
        """Let a laptop get its patients, if the network lets it."""
        for _ in range(_RUNS):
            self.run_through(laptop)
            if laptop.records.all_of("Patient"):
                return True
        return False

    def units_change_of_somebody_known(self, laptop: Laptop) -> None:
        """Let people change units of a patient whom a laptop has by now, if the network lets it."""
        if self._knows_somebody(laptop):
            self.units_change(laptop)

    def _the_patient_leaves(self, laptop: Laptop) -> None:
        """Take the patient off the caseload before the photo has gone, and perhaps back on it."""
        whose = PATIENTS[-1]
        if laptop.records.get("Patient", whose) is None:
            return
        self.take_photo(laptop, whose)
        if whose in self.members:
            self.office_reassigns()
        self.run_through(laptop)
        if self.chance.random() < 0.5:
            self.office_reassigns()

    def _restored_to_before_it(self, laptop: Laptop) -> None:
        """Restore the office to before it had the paper and the photo, which it had confirmed."""
        self.office_backed_up()
        self.nurse_photographs(laptop)
        for _ in range(_RUNS):
            self.run_through(laptop)
        self.restored_to(len(self.kept) - 1)

    def _restored_to_just_before_it(self, laptop: Laptop) -> None:
        """Restore the office to where it had all but the photo: the run that sent it had been counted."""
        backups = len(self.kept)
        self.nurse_photographs(laptop)
        self.backup_due = True
        for _ in range(_RUNS):
            self.run_through(laptop)
        self.backup_due = False
        if len(self.kept) > backups:
            self.restored_to(backups)

    @override
    def heard(self, request: Request, by: str) -> Response:
        is_file = request.method in _WRITES and request.path.startswith(_FILES)
        if self.backup_due and is_file and not request.path.endswith("_search"):
            self.backup_due = False
            self.office_backed_up()
        return super().heard(request, by)
