"""Modular forms: other forms of the library are put in where a form names them (``$assemble`` of the guide).

A display item with ``subQuestionnaire`` is replaced by the items of the form it names, each linkId preceded
by ``linkIdPrefix`` where there is one; contained resources, variables, launch contexts and flags come along.
What is not in the library stays as its heading, and the support report says so.
"""

import re
from copy import deepcopy
from typing import Any

from carenurse.clinical.fhir import Resource
from carenurse.forms import urls
from carenurse.forms.elements import Element, first_value, is_element, objects, text_value
from carenurse.forms.library import Library
from carenurse.forms.refusals import DEEPEST, MOST_ITEMS, RefusedFormError, refuse_unfit, walk
from carenurse.translations import tr

_ALONG = frozenset(
    {
        urls.VARIABLE,
        urls.LAUNCH_CONTEXT,
        urls.FLAG,
        urls.SOURCE_QUERIES,
        urls.CONSTRAINT,
    }
)
"""Extensions of a part that the whole needs too."""


def is_modular(resource: Resource) -> bool:
    """Say whether a form names others as its parts."""
    waiting = objects(resource.get("item"))
    while waiting:
        item = waiting.pop()
        if _named(item):
            return True
        waiting.extend(objects(item.get("item")))
    return False


def assemble(resource: Resource, library: Library) -> tuple[Resource, tuple[str, ...]]:
    """Put the parts in; gives the whole form and the addresses that are not in the library.

    The resource itself is left as it was. Raises RefusedFormError for forms that hold one another in a
    circle, for a part that cannot be filled in, and for linkIds that are given twice.
    """
    if not is_modular(resource):
        return resource, ()
    whole: Resource = {**resource, "extension": list(objects(resource.get("extension")))}
    whole["contained"] = list(objects(resource.get("contained")))
    work = _Assembly(whole, library)
    whole["item"] = work.items(objects(resource.get("item")), "", (str(resource.get("url", "")),))
    if not whole["contained"]:
        del whole["contained"]
    return whole, tuple(dict.fromkeys(work.missing))


def _named(item: Element) -> str:
    value = first_value(item, urls.SUB_FORM)
    return value if isinstance(value, str) else ""


class _Assembly:
    def __init__(self, whole: Resource, library: Library) -> None:
        self._whole = whole
        self._library = library
        self.missing: list[str] = []
        self._count = 0

    def items(self, items: list[Element], prefix: str, above: tuple[str, ...]) -> list[Element]:
        found: list[Element] = []
        if len(above) > DEEPEST:
            raise RefusedFormError(tr("The form is nested more than {count} levels deep.", count=DEEPEST))
        for item in items:
            self._count += 1
            if self._count > MOST_ITEMS:
                raise RefusedFormError(tr("The form has more than {count} questions.", count=MOST_ITEMS))
            address = _named(item)
            if address:
                found += self._part(item, address, prefix, above)
                continue
            own = dict(item)
            if item.get("item"):
                own["item"] = self.items(objects(item["item"]), prefix, above)
            found.append(own)
        return found

    def _part(self, item: Element, address: str, prefix: str, above: tuple[str, ...]) -> list[Element]:
        bare = address.partition("|")[0]
        if bare in above:
            raise RefusedFormError(tr("The form holds itself: “{address}”.", address=bare))
        part = self._library.form(address)
        if part is None:
            self.missing.append(address)
            return [item]
        refuse_unfit(part)
        inner = prefix + text_value(item, urls.LINK_PREFIX)
        if inner:
            part = _prefixed(part, inner)
        self._take_along(part)
        return self.items(objects(part.get("item")), inner, (*above, bare))

    def _take_along(self, part: Resource) -> None:
        """Bring what the part's items refer to; what the whole already says in the same words counts once."""
        for member, wanted in (("contained", None), ("extension", _ALONG)):
            held: list[Any] = self._whole[member]
            for one in objects(part.get(member)):
                fits = wanted is None or urls.today(str(one.get("url"))) in wanted
                if fits and one not in held and not _same_name(one, held):
                    held.append(deepcopy(one))


def _same_name(extension: Element, held: list[Any]) -> bool:
    """Recognize a launch context that the whole asks for already."""
    if extension.get("url") != urls.LAUNCH_CONTEXT:
        return False
    name = first_value(extension, "name")
    return any(one.get("url") == urls.LAUNCH_CONTEXT and first_value(one, "name") == name for one in held)


def _prefixed(part: Resource, prefix: str) -> Resource:
    """Put the prefix before every linkId of a part, and wherever its conditions and expressions name one."""
    links = {str(item["linkId"]) for item, _depth in walk(part)}
    quoted = re.compile("'(" + "|".join(sorted(map(re.escape, links), key=len, reverse=True)) + ")'")
    return _renamed({key: one for key, one in part.items() if key != "contained"}, links, quoted, prefix) | {
        "contained": part.get("contained", [])
    }


def _renamed(value: Any, links: set[str], quoted: "re.Pattern[str]", prefix: str) -> Any:
    if isinstance(value, list):
        return [_renamed(one, links, quoted, prefix) for one in value]  # pyright: ignore[reportUnknownVariableType] any JSON list
    if not is_element(value):
        return value
    renamed: Element = {}
    own = value.get("url") in ("counts", urls.COMPONENT_OF)
    for key, one in value.items():
        if isinstance(one, str) and (key in ("linkId", "question") or (own and key == "valueString")):
            renamed[key] = prefix + one if one in links else one
        elif isinstance(one, str) and key == "expression":
            renamed[key] = quoted.sub(lambda found: f"'{prefix}{found[1]}'", one)
        else:
            renamed[key] = _renamed(one, links, quoted, prefix)
    return renamed
