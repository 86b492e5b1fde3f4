"""Between this laptop and the office: what is unsent, what is on its way, what the office last had.

Each method that changes something is one transaction, wholly on the disk when it returns, and leaves a state
from which a run can go on after the process died. Between any two of them the laptop may lose its power.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from carenurse.clinical.fhir import Resource, reference_to, write_json
from carenurse.store.database import Database
from carenurse.store.journal_doubts import Doubts
from carenurse.store.journal_facts import (
    UNSURE,
    Conflict,
    Received,
    Taken,
    WentBackError,
    is_of_another_history,
    moment_told,
)
from carenurse.store.journal_own import Digest
from carenurse.store.journal_rows import Row, known_tags, row_of, unpacked_json
from carenurse.store.journal_sending import Units
from carenurse.store.numbers import id_kept, id_told
from carenurse.store.packing import packed
from carenurse.store.writing import Work


class Joined(Protocol):
    """Both changes of one resource together; ``clean`` when nobody has to choose."""

    @property
    def resource(self) -> Resource:
        """What they say together."""
        ...

    @property
    def clean(self) -> bool:
        """Say whether nobody has to choose."""
        ...


Merge = Callable[[Resource | None, Resource, Resource], Joined]


class Journal(Doubts):
    """The store's side of the synchronization; ``merge`` joins, states of one ``digest`` say the same."""

    def __init__(self, units: Units, database: Database, merge: Merge, digest: Digest) -> None:
        super().__init__(units, database, digest)
        self._merge = merge

    def receive(self, page: Sequence[Received], cursor: tuple[str, str] | None, now: datetime) -> list[Taken]:
        """Take a page and note where to ask on, in one transaction (T5).

        Clean: kept. Changed here: merged onto the new base, or a conflict. On its way: noted, for its own
        answer comes first. What the office is known to have: nothing. Raises WentBackError, and takes
        nothing of the page, when one of it says under the version that we know what that never said.
        """
        with self._units.work() as work:
            taken = [self._receive_one(work, one, now) for one in page]
            if cursor:
                self._keep_cursor(*cursor)
        return taken

    def _receive_one(self, work: Work, one: Received, now: datetime) -> Taken:
        row = row_of(self._database, one.kind, one.identity)
        if row is None:
            return self._add(work, one, now)
        if self._on_its_way(row.resource):
            return self._note(row, one)
        self._database.run("DELETE FROM noted WHERE resource = ?", (row.resource,))
        if one.resource is None:
            return self._deleted(row, one, now)
        return Taken.KNOWN if _is_behind(one, row) else self._standing(work, row, one, one.resource, now)

    def is_behind(self, one: Received) -> bool:
        """Say whether what a search found tells a moment before that of the state that we know."""
        row = row_of(self._database, one.kind, one.identity)
        return row is not None and _is_behind(one, row)

    def _standing(self, work: Work, row: Row, one: Received, theirs: Resource, now: datetime) -> Taken:
        """Take what stands there, and is not on its way from here."""
        if self._came_back(row) and not self._same(row.mine, theirs):
            return self._follow_back(work, row, one, now)
        if row.base is not None and row.tag == one.tag:
            return self._echo(work, row, one, now)
        return self._compare(work, row, one, theirs, now)

    def _came_back(self, row: Row) -> bool:
        """Say whether the office had deleted it, nobody works on it here, and now it stands there again."""
        gone = self._database.row("SELECT 1 FROM gone WHERE resource = ?", (row.resource,)) is not None
        if gone:
            self._database.run("DELETE FROM gone WHERE resource = ?", (row.resource,))
        return gone and not row.dirty and not row.conflict

    def _follow_back(self, work: Work, row: Row, one: Received, now: datetime) -> Taken:
        """Show it as it stands there: what was hers and unsent went with the deletion, as she agreed."""
        if row.signed or one.resource is None:
            return self._join(work, row, one, now)
        work.put(one.resource, local=True)
        self._set_base(row.resource, one.resource, one.tag, now, one.moment)
        return Taken.KEPT

    def _echo(self, work: Work, row: Row, one: Received, now: datetime) -> Taken:
        """Take the office's own writing of the very version that we know: it is never a conflict."""
        theirs = one.resource or {}
        if self._same(row.base or {}, theirs):
            return Taken.KNOWN
        if is_of_another_history(row.base or {}, one):
            raise WentBackError
        self._set_base(row.resource, theirs, one.tag, now, one.moment)
        if row.dirty or row.signed or row.conflict:
            return Taken.KNOWN
        work.put(theirs, local=True)
        return Taken.KEPT

    def _note(self, row: Row, one: Received) -> Taken:
        self._database.run(
            "INSERT INTO noted VALUES (?, ?, ?) ON CONFLICT (resource) DO UPDATE "
            "SET tag = excluded.tag, json = excluded.json",
            (row.resource, one.tag, packed(write_json(one.resource)) if one.resource else None),
        )
        return Taken.KNOWN

    def _compare(self, work: Work, row: Row, one: Received, theirs: Resource, now: datetime) -> Taken:
        if row.base is not None and self._same(row.base, theirs):
            self._set_base(row.resource, theirs, one.tag, now, one.moment)
            return self._take_back(row, one, now)
        if self._same(row.mine, theirs) and not row.draft:
            self._settle_all(row.resource, now)
            self._set_base(row.resource, theirs, one.tag, now, one.moment)
            return Taken.KNOWN
        if self._is_hers(row, one, theirs):
            self._set_base(row.resource, theirs, one.tag, now, one.moment)
            return Taken.KNOWN
        if row.dirty or row.signed or row.base is None:
            return self._join(work, row, one, now)
        work.put(theirs, local=True)
        self._set_base(row.resource, theirs, one.tag, now, one.moment)
        return Taken.KEPT

    def _take_back(self, row: Row, one: Received, now: datetime) -> Taken:
        """Say in a conflict that is open that the office took its side back: it is not there to be chosen.

        What it said before it was restored stays, and is offered again where she chooses it.
        """
        if not row.conflict or self._has_doubted(row.resource):
            return Taken.KNOWN
        self._keep_conflict(row, one, now)
        return Taken.CONFLICT

    def _settle_all(self, resource: int, now: datetime) -> None:
        """Both say the same: nothing waits any more, signed or not, and there is nothing to choose."""
        self._database.run(
            "DELETE FROM outbox WHERE batch IS NULL AND version IN "
            "(SELECT id FROM version WHERE resource = ?)",
            (resource,),
        )
        self._database.run(
            "UPDATE conflict SET settled = ? WHERE resource = ? AND settled IS NULL",
            (now.isoformat(), resource),
        )

    def _add(self, work: Work, one: Received, now: datetime) -> Taken:
        if one.resource is None:
            return Taken.KNOWN
        work.put(one.resource, local=True)
        added = row_of(self._database, one.kind, one.identity)
        if added is not None:
            self._set_base(added.resource, one.resource, one.tag, now, one.moment)
        return Taken.KEPT

    def _join(self, work: Work, row: Row, one: Received, now: datetime) -> Taken:
        theirs = one.resource or {}
        joined = self._merge(row.base, row.mine, theirs)
        if row.signed or row.draft or row.conflict or not joined.clean:
            self._keep_conflict(row, one, now)
            return Taken.CONFLICT
        self._settle_unsent(row.resource)
        self._set_base(row.resource, theirs, one.tag, now, one.moment)
        same = self._same(joined.resource, theirs)
        work.put(joined.resource, local=same)
        if not same:
            self._speak_for(row.resource, now)
        return Taken.MERGED

    def _deleted(self, row: Row, one: Received, now: datetime) -> Taken:
        if row.base is None and not row.dirty:
            return Taken.KNOWN
        if row.dirty:
            self._keep_conflict(row, one, now)
            return Taken.CONFLICT
        self._database.run(
            "INSERT INTO gone VALUES (?, ?) ON CONFLICT (resource) DO NOTHING",
            (row.resource, now.isoformat()),
        )
        return Taken.GONE

    def _keep_conflict(self, row: Row, one: Received, now: datetime) -> None:
        """Keep the three sides; an open conflict of the same resource gives way to the newer, and stays."""
        open_one = self._database.row(
            "SELECT tag, id FROM conflict WHERE resource = ? AND settled IS NULL", (row.resource,)
        )
        if open_one and open_one[0] == one.tag and not self._is_doubted(int(open_one[1])):
            return
        self._database.run(
            "UPDATE conflict SET settled = ? WHERE resource = ? AND settled IS NULL",
            (now.isoformat(), row.resource),
        )
        fresh = self._database.run(
            "INSERT INTO conflict (resource, found, base, mine, theirs, tag) VALUES (?, ?, ?, ?, ?, ?)",
            (
                row.resource,
                now.isoformat(),
                packed(write_json(row.base)) if row.base else None,
                row.version,
                packed(write_json(one.resource)) if one.resource else None,
                one.tag,
            ),
        )
        self._begins(fresh)

    def contest(self, sequence: int, one: Received, now: datetime) -> None:
        """Take a change out of its batch and let the nurse choose: nobody can tell whether it was there.

        The office has neither what it had nor what was sent, and keeps no earlier versions.
        """
        with self._units.work():
            row = row_of(self._database, one.kind, one.identity)
            self._leave_batch(sequence)
            if row is not None:
                self._keep_conflict(row, one, now)

    def reoffer(self, one: Received, common: Resource | None, now: datetime) -> Taken:
        """Offer a confirmed state again, which the office lost when it was restored from a backup.

        ``common`` is the newest state that both sides know, None for none; ``one`` is what the office has.
        """
        with self._units.work() as work:
            row = row_of(self._database, one.kind, one.identity)
            if row is None or self._on_its_way(row.resource):
                return Taken.KNOWN
            if common is None or one.resource is None:
                self._database.run("DELETE FROM base WHERE resource = ?", (row.resource,))
            else:
                known = one.tag if self._same(common, one.resource) else UNSURE
                self._set_base(row.resource, common, known, now)
            self._speak_for(row.resource, now)
            return self._receive_one(work, one, now) if one.resource is not None else Taken.KEPT

    def leave(self, patient: str) -> None:
        """Take a patient out of the laptop (T9). Raises StillNeededError, as ``StoredRecords.let_leave``."""
        self._units.let_leave(patient)

    def conflicts(self) -> list[Conflict]:
        """List what a nurse has to read, oldest first."""
        rows = self._database.rows(
            "SELECT conflict.id, sort.text, identity, whose.text, found, base, version.json, theirs, tag "
            "FROM conflict JOIN resource ON resource.id = conflict.resource "
            "JOIN version ON version.id = resource.current JOIN label AS sort ON sort.id = kind "
            "LEFT JOIN label AS whose ON whose.id = person WHERE settled IS NULL ORDER BY conflict.id"
        )
        return [Conflict.read(row, unpacked_json) for row in rows]

    def open_conflicts(self) -> int:
        """Count what a nurse has to read."""
        found = self._database.row("SELECT count(*) FROM conflict WHERE settled IS NULL")
        return int(found[0]) if found else 0

    def resolve(
        self, conflict: int, resource: Resource, now: datetime, *, beside: Sequence[Resource] = ()
    ) -> None:
        """Keep what she chose as a new version, on the base of theirs (T7), and note it in the audit trail.

        ``beside``: what is kept with it in the same transaction, such as why she chose so. Raises ValueError
        when the conflict is settled already, SignedRecordError when hers is signed and she chose something
        else.
        """
        with self._units.work() as work:
            row = self._database.row(
                "SELECT resource, theirs, tag FROM conflict WHERE id = ? AND settled IS NULL", (conflict,)
            )
            if row is None:
                message = "this conflict is settled already"
                raise ValueError(message)
            number, tag = int(row[0]), str(row[2])
            self._settle_unsent(number)
            stands = self._stands_there(conflict, number, unpacked_json(row[1]))
            if stands is None:
                self._database.run("DELETE FROM base WHERE resource = ?", (number,))
            elif not self._is_doubted(conflict):
                self._set_base(number, stands, tag, now, moment_told(stands))
            same = stands is not None and self._same(resource, stands)
            work.put(resource, local=same)
            if not same:
                self._speak_for(number, now)
            for one in beside:
                work.put(one)
            work.record("update", reference_to(resource), "conflict")
            self._database.run(
                "UPDATE conflict SET settled = ?, chosen = (SELECT current FROM resource WHERE id = ?) "
                "WHERE id = ?",
                (now.isoformat(), number, conflict),
            )

    def _stands_there(self, conflict: int, resource: int, theirs: Resource | None) -> Resource | None:
        """Give what the office has by now; what it said in a conflict before it was restored need not be."""
        if theirs is None:
            return None
        base = self._database.row("SELECT json FROM base WHERE resource = ?", (resource,))
        return unpacked_json(base[0] if base else None) if self._is_doubted(conflict) else theirs

    def agree(self, conflict: int, now: datetime) -> None:
        """Settle that the office deleted it and the nurse agrees: hers stays here, and is not sent.

        Raises ValueError when the conflict is settled already or the office deleted nothing.
        """
        with self._units.work():
            row = self._database.row(
                "SELECT resource FROM conflict WHERE id = ? AND settled IS NULL AND theirs IS NULL",
                (conflict,),
            )
            if row is None:
                message = "there is no deletion to agree with"
                raise ValueError(message)
            self._settle_all(int(row[0]), now)
            self._database.run(
                "INSERT INTO gone VALUES (?, ?) ON CONFLICT (resource) DO NOTHING", (row[0], now.isoformat())
            )

    def _speak_for(self, resource: int, now: datetime) -> None:
        """Let the newest finished version wait for the office, also where keeping it added no row.

        It counts as tried: the office had it once, so that it is looked for before it is made anew.
        """
        self._database.run(
            "INSERT INTO outbox (version, recorded, attempts) SELECT max(id), ?, 1 FROM version "
            "WHERE resource = ? AND draft = 0 HAVING max(id) IS NOT NULL "
            "ON CONFLICT (version) DO UPDATE SET held = NULL, reason = '', attempts = max(attempts, 1)",
            (now.isoformat(), resource),
        )

    def set_cursor(self, name: str, value: str) -> None:
        """Keep it."""
        with self._units.work():
            self._keep_cursor(name, value)

    def finish(self, receipts: Sequence[str], cursors: Mapping[str, str]) -> None:
        """Note how a run ended, and that these receipts were looked back on, in one transaction (T11)."""
        with self._units.work():
            self._database.run_many(
                "DELETE FROM cursor WHERE name = ?", [(f"receipt {receipt}",) for receipt in receipts]
            )
            for name, value in cursors.items():
                self._keep_cursor(name, value)

    def begin_again(self, now: datetime) -> None:
        """Ask every feed from its beginning, offer every file again, and note when that was decided."""
        with self._units.work():
            self._database.run("DELETE FROM cursor WHERE name LIKE 'pull %' OR name LIKE 'file %'")
            self._keep_cursor("begun", now.isoformat())

    def given_ids(self) -> dict[tuple[str, str], str]:
        """Tell under which ids an office that gives its own keeps what stands there: (kind, id) -> its id."""
        rows = self._database.rows("SELECT kind, identity, given FROM given")
        return {(kind, id_told(identity)): given for kind, identity, given in rows}

    def learn_ids(self, given: Mapping[tuple[str, str], str]) -> None:
        """Keep where something stands; it is only to ask less, the office can be asked again."""
        with self._units.work():
            self._database.run_many(
                "INSERT INTO given VALUES (?, ?, ?) "
                "ON CONFLICT (kind, identity) DO UPDATE SET given = excluded.given",
                [(kind, id_kept(identity), there) for (kind, identity), there in given.items()],
            )

    def known_tags(self, patient: str | None = None) -> dict[tuple[str, str], str]:
        """Tell what the office is believed to have: (kind, id) -> its tag."""
        return known_tags(self._database, patient)

    def base_of(self, kind: str, identity: str) -> tuple[Resource, str] | None:
        """Tell what the office last had of one resource, and its tag."""
        row = row_of(self._database, kind, identity)
        return (row.base, row.tag) if row and row.base is not None else None


def _is_behind(one: Received, row: Row) -> bool:
    """Say whether a search brought a state that is older than the one we know: a cache spoke."""
    if not (one.updated and row.updated) or one.tag == row.tag:
        return False
    try:
        return datetime.fromisoformat(one.updated) < datetime.fromisoformat(row.updated)
    except (ValueError, TypeError):
        return False
