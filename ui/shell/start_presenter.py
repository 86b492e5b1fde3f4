"""The way in: look for a vault, create or unlock it, keep its recovery code, begin. No pixels here."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from carenurse.errors import ExpectedError
from carenurse.translations import tr

if TYPE_CHECKING:  # only a new vault needs a judgement
    from carenurse.app.passphrases import Judgement
    from ui.shell.doors import Doors, Opened
    from ui.shell.store_thread import StoreThread


class StartView(Protocol):
    """What the start page can show."""

    def show_unlock(self) -> None:
        """Ask for the passphrase."""
        ...

    def show_create(self) -> None:
        """Offer to create a vault."""
        ...

    def show_wiped(self, sentence: str, more: str) -> None:
        """Say that the office had the records of this laptop destroyed."""
        ...

    def show_recover(self) -> None:
        """Ask for the recovery code."""
        ...

    def show_code(self, code: str) -> None:
        """Tell the recovery code, once."""
        ...

    def show_trouble(self, sentence: str, remedy: str, backup: str = "") -> None:
        """Say that no passphrase can be tried now; ``backup``: when the newest was made that may help."""
        ...

    def show_busy(self, words: str) -> None:
        """Show that something takes a moment; empty words: ready."""
        ...

    def show_refusal(self, sentence: str, remedy: str) -> None:
        """Say why it did not open."""
        ...

    def show_wait(self, seconds: int) -> None:
        """Count down until the next try."""
        ...

    def show_judgement(self, judgement: "Judgement") -> None:
        """Show how strong the new passphrase is."""
        ...

    def show_problems(self, name: str, passphrase: str, again: str) -> None:
        """Say what is missing for a new vault."""
        ...


class Start:
    """Behaviour of the start page; ``begun`` gets what was opened, once the nurse may go on."""

    def __init__(
        self,
        view: StartView,
        store: "StoreThread",
        doors: "Doors",
        begun: "Callable[[Opened], None]",
        failed: Callable[[Exception], None],
    ) -> None:
        self._view = view
        self._store = store
        self._doors = doors
        self._begun = begun
        self._failed = failed
        self._opened: Opened | None = None
        self._expected: bool | None = None
        self._underway = False
        """A way in was taken: a look that answers now comes too late."""

    def look(self) -> None:
        """Look for a vault and show the card that fits."""
        self._store.work(self._doors.exists, self._looked, self._trouble)

    def unlock(self, passphrase: str) -> None:
        """Try a passphrase."""
        self._set_out(tr("Unlocking..."))
        going = self._store.teller(self._going_on)
        self._store.open(lambda: self._doors.unlock(passphrase, going), self._enter, self._refused)

    def recover(self, code: str) -> None:
        """Try the recovery code."""
        self._set_out(tr("Unlocking..."))
        going = self._store.teller(self._going_on)
        self._store.open(lambda: self._doors.unlock_with_recovery(code, going), self._enter, self._refused)

    def judge(self, passphrase: str, name: str) -> None:
        """Judge a passphrase while it is typed."""
        from carenurse.app.passphrases import judge  # noqa: PLC0415  not needed to unlock

        self._view.show_judgement(judge(passphrase, *name.split()))

    def create(self, name: str, credential: str, passphrase: str, again: str) -> None:
        """Create a vault, if everything needed is there."""
        from carenurse.app.passphrases import judge  # noqa: PLC0415  not needed to unlock

        judged = judge(passphrase, *name.split())
        problems = (
            "" if name.strip() else tr("Write your name as you sign."),
            "" if judged.accepted else judged.sentence,
            "" if passphrase == again else tr("The two passphrases differ. Type this one again."),
        )
        self._view.show_problems(*problems)
        if any(problems):
            return
        self._set_out(tr("Creating..."))
        self._store.open(
            lambda: self._doors.create(passphrase, name, credential), self._keep_code, self._refused
        )

    def code_kept(self) -> None:
        """Begin, now that the code is on paper."""
        if self._opened is not None:
            opened, self._opened = self._opened, None
            self._begun(opened)

    def explore(self) -> None:
        """Open the demo."""
        self._set_out(tr("Preparing..."))
        self._store.open(self._doors.demo, self._enter, self._refused)

    def _going_on(self, share: float) -> None:
        """Say how far the records of an older CareNurse are brought to today's shape, after a backup."""
        if self._underway:
            self._view.show_busy(tr("Bringing the records up to date: {number} %", number=round(share * 100)))

    def _set_out(self, words: str) -> None:
        self._underway = True
        self._view.show_busy(words)

    @property
    def opened(self) -> "Opened | None":
        """What was opened while its code is shown."""
        return self._opened

    def _looked(self, found: bool) -> None:  # noqa: FBT001  the answer itself
        if found != self._expected and not self._underway:
            self._show(found)

    def expect(self, found: bool) -> None:  # noqa: FBT001  the answer itself
        """Show at once what is most likely; ``look`` corrects it."""
        self._expected = found
        self._show(found)

    def _show(self, found: bool) -> None:  # noqa: FBT001
        if found:
            self._view.show_unlock()
        elif told := self._doors.wiped():
            self._view.show_wiped(*told)
        else:
            self._view.show_create()
        self._doors.say_last_words()

    def _keep_code(self, opened: "Opened") -> None:
        self._view.show_busy("")
        self._opened = opened
        self._view.show_code(opened.recovery_code)

    def _enter(self, opened: "Opened") -> None:
        self._view.show_busy("")
        self._begun(opened)

    def _trouble(self, problem: Exception) -> None:
        if self._underway:
            return
        self._expected = None
        if isinstance(problem, ExpectedError):
            self._tell_trouble(problem)
        else:
            self._failed(problem)

    def _tell_trouble(self, problem: ExpectedError) -> None:
        """Say it; where the vault is damaged, with the backup that could take its place."""
        from carenurse.app.wiring import (  # noqa: PLC0415  loaded by now
            DamagedHeaderError,
            DamagedRecordsError,
            MissingRecordsError,
        )

        if not isinstance(problem, (DamagedHeaderError, DamagedRecordsError, MissingRecordsError)):
            self._view.show_trouble(problem.sentence, problem.remedy)
            return
        self._store.work(
            self._doors.newest_backup,
            lambda backup: self._view.show_trouble(problem.sentence, problem.remedy, backup),
            lambda _none: self._view.show_trouble(problem.sentence, problem.remedy),
        )

    def restore(self) -> None:
        """Let the newest backup take the place of the damaged vault."""
        self._set_out(tr("Restoring the backup..."))
        self._store.work(self._doors.restore_newest, self._restored, self._refused)

    def _restored(self, told: tuple[str, str]) -> None:
        made, aside = told
        self._underway = False
        self._expected = True
        self._view.show_unlock()
        self._view.show_refusal(
            tr("The backup of {moment} is in its place.", moment=made),
            tr(
                "Unlock it with your passphrase of that time. The damaged vault lies whole in the folder "
                "{folder}: keep it, and tell your office what you did since.",
                folder=aside,
            ),
        )

    def _refused(self, problem: Exception) -> None:
        from carenurse.app.wiring import (  # noqa: PLC0415  loaded by now
            DamagedHeaderError,
            DamagedRecordsError,
            MissingRecordsError,
            WaitBeforeTryingError,
        )

        self._underway = False
        self._view.show_busy("")
        match problem:
            case WaitBeforeTryingError():
                self._view.show_refusal(problem.sentence, problem.remedy)
                self._view.show_wait(problem.seconds)
            case DamagedHeaderError() | DamagedRecordsError() | MissingRecordsError():
                self._tell_trouble(problem)
            case ExpectedError():
                self._view.show_refusal(problem.sentence, problem.remedy)
            case _:
                self._failed(problem)
