"""A fictional visit, in facts: what every test of the family's paper prints."""

from datetime import datetime, timedelta, timezone
from decimal import Decimal

from carenurse.documents.family_facts import (
    Contact,
    FamilySummary,
    GoalLine,
    MedicineChange,
    NextVisit,
    Words,
)
from carenurse.documents.readings import Limit, Reading

HERE = timezone(timedelta(hours=-5))


def at(month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=HERE)


def rosa() -> FamilySummary:
    """Fill every usual block of the paper."""
    return FamilySummary(
        patient="Rosa Delgado",
        visit_start=at(3, 4, 10),
        visit_end=at(3, 4, 11),
        nurse="Dana Whitfield",
        nurse_role="RN",
        agency="Harbor Home Nursing",
        phone="555-0142",
        prepared=at(3, 4, 11, 9),
        day_or_night=True,
        main_message=Words("Your body is holding water. Take more of your water pill for 3 days."),
        emergency=(Words("You cannot catch your breath when you rest"), Words("You have chest pain")),
        call_today=(Words("Your weight goes up 2 pounds in 1 day"), Words("Your ankles get bigger")),
        contacts=(Contact(Words("Clinical manager"), "Grace Holm", "555-0143"),),
        crisis_line="988",
        to_do=(
            Words("Take 1 tablet at 8 in the morning, every day.", strong="1 tablet at 8 in the morning"),
            Words("Weigh yourself each morning. Write it down."),
        ),
        next_visit=NextVisit(at(3, 6, 9), at(3, 6, 11), "Dana", (Words("She will take blood for a test."),)),
        found=(Words("You hold more water than last week."),),
        readings=(
            Reading("weight", Decimal("172.2"), "[lb_av]", Limit(Decimal(163), Decimal(169))),
            Reading(
                "bloodPressure",
                Decimal(128),
                "mm[Hg]",
                Limit(None, Decimal(150)),
                Decimal(72),
                Limit(None, Decimal(90)),
            ),
            Reading("oxygenLevel", Decimal(93), "%", Limit(Decimal(92))),
        ),
        medicines=(
            MedicineChange("changed", "Furosemide 40 mg", (Words("Water pill."),)),
            MedicineChange("stopped", "Ibuprofen"),
        ),
        same_medicines=6,
        goals=(GoalLine(Words("I want to walk to the market."), Words("You walk 4 minutes now.")),),
        teach_back=(Words("You told us when to call and why."),),
        questions=(Words("Is there a bus to the clinic?"),),
        allergies=(Words("penicillin"), Words("adhesive tape")),
    )
