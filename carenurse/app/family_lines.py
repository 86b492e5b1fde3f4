"""The project's own lines for families (warning signs, advice of the templates) in the paper's languages.

The nurse's own words stay as she wrote them; only a line that stands in the data file, letter for letter, is
said in another language.
"""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from carenurse.documents.family_facts import Words


def family_line(text: str) -> Words:
    """Give a line with its translations where it is one of ours."""
    return Words(text, "en", _translations().get(text, ()))


@cache
def _translations() -> Mapping[str, tuple[tuple[str, str], ...]]:
    kept = json.loads((files("resources") / "templates" / "family-lines.json").read_text(encoding="utf-8"))
    return {
        line["en"]: tuple((to, said) for to, said in line.items() if to != "en") for line in kept["lines"]
    }
