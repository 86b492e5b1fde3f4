"""The office of this laptop: its address, the code or token that it gave, what its server does, in words."""

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from carenurse.app.lease_words import LeaseWords
from carenurse.app.sync_office import OfficeFacts
from carenurse.translations import tr
from ui.settings.office_presenter import OfficePresenter
from ui.widgets.boxes import column, empty_out, holder, row
from ui.widgets.buttons import Button
from ui.widgets.fields.loose_words import LooseWords
from ui.widgets.fields.text import TextField
from ui.widgets.fitted import fitted
from ui.widgets.outcome import Outcome
from ui.widgets.page import Desk
from ui.widgets.panels import Panel
from ui.widgets.text import Label, Run


class OfficePanel(Panel):
    """Fields and three buttons; code and token are never shown again."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(tr("Office"), inset=True, parent=parent)
        self.presenter = OfficePresenter(self, desk)
        self.address = TextField(tr("Address of the office"), placeholder="https://")
        self.fingerprint = TextField(
            tr("Fingerprint of its certificate"), placeholder=tr("only where the office told one")
        )
        self.code = TextField(tr("One-time code"), placeholder=tr("from the office"), secret=True)
        self.token = TextField(tr("Or a token, for trials"), placeholder=tr("none kept"), secret=True)
        self.join_button = Button(tr("Join the office"))
        self.join_button.clicked.connect(self._join)
        self.keep_button = Button(tr("Keep"))
        self.keep_button.clicked.connect(self._keep)
        self.client = TextField(
            tr("Or sign in in the browser, as"), placeholder=tr("the name (client ID) from the office")
        )
        self.words = LooseWords(address=self.address, fingerprint=self.fingerprint, client=self.client)
        """What is no secret, until it is kept."""
        self.sign_in_button = Button(tr("Sign in"))
        self.sign_in_button.clicked.connect(self._sign_in)
        self.check_button = Button(tr("Check the server"))
        self.check_button.clicked.connect(self.presenter.check)
        self._lease = Label("", "secondary", wrap=True)
        self.enter_button = Button(tr("Enter a code of the office"), icon="phone")
        self.enter_button.clicked.connect(self.presenter.enter_code)
        self._met = holder(column(self._lease, row(self.enter_button, None), 6, space=8))
        self._met.hide()
        self._said = Outcome()
        self._words = column(space=2)
        why = tr("All of it is kept inside the vault. Only https carries records.")
        self.add(
            6,
            self._met,
            self.address,
            self.fingerprint,
            row(self.code, self.token, space=12),
            self.client,
            row(self.join_button, self.keep_button, self.sign_in_button, self.check_button, None, space=8),
            self._said,
            fitted(self._words),
            Label(why, "secondary", "textSecondary", wrap=True),
            8,
        )

    def begin(self) -> None:
        """Put the cursor on the address."""
        self.address.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _join(self, _on: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        self.presenter.join(self.address.text(), self.code.text(), self.fingerprint.text())

    def _keep(self, _on: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        self.presenter.keep(self.address.text(), self.token.text(), self.fingerprint.text())

    def _sign_in(self, _on: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        self.presenter.sign_in(self.client.text(), lambda address: QDesktopServices.openUrl(QUrl(address)))

    # the view

    def show_waiting(self, *, waiting: bool) -> None:
        """Say that the nurse is awaited in the browser."""
        self.sign_in_button.setText(tr("Stop waiting") if waiting else tr("Sign in"))
        if waiting:
            words = (
                tr("The office's sign-in is open in the browser."),
                tr("This page goes on by itself then."),
            )
            self._said.say(*words, done=True)

    def show_office(self, facts: OfficeFacts) -> None:
        """Show what is kept."""
        self.words.show("address", facts.address)
        self.words.show("fingerprint", facts.fingerprint)
        self.token.line.setPlaceholderText(tr("one is kept") if facts.has_token else tr("none kept"))
        self.check_button.why_not("" if facts.address else tr("Keep an address first."))
        empty_out(self._words)
        if facts.checked:
            self._words.addWidget(Label(facts.checked, "label", wrap=True))
        for line in facts.safe:
            self._words.addWidget(Label(tr("Safe: {what}", what=line), "caption", wrap=True))
        for line in facts.degraded:
            self._words.addWidget(
                Label(tr("With more care: {what}", what=line), "caption", "caution", wrap=True)
            )
        if facts.address and not facts.checked:
            words = tr("Not checked yet: everything goes with the greatest care, which is slower.")
            self._words.addWidget(Label(words, "caption", "textSecondary", wrap=True))

    def show_lease(self, words: LeaseWords) -> None:
        """Say by when the office must be met."""
        self._lease.set_runs(Run(words.fact, strong=True), Run(f" {words.rest}"))
        self._met.setVisible(bool(words.fact))

    def show_busy(self, *, busy: bool) -> None:
        """Let nothing be pressed while the office is asked."""
        for button in (self.join_button, self.keep_button, self.sign_in_button, self.check_button):
            button.why_not(tr("The office is being asked.") if busy else "")
        if busy:
            self._said.empty()

    def say(self, sentence: str, rest: str = "", *, done: bool = False) -> None:
        """Say what came of it."""
        self._said.say(sentence, rest, done=done)

    def settle(self) -> None:
        """Count address and fingerprint as kept."""
        self.words.settle()

    def forget_typed(self) -> None:
        """Take away code and token."""
        self.code.set_text("")
        self.token.set_text("")
