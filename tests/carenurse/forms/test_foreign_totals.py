"""A total of any form waits until every question that it scores is answered, however its author wrote it."""

from decimal import Decimal

import pytest

from carenurse.clinical.fhir import Resource
from carenurse.forms import urls
from carenurse.forms.answers import choose
from carenurse.forms.loading import load
from carenurse.forms.session import Session

POINTS = "http://hl7.org/fhir/StructureDefinition/ordinalValue"
COUNT = 4
BY_FUNCTION = "%resource.item.where(linkId.startsWith('q')).answer.value.ordinal().sum()"
BY_EXTENSION = f"%resource.item.answer.valueCoding.extension.where(url='{POINTS}').valueDecimal"
ONE_BY_ONE = " + ".join(
    f"iif(%resource.item.where(linkId='q{n}').answer.exists(), "
    f"%resource.item.where(linkId='q{n}').answer.value.ordinal(), 0)"
    for n in range(COUNT)
)


def question(link: str, **more: object) -> Resource:
    options = [
        {
            "valueCoding": {"code": f"c{n}", "display": f"Choice {n}"},
            "extension": [{"url": POINTS, "valueDecimal": n}],
        }
        for n in range(4)
    ]
    return {"linkId": link, "type": "choice", "text": link, "answerOption": options, **more}


def calculated(link: str, expression: str, kind: str = "integer") -> Resource:
    formula = {"language": "text/fhirpath", "expression": expression}
    extension = [{"url": urls.CALCULATED, "valueExpression": formula}]
    return {"linkId": link, "type": kind, "text": "Total", "readOnly": True, "extension": extension}


def variable(name: str, expression: str) -> Resource:
    formula = {"name": name, "language": "text/fhirpath", "expression": expression}
    return {"url": urls.VARIABLE, "valueExpression": formula}


def begun(*items: Resource, count: int = COUNT, **more: object) -> Session:
    asked = [question(f"q{n}") for n in range(count)]
    return Session(
        load({"resourceType": "Questionnaire", "status": "active", "item": [*asked, *items], **more})
    )


def pick(session: Session, link: str, points: int) -> None:
    session.answer(link, choose(session.item(link).options[points]))


@pytest.mark.parametrize(
    "expression",
    [BY_FUNCTION, f"{BY_EXTENSION}.aggregate($total + $this, 0)", f"{BY_EXTENSION}.sum()", ONE_BY_ONE],
)
def test_no_number_stands_before_the_last_answer(expression: str) -> None:
    session = begun(calculated("t", expression))
    seen = [(session.answers("t"), session.awaited("t"))]
    for n in range(COUNT):
        pick(session, f"q{n}", n % 2)
        seen.append((session.answers("t"), session.awaited("t")))

    assert seen[:-1] == [((), f"{n} of {COUNT} answered") for n in range(COUNT)]
    (total,), words = seen[-1]
    assert (total["valueInteger"], words) == (2, "")


def test_a_total_by_way_of_a_variable_comes_with_an_answer_that_adds_nothing() -> None:
    session = begun(calculated("t", "%sum"), extension=[variable("sum", BY_FUNCTION)])
    for n in range(COUNT):
        pick(session, f"q{n}", 0 if n else 3)

    assert session.answers("t") == ({"valueInteger": 3},)


def test_what_follows_from_a_total_waits_with_it() -> None:
    words = "iif(%resource.item.where(linkId='t').answer.value < 5, 'Minimal', 'Severe')"
    session = begun(calculated("t", BY_FUNCTION), calculated("w", words, "string"))
    pick(session, "q0", 1)
    assert session.answers("w") == ()

    for n in range(1, COUNT):
        pick(session, f"q{n}", 0)
    assert session.answers("w") == ({"valueString": "Minimal"},)


def test_a_question_that_is_not_asked_is_not_waited_for() -> None:
    asked = question("q9", enableWhen=[{"question": "q0", "operator": "=", "answerCoding": {"code": "c3"}}])
    session = begun(asked, calculated("t", BY_FUNCTION), count=1)
    pick(session, "q0", 1)
    assert session.answers("t") == ({"valueInteger": 1},)

    pick(session, "q0", 3)
    assert (session.answers("t"), session.awaited("t")) == ((), "1 of 2 answered")


def test_ticks_may_all_be_left_out_and_what_only_counts_does_not_wait() -> None:
    how_many = "%resource.item.where(linkId.startsWith('q')).answer.count()"
    session = begun(
        question("ticks", repeats=True),
        calculated("t", "%resource.item.answer.value.ordinal().sum()"),
        calculated("done", how_many),
    )
    assert session.answers("done") == ({"valueInteger": 0},)
    for n in range(COUNT):
        pick(session, f"q{n}", 1)

    assert session.answers("t") == ({"valueInteger": 4},)


def test_an_answer_that_the_form_refuses_gives_no_total() -> None:
    limited: Resource = {
        "linkId": "n",
        "type": "decimal",
        "text": "Temperature",
        "extension": [{"url": urls.MAX_VALUE, "valueDecimal": Decimal(45)}],
    }
    score = {"url": urls.SCORE, "extension": [{"url": "counts", "valueString": "n"}]}
    total = calculated("t", "%resource.item.where(linkId='n').answer.value", "decimal")
    total["extension"] = [*total["extension"], score]
    session = begun(limited, total, count=0)

    session.answer("n", {"valueDecimal": Decimal(99)})
    assert (session.answers("t"), session.score and session.score.total) == ((), None)

    session.answer("n", {"valueDecimal": Decimal(37)})
    assert session.score is not None
    assert session.score.total == Decimal(37)
