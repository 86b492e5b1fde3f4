"""States of her own that the laptop remembers: what comes back from the office as she wrote it is no news."""

from collections.abc import Callable, Iterable

from carenurse.clinical.fhir import Resource, kind_of
from carenurse.store.database import Database
from carenurse.store.journal_facts import Received
from carenurse.store.journal_files import Files
from carenurse.store.journal_rows import Row, row_of, unpacked_json
from carenurse.store.journal_sending import Units
from carenurse.store.numbers import LABEL, id_told

Digest = Callable[[Resource], str]


class OwnStates(Files):
    """What this laptop has had; states of one ``digest`` say the same."""

    def __init__(self, units: Units, database: Database, digest: Digest) -> None:
        super().__init__(units, database)
        self._digest = digest

    def states(self, kind: str, identity: str) -> list[Resource]:
        """List every finished state of a resource that this laptop has had, newest first."""
        row = row_of(self._database, kind, identity)
        if row is None:
            return []
        found = self._database.rows(
            "SELECT json FROM version WHERE resource = ? AND draft = 0 ORDER BY number DESC", (row.resource,)
        )
        return [state for (json,) in found if (state := unpacked_json(json)) is not None]

    def last_known(self, patient: str) -> tuple[str, str]:
        """Tell when it was last learned what the office has of a patient: by the clock here, by its own."""
        found = self._database.row(
            "SELECT max(received), max(updated) FROM base "
            f"JOIN resource ON resource.id = base.resource WHERE person = {LABEL}",
            (patient,),
        )
        return (found[0] or "", found[1] or "") if found else ("", "")

    def _is_hers(self, row: Row, one: Received, theirs: Resource) -> bool:
        """Say whether it is a state of her own that came there by another way, such as a sealed file.

        What she wrote since was written on top of it. One of before the base is no such state: the office
        went back to it.
        """
        if row.conflict or not (row.dirty or row.base is None):
            return False
        if self.cursor(_handed(one.kind, one.identity)) == f"{self._digest(theirs)} {row.tag}":
            return True
        return self._digest(theirs) in self._since_base(row, one)

    def _since_base(self, row: Row, one: Received) -> list[str]:
        """Give the digests of her states after the base; none where the base is not among them."""
        states = [self._digest(state) for state in self.states(one.kind, one.identity)]
        if row.base is None:
            return states
        base = self._digest(row.base)
        return states[: states.index(base)] if base in states else []

    def note_handed_out(self, resources: Iterable[Resource]) -> None:
        """Note which states of drafts left in a file: they are written over here, and may come back."""
        drafts = self._drafts()
        gone = [one for one in resources if (kind_of(one), str(one["id"])) in drafts]
        with self._units.work():
            for one in gone:
                tag = drafts[kind_of(one), str(one["id"])]
                self._keep_cursor(_handed(kind_of(one), str(one["id"])), f"{self._digest(one)} {tag}")

    def _drafts(self) -> dict[tuple[str, str], str]:
        """List what is being written, with the tag under which the office has what it stands on."""
        rows = self._database.rows(
            "SELECT label.text, identity, coalesce(version_tag, '') FROM resource "
            "JOIN version ON version.id = current JOIN label ON label.id = kind "
            "LEFT JOIN base ON base.resource = resource.id WHERE draft = 1"
        )
        return {(kind, id_told(identity)): tag for kind, identity, tag in rows}

    def drafts(self) -> list[Resource]:
        """List what is being written, as it is now: the office never had it so."""
        rows = self._database.rows(
            "SELECT json FROM resource JOIN version ON version.id = current WHERE draft = 1"
        )
        return [draft for (json,) in rows if (draft := unpacked_json(json)) is not None]

    def _same(self, one: Resource, other: Resource) -> bool:
        return self._digest(one) == self._digest(other)

    def cursor(self, name: str) -> str:
        """Read where a feed stands, or a fact of the synchronization; "" for none."""
        found = self._database.row("SELECT value FROM cursor WHERE name = ?", (name,))
        return str(found[0]) if found else ""

    def _keep_cursor(self, name: str, value: str) -> None:
        self._database.run(
            "INSERT INTO cursor VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            (name, value),
        )


def _handed(kind: str, identity: str) -> str:
    """Name where it is kept which state of a draft left, and under which tag the office had its base."""
    return f"handed {kind}/{identity}"
