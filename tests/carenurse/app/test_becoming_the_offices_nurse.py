"""A laptop joins: its nurse is from then on the nurse whom the office knows, with all that is unsigned."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from typing_extensions import override

from carenurse.app.nurse import signed_name
from carenurse.app.on_caseload import put_on_caseload
from carenurse.app.ports import Records
from carenurse.app.read_entry import read_entry
from carenurse.app.sync_join import join
from carenurse.app.sync_office import Office, office_of
from carenurse.app.sync_run import over_the_network
from carenurse.app.today import today
from carenurse.app.visit_draft import save_draft
from carenurse.clinical import caseload, note, planned_visit, visit
from carenurse.clinical.caseload import Caseload
from carenurse.clinical.fhir import Resource, new_id, read_json, write_json
from carenurse.clinical.names import PersonName
from carenurse.clinical.planned_visit import PlannedVisit
from carenurse.clinical.practitioner import Practitioner, encode
from carenurse.errors import ExpectedError
from carenurse.sync.http_wire import HttpWire
from carenurse.sync.kept import journal_of
from carenurse.sync.line import OpenWire
from carenurse.sync.wire import Request, Response
from tests.carenurse.app.test_sync_run import HTEST, NOW, Hub, go, hub, rosa
from tests.carenurse.app.visits import COMING, Household, sign_with_question_nine, type_in
from tests.carenurse.app.visits import NOW as VISIT
from tests.kept import keep

__all__ = ["hub"]

GRACE = "2f8a4d10-77b1-4a7e-8d53-0c1d5b9e7a01"
"""The office's id for the nurse whose laptop it is."""
BEN = "2f8a4d10-77b1-4a7e-8d53-0c1d5b9e7a02"
PLANNED = "2f8a4d10-77b1-4a7e-8d53-0c1d5b9e7a03"


def nurse(identity: str, given: str, family: str) -> Resource:
    name = PersonName(given=(given,), family=family)
    return {**encode(Practitioner(id=identity, name=name)), "meta": HTEST}


@pytest.fixture
def office(hub: Hub) -> Hub:
    """Let the office know two nurses, one of them the laptop's, with a person and a visit of hers."""
    start = NOW + timedelta(hours=3)
    planned = PlannedVisit(PLANNED, rosa()["id"], GRACE, start, start + timedelta(hours=1), "Wound", "booked")
    hers = Caseload(id=new_id(), name="Grace", nurse=GRACE, patients=(rosa()["id"],))
    known = (nurse(GRACE, "Grace", "Okafor"), nurse(BEN, "Ben", "Ode"), rosa())
    keep(hub.records, *known, caseload.encode(hers), planned_visit.encode(planned))
    hub.thread.wait_for(hub.office.served.look_through)
    return hub


def code_for(office: Hub, who: str = GRACE, *, whole: bool = False) -> str:
    return office.thread.wait_for(lambda: office.office.served.devices.invite(who, whole=whole))


def joins(records: Records, office: Hub, who: str = GRACE, *, whole: bool = False) -> None:
    join(records, office.address, code_for(office, who, whole=whole), over_the_network, NOW)


def naming(records: Records, identity: str) -> set[str]:
    """Name the kinds of which something names a nurse."""
    wanted = f'"Practitioner/{identity}"'.encode()
    return {kind for kind in records.kinds() for one in records.all_of(kind) if wanted in write_json(one)}


def nurses(records: Records) -> list[str]:
    """Name (by id) those who work."""
    return [str(one["id"]) for one in records.all_of("Practitioner") if one.get("active") is not False]


def test_a_visit_that_the_office_planned_stands_on_today_of_a_fresh_laptop(
    records: Records, office: Hub
) -> None:
    joins(records, office)
    assert (records.me, signed_name(records)) == (GRACE, "Grace Okafor"), "known before anything was received"
    assert go(records).good

    assert [stop.appointment for stop in today(records, NOW).stops] == [PLANNED]


def test_there_is_no_second_nurse_of_her_name_on_either_side(records: Records, office: Hub) -> None:
    at_first = office.records.all_of("Practitioner")

    joins(records, office)
    assert nurses(records) == [GRACE]
    assert go(records).good

    assert office.records.all_of("Practitioner") == at_first
    assert journal_of(records).changes() == []


def test_unsigned_work_goes_over_to_the_offices_id_and_arrives(home: Household, office: Hub) -> None:
    records, before = home.records, home.records.me
    with records.work() as work:
        put_on_caseload(work, ["p1"])
        work.put({"resourceType": "Task", "id": new_id(), "owner": {"reference": f"Practitioner/{before}"}})
    living = home.living()
    type_in(living, "weight", "166", "[lb_av]")
    save_draft(records, home.encounter, living.drafts().resources, VISIT)

    joins(records, office, whole=True)

    assert naming(records, before) == set()
    assert {"Appointment", "Encounter", "Group", "QuestionnaireResponse", "Task"} <= naming(records, GRACE)
    assert visit.decode(records.get("Encounter", home.encounter) or {}).practitioner == GRACE
    assert "QuestionnaireResponse" not in {one.kind for one in records.unsent()}, "a draft stays one"
    assert go(records).good
    assert {caseload.nurse_of(one) for one in office.records.all_of("Group")} == {GRACE}


