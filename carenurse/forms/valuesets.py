"""Choices that a form keeps in a value set of its own (``contained``)."""

from collections.abc import Iterator, Mapping

from carenurse.clinical.fhir import Resource
from carenurse.forms.elements import Element, is_element, objects

_MOST = 2_000


def contained_choices(form: Resource) -> Mapping[str, tuple[Element, ...]]:
    """List, by reference (``#id``), the answerOptions that the form's own value sets stand for.

    A value set with filters or imports is left out: what it holds only a terminology server knows.
    """
    found: dict[str, tuple[Element, ...]] = {}
    for resource in objects(form.get("contained")):
        if resource.get("resourceType") != "ValueSet":
            continue
        options = tuple(_options(resource))[:_MOST]
        if options:
            found[f"#{resource.get('id', '')}"] = options
            if isinstance(resource.get("url"), str):
                found[str(resource["url"])] = options
    return found


def _options(value_set: Resource) -> Iterator[Element]:
    expansion, compose = value_set.get("expansion"), value_set.get("compose")
    if is_element(expansion):
        yield from (_option(one, "") for one in _expanded(objects(expansion.get("contains"))))
        return
    included = objects(compose.get("include")) if is_element(compose) else []
    if any(not one.get("concept") or one.get("filter") or one.get("valueSet") for one in included):
        return
    for one in included:
        yield from (_option(concept, str(one.get("system", ""))) for concept in objects(one.get("concept")))


def _expanded(entries: list[Element]) -> Iterator[Element]:
    for entry in entries:
        if entry.get("code") and entry.get("abstract") is not True:
            yield entry
        yield from _expanded(objects(entry.get("contains")))


def _option(concept: Element, system: str) -> Element:
    coding: Element = {name: concept[name] for name in ("code", "display", "_display") if concept.get(name)}
    if where := concept.get("system") or system:
        coding["system"] = where
    option: Element = {"valueCoding": coding}
    if concept.get("extension"):
        option["extension"] = concept["extension"]
    return option
