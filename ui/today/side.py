"""The short lists at the right of the day; an empty one shrinks to a line that says so."""

from collections.abc import Sequence
from typing import Self

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from carenurse.app.day_words import week_day
from carenurse.app.since_last_visit import News
from carenurse.app.timeline import EntryKind
from carenurse.app.visit_begin import UnfinishedVisit
from carenurse.translations import tr
from ui.widgets.boxes import column, empty_out, row
from ui.widgets.buttons import Button
from ui.widgets.picture import Picture
from ui.widgets.surface import Hairline
from ui.widgets.text import Label, Run
from ui.widgets.tokens import Role

_ICONS: dict[EntryKind, str] = {
    EntryKind.MEASURED: "activity",
    EntryKind.MESSAGE: "message-square",
    EntryKind.MEDICINE: "pill",
    EntryKind.ALERT: "triangle-alert",
    EntryKind.STAY: "hospital",
    EntryKind.VISIT: "stethoscope",
}


class SideRow(QWidget):
    """One line of a list: whom it is about, what it is, and the one thing to do about it."""

    pressed = Signal(str)

    def __init__(
        self,
        icon: str,
        role: Role,
        *,
        runs: Sequence[Run],
        below: str,
        action: str,
        target: str,
        spoken: str,
    ) -> None:
        super().__init__()
        words = Label("", "secondary", wrap=True)
        words.set_runs(*runs)
        button = Button(action, "text")
        button.setAccessibleName(spoken)
        button.clicked.connect(lambda: self.pressed.emit(target))
        text = column(words, Label(below, "caption", "textSecondary", wrap=True), space=0)
        layout = row(column(2, Picture(icon, role), None, space=0), text, button, space=10)
        layout.setContentsMargins(0, 6, 0, 7)
        layout.setStretch(1, 1)
        self.setLayout(layout)

    @classmethod
    def of_news(cls, news: News) -> Self:
        """Say one piece of news; pressing it opens the chart."""
        entry = news.entry
        when = f"{entry.day} {entry.when:%H:%M}" if entry.when else entry.day
        return cls(
            _ICONS.get(entry.kind, "file-text"),
            "caution" if entry.kind is EntryKind.ALERT else "accent",
            runs=(Run(news.name, strong=True), Run(f": {entry.title}")),
            below=" · ".join(part for part in (news.trend, entry.detail, when) if part),
            action=tr("Chart"),
            target=news.patient,
            spoken=tr("Open the chart of {name}", name=news.name),
        )

    @classmethod
    def of_visit(cls, left: UnfinishedVisit) -> Self:
        """Say one unfinished visit; pressing it goes on with it."""
        began = left.began or left.drive_started
        day = week_day(began.date()) if began else ""
        return cls(
            "pencil",
            "draft",
            runs=(Run(tr("Visit note, {name}", name=left.person)),),
            below=" · ".join(part for part in (left.reason, day) if part),
            action=tr("Finish"),
            target=left.encounter,
            spoken=tr("Finish the visit note of {name}", name=left.person),
        )

    @classmethod
    def of_unsent(cls, what: str) -> Self:
        """Say how much only this laptop has; pressing it leads to the hand-over."""
        return cls(
            "upload",
            "textSecondary",
            runs=(Run(tr("{what} not sent", what=what)),),
            below=tr("Safe on this laptop until the office has it"),
            action=tr("See"),
            target="",
            spoken=tr("See what is not sent yet"),
        )


class SideSection(QWidget):
    """A heading with its rows."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self._note = Label("", "caption", "textSecondary")
        self._rows = column(space=0)
        self.setLayout(
            column(
                row(Label(title, "section"), None, self._note),
                self._rows,
                space=4,
                margins=(16, 10, 16, 10),
            )
        )

    def show_rows(self, rows: Sequence[QWidget], note: str, nothing: str) -> None:
        """Show the rows, or one line where there are none."""
        self._note.set_text(note)
        empty_out(self._rows)
        for number, line in enumerate(rows):
            if number:
                self._rows.addWidget(Hairline())
            self._rows.addWidget(line)
        if not rows:
            self._rows.addWidget(Label(nothing, "secondary", "textSecondary", wrap=True))
