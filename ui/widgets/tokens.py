"""The design tokens as values: what ``resources/tokens.json`` says, read once, refused when incomplete.

They are named tuples: the first picture waits for them, and a dataclass takes ten times as long to make.
"""

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

from carenurse.app.shipped import shipped

Role = Literal[
    "background",
    "surface",
    "sunken",
    "hover",
    "hairline",
    "hairlineStrong",
    "controlBorder",
    "text",
    "textSecondary",
    "accent",
    "accentTint",
    "accentPressed",
    "onAccent",
    "ok",
    "okTint",
    "okLine",
    "caution",
    "cautionTint",
    "cautionLine",
    "critical",
    "criticalTint",
    "criticalLine",
    "draft",
    "draftTint",
    "draftLine",
]
"""What a color is for; ``tokens.json`` says it in words under ``use``."""

Step = Literal[
    "caption",
    "label",
    "secondary",
    "body",
    "bodyStrong",
    "input",
    "section",
    "subject",
    "patientName",
    "title",
    "tileValue",
    "factValue",
    "railLabel",
    "keyCap",
]
"""One step of the type scale."""

Tone = Literal["plain", "ok", "caution", "critical", "draft", "info"]
"""What a chip or message says by its color (always beside an icon and words)."""


class TypeStep(NamedTuple):
    """Size and line height in device-independent pixels before zoom; CSS weight."""

    size: int
    line: int
    weight: int


class ToneColors(NamedTuple):
    """The roles with which one tone is drawn: words and icon, fill, edge."""

    ink: Role
    tint: Role
    line: Role


TONES: Mapping[Tone, ToneColors] = MappingProxyType(
    {
        "plain": ToneColors("textSecondary", "surface", "hairlineStrong"),
        "ok": ToneColors("ok", "okTint", "okLine"),
        "caution": ToneColors("caution", "cautionTint", "cautionLine"),
        "critical": ToneColors("critical", "criticalTint", "criticalLine"),
        "draft": ToneColors("draft", "draftTint", "draftLine"),
        "info": ToneColors("accent", "accentTint", "accent"),
    }
)


class Tokens(NamedTuple):
    """Every color, length and type step; the same facts for the light and the dark look."""

    light: Mapping[str, str]
    dark: Mapping[str, str]
    type: Mapping[str, TypeStep]
    family: tuple[str, ...]
    size: Mapping[str, int]
    icon: Mapping[str, float]
    row: Mapping[str, int]
    radius: Mapping[str, int]
    space: Mapping[str, int]
    breakpoint: Mapping[str, Any]
    zoom_percent: tuple[int, ...]
    toast_seconds: int
    text_pairs: tuple[tuple[str, str], ...]
    control_pairs: tuple[tuple[str, str], ...]
    floor: Mapping[str, float]


def load_tokens() -> Tokens:
    """Read the shipped tokens. Raises KeyError when the file misses a part: our own fault, found by tests."""
    raw: dict[str, Any] = json.loads(shipped("tokens.json").read_text(encoding="utf-8"))
    return Tokens(
        light=raw["color"]["light"],
        dark=raw["color"]["dark"],
        type={name: TypeStep(**step) for name, step in raw["type"]["scale"].items()},
        family=(raw["type"]["family"], *raw["type"]["fallback"]),
        size=raw["size"],
        icon=raw["icon"],
        row=raw["row"],
        radius=raw["radius"],
        space=raw["space"],
        breakpoint=raw["breakpoint"],
        zoom_percent=tuple(raw["zoomPercent"]),
        toast_seconds=raw["motion"]["toastSeconds"],
        text_pairs=tuple((front, back) for front, back in raw["pairs"]["text"]),
        control_pairs=tuple((front, back) for front, back in raw["pairs"]["control"]),
        floor=raw["floor"],
    )
