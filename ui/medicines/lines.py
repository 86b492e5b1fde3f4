"""The lines of the list: name, how it is taken, what was said of it, whence it is known; two buttons."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from carenurse.app.medicine_page import MedicineLine
from carenurse.translations import tr
from ui.widgets.boxes import column, row
from ui.widgets.buttons import Button
from ui.widgets.chips import Chip
from ui.widgets.text import Label, Run
from ui.widgets.warned import warned


class TakenLine(QWidget):
    """A medicine that is taken; ``correcting`` and ``stopping`` carry it."""

    correcting = Signal(object)
    stopping = Signal(object)

    def __init__(self, told: MedicineLine, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        name = told.name or tr("Unnamed medicine")
        correct = Button(tr("Correct"), "text", icon="pencil")
        correct.setAccessibleName(tr("Correct what is written of {name}", name=name))
        correct.clicked.connect(lambda: self.correcting.emit(told))
        if not told.own:
            correct.hide()
        stop = Button(tr("No longer taken"), "text")
        stop.setAccessibleName(tr("{name} is no longer taken", name=name))
        stop.clicked.connect(lambda: self.stopping.emit(told))
        needed = Chip(tr("If needed")) if told.as_needed else 0
        inner = row(words_of(told), needed, correct, stop, space=6, margins=(14, 6, 8, 6))
        inner.setStretch(0, 1)
        self.setLayout(inner)


class StoppedLine(QWidget):
    """A medicine that is no longer taken, with the day and the reason; it may still be in the house."""

    def __init__(self, told: MedicineLine, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        inner = column(words_of(told), margins=(14, 6, 14, 6))
        self.setLayout(inner)


def words_of(told: MedicineLine) -> QWidget:
    """Say the whole line; nothing of a medicine is ever cut."""
    words = QWidget()
    head = Label("", "body", wrap=True)
    head.set_runs(Run(told.name or tr("Unnamed medicine"), strong=True))
    lines: list[QWidget] = [head]
    lines += [Label(told.dose, "secondary", wrap=True)] if told.dose else []
    lines += [warned(told.allergy)] if told.allergy else []
    lines += [warned(told.twice, "caution")] if told.twice else []
    facts = "; ".join(part for part in (told.facts, told.source) if part)
    lines.append(Label(facts, "caption", "textSecondary", wrap=True))
    words.setLayout(column(*lines, space=1))
    return words
