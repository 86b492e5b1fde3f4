"""FHIR JSON as FHIRPath sees it: members, value[x], types, and the equality of any two values."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, cast

from carenurse.clinical.units import ucum
from carenurse.forms.elements import is_element
from carenurse.forms.fhirpath.failures import impossible
from carenurse.forms.fhirpath.frame import Collection
from carenurse.forms.fhirpath.numeric import is_number
from carenurse.forms.fhirpath.quantities import Quantity
from carenurse.forms.fhirpath.temporal import Temporal
from carenurse.translations import tr


class Complex(dict[str, Any]):
    """A FHIR element whose type is known from the ``value[x]`` it stood in."""

    __slots__ = ("fhir_type",)
    fhir_type: str


class Text(str):
    """A FHIR code, uri, id...: text of a narrower type than string."""

    __slots__ = ("fhir_type",)
    fhir_type: str


_TEMPORAL = frozenset({"Date", "DateTime", "Instant", "Time"})
_NARROW = frozenset({"Code", "Uri", "Url", "Canonical", "Id", "Oid", "Uuid", "Markdown", "Base64Binary"})
_PLAIN = frozenset({"String", "Boolean", "Integer", "Decimal", "PositiveInt", "UnsignedInt"})
_ELEMENTS = frozenset(
    {
        *("Coding", "Quantity", "CodeableConcept", "Reference", "Attachment", "Period", "Range", "Ratio"),
        *("Identifier", "HumanName", "Address", "ContactPoint", "Timing", "Age", "Duration", "Expression"),
        *("Annotation", "SampledData", "Money", "Count", "Distance", "Signature", "Dosage", "Meta"),
    }
)
CHOICES = _TEMPORAL | _NARROW | _PLAIN | _ELEMENTS
"""The types a ``value[x]`` can end in, as the JSON member spells them."""

_NAMED_TYPES = {
    **dict.fromkeys(("gender", "use", "status"), "Code"),
    **dict.fromkeys(("url", "instantiatesUri"), "Uri"),
    "name": "HumanName",
    "address": "Address",
    "telecom": "ContactPoint",
    "identifier": "Identifier",
    "period": "Period",
    "maritalStatus": "CodeableConcept",
    "category": "CodeableConcept",
}
"""Members that hold the same type wherever a form meets them (a text under ``name`` stays a text)."""

_DATES = frozenset({"birthDate", "recordedDate", "assertedDate", "date", "approvalDate", "lastReviewDate"})
_MOMENTS = frozenset({"authored", "issued", "lastUpdated", "start", "end", "created", "sent", "received"})
_PARENTS = {
    **dict.fromkeys(("url", "canonical", "oid", "uuid"), "uri"),
    **dict.fromkeys(("id", "code", "markdown"), "string"),
    **dict.fromkeys(("age", "duration", "count", "distance"), "quantity"),
}
_SHAPES = (
    ("Quantity", {"value", "unit", "code", "system", "comparator", "extension", "id"}, {"value"}),
    ("CodeableConcept", {"coding", "text", "extension", "id"}, {"coding"}),
    (
        "Coding",
        {"system", "version", "code", "display", "userSelected", "extension", "id"},
        {"code", "display"},
    ),
    ("Reference", {"reference", "type", "identifier", "display", "extension", "id"}, {"reference"}),
    ("Period", {"start", "end", "extension", "id"}, {"start", "end"}),
)


def suffix_of(name: str) -> str:
    """Find the type in ``valueCoding``, ``effectiveDateTime``; empty when the name has none."""
    for place in range(1, len(name)):
        if name[place].isupper() and name[place:] in CHOICES:
            return name[place:]
    return ""


def hint_of(name: str) -> str:
    """Say of which type the values under this member name are, as far as the name tells."""
    if name in _DATES:
        return "Date"
    return "DateTime" if name in _MOMENTS else _NAMED_TYPES.get(name) or suffix_of(name)


def typed(value: Any, hint: str) -> Any:
    """Give a JSON value the type that its member name told."""
    if not hint:
        return value
    if isinstance(value, str):
        return _typed_text(value, hint)
    if hint == "Decimal" and isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value)
    if is_element(value) and hint in _ELEMENTS:
        element = Complex(value)
        element.fhir_type = hint
        return element
    return value


def _typed_text(value: str, hint: str) -> Any:
    if hint in _TEMPORAL:
        return Temporal.read(value) or value
    if hint in _NARROW:
        text = Text(value)
        text.fhir_type = hint[0].lower() + hint[1:]
        return text
    return value


def spread(value: Any, hint: str, into: Collection) -> None:
    """Add one member's value (a list is several) to a collection."""
    if isinstance(value, list):
        into.extend([typed(one, hint) for one in cast("list[Any]", value) if one is not None])
    elif value is not None:
        into.append(typed(value, hint))


