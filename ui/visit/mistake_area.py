"""Taking back a visit that was begun by mistake: what leaves the view, and the deliberate second act."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from carenurse.app.visit_mistake import Lost
from carenurse.translations import tr, trn
from ui.widgets.boxes import column, holder, row, scrolled
from ui.widgets.buttons import Button
from ui.widgets.fields.text import TextField
from ui.widgets.panels import Panel
from ui.widgets.text import Label


class MistakeArea(QWidget):
    """Asks before a visit is taken back; ``confirmed`` carries the reason, ``kept`` when it goes on."""

    confirmed = Signal(str)
    kept = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._who = Label("", "section", wrap=True)
        self._lost = Label("", "body", wrap=True)
        self._planned = Label("", "secondary", "textSecondary", wrap=True)
        self.why = TextField(tr("Why (optional)"), placeholder=tr("Wrong person in the list"))
        self._keep = Button(tr("Keep this visit"), "primary", key="Esc")
        self._keep.clicked.connect(self.kept)
        self.take = Button(tr("Take the visit back"), "urgent")
        self.take.clicked.connect(lambda: self.confirmed.emit(self.why.text()))
        panel = Panel()
        panel.add(
            column(
                self._who,
                self._lost,
                self._planned,
                self.why,
                row(self._keep, None),
                row(self.take, None),
                space=10,
                margins=(16, 14, 16, 14),
            )
        )
        self.setLayout(column(scrolled(holder(column(panel, None, margins=(16, 12, 16, 12)))), space=0))

    def ask(self, lost: Lost) -> None:
        """Say whose visit it is and what leaves the view."""
        self._who.set_text(tr("Was the visit of {name} begun by mistake?", name=lost.person))
        self._lost.set_text(_lost_words(lost))
        self._planned.set_text(
            tr("The planned visit goes back into the day as planned.") if lost.planned else ""
        )
        self._planned.setVisible(lost.planned)
        self._keep.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go on with the visit by Esc."""
        if event.key() == Qt.Key.Key_Escape and event.type() is QEvent.Type.KeyPress:
            self.kept.emit()
        else:
            super().keyPressEvent(event)


def _lost_words(lost: Lost) -> str:
    parts = [
        trn("{number} answer", "{number} answers", lost.answers) if lost.answers else "",
        trn("{number} other entry", "{number} other entries", lost.others) if lost.others else "",
    ]
    named = tr(" and ").join(part for part in parts if part)
    if not named:
        return tr("Nothing was written in it yet. That it was begun stays in the trail of the record.")
    return tr(
        "From view goes: {what}. They stay in the trail of the record, as entered in error. What you put on"
        " the plan stays there.",
        what=named,
    )
