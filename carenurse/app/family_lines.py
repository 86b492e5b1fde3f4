"""The project's own lines for families (warning signs, advice of the templates) in the paper's languages.

The nurse's own words stay as she wrote them; only a line that stands in the data file, letter for letter, is
said in another language, and the name of an allergy that is on our own list.
"""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from carenurse.documents.family_facts import Words


def family_line(text: str) -> Words:
    """Give a line with its translations where it is one of ours."""
    return Words(text, "en", _translations().get(text, ()))


def family_allergy(name: str) -> Words:
    """Give the name of an allergy, with its translations where it is on our list, a class or not."""
    return Words(name, "en", _allergies().get(_bare(name), ()))


def _bare(name: str) -> str:
    return name.strip().casefold().removesuffix(" (class)")


@cache
def _allergies() -> Mapping[str, tuple[tuple[str, str], ...]]:
    return {_bare(own["en"]): _others(own) for own in _kept("family-allergies.json", "allergies")}


@cache
def _translations() -> Mapping[str, tuple[tuple[str, str], ...]]:
    return {line["en"]: _others(line) for line in _kept("family-lines.json", "lines")}


def _kept(file: str, what: str) -> list[dict[str, str]]:
    return json.loads((files("resources") / "templates" / file).read_text(encoding="utf-8"))[what]


def _others(line: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((to, said) for to, said in line.items() if to != "en")
