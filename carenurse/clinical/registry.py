"""What the record's index keeps about each resource: whom, when, keys, words and a title.

Any FHIR R4 resource has an index entry, understood or not. A kind that we understand better is one line here.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from carenurse.clinical.fhir import Resource, codings, kind_of, split_reference
from carenurse.clinical.identity import identifiers, origins
from carenurse.clinical.index_facts import patient_of, when_of
from carenurse.clinical.main_code import MainCode
from carenurse.clinical.search_words import concept_words, patient_words, taken_words
from carenurse.clinical.shapes import as_list, as_object, as_objects, as_text, at
from carenurse.clinical.titles import title_of


@dataclass(frozen=True, slots=True)
class Indexed:
    """One resource's entry in the index.

    ``when`` is text in the order of time: UTC (``2026-02-27T15:42:00+00:00``) or, where only a date was said,
    ``2026-02-27T12:00``. Compare with ``dates.order_of(instant)``.
    """

    patient: str | None
    when: str | None
    keys: tuple[tuple[str, str], ...]
    words: str
    title: str


def index(resource: Resource, *, titled: bool = True) -> Indexed:
    """Make the index entry of any resource; nothing in a resource can make this fail.

    ``titled``: False leaves the title empty, which takes about half of the time.
    """
    kind = kind_of(resource)
    words = _WORDS.get(kind)
    return Indexed(
        patient=patient_of(resource),
        when=when_of(resource),
        keys=tuple(dict.fromkeys((name, value) for name, value in keys_of(resource))),
        words=words(resource) if words else "",
        title=title_of(resource) if titled else "",
    )


def understood(kind: str) -> bool:
    """Say whether the chart shows this kind in the nurse's words (others are kept and listed only)."""
    return kind in _UNDERSTOOD


def keys_of(resource: Resource) -> Iterator[tuple[str, str]]:
    """Walk the keys of a resource's index entry, some perhaps twice; cheaper than the whole entry."""
    return ((name, value) for name, value in _keys(resource) if value)


def _keys(resource: Resource) -> Iterator[tuple[str, str]]:
    for name in ("status", "questionnaire"):
        yield name, as_text(resource.get(name))
    yield from (("code", as_text(coding.get("code"))) for coding in codings(resource.get("code")))
    if kind_of(resource) == "Observation":
        yield "code", _MAIN_CODE.read(as_object(resource.get("code")))
    yield from (("identifier", token) for token in identifiers(resource))
    yield from (("origin", token) for token in origins(resource))
    for name, kinds, paths in _REFERENCES:
        for first, path in paths:
            if first in resource:
                yield from ((name, one) for one in _ids(_all_at(resource, path), kinds))
    for name, path in _CONCEPTS:
        for concept in _all_at(resource, path) if path in resource else ():
            yield from ((name, as_text(coding.get("code"))) for coding in codings(concept))


def _all_at(holder: Any, path: str) -> Iterator[Any]:
    """Follow a dotted path into every entry of the arrays on the way."""
    step, _, rest = path.partition(".")
    for one in as_objects(holder) if isinstance(holder, list) else as_objects([holder]):
        found = one.get(step)
        if rest:
            yield from _all_at(found, rest)
        else:
            yield from as_list(found) if isinstance(found, list) else (found,)


def _ids(references: Iterator[Any], kinds: tuple[str, ...]) -> Iterator[str]:
    for one in references:
        parts = split_reference(as_text(at(one, "reference")))
        if parts and parts[0] in kinds:
            yield parts[1]


_MAIN_CODE: Final = MainCode()
"""An Observation is also found under the code that we chart it by, whichever of several the sender chose."""

_REFERENCES: Final = tuple(
    (name, kinds, tuple((path.partition(".")[0], path) for path in paths))
    for name, kinds, paths in (
        ("encounter", ("Encounter",), ("encounter", "context", "context.encounter")),
        (
            "practitioner",
            ("Practitioner",),
            ("participant.actor", "participant.individual", "performer", "author", "requester", "owner"),
        ),
        ("appointment", ("Appointment",), ("appointment",)),
        ("based-on", ("ServiceRequest", "CarePlan"), ("basedOn",)),
        ("problem", ("Condition",), ("addresses", "reasonReference", "focus")),
        ("goal", ("Goal",), ("goal",)),
        ("response", ("QuestionnaireResponse",), ("derivedFrom",)),
        ("member", ("Patient",), ("member.entity",)),
    )
)
"""Index key, kinds of target, and the elements that hold the references (first step, path)."""

_CONCEPTS: Final = (
    ("clinical-status", "clinicalStatus"),
    ("category", "category"),
    ("type", "type"),
)

_WORDS: Final[Mapping[str, Callable[[Resource], str]]] = {
    "Patient": patient_words,
    "Condition": concept_words,
    "MedicationStatement": taken_words,
}

_UNDERSTOOD: Final = frozenset(
    {
        "AllergyIntolerance",
        "Appointment",
        "CarePlan",
        "CareTeam",
        "Communication",
        "Composition",
        "Condition",
        "Consent",
        "Coverage",
        "DiagnosticReport",
        "DocumentReference",
        "Encounter",
        "EpisodeOfCare",
        "Flag",
        "Goal",
        "Group",
        "Immunization",
        "MedicationRequest",
        "MedicationStatement",
        "Observation",
        "Organization",
        "Patient",
        "Practitioner",
        "Procedure",
        "Provenance",
        "QuestionnaireResponse",
        "RelatedPerson",
        "ServiceRequest",
        "Task",
    }
)
