"""What happened, newest first; each line is a button that opens what it says."""

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget
from typing_extensions import override

from carenurse.app.timeline import Entry, EntryKind, Timeline
from carenurse.translations import tr, trn
from ui.widgets.boxes import column, empty_out, holder
from ui.widgets.buttons import Button
from ui.widgets.focus_ring import remember_reason
from ui.widgets.icons import icon_size, paint_icon
from ui.widgets.text import ONE_LINE, Label
from ui.widgets.theme import theme
from ui.widgets.tip import as_tip
from ui.widgets.tokens import Role, Step

_ICONS: dict[EntryKind, str] = {
    EntryKind.VISIT: "stethoscope",
    EntryKind.STAY: "hospital",
    EntryKind.MEASURED: "activity",
    EntryKind.MESSAGE: "message-square",
    EntryKind.TAUGHT: "graduation-cap",
    EntryKind.PAPER: "file-text",
    EntryKind.PROBLEM: "flag",
    EntryKind.MEDICINE: "pill",
    EntryKind.ALERT: "triangle-alert",
    EntryKind.OTHER: "circle-dot",
}
_DAY = 108
"""Width of the day in pixels before zoom."""


class EntryLine(QAbstractButton):
    """One entry: its day, an icon, what it is, and a word on its state."""

    def __init__(self, entry: Entry, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.entry = entry
        self.setCheckable(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._day = f"{entry.day} {entry.when:%H:%M}" if entry.when and _is_near(entry) else entry.day
        self.setText(entry.title)
        found = "; ".join(entry.found)
        spoken = (self._day, entry.title, found, entry.detail, _state(entry))
        self.setAccessibleName(", ".join(part for part in spoken if part))
        self.setToolTip(as_tip(", ".join(part for part in (entry.title, found, entry.detail) if part)))

    @override
    def sizeHint(self) -> QSize:
        """Be one line high."""
        return QSize(theme().px(240), theme().row("timelineEvent"))

    @override
    def minimumSizeHint(self) -> QSize:
        """Need room for the day and a few words; the rest is cut."""
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground, the day, the icon and the words."""
        worn = theme()
        painter = QPainter(self)
        ground: Role = "accentTint" if self.isChecked() else "hover"
        if self.isChecked() or self.underMouse() or self.isDown():
            painter.fillRect(self.rect(), worn.color(ground))
        painter.fillRect(QRect(0, self.height() - 1, self.width(), 1), worn.color("hairline"))
        left = worn.px(14)
        _say(
            painter,
            left,
            self._day,
            whose=self,
            step="caption",
            role="textSecondary",
            width=worn.px(_DAY) - left,
        )
        x = worn.px(_DAY) + left
        side = icon_size("button")
        icon, ink = _sign(self.entry)
        paint_icon(painter, icon, QRect(x, (self.height() - side) // 2, side, side), ink)
        x += side + worn.px(10)
        right = self.width() - worn.px(12)
        title = self.entry.title
        if number := len(self.entry.found):
            words = trn("{number} finding", "{number} findings", number)
            x = _say(painter, x, words, whose=self, step="label", role="critical", width=right - x)
            x += worn.px(8)
        x = _say(painter, x, title, whose=self, step="secondary", role="text", width=right - x) + worn.px(8)
        rest = ", ".join(part for part in (self.entry.detail, _state(self.entry)) if part)
        role: Role = "draft" if self.entry.draft else "textSecondary"
        _say(painter, x, rest, whose=self, step="caption", role=role, width=right - x)

    @override
    def focusInEvent(self, e: QFocusEvent) -> None:
        """Remember whether keys or the mouse brought the focus."""
        remember_reason(self, e.reason())
        super().focusInEvent(e)


def _sign(entry: Entry) -> tuple[str, Role]:
    """Choose icon and ink: a visit that found something that asked for a call is red."""
    if entry.found:
        return "circle-alert", "critical"
    return _ICONS[entry.kind], "caution" if entry.kind is EntryKind.ALERT else "accent"


def _is_near(entry: Entry) -> bool:
    return entry.kind is EntryKind.MESSAGE


def _state(entry: Entry) -> str:
    if entry.draft:
        return tr("not signed")
    return tr("signed") if entry.signed else ""


class TimelineList(QWidget):
    """The lines of a timeline, with a button for older ones; ``opened`` carries a reference."""

    opened = Signal(str)
    older = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = column(space=0)
        self._more = Button(tr("Show older entries"), "text", icon="history")
        self._more.clicked.connect(self.older)
        self._unseen = Label("", "caption", "textSecondary", wrap=True)
        self._unseen_count = 0
        self._listed: list[EntryLine] = []
        self._foot = holder(column(self._more, self._unseen, space=4, margins=(14, 8, 14, 10)))
        self.setLayout(column(self._lines, self._foot, None, space=0))

    def show_entries(self, told: Timeline) -> None:
        """Show these entries instead of the former ones."""
        empty_out(self._lines)
        self._listed.clear()
        self._unseen_count = 0
        self.add_entries(told)
        if not told.entries:
            nothing = Label(tr("Nothing is recorded yet."), "secondary", "textSecondary")
            self._lines.addWidget(holder(column(nothing, margins=(14, 12, 14, 12))))

    def add_entries(self, told: Timeline) -> None:
        """Add older entries at the end."""
        for entry in told.entries:
            line = EntryLine(entry)
            line.clicked.connect(lambda _checked=False, which=entry.reference: self._open(which))
            self._listed.append(line)
            self._lines.addWidget(line)
        self._more.setVisible(told.before is not None)
        self._unseen_count += told.unseen
        words = trn(
            "{number} record of a kind that is kept but not shown here.",
            "{number} records of kinds that are kept but not shown here.",
            self._unseen_count,
        )
        self._unseen.set_text(words if self._unseen_count else "")
        self._unseen.setVisible(bool(self._unseen_count))
        self._foot.setVisible(told.before is not None or bool(self._unseen_count))

    def mark(self, reference: str) -> None:
        """Mark the entry that is open."""
        for line in self._listed:
            line.setChecked(line.entry.reference == reference)

    def first(self) -> str:
        """Name the newest entry."""
        return self._listed[0].entry.reference if self._listed else ""

    def _open(self, reference: str) -> None:
        self.mark(reference)
        self.opened.emit(reference)


def shown_entries(told: Timeline, most: int) -> Timeline:
    """Keep the newest few for a panel that has no room for more."""
    return Timeline(told.entries[:most], None, 0)


def _say(painter: QPainter, x: int, words: str, *, whose: QWidget, step: Step, role: Role, width: int) -> int:
    """Write one line, cut at its end if it must be; returns where it ends."""
    painter.setFont(theme().font(step))
    painter.setPen(theme().color(role))
    cut = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, max(0, width))
    flags = ONE_LINE
    painter.drawText(QRect(x, 0, max(0, width), whose.height()), flags, cut)
    return x + painter.fontMetrics().horizontalAdvance(cut)
