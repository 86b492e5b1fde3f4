"""The fixed words of the papers in the family's language, from one data file."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

Language = Literal["en", "es"]
LANGUAGES: tuple[Language, ...] = ("en", "es")


@dataclass(frozen=True, slots=True)
class Labels:
    """The words of one language; ``reviewed`` says whether a clinical translator has looked at them."""

    language: Language
    reviewed: bool
    words: Mapping[str, str]

    def __call__(self, key: str, **facts: object) -> str:
        """Say one fixed phrase with its facts in place. Raises KeyError for a phrase nobody has written."""
        phrase = self.words[key]
        return phrase.format(**facts) if facts else phrase

    @property
    def tag(self) -> str:
        """Name the language as a screen reader of this country wants it."""
        return f"{self.language}-US"


@cache
def labels_in(language: Language) -> Labels:
    """Read the labels of one language from ``resources/templates/family-labels.json``."""
    kept = json.loads((files("resources") / "templates" / "family-labels.json").read_text(encoding="utf-8"))
    words = {key: spoken[language] for key, spoken in kept["labels"].items() if language in spoken}
    return Labels(language, bool(kept["languages"][language]["reviewed"]), words)
