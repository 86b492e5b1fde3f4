"""Definition-based extraction (SDC): answers put into a resource where their items' ``definition`` says.

``definitionExtract`` (or ``itemExtractionContext`` of earlier editions) on the form or a group begins a
resource; an item's ``definition`` (``http://hl7.org/fhir/StructureDefinition/Condition#Condition.onsetString``)
names the element; ``definitionExtractValue`` gives fixed or worked-out values. Only the kinds of
``EXTRACTED`` are made, because which elements repeat must be known; others are told in the support report.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from carenurse.clinical.fhir import Resource
from carenurse.clinical.identity import local_id
from carenurse.forms import urls
from carenurse.forms.definition_marks import EXTRACTED, kind_begun
from carenurse.forms.elements import (
    Element,
    expressions,
    extensions,
    is_element,
    listed,
    objects,
    part,
    value_and_type,
)
from carenurse.forms.fhirpath import EvaluationError, compile_expression
from carenurse.forms.form import Unit
from carenurse.forms.nodes import Node
from carenurse.forms.record_shapes import CONCEPTS, QUANTITIES, REPEATING
from carenurse.forms.session import Session
from carenurse.translations import tr

_ANYWHERE = frozenset({"identifier", "coding", "extension"})


def defined_resources(session: Session, response: str) -> Iterator[Resource]:
    """Make the resources of a completed filling. Raises ExpressionError where a value cannot be had."""
    for node, kind in beginnings(session):
        made = made_from(session, node, kind)
        if len(made) > 1:
            mark = ".".join([node.link, *map(str, node.at), "defined"])
            made["id"] = local_id(f"QuestionnaireResponse/{response}", kind, mark)
            yield made


def beginnings(session: Session) -> Iterator[tuple[Node, str]]:
    """Walk the nodes that begin a resource, with its kind; kinds that are not made are passed over."""
    for node in session.extraction_nodes():
        kind = kind_begun(node.item.raw if node.item is not None else session.form.raw)
        if kind in EXTRACTED:
            yield node, kind


def made_from(
    session: Session,
    node: Node,
    kind: str,
    takes: Callable[[Node, Resource], bool] = lambda _node, _answer: True,
) -> Resource:
    """Make the resource that a node begins of the answers below it that are to be taken."""
    made: Resource = {"resourceType": kind}
    _values(session, node, node.item.raw if node.item is not None else session.form.raw, made)
    _collect(session, node, made, takes)
    return without_slices(made)


def below_one(node: Node) -> Iterator[Node]:
    """Walk what belongs to the resource that a node begins; parts that begin their own are left out."""
    for branch in node.branches:
        for child in branch:
            if child.item is not None and child.enabled and not kind_begun(child.item.raw):
                yield child
                yield from below_one(child)


def _collect(session: Session, node: Node, made: Resource, takes: Callable[[Node, Resource], bool]) -> None:
    """Put the answers below a node into the resource it begins."""
    kind = str(made["resourceType"])
    for child in below_one(node):
        item = child.item
        if item is None:
            continue
        path = element_path(item.raw.get("definition"), kind)
        for answer in child.confirmed if path else ():
            found = value_and_type(answer)
            if found is not None and takes(child, answer):
                put(made, path, *_amount(item.unit, found, kind, path))
        _values(session, child, item.raw, made)


def _amount(unit: Unit | None, found: tuple[Any, str], kind: str, path: tuple[str, ...]) -> tuple[Any, str]:
    """Give a number its question's unit where it becomes an amount."""
    value, named = found
    plain = ".".join(map(_plain, path))
    amount = plain in QUANTITIES.get(kind, ()) or plain.endswith("Quantity")
    if named not in ("Integer", "Decimal") or unit is None or not amount:
        return found
    return {"value": value, "unit": unit.text, "system": unit.system, "code": unit.code}, "Quantity"


