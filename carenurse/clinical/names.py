"""A person's name as it was given to us, and the ways it is shown."""

import unicodedata
from dataclasses import dataclass
from typing import Final

from carenurse.clinical.codec import Codec
from carenurse.clinical.fact_lists import Chosen, Texts
from carenurse.clinical.facts import Text
from carenurse.clinical.fhir import Resource
from carenurse.clinical.in_force import in_force
from carenurse.clinical.shapes import as_text


@dataclass(frozen=True, slots=True)
class PersonName:
    """A HumanName. ``text`` is the whole name where the sender wrote it as one."""

    given: tuple[str, ...] = ()
    family: str = ""
    prefix: tuple[str, ...] = ()
    suffix: tuple[str, ...] = ()
    text: str = ""

    @property
    def display(self) -> str:
        """Say the name as it is spoken: "Rosa Delgado"."""
        parts = " ".join(part for part in (*self.given, self.family) if part)
        return as_shown(parts if self.family else self.text or parts)

    @property
    def sorted(self) -> str:
        """Say the name as a list files it: "Delgado, Rosa"."""
        if not self.family:
            return self.display
        return as_shown(f"{self.family}, {' '.join(self.given)}" if self.given else self.family)


def as_shown(name: str) -> str:
    """Give a name without what turns letters around or steers a line; the record keeps it as it came.

    A sender's U+202E would show "Rosa" as "asoR" and everything after it in the wrong order: embeddings,
    overrides, isolates and marks (Unicode category Cf but for joiners) go, line ends and tabs become blanks.
    """
    kept = (" " if unicodedata.category(one) == "Cc" else one for one in name if not _turns(one))
    return " ".join("".join(kept).split())


def _turns(letter: str) -> bool:
    return unicodedata.category(letter) == "Cf" and letter not in _JOINERS


_JOINERS: Final = "\u200c\u200d"
"""Letters of Persian and of Indian scripts are joined or kept apart by these two."""


NO_NAME: Final = PersonName()

NAME: Final = Codec(
    PersonName,
    {
        "given": Texts("given"),
        "family": Text("family"),
        "prefix": Texts("prefix"),
        "suffix": Texts("suffix"),
        "text": Text("text"),
    },
)

_BEST_FIRST: Final = ("official", "usual", "", "temp", "nickname", "anonymous", "maiden", "old")


def _rank(entry: Resource) -> int:
    """Prefer the official name; one that is over, or not yet borne, comes last."""
    if not in_force(entry):
        return len(_BEST_FIRST)
    use = as_text(entry.get("use"))
    return _BEST_FIRST.index(use) if use in _BEST_FIRST else len(_BEST_FIRST)


BEST_NAME: Final = Chosen("name", NAME, _rank, NO_NAME)
"""The name to use of the several that a Patient, RelatedPerson or Practitioner may have."""
