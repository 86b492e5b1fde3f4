"""Definition-based extraction (SDC): answers put into a resource where their items' ``definition`` says.

``definitionExtract`` (or ``itemExtractionContext`` of earlier editions) on the form or a group begins a
resource; an item's ``definition`` (``http://hl7.org/fhir/StructureDefinition/Condition#Condition.onsetString``)
names the element; ``definitionExtractValue`` gives fixed or worked-out values. Only the kinds of
``EXTRACTED`` are made, because which elements repeat must be known; others are told in the support report.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from carenurse.clinical.fhir import Resource
from carenurse.clinical.identity import local_id
from carenurse.forms import urls
from carenurse.forms.elements import (
    Element,
    expressions,
    extensions,
    first_value,
    is_element,
    objects,
    part,
    value_and_type,
)
from carenurse.forms.fhirpath import EvaluationError, compile_expression
from carenurse.forms.nodes import Node
from carenurse.forms.session import Session
from carenurse.translations import tr

_MANY: Mapping[str, frozenset[str]] = {
    "Observation": frozenset({"category", "performer", "interpretation", "note", "component", "basedOn"}),
    "Condition": frozenset({"category", "bodySite", "note", "evidence", "stage"}),
    "AllergyIntolerance": frozenset({"category", "note", "reaction", "reaction.manifestation"}),
    "MedicationStatement": frozenset({"dosage", "note", "reasonCode", "reasonReference"}),
    "Procedure": frozenset({"performer", "bodySite", "note", "reasonCode", "complication", "outcome"}),
    "Immunization": frozenset({"note", "performer", "reasonCode"}),
    "RelatedPerson": frozenset({"name", "name.given", "telecom", "address", "address.line", "relationship"}),
    "FamilyMemberHistory": frozenset({"condition", "note", "reasonCode"}),
    "Patient": frozenset(
        {"name", "name.given", "telecom", "address", "address.line", "contact", "communication"}
    ),
}
EXTRACTED = frozenset(_MANY)
"""Kinds of resources that can be made of answers by definition."""
_CONCEPTS = frozenset(
    {
        *("code", "category", "bodySite", "interpretation", "method", "clinicalStatus", "verificationStatus"),
        *(
            "severity",
            "reasonCode",
            "relationship",
            "vaccineCode",
            "medicationCodeableConcept",
            "manifestation",
        ),
        *("valueCodeableConcept", "outcome", "substance", "route", "site", "maritalStatus", "language"),
    }
)
_EVERYWHERE = frozenset({"identifier", "coding", "extension"})


def kind_begun(raw: Element) -> str:
    """Say which kind of resource an item or the form begins; empty when none."""
    for extension in extensions(raw, urls.DEFINITION_EXTRACT):
        return str(part(extension, "definition") or "").partition("|")[0].rpartition("/")[2]
    value = first_value(raw, urls.ITEM_EXTRACTION)
    if is_element(value):
        text = str(value.get("expression") or "")
        return str(value.get("name") or "") if not text else text.partition("?")[0].rpartition("/")[2]
    return value if isinstance(value, str) else ""


def defined_resources(session: Session, response: str) -> Iterator[Resource]:
    """Make the resources of a completed filling. Raises ExpressionError where a value cannot be had."""
    for node in session.extraction_nodes():
        raw = node.item.raw if node.item is not None else session.form.raw
        kind = kind_begun(raw)
        if kind not in EXTRACTED:
            continue
        made: Resource = {"resourceType": kind}
        _values(session, node, raw, made)
        _collect(session, node, kind, made)
        if len(made) > 1:
            mark = ".".join([node.link, *map(str, node.at), "defined"])
            made["id"] = local_id(f"QuestionnaireResponse/{response}", kind, mark)
            yield made


def _collect(session: Session, node: Node, kind: str, made: Resource) -> None:
    """Put the answers below a node into the resource it begins; parts that begin their own are left out."""
    for branch in node.branches:
        for child in branch:
            item = child.item
            if item is None or not child.enabled or kind_begun(item.raw):
                continue
            path = _path(item.raw.get("definition"), kind)
            for answer in child.answers if path else ():
                found = value_and_type(answer)
                if found is not None:
                    _put(made, kind, path, *found)
            _values(session, child, item.raw, made)
            _collect(session, child, kind, made)


def _values(session: Session, node: Node, raw: Element, made: Resource) -> None:
    """Add the fixed and the worked-out values that stand on a node."""
    kind = str(made["resourceType"])
    for extension in extensions(raw, urls.DEFINITION_VALUE):
        path = _path(part(extension, "definition"), kind)
        fixed = next(
            (found for one in extensions(extension, "fixed-value") if (found := value_and_type(one))), None
        )
        if path and fixed:
            _put(made, kind, path, *fixed)
        for expression in expressions(extension, "expression"):
            compiled = compile_expression(str(expression.get("expression") or ""), session.names)
            for value in compiled.evaluate(session.frame_at(node, {})(None)) if path else ():
                _put(made, kind, path, value, "")


def _path(definition: Any, kind: str) -> tuple[str, ...]:
    """Read the element's path below the resource; names of slices fall away."""
    _, mark, fragment = str(definition or "").partition("#")
    parts = [one.partition(":")[0] for one in fragment.split(".")]
    return tuple(parts[1:]) if mark and len(parts) > 1 and parts[0] == kind else ()


def _put(made: Resource, kind: str, path: tuple[str, ...], value: Any, value_kind: str) -> None:
    holder: Element = made
    for at, name in enumerate(path[:-1]):
        holder = _inside(holder, name, many=_repeats(kind, path[: at + 1]))
    name = path[-1]
    if name.endswith("[x]"):
        name = name.removesuffix("[x]") + (value_kind or "String")
    if name == "valueCoding" or (name in _CONCEPTS and is_element(value) and "coding" not in value):
        name = "valueCodeableConcept" if name == "valueCoding" else name
        plain = {key: one for key, one in value.items() if key != "extension"} if is_element(value) else {}
        value = {"coding": [plain], "text": str(plain.get("display") or plain.get("code") or "")}
    elif name in _CONCEPTS and isinstance(value, str):
        value = {"text": value}
    elif is_element(value) and value_kind == "Coding":
        value = value.get("code") or value.get("display")
    if _repeats(kind, (*path[:-1], name)):
        holder[name] = [*holder.get(name, []), value]
    else:
        holder[name] = value


def _inside(holder: Element, name: str, *, many: bool) -> Element:
    if not many:
        inner: Any = holder.setdefault(name, {})
        if not is_element(inner):
            raise EvaluationError(tr("“{name}” is given both a value and parts", name=name))
        return inner
    listed: list[Element] = holder.setdefault(name, [{}])
    return objects(listed)[-1]


def _repeats(kind: str, path: tuple[str, ...]) -> bool:
    return path[-1] in _EVERYWHERE or ".".join(path) in _MANY[kind]
