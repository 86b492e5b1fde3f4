"""A week of visits to invented people."""

from datetime import date, datetime, tzinfo
from typing import Any

from dateutil.tz import gettz

from carenurse.app.ports import Records
from carenurse.app.schedule import week
from carenurse.app.schedule_changes import NewVisit, add_visit
from carenurse.app.schedule_facts import Week


def chicago() -> tzinfo:
    zone = gettz("America/Chicago")
    assert zone is not None
    return zone


ZONE = chicago()
SUNDAY = date(2026, 3, 1)
NOW = datetime(2026, 3, 4, 10, 42, tzinfo=ZONE)


def at(day: int, clock: str) -> datetime:
    hour, minute = clock.split(":")
    return datetime(2026, 3, day, int(hour), int(minute), tzinfo=ZONE)


def add(records: Records, who: str, day: int, clock: str, **more: Any) -> str:
    changed = add_visit(records, NewVisit(who, at(day, clock), more.pop("minutes", 45), **more), ZONE)
    return changed.visits[0]


def seen(records: Records, sunday: date = SUNDAY) -> Week:
    return week(records, sunday, NOW, ZONE)
