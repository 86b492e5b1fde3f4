"""``form check`` answers for any file in two seconds; ``form fill`` ends, with a sentence."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from time import process_time
from typing import Any

import pytest

from carenurse.app.form_commands import check, fill
from tests.yardstick import times_slower

SDC = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-"
FHIR = "http://hl7.org/fhir/StructureDefinition/"
BAR = 2.0
"""Seconds of this process's own work."""


def form(*items: Any, **more: Any) -> Any:
    return {"resourceType": "Questionnaire", "url": "urn:t", "status": "draft", "item": list(items), **more}


def reckoned(link: str, expression: str, kind: str = "decimal") -> Any:
    held = {"language": "text/fhirpath", "expression": expression}
    return {
        "linkId": link,
        "type": kind,
        "extension": [{"url": SDC + "calculatedExpression", "valueExpression": held}],
    }


def nested(levels: int) -> str:
    """Written by hand: json.dumps gives up before CareNurse does."""
    opened = "".join(f'{{"linkId":"g{level}","type":"group","item":[' for level in range(levels))
    leaf = '{"linkId":"leaf","type":"string"}'
    whole = json.dumps(form("LEAF"))
    return whole.replace('"LEAF"', opened + leaf + "]}" * levels)


def asks(link: str) -> str:
    return f"%resource.item.where(linkId='{link}').answer.value"


def value_set(number: int, of: list[int]) -> Any:
    include = [{"valueSet": [f"#v{other}"]} for other in of]
    return {
        "resourceType": "ValueSet",
        "id": f"v{number}",
        "status": "draft",
        "compose": {"include": [*include, {"system": "urn:t", "concept": [{"code": f"c{number}"}]}]},
    }


CHAIN = "(1 | 2)" + ".select((1 | 2)" * 95 + ")" * 95
HOSTILE: dict[str, Callable[[], Any]] = {
    "5,000 items": lambda: form(*({"linkId": f"i{n}", "type": "string"} for n in range(5_000))),
    "4,900 calculations": lambda: form(
        *(reckoned(f"i{n}", asks(f"i{n + 1}") + " + 1") for n in range(4_900))
    ),
    "calculations over everything": lambda: form(
        *(
            reckoned(f"i{n}", f"%resource.descendants().where(linkId.matches('i{n}+')).count()")
            for n in range(3_000)
        )
    ),
    "40 levels and more": lambda: nested(60),
    "500 levels": lambda: nested(500),
    "brackets": lambda: form(reckoned("a", "(" * 19_000 + "1" + ")" * 19_000)),
    "a hundred selects": lambda: form(reckoned("a", CHAIN)),
    "a hundred extensions": lambda: form(
        reckoned("a", "a" + ".extension.b" * 80), reckoned("b", "a" + ".extension('x').b" * 80)
    ),
    "one long sum": lambda: form(reckoned("a", "+".join(["1"] * 4_900))),
    "long texts": lambda: form(*(reckoned(f"a{n}", f"'{'x' * 39_000}{n}'") for n in range(300))),
    "slow patterns": lambda: form(
        {"linkId": "a", "type": "string", "extension": [{"url": FHIR + "regex", "valueString": "(a+)+$"}]},
        *({"linkId": "c" * 200 + str(n), "type": "decimal"} for n in range(300)),
        *(
            reckoned(f"k{n}", f"%resource.item.where(linkId.matches('(c+c+)+{n}$')).answer.value")
            for n in range(300)
        ),
    ),
    "a circle of calculations": lambda: form(
        *(reckoned(f"a{n}", asks(f"a{(n + 1) % 1_000}") + " + 1") for n in range(1_000))
    ),
    "a circle of conditions": lambda: form(
        *(
            {
                "linkId": f"a{n}",
                "type": "boolean",
                "enableWhen": [
                    {"question": f"a{(n + 1) % 3_000}", "operator": "exists", "answerBoolean": True}
                ],
            }
            for n in range(3_000)
        )
    ),
    "two billion repetitions": lambda: form(
        {
            "linkId": "g",
            "type": "group",
            "repeats": True,
            "extension": [{"url": FHIR + "questionnaire-minOccurs", "valueInteger": 2_000_000_000}],
            "item": [{"linkId": "a", "type": "string", "required": True}],
        }
    ),
    "value sets of value sets": lambda: form(
        {"linkId": "a", "type": "choice", "answerValueSet": "#v0"},
        contained=[value_set(n, [(n + 1) % 40] * 100) for n in range(40)],
    ),
    "a value set for thousands": lambda: form(
        *({"linkId": f"a{n}", "type": "choice", "answerValueSet": "#v"} for n in range(3_000)),
        contained=[
            {
                "resourceType": "ValueSet",
                "id": "v",
                "status": "draft",
                "compose": {
                    "include": [{"system": "urn:t", "concept": [{"code": f"c{n}"} for n in range(2_000)]}]
                },
            }
        ],
    ),
    "doubling names": lambda: form(
        reckoned("a", "%v999"),
        extension=[
            {
                "url": FHIR + "variable",
                "valueExpression": {
                    "name": f"v{n}",
                    "language": "text/fhirpath",
                    "expression": f"%v{n - 1} + %v{n - 1}" if n else "1",
                },
            }
            for n in range(1_000)
        ],
    ),
    "wrong kinds everywhere": lambda: form(
        {"linkId": "a", "type": "choice", "answerOption": {"x": 1}, "enableWhen": "no", "initial": 3},
        {"linkId": "b", "type": "quantity", "extension": [None, 5, {"url": None}], "code": "x", "item": 5},
    ),
    "it holds itself": lambda: form(
        *(
            {
                "linkId": f"a{n}",
                "type": "display",
                "extension": [{"url": SDC + "subQuestionnaire", "valueCanonical": "urn:t"}],
            }
            for n in range(1_000)
        )
    ),
}


