"""How a form asks for its items to be shown: controls, columns, styled words, links, help of every kind."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from carenurse.forms import urls
from carenurse.forms.elements import (
    Element,
    codes,
    extensions,
    first_value,
    is_element,
    number,
    objects,
    part,
    text_value,
    value_of,
    whole,
)
from carenurse.forms.rendering import Piece, from_markdown, from_xhtml, styled, web_address

GROUP_CONTROLS = frozenset({"gtable", "table", "htable", "grid", "atable", "page", "tab-container", "list"})
QUESTION_CONTROLS = frozenset(
    {"autocomplete", "drop-down", "check-box", "lookup", "radio-button", "slider", "spinner", "text-box"}
)
ASIDES = frozenset({"help", "unit", "flyover", "lower", "upper", "prompt"})
"""Controls of display items that stand beside their question rather than in a row of their own."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a choice from resources: FHIRPath ``path``, heading, and whether it names the answer."""

    path: str
    label: str = ""
    shown: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that belongs to a question: its type and its bytes as base64, or only its title."""

    kind: str
    data: str
    title: str


@dataclass(frozen=True, slots=True)
class Look:
    """Everything about an item that changes how it is shown and nothing about what is answered.

    ``columns`` is in how many columns choices stand (0: not said); ``width`` as written ("50%");
    ``collapsible`` "default-open", "default-closed" or empty; ``step`` of a slider; ``usage`` says in which
    of capture and display the item has a place; ``protected`` that it is shown locked while it is not asked.
    """

    rich: tuple[Piece, ...] = ()
    help: str = ""
    flyover: str = ""
    prompt: str = ""
    lower: str = ""
    upper: str = ""
    unit_words: str = ""
    columns: int = 0
    width: str = ""
    collapsible: str = ""
    links: tuple[str, ...] = ()
    choice_columns: tuple[Column, ...] = ()
    media: tuple[Picture, ...] = ()
    step: Any = None
    usage: str = ""
    keyboard: str = ""
    protected: bool = False
    more: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def to_capture(self) -> bool:
        """Whether it has a place while the form is being filled in."""
        return self.usage not in ("display", "display-non-empty")


PLAIN = Look()


def look_of(raw: Element) -> Look:
    """Read how an item asks to be shown."""
    asides = _asides(raw)
    if not raw.get("extension") and not raw.get("_text") and not asides:
        return PLAIN
    return Look(
        rich=pieces_of(raw),
        help=asides.get("help", ""),
        flyover=asides.get("flyover", ""),
        prompt=asides.get("prompt", ""),
        lower=asides.get("lower", ""),
        upper=asides.get("upper", ""),
        unit_words=asides.get("unit", ""),
        columns=max(0, min(whole(first_value(raw, urls.COLUMN_COUNT)) or 0, 12)),
        width=_width(first_value(raw, urls.WIDTH)),
        collapsible=text_value(raw, urls.COLLAPSIBLE),
        links=tuple(filter(None, (web_address(value_of(e)) for e in extensions(raw, urls.SUPPORT_LINK)))),
        choice_columns=tuple(_column(one) for one in extensions(raw, urls.CHOICE_COLUMN)),
        media=pictures(raw, urls.ITEM_MEDIA),
        step=number(first_value(raw, urls.SLIDER_STEP)),
        usage=text_value(raw, urls.USAGE_MODE),
        protected=first_value(raw, urls.DISABLED_DISPLAY) == "protected",
        keyboard=_code(first_value(raw, urls.SDC + "sdc-questionnaire-keyboard")),
    )


def pieces_of(raw: Element, name: str = "text") -> tuple[Piece, ...]:
    """Read the styled form of a text, if the form carries one."""
    shadow, text = raw.get("_" + name), raw.get(name)
    if not is_element(shadow):
        return ()
    if xhtml := text_value(shadow, urls.XHTML):
        return from_xhtml(xhtml)
    if markdown := text_value(shadow, urls.MARKDOWN):
        return from_markdown(markdown)
    style = text_value(shadow, urls.STYLE)
    return styled(text, style) if style and isinstance(text, str) else ()


def _asides(raw: Element) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for child in objects(raw.get("item")):
        if child.get("type") != "display":
            continue
        control = next(iter(codes(first_value(child, urls.ITEM_CONTROL))), "")
        if control in ASIDES:
            found[control] = str(child.get("text") or "")
    return found


def _width(value: Any) -> str:
    if is_element(value):
        return f"{value.get('value', '')}{value.get('code') or value.get('unit') or ''}"
    return value if isinstance(value, str) else ""


def _code(value: Any) -> str:
    return str(value.get("code") or "") if is_element(value) else ""


def _column(extension: Element) -> Column:
    label = part(extension, "label")
    return Column(
        str(part(extension, "path") or ""),
        label if isinstance(label, str) else "",
        part(extension, "forDisplay") is True,
    )


def pictures(raw: Element, url: str) -> tuple[Picture, ...]:
    """Read the pictures that stand on a question or on a choice."""
    return tuple(_picture(value) for one in extensions(raw, url) if is_element(value := value_of(one)))


def _picture(value: Element) -> Picture:
    kind, data, title = (value.get(name) for name in ("contentType", "data", "title"))
    shown = data if isinstance(data, str) and str(kind).startswith("image/") else ""
    return Picture(str(kind or ""), shown, str(title or ""))
