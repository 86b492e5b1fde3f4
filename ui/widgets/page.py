"""What a screen is to the window: a page arrived at by a route, and the desk of callables it is given.

A screen never imports another. It asks the desk to go somewhere and is told by ``arrive`` when somebody came.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Literal, Protocol

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from carenurse.app.begun_forms import Begun
from carenurse.app.coming_back import holds_words
from carenurse.app.ports import Background, Clock
from carenurse.app.settings import Settings
from carenurse.translations import tr
from ui.widgets.care import Care
from ui.widgets.focus_ring import without_ring
from ui.widgets.keys import Keys
from ui.widgets.lease import Lease
from ui.widgets.palette import Entry
from ui.widgets.runs import Runs

Place = Literal[
    "today",
    "patients",
    "chart",
    "visit",
    "schedule",
    "plan",
    "medicines",
    "office",
    "forms",
    "settings",
    "paper",
    "sync",
]


@dataclass(frozen=True, slots=True)
class Route:
    """Where to go: ``subject`` is a Patient id (chart, plan, medicines) or Encounter id (visit, paper)."""

    place: Place
    subject: str = ""
    part: str = ""


class AskFolder(Protocol):
    """Asks for a folder, beginning in one where that is known; empty when none was chosen."""

    def __call__(self, title: str, begin: str = "") -> str:
        """Ask."""
        ...


def no_folder(title: str, begin: str = "") -> str:
    """Choose none: a desk on which no folder can be asked for."""
    del title, begin
    return ""


def none_begun(person: str) -> tuple[Begun, ...]:
    """Know of nothing: a desk with one page."""
    del person
    return ()


@dataclass(frozen=True, slots=True)
class Desk:
    """What every screen gets from the window; all of it is called on the window's thread."""

    background: Background
    clock: Clock
    go: Callable[[Route], None]
    """Go to a place; the page there gets ``arrive(route)``."""
    back: Callable[[], None]
    """Go to where the nurse was before."""
    say: Callable[[str], None]
    """Say a short sentence for 8 seconds in the status bar."""
    offer_undo: Callable[[str, Callable[[], None]], None]
    """Say what was done, and undo it when the nurse presses Undo or Ctrl+Z within 8 seconds."""
    failed: Callable[[Exception], None]
    """Tell a failure in the one place that speaks of failures."""
    saved: Callable[[datetime], None]
    """Show in the status bar when something was committed; call it only after the commit returned."""
    open_file: Callable[[str, str], str]
    """Ask which file to open: (title, filter such as "FHIR (*.json)"); empty when none was chosen."""
    save_file: Callable[[str, str], str]
    """Ask where to save: (title, suggested name, nothing about a patient in it); empty when nowhere."""
    settings: Callable[[], Settings]
    """Give the settings of this device."""
    change_settings: Callable[[Settings], None]
    """Keep other settings and wear them at once; a change of zoom or language makes all pages anew."""
    open_files: Callable[[str, str], tuple[str, ...]] | None = None
    """Ask which files to open, several at once; None where only one can be asked for."""
    keys: Keys | None = None
    """Change what opens the vault; None in the demo, whose vault nobody opens again."""
    care: Care | None = None
    """Have the vault looked after: backups, keys, who left; None in the demo."""
    runs: Runs | None = None
    """Send to the office and receive; None in the demo, which has no office."""
    lease: Lease | None = None
    """By when the office must be met; None in the demo, which has no office."""
    open_folder: AskFolder = no_folder
    """Ask for a folder: (title, where to begin)."""
    begun: Callable[[str], tuple[Begun, ...]] = none_begun
    """Say what stands open about a person (Patient id) on other pages than the one in front."""


@dataclass(frozen=True, slots=True)
class GivenUp:
    """What stood in a form that was canceled, with the way to where it stood."""

    route: Route
    form: Mapping[str, Any]


_MOST_GIVEN_UP = 8


