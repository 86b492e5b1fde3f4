"""Rows of a form that ask nothing: headings and texts, repetitions, answers of last time, what is wrong."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from carenurse.forms.form import Item
from carenurse.forms.scoring import Score
from carenurse.translations import tr, trn
from ui.forms.worded import beneath, runs_of
from ui.widgets.boxes import Piece, column, row
from ui.widgets.buttons import Button
from ui.widgets.fields.text import TextField
from ui.widgets.fitted import FittedSurface
from ui.widgets.score_chip import ScoreChip
from ui.widgets.surface import Surface
from ui.widgets.text import Label
from ui.widgets.tokens import Role

_GROUNDS: Mapping[str, Role] = {"instructions": "sunken", "security": "cautionTint"}
"""The ground of a text by its display category, so that instructions look unlike questions."""


class TextRow(FittedSurface):
    """A heading or a text of the form."""

    folded = Signal()
    """The heading's questions are to be folded away, or shown again."""

    def __init__(
        self,
        item: Item,
        score: Score | None = None,
        *,
        level: int = 0,
        open_now: bool | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Take the item; ``open_now`` says whether a heading that folds is open (None: it does not fold)."""
        super().__init__(_GROUNDS.get(item.category, "surface"), "b", parent=parent)
        heading = item.kind == "group"
        words = Label(
            "", "bodyStrong" if heading else "secondary", "text" if heading else "textSecondary", wrap=True
        )
        words.set_runs(*runs_of(item))
        pieces: list[Piece] = [words]
        total = ScoreChip()
        pieces.append(total)
        if open_now is not None:
            fold = Button(tr("Fold away") if open_now else tr("Show"), "text")
            fold.setAccessibleName(f"{fold.text()}: {item.text}")
            fold.clicked.connect(self.folded)
            pieces.append(fold)
        line = row(*pieces, space=8)
        line.setStretch(0, 1)
        more = beneath(item)
        self.setLayout(column(line, *([more] if more else []), space=2, margins=(13 + 12 * level, 8, 13, 8)))
        total.show_score(score)


class RepeatRow(Surface):
    """Below a group that may be repeated: add another one, or take this one away."""

    added = Signal()
    removed = Signal()

    def __init__(
        self, name: str, *, removable: bool, addable: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__("surface", "b", parent=parent)
        add = Button(tr("Another: {name}", name=name) if name else tr("Another one"), "text", icon="plus")
        add.clicked.connect(self.added)
        pieces: list[Piece] = [add, None]
        if removable:
            remove = Button(tr("Take this one away"), "text", icon="x")
            remove.clicked.connect(self.removed)
            pieces.append(remove)
        self.setLayout(row(*pieces, margins=(13, 2, 13, 2)))
        add.setVisible(addable)  # in its row by now: a button of nobody would open as a window


class CarriedRow(FittedSurface):
    """Under an answer from an earlier visit: from when it is, and the button that makes it today's."""

    confirmed = Signal()

    def __init__(self, when: str, parent: QWidget | None = None) -> None:
        super().__init__("draftTint", "b", parent=parent)
        said = tr("From {day}. It counts when you confirm it.", day=when)
        words = Label(said, "secondary", "draft", wrap=True)
        confirm = Button(tr("Confirm"), "secondary")
        confirm.clicked.connect(self.confirmed)
        layout = row(words, confirm, space=10, margins=(14, 3, 13, 3))
        layout.setStretch(0, 1)
        self.setLayout(layout)


class ProposalRow(FittedSurface):
    """Under an answer about the person's own data: what the record says, and the button that changes it."""

    turned = Signal()
    """The nurse agrees that the answer goes into the record, or takes that back."""

    def __init__(self, before: str, *, agreed: bool, parent: QWidget | None = None) -> None:
        super().__init__("okTint" if agreed else "draftTint", "b", parent=parent)
        if agreed:
            said = tr("Goes into the person's record when you sign.")
        elif before:
            said = tr("The person's record says: {before}.", before=before)
        else:
            said = tr("The person's record does not say it yet.")
        words = Label(said, "secondary", "ok" if agreed else "draft", wrap=True)
        turn = Button(
            tr("Leave the record as it is") if agreed else tr("Put it into the record"), "secondary"
        )
        turn.clicked.connect(self.turned)
        layout = row(words, turn, space=10, margins=(14, 3, 13, 3))
        layout.setStretch(0, 1)
        self.setLayout(layout)


class CommentRow(FittedSurface):
    """Under a question: the nurse's own words beside the answer."""

    typed = Signal(str)
    left = Signal()

    def __init__(self, question: str, text: str, parent: QWidget | None = None) -> None:
        super().__init__("surface", "b", parent=parent)
        self.field = TextField(tr("Comment: {question}", question=question), bare=True)
        self.field.line.setPlaceholderText(tr("Comment"))
        self.field.set_text(text)
        self.field.edited.connect(self.typed)
        self.field.left.connect(self.left)
        layout = row(Label(tr("Comment"), "caption", "textSecondary"), self.field, margins=(28, 3, 13, 3))
        layout.setStretch(1, 1)
        self.setLayout(layout)


class WaitingRow(FittedSurface):
    """Under a heading: confirm those answers of last time that stand below it, and no others."""

    confirmed = Signal()

    def __init__(self, waiting: int, heading: str, parent: QWidget | None = None) -> None:
        super().__init__("draftTint", "b", parent=parent)
        said = trn(
            "{number} answer of last time waits here", "{number} answers of last time wait here", waiting
        )
        confirm = Button(trn("Confirm it", "Confirm these {number}", waiting), "secondary")
        confirm.setAccessibleName(f"{confirm.text()}: {heading}")
        confirm.clicked.connect(self.confirmed)
        layout = row(Label(said, "secondary", "draft", wrap=True), confirm, space=10, margins=(14, 3, 13, 3))
        layout.setStretch(0, 1)
        self.setLayout(layout)


class PriorRow(FittedSurface):
    """Over a form: take last time's answers over, and confirm those that were taken over."""

    taken = Signal()
    confirmed = Signal()

    def __init__(self, count: int, waiting: int, parent: QWidget | None = None) -> None:
        super().__init__("sunken", "b", parent=parent)
        pieces: list[Piece] = []
        if count:
            take = Button(
                trn(
                    "Take over {number} answer of last time", "Take over {number} answers of last time", count
                ),
                "text",
                icon="history",
            )
            take.clicked.connect(self.taken)
            pieces.append(take)
        if waiting:
            confirm = Button(
                trn("Confirm {number} answer", "Confirm all {number} answers", waiting), "secondary"
            )
            confirm.clicked.connect(self.confirmed)
            pieces.append(confirm)
        self.setLayout(row(*pieces, None, space=10, margins=(13, 3, 13, 3)))


def problem_row(sentence: str) -> FittedSurface:
    """Say what is wrong with an answer, under its field."""
    shown = FittedSurface("surface", "b")
    shown.setLayout(column(Label(sentence, "caption", "critical", wrap=True), margins=(205, 0, 13, 4)))
    return shown


def locked_row() -> FittedSurface:
    """Say under a question why it cannot be answered now."""
    shown = FittedSurface("surface", "b")
    said = tr("Locked: it is not asked after the other answers. What stands here is left out.")
    shown.setLayout(column(Label(said, "caption", "textSecondary", wrap=True), margins=(13, 0, 13, 4)))
    return shown
