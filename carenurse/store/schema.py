"""Bringing a file to today's shape, step by step, each step whole or not at all."""

from collections.abc import Callable
from datetime import datetime

from carenurse.store.database import Database, Progress, silent
from carenurse.store.migrations import STEPS
from carenurse.vault.failures import DamagedRecordsError, NewerVaultError

Steps = tuple[tuple[str, tuple[str, ...]], ...]


def bring_up_to_date(
    database: Database,
    now: Callable[[], datetime],
    *,
    new: bool = False,
    steps: Steps = STEPS,
    progress: Progress = silent,
) -> tuple[str, ...]:
    """Apply the steps that are missing and return their names.

    Raises NewerVaultError when the file has steps that this program does not know, DamagedRecordsError when
    an existing file has none at all (a file that was emptied opens without complaint).
    """
    missing = missing_steps(database, new=new, steps=steps)
    for done, (name, statements) in enumerate(missing, 1):
        _apply(database, name, statements, now())
        progress(done / len(missing))
    return tuple(name for name, _ in missing)


def missing_steps(database: Database, *, new: bool = False, steps: Steps = STEPS) -> Steps:
    """List the steps that a file still lacks. Raises as ``bring_up_to_date``."""
    done = _steps_done(database)
    if not done and not new:
        raise DamagedRecordsError
    if set(done) - {name for name, _ in steps}:
        raise NewerVaultError
    return tuple(step for step in steps if step[0] not in done)


def _steps_done(database: Database) -> list[str]:
    if not database.row("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'schema_step'"):
        return []
    return [name for (name,) in database.rows("SELECT name FROM schema_step ORDER BY rowid")]


def _apply(database: Database, name: str, statements: tuple[str, ...], now: datetime) -> None:
    with database.transaction():
        database.run(
            "CREATE TABLE IF NOT EXISTS schema_step (name TEXT PRIMARY KEY, applied TEXT NOT NULL) STRICT"
        )
        for statement in statements:
            database.run(statement)
        database.run("INSERT INTO schema_step VALUES (?, ?)", (name, now.isoformat()))
