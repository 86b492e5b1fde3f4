"""Which records the definitions of a form begin, looked at before anybody fills the form in."""

from collections.abc import Iterator

from carenurse.clinical.fhir import Resource
from carenurse.forms import urls
from carenurse.forms.elements import Element, extensions, first_value, is_element, objects, part
from carenurse.forms.record_shapes import REPEATING

EXTRACTED = frozenset(REPEATING)
"""Kinds of resources that can be made of answers by definition; of the person only proposals are made."""


def kind_begun(raw: Element) -> str:
    """Say which kind of resource an item or the form begins; empty when none."""
    for extension in extensions(raw, urls.DEFINITION_EXTRACT):
        return str(part(extension, "definition") or "").partition("|")[0].rpartition("/")[2]
    value = first_value(raw, urls.ITEM_EXTRACTION)
    if is_element(value):
        text = str(value.get("expression") or "")
        return str(value.get("name") or "") if not text else text.partition("?")[0].rpartition("/")[2]
    return value if isinstance(value, str) else ""


def never_made(form: Resource) -> Iterator[tuple[str, str]]:
    """Walk the items (linkId, "" for the form) that begin a kind of record which no form makes here."""
    waiting: list[Element] = [form]
    while waiting:
        element = waiting.pop()
        kind = kind_begun(element)
        if kind and kind not in EXTRACTED:
            yield str(element.get("linkId") or ""), kind
        waiting.extend(reversed(objects(element.get("item"))))
