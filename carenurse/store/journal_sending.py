"""What goes from this laptop to the office: the outbox, and batches as they were sent."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from carenurse.clinical.fhir import Resource, new_id, read_json, write_json
from carenurse.store.database import Database
from carenurse.store.journal_facts import (
    Acknowledged,
    Batch,
    BatchState,
    Change,
    Entry,
    Held,
    Received,
    moment_told,
)
from carenurse.store.journal_rows import OUTBOX, change_of, unpacked_json
from carenurse.store.numbers import id_told
from carenurse.store.packing import packed
from carenurse.store.writing import Work


class Units(Protocol):
    """Who opens a unit of work around what the journal keeps."""

    def work(self) -> AbstractContextManager[Work]:
        """Begin a unit of work; leaving the block commits it."""
        ...

    def let_leave(self, patient: str) -> object:
        """Take everything of a patient out of the record."""
        ...


class Sending:
    """The sending half of the journal."""

    def __init__(self, units: Units, database: Database) -> None:
        self._units, self._database = units, database

    def changes(self) -> list[Change]:
        """List what the office has not acknowledged, held and sent ones too, oldest first.

        An unsigned version that a later one of the same resource replaced is left out: the later one speaks
        for it, unless it is on its way already. It counts as tried when that one was: the office may have it.
        """
        rows = self._database.rows(f"{OUTBOX} ORDER BY sequence")
        newest = {row[1]: row[0] for row in rows}
        tried = {row[1] for row in rows if row[12]}
        return [
            replace(change_of(row), attempts=max(int(row[12]), int(row[1] in tried)))
            for row in rows
            if newest[row[1]] == row[0] or row[5] or row[9]  # newest, signed, or on its way
        ]

    def batches(self) -> list[Batch]:
        """List the batches that have no answer yet, oldest first."""
        found = self._database.rows("SELECT id, state, atomic, made, sent FROM batch ORDER BY made, id")
        return [
            Batch(
                identity,
                BatchState(state),
                bool(atomic),
                self._entries(identity),
                datetime.fromisoformat(made),
                datetime.fromisoformat(sent) if sent else None,
            )
            for identity, state, atomic, made, sent in found
        ]

    def _entries(self, batch: str) -> tuple[Entry, ...]:
        rows = self._database.rows(
            "SELECT entry.sequence, sort.text, identity, number, body, base_tag FROM entry "
            "JOIN outbox ON outbox.sequence = entry.sequence JOIN version ON version.id = outbox.version "
            "JOIN resource ON resource.id = version.resource JOIN label AS sort ON sort.id = kind "
            "WHERE entry.batch = ? ORDER BY entry.sequence",
            (batch,),
        )
        return tuple(Entry.read(row) for row in rows)

    def freeze(self, sequences: Sequence[int], *, transaction: bool, now: datetime) -> Batch:
        """Put changes into a new batch with their exact bytes (T2).

        Raises ValueError when one of them is not waiting, or its resource is on its way already.
        """
        identity = new_id()
        with self._units.work():
            self._database.run(
                "INSERT INTO batch (id, state, made, atomic) VALUES (?, ?, ?, ?)",
                (identity, BatchState.PREPARED, now.isoformat(), int(transaction)),
            )
            for sequence in sequences:
                self._freeze_one(identity, sequence)
        return next(batch for batch in self.batches() if batch.identity == identity)

    def _freeze_one(self, batch: str, sequence: int) -> None:
        row = self._database.row(f"{OUTBOX} WHERE sequence = ?", (sequence,))
        if row is None or row[9] or self._on_its_way(row[1]):
            message = f"change {sequence} is not waiting to be sent"
            raise ValueError(message)
        change = change_of(row)
        self._database.run("UPDATE outbox SET batch = ? WHERE sequence = ?", (batch, sequence))
        self._database.run(
            "INSERT INTO entry VALUES (?, ?, ?, ?)",
            (batch, sequence, change.base_tag, write_json(change.resource)),
        )

    def _on_its_way(self, resource: int) -> bool:
        found = self._database.row(
            "SELECT 1 FROM outbox JOIN version ON version.id = outbox.version "
            "WHERE version.resource = ? AND batch IS NOT NULL LIMIT 1",
            (resource,),
        )
        return found is not None

    def mark_sent(self, batch: str, now: datetime) -> None:
        """Note that the first byte is about to leave (T3)."""
        with self._units.work():
            self._database.run(
                "UPDATE batch SET state = ?, sent = ? WHERE id = ?",
                (BatchState.SENT, now.isoformat(), batch),
            )

    def mark_unknown(self, batch: str) -> None:
        """Note that no trustworthy answer came."""
        with self._units.work():
            self._database.run("UPDATE batch SET state = ? WHERE id = ?", (BatchState.UNKNOWN, batch))

    def dissolve(self, batch: str) -> list[Received]:
        """Take apart a batch that certainly did nothing; its changes wait again, counted as tried.

        Returns what was noted of its resources meanwhile, for ``receive``.
        """
        with self._units.work():
            noted = self._noted_of(batch)
            self._database.run(
                "UPDATE outbox SET batch = NULL, attempts = attempts + 1 WHERE batch = ?", (batch,)
            )
            self._close(batch)
        return noted

    def acknowledge(self, batch: str, answers: Sequence[Acknowledged], now: datetime) -> list[Received]:
        """Make snapshots (or the office's echoes) the base and drop their outbox rows (T4).

        The batch is closed when none of it is left. What was edited after the freeze stays in the outbox, on
        the new base. Returns what was noted of these resources meanwhile, for ``receive``.
        """
        noted: list[Received] = []
        with self._units.work() as work:
            for answer in answers:
                self._keep_evidence(batch, answer, now)
                noted += self._acknowledge_one(work, batch, answer, now)
            if not self._database.row("SELECT 1 FROM outbox WHERE batch = ? LIMIT 1", (batch,)):
                self._close(batch)
            self._database.run(
                "INSERT INTO cursor VALUES ('acknowledged', ?) "
                "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                (now.isoformat(),),
            )
        return noted

    def _keep_evidence(self, batch: str, answer: Acknowledged, now: datetime) -> None:
        """Note by what the next run sees that the office still has this: its receipt, else itself."""
        row = self._database.row(
            "SELECT atomic, sort.text, identity FROM outbox JOIN batch ON batch.id = outbox.batch "
            "JOIN version ON version.id = outbox.version JOIN resource ON resource.id = version.resource "
            "JOIN label AS sort ON sort.id = kind WHERE sequence = ? AND batch.id = ?",
            (answer.sequence, batch),
        )
        if row is None:
            return
        evidence = f"Provenance/{batch}" if row[0] else f"{row[1]}/{id_told(row[2])}"
        self._database.run(
            "INSERT INTO cursor VALUES (?, ?) ON CONFLICT (name) DO NOTHING",
            (f"receipt {evidence}", now.isoformat()),
        )

    def _acknowledge_one(self, work: Work, batch: str, answer: Acknowledged, now: datetime) -> list[Received]:
        row = self._database.row(
            f"{OUTBOX} WHERE sequence = ? AND outbox.batch = ?", (answer.sequence, batch)
        )
        if row is None:
            return []
        body = self._database.row(
            "SELECT body FROM entry WHERE batch = ? AND sequence = ?", (batch, answer.sequence)
        )
        sent: Resource = read_json(body[0] if body else b"{}")
        resource = int(row[1])
        self._set_base(resource, answer.echo or sent, answer.tag, now, answer.updated)
        self._database.run("DELETE FROM gone WHERE resource = ?", (resource,))
        self._database.run("DELETE FROM entry WHERE batch = ? AND sequence = ?", (batch, answer.sequence))
        self._database.run(
            "DELETE FROM outbox WHERE sequence = ? OR (sequence < ? AND batch IS NULL AND version IN "
            "(SELECT id FROM version WHERE resource = ? AND signed = 0))",
            (answer.sequence, answer.sequence, resource),
        )
        if answer.echo is not None and not row[5] and not self._worked_on(resource):
            work.put(answer.echo, local=True)
        return self._noted_for(resource, row)

    def _close(self, batch: str) -> None:
        self._database.run("DELETE FROM entry WHERE batch = ?", (batch,))
        self._database.run("DELETE FROM batch WHERE id = ?", (batch,))

    def hold(self, sequence: int, why: Held, reason: str) -> None:
        """Put one change aside, out of its batch, with the reason; the rest goes on.

        An edit of the same resource makes a new change, which goes by itself again.
        """
        with self._units.work():
            self._leave_batch(sequence)
            self._database.run(
                "UPDATE outbox SET held = ?, reason = ? WHERE sequence = ?", (why, reason, sequence)
            )

    def _leave_batch(self, sequence: int) -> None:
        """Take one change out of its batch, counted as tried; a batch without entries is closed."""
        row = self._database.row("SELECT batch FROM outbox WHERE sequence = ?", (sequence,))
        batch = row[0] if row else None
        self._database.run("DELETE FROM entry WHERE sequence = ?", (sequence,))
        self._database.run(
            "UPDATE outbox SET batch = NULL, attempts = attempts + 1 WHERE sequence = ?", (sequence,)
        )
        if batch and not self._database.row("SELECT 1 FROM outbox WHERE batch = ? LIMIT 1", (batch,)):
            self._close(batch)

    def take_out(self, sequence: int) -> None:
        """Take one change out of its batch: it certainly did nothing; it waits again, counted as tried."""
        with self._units.work():
            self._leave_batch(sequence)

    def receipts(self) -> list[str]:
        """List what proves that the office has what it acknowledged since a run was last counted there.

        References: the receipt of each transaction, else each resource that was sent by itself.
        """
        rows = self._database.rows("SELECT name FROM cursor WHERE name LIKE 'receipt %' ORDER BY name")
        return [str(name).removeprefix("receipt ") for (name,) in rows]

    def held_for(self, why: Held) -> int:
        """Count what was put aside for one reason."""
        found = self._database.row("SELECT count(*) FROM outbox WHERE held = ?", (why,))
        return int(found[0]) if found else 0

    def release_all(self, why: Held) -> None:
        """Let everything go again that was held for one reason, when that reason may be gone."""
        with self._units.work():
            self._database.run("UPDATE outbox SET held = NULL, reason = '' WHERE held = ?", (why,))

    def release(self, sequence: int) -> None:
        """Let a held change go again."""
        with self._units.work():
            self._database.run("UPDATE outbox SET held = NULL, reason = '' WHERE sequence = ?", (sequence,))

    def _settle_unsent(self, resource: int) -> None:
        """Drop what waits of unsigned versions: what is kept next speaks for them."""
        self._database.run(
            "DELETE FROM outbox WHERE batch IS NULL AND version IN "
            "(SELECT id FROM version WHERE resource = ? AND signed = 0)",
            (resource,),
        )

    def _worked_on(self, resource: int) -> bool:
        """Say whether somebody changed it since it was sent, or is just changing it."""
        found = self._database.row(
            "SELECT 1 FROM outbox JOIN version ON version.id = outbox.version WHERE version.resource = ? "
            "UNION ALL SELECT 1 FROM resource JOIN version ON version.id = current "
            "WHERE resource.id = ? AND draft = 1 LIMIT 1",
            (resource, resource),
        )
        return found is not None

    def _set_base(self, resource: int, said: Resource, tag: str, now: datetime, updated: str = "") -> None:
        self._database.run(
            "INSERT INTO base (resource, version_tag, received, json, updated) VALUES (?, ?, ?, ?, ?) "
            "ON CONFLICT (resource) DO UPDATE SET version_tag = excluded.version_tag, "
            "received = excluded.received, json = excluded.json, updated = excluded.updated",
            (resource, tag, now.isoformat(), packed(write_json(said)), updated),
        )

    def noted(self) -> list[Received]:
        """List what came in while its own answer was awaited that has come since, for ``receive``.

        It stays noted until it is received: the laptop may die between the two.
        """
        rows = self._database.rows(
            "SELECT sort.text, identity, tag, json FROM noted JOIN resource ON resource.id = noted.resource "
            "JOIN label AS sort ON sort.id = kind WHERE NOT EXISTS (SELECT 1 FROM outbox JOIN version "
            "ON version.id = outbox.version WHERE version.resource = noted.resource AND batch IS NOT NULL)"
        )
        return [
            _noted(kind, id_told(identity), tag, unpacked_json(json)) for kind, identity, tag, json in rows
        ]

    def _noted_of(self, batch: str) -> list[Received]:
        rows = self._database.rows(f"{OUTBOX} WHERE outbox.batch = ?", (batch,))
        return [one for row in rows for one in self._noted_for(int(row[1]), row)]

    def _noted_for(self, resource: int, row: Sequence[object]) -> list[Received]:
        found = self._database.row("SELECT tag, json FROM noted WHERE resource = ?", (resource,))
        if found is None:
            return []
        change = change_of(row)
        return [_noted(change.kind, change.identity, found[0], unpacked_json(found[1]))]


def _noted(kind: str, identity: str, tag: str, resource: Resource | None) -> Received:
    """Give what was noted, as what a search found: it may be older than what was acknowledged since."""
    return Received(kind, identity, tag, resource, moment_told(resource))