def _values(session: Session, node: Node, raw: Element, made: Resource) -> None:
    """Add the fixed and the worked-out values that stand on a node."""
    kind = str(made["resourceType"])
    for extension in extensions(raw, urls.DEFINITION_VALUE):
        path = element_path(part(extension, "definition"), kind)
        fixed = next(
            (found for one in extensions(extension, "fixed-value") if (found := value_and_type(one))), None
        )
        if path and fixed:
            put(made, path, *fixed)
        for expression in expressions(extension, "expression"):
            compiled = compile_expression(str(expression.get("expression") or ""), session.names)
            for value in compiled.evaluate(session.frame_at(node, {})(None)) if path else ():
                put(made, path, value, "")


def element_path(definition: Any, kind: str) -> tuple[str, ...]:
    """Read the element's path below a resource of this kind; ``telecom:home`` is the slice of that name."""
    _, mark, fragment = str(definition or "").partition("#")
    parts = fragment.split(".")
    return tuple(parts[1:]) if mark and len(parts) > 1 and parts[0] == kind else ()


def put(made: Resource, path: tuple[str, ...], value: Any, value_kind: str) -> None:
    """Put a value where a path says; raises EvaluationError where something else stands in the way."""
    kind = str(made["resourceType"])
    plain = tuple(map(_plain, path))
    holder: Element = made
    for at, part_named in enumerate(path[:-1]):
        holder = _inside(holder, part_named, many=_repeats(kind, plain[: at + 1]))
    name = plain[-1]
    if name.endswith("[x]"):
        name = name.removesuffix("[x]") + (_CHOICES.get(value_kind, value_kind) or "String")
    here = (*plain[:-1], name)
    value = _fitted(kind, here, value, value_kind)
    if _repeats(kind, here):
        holder[name] = [*holder.get(name, []), value]
    else:
        holder[name] = value


def _plain(name: str) -> str:
    return name.partition(":")[0]


_CHOICES: Mapping[str, str] = {"Coding": "CodeableConcept", "Decimal": "Quantity"}
"""What an answer of a kind becomes in an element of any type."""


def _fitted(kind: str, path: tuple[str, ...], value: Any, value_kind: str) -> Any:
    """Give a value the shape of its element: a concept, an amount, a note, a code, or itself."""
    name, dotted = path[-1], ".".join(path)
    if name.endswith("CodeableConcept") or dotted in CONCEPTS.get(kind, ()):
        return _concept(value)
    if (name.endswith("Quantity") or dotted in QUANTITIES.get(kind, ())) and not is_element(value):
        return {"value": value}
    if name == "note" and isinstance(value, str):
        return {"text": value}
    if is_element(value) and value_kind == "Coding" and name != "coding" and not name.endswith("Coding"):
        return value.get("code") or value.get("display")
    return value


def _concept(value: Any) -> Any:
    if isinstance(value, str):
        return {"text": value}
    if not is_element(value) or "coding" in value or "text" in value:
        return value
    plain = {key: one for key, one in value.items() if key != "extension"}
    return {"coding": [plain], "text": str(plain.get("display") or plain.get("code") or "")}


_SLICE = "__slice__"


def _inside(holder: Element, named: str, *, many: bool) -> Element:
    """Go into a part; of one that repeats into the entry of the slice, or the last one of no slice."""
    name, _, piece = named.partition(":")
    if not many:
        inner: Any = holder.setdefault(name, {})
        if not is_element(inner):
            raise EvaluationError(tr("“{name}” is given both a value and parts", name=name))
        return inner
    entries: list[Element] = holder.setdefault(name, [])
    found = next((one for one in reversed(objects(entries)) if one.get(_SLICE, "") == piece), None)
    if found is None:
        found = {_SLICE: piece} if piece else {}
        entries.append(found)
    return found


def without_slices(value: Any) -> Any:
    """Take the marks of slices out of what was made."""
    if isinstance(value, list):
        return [without_slices(one) for one in listed(value)]
    if is_element(value):
        return {name: without_slices(one) for name, one in value.items() if name != _SLICE}
    return value


def _repeats(kind: str, path: tuple[str, ...]) -> bool:
    return path[-1] in _ANYWHERE or ".".join(path) in REPEATING[kind]
