"""The side sheet: a form over the right part of the page, never a window of its own; Esc puts it away."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from carenurse.translations import tr
from ui.widgets.boxes import Piece, column, holder, row, scrolled
from ui.widgets.buttons import Button, IconButton
from ui.widgets.message import Message
from ui.widgets.surface import Hairline, Surface
from ui.widgets.text import Label
from ui.widgets.theme import theme


class SheetForm(QWidget):
    """The base of the plan's forms: title, fields that scroll, a message, and buttons that stay."""

    kept = Signal()
    dropped = Signal()

    width_wanted = 480
    """Pixels before zoom."""

    def __init__(self) -> None:
        super().__init__()
        self.title = Label("", "subject", wrap=True)
        close = IconButton("x", tr("Close"), key="Esc")
        close.clicked.connect(self.dropped)
        head = row(self.title, close, space=8, margins=(18, 10, 10, 6))
        head.setStretch(0, 1)
        head.setAlignment(self.title, Qt.AlignmentFlag.AlignVCenter)
        self._body = column(space=12, margins=(18, 10, 18, 14))
        self.message = Message("caution", "")
        self.message.hide()
        self.keep_button = Button(tr("Keep"), "primary", key="Ctrl Enter")
        self.keep_button.clicked.connect(self.kept)
        cancel = Button(tr("Cancel"), key="Esc")
        cancel.clicked.connect(self.dropped)
        self._foot = row(None, cancel, self.keep_button, space=8, margins=(18, 8, 18, 10))
        layout = column(
            head,
            Hairline(),
            scrolled(holder(self._body)),
            holder(column(self.message, margins=(18, 0, 18, 0))),
            Hairline(),
            self._foot,
            space=0,
        )
        layout.setStretch(2, 1)
        self.setLayout(layout)

    def say_title(self, words: str) -> None:
        """Say what the form is about."""
        self.title.set_text(words)
        self.setAccessibleName(words)

    def fill(self, *pieces: Piece) -> None:
        """Put the fields in, from top to bottom."""
        for piece in pieces:
            match piece:
                case QWidget():
                    self._body.addWidget(piece)
                case int():
                    self._body.addSpacing(theme().px(piece))
                case None:
                    self._body.addStretch(1)
                case _:
                    self._body.addLayout(piece)

    def offer(self, *buttons: Button) -> None:
        """Put further actions at the left of the foot."""
        for place, button in enumerate(buttons):
            self._foot.insertWidget(place, button)
            self._foot.setSpacing(theme().px(12))

    def say_problem(self, sentence: str, remedy: str) -> None:
        """Say why the form could not be kept."""
        self.message.say(sentence, remedy)
        self.message.setVisible(bool(sentence))
        if sentence:
            self.message.speak()


class Sheet(Surface):
    """Holds the forms; as wide as the open one wants, over the right part of its parent."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__("surface", "l", line="hairlineStrong", parent=parent)
        self._over = parent
        self._forms = QStackedWidget()
        layout = column(self._forms, space=0)
        layout.setContentsMargins(1, 0, 0, 0)
        self.setLayout(layout)
        self.hide()

    def add(self, form: SheetForm) -> None:
        """Take a form in."""
        self._forms.addWidget(form)

    @property
    def form(self) -> SheetForm | None:
        """The open form."""
        shown = self._forms.currentWidget()
        return shown if self.isVisibleTo(self._over) and isinstance(shown, SheetForm) else None

    def open(self, form: SheetForm) -> None:
        """Show one form."""
        self._forms.setCurrentWidget(form)
        form.say_problem("", "")
        self.show()
        self.raise_()
        self.place()

    def place(self) -> None:
        """Lie at the right of the parent."""
        over = self._over
        shown = self._forms.currentWidget()
        wanted = shown.width_wanted if isinstance(shown, SheetForm) else SheetForm.width_wanted
        width = min(over.width(), theme().px(wanted))
        self.setGeometry(over.width() - width, 0, width, over.height())
