"""``form check`` and ``form fill``, as the command line calls them."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from carenurse.app.form_commands import FillResult, check, fill
from carenurse.errors import ExpectedError
from carenurse.forms.loading import load
from carenurse.forms.nodes import Place
from carenurse.forms.session import Session
from tests.carenurse.forms.made import calculated, item
from tests.carenurse.forms.made import form as made_form

NOW = datetime(2026, 3, 4, 10, 42, tzinfo=UTC)
HALF = {"valueCoding": {"system": "http://loinc.org", "code": "LA6570-1"}}


def saved(folder: Path, name: str, content: Any) -> Path:
    path = folder / name
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def filled(folder: Path, answers: Any, form: str = "phq9", context: Any = None) -> FillResult:
    surroundings = saved(folder, "context.json", context) if context else None
    return fill(Path(form), saved(folder, "answers.json", answers), surroundings, NOW)


def test_check_reports_each_file_and_never_stops_at_a_bad_one(tmp_path: Path) -> None:
    good = saved(
        tmp_path,
        "good.json",
        {
            "resourceType": "Questionnaire",
            "url": "urn:t",
            "status": "draft",
            "title": "T",
            "item": [{"linkId": "a", "type": "string"}],
        },
    )
    other = saved(tmp_path, "patient.json", {"resourceType": "Patient"})
    broken = saved(tmp_path, "broken.json", "{")
    deep = saved(tmp_path, "deep.json", "[" * 100_000)
    reports = check([good, other, broken, deep, tmp_path / "missing.json", tmp_path])
    assert [report["loads"] for report in reports] == [True, False, False, False, False, False]
    assert reports[0]["features"] == ["string"]
    assert reports[0]["degraded"] == []
    assert all(report["refused"] for report in reports[1:])
    json.dumps(reports)


def test_fill_completes_a_form_and_calculates(tmp_path: Path) -> None:
    result = filled(tmp_path, {f"phq9-{number}": [HALF] for number in range(1, 10)})
    assert result.completed
    assert result.issues == ()
    assert result.response["status"] == "completed"
    total = next(item for item in result.response["item"] if item["linkId"] == "phq9-total")
    assert total["answer"] == [{"valueInteger": 18}]


def test_fill_says_what_is_missing_and_gives_no_total(tmp_path: Path) -> None:
    result = filled(tmp_path, {f"phq9-{number}": [HALF] for number in range(1, 9)})
    assert not result.completed
    assert result.response["status"] == "in-progress"
    assert [(issue["linkId"], issue["code"]) for issue in result.issues] == [("phq9-9", "required")]
    assert "phq9-total" not in [item["linkId"] for item in result.response["item"]]


def test_fill_takes_a_response_and_a_context(tmp_path: Path) -> None:
    patient = {"resourceType": "Patient", "id": "p1", "gender": "female", "birthDate": "1947-03-14"}
    answers = {
        "resourceType": "QuestionnaireResponse",
        "status": "in-progress",
        "item": [{"linkId": "cs-n", "answer": [{"valueInteger": 9}]}],
    }
    result = filled(
        tmp_path, answers, "chair-stand-30s", {"resourceType": "Bundle", "entry": [{"resource": patient}]}
    )
    assert result.completed
    assert result.response["subject"] == {"reference": "Patient/p1"}
    assert result.response["item"][1]["answer"] == [{"valueInteger": 10}]


def test_fill_leaves_out_what_is_not_asked_and_says_so(tmp_path: Path) -> None:
    never, one = (
        {"valueCoding": {"system": "http://loinc.org", "code": code}} for code in ("LA6270-8", "LA15694-5")
    )
    result = filled(tmp_path, {"auditc-1": [never], "auditc-2": [one]}, "auditc")
    assert result.completed
    assert [item["linkId"] for item in result.response["item"]] == ["auditc-1", "auditc-total"]
    assert [(issue["severity"], issue["code"]) for issue in result.issues] == [("warning", "not-asked")]


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ([], "neither a QuestionnaireResponse"),
        ({"nowhere": [HALF]}, "“nowhere”"),
        ({"phq9-1": ["yes"]}, "“phq9-1” is not written as FHIR"),
        ({"phq9-total": [{"valueInteger": 3}]}, "calculated"),
        ({"resourceType": "QuestionnaireResponse", "questionnaire": "urn:other"}, "another form"),
        (
            {
                "resourceType": "QuestionnaireResponse",
                "questionnaire": "urn:carenurse:questionnaire/phq9|0.9",
            },
            "version 0.9",
        ),
    ],
)
def test_fill_refuses_answers_that_do_not_belong_in_one_sentence(
    tmp_path: Path, answers: Any, words: str
) -> None:
    with pytest.raises(ExpectedError) as refusal:
        filled(tmp_path, answers)
    assert words in refusal.value.sentence


def test_fill_names_a_form_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ExpectedError, match=r"nothing\.json"):
        filled(tmp_path, {}, "nothing.json")


def test_all_calculations_of_one_filling_share_one_allowance_and_say_when_it_is_spent() -> None:
    sums = [calculated(f"c{at}", "integer", "(%resource.item.answer.value | 1).count()") for at in range(20)]
    form = load(made_form(item("a", "integer"), *sums))
    session = Session(form, allowance=60)
    session.answer_all({Place("a"): [{"valueInteger": 3}]})
    stopped = [at for at in range(20) if "takes too long" in session.trouble(f"c{at}")]
    assert stopped
    assert all(session.answers(f"c{at}") == () for at in stopped)
    assert len(session.answers("a")) == 1