def members(focus: Collection, name: str, hint: str) -> Collection:
    """Follow ``.name``, or ``.name[x]`` where only ``nameType`` is there."""
    found: Collection = []
    for one in focus:
        if is_element(one):
            if name in one:
                spread(one[name], hint, found)
            elif name not in _NEVER_CHOICE:
                _choice(one, name, found)
        elif isinstance(one, Quantity):
            spread({"value": one.value, "unit": one.unit, "code": one.unit}.get(name), "", found)
    return found


_NEVER_CHOICE = frozenset(
    {"item", "answer", "linkId", "extension", "code", "coding", "system", "url", "entry"}
)


def _choice(element: dict[str, Any], name: str, into: Collection) -> None:
    length = len(name)
    for key, value in element.items():
        if key.startswith(name) and key[length:] in CHOICES:
            spread(value, key[length:], into)


def descendants_of(value: Any) -> Iterator[Any]:
    """Walk the direct children of an element."""
    if is_element(value):
        for key, inner in value.items():
            if key != "resourceType" and not str(key).startswith("_"):
                found: Collection = []
                spread(inner, hint_of(str(key)), found)
                yield from found


def as_quantity(value: Any) -> Quantity | None:
    """Read a FHIR Quantity element (or a literal); None for anything else."""
    if isinstance(value, Quantity):
        return value
    if is_element(value) and _is_quantity(value) and is_number(value.get("value")):
        unit = value.get("code") or ucum(str(value.get("unit") or "1"))
        return Quantity(Decimal(value["value"]), str(unit))
    return None


def _is_quantity(value: dict[str, Any]) -> bool:
    if isinstance(value, Complex):
        return value.fhir_type in ("Quantity", "Age", "Duration", "Count", "Distance", "Money")
    return shape_of(value) == "Quantity"


def shape_of(value: dict[str, Any]) -> str:
    """Tell the type of an element by its members where nothing else tells it; empty when they do not."""
    if isinstance(value, Complex):
        return value.fhir_type
    if kind := value.get("resourceType"):
        return str(kind)
    keys = set(value)
    for name, allowed, telling in _SHAPES:
        if keys <= allowed and keys & telling:
            return name
    return ""


def type_name(value: Any) -> str:
    """Name the FHIR type of one value, as FHIR spells it."""
    if isinstance(value, Temporal):
        return value.kind
    if isinstance(value, Text):
        return value.fhir_type
    if is_element(value):
        return shape_of(value)
    return next((name for kind, name in _PLAIN_NAMES if isinstance(value, kind)), "")


_PLAIN_NAMES: tuple[tuple[type, str], ...] = (
    (bool, "boolean"),
    (int, "integer"),
    (Decimal, "decimal"),
    (str, "string"),
    (Quantity, "Quantity"),
)
"""In this order: to Python, true is also a whole number."""


_TYPES = {
    *(name.lower() for name in CHOICES),
    *("element", "backboneelement", "resource", "domainresource", "any"),
}


def is_type(name: str) -> bool:
    """Whether a name can be that of a type; resources are not listed, they begin with a capital."""
    bare = name.rpartition(".")[2]
    return bare[:1].isupper() or bare.lower() in _TYPES


def is_exactly(value: Any, wanted: str) -> bool:
    """Say whether a value is of a type itself: a code is no string here (as(), ofType())."""
    if isinstance(value, Text):
        return value.fhir_type == wanted.rpartition(".")[2]
    return is_of(value, wanted)


def is_of(value: Any, wanted: str) -> bool:
    """Say whether a value is of a type (FHIR or System; narrower types count as their parents).

    Raises EvaluationError for an element of which nothing tells the type: "no" would be a guess.
    """
    space, _, bare = wanted.rpartition(".")
    name = bare.lower()
    if space == "System" and is_element(value):
        return False
    own = type_name(value).lower()
    if not own and bare in _ELEMENTS and is_element(value):
        raise impossible(tr("nothing tells whether this is a “{type}”", type=bare))
    while own:
        if own == name:
            return True
        own = _PARENTS.get(own, "")
    if name in ("resource", "domainresource"):
        return is_element(value) and "resourceType" in value
    return name == "instant" and isinstance(value, Temporal) and value.kind == "dateTime"


def single(values: Collection, what: str) -> Any:
    """Take the only value; None for none. Raises EvaluationError for several."""
    if not values:
        return None
    if len(values) > 1:
        raise impossible(tr("“{what}” needs one value and got {count}", what=what, count=len(values)))
    return values[0]


def truth(values: Collection, what: str) -> bool | None:
    """Read a collection as yes, no or unknown: one value that is no boolean counts as yes."""
    value = single(values, what)
    if value is None or isinstance(value, bool):
        return value
    return True


def key_of(value: Any) -> object:
    """Make a hashable key under which equal values meet (for distinct, union, intersect)."""
    if isinstance(value, bool):
        return ("b", value)
    if isinstance(value, Quantity):
        return ("q", value.value, value.unit)
    if isinstance(value, str):
        return str(value)
    if is_element(value):
        return ("d", tuple(sorted((str(k), key_of(v)) for k, v in value.items())).__repr__())
    if isinstance(value, list):
        return ("l", tuple(key_of(one) for one in cast("list[Any]", value)))
    return value
