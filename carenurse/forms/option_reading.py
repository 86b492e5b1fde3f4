"""Reads one choice of a question: its words plain and styled, its score, its pictures."""

from collections.abc import Iterator

from carenurse.forms import urls
from carenurse.forms.elements import (
    Element,
    extensions,
    first_value,
    is_element,
    text_value,
    translations,
    value_and_type,
)
from carenurse.forms.fhirpath.records import SCORE_URLS, score_in
from carenurse.forms.form import Option
from carenurse.forms.looks import pictures, pieces_of
from carenurse.forms.rendering import Piece


def option_from(raw: Element) -> Option:
    """Read an answerOption."""
    found = value_and_type(raw)
    value, kind = found or ("", "String")
    element: Element = value if is_element(value) else {}
    code, system = _string(element, "code"), _string(element, "system")
    text = (
        _string(element, "display")
        or code
        or _string(element, "reference")
        or ("" if element else str(value))
    )
    scored = score_in(raw)
    return Option(
        answer={f"value{kind}": value},
        text=text,
        code=code,
        system=system,
        score=scored if scored is not None else score_in(element),
        prefix=text_value(raw, urls.OPTION_PREFIX) or text_value(element, urls.OPTION_PREFIX),
        exclusive=first_value(raw, urls.OPTION_EXCLUSIVE) is True,
        initial=raw.get("initialSelected") is True,
        extension=tuple(
            one for source in (raw, element) for url in SCORE_URLS for one in extensions(source, url)
        ),
        translations=translations(element, "display") or translations(raw, "valueString"),
        rich=_rich(raw, element),
        media=(*pictures(raw, urls.ANSWER_MEDIA), *pictures(element, urls.ANSWER_MEDIA)),
    )


def extras_of(raw: Element) -> Iterator[str]:
    """Name what a choice carries besides its words, as the support report calls it."""
    coding = raw.get("valueCoding")
    element: Element = coding if is_element(coding) else {}
    if _rich(raw, element):
        yield "styled choices"
    if any(extensions(raw, urls.ANSWER_MEDIA)) or any(extensions(element, urls.ANSWER_MEDIA)):
        yield "itemAnswerMedia"


def _rich(raw: Element, element: Element) -> tuple[Piece, ...]:
    return pieces_of(element, "display") if element else pieces_of(raw, "valueString")


def _string(raw: Element, name: str) -> str:
    value = raw.get(name)
    return value if isinstance(value, str) else ""
