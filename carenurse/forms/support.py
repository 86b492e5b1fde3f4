"""What a form asks for and how much of it this program does, said before anybody fills it in."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

_MOST_LETTERS = 150_000
"""Letters in all expressions of a form (the largest published one has a tenth of it)."""


class Level(StrEnum):
    """How well a feature is done here.

    ``REFUSED``: never done, on purpose; a form that lives without it is filled in, others are refused whole.
    """

    FULL = "supported"
    DEGRADED = "degraded"
    IGNORED = "ignored"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Feature:
    """One thing the form uses, how well it is done, why not better, and on which items."""

    name: str
    level: Level
    why: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SupportReport:
    """Everything a form uses, by name."""

    features: tuple[Feature, ...] = ()
    items: int = 0

    @property
    def degraded(self) -> tuple[Feature, ...]:
        """What a nurse should know before using the form: done in part, or refused."""
        lost = (Level.DEGRADED, Level.REFUSED)
        return tuple(feature for feature in self.features if feature.level in lost)

    def as_json(self) -> Mapping[str, Any]:
        """Write the report as ``carenurse form check`` prints it."""

        def named(level: Level) -> list[dict[str, Any]]:
            return [
                {"feature": one.name, "why": one.why, "items": list(one.items)}
                for one in self.features
                if one.level is level
            ]

        return {
            "items": self.items,
            "features": [one.name for one in self.features],
            "supported": [one.name for one in self.features if one.level is Level.FULL],
            "degraded": named(Level.DEGRADED),
            "ignored": named(Level.IGNORED),
            "refused_features": named(Level.REFUSED),
        }


class Findings:
    """Collects, while a form is read, what it uses."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, Level, str], list[str]] = {}
        self.count = 0
        self._room = _MOST_LETTERS

    def room_for(self, expression: str) -> bool:
        """Whether another expression may still be read; a form of nothing but formulas is no form."""
        self._room -= len(expression)
        return self._room >= 0

    def add(self, name: str, link: str, level: Level = Level.FULL, why: str = "") -> None:
        """Note one use of a feature on an item (empty: on the whole form)."""
        links = self._found.setdefault((name, level, why), [])
        if link and link not in links[-1:]:
            links.append(link)

    def report(self) -> SupportReport:
        """Close the collection."""
        features = [
            Feature(name, level, why, tuple(links)) for (name, level, why), links in self._found.items()
        ]
        return SupportReport(tuple(sorted(features, key=lambda one: (one.name, one.level))), self.count)