def test_what_is_signed_stays_as_it_was_signed_and_its_nurse_goes_with_it(
    home: Household, office: Hub
) -> None:
    records, before = home.records, home.records.me
    sign_with_question_nine(home)
    (signed,) = records.all_of("Composition")

    joins(records, office, whole=True)
    assert go(records).good

    assert records.all_of("Composition") == [signed]
    assert note.decode(signed).author == before
    old = records.get("Practitioner", before)
    assert old is not None
    assert old["active"] is False, "nobody is to choose it"
    assert office.records.get("Practitioner", before) is not None
    assert read_entry(records, f"Encounter/{home.encounter}", VISIT).encounter, "she adds to her own note"
    coming = records.get("Appointment", COMING) or {}
    assert planned_visit.is_made_by(coming, GRACE)


def test_joining_again_as_the_same_nurse_changes_nothing(records: Records, office: Hub) -> None:
    joins(records, office)
    go(records)
    kept = {kind: records.all_of(kind) for kind in records.kinds()}

    joins(records, office)

    assert {kind: records.all_of(kind) for kind in records.kinds()} == kept
    assert journal_of(records).changes() == []
    assert len([one for one in records.audit_trail() if one.action == "join"]) == 1


def test_a_laptop_that_joins_as_somebody_else_leaves_the_office_what_is_that_nurses(
    records: Records, office: Hub
) -> None:
    joins(records, office, whole=True)
    go(records)
    mine = planned_visit.encode(PlannedVisit(new_id(), rosa()["id"], GRACE, NOW, NOW, "", "booked"))
    keep(records, mine)

    with records.work() as work:
        work.become(BEN)

    assert planned_visit.is_made_by(records.get("Appointment", PLANNED) or {}, GRACE)
    assert planned_visit.is_made_by(records.get("Appointment", str(mine["id"])) or {}, BEN)
    assert set(nurses(records)) >= {GRACE, BEN}


def test_a_joining_that_is_cut_short_has_changed_nothing(home: Household) -> None:
    records, before = home.records, home.records.me
    kept = {kind: records.all_of(kind) for kind in records.kinds()}

    def cut_short() -> None:
        with records.work() as work:
            work.become(GRACE)
            assert work.me == GRACE
            raise InterruptedError

    with pytest.raises(InterruptedError):
        cut_short()

    assert records.me == before
    assert {kind: records.all_of(kind) for kind in records.kinds()} == kept


def test_the_code_of_somebody_else_is_refused_and_stays_good(records: Records, office: Hub) -> None:
    before, code = records.me, code_for(office, BEN)

    with pytest.raises(ExpectedError, match="for Ben Ode, this laptop is Grace Okafor's"):
        join(records, office.address, code, over_the_network, NOW)

    assert records.me == before
    assert not office_of(records).token
    assert office.thread.wait_for(lambda: office.office.served.devices.invited(code)) == BEN


@pytest.mark.parametrize("family", ["Okafor-Ode", "OKAFOR", "Ódé Okáfor"])
def test_a_family_name_that_has_something_in_common_is_hers(
    records: Records, office: Hub, family: str
) -> None:
    keep(office.records, nurse(GRACE, "G.", family))

    joins(records, office)

    assert records.me == GRACE


class Filtered(OpenWire):
    """A way to an office on which something of what is asked or told is lost."""

    def __init__(self, wire: HttpWire, asks: Callable[[Request], Request], hears: tuple[str, ...]) -> None:
        self._wire, self._asks, self._hears = wire, asks, hears

    @property
    @override
    def base(self) -> str:
        return self._wire.base

    @property
    @override
    def certificate(self) -> str:
        return self._wire.certificate

    @override
    def send(self, request: Request) -> Response:
        answer = self._wire.send(self._asks(request))
        told = {name: one for name, one in read_json(answer.body).items() if name not in self._hears}
        return replace(answer, body=write_json(told))

    @override
    def close(self) -> None:
        self._wire.close()


def test_a_laptop_that_does_not_say_its_name_joins_as_before(records: Records, office: Hub) -> None:
    def nameless(request: Request) -> Request:
        told = {name: one for name, one in read_json(request.body).items() if name != "family"}
        return replace(request, body=write_json(told))

    def old(kept: Office) -> OpenWire:
        return Filtered(over_the_network(kept), nameless, ())

    join(records, office.address, code_for(office, BEN), old, NOW)

    assert records.me == BEN


@pytest.mark.parametrize(("lost", "me"), [(("practitioner",), GRACE), (("practitioner", "nurse"), "")])
def test_an_office_that_tells_less_is_joined_as_far_as_it_tells(
    records: Records, office: Hub, lost: tuple[str, ...], me: str
) -> None:
    before = records.me

    def old(kept: Office) -> OpenWire:
        return Filtered(over_the_network(kept), lambda request: request, lost)

    join(records, office.address, code_for(office), old, NOW)

    assert records.me == (me or before)
    assert go(records).good


def test_an_address_without_its_path_is_completed_and_spends_no_code(records: Records, office: Hub) -> None:
    kept = join(records, office.address.removesuffix("/fhir"), code_for(office), over_the_network, NOW)

    assert kept == office.address == office_of(records).address


def test_an_address_that_is_no_offices_says_so_and_the_code_stays_good(records: Records, office: Hub) -> None:
    code = code_for(office)

    with pytest.raises(ExpectedError, match="no office at this address"):
        join(records, office.address.replace("/fhir", "/elsewhere"), code, over_the_network, NOW)

    assert office.thread.wait_for(lambda: office.office.served.devices.invited(code)) == GRACE
