"""What a sender says in a way that changes the meaning of a record, and that nobody here understands.

FHIR R4 ("modifierExtension", "implicitRules") forbids to show such a record as if it were plain. We
understand none of them, so wherever a fact of such a record is said in words, those words say so. This is the
one rule; ``Wary`` brings it into the codec of a kind, and so into every list, bar and page that reads it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from carenurse.clinical.facts import Fact
from carenurse.clinical.fhir import Resource
from carenurse.clinical.shapes import as_list, as_object, as_objects, as_text
from carenurse.translations import tr

_APART: Final = frozenset({"contained", "extension", "meta", "text"})
"""What stands in these changes nothing of the record itself."""


def is_altered(resource: Resource) -> bool:
    """Say whether something in a record changes what it means: in the whole of it, or in a part."""
    return bool(as_text(resource.get("implicitRules"))) or _holds_modifiers(resource)


def altered_by(resource: Resource) -> tuple[str, ...]:
    """Name what changes the meaning, by the addresses that the sender gave."""
    rules = as_text(resource.get("implicitRules"))
    found = (as_text(one.get("url")) for one in _modifiers(resource))
    return tuple(dict.fromkeys(one for one in (rules, *found) if one))


def _holds_modifiers(resource: Resource) -> bool:
    """Look for one without listing them: this is asked of every record of a list."""
    waiting: list[Any] = [resource]
    while waiting:
        held = waiting.pop()
        if isinstance(held, list):
            waiting += held
        elif found := as_object(held):
            if "modifierExtension" in found and as_objects(found["modifierExtension"]):
                return True
            waiting += [value for name, value in found.items() if name not in _APART]
    return False


def _modifiers(holder: Any) -> Iterator[Resource]:
    if isinstance(holder, list):
        for one in as_list(holder):
            yield from _modifiers(one)
    elif isinstance(holder, dict):
        held = as_object(holder)
        yield from as_objects(held.get("modifierExtension"))
        for name, value in held.items():
            if name not in _APART and name != "modifierExtension" and isinstance(value, dict | list):
                yield from _modifiers(value)


def mark() -> str:
    """Say that something may mean something else; no comma, since lists are typed with commas."""
    return tr("(may mean something else: see the original)")


def wary(resource: Resource, words: str) -> str:
    """Say the words of a record, with the warning where its meaning is changed; no words stay none."""
    marked = not words or words.endswith(mark()) or not is_altered(resource)
    return words if marked else f"{words} {mark()}"


@dataclass(frozen=True, slots=True)
class Wary:
    """The words of a record, read with the warning and written without it."""

    fact: Fact[str]

    def read(self, holder: Resource) -> str:
        """Take the words out."""
        return wary(holder, self.fact.read(holder))

    def write(self, holder: Resource, value: str) -> None:
        """Put the words in, without the warning: that is ours to say, not the record's."""
        self.fact.write(holder, value.removesuffix(mark()).rstrip() if value.endswith(mark()) else value)


@dataclass(frozen=True, slots=True)
class Altered:
    """Whether the meaning of the record is changed; never written."""

    def read(self, holder: Resource) -> bool:
        """Say whether it is."""
        return is_altered(holder)

    def write(self, holder: Resource, value: bool) -> None:  # noqa: FBT001 - it is the value itself
        """Leave everything as it is."""
