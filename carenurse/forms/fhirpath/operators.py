"""The operators: three-valued logic, exact arithmetic, comparisons that say "unknown" and never guess."""

from collections.abc import Callable, Mapping
from datetime import tzinfo
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Any

from carenurse.forms.elements import is_element
from carenurse.forms.fhirpath.failures import impossible
from carenurse.forms.fhirpath.frame import Collection, Frame
from carenurse.forms.fhirpath.numeric import EXACT, bounded, is_number, product, tidy, total
from carenurse.forms.fhirpath.quantities import Quantity
from carenurse.forms.fhirpath.temporal import Temporal
from carenurse.forms.fhirpath.values import as_quantity, key_of, single
from carenurse.translations import tr

_PLENTY = Context(prec=200)
_LETTERS_A_STEP = 10
LONGEST = 1_000_000
"""Characters in one text."""


def answer(value: bool | None) -> Collection:  # noqa: FBT001 - a truth value is what this is about
    """Write yes, no or unknown as a collection."""
    return [] if value is None else [value]


def both(left: bool | None, right: bool | None) -> bool | None:  # noqa: FBT001
    """And."""
    if left is False or right is False:
        return False
    return None if left is None or right is None else True


def either(left: bool | None, right: bool | None) -> bool | None:  # noqa: FBT001
    """Or."""
    if left is True or right is True:
        return True
    return None if left is None or right is None else False


def one_only(left: bool | None, right: bool | None) -> bool | None:  # noqa: FBT001
    """Exclusive or."""
    return None if left is None or right is None else left is not right


def follows(left: bool | None, right: bool | None) -> bool | None:  # noqa: FBT001
    """Implies."""
    return either(None if left is None else not left, right)


LOGIC: Mapping[str, Callable[[bool | None, bool | None], bool | None]] = {
    "and": both,
    "or": either,
    "xor": one_only,
    "implies": follows,
}


def same(left: Any, right: Any, zone: tzinfo | None) -> bool | None:
    """Compare two single values for equality; None where precision or units leave it open."""
    if isinstance(left, Temporal) and isinstance(right, Temporal):
        if (left.kind == "time") != (right.kind == "time"):
            return False
        order = left.compared(right, zone)
        return None if order is None else order == 0
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    if is_number(left) and is_number(right):
        return bool(left == right)
    return _same_elements(left, right)


def _same_elements(left: Any, right: Any) -> bool | None:
    if left is right:
        return True
    first, second = as_quantity(left), as_quantity(right)
    if first is not None and second is not None:
        order = first.order(second)
        return None if order is None else order == 0
    if is_element(left) and is_element(right):
        return left == right and key_of(left) == key_of(right)
    return bool(left == right)


def equal(left: Collection, right: Collection, zone: tzinfo | None) -> bool | None:
    """``=``: unknown when a side is empty; otherwise the same values in the same order."""
    if not left or not right:
        return None
    if len(left) != len(right):
        return False
    result: bool | None = True
    for one, two in zip(left, right, strict=True):
        result = both(result, same(one, two, zone))
    return result


def equivalent(left: Collection, right: Collection, zone: tzinfo | None) -> bool:
    """``~``: never unknown; order, letter case, spaces and the finer precision do not count."""
    if len(left) != len(right):
        return False
    rest = list(right)
    for one in left:
        partner = next((at for at, two in enumerate(rest) if _alike(one, two, zone)), None)
        if partner is None:
            return False
        rest.pop(partner)
    return True


def _alike(left: Any, right: Any, zone: tzinfo | None) -> bool:  # noqa: PLR0911 - one return per kind
    if isinstance(left, Temporal) and isinstance(right, Temporal):
        return len(left.fields) == len(right.fields) and same(left, right, zone) is True
    if isinstance(left, str) and isinstance(right, str):
        return left.casefold().split() == right.casefold().split()
    if isinstance(left, int | Decimal) and isinstance(right, int | Decimal):
        if isinstance(left, bool) or isinstance(right, bool):
            return left is right
        return _nearly(left, right)
    first, second = as_quantity(left), as_quantity(right)
    if first is not None and second is not None:
        return _alike_quantities(first, second)
    if is_element(left) and is_element(right) and "code" in left and "code" in right:
        alike = left.get("code") == right.get("code") and left.get("system") == right.get("system")
        return bool(alike) and left.get("value") == right.get("value")
    return same(left, right, zone) is True


