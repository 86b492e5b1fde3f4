"""Makes small Questionnaires for tests."""

from typing import Any

from carenurse.clinical.fhir import Resource
from carenurse.forms import urls


def form(*items: Resource, **more: Any) -> Resource:
    return {
        "resourceType": "Questionnaire",
        "url": "urn:t:form",
        "status": "draft",
        "item": list(items),
        **more,
    }


def item(link: str, kind: str = "string", **more: Any) -> Resource:
    return {"linkId": link, "type": kind, "text": f"Question {link}", **more}


def choice(link: str, scores: dict[str, Any], **more: Any) -> Resource:
    options = [
        {
            "extension": [{"url": urls.FHIR + "ordinalValue", "valueDecimal": score}],
            "valueCoding": {"system": "urn:t", "code": code, "display": code.upper()},
        }
        for code, score in scores.items()
    ]
    return item(link, "choice", answerOption=options, **more)


def expression(url: str, text: str, name: str = "") -> Resource:
    value: Resource = {"language": "text/fhirpath", "expression": text}
    return {"url": url, "valueExpression": {"name": name, **value} if name else value}


def calculated(link: str, kind: str, text: str, *extensions: Resource, **more: Any) -> Resource:
    return item(link, kind, extension=[expression(urls.CALCULATED, text), *extensions], readOnly=True, **more)


def answer_of(link: str) -> str:
    return f"%resource.item.where(linkId = '{link}').answer.value"


def coding(code: str) -> Resource:
    return {"valueCoding": {"system": "urn:t", "code": code, "display": code.upper()}}


def response(*items: Resource, **more: Any) -> Resource:
    return {"resourceType": "QuestionnaireResponse", "status": "in-progress", "item": list(items), **more}


def when(question: str, operator: str, **answer: Any) -> Resource:
    return {"question": question, "operator": operator, **answer}


def query(url: str, text: str, name: str = "") -> Resource:
    value = {"language": "application/x-fhir-query", "expression": text}
    return {"url": url, "valueExpression": {"name": name, **value} if name else value}
