"""Files of invented people taken over into the record."""

from datetime import UTC, datetime

from carenurse.app.import_records import ImportReport, carry_out, plan_import
from carenurse.app.ports import Records
from carenurse.clinical.fhir import Resource
from tests.carenurse.exchange.files import bundle, entry, written

NOW = datetime(2026, 3, 4, 9, tzinfo=UTC)
NORTH, SOUTH = "https://north.example.org/fhir", "https://south.example.org/fhir"


def take(
    records: Records, value: object, joins: dict[str, str] | None = None, source: str = ""
) -> ImportReport:
    plan = plan_import(records, written(value), "from-north.json", source)
    return carry_out(records, plan, joins or {}, NOW)


def of_north(*resources: Resource) -> Resource:
    return bundle(*(entry(one, f"{NORTH}/{one['resourceType']}/{one['id']}") for one in resources))


def only(records: Records, kind: str) -> Resource:
    (found,) = [one for one in records.all_of(kind) if one["id"] != records.me]
    return found
