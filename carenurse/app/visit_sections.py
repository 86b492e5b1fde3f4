"""How far a visit is: one state per section of the rail, and how to say it."""

from dataclasses import dataclass
from datetime import datetime

from carenurse.app.visit_facts import Flag, Level
from carenurse.translations import tr, trn


@dataclass(frozen=True, slots=True)
class SectionState:
    """One section of the rail. ``done`` of ``total`` counts what the nurse answers, required or not."""

    key: str
    title: str
    done: int = 0
    total: int = 0
    required_left: int = 0
    urgent: int = 0
    notify: int = 0
    form: bool = False
    removable: bool = False
    whole: bool = False
    """Nothing in it is required, and it is complete only when all of it is answered."""
    parts: tuple["SectionState", ...] = ()
    """The parts of a large form, listed below it while the nurse is in it."""

    @property
    def complete(self) -> bool:
        """Say whether nothing required is left and something (of what is ``whole``: all) was answered."""
        return self.required_left == 0 and self.done >= (self.total if self.whole else 1)

    @property
    def spoken(self) -> str:
        """Say the whole state in words, for a screen reader and the tooltip."""
        words = [self.title, tr("{done} of {total} done", done=self.done, total=self.total)]
        if self.required_left:
            words.append(trn("{number} required left", "{number} required left", self.required_left))
        if self.urgent + self.notify:
            words.append(trn("{number} flag", "{number} flags", self.urgent + self.notify))
        return ", ".join(words)


@dataclass(frozen=True, slots=True)
class VisitHead:
    """The visit's own facts above the rail."""

    person: str
    number: int
    planned_count: int | None
    began: datetime | None
    drive_started: datetime | None = None
    completed: datetime | None = None
    reason: str = ""

    @property
    def title(self) -> str:
        """Say which visit this is: ``Visit 4 of 11``."""
        if self.planned_count and self.planned_count >= self.number:
            return tr("Visit {number} of {count}", number=self.number, count=self.planned_count)
        return tr("Visit {number}", number=self.number)


def required_left(sections: tuple[SectionState, ...]) -> int:
    """Count the required answers that are still open in the whole visit."""
    return sum(section.required_left for section in sections)


def flag_counts(flags: tuple[Flag, ...], section: str) -> tuple[int, int]:
    """Count one section's flags: urgent, and the rest that somebody must hear about."""
    here = [flag.level for flag in flags if flag.section == section]
    return here.count(Level.URGENT), here.count(Level.NOTIFY)
