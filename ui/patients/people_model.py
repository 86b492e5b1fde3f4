"""The list of people as a table model: who, why now, last seen, next visit; who needs her most is first."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from typing_extensions import override

from carenurse.app.caseload import CaseloadRow
from carenurse.app.day_words import short_day, week_day
from carenurse.app.why_now import Need
from carenurse.translations import tr, trn
from ui.widgets.tokens import Role
from ui.widgets.two_line import CELL, Cell

_NO_PARENT = QModelIndex()
_WEEK = timedelta(days=7)
_COLUMNS = 4
_CHOSEN = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class PeopleModel(QAbstractTableModel):
    """Rows of people between heads of groups; a search result has no groups."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[CaseloadRow | Cell] = []
        self._now = datetime.now().astimezone()

    def show_people(self, rows: Sequence[CaseloadRow], now: datetime, *, grouped: bool) -> None:
        """Show these people in this order."""
        self.beginResetModel()
        self._now = now
        self._lines = _grouped(rows, now) if grouped else list(rows)
        self.endResetModel()

    def person(self, line: int) -> CaseloadRow | None:
        """Give the person in a line; None for a head."""
        found = self._lines[line] if 0 <= line < len(self._lines) else None
        return found if isinstance(found, CaseloadRow) else None

    def line_of(self, patient: str) -> int:
        """Find a person's line; the first person's where this one is not shown, -1 where nobody is."""
        people = [(number, line) for number, line in enumerate(self._lines) if isinstance(line, CaseloadRow)]
        exact = (number for number, line in people if line.patient == patient)
        return next(exact, people[0][0] if people else -1)

    def heads(self) -> list[int]:
        """Give the numbers of the lines that are heads of groups."""
        return [number for number, line in enumerate(self._lines) if isinstance(line, Cell)]

    @override
    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NO_PARENT) -> int:
        """Count the lines."""
        return 0 if parent.isValid() else len(self._lines)

    @override
    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = _NO_PARENT) -> int:
        """Count the columns."""
        return 0 if parent.isValid() else _COLUMNS

    @override
    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        """Let only people be chosen."""
        if self.person(index.row()) is None:
            return Qt.ItemFlag.NoItemFlags
        return _CHOSEN

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = int(Qt.ItemDataRole.DisplayRole)
    ) -> object:
        """Name the columns."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (tr("Patient"), tr("Why now"), tr("Last seen"), tr("Next visit"))[section]
        return None

    @override
    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = int(Qt.ItemDataRole.DisplayRole)
    ) -> object:
        """Give a cell, and its words for those who hear it."""
        line = self._lines[index.row()]
        cell = line if isinstance(line, Cell) else self._cell(line, index.column())
        if isinstance(line, Cell) and index.column():
            return None
        if role == CELL:
            return cell
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return cell.spoken
        return None

    def _cell(self, person: CaseloadRow, column: int) -> Cell:
        if column == 0:
            age = str(person.age) if person.age is not None else ""
            below = " · ".join(part for part in (age, person.whose or person.street) if part)
            return Cell(person.name, below, strong=True)
        if column == 1:
            icon, ink = _SIGNS[person.why.need]
            return Cell(person.why.sentence, person.why.evidence, icon=icon, icon_role=ink)
        if column == 2:  # noqa: PLR2004 - the columns are numbered
            return Cell(self._day(person.last_visit) or tr("Never"))
        coming = person.next_visit
        return Cell(f"{self._day(coming)} {coming:%H:%M}" if coming else tr("None planned"))

    def _day(self, moment: datetime | None) -> str:
        if moment is None:
            return ""
        today = self._now.date()
        if moment.date() == today:
            return tr("Today")
        near = abs((moment.date() - today).days) < _NEAR_DAYS
        return week_day(moment.date()) if near else short_day(moment.date(), today)


_NEAR_DAYS = 60


_SIGNS: Final[Mapping[Need, tuple[str, Role]]] = {
    Need.UNTOLD: ("circle-alert", "critical"),
    Need.UNSIGNED: ("pen-line", "draft"),
    Need.MISSED: ("calendar-clock", "caution"),
    Need.NEWS: ("activity", "accent"),
    Need.TODAY: ("clock", "accent"),
    Need.ALERT: ("triangle-alert", "caution"),
    Need.COMING: ("calendar-days", "textSecondary"),
    Need.NOBODY: ("calendar-clock", "textSecondary"),
}
"""The sign of each need; red only for a finding nobody was told about, as in the bar and on Today."""


def _grouped(rows: Sequence[CaseloadRow], now: datetime) -> list[CaseloadRow | Cell]:
    today: list[CaseloadRow] = []
    week: list[CaseloadRow] = []
    others: list[CaseloadRow] = []
    for row in rows:
        coming = row.next_visit
        if row.why.presses or (coming and coming.date() == now.date()):
            today.append(row)
        elif coming and coming < now + _WEEK:
            week.append(row)
        else:
            others.append(row)
    lines: list[CaseloadRow | Cell] = []
    today.sort(key=lambda row: (not row.why.presses, row.why.need if row.why.presses else 0))
    for name, people in ((tr("Needs you today"), today), (tr("This week"), week), (tr("Later"), others)):
        if people:
            lines.append(Cell(name, trn("{number} person", "{number} people", len(people)), group=True))
            lines += people
    return lines
