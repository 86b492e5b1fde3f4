"""Reading FHIR JSON that strangers wrote: extensions and value[x], never trusting the shape."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, TypeAlias, TypeGuard, cast

from carenurse.forms.urls import names_of

Element: TypeAlias = dict[str, Any]


def is_element(value: object) -> TypeGuard[Element]:
    """Say whether a JSON value is an object."""
    return isinstance(value, dict)


def objects(value: Any) -> list[Element]:
    """Give the JSON objects of a list; nothing for anything else."""
    if not isinstance(value, list):
        return []
    return [cast("Element", one) for one in cast("list[Any]", value) if isinstance(one, dict)]


def listed(value: Any) -> list[Any]:
    """Give a JSON list as one; anything else that is there as a list of itself."""
    if isinstance(value, list):
        return cast("list[Any]", value)
    return [] if value is None else [value]


def extensions(element: Any, url: str) -> Iterator[Element]:
    """Walk the extensions of one address, or of a name the same thing had in earlier editions."""
    if isinstance(element, dict):
        held = cast("Element", element).get("extension")
        if held:
            wanted = names_of(url)
            for one in cast("list[Any]", held) if isinstance(held, list) else ():
                if isinstance(one, dict) and _url(cast("Element", one)) in wanted:
                    yield cast("Element", one)


def _url(extension: Element) -> str:
    url = extension.get("url")
    return url if isinstance(url, str) else ""


def value_of(element: Element | None) -> Any:
    """Take the ``value[x]`` of an extension or answer; None when there is none."""
    found = value_and_type(element)
    return None if found is None else found[0]


def value_and_type(element: Element | None) -> tuple[Any, str] | None:
    """Take the ``value[x]`` and its type ("Coding" of ``valueCoding``)."""
    for key, value in (element or {}).items():
        if key.startswith("value") and len(key) > 5 and value is not None:  # noqa: PLR2004 - longer than "value"
            return value, key[5:]
    return None


def first_value(element: Any, *urls: str) -> Any:
    """Take the value of the first extension with one of these addresses."""
    for url in urls:
        for extension in extensions(element, url):
            return value_of(extension)
    return None


def text_value(element: Any, *urls: str) -> str:
    """Take a text out of an extension; empty when there is none."""
    value = first_value(element, *urls)
    return value if isinstance(value, str) else ""


def part(extension: Element, name: str) -> Any:
    """Take the value of one part of a complex extension."""
    return first_value(extension, name)


def expressions(element: Any, url: str) -> Iterator[Element]:
    """Walk the valueExpressions of one address."""
    for extension in extensions(element, url):
        value = value_of(extension)
        if isinstance(value, dict):
            yield cast("Element", value)


def number(value: Any) -> Decimal | None:
    """Read a JSON number exactly; None for anything else (true is no number)."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return None
    return Decimal(value)


def whole(value: Any) -> int | None:
    """Read a whole JSON number."""
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def codes(value: Any) -> list[str]:
    """List the codes of a CodeableConcept."""
    concept = cast("Element", value) if isinstance(value, dict) else {}
    return [str(coding["code"]) for coding in objects(concept.get("coding")) if coding.get("code")]


def translations(element: Any, name: str) -> Mapping[str, str]:
    """Read the translation extensions that stand beside a text (language -> text)."""
    found: dict[str, str] = {}
    shadow = cast("Element", element).get("_" + name) if isinstance(element, dict) else None
    for extension in extensions(shadow, "http://hl7.org/fhir/StructureDefinition/translation"):
        language, content = part(extension, "lang"), part(extension, "content")
        if isinstance(language, str) and isinstance(content, str):
            found[language] = content
    return found
