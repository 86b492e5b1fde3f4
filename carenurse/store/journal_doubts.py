"""What is in doubt since the office was restored: its tags, and what it said in conflicts that were open."""

from collections.abc import Iterable
from typing import Final

from carenurse.store.journal_facts import UNSURE, Received
from carenurse.store.journal_rows import row_of
from carenurse.store.journal_runner import OneRunner
from carenurse.store.numbers import id_told

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

    def deleted_there(self, among: Iterable[Received] | None = None) -> set[tuple[str, str]]:
        """Name what the office deleted, but for what she agreed to let go; ``among``: of these alone.

        A restored office may have it again, as it was long before that.
        """
        rows = self._database.rows(
            "SELECT sort.text, identity FROM gone JOIN resource ON resource.id = gone.resource "
            "JOIN label AS sort ON sort.id = kind"
        )
        gone = {(str(kind), id_told(identity)) for kind, identity in rows}
        gone &= gone if among is None else {(one.kind, one.identity) for one in among}
        return {name for name in gone if not self._is_let_go(*name)}

    def _is_let_go(self, kind: str, identity: str) -> bool:
        """Say whether what stands here is neither at the office nor on its way there: she agreed."""
        row = row_of(self._database, kind, identity)
        return row is None or row.base is None or not (row.dirty or self._same(row.mine, row.base))

    def _is_doubted(self, conflict: int) -> bool:
        return conflict in self._doubted()

    def _has_doubted(self, resource: int) -> bool:
        """Say whether the office may have said before it was restored what is chosen between."""
        found = self._database.row(
            "SELECT id FROM conflict WHERE resource = ? AND settled IS NULL", (resource,)
        )
        return found is not None and self._is_doubted(int(found[0]))

    def _begins(self, conflict: int) -> None:
        """Take a new conflict at its word: its id may be that of one that left with its person."""
        if conflict in (doubted := self._doubted()):
            self._keep_doubted(doubted - {conflict})

    def _doubted(self) -> set[int]:
        return {int(conflict) for conflict in self.cursor(_DOUBTED).split()}

    def _keep_doubted(self, conflicts: set[int]) -> None:
        self._keep_cursor(_DOUBTED, " ".join(map(str, sorted(conflicts))))
