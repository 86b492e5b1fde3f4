"""What expressions of a filling can look up: resources by reference, codes in value sets."""

from collections.abc import Iterator, Mapping
from typing import Any

from carenurse.clinical.fhir import Resource
from carenurse.forms.elements import is_element, objects
from carenurse.forms.fhirpath.frame import Reach
from carenurse.forms.form import Form
from carenurse.forms.nodes import Node
from carenurse.forms.queries import Record


def reach_of(form: Form, root: Node, context: Mapping[str, Resource], record: Record | None) -> Reach:
    """Make the look-ups of one filling: its own contained resources, its context, the local record."""

    def resolve(reference: str) -> Any:
        kind, _, identity = reference.rpartition("/")
        for one in _at_hand(form, root, context):
            if reference in (f"#{one.get('id')}", f"{one.get('resourceType')}/{one.get('id')}"):
                return one
        found = record.get(kind.rpartition("/")[2], ()) if record is not None else ()
        return next((one for one in found if one.get("id") == identity), None)

    def member(coding: Any, url: str) -> bool | None:
        options = form.lists.get(url)
        if options is None:
            return None
        code = coding.get("code") if is_element(coding) else coding
        system = coding.get("system") if is_element(coding) else None
        held = (option.get("valueCoding") for option in options)
        return any(
            is_element(one) and one.get("code") == code and system in (None, one.get("system"))
            for one in held
        )

    return Reach(resolve, member)


def _at_hand(form: Form, root: Node, context: Mapping[str, Resource]) -> Iterator[Resource]:
    yield from objects(root.base.get("contained"))
    yield from objects(form.raw.get("contained"))
    for one in context.values():
        yield one
        yield from objects(one.get("contained"))