class Page(QWidget):
    """The base of every screen.

    The window shows ``title``, ``subtitle``, ``top_left`` and ``top_right`` in its bar (56 px), or the banner
    of ``patient`` where that is set; emit ``heading_changed`` after changing any of them.
    """

    heading_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        without_ring(self)  # it has the focus where no field has it and no button may: for its keys
        self.title = ""
        self.subtitle = ""
        self.patient = ""
        """The Patient id whose banner stands above this page; empty for none."""
        self.top_left: QWidget | None = None
        """A widget beside the title, such as a search field."""
        self.top_right: tuple[QWidget, ...] = ()
        """Buttons at the right of the bar."""
        self.finds = True
        """Whether the bar shows "Find or do..." on this page (Ctrl+K works anyway)."""
        self.put_away: dict[str, Mapping[str, Any]] = {}
        """What stood in an open form, by the id of whose it is, while the page is about somebody else."""
        self._subject: str | None = None
        self.given_up: list[GivenUp] = []
        """What was canceled here; the pages that are made after this one of the same place get it, too."""

    def set_heading(self, title: str, subtitle: str = "", *, patient: str = "") -> None:
        """Say where the nurse is; a page about a patient names the person's id and gets the banner."""
        self.title, self.subtitle, self.patient = title, subtitle, patient
        self.heading_changed.emit()

    def arrive(self, route: Route) -> None:
        """Load what the page shows: the nurse came (again). Called each time, also after a sync."""

    def make_ready(self) -> None:
        """Have read ahead what the page will show when the nurse comes; called once, while nothing waits.

        Nothing is said, focused or noted by it, and ``arrive`` reads again all the same.
        """

    def turn_to(self, subject: str) -> Mapping[str, Any]:
        """Be about this person or visit from now on; gives what stood in a form of theirs, to be taken up.

        Called before anything of the next one is asked for. A form belongs to whom it was opened for: it is
        put away with that one, and the page is emptied at once, for the banner above it is another's.
        """
        if subject == self._subject:
            return {}
        if self._subject is not None:
            if form := self.unfinished():
                self.put_away[self._subject] = form
            self.clear()
        self._subject = subject
        return self.put_away.pop(subject, {})

    def elsewhere(self, *, front: bool) -> dict[str, Any]:
        """Give what is put away, and what stands in a page that is not in front, by whose form it is.

        A page that is about nobody ("") gives its form too.
        """
        forms: dict[str, Any] = dict(self.put_away)
        if not front and holds_words(form := self.unfinished()):
            forms[self._subject or ""] = form
        return forms

    def take_up_nobodys(self) -> None:
        """Take up what stood in a page about nobody that was not in front; called after ``arrive``."""
        if form := self.put_away.pop("", None):
            self.take_up(form)

    def clear(self) -> None:
        """Take everything of the one before off the page, open forms too; called by ``turn_to``."""

    def show_family(self, *, on: bool) -> None:
        """Leave out what is work of the nurse alone, while the person's family looks at the screen."""

    def leave(self) -> None:
        """Let go of what must not stand here while the nurse is elsewhere; what was typed is sent first."""
        self.keep_words()

    def keep_words(self) -> None:
        """Send everything typed to the store and stay as it is: a cover, a lock, the end, other sizes."""

    def unfinished(self) -> dict[str, Any]:
        """Give what stands in an open form that keeps nothing until the nurse says so; empty for none.

        It is kept inside the vault when that is closed, as JSON, and comes back by ``take_up``. What is only
        looked for stands under "search": after a lock it is there again, the next morning it is not.
        """
        return {}

    def take_up(self, form: Mapping[str, Any]) -> None:
        """Open the form again with what ``unfinished`` gave; called right after ``arrive``."""

    def give_up(self, desk: Desk, route: Route, close: Callable[[], object] = lambda: None) -> None:
        """Put the open form away unkept, by ``close`` or by what follows; what was typed can be put back.

        Nobody is asked: Undo puts it back at once, "Find or do" as long as this page is there. ``route``
        leads to where the form stands.
        """
        form = self.unfinished()
        close()
        if holds_words(form):
            given = GivenUp(route, form)
            others = [one for one in self.given_up if one != given]
            self.given_up[:] = [*others[-_MOST_GIVEN_UP:], given]
            desk.offer_undo(tr("Put away, not kept."), partial(self._put_back, desk, given))

    def to_put_back(self, desk: Desk) -> tuple[Entry, ...]:
        """Give the way back to the form of this person that was canceled last, for "Find or do"."""
        here = [one for one in self.given_up if one.route.subject == (self._subject or "")]
        words = tr("Put back what you typed and canceled")
        return tuple(Entry(words, partial(self._put_back, desk, one), "history") for one in here[-1:])

    def _put_back(self, desk: Desk, given: GivenUp) -> None:
        """Open the form again, with its words; one that stands open there now is put away in its turn."""
        desk.go(given.route)
        if given not in self.given_up or given.route.subject != (self._subject or ""):
            return  # it is there again already, or the way was refused
        self.given_up.remove(given)
        self.give_up(desk, given.route)
        self.take_up(given.form)

    def primary(self) -> None:
        """Do the next useful thing (Ctrl+Enter)."""

    def keys(self) -> tuple[tuple[str, str], ...]:
        """Name the keys of this page for the help sheet: (key, what it does)."""
        return ()

    def entries(self) -> tuple[Entry, ...]:
        """Name what can be done here, for "Find or do"."""
        return ()
