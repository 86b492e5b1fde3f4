"""What can be taken back in a visit, and done again: every change since it was opened.

Nothing is ever dropped from the list: a step holds one former answer (some hundred bytes), so that ten
thousand changes, more than any visit has, are a few megabytes. It lives in memory only, as long as the visit.
"""

from dataclasses import dataclass
from typing import Protocol

from carenurse.app.visit_worksheet import Place as Cursor

SHEET = "sheet"
"""What is said to have changed where a change belongs to no section."""


class Turn(Protocol):
    """Takes a change back; gives what would do it again."""

    def __call__(self) -> "Turn":
        """Change back, and give the way forward."""
        ...


@dataclass(frozen=True, slots=True)
class Step:
    """One change that can be taken back: where, and how."""

    cursor: Cursor
    turn: Turn


class Steps:
    """The way back, and the way forward again until something else is changed."""

    def __init__(self) -> None:
        self._back: list[Step] = []
        self._forward: list[Step] = []

    def remember(self, cursor: Cursor, turn: Turn) -> None:
        """Note a change. Typing in one place is one step: only its first change is kept."""
        self._forward.clear()
        if not (self._back and self._back[-1].cursor == cursor and cursor.question):
            self._back.append(Step(cursor, turn))

    def close(self) -> None:
        """Note that a field was left: the next change is a new step even in the same place."""
        if self._back and self._back[-1].cursor.question:
            last = self._back[-1]
            self._back[-1] = Step(Cursor(last.cursor.section, "", last.cursor.page), last.turn)

    def undo(self) -> str:
        """Take the last change back; gives the section that changed, empty when there is nothing left."""
        return self._turn(self._back, self._forward)

    def redo(self) -> str:
        """Do again what was taken back last; gives the section, empty when there is nothing to do again."""
        return self._turn(self._forward, self._back)

    def forget(self, section: str) -> None:
        """Drop every step of a section that is gone."""
        for steps in (self._back, self._forward):
            steps[:] = [step for step in steps if step.cursor.section != section]

    @staticmethod
    def _turn(steps: list[Step], others: list[Step]) -> str:
        if not steps:
            return ""
        step = steps.pop()
        others.append(Step(Cursor(step.cursor.section, "", step.cursor.page), step.turn()))
        return step.cursor.section or SHEET
