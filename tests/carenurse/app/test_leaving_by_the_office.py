"""The office puts a patient on another nurse's list: the laptop of before says so at its next contact."""

from carenurse.app.leaving import Leaving, who_left
from carenurse.app.office_work import assign
from carenurse.app.wiring import OpenVault
from tests.carenurse.app.test_becoming_the_offices_nurse import BEN, joins, office
from tests.carenurse.app.test_sync_run import Hub, go, hub, rosa

__all__ = ["hub", "office"]


def test_who_left_by_the_word_of_the_office_is_listed_at_the_next_contact(
    open_vault: OpenVault, office: Hub
) -> None:
    joins(open_vault.records, office)
    assert go(open_vault.records).good
    assert who_left(open_vault) == ()

    office.thread.wait_for(lambda: assign(office.records, rosa()["id"], BEN))
    office.thread.wait_for(office.office.served.look_through)
    assert go(open_vault.records).good

    assert who_left(open_vault) == (Leaving(rosa()["id"], 0, 0, 0),)
