"""Every form that comes with the program: loads in full, says where it comes from, and scores as published.

The scores are worked out a second time here, straight from the JSON and by other means than the engine's.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from carenurse.app.content import (
    form_at,
    form_ids,
    form_resource,
    is_score_only,
    needs_permission,
    shipped_form,
)
from carenurse.clinical.fhir import Resource
from carenurse.forms.extraction import Origin, extract_all
from carenurse.forms.graph import Graph, build_graph
from carenurse.forms.session import Context, Session

NOW = datetime(2026, 3, 4, 10, 42, tzinfo=UTC)
ORDINAL = "http://hl7.org/fhir/StructureDefinition/ordinalValue"
SCORE = "urn:carenurse:score"
PATIENT: Resource = {
    "resourceType": "Patient",
    "id": "p1",
    "meta": {"tag": [{"system": "http://terminology.hl7.org/CodeSystem/v3-ActReason", "code": "HTEST"}]},
    "gender": "female",
    "birthDate": "1947-03-14",
}
TIER_A = {
    *("news2", "phq2", "phq9", "gad7", "gds15", "auditc", "4at", "bims", "steadi-stay-independent"),
    *("steadi-key3", "tug", "chair-stand-30s", "four-stage-balance", "orthostatic-bp", "mahc10"),
    *("cdc-home-safety", "gg0130", "gg0170", "oasis-m1400", "ahc-hrsn", "lace", "hospital-score", "ecog"),
    *("pain-nrs", "peg", "painad", "ucla3", "asq", "wound-record", "skin-check", "med-adherence-4"),
    "caregiver-check",
}
TIER_B = {"amts", "barthel", "katz", "lawton"}
"""Instruments whose rights are no clean open grant: off until the agency says that it holds permission."""
SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example]
GRAPHS: dict[str, Graph] = {}

Answers = dict[str, list[Resource]]


def items(raw: Resource) -> Iterator[Resource]:
    for item in raw.get("item", []):
        yield item
        yield from items(item)


def find(raw: Resource, link: str) -> Resource:
    return next(item for item in items(raw) if item["linkId"] == link)


def extension(element: Resource, url: str) -> Resource | None:
    return next((one for one in element.get("extension", []) if one["url"] == url), None)


def value(element: Resource, url: str) -> Any:
    found = extension(element, url) or {}
    return next((one for key, one in found.items() if key.startswith("value")), None)


def open_session(name: str) -> Session:
    form = shipped_form(name)
    graph = GRAPHS.setdefault(name, build_graph(form))
    return Session(form, None, Context(patient=PATIENT), NOW, graph)


def points(item: Resource, answers: list[Resource]) -> Decimal:
    """Look the points of the chosen options up in the JSON."""
    total = Decimal(0)
    for answer in answers:
        option = next(one for one in item["answerOption"] if one["valueCoding"] == answer["valueCoding"])
        total += Decimal(value(option, ORDINAL) or 0)
    return total


@st.composite
def fillings(draw: st.DrawFn, name: str) -> Answers:
    """Answer every question of a form that is not calculated, at random, within its limits."""
    filled: Answers = {}
    for item in items(form_resource(name)):
        options = item.get("answerOption")
        if item.get("readOnly") or item["type"] in ("group", "display", "text"):
            continue
        if options and item.get("repeats"):
            chosen = draw(st.lists(st.sampled_from(options), min_size=1, max_size=4, unique_by=id))
            filled[item["linkId"]] = [{"valueCoding": one["valueCoding"]} for one in chosen]
        elif options:
            filled[item["linkId"]] = [{"valueCoding": draw(st.sampled_from(options))["valueCoding"]}]
        else:
            filled[item["linkId"]] = [draw(_number(item))]
    return filled


def _number(item: Resource) -> st.SearchStrategy[Resource]:
    fhir = "http://hl7.org/fhir/StructureDefinition/"
    low, high = value(item, fhir + "minValue"), value(item, fhir + "maxValue")
    if item["type"] == "integer":
        return st.integers(int(low), int(high)).map(lambda number: {"valueInteger": number})
    if item["type"] == "decimal":
        places = value(item, fhir + "maxDecimalPlaces")
        numbers = st.decimals(Decimal(low), Decimal(high), places=places)
        return numbers.map(lambda number: {"valueDecimal": number})
    unit = next(one["valueCoding"] for one in item["extension"] if one["url"].endswith("unitOption"))
    return st.just({"valueQuantity": {"value": Decimal(37), "unit": unit["display"], "code": unit["code"]}})


def number_of(filled: Answers, link: str) -> Decimal:
    return Decimal(next(iter(filled[link][0].values())))


def label_of(filled: Answers, link: str) -> str:
    return filled[link][0]["valueCoding"]["display"]


def counted(name: str) -> list[str]:
    for item in items(form_resource(name)):
        rule = extension(item, SCORE)
        if rule:
            return [part["valueString"] for part in rule["extension"] if part["url"] == "counts"]
    return []


def plain_sum(name: str, filled: Answers) -> Decimal:
    raw = form_resource(name)
    return sum((points(find(raw, link), filled[link]) for link in counted(name)), Decimal(0))


def in_table(table: list[tuple[str, int]], number: Decimal) -> int:
    """Read points off rows of (highest value, points); the last row has no highest value."""
    return next(score for highest, score in table if highest == "" or number <= Decimal(highest))


def news2(_name: str, filled: Answers) -> Decimal:
    """Read the chart of the Royal College of Physicians, 2017, as rows of upper ends."""
    oxygen = label_of(filled, "o2") == "Oxygen"
    saturation = number_of(filled, "spo2")
    one = [("91", 3), ("93", 2), ("95", 1), ("", 0)]
    two = [
        ("83", 3),
        ("85", 2),
        ("87", 1),
        ("92", 0),
        *([("94", 1), ("96", 2), ("", 3)] if oxygen else [("", 0)]),
    ]
    second = label_of(filled, "spo2scale").startswith("Scale 2")
    temperature = number_of(filled, "temp").quantize(Decimal("0.1"), ROUND_HALF_UP)
    total = in_table(two if second else one, saturation)
    total += in_table([("8", 3), ("11", 1), ("20", 0), ("24", 2), ("", 3)], number_of(filled, "rr"))
    total += in_table([("90", 3), ("100", 2), ("110", 1), ("219", 0), ("", 3)], number_of(filled, "sbp"))
    total += in_table(
        [("40", 3), ("50", 1), ("90", 0), ("110", 1), ("130", 2), ("", 3)], number_of(filled, "hr")
    )
    total += in_table([("35.0", 3), ("36.0", 1), ("38.0", 0), ("39.0", 1), ("", 2)], temperature)
    total += 2 if oxygen else 0
    return Decimal(total + (0 if label_of(filled, "acvpu") == "Alert" else 3))


def auditc(name: str, filled: Answers) -> Decimal:
    return Decimal(0) if label_of(filled, "auditc-1") == "Never" else plain_sum(name, filled)


def asq(_name: str, filled: Answers) -> Decimal:
    first = sum(label_of(filled, f"asq-{number}") == "Yes" for number in range(1, 5))
    return Decimal(first + (label_of(filled, "asq-5") == "Yes" if first else 0))


def lace(name: str, filled: Answers) -> Decimal:
    raw = form_resource(name)
    comorbidity = points(find(raw, "lace-c"), filled["lace-c"])
    rest = sum((points(find(raw, link), filled[link]) for link in ("lace-l", "lace-a", "lace-e")), Decimal(0))
    return rest + (comorbidity if comorbidity <= 3 else 5)


def peg(name: str, filled: Answers) -> Decimal:
    return (plain_sum(name, filled) / 3).quantize(Decimal("0.1"), ROUND_HALF_UP)


def activities(name: str, filled: Answers) -> Decimal | None:
    """Take the mean of the codes 01 to 06; 07, 09, 10 and 88 mean "not attempted" and do not count."""
    codes = {link: filled[link][0]["valueCoding"]["code"] for link in counted(name)}
    if codes.get("GG0170I") in ("07", "09", "10", "88"):
        for link in ("GG0170J", "GG0170K", "GG0170L"):
            del codes[link]
    done = [int(code) for code in codes.values() if int(code) <= 6]
    return (Decimal(sum(done)) / len(done)).quantize(Decimal("0.01"), ROUND_HALF_UP) if done else None


def balance(_name: str, filled: Answers) -> Decimal:
    total = Decimal(0)
    for link in ("b1", "b2", "b3", "b4"):
        seconds = number_of(filled, link)
        total += seconds
        if seconds < 10:
            break
    return total


def drop(_name: str, filled: Answers) -> Decimal:
    return number_of(filled, "sup-s") - min(number_of(filled, "s1-s"), number_of(filled, "s3-s"))


def typed(link: str) -> Callable[[str, Answers], Decimal]:
    return lambda _name, filled: number_of(filled, link)


SECOND_OPINION: dict[str, Callable[[str, Answers], Decimal | None]] = {
    "news2": news2,
    "auditc": auditc,
    "asq": asq,
    "lace": lace,
    "peg": peg,
    "gg0130": activities,
    "gg0170": activities,
    "four-stage-balance": balance,
    "orthostatic-bp": drop,
    "tug": typed("tug-sec"),
    "chair-stand-30s": typed("cs-n"),
}


def band_of(name: str, filled: Answers, total: Decimal) -> str | None:
    """Find the range in the JSON; ranges with a rule of their own are worked out by hand."""
    if name == "chair-stand-30s":
        return "Below table value = below average" if total < 10 else "At or above table value"
    if name == "four-stage-balance":
        held = all(number_of(filled, link) >= 10 for link in ("b1", "b2", "b3"))
        return "Tandem held 10 s" if held else "Cannot hold tandem 10 s: increased fall risk"
    if name == "orthostatic-bp":
        low = number_of(filled, "sup-d") - min(number_of(filled, "s1-d"), number_of(filled, "s3-d"))
        bad = total >= 20 or low >= 10 or label_of(filled, "sym") == "Yes"
        return "Drop 20 or more systolic, or 10 or more diastolic, or symptoms" if bad else "Normal"
    rule = next(found for item in items(form_resource(name)) if (found := extension(item, SCORE)))
    for part in rule["extension"]:
        if part["url"] != "band":
            continue
        low, high, below = (value(part, end) for end in ("low", "high", "below"))
        if low <= total and (high is None or total <= high) and (below is None or total < below):
            return value(part, "label")
    return None


SCORED = [name for name in form_ids() if counted(name)]


def test_all_instruments_of_the_first_tier_are_here() -> None:
    assert set(form_ids()) >= TIER_A | {"vital-signs"}


def test_only_the_instruments_of_the_second_tier_wait_for_permission() -> None:
    assert {name for name in form_ids() if needs_permission(form_resource(name))} == TIER_B


@pytest.mark.parametrize("name", [name for name in form_ids() if is_score_only(form_resource(name))])
def test_a_scale_that_may_not_be_shipped_asks_only_for_its_total_and_its_date(name: str) -> None:
    form = shipped_form(name)
    assert [item.kind for item in form.questions] == ["integer", "date", "string"]
    assert [item.required for item in form.questions] == [True, True, False]
    assert not any(item.options for item in form.questions)
    assert not form.scores
    assert "Only the total" in form.permission


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


@pytest.mark.parametrize("name", form_ids())
def test_a_shipped_form_uses_nothing_that_is_not_done_in_full(name: str) -> None:
    report = shipped_form(name).report
    assert [(one.name, one.why) for one in report.features if one.level != "supported"] == []


@pytest.mark.parametrize("name", form_ids())
def test_a_shipped_form_says_where_it_comes_from_and_what_it_cannot_do(name: str) -> None:
    form = shipped_form(name)
    assert all((form.source, form.permission, form.limits, form.use, form.copyright))
    assert form.status == "draft"
    assert not form.approved
    assert form.version == "1.0.0"
    assert form.url == f"urn:carenurse:questionnaire/{name}"
    assert form_at(form.canonical) is form
    codes = [coding for item in form.index.values() for coding in item.codes]
    if any(coding.get("system") == "http://loinc.org" for coding in (*codes, *form.codes)):
        assert "Regenstrief" in form.copyright


@pytest.mark.parametrize("name", form_ids())
def test_a_shipped_form_names_its_questions_and_codes_well(name: str) -> None:
    raw = form_resource(name)
    links = [item["linkId"] for item in items(raw)]
    assert len(links) == len(set(links))
    for item in items(raw):
        assert item["text"].strip() == item["text"] != ""
        codings = [option["valueCoding"] for option in item.get("answerOption", [])]
        assert len({coding["code"] for coding in codings}) == len(codings)
        assert not (codings and "initial" in item), "FHIR R4 que-11: mark the option initialSelected"
        for coding in item.get("code", []):
            assert coding["system"] != "http://loinc.org" or _check_digit_holds(coding["code"])


def _check_digit_holds(code: str) -> bool:
    """LOINC's check digit: mod 10, doubling every second digit from the right."""
    digits, _, check = code.partition("-")
    odd = int(digits[::-2][::-1]) * 2
    total = sum(int(digit) for digit in digits[-2::-2][::-1] + str(odd))
    return (10 - total % 10) % 10 == int(check)


@pytest.mark.parametrize("name", form_ids())
def test_an_empty_form_has_no_total_and_no_flag_and_cannot_be_completed(name: str) -> None:
    session = open_session(name)
    assert [score.total for score in session.scores] == [None] * len(session.scores)
    assert session.flags == ()
    assert not session.completion().may_complete
    assert [session.trouble(place) for place in session.places(hidden=True) if session.trouble(place)] == []


@pytest.mark.parametrize("name", SCORED)
@settings(max_examples=25, deadline=None, suppress_health_check=SLOW)
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
