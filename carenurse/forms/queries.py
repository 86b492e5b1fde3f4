"""Queries that a form asks of the record (``application/x-fhir-query``), answered from the laptop's copy.

``Observation?code=http://loinc.org|29463-7&subject={{%patient.id}}&_sort=-date&_count=1``. A parameter that
is not done here is an error told when the form is read, never a wrong or longer answer.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias
from urllib.parse import unquote_plus

from carenurse.clinical.fhir import Resource
from carenurse.clinical.whole import whole
from carenurse.forms.elements import Element, is_element, listed, objects
from carenurse.forms.fhirpath import Expression, compile_expression
from carenurse.forms.fhirpath.failures import unsupported
from carenurse.forms.fhirpath.frame import Collection
from carenurse.forms.fhirpath.temporal import Temporal
from carenurse.translations import tr

Record: TypeAlias = Mapping[str, Sequence[Resource]]
"""What of the record a form may ask for: resources of one patient by kind, newest first."""

_PART = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
_KIND = re.compile(r"/?([A-Z][A-Za-z]+)(?:/([A-Za-z0-9.\-]+))?\Z")
_REFERENCES = frozenset(
    {"patient", "subject", "encounter", "practitioner", "performer", "requester", "author"}
)
_TOKENS: Mapping[str, tuple[str, ...]] = {
    "_id": ("id",),
    "code": ("code", "medicationCodeableConcept", "vaccineCode"),
    "category": ("category",),
    "status": ("status",),
    "clinical-status": ("clinicalStatus",),
    "verification-status": ("verificationStatus",),
    "intent": ("intent",),
    "active": ("active",),
    "gender": ("gender",),
    "type": ("type",),
    "class": ("class",),
    "relationship": ("relationship",),
    "identifier": ("identifier",),
    "vaccine-code": ("vaccineCode",),
}
DATES = (
    *("effectiveDateTime", "effectivePeriod", "occurrenceDateTime", "period", "performedDateTime"),
    *(
        "performedPeriod",
        "onsetDateTime",
        "authoredOn",
        "recordedDate",
        "dateAsserted",
        "start",
        "date",
        "issued",
    ),
)
"""Members of a resource that say when it was, the most telling first."""
_DATE_NAMES = frozenset(
    {"date", "onset-date", "authored", "authoredon", "recorded-date", "effective", "birthdate"}
)
_QUIET = frozenset({"_format", "_summary", "_total", "_include", "_revinclude", "_elements"})
"""What asks for another shape or for more than the answer; what is asked for itself stays the same."""
_COMPARATORS = ("eq", "ne", "ge", "le", "gt", "lt")


@dataclass(frozen=True, slots=True)
class LocalQuery:
    """A query: literal text and, between, expressions to be worked out."""

    pieces: tuple[str | Expression, ...]
    kind: str

    @property
    def expressions(self) -> tuple[Expression, ...]:
        """The expressions in it."""
        return tuple(one for one in self.pieces if isinstance(one, Expression))

    def answer(self, evaluate: Callable[[Expression], Collection], record: Record) -> list[Resource]:
        """Find the resources that match. Raises ExpressionError."""
        words: list[str] = []
        for piece in self.pieces:
            if isinstance(piece, str):
                words.append(piece)
                continue
            values = [str(one) for one in evaluate(piece) if not isinstance(one, dict)]
            if not values:
                return []
            words.append(",".join(values))
        return search("".join(words), record)


def read_query(text: str, written: frozenset[str] = frozenset()) -> LocalQuery:
    """Read a query. Raises ExpressionError for what is not done here."""
    pieces: list[str | Expression] = []
    at = 0
    for part in _PART.finditer(text):
        pieces += [text[at : part.start()], compile_expression(part[1].strip(), written)]
        at = part.end()
    pieces.append(text[at:])
    plain = "".join(one if isinstance(one, str) else "x" for one in pieces)
    path, _, query = plain.partition("?")
    kind = _KIND.match(path.strip())
    if kind is None:
        raise unsupported(tr("the query “{text}”", text=text[:60]))
    for name, _value in _parameters(query):
        _refuse_unknown(name)
    return LocalQuery(tuple(one for one in pieces if one != ""), kind[1])


def _refuse_unknown(name: str) -> None:
    known = _REFERENCES | _TOKENS.keys() | _DATE_NAMES | _QUIET | {"_sort", "_count"}
    if name not in known:
        raise unsupported(tr("the query parameter “{name}”", name=name[:40]))


def search(text: str, record: Record) -> list[Resource]:
    """Answer a query without expressions from the record, newest first unless it says otherwise."""
    path, _, query = text.strip().partition("?")
    kind = _KIND.match(path)
    if kind is None:
        raise unsupported(tr("the query “{text}”", text=text[:60]))
    found = list(record.get(kind[1], ()))
    if kind[2]:
        found = [one for one in found if one.get("id") == kind[2]]
    count, sort = len(found), ""
    for name, value in _parameters(query):
        if name == "_count":
            known = whole(value)
            count = count if known is None else known
        elif name == "_sort":
            sort = value
        elif name not in _QUIET:
            _refuse_unknown(name)
            found = [one for one in found if _matches(one, name, value)]
    return _sorted(found, sort)[:count]


def _parameters(query: str) -> Iterator[tuple[str, str]]:
    for pair in query.split("&"):
        name, _, value = pair.partition("=")
        if name:
            yield unquote_plus(name), unquote_plus(value.replace("+", "%2B"))


def _matches(resource: Resource, name: str, value: str) -> bool:
    wanted = [one for one in value.split(",") if one]
    if name in _DATE_NAMES:
        return all(_in_time(resource, name, one) for one in wanted)
    if name in _REFERENCES:
        held = list(_references(resource, name))
        ids = {one.rpartition("/")[2] for one in wanted}
        return any(one.rpartition("/")[2] in ids for one in held)
    return any(_has_token(resource.get(member), one) for member in _TOKENS[name] for one in wanted)


def _references(resource: Resource, name: str) -> Iterator[str]:
    members = (
        ("subject", "patient", "beneficiary", "individual") if name in ("patient", "subject") else (name,)
    )
    for member in members:
        value = resource.get(member)
        for one in listed(value):
            if is_element(one) and one.get("reference"):
                yield str(one["reference"])
    if name == "patient" and resource.get("resourceType") == "Patient":
        yield str(resource.get("id", ""))


def _has_token(value: Any, wanted: str) -> bool:
    """Compare as FHIR compares tokens: ``code``, ``system|code``, ``|code``, ``system|``."""
    if isinstance(value, list):
        return any(_has_token(one, wanted) for one in value)  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType] any JSON list
    system, bar, code = wanted.rpartition("|")
    if isinstance(value, bool):
        return wanted == ("true" if value else "false")
    if isinstance(value, str):
        return value == code
    if not is_element(value):
        return False
    if "coding" in value:
        return any(_has_token(one, wanted) for one in objects(value["coding"]))
    held = value.get("code") or value.get("value")
    return (not code or held == code) and (not bar or (value.get("system") or "") == system)


def _when(resource: Element) -> str:
    for member in DATES:
        value = resource.get(member)
        if is_element(value):
            value = value.get("start") or value.get("end")
        if isinstance(value, str):
            return value
    return ""


def _in_time(resource: Resource, name: str, wanted: str) -> bool:
    """Compare days as written; a comparator stands before the value (``ge2026-01-01``)."""
    comparator = wanted[:2] if wanted[:2] in _COMPARATORS else "eq"
    limit = wanted.removeprefix(comparator) if wanted[:2] in _COMPARATORS else wanted
    held = str(resource.get("birthDate") or "") if name == "birthdate" else _when(resource)
    if not held or Temporal.read(limit) is None:
        return False
    size = min(len(held), len(limit), len("2026-01-01"))
    left, right = held[:size], limit[:size]
    said = {
        "eq": left == right,
        "ne": left != right,
        "ge": left >= right,
        "le": left <= right,
        "gt": left > right,
        "lt": left < right,
    }
    return said[comparator]


def _sorted(found: list[Resource], sort: str) -> list[Resource]:
    for key in reversed([one for one in sort.split(",") if one]):
        name, down = key.removeprefix("-"), key.startswith("-")
        found = sorted(found, key=lambda one, name=name: _sort_key(one, name), reverse=down)
    return found


def _sort_key(resource: Resource, name: str) -> str:
    if name in _DATE_NAMES or name == "_lastUpdated":
        meta = resource.get("meta")
        return _when(resource) or str(meta.get("lastUpdated", "") if is_element(meta) else "")
    people = resource.get("name")
    first = next(iter(listed(people)), None)
    if name in ("family", "given") and is_element(first):
        return str(first.get(name) or "").casefold()
    return str(resource.get(name) or "").casefold()


def bundle_of(resources: Sequence[Resource]) -> Resource:
    """Wrap what was found as a server would give it."""
    return {
        "resourceType": "Bundle",
        "type": "searchset",
        "total": len(resources),
        "entry": [{"resource": one} for one in resources],
    }
