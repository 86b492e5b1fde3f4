"""A nurse's parcel at the office: chosen, read, taken in, and answered."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from carenurse.app.sync_parcels import ParcelLook
from carenurse.app.sync_stick import Stick
from carenurse.translations import tr, trn
from ui.office.parcel_presenter import ParcelPresenter
from ui.widgets.boxes import column, empty_out, holder, row
from ui.widgets.buttons import Button
from ui.widgets.fields.check import Check
from ui.widgets.fields.text import TextField
from ui.widgets.in_view import bring_into_view
from ui.widgets.message import Message
from ui.widgets.page import Desk
from ui.widgets.panels import Panel
from ui.widgets.text import Label

_MOST = 12
"""People named; a parcel of weeks may hold more."""


class ParcelPanel(Panel):
    """Pixels of taking a parcel in."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(tr("Take in a nurse's parcel"), icon="download", parent=parent)
        self.presenter = ParcelPresenter(self, desk)
        self.secret = TextField(
            tr("The office's secret key"), placeholder=tr("or choose its file"), secret=True
        )
        self.secret.edited.connect(self.presenter.use_key)
        self.key_button = Button(tr("Key file"), icon="file-text")
        self.key_button.clicked.connect(self.presenter.choose_key)
        self.choose_button = Button(tr("Choose a parcel"), "primary", icon="file-text")
        self.choose_button.clicked.connect(self.presenter.choose)
        self._told = column(space=10)
        self.new_laptop: Check | None = None
        self._key_told = Label("", "caption", "textSecondary", wrap=True)
        self._key_told.hide()
        words = tr(
            "What a nurse without a network brings on a stick. Her work counts as sent only when she takes "
            "the answer back to her laptop."
        )
        keys = row(self.secret, self.key_button, space=8)
        keys.setStretch(0, 1)
        keys.setAlignment(self.key_button, Qt.AlignmentFlag.AlignBottom)
        inside = column(
            Label(words, "secondary", "textSecondary", wrap=True),
            keys,
            self._key_told,
            row(self.choose_button, None),
            self._told,
            None,
            space=12,
            margins=(13, 12, 13, 12),
        )
        self.add(holder(inside))

    def show_key(self, name: str) -> None:
        """Say which key file was chosen; its words stand nowhere."""
        self.secret.set_text("")
        self._key_told.set_text(tr("The key in {name} is used.", name=name))
        self._key_told.show()

    def show_reading(self, name: str) -> None:
        """Say that a parcel is being read, or taken in."""
        empty_out(self._told)
        self._told.addWidget(Label(tr("Reading {name} ...", name=name), "section", wrap=True))

    def show_parcel(self, name: str, look: ParcelLook) -> None:
        """Say what a parcel brings; a laptop that is not the nurse's known one is asked about first."""
        empty_out(self._told)
        head = tr("Of {nurse}, written {when}", nurse=look.nurse, when=look.written or tr("at no known time"))
        brings = trn("{number} change:", "{number} changes:", look.total)
        for piece in (Label(name, "section", wrap=True), Label(head, wrap=True), Label(brings, wrap=True)):
            self._told.addWidget(piece)
        for line in look.lines[:_MOST]:
            self._told.addWidget(Label(line, "body", wrap=True))
        if (more := len(look.lines) - _MOST) > 0:
            self._told.addWidget(Label(tr("and {number} more", number=more), "caption", "textSecondary"))
        if look.note:
            self._told.addWidget(Message("info", look.note))
        self.take_button = Button(tr("Take in and write the answer"), "primary", icon="check")
        self.new_laptop = None
        if look.laptop != "known":
            self._told.addWidget(self._asked_about(look))
        self.take_button.clicked.connect(self._take_in)
        self._told.addLayout(row(self.take_button, None))

    def _asked_about(self, look: ParcelLook) -> QWidget:
        """Say that this laptop is new here; another one than before has to be let in on purpose."""
        first = look.laptop == "first"
        sentence = (
            tr("This is the first parcel of this nurse.")
            if first
            else tr("Her parcels came from another laptop before.")
        )
        compare = tr("Compare with her how the laptop's key begins: {key}", key=look.key)
        message = Message("info" if first else "caution", sentence, compare)
        if first:
            return message
        box = self.new_laptop = Check(tr("She has a new laptop"))
        box.toggled.connect(self._allow)
        self._allow(on=False)
        return holder(column(message, box, space=8))

    def _allow(self, on: bool) -> None:  # noqa: FBT001 - Qt's signal
        self.take_button.why_not("" if on else tr("First ask the nurse whether she has a new laptop."))

    def _take_in(self) -> None:
        self.presenter.take_in(new_laptop=self.new_laptop is not None and self.new_laptop.isChecked())

    def show_taken(self, name: str, stick: Stick) -> None:
        """Say what was taken in, and what becomes of the answer."""
        empty_out(self._told)
        self._tell(Message("ok", f"{name}: {stick.sentence}", stick.next))

    def show_problem(self, sentence: str, remedy: str) -> None:
        """Say why a parcel was not read, taken in or answered."""
        empty_out(self._told)
        self._tell(Message("critical", sentence, remedy))

    def _tell(self, message: Message) -> None:
        self._told.addWidget(message)
        bring_into_view(message)
        message.speak()
