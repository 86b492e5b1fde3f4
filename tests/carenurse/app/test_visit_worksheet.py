from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given, settings
from hypothesis import strategies as st

from carenurse.app.visit_worksheet import (
    FamilyPage,
    GoalWord,
    InterventionDone,
    NextVisit,
    Paragraph,
    Place,
    Taught,
    Told,
    Worksheet,
)
from carenurse.app.visit_worksheet_record import decode, encode
from carenurse.clinical.fhir import Resource, read_json, write_json

NOW = datetime(2026, 3, 4, 10, 42, tzinfo=timezone(timedelta(hours=-5)))
ENCOUNTER: Resource = {
    "resourceType": "Encounter",
    "id": "e1",
    "subject": {"reference": "Patient/p1"},
}
WORDS = st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), max_size=40)
MOMENTS = st.datetimes(
    min_value=datetime(2020, 1, 1),  # noqa: DTZ001  # hypothesis adds the zone itself
    max_value=datetime(2030, 1, 1),  # noqa: DTZ001  # as above
    timezones=st.just(UTC),
).map(lambda moment: moment.replace(microsecond=0))
SHEETS = st.builds(
    Worksheet,
    reason=WORDS,
    homebound_help=WORDS,
    homebound_effort=WORDS,
    response=WORDS,
    jot=WORDS,
    interventions=st.lists(
        st.builds(
            InterventionDone,
            order=st.just("ServiceRequest/s1"),
            state=st.sampled_from(["", "given", "not-given"]),
            reason=WORDS,
            detail=WORDS,
        ),
        max_size=3,
    ).map(tuple),
    goals=st.lists(
        st.builds(GoalWord, goal=st.just("Goal/g1"), word=st.sampled_from(["", "met", "worse"]), value=WORDS),
        max_size=3,
    ).map(tuple),
    teaching=st.lists(
        st.builds(
            Taught,
            row=st.just("1"),
            topic=WORDS,
            learner=WORDS,
            result=st.sampled_from(["", "repeated-back"]),
        ),
        max_size=3,
    ).map(tuple),
    told=st.lists(
        st.builds(Told, row=st.just("1"), flag=WORDS, who=WORDS, when=st.none() | MOMENTS), max_size=3
    ).map(tuple),
    paragraphs=st.lists(st.builds(Paragraph, name=st.just("why"), text=WORDS), max_size=2).map(tuple),
    next_visit=st.builds(NextVisit, start=st.none() | MOMENTS, minutes=st.integers(5, 240), bring=WORDS),
    family_page=st.builds(FamilyPage, given_to=WORDS, when=st.none() | MOMENTS),
    place=st.builds(Place, section=WORDS, question=WORDS),
)


@settings(max_examples=40)
@given(SHEETS)
def test_a_worksheet_comes_back_from_the_record_as_it_was(sheet: Worksheet) -> None:
    kept = read_json(write_json(encode(sheet, ENCOUNTER, NOW)))

    assert decode(kept) == sheet


def test_an_empty_worksheet_has_no_empty_list_of_items() -> None:
    resource = encode(Worksheet(next_visit=NextVisit(minutes=0)), ENCOUNTER, NOW)

    assert [item["linkId"] for item in resource["item"]] == ["next_visit"]
    assert resource["status"] == "in-progress"


def test_changing_a_row_keeps_its_place_among_the_others() -> None:
    sheet = Worksheet(
        interventions=(InterventionDone("ServiceRequest/a"), InterventionDone("ServiceRequest/b"))
    )

    changed = sheet.with_intervention(InterventionDone("ServiceRequest/a", "given"))

    assert [row.order for row in changed.interventions] == ["ServiceRequest/a", "ServiceRequest/b"]
    assert changed.intervention("ServiceRequest/a").state == "given"
    assert changed.intervention("ServiceRequest/c").state == ""


def test_the_same_resource_is_written_again_at_the_next_answer() -> None:
    first = encode(Worksheet(jot="Shoes do not close"), ENCOUNTER, NOW)

    second = encode(Worksheet(jot="Shoes do not close since Sunday"), ENCOUNTER, NOW, onto=first)

    assert second["id"] == first["id"]
    assert decode(second).jot.endswith("Sunday")


def test_a_flag_counts_as_told_only_when_somebody_is_named() -> None:
    sheet = Worksheet(told=(Told("1", flag="weight"),))

    assert sheet.told_about("weight") is None
    assert sheet.with_told(Told("1", flag="weight", who="Dr. Nwosu")).told_about("weight") is not None