def written(folder: Path, name: str) -> Path:
    path = folder / "form.json"
    made = HOSTILE[name]()
    path.write_text(made if isinstance(made, str) else json.dumps(made), encoding="utf-8")
    return path


@pytest.mark.parametrize("name", HOSTILE)
def test_check_answers_within_two_seconds(tmp_path: Path, name: str) -> None:
    path = written(tmp_path, name)
    spent: list[float] = []
    report: dict[str, Any] = {}
    for _ in range(2):
        before = process_time()
        report = check([path])[0]
        spent.append(process_time() - before)
    assert min(spent) < BAR * times_slower()
    assert report["loads"] or report["refused"]
    json.dumps(report)


@pytest.mark.parametrize(
    "name",
    [
        "a hundred selects",
        "slow patterns",
        "a circle of calculations",
        "two billion repetitions",
        "doubling names",
    ],
)
def test_a_hostile_form_is_filled_in_bounded_work(tmp_path: Path, name: str) -> None:
    answers = tmp_path / "answers.json"
    answers.write_text("{}", encoding="utf-8")
    before = process_time()
    filled = fill(written(tmp_path, name), answers, None, datetime(2026, 3, 4, tzinfo=UTC))
    assert process_time() - before < 5 * BAR * times_slower()
    assert all(issue["sentence"] for issue in filled.issues)


def test_an_expression_that_was_stopped_says_so_on_its_item(tmp_path: Path) -> None:
    answers = tmp_path / "answers.json"
    answers.write_text("{}", encoding="utf-8")
    filled = fill(written(tmp_path, "a hundred selects"), answers, None, datetime(2026, 3, 4, tzinfo=UTC))
    assert [(issue["linkId"], issue["code"]) for issue in filled.issues] == [("a", "calculation")]
    assert "takes too long" in filled.issues[0]["sentence"]


def test_a_file_too_deep_to_be_read_is_refused_in_words(tmp_path: Path) -> None:
    path = tmp_path / "deep.json"
    path.write_text("[" * 100_000, encoding="utf-8")
    assert "nested too deeply" in check([path])[0]["refused"]
