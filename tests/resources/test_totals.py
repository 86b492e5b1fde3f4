"""Totals, bands and flags of the shipped forms: as published, or none at all."""

import os
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carenurse.app.content import shipped_form
from carenurse.forms.extraction import Origin, extract_all
from carenurse.forms.session import Context, Session
from tests.carenurse.forms.filling import NOW, PATIENT
from tests.resources.second_opinion import SCORED, SECOND_OPINION, band_of, plain_sum
from tests.resources.shipped_forms import SLOW, counted, fillings, open_session

FILLS = int(os.environ.get("CARENURSE_FILLS", "25"))
"""Random fills of each form with a total; 500 before a form is shipped."""


def test_a_total_from_elsewhere_becomes_an_observation_of_its_own_day_that_says_so() -> None:
    session = open_session("total-braden")
    session.type_in("braden-total", "14")
    assert not session.completion().may_complete
    session.type_in("braden-on", "2026-03-01")
    (found,) = extract_all(session, Origin("r1", "Patient/p1", NOW))
    assert found["code"]["coding"][0]["code"] == "38227-5"
    assert found["valueQuantity"]["value"] == 14
    assert found["effectiveDateTime"] == "2026-03-01"
    assert found["method"]["text"].startswith("Score only")
    assert found["derivedFrom"] == [{"reference": "QuestionnaireResponse/r1"}]


@pytest.mark.parametrize(("typed_total", "fits"), [("5", False), ("6", True), ("23", True), ("24", False)])
def test_a_total_outside_the_ends_of_its_scale_is_refused(typed_total: str, *, fits: bool) -> None:
    session = open_session("total-braden")
    session.type_in("braden-on", "2026-03-01")
    session.type_in("braden-total", typed_total)
    assert session.completion().may_complete is fits


@pytest.mark.parametrize("name", SCORED)
@settings(max_examples=FILLS, deadline=None, suppress_health_check=SLOW)
@given(data=st.data())
def test_the_total_is_the_published_one_for_any_answers(name: str, data: st.DataObject) -> None:
    filled = data.draw(fillings(name))
    session = open_session(name)
    for link, answers in filled.items():
        session.answer(link, *answers)
    expected = SECOND_OPINION.get(name, plain_sum)(name, filled)
    score = session.score
    assert score is not None
    assert score.total == expected
    assert score.answered == score.of
    if expected is not None:
        assert score.band == band_of(name, filled, expected)
        assert score.action


@pytest.mark.parametrize("name", SCORED)
@settings(max_examples=8, deadline=None, suppress_health_check=SLOW)
@given(data=st.data())
def test_a_total_goes_when_one_counted_answer_is_taken_back(name: str, data: st.DataObject) -> None:
    session = open_session(name)
    for link, answers in data.draw(fillings(name)).items():
        session.answer(link, *answers)
    asked = [link for link in counted(name) if session.is_enabled(link)]
    session.clear(data.draw(st.sampled_from(asked)))
    score = session.score
    assert score is not None
    assert score.total is None or name == "asq"
    assert (score.total is None) is (score.answered < score.of) or name in ("gg0130", "gg0170")
    assert score.total is None or score.band


def answered(name: str, **chosen: str) -> Session:
    session = open_session(name)
    for link, text in chosen.items():
        session.type_in(link.replace("_", "-"), text)
    return session


def test_phq9_edges_of_every_band() -> None:
    edges = {0: "Minimal", 4: "Minimal", 5: "Mild", 9: "Mild", 10: "Moderate", 14: "Moderate"}
    edges |= {15: "Moderately severe", 19: "Moderately severe", 20: "Severe", 27: "Severe"}
    words = ["Not at all", "Several days", "More than half the days", "Nearly every day"]
    for total, label in edges.items():
        session = open_session("phq9")
        left = total
        for number in range(1, 10):
            session.type_in(f"phq9-{number}", words[min(3, left)])
            left -= min(3, left)
        assert (session.score and session.score.total, session.score and session.score.band) == (total, label)


def test_phq9_says_how_many_are_answered_and_the_points_so_far() -> None:
    session = answered("phq9", phq9_1="Several days", phq9_2="More than half the days")
    score = session.score
    assert score is not None
    assert (score.total, score.answered, score.of, score.so_far) == (None, 2, 9, 3)


def test_phq9_question_nine_raises_its_flag_at_once() -> None:
    (flag,) = answered("phq9", phq9_9="Several days").flags
    assert flag.severity == "critical"
    assert "988" in flag.action


def test_news2_flags_a_single_part_with_three_points() -> None:
    values = {
        "rr": "25",
        "spo2": "97",
        "o2": "Air",
        "sbp": "120",
        "hr": "70",
        "acvpu": "Alert",
        "temp": "37.0",
    }
    session = answered("news2", **values)
    assert session.score is not None
    assert session.score.total == 3
    assert [flag.severity for flag in session.flags] == ["moderate"]


def test_news2_asks_for_the_ordinary_scale_unless_told_otherwise() -> None:
    session = open_session("news2")
    assert session.answers("spo2scale")[0]["valueCoding"]["display"].startswith("Scale 1")


def test_blood_pressure_the_wrong_way_round_is_flagged() -> None:
    session = answered("vital-signs", sbp="80", dbp="120")
    assert [flag.says for flag in session.flags] == ["Systolic is not above diastolic"]


def test_a_chair_stand_without_a_known_birth_date_gets_no_verdict() -> None:
    session = Session(shipped_form("chair-stand-30s"), None, Context(), NOW)
    session.type_in("cs-n", "9")
    assert session.score is not None
    assert (session.score.total, session.score.band) == (9, "")


@pytest.mark.parametrize(
    ("born", "gender", "average"),
    [
        (date(1966, 3, 4), "male", 14),
        (date(1966, 3, 5), "male", None),
        (date(1961, 3, 5), "male", 14),
        (date(1961, 3, 4), "male", 12),
        (date(1936, 3, 4), "female", 4),
        (date(1931, 3, 5), "female", 4),
        (date(1931, 3, 4), "female", None),
        (date(1950, 1, 1), "other", None),
    ],
)
def test_the_average_of_the_chair_stand_goes_by_age_and_sex(
    born: date, gender: str, average: int | None
) -> None:
    patient = {**PATIENT, "birthDate": born.isoformat(), "gender": gender}
    session = Session(shipped_form("chair-stand-30s"), None, Context(patient=patient), NOW)
    found = [answer["valueInteger"] for answer in session.answers("cs-average")]
    assert found == ([] if average is None else [average])