def _nearly(left: int | Decimal, right: int | Decimal) -> bool:
    """Compare at the digits of the less precise of the two."""
    places = Decimal(1).scaleb(-min(_places(left), _places(right)))
    first, second = (Decimal(one).quantize(places, ROUND_HALF_UP, _PLENTY) for one in (left, right))
    return first == second


def _alike_quantities(first: Quantity, second: Quantity) -> bool:
    """Compare in the larger of the two units, at the digits of the less precise."""
    if not first.comparable(second):
        return _about(first, second)
    there, back = first.in_unit(second.unit), second.in_unit(first.unit)
    if there is None or back is None:
        return False
    if abs(there) >= abs(first.value):
        return _nearly(first.value, tidy(back))
    return _nearly(tidy(there), second.value)


def _about(left: Quantity, right: Quantity) -> bool:
    """Take a calendar month or year as equivalent to UCUM's, though it is never equal."""
    loose = {"year": "a", "month": "mo"}
    first, second = (Quantity(one.value, loose.get(one.unit, one.unit)) for one in (left, right))
    return first.comparable(second) and first.order(second) == 0


def _places(value: int | Decimal) -> int:
    exponent = Decimal(value).as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def compare(operator: str, left: Collection, right: Collection, zone: tzinfo | None) -> bool | None:
    """``<``, ``>``, ``<=``, ``>=``. Raises EvaluationError for values that have no order between them."""
    one, two = single(left, operator), single(right, operator)
    if one is None or two is None:
        return None
    order = _order(one, two, operator, zone)
    if order is None:
        return None
    return {"<": order < 0, ">": order > 0, "<=": order <= 0, ">=": order >= 0}[operator]


def _order(left: Any, right: Any, operator: str, zone: tzinfo | None) -> int | None:
    left, right = _as_moments(left, right)
    if isinstance(left, Temporal) and isinstance(right, Temporal):
        return left.compared(right, zone)
    if (is_number(left) and is_number(right)) or (isinstance(left, str) and isinstance(right, str)):
        return (left > right) - (left < right)
    first, second = as_quantity(left), as_quantity(right)
    if first is not None and second is not None:
        return first.order(second)
    raise impossible(tr("“{operator}” cannot compare these two kinds of values", operator=operator))


def _as_moments(left: Any, right: Any) -> tuple[Any, Any]:
    """Read text as a date where the other side is one (many records carry dates in untyped members)."""
    if isinstance(left, Temporal) and isinstance(right, str) and not isinstance(right, Temporal):
        return left, Temporal.read(right) or 0
    if isinstance(right, Temporal) and isinstance(left, str) and not isinstance(left, Temporal):
        return Temporal.read(left) or 0, right
    return left, right


def add(left: Any, right: Any, sign: int) -> Any:
    """``+`` and ``-`` on numbers, text, dates and quantities."""
    if is_number(left) and is_number(right):
        return bounded(total(left, right if sign > 0 else -right))
    if isinstance(left, Temporal):
        stretch = as_quantity(right)
        if stretch is not None:
            return left.moved(stretch, sign)
    elif isinstance(left, str) and isinstance(right, str) and sign > 0:
        return short(str(left) + str(right))
    first, second = as_quantity(left), as_quantity(right)
    if first is not None and second is not None:
        converted = second.in_unit(first.unit)
        return None if converted is None else Quantity(first.value + sign * converted, first.unit)
    raise impossible(tr("“{operator}” cannot work with these values", operator="+" if sign > 0 else "-"))


def plus(left: Any, right: Any) -> Any:
    """``+``."""
    return add(left, right, 1)


def minus(left: Any, right: Any) -> Any:
    """``-``."""
    return add(left, right, -1)


