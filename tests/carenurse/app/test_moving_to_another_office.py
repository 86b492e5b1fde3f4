"""Laptops get another address: what the new server has under the same numbers is compared first."""

from carenurse.app.export_records import Form, export_all
from carenurse.app.import_records import carry_out, plan_import
from carenurse.app.ports import Records
from carenurse.app.sync_conflicts import disagreements
from carenurse.app.sync_join import join
from carenurse.app.sync_run import over_the_network
from carenurse.clinical.fhir import Resource
from carenurse.sync.kept import journal_of
from tests.carenurse.app.test_sync_run import NOW, ROSA, Hub, go, hub, other_hub, rosa
from tests.kept import keep

__all__ = ["hub", "other_hub"]


def move(old: Hub, new: Hub) -> None:
    """Take everything of the old office over at the new one, as the page about moving says."""
    everything = old.thread.wait_for(lambda: export_all(old.records, NOW, form=Form.SERVER).data)

    def take_over() -> None:
        carry_out(new.records, plan_import(new.records, everything, "everything.json"), {}, NOW)

    new.thread.wait_for(take_over)


def at_the_office(office: Hub) -> Resource:
    return office.thread.wait_for(lambda: office.records.get("Patient", ROSA) or {})


def test_what_the_new_office_changed_stands_beside_what_the_nurse_changed(
    records: Records, hub: Hub, other_hub: Hub
) -> None:
    keep(records, rosa())
    join(records, hub.address, hub.code(), over_the_network, NOW)
    go(records)
    hub.thread.wait_for(lambda: keep(hub.records, {**at_the_new(hub), "birthDate": "1947-03-14"}))
    go(records)
    move(hub, other_hub)
    phone = [{"system": "phone", "value": "555-0101"}]
    other_hub.thread.wait_for(lambda: keep(other_hub.records, {**at_the_new(other_hub), "telecom": phone}))
    keep(records, {**(records.get("Patient", ROSA) or {}), "gender": "female"})

    join(records, other_hub.address, other_hub.code(), over_the_network, NOW)
    for _ in range(3):
        go(records)

    assert disagreements(records, NOW) == ()
    assert at_the_office(other_hub)["telecom"] == phone
    assert at_the_office(other_hub)["gender"] == "female"
    assert (records.get("Patient", ROSA) or {})["telecom"] == phone
    assert journal_of(records).changes() == []


def at_the_new(office: Hub) -> Resource:
    return office.records.get("Patient", ROSA) or {}


def test_the_same_address_again_compares_nothing_anew(records: Records, hub: Hub) -> None:
    join(records, hub.address, hub.code(), over_the_network, NOW)
    join(records, hub.address, hub.code(), over_the_network, NOW)

    assert journal_of(records).cursor("recovering") == ""
