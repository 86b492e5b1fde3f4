"""What is in doubt since the office was restored: its tags, and what it said in conflicts that were open."""

from typing import Final

from carenurse.store.journal_facts import UNSURE
from carenurse.store.journal_runner import OneRunner

_DOUBTED: Final = "conflicts doubted"
"""The setting: the ids of the conflicts that were open when the office was restored."""


class Doubts(OneRunner):
    """An office that went back uses its tags again, and need not have what it said before."""

    def doubt_tags(self) -> None:
        """Forget under which tags the office keeps what it has: it was restored and uses them again.

        What it said in a conflict that is open need not stand there any more, either.
        """
        with self._units.work():
            self._database.run("UPDATE base SET version_tag = ?, updated = ''", (UNSURE,))
            found = self._database.rows("SELECT id FROM conflict WHERE settled IS NULL")
            self._keep_doubted({int(conflict) for (conflict,) in found})

    def _is_doubted(self, conflict: int) -> bool:
        return conflict in self._doubted()

    def _begins(self, conflict: int) -> None:
        """Take a new conflict at its word: its id may be that of one that left with its person."""
        if conflict in (doubted := self._doubted()):
            self._keep_doubted(doubted - {conflict})

    def _doubted(self) -> set[int]:
        return {int(conflict) for conflict in self.cursor(_DOUBTED).split()}

    def _keep_doubted(self, conflicts: set[int]) -> None:
        self._keep_cursor(_DOUBTED, " ".join(map(str, sorted(conflicts))))
