"""The steps from an empty file to today's shape. A shipped step is never edited: a new one follows."""

from typing import Final

from carenurse.store.migrations import (
    m0001_records,
    m0002_exchange,
    m0003_search,
    m0004_purge,
    m0005_numbers,
    m0006_journal,
    m0007_base_order,
    m0008_office,
    m0009_conflict_keys,
    m0010_leaving,
    m0011_received,
    m0012_coming,
    m0013_given_ids,
    m0014_marks,
    m0015_leashes,
)

STEPS: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    ("m0001_records", m0001_records.STATEMENTS),
    ("m0002_exchange", m0002_exchange.STATEMENTS),
    ("m0003_search", m0003_search.STATEMENTS),
    ("m0004_purge", m0004_purge.STATEMENTS),
    ("m0005_numbers", m0005_numbers.STATEMENTS),
    ("m0006_journal", m0006_journal.STATEMENTS),
    ("m0007_base_order", m0007_base_order.STATEMENTS),
    ("m0008_office", m0008_office.STATEMENTS),
    ("m0009_conflict_keys", m0009_conflict_keys.STATEMENTS),
    ("m0010_leaving", m0010_leaving.STATEMENTS),
    ("m0011_received", m0011_received.STATEMENTS),
    ("m0012_coming", m0012_coming.STATEMENTS),
    ("m0013_given_ids", m0013_given_ids.STATEMENTS),
    ("m0014_marks", m0014_marks.STATEMENTS),
    ("m0015_leashes", m0015_leashes.STATEMENTS),
)
"""Name and statements of every step, in order."""
