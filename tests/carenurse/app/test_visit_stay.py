"""A note finished at night or days later: the care keeps the time of the visit, the signature its own."""

from datetime import datetime, timedelta

from carenurse.app.ports import Records
from carenurse.app.visit_begin import correct_clock
from carenurse.app.visit_draft import save_draft
from carenurse.app.visit_sign import sign_visit
from carenurse.app.visit_state import checks_of
from carenurse.app.visit_worksheet import InterventionDone, Place, Told
from carenurse.clinical import visit
from carenurse.clinical.dates import parse_instant
from tests.carenurse.app.visits import CARE, NOW, Household, type_in

LATER = NOW + timedelta(days=2)
LEFT = NOW + timedelta(minutes=20)


def _left_open(home: Household, now: datetime) -> list[str]:
    living = home.living(now)
    return [one.key for one in checks_of(living, living.flags()) if one.key == "left" and not one.fine]


def _written(home: Household) -> None:
    living = home.living()
    type_in(living, "sbp", "215")
    type_in(living, "dbp", "86")
    living.change_sheet(Place(), lambda sheet: sheet.with_intervention(InterventionDone(CARE, "given")))
    (flag,) = [one for one in living.flags() if one.question == "sbp"]
    nobody = Told("1", flag.key, flag.why, why_not="No answer at the clinic")
    living.change_sheet(Place(), lambda sheet: sheet.with_told(nobody))
    save_draft(home.records, home.encounter, living.drafts().resources, NOW)


def _times(records: Records, encounter: str) -> set[datetime | None]:
    procedures = records.where("Procedure", "encounter", encounter)
    tasks = [one for one in records.all_of("Task") if encounter in str(one.get("encounter"))]
    assert procedures
    told = [one["performedDateTime"] for one in procedures] + [one["authoredOn"] for one in tasks]
    return {parse_instant(one) for one in told}


def test_a_visit_signed_while_the_nurse_can_still_be_there_asks_nothing(home: Household) -> None:
    assert _left_open(home, NOW) == []


def test_a_visit_signed_two_days_later_asks_when_she_left(home: Household) -> None:
    assert _left_open(home, LATER) == ["left"]

    began = home.living().opened.visit.began
    correct_clock(home.records, home.encounter, LATER, drive_started=None, began=began, left=LEFT)

    assert _left_open(home, LATER) == []


def test_what_was_done_carries_the_time_of_the_visit_and_the_signature_its_own(home: Household) -> None:
    _written(home)
    began = home.living().opened.visit.began
    correct_clock(home.records, home.encounter, LATER, drive_started=None, began=began, left=LEFT)

    sign_visit(home.records, home.encounter, LATER, "Signed at the weekend")

    assert visit.decode(home.records.get("Encounter", home.encounter) or {}).completed == LEFT
    assert _times(home.records, home.encounter) == {LEFT}
    assert home.signed().signed == LATER


def test_a_time_that_nobody_told_is_left_out(home: Household) -> None:
    _written(home)
    began = home.living().opened.visit.began

    sign_visit(home.records, home.encounter, LATER, "The times are lost")

    assert visit.decode(home.records.get("Encounter", home.encounter) or {}).completed is None
    assert _times(home.records, home.encounter) == {began}
