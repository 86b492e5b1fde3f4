"""Every shipped score against its published rules, entered apart from the forms: 500 random fillings each.

The tables are in published_scores.json; what is no plain sum is worked out here by hand. Nothing is read
from the form but which answers may be picked.
"""

import random
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest

from carenurse.app.content import form_resource
from carenurse.clinical.fhir import Resource, read_json
from carenurse.forms.nodes import Place
from carenurse.forms.session import Session
from tests.resources.second_opinion import SCORED, balance, band_of, drop, news2, typed
from tests.resources.shipped_forms import Answers, counted, fitting, items, label_of, open_session, value

FILLS = 500
ONE_BY_ONE = 50
"""So many are answered question by question, as a nurse does; the others at once, as a file does."""
PUBLISHED: dict[str, Any] = read_json((Path(__file__).parent / "published_scores.json").read_bytes())["forms"]
RULED_BY_HAND = {"chair-stand-30s", "four-stage-balance", "orthostatic-bp"}


def points(name: str, filled: Answers, link: str) -> Decimal:
    """Look the points up in the published table, by the words of the answer."""
    table = PUBLISHED[name]["points"][link]
    return sum((Decimal(table[one["valueCoding"]["display"]]) for one in filled[link]), Decimal(0))


def plain(name: str, filled: Answers) -> Decimal | None:
    return sum((points(name, filled, link) for link in counted(name)), Decimal(0))


def alcohol(name: str, filled: Answers) -> Decimal | None:
    """Who never drinks is not asked further."""
    never = label_of(filled, "auditc-1") == "Never"
    return points(name, filled, "auditc-1") if never else plain(name, filled)


def suicide(name: str, filled: Answers) -> Decimal | None:
    """Ask the fifth question only after a Yes to one of the first four."""
    first = sum((points(name, filled, f"asq-{number}") for number in range(1, 5)), Decimal(0))
    return first + points(name, filled, "asq-5") if first else first


def readmission(name: str, filled: Answers) -> Decimal | None:
    """LACE: four or more points of comorbidity count as five."""
    illness = points(name, filled, "lace-c")
    rest = sum((points(name, filled, f"lace-{part}") for part in "lae"), Decimal(0))
    return rest + (illness if illness < 4 else Decimal(5))


def mean_of_three(name: str, filled: Answers) -> Decimal | None:
    total = plain(name, filled)
    return None if total is None else (total / 3).quantize(Decimal("0.1"), ROUND_HALF_UP)


def attempted(name: str, filled: Answers) -> Decimal | None:
    """Take the mean of 01 to 06; not attempted does not count; without 10 feet of walking no more walking."""
    levels = {link: label_of(filled, link)[:2] for link in counted(name)}
    if levels.get("GG0170I") in ("07", "09", "10", "88"):
        levels = {link: level for link, level in levels.items() if link[-1] not in "JKL" or link == "GG0130L"}
    done = [int(level) for level in levels.values() if "01" <= level <= "06"]
    return (Decimal(sum(done)) / len(done)).quantize(Decimal("0.01"), ROUND_HALF_UP) if done else None


RULES: dict[str, Callable[[str, Answers], Decimal | None]] = {
    "auditc": alcohol,
    "asq": suicide,
    "lace": readmission,
    "peg": mean_of_three,
    "gg0130": attempted,
    "gg0170": attempted,
    "news2": news2,
    "four-stage-balance": balance,
    "orthostatic-bp": drop,
    "tug": typed("tug-sec"),
    "chair-stand-30s": typed("cs-n"),
}


def published_band(name: str, filled: Answers, total: Decimal) -> str | None:
    """Find the range that begins last before the total: the ranges lie end to end."""
    if name in RULED_BY_HAND:
        return band_of(name, filled, total)
    held = [(low or 0, label) for low, _high, label in PUBLISHED[name]["bands"] if total >= (low or 0)]
    return str(max(held)[1]) if held else None


