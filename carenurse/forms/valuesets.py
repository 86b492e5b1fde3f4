"""Choices that stand in value sets: those the form carries (``contained``) and those of the library."""

from collections.abc import Iterator, Mapping

from typing_extensions import override

from carenurse.clinical.fhir import Resource
from carenurse.forms.elements import Element, is_element, listed, objects
from carenurse.forms.library import EMPTY, Library

_MOST = 20_000
"""Choices of one set; a list of so many is searched, one of more is not offered at all."""
_MOST_IN_ALL = 200_000
"""Codes looked at for all value sets of a form together; beyond lies no real form."""


class ValueSets(Mapping[str, tuple[Element, ...]]):
    """The answerOptions that value sets stand for, by reference (``#id``) or address; looked up when asked.

    A value set with filters is left out: what it holds only a terminology server knows. Nothing is ever
    offered in part: one include that cannot be resolved leaves the whole set out.
    """

    def __init__(self, form: Resource, library: Library = EMPTY) -> None:
        self._library = library
        self._own: dict[str, Resource] = {}
        self._systems: dict[str, Resource] = {}
        self._known: dict[str, tuple[Element, ...]] = {}
        self._whole: dict[str, list[Element] | None] = {}
        self._room = _MOST_IN_ALL
        for resource in objects(form.get("contained")):
            kind, address = resource.get("resourceType"), resource.get("url")
            if kind == "ValueSet":
                self._own[f"#{resource.get('id', '')}"] = resource
                if isinstance(address, str):
                    self._own[address] = resource
            elif kind == "CodeSystem" and isinstance(address, str):
                self._systems[address] = resource

    @override
    def __getitem__(self, reference: str) -> tuple[Element, ...]:
        """Give the choices; raise KeyError for a set that is not at hand or cannot be told in full."""
        if reference not in self._known:
            found = self._expand(reference) or []
            self._known[reference] = tuple(found) if len(found) <= _MOST else ()
        if not self._known[reference]:
            raise KeyError(reference)
        return self._known[reference]

    @override
    def __iter__(self) -> Iterator[str]:
        """Walk the references of the form's own sets."""
        return iter(self._own)

    @override
    def __len__(self) -> int:
        """Count the form's own sets."""
        return len(self._own)

    def _expand(self, reference: str) -> list[Element] | None:
        """Expand a set once; one that contains itself, or more than all sets together may, is not told."""
        if reference not in self._whole:
            self._whole[reference] = None
            found = self._told(reference)
            self._room -= len(found or ())
            self._whole[reference] = found if self._room >= 0 else None
        return self._whole[reference]

    def _told(self, reference: str) -> list[Element] | None:
        bare = reference.partition("|")[0]
        found = self._own.get(reference) or self._own.get(bare) or self._library.value_set(reference)
        if found is None:
            return None
        expansion, compose = found.get("expansion"), found.get("compose")
        if is_element(expansion) and expansion.get("contains"):
            return [_option(one, "") for one in _flat(objects(expansion.get("contains")))]
        return self._composed(compose) if is_element(compose) else None

    def _composed(self, compose: Element) -> list[Element] | None:
        options: list[Element] = []
        for include in objects(compose.get("include")):
            part = self._included(include)
            if part is None:
                return None
            options += part
        for exclude in objects(compose.get("exclude")):
            part = self._included(exclude)
            if part is None:
                return None
            out = {_key(one) for one in part}
            options = [one for one in options if _key(one) not in out]
        unique = {_key(one): one for one in reversed(options)}
        return list(reversed(unique.values()))

    def _included(self, include: Element) -> list[Element] | None:
        """Give what one include stands for: concepts, a whole code system, other sets (their common part)."""
        if include.get("filter"):
            return None
        parts: list[list[Element]] = []
        system = include.get("system")
        if include.get("concept"):
            parts.append([_option(one, str(system or "")) for one in objects(include["concept"])])
        elif isinstance(system, str):
            codes = self._systems.get(system)
            if codes is None or codes.get("content") not in (None, "complete"):
                return None
            parts.append([_option(one, system) for one in _concepts(objects(codes.get("concept")))])
        for reference in listed(include.get("valueSet")):
            found = self._expand(str(reference))
            self._room -= len(found or ())
            if found is None or self._room < 0:
                return None
            parts.append(found)
        if not parts:
            return None
        others = [{_key(one) for one in part} for part in parts[1:]]
        return [one for one in parts[0] if all(_key(one) in keys for keys in others)]


def _key(option: Element) -> tuple[str, str]:
    coding: Element = option["valueCoding"]
    return str(coding.get("system", "")), str(coding.get("code", ""))


def _flat(entries: list[Element]) -> Iterator[Element]:
    return (one for one in _walk(entries, "contains") if one.get("code") and one.get("abstract") is not True)


def _concepts(entries: list[Element]) -> Iterator[Element]:
    return _walk(entries, "concept")


def _walk(entries: list[Element], inside: str) -> Iterator[Element]:
    """Walk entries and all inside them in order, as deep as they go."""
    waiting = list(reversed(entries))
    while waiting:
        entry = waiting.pop()
        yield entry
        waiting.extend(reversed(objects(entry.get(inside))))


def _option(concept: Element, system: str) -> Element:
    coding: Element = {name: concept[name] for name in ("code", "display", "_display") if concept.get(name)}
    if where := concept.get("system") or system:
        coding["system"] = where
    _translated(coding, concept)
    option: Element = {"valueCoding": coding}
    if concept.get("extension"):
        option["extension"] = concept["extension"]
    return option


def _translated(coding: Element, concept: Element) -> None:
    """Carry the designations of other languages as translations of the words."""
    told = [
        {"url": _TRANSLATION, "extension": [_named("lang", "Code", lang), _named("content", "String", words)]}
        for one in objects(concept.get("designation"))
        if isinstance(lang := one.get("language"), str) and isinstance(words := one.get("value"), str)
    ]
    if told and "_display" not in coding:
        coding["_display"] = {"extension": told}


_TRANSLATION = "http://hl7.org/fhir/StructureDefinition/translation"


def _named(name: str, kind: str, value: str) -> Element:
    return {"url": name, f"value{kind}": value}
