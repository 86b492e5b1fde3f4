"""What the panel of backups does, through the window's door to the open vault."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from carenurse.app.day_words import short_day
from carenurse.translations import tr, trn
from ui.widgets.care import Care
from ui.widgets.page import Desk
from ui.widgets.refusal import tell_refusal

if TYPE_CHECKING:
    from carenurse.app.backup_place import KeptBackup
    from carenurse.app.upkeep import BackedUp, BackupsStanding, DrillNote

_SHOWN = 5
_MEGABYTE = 1_000_000


class BackupsView(Protocol):
    """The pixels, as the presenter sees them."""

    def show_backups(self, lines: Sequence[tuple[str, str]]) -> None:
        """Show the backups that there are: words, and the folder of one that can be restored."""
        ...

    def show_place(self, words: str, *, chosen: bool) -> None:
        """Show where else backups go."""
        ...

    def show_trial(self, lines: Sequence[str]) -> None:
        """Show what the last trial showed."""
        ...

    def show_doing(self, words: str) -> None:
        """Show that something is being done; empty words: over."""
        ...

    def show_share(self, share: float) -> None:
        """Show how much of it is done."""
        ...

    def offer(self, sentence: str, action: str, act: Callable[[], object]) -> None:
        """Say what is done, with the next useful thing."""
        ...

    def say(self, sentence: str, rest: str = "", *, done: bool = False) -> None:
        """Say what came of it."""
        ...


class BackupsPresenter:
    """Backs up, tries, checks, restores; one thing at a time."""

    def __init__(self, view: BackupsView, desk: Desk, care: Care) -> None:
        self._view, self._desk, self._care = view, desk, care
        self._place = ""

    def load(self) -> None:
        """Show what there is."""
        self._care.standing(self._show)

    def back_up(self) -> None:
        """Make a backup now."""
        self._view.show_doing(tr("Copying, and checking the copy..."))
        self._care.back_up(self._backed_up, self._refused, self._view.show_share)

    def try_newest(self) -> None:
        """Try the newest backup."""
        self._view.show_doing(tr("Restoring into a scratch vault, and reading all of it..."))
        self._care.try_newest(self._tried, self._refused, self._view.show_share)

    def check(self) -> None:
        """Read everything."""
        self._view.show_doing(tr("Reading every page..."))
        self._care.check(self._checked, self._refused, self._view.show_share)

    def choose_place(self) -> None:
        """Ask for the second place and keep it."""
        if folder := self._desk.open_folder(tr("A second place for backups")):
            self._care.choose_place(Path(folder), self.load, self._refused)

    def no_place(self) -> None:
        """Have no second place."""
        self._care.choose_place(None, self.load, self._refused)

    def restore(self, chosen: str = "") -> None:
        """Make a vault of a backup in a folder that is asked for; which backup too, if none is chosen."""
        backup = chosen or self._desk.open_folder(tr("The folder of the backup"), self._place)
        beside = str(Path(self._place).parent) if self._place else ""
        parent = self._desk.open_folder(tr("Where the restored vault is to lie"), beside) if backup else ""
        if not parent:
            return
        folder = Path(parent) / f"vault-{self._desk.clock.now():%Y%m%d-%H%M%S}"
        self._view.show_doing(tr("Copying..."))
        self._care.restore(Path(backup), folder, partial(self._restored, folder), self._refused)

    def _show(self, found: "BackupsStanding") -> None:
        now = self._desk.clock.now()
        self._place = str(found.here[0].folder.parent) if found.here else ""
        self._view.show_backups(_kept_lines(found.here, now))
        self._view.show_place(_place_words(found, now), chosen=bool(found.place))
        self._view.show_trial(_trial_lines(found, now))

    def _over(self) -> None:
        self._view.show_doing("")
        self.load()

    def _backed_up(self, made: "BackedUp") -> None:
        self._over()
        sentence = tr("Backed up {time}.", time=f"{self._desk.clock.now():%H:%M}")
        self._view.say(sentence, made.trouble, done=not made.trouble)

    def _tried(self, found: "DrillNote | None") -> None:
        self._over()
        if found is None:
            self._view.say(tr("There is no backup to try yet."), tr("Back up now, then try it."))
        else:
            sentence = tr("The backup holds.") if found.holds else tr("The backup does not hold.")
            self._view.say(sentence, " ".join(found.words), done=found.holds)

    def _checked(self, faults: Sequence[str]) -> None:
        self._over()
        if not faults:
            self._view.say(tr("Everything is whole: all pages, all links, the whole trail."), done=True)
            return
        count = trn("{number} fault was found.", "{number} faults were found.", len(faults))
        self._view.say(count, tr("Copy the folder of the vault to a safe place, then restore a backup."))

    def _restored(self, folder: Path) -> None:
        self._over()
        sentence = tr("The vault is restored in {folder}.", folder=folder)
        self._view.offer(sentence, tr("Open it"), partial(self._open, folder))

    def _open(self, folder: Path) -> None:
        if not self._care.open_restored(folder):
            words = tr("Open it with: carenurse --vault FOLDER")
            self._view.say(tr("The system did not open another window."), words)

    def _refused(self, problem: Exception) -> None:
        self._over()
        tell_refusal(problem, self._view.say, self._desk.failed)


def _kept_lines(backups: "Sequence[KeptBackup]", now: datetime) -> list[tuple[str, str]]:
    if not backups:
        return [(tr("There is no backup yet."), "")]
    lines = [(_line(one, now), str(one.folder)) for one in backups[:_SHOWN]]
    more = len(backups) - _SHOWN
    return [*lines, (trn("and {number} older", "and {number} older", more), "")] if more > 0 else lines


def _line(one: "KeptBackup", now: datetime) -> str:
    size = f"{one.size / _MEGABYTE:,.1f}"
    return tr("{when}, {size} MB", when=_moment(one.made, now), size=size)


def _place_words(found: "BackupsStanding", now: datetime) -> str:
    if not found.place:
        return tr("None is chosen. If this laptop is lost, its backups are lost with it.")
    if not found.place_here:
        return tr("{folder}: not here now. The next backup goes there when it is.", folder=found.place)
    if not found.there:
        return tr("{folder}: no backup there yet.", folder=found.place)
    return tr("{folder}: last {when}", folder=found.place, when=_moment(found.there[0].made, now))


def _trial_lines(found: "BackupsStanding", now: datetime) -> list[str]:
    if found.drill is None:
        return [tr("No backup was tried yet. A backup that was never opened is only a hope.")]
    head = trn(
        "{when}, took {number} second:",
        "{when}, took {number} seconds:",
        max(1, round(found.drill.seconds)),
        when=_moment(found.drill.tried, now),
    )
    due = [tr("The next trial is due; it comes by itself in a quiet moment.")] if found.drill_due else []
    return [f"{head} {' '.join(found.drill.words)}", *due]


def _moment(when: datetime, now: datetime) -> str:
    local = when.astimezone(now.tzinfo)
    if local.date() == now.date():
        return tr("today {time}", time=f"{local:%H:%M}")
    return f"{short_day(local.date())} {local:%H:%M}"