def times(left: Any, right: Any) -> Any:
    """``*``; the units of quantities are multiplied with them."""
    if is_number(left) and is_number(right):
        return bounded(product(left, right))
    first, second = as_quantity(left), as_quantity(right)
    if first is not None and is_number(right):
        return Quantity(first.value * right, first.unit)
    if second is not None and is_number(left):
        return Quantity(second.value * left, second.unit)
    if first is not None and second is not None:
        return first.times(second, 1)
    raise impossible(tr("“{operator}” cannot work with these values", operator="*"))


def over(left: Any, right: Any) -> Any:
    """``/``: always a decimal; nothing when dividing by zero."""
    if is_number(left) and is_number(right):
        return None if right == 0 else EXACT.divide(Decimal(left), Decimal(right))
    first, second = as_quantity(left), as_quantity(right)
    if first is not None and is_number(right):
        return None if right == 0 else Quantity(EXACT.divide(first.value, Decimal(right)), first.unit)
    if first is not None and second is not None:
        return first.times(second, -1)
    raise impossible(tr("“{operator}” cannot work with these values", operator="/"))


def whole_over(left: Any, right: Any) -> Any:
    """``div``: cut off towards zero; nothing when dividing by zero."""
    _need_numbers(left, right, "div")
    if right == 0:
        return None
    return int(EXACT.divide(Decimal(left), Decimal(right)))


def rest_of(left: Any, right: Any) -> Any:
    """``mod``: the rest that ``div`` leaves, with the sign of the dividend."""
    _need_numbers(left, right, "mod")
    return None if right == 0 else left - right * whole_over(left, right)


def _need_numbers(left: Any, right: Any, operator: str) -> None:
    if not (is_number(left) and is_number(right)):
        raise impossible(tr("“{operator}” cannot work with these values", operator=operator))


ARITHMETIC: Mapping[str, Callable[[Any, Any], Any]] = {
    "+": plus,
    "-": minus,
    "*": times,
    "/": over,
    "div": whole_over,
    "mod": rest_of,
}


def joined(left: Collection, right: Collection) -> Collection:
    """``&``: text beside text, where nothing counts as empty text."""
    texts = [single(side, "&") for side in (left, right)]
    if any(text is not None and not isinstance(text, str) for text in texts):
        raise impossible(tr("“{operator}” cannot work with these values", operator="&"))
    return [short("".join(str(text) for text in texts if text is not None))]


def short(text: str) -> str:
    """Refuse a text longer than any record holds, before it doubles once more."""
    if len(text) > LONGEST:
        raise impossible(tr("a text became too long"))
    return text


def union(left: Collection, right: Collection, frame: Frame) -> Collection:
    """``|``: both without repetition."""
    return distinct(frame, [*left, *right])


def distinct(frame: Frame, values: Collection) -> Collection:
    """Keep the first of each; key_of() says what is the same."""
    seen: set[object] = set()
    found: Collection = []
    for one, key in zip(values, keys(frame, values), strict=True):
        if key not in seen:
            seen.add(key)
            found.append(one)
    return found


def keys(frame: Frame, values: Collection) -> list[object]:
    """Make the key of each; a large element costs as much work as it is large."""
    found: list[object] = []
    frame.budget.spend(len(values))
    for one in values:
        key = key_of(one)
        if is_element(one):
            frame.budget.spend(len(str(key)) // _LETTERS_A_STEP)
        found.append(key)
    return found


def contains(many: Collection, one: Collection, zone: tzinfo | None) -> bool | None:
    """``contains`` (and ``in``, turned round): is the one among the many."""
    wanted = single(one, "in")
    if wanted is None:
        return None
    return any(same(value, wanted, zone) is True for value in many)


def sign_of(value: Any, operator: str) -> Any:
    """``-`` or ``+`` before a single value."""
    if is_number(value):
        return -value if operator == "-" else value
    quantity = as_quantity(value)
    if quantity is None:
        raise impossible(tr("“{operator}” cannot work with these values", operator=operator))
    return Quantity(-quantity.value, quantity.unit) if operator == "-" else quantity
