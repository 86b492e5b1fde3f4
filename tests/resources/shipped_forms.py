"""The forms that come with the program, opened and filled in at random for tests."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck
from hypothesis import strategies as st

from carenurse.app.content import form_resource, shipped_form
from carenurse.clinical.fhir import Resource
from carenurse.forms.graph import Graph, build_graph
from carenurse.forms.session import Context, Session
from tests.carenurse.forms.filling import NOW, PATIENT

ORDINAL = "http://hl7.org/fhir/StructureDefinition/ordinalValue"
EXCLUSIVE = "http://hl7.org/fhir/StructureDefinition/questionnaire-optionExclusive"
SCORE = "urn:carenurse:score"
SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example]
GRAPHS: dict[str, Graph] = {}

Answers = dict[str, list[Resource]]


def items(raw: Resource) -> Iterator[Resource]:
    for item in raw.get("item", []):
        yield item
        yield from items(item)


def extension(element: Resource, url: str) -> Resource | None:
    return next((one for one in element.get("extension", []) if one["url"] == url), None)


def value(element: Resource, url: str) -> Any:
    found = extension(element, url) or {}
    return next((one for key, one in found.items() if key.startswith("value")), None)


def open_session(name: str) -> Session:
    form = shipped_form(name)
    graph = GRAPHS.setdefault(name, build_graph(form))
    return Session(form, None, Context(patient=PATIENT), NOW, graph)


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
            filled[item["linkId"]] = [{"valueCoding": one["valueCoding"]} for one in fitting(chosen)]
        elif options:
            filled[item["linkId"]] = [{"valueCoding": draw(st.sampled_from(options))["valueCoding"]}]
        else:
            filled[item["linkId"]] = [draw(_number(item))]
    return filled


def fitting(chosen: Sequence[Resource]) -> Sequence[Resource]:
    """Keep a choice that no other may stand beside alone."""
    alone = [one for one in chosen if value(one, EXCLUSIVE) is True]
    return alone[:1] or chosen


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
