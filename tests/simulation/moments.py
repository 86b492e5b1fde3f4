"""What befalls people just when it hurts: orders of events that chance alone draws too seldom."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from typing_extensions import override

from carenurse.sync.wire import Request, Response
from tests.simulation.ghost import Key
from tests.simulation.laptop import Laptop
from tests.simulation.made import PATIENTS
from tests.simulation.running import Running
from tests.simulation.scene import searches

_RUNS = 3
"""In so many most photos arrive, whatever the network does."""
_FILES = ("Binary", "blob/")
_WRITES = ("PUT", "POST", "PATCH")
_AHEAD: Final = (1800, 7200, 86_400, 31_536_000)
"""Seconds by which the office's clock goes ahead: more than the overlap and the time until it is put back."""
_FOUND_AFTER = 130
"""Seconds; what was kept is findable by then, whatever the clock there did."""
_AT_ONCE: Final = 0.5
"""How often it is put back before anybody reads what was written meanwhile."""
_LATER_THAN_THE_OVERLAP: Final = 400
"""Seconds: who reads from the later of two changes so far apart does not find the earlier."""
_MUCH: Final = 4
"""Changes: more than go on one page."""


@dataclass
class Moments(Running):
    """The bad moments of one schedule."""

    backup_due: bool = False
    """The office is to be backed up when the next file is about to arrive."""
    going_on: list[Key] = field(default_factory=list[Key])
    """What the office changes next, each when a page is asked for; the first names only the kind."""

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

    def clock_is_put_back(self, laptop: Laptop) -> None:
        """Put the office's clock back after somebody wrote while it was ahead (fault 43).

        Often when the laptop has read that. What is written then tells moments that lie before it.
        """
        keys = self._known_to(laptop, "Patient", "Condition")
        if not keys:
            return
        key, at_once = self.chance.choice(keys), self.chance.random() < _AT_ONCE
        for ahead in (self.chance.choice(_AHEAD), 0):
            self.set_clock(timedelta(seconds=ahead))
            self.pass_time(_FOUND_AFTER)
            self._office_edits_what_stands(key)
            self.office.skew = timedelta(0) if at_once else self.office.skew
            for _ in range(_RUNS):
                self.run_through(laptop)

    def much_changes_while_it_reads(self, laptop: Laptop) -> None:
        """Let the office change much; it goes on while a laptop reads that, or the power goes (38, 48)."""
        known = self._known_to(laptop, "Condition", "Observation")
        by_kind = [[key for key in known if key[0] == kind] for kind in ("Condition", "Observation")]
        keys = max(by_kind, key=len)[:_MUCH]
        if not keys:
            return
        for key in keys:
            self.pass_time(_LATER_THAN_THE_OVERLAP)
            self._office_edits_what_stands(key)
        mark = f"pull {keys[0][0]}"
        if self.chance.random() < 0.5:
            self.going_on = [(keys[0][0], ""), *keys]
        else:
            laptop.goes_with = (mark, laptop.journal.cursor(mark))
        self.run_through(laptop)
        self.going_on, laptop.goes_with = [], None
        self.run_through(laptop)

    def _known_to(self, laptop: Laptop, *kinds: str) -> list[Key]:
        """List what a laptop has from the office by now, if the network lets it."""
        known = laptop.journal.known_tags() if self._knows_somebody(laptop) else {}
        return sorted(key for key in known if key[0] in kinds)

    def _office_edits_what_stands(self, key: Key) -> None:
        stands = self.office.resource(key)
        if stands is not None:
            self.office_edits_one(key, stands)

    def set_clock(self, ahead: timedelta) -> None:
        """Set the office's clock so far ahead of everybody else's, until it is set again."""
        self.unmarked = True
        if ahead > self.office.skew:
            self.raised.append(self.clock)
        self.office.skew = ahead
        self.moved.append(self.clock)
        self.log.append(f"the office's clock is ahead by {ahead}")

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
        if self.going_on and _is_page(request, self.going_on[0][0]):
            self._office_edits_what_stands(self.going_on.pop(0))
        return super().heard(request, by)


def _is_page(request: Request, kind: str) -> bool:
    """Say whether a page of a kind is asked for: by a search, or by the office's own link."""
    return searches(request, kind) or request.path.startswith(f"{kind}?")