def fill_at_random(name: str, chance: random.Random) -> Answers:
    filled: Answers = {}
    for item in items(form_resource(name)):
        options = item.get("answerOption")
        if item.get("readOnly") or item["type"] in ("group", "display", "text"):
            continue
        if options:
            count = chance.randint(1, min(3, len(options))) if item.get("repeats") else 1
            chosen = fitting(chance.sample(options, count))
            filled[item["linkId"]] = [{"valueCoding": one["valueCoding"]} for one in chosen]
        else:
            filled[item["linkId"]] = [number(item, chance)]
    return filled


def number(item: Resource, chance: random.Random) -> Resource:
    fhir = "http://hl7.org/fhir/StructureDefinition/"
    low, high = value(item, fhir + "minValue"), value(item, fhir + "maxValue")
    if item["type"] == "integer":
        return {"valueInteger": chance.randint(int(low), int(high))}
    if item["type"] == "decimal":
        places = int(value(item, fhir + "maxDecimalPlaces"))
        whole = chance.randint(int(low * 10**places), int(high * 10**places))
        return {"valueDecimal": Decimal(whole).scaleb(-places)}
    unit = next(one["valueCoding"] for one in item["extension"] if one["url"].endswith("unitOption"))
    tenths = chance.randint(330, 420) if unit["code"] == "Cel" else chance.randint(930, 1080)
    return {"valueQuantity": {"value": Decimal(tenths) / 10, "unit": unit["display"], "code": unit["code"]}}


def answer_all(session: Session, filled: Answers) -> None:
    for link, answers in filled.items():
        session.answer(link, *answers)


@pytest.mark.parametrize("name", SCORED)
def test_500_random_fillings_score_as_the_published_rules_say(name: str) -> None:
    chance = random.Random(f"scores of {name}")  # noqa: S311 - a repeatable test, no secret
    session = open_session(name)
    for turn in range(FILLS):
        filled = fill_at_random(name, chance)
        if turn < ONE_BY_ONE:
            answer_all(session, filled)
        else:
            session.answer_all({Place(link): answers for link, answers in filled.items()})
        expected = RULES.get(name, plain)(name, filled)
        score = session.score
        assert score is not None
        assert score.total == expected, (turn, filled)
        if expected is not None:
            assert score.band == published_band(name, filled, expected), (turn, expected)


def picked(name: str, total: int) -> Answers | None:
    """Find answers whose points make up a total, if any do."""
    ways: dict[int, Answers] = {0: {}}
    for link in counted(name):
        table = PUBLISHED[name]["points"][link]
        option = {
            one["valueCoding"]["display"]: one["valueCoding"]
            for item in items(form_resource(name))
            if item["linkId"] == link
            for one in item["answerOption"]
        }
        ways = {
            so_far + int(worth): {**before, link: [{"valueCoding": option[words]}]}
            for so_far, before in ways.items()
            for words, worth in table.items()
        }
    return ways.get(total)


EDGES = [
    pytest.param(name, int(edge), label, id=f"{name} {edge}")
    for name in SCORED
    if name not in RULES
    for low, high, label in PUBLISHED[name]["bands"]
    for edge in dict.fromkeys((low, high))
    if edge is not None and picked(name, int(edge)) is not None
]


@pytest.mark.parametrize(("name", "edge", "label"), EDGES)
def test_each_edge_of_each_range_means_what_was_published(name: str, edge: int, label: str) -> None:
    session = open_session(name)
    answers = picked(name, edge)
    assert answers is not None
    answer_all(session, answers)
    score = session.score
    assert score is not None
    assert (score.total, score.band) == (Decimal(edge), label)


def test_the_edges_of_the_ranges_can_nearly_all_be_reached() -> None:
    assert len(EDGES) > 80


@pytest.mark.parametrize(
    ("name", "link", "typed_number", "label"),
    [
        ("tug", "tug-sec", "11.9", "Under 12 seconds"),
        ("tug", "tug-sec", "12", "12 seconds or more: at risk"),
        ("tug", "tug-sec", "29.9", "12 seconds or more: at risk"),
        ("tug", "tug-sec", "30", "30 seconds or more"),
    ],
)
def test_the_edges_of_a_time_mean_what_was_published(
    name: str, link: str, typed_number: str, label: str
) -> None:
    session = open_session(name)
    session.type_in(link, typed_number)
    assert session.score is not None
    assert session.score.band == label
