"""The Omaha System terms, read from their FHIR CodeSystem; the caller brings the data.

Source: Martin KS. The Omaha System, reprinted 2nd ed. 2005; codes of Health New Zealand. The published
terms are shown unchanged; beside them stand our own plain words and meanings, as designations and
definitions.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from carenurse.clinical.fhir import Resource

KNOWLEDGE: Final = "RS0100"
BEHAVIOR: Final = "RS0200"
STATUS: Final = "RS0300"
RATINGS: Final = (KNOWLEDGE, BEHAVIOR, STATUS)
"""The three scales of the Problem Rating Scale for Outcomes, each from 1 (worst) to 5 (best)."""

ACTUAL: Final = "RM0003"
POTENTIAL: Final = "RM0002"
HEALTH_PROMOTION: Final = "RM0001"


@dataclass(frozen=True, slots=True)
class Term:
    """One published term with its code; ``short`` is its published abbreviation, where it has one."""

    code: str
    display: str
    meaning: str = ""
    short: str = ""


@dataclass(frozen=True, slots=True)
class ProblemTerm:
    """One of the 42 problems: the published term, plain words for it, its domain, its signs and symptoms."""

    code: str
    display: str
    plain: str
    meaning: str
    domain: str
    signs: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Level:
    """One step of a rating scale; the guide is ours, in plain words."""

    value: int
    label: str
    guide: str
    code: str


@dataclass(frozen=True, slots=True)
class Scale:
    """Knowledge, Behavior or Status, with its five levels."""

    code: str
    display: str
    meaning: str
    levels: tuple[Level, ...]


@dataclass(frozen=True, slots=True)
class Terms:
    """All terms, in the published order, with the notice that must be shown with them."""

    problems: tuple[ProblemTerm, ...]
    states: tuple[Term, ...]
    categories: tuple[Term, ...]
    targets: tuple[Term, ...]
    scales: tuple[Scale, ...]
    notice: str

    def problem(self, code: str | None) -> ProblemTerm | None:
        """Find a problem by its code."""
        return next((term for term in self.problems if term.code == code), None)

    def target(self, code: str | None) -> Term | None:
        """Find an intervention target by its code."""
        return next((term for term in self.targets if term.code == code), None)

    def category(self, code: str | None) -> Term | None:
        """Find an intervention category by its code (``CG0001``) or its abbreviation (``TGC``)."""
        return next((term for term in self.categories if code and code in (term.code, term.short)), None)

    def state(self, code: str | None) -> Term | None:
        """Find Actual, Potential or Health Promotion by code or by word."""
        return next((term for term in self.states if code in (term.code, term.display)), None)


def read_terms(code_system: Resource) -> Terms:
    """Read the terms out of ``resources/codes/omaha-system.json``."""
    concepts: list[Resource] = code_system["concept"]
    return Terms(
        problems=tuple(
            _problem(problem, domain["display"])
            for domain in _of_kind(concepts, "domain")
            for problem in _of_kind(domain["concept"], "problem")
        ),
        states=tuple(map(_term, _of_kind(concepts, "state"))),
        categories=tuple(map(_term, _of_kind(concepts, "category"))),
        targets=tuple(map(_term, _of_kind(concepts, "target"))),
        scales=tuple(map(_scale, _of_kind(concepts, "scale"))),
        notice=code_system["copyright"],
    )


def _of_kind(concepts: list[Resource], kind: str) -> Iterator[Resource]:
    return (concept for concept in concepts if _property(concept, "kind", "valueCode") == kind)


def _property(concept: Resource, code: str, element: str) -> Any:
    found = (one.get(element) for one in concept.get("property", ()) if one["code"] == code)
    return next(found, None)


def _term(concept: Resource) -> Term:
    short = _property(concept, "abbreviation", "valueString") or ""
    return Term(concept["code"], concept["display"], concept.get("definition", ""), short)


def _problem(concept: Resource, domain: str) -> ProblemTerm:
    words = [designation["value"] for designation in concept.get("designation", ())]
    return ProblemTerm(
        code=concept["code"],
        display=concept["display"],
        plain=words[0] if words else concept["display"],
        meaning=concept["definition"],
        domain=domain,
        signs=tuple(map(_term, concept["concept"])),
    )


def _scale(concept: Resource) -> Scale:
    levels = tuple(
        Level(_property(level, "value", "valueInteger"), level["display"], level["definition"], level["code"])
        for level in concept["concept"]
    )
    return Scale(concept["code"], concept["display"], concept["definition"], levels)
