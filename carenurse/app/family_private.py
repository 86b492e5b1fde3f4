"""What a family's paper leaves off by itself: things a person may not want others in the home to see.

Off means: told to the nurse, one tick away. The lists are data (``resources/templates/family-private.json``).
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from carenurse.clinical.problem import Problem
from carenurse.clinical.systems import ICD10CM


@dataclass(frozen=True, slots=True)
class PrivateTopics:
    """Words (or parts), Omaha problems and beginnings of ICD-10-CM codes that are private."""

    words: tuple[str, ...]
    omaha: frozenset[str]
    icd10: tuple[str, ...]
    icd10_not: tuple[str, ...]

    def in_text(self, *texts: str) -> bool:
        """Say whether one of the texts names a private topic."""
        said = " ".join(texts).casefold()
        return any(word in said for word in self.words)

    def problem(self, problem: Problem) -> bool:
        """Say whether a problem or diagnosis is private: by its codes, else by its words."""
        if problem.omaha in self.omaha:
            return True
        coded = [coding.code for coding in problem.codings if coding.system == ICD10CM]
        return any(self._code(code) for code in coded) or self.in_text(problem.text)

    def any_problem(self, problems: Iterable[Problem]) -> bool:
        """Say whether one of them is private."""
        return any(map(self.problem, problems))

    def _code(self, code: str) -> bool:
        return code.startswith(self.icd10) and not code.startswith(self.icd10_not)


@cache
def private_topics() -> PrivateTopics:
    """Read the shipped lists once."""
    kept = json.loads((files("resources") / "templates" / "family-private.json").read_text(encoding="utf-8"))
    return PrivateTopics(
        tuple(kept["words"]),
        frozenset(kept["omaha"]),
        tuple(kept["icd10"]),
        tuple(kept["icd10_not_private"]),
    )
