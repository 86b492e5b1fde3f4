"""The demo's day, for tests that want a whole caseload."""

from datetime import UTC, date, datetime

DAY = date(2026, 3, 4)
NOW = datetime(2026, 3, 4, 7, 58, tzinfo=UTC)
