"""Template-based extraction (SDC): a form's contained templates, filled from a completed response.

``templateExtract`` on the form or an item names a contained resource; ``templateExtractBundle`` a contained
bundle of them. In a template, ``templateExtractContext`` moves the focus (and repeats the element for each
thing it finds, or drops it), ``templateExtractValue`` gives an element its value (or drops it).
``extractAllocateId`` names a fresh identity that several templates may share. Identities follow from the
response, so that extracting twice gives the same resources.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from carenurse.clinical.fhir import Resource
from carenurse.clinical.identity import local_id
from carenurse.forms import urls
from carenurse.forms.elements import Element, extensions, is_element, objects, part, value_of
from carenurse.forms.fhirpath import compile_expression
from carenurse.forms.fhirpath.frame import Collection, Frame
from carenurse.forms.fhirpath.quantities import Quantity
from carenurse.forms.nodes import Node
from carenurse.forms.session import Session
from carenurse.forms.template_marks import said

_DEEPEST = 60
_MARKS = frozenset({*urls.names_of(urls.TEMPLATE_CONTEXT), *urls.names_of(urls.TEMPLATE_VALUE)})
FrameOf = Callable[[Any], Frame]


def filled_templates(session: Session, response: str) -> Iterator[Resource]:
    """Fill every template that the form asks for. ``response``: the id of the completed response.

    Raises ExpressionError for an expression that cannot be worked out: nothing half-filled is given.
    """
    contained = {str(one.get("id", "")): one for one in objects(session.form.raw.get("contained"))}
    allocated: dict[str, Collection] = {}
    for node in session.extraction_nodes():
        raw = node.item.raw if node.item is not None else session.form.raw
        for number, extension in enumerate(extensions(raw, urls.ALLOCATE_ID)):
            mark = ".".join([node.link, *map(str, node.at), f"id{number}"])
            allocated[str(value_of(extension))] = [f"urn:uuid:{local_id(response, 'Bundle', mark)}"]
        for number, (template, given) in enumerate(_templates(raw, contained)):
            filler = _Filler(session, node, allocated)
            made = filler.resource(template)
            if made is not None:
                mark = ".".join([node.link, *map(str, node.at), str(number)])
                made["id"] = filler.identity(given) or local_id(
                    f"QuestionnaireResponse/{response}", str(made["resourceType"]), mark
                )
                yield made


def _templates(raw: Element, contained: Mapping[str, Resource]) -> Iterator[tuple[Resource, Element]]:
    for extension in extensions(raw, urls.TEMPLATE_EXTRACT):
        found = contained.get(_contained_id(part(extension, "template")))
        if found is not None:
            yield found, extension
    for extension in extensions(raw, urls.TEMPLATE_BUNDLE):
        bundle = contained.get(_contained_id(value_of(extension) or part(extension, "template")), {})
        for entry in objects(bundle.get("entry")):
            if is_element(entry.get("resource")):
                yield entry["resource"], extension


def _contained_id(value: Any) -> str:
    reference = value.get("reference") if is_element(value) else value
    return str(reference or "").removeprefix("#")


class _Filler:
    """Fills one template where it stands."""

    def __init__(self, session: Session, node: Node, allocated: Mapping[str, Collection]) -> None:
        self._frame = session.frame_at(node, allocated)
        self._names = frozenset(allocated) | session.names

    def _given(self, text: Any, focus: Any) -> Collection:
        expression = compile_expression(str(text), self._names)
        return expression.evaluate(self._frame(focus))

    def identity(self, extension: Element) -> str:
        """Give the id that the form asks for (``fullUrl``, ``resourceId``), or nothing."""
        for name in ("resourceId", "fullUrl"):
            text = part(extension, name)
            found = self._given(text, None) if isinstance(text, str) and text else []
            if found:
                return str(found[0]).rpartition(":")[2].rpartition("/")[2]
        return ""

    def resource(self, template: Resource) -> Resource | None:
        """Fill a template; None when its context finds nothing."""
        plain = {key: one for key, one in template.items() if key != "id"}
        found = self._element(plain, None, 0)
        filled = next(iter(found), None)
        return filled if is_element(filled) else None

    def _element(self, element: Element, focus: Any, depth: int) -> list[Any]:
        """Fill one element: none, one, or as many as its context finds."""
        if depth > _DEEPEST:
            return []
        context = said(element, urls.TEMPLATE_CONTEXT)
        if context is not None:
            return [
                one
                for found in self._given(context, focus)
                if (one := self._members(_without_marks(element), found, depth)) is not None
            ]
        value = said(element, urls.TEMPLATE_VALUE)
        if value is not None:
            return [_json(one) for one in self._given(value, focus)]
        made = self._members(element, focus, depth)
        return [] if made is None else [made]

    def _members(self, element: Element, focus: Any, depth: int) -> Element | None:
        made: Element = {}
        for key, value in element.items():
            if key.startswith("_"):
                self._shadow(made, key[1:], value, focus)
            elif is_element(value):
                found = self._element(value, focus, depth + 1)
                if found:
                    made[key] = found[0]
            elif isinstance(value, list):
                listed = [self._listed(one, focus, depth) for one in value]  # pyright: ignore[reportUnknownVariableType] any JSON list
                flat = [one for several in listed for one in several]
                if flat:
                    made[key] = flat
            elif key not in made:
                made[key] = value
        return made or None

    def _listed(self, value: Any, focus: Any, depth: int) -> list[Any]:
        return self._element(value, focus, depth + 1) if is_element(value) else [value]

    def _shadow(self, made: Element, name: str, value: Any, focus: Any) -> None:
        """Fill a plain value whose expression stands beside it (``_birthDate``)."""
        several = isinstance(value, list)
        found: list[Any] = []
        marked = False
        for one in objects(value) if several else [value]:
            text = said(one, urls.TEMPLATE_VALUE) if is_element(one) else None
            if text is not None:
                marked = True
                found += [_json(given) for given in self._given(text, focus)]
        if not marked:
            made[f"_{name}"] = value
        elif found:
            made[name] = found if several else found[0]
        else:
            made.pop(name, None)


def _without_marks(element: Element) -> Element:
    kept = [one for one in objects(element.get("extension")) if str(one.get("url", "")) not in _MARKS]
    plain = {key: one for key, one in element.items() if key != "extension"}
    return {**plain, "extension": kept} if kept else plain


def _json(value: Any) -> Any:
    """Write a FHIRPath value as JSON; option scores that answers carry stay out."""
    if isinstance(value, Quantity):
        return {
            "value": value.value,
            "unit": value.unit,
            "system": "http://unitsofmeasure.org",
            "code": value.unit,
        }
    if is_element(value):
        return {key: one for key, one in value.items() if key != "extension"}
    return str(value) if isinstance(value, str) else value
