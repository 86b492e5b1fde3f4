"""Several files taken over one after the other: which is looked at, and what became of each before it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from carenurse.app.import_records import ImportReport
from carenurse.app.import_verdicts import KindCount
from carenurse.translations import tr, trn
from ui.widgets.boxes import column, holder, row
from ui.widgets.picture import Picture
from ui.widgets.text import Label, Run
from ui.widgets.tokens import Role


@dataclass(frozen=True, slots=True)
class Became:
    """What became of a file: taken over with a report, refused with a sentence, or neither: let go."""

    name: str
    report: ImportReport | None = None
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """Which of the chosen files is being looked at, counted from one, and what became of those before."""

    number: int = 1
    total: int = 1
    done: tuple[Became, ...] = ()

    @property
    def left(self) -> int:
        """How many come after it."""
        return self.total - self.number

    @property
    def reports(self) -> tuple[ImportReport, ...]:
        """What was taken over so far."""
        return tuple(one.report for one in self.done if one.report is not None)

    def after(self, became: Became) -> "Step":
        """Note what became of the file that is looked at."""
        return replace(self, done=(*self.done, became))

    def next(self) -> "Step":
        """Go on to the file after it."""
        return replace(self, number=self.number + 1)


def counted(counts: Sequence[KindCount]) -> str:
    """Say how many records were new, changed, the same, and kept without a place in the chart."""
    return tr(
        "{new} new, {changed} changed, {same} the same, {hidden} kept but not shown in the chart.",
        new=sum(one.new for one in counts),
        changed=sum(one.changed for one in counts),
        same=sum(one.same for one in counts),
        hidden=sum(one.total for one in counts if not one.shown),
    )


def summed(reports: Sequence[ImportReport]) -> str:
    """Say what several files brought together."""
    people = len({patient for one in reports for patient in one.patients})
    records = sum(count.total for one in reports for count in one.counts)
    return tr(
        "{files}: {people}, {records}.",
        files=trn("{number} file", "{number} files", len(reports)),
        people=trn("{number} person", "{number} people", people),
        records=trn("{number} record", "{number} records", records),
    )


def worth_a_look(reports: Sequence[ImportReport]) -> list[ImportReport]:
    """Give the files of which something has to be read, or whose people can be opened; warnings first."""
    told = [one for one in reports if one.notes or one.differing or one.patients]
    return sorted(told, key=lambda one: not (one.notes or one.differing))


def file_by_file(done: Sequence[Became]) -> QWidget:
    """Give one line to each file: its name, and what became of it."""
    listed = holder(column(*map(_line, done), space=4))
    listed.setAccessibleName(tr("What became of each file"))
    return listed


def _line(one: Became) -> QWidget:
    icon, ink, words = _said(one)
    label = Label("", "body", wrap=True)
    label.set_runs(Run(one.name, strong=True), Run(f"  {words}", role=ink))
    line = row(Picture(icon, ink), label, space=8)
    line.setStretch(1, 1)
    line.setAlignment(Qt.AlignmentFlag.AlignTop)
    return holder(line)


def _said(one: Became) -> tuple[str, Role, str]:
    if one.report is not None:
        return "check", "ok", counted(one.report.counts)
    if one.refusal:
        return "circle-alert", "caution", tr("Refused: {sentence}", sentence=one.refusal)
    return "minus", "textSecondary", tr("Not taken over.")
