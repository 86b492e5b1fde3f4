"""Large Questionnaires to measure with."""

from collections.abc import Callable

from carenurse.clinical.fhir import Resource

_CALCULATED = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression"
_KINDS = ("choice", "boolean", "decimal", "integer", "string", "date", "choice", "text")
_IDIOMS: tuple[Callable[[list[str]], str], ...] = (
    lambda links: " + ".join(f"%resource.item.where(linkId='{link}').answer.value" for link in links),
    lambda links: " + ".join(
        f"%resource.descendants().where(linkId='{link}').answer.value" for link in links
    ),
    lambda links: f"%resource.item.where({_either(links)}).answer.value.sum()",
    lambda links: f"%resource.repeat(item).where(linkId in ({_listed(links)})).answer.value.sum()",
    lambda links: f"%resource.item.where(linkId.startsWith('{links[0]}')).answer.value.sum()",
)
"""The ways in which form authors sum answers up."""
_IN_A_GROUP = 20
_ADDENDS = 6


def mixed(count: int) -> Resource:
    """Make a form of so many items: groups of nineteen questions of all kinds, some with conditions."""
    groups: list[Resource] = []
    for number in range(count):
        if number % _IN_A_GROUP == 0:
            groups.append({"linkId": f"g{number}", "type": "group", "text": f"Part {number}", "item": []})
        else:
            groups[-1]["item"].append(_question(number))
    return _form(f"mixed-{count}", groups)


def calculating(questions: int, calculations: int) -> Resource:
    """Make a form of number questions and of sums over six each; every tenth leans on another sum."""
    items: list[Resource] = [
        {"linkId": f"q{number}", "type": "integer", "text": f"Question {number}"}
        for number in range(questions)
    ]
    for number in range(calculations):
        first = number * questions // calculations
        asked = [f"q{(first + step) % questions}" for step in range(_ADDENDS)]
        text = _IDIOMS[number % len(_IDIOMS)](asked)
        if number and number % 10 == 0:
            text = f"%resource.item.where(linkId='c{number - 1}').answer.value + {text}"
        items.append(
            {
                "linkId": f"c{number}",
                "type": "integer",
                "text": f"Total {number}",
                "readOnly": True,
                "extension": [
                    {
                        "url": _CALCULATED,
                        "valueExpression": {"language": "text/fhirpath", "expression": text},
                    }
                ],
            }
        )
    return _form(f"calculating-{questions}-{calculations}", items)


def _either(links: list[str]) -> str:
    return " or ".join(f"linkId='{link}'" for link in links)


def _listed(links: list[str]) -> str:
    return " | ".join(f"'{link}'" for link in links)


def _form(name: str, items: list[Resource]) -> Resource:
    return {
        "resourceType": "Questionnaire",
        "id": name,
        "url": f"urn:carenurse:benchmark/{name}",
        "version": "1",
        "status": "active",
        "title": name,
        "item": items,
    }


def _question(number: int) -> Resource:
    kind = _KINDS[number % len(_KINDS)]
    made: Resource = {
        "linkId": f"q{number}",
        "type": kind,
        "text": f"Question {number} of a long assessment?",
    }
    if kind == "choice":
        words = ("Never", "Sometimes", "Often", "Always")
        made["answerOption"] = [
            {"valueCoding": {"system": "urn:carenurse:benchmark", "code": word.lower(), "display": word}}
            for word in words
        ]
    before = number - 1
    if number % 7 == 0 and before % _IN_A_GROUP:
        made["enableWhen"] = [{"question": f"q{before}", "operator": "exists", "answerBoolean": True}]
    return made
