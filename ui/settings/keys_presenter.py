"""What the panel of passphrase and recovery code does, through the window's door to the open vault."""

from typing import Protocol

from carenurse.app.code_on_paper import note_code_on_paper
from carenurse.app.nurse import signed_name
from carenurse.app.passphrases import Judgement, judge
from carenurse.translations import tr
from ui.widgets.keys import Keys
from ui.widgets.page import Desk
from ui.widgets.refusal import tell_refusal


class KeysView(Protocol):
    """The pixels, as the presenter sees them."""

    def show_recovered(self, *, recovered: bool) -> None:
        """Leave out the old passphrase after the recovery code let the nurse in."""
        ...

    def show_judgement(self, judgement: Judgement) -> None:
        """Show how strong the new passphrase is so far."""
        ...

    def show_problems(self, new: str, again: str) -> None:
        """Say what is wrong, each under its field."""
        ...

    def show_busy(self, *, busy: bool) -> None:
        """Let nothing be pressed for a moment."""
        ...

    def say(self, sentence: str, remedy: str = "", *, done: bool = False) -> None:
        """Say what came of it."""
        ...

    def show_code(self, code: str) -> None:
        """Tell the new recovery code, once."""
        ...

    def begin(self) -> None:
        """Put the cursor where typing begins."""
        ...

    def forget_typed(self) -> None:
        """Take away what was typed."""
        ...


class KeysPresenter:
    """Changes the passphrase and makes a new code."""

    def __init__(self, view: KeysView, desk: Desk, keys: Keys) -> None:
        self._view, self._desk, self._keys = view, desk, keys
        self._name = ""

    def load(self) -> None:
        """Learn the nurse's name, which does not count in a passphrase."""
        self._view.show_recovered(recovered=self._keys.by_recovery)
        self._desk.background.run(signed_name, self._learn)

    def _learn(self, name: str) -> None:
        self._name = name

    def judge(self, new: str) -> None:
        """Judge the new passphrase while it is typed, as at the creation of the vault."""
        self._view.show_judgement(self._judged(new))

    def change(self, old: str, new: str, again: str) -> None:
        """Change the passphrase, if the new one is strong enough and twice the same."""
        judged = self._judged(new)
        problems = (
            "" if judged.accepted else judged.sentence,
            "" if new == again else tr("The two passphrases differ. Type this one again."),
        )
        self._view.show_problems(*problems)
        if not any(problems):
            self._view.show_busy(busy=True)
            self._keys.change_passphrase(old, new, self._changed, self._refused)

    def new_code(self, passphrase: str) -> None:
        """Make a new recovery code."""
        if not passphrase and not self._keys.by_recovery:
            self._view.say(tr("Type your present passphrase first."))
            self._view.begin()
            return
        self._view.show_busy(busy=True)
        self._keys.new_recovery_code(passphrase, self._made, self._refused)

    def written(self) -> None:
        """Note that the newest code is on paper."""
        self._desk.background.run(note_code_on_paper)

    def _judged(self, new: str) -> Judgement:
        return judge(new, *self._name.split())

    def _changed(self) -> None:
        self._view.show_busy(busy=False)
        self._view.forget_typed()
        self._view.show_recovered(recovered=self._keys.by_recovery)
        self._view.say(tr("The passphrase is changed."), tr("Use the new one from now on."), done=True)

    def _made(self, code: str) -> None:
        self._view.show_busy(busy=False)
        self._view.forget_typed()
        self._view.show_code(code)

    def _refused(self, problem: Exception) -> None:
        self._view.show_busy(busy=False)
        tell_refusal(problem, self._view.say, self._desk.failed)
