"""What stands in open forms is kept while the nurse types: one that is killed loses a second at most.

A form that keeps nothing until the nurse says so lives in its page alone. Beside where she is, its words are
written into the vault as a lock writes them (``coming_back``), and the next start goes on with them. A visit
keeps its words by itself; in which of its fields she is, is written here.
"""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from carenurse.app.begun_forms import of_a_visit
from carenurse.app.coming_back import ReturnTo, forget_return, holds_words, keep_return
from carenurse.app.ports import Background
from carenurse.translations import tr
from ui.widgets.page import Route

LOOK_EVERY_MS = 1_000
"""So much typing is lost at most; a field that is left is looked at once."""


class OpenForms(QObject):
    """Looks now and then, and when a field is left, whether other words stand in the forms of a workplace.

    ``standing`` gives what is compared, ``whereabouts`` what is written (with the cursor, which costs more),
    ``kept`` hears when all words are kept, or none is left, ``failed`` of the first failure in a row. Nothing
    is looked for while the workplace is covered, or is not to be typed into.
    """

    def __init__(
        self,
        workplace: QWidget,
        background: Background,
        *,
        standing: Callable[[], ReturnTo | None],
        whereabouts: Callable[[], ReturnTo | None],
        kept: Callable[[], object],
        failed: Callable[[Exception], object],
    ) -> None:
        super().__init__(workplace)
        self._workplace, self._background = workplace, background
        self._standing, self._whereabouts = standing, whereabouts
        self._tell_kept, self._tell_failed = kept, failed
        self._written: ReturnTo | None = None
        """What the vault holds; None when that is not known."""
        self._cursor: QWidget | None = None
        """The field that it names; compared and never asked, for it may be gone."""
        self._held: set[tuple[str, str]] = set()
        """The forms of which it holds words: place, and whose."""
        self._missing: set[tuple[str, str]] = set()
        self._failing = False
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._tick)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self.soon)

    def begin(self, there: ReturnTo | None) -> None:
        """Look from now on; ``there`` is what the vault holds, and what the pages are taking up."""
        if there is not None:
            self._held = _forms_of(there)
        self._timer.start(LOOK_EVERY_MS)

    def end(self) -> None:
        """Look no more: the vault is being closed."""
        self._timer.stop()

    def again(self) -> None:
        """Look, whatever was written last: somebody else wrote, or forgot, what the vault holds."""
        self._written = None
        self.look()

    def soon(self, *_whom: object) -> None:
        """Look as soon as what goes on now is done: a field or a page was left."""
        QTimer.singleShot(0, self, self.look)

    def _tick(self) -> None:
        self.look(in_turn=True)

    def look(self, *, in_turn: bool = False) -> None:
        """Write what stands there if that is new; forget what was written when nothing stands there any more.

        What a page was asked to take up is not in its form before the record is read: a form is given up only
        when it is missing at two looks ``in_turn``.
        """
        if not (self._timer.isActive() and self._workplace.isVisible() and self._workplace.isEnabled()):
            return
        there, written = self._standing(), self._written
        if there is None:
            return
        if written is not None and replace(there, when=written.when) == written:
            if in_turn and _is_gone_back_to(there) and self._cursor_moved():
                self._write_where(self._forgotten)
            return
        missing = self._held - _forms_of(there)
        if missing and not (in_turn and missing == self._missing):
            self._missing = missing if in_turn else self._missing
            return
        self._write(there)

    def _write(self, standing: ReturnTo) -> None:
        held, before = self._held, self._written
        self._written, self._held, self._missing = standing, _forms_of(standing), set()
        if self._held or _is_gone_back_to(standing):
            self._write_where(self._kept if self._held else self._forgotten)
        elif held or before is None or _is_gone_back_to(before):
            self._background.run(forget_return, self._forgotten, self._not_kept)

    def _cursor_moved(self) -> bool:
        """Say whether another field has it; while she looks at another window, none has."""
        stands = QApplication.focusWidget()
        return stands is not None and stands is not self._cursor

    def _write_where(self, then: Callable[[object], None]) -> None:
        """Write where she is, with the cursor; a visit's words grow unheard: behind its last letter."""
        self._cursor = QApplication.focusWidget()
        if (there := self._whereabouts()) is None:
            return
        where = there if there.form else replace(there, cursor=-1)
        self._background.run(lambda records: keep_return(records, where), then, self._not_kept)

    def _kept(self, _nothing: object) -> None:
        self._failing = False
        self._tell_kept()

    def _forgotten(self, _nothing: object) -> None:
        self._failing = False
        if not self._held:
            self._tell_kept()

    def _not_kept(self, problem: Exception) -> None:
        self._written = None
        if not self._failing:
            self._failing = True
            self._tell_failed(problem)


def _is_gone_back_to(there: ReturnTo) -> bool:
    """Say whether the next start goes back there for its words, or the visit that is going on."""
    return there.holds_words or there.place == "visit"


def _forms_of(there: ReturnTo) -> set[tuple[str, str]]:
    """Name the forms in which words stand, by place and whose they are."""
    front = {(there.place, there.subject)} if holds_words(there.form) else set[tuple[str, str]]()
    return front | {(place, str(whose)) for place, forms in there.elsewhere.items() for whose in forms}


def to_go_on_with(there: ReturnTo | None) -> list[tuple[str, Route]]:
    """Say which forms about nobody wait on pages behind the one in front, each with the way to it.

    One about a person comes up with that person. The family view hears of none.
    """
    if there is None or there.family:
        return []
    known = (
        (Route("patients", part="new"), tr("Somebody new is not registered yet.")),
        (Route("schedule"), of_a_visit(there.elsewhere.get("schedule", {}).get("", {}))),
    )
    return [(sentence, route) for route, sentence in known if "" in there.elsewhere.get(route.place, {})]
