"""Keeps in a draft what each group was begun with (``itemPopulationContext``), and finds it again.

Expressions name that thing (``%problem``). A draft that is opened again must name the same one: a resource
of the record by its reference, anything else as it was. Nothing of this stands in a completed response.
"""

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from carenurse.clinical.fhir import Resource, read_json, write_json
from carenurse.errors import ExpectedError
from carenurse.forms.elements import extensions, is_element, objects, value_of
from carenurse.forms.fhirpath import EvaluationError
from carenurse.forms.fhirpath.frame import Collection
from carenurse.forms.nodes import Node
from carenurse.forms.queries import Record
from carenurse.forms.urls import POPULATED
from carenurse.translations import tr

_LARGEST = 20_000
"""Bytes of one thing that is kept as it was; a larger one is looked up anew."""


def mark(node: Node, value: Any) -> None:
    """Note on a group what it was begun with; what cannot be written is looked up anew."""
    noted = _written(value)
    if noted is not None:
        others = objects(unmarked(node.base).get("extension"))
        node.base["extension"] = [*others, {"url": POPULATED, **noted}]


def _written(value: Any) -> Resource | None:
    if is_element(value) and value.get("resourceType") and value.get("id"):
        return {"valueReference": {"reference": f"{value['resourceType']}/{value['id']}"}}
    if not isinstance(value, bool | int | str | Decimal) and not is_element(value):
        return None
    kept = write_json({"value": value})
    return {"valueString": kept.decode()} if len(kept) <= _LARGEST else None


def unmarked(base: Resource) -> Resource:
    """Give what stands on an item without our own note."""
    held = base.get("extension")
    if not held:
        return base
    kept = [one for one in objects(held) if one.get("url") != POPULATED]
    plain = {key: value for key, value in base.items() if key != "extension"}
    return {**plain, "extension": kept} if kept else plain


def name_again(nodes: Iterable[Node], record: Record | None, evaluate: Callable[[Node], Collection]) -> None:
    """Give the groups of a draft the things they were begun with.

    Notes of the draft say which; a repetition that the nurse added has none. A draft without notes is looked
    up anew where that gives as many things as there are groups; otherwise expressions that name one fail
    with a sentence, and never read another one.
    """
    together: dict[tuple[int, str], list[Node]] = {}
    for node in nodes:
        if node.item is not None and node.item.population is not None:
            together.setdefault((id(node.parent), node.link), []).append(node)
    for group in together.values():
        noted = [next(extensions(node.base, POPULATED), None) for node in group]
        if any(noted):
            for node, one in zip(group, noted, strict=True):
                _name(node, [] if one is None else _read(one, record))
        else:
            _anew(group, evaluate)


def _anew(group: list[Node], evaluate: Callable[[Node], Collection]) -> None:
    try:
        found = evaluate(group[0])
    except ExpectedError as problem:
        for node in group:
            _name(node, EvaluationError(str(problem)))
        return
    several = group[0].item is not None and group[0].item.repeats
    values = found if several else found[:1]
    if values and len(values) != len(group):
        for node in group:
            _name(node, _lost())
        return
    for at, node in enumerate(group):
        _name(node, values[at : at + 1])


def _name(node: Node, value: Collection | Exception) -> None:
    if node.item is not None and node.item.population is not None:
        node.variables[node.item.population.name] = value


def _read(extension: Resource, record: Record | None) -> Collection | Exception:
    value = value_of(extension)
    if isinstance(value, str):
        try:
            return [read_json(value.encode())["value"]]
        except (ValueError, KeyError, TypeError):
            return _lost()
    reference = str(value.get("reference") or "") if is_element(value) else ""
    kind, _slash, name = reference.partition("/")
    held = (one for one in (record or {}).get(kind, ()) if one.get("id") == name)
    found = next(held, None)
    return _lost() if found is None else [found]


def _lost() -> EvaluationError:
    return EvaluationError(tr("What this part was filled in from is no longer in the record"))
