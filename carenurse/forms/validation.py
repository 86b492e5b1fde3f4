"""Whether an answer may stand: required, in range, of the right length, pattern, precision and kind."""

from dataclasses import dataclass
from datetime import tzinfo
from decimal import Decimal
from typing import Any

from carenurse.clinical.fhir import Resource
from carenurse.clinical.units import convert, converted, round_half_up, shown
from carenurse.forms.answers import ANSWER_KINDS
from carenurse.forms.elements import is_element, value_and_type
from carenurse.forms.fhirpath import ExpressionError
from carenurse.forms.fhirpath.operators import compare
from carenurse.forms.fhirpath.temporal import Temporal
from carenurse.forms.fhirpath.values import typed
from carenurse.forms.form import Item
from carenurse.forms.nodes import Node, Place, option_of
from carenurse.forms.patterns import SlowPatternError, matched_whole
from carenurse.forms.typed_units import substance_of
from carenurse.translations import tr


@dataclass(frozen=True, slots=True)
class Problem:
    """Why an answer cannot stand; ``code`` is for programs, ``sentence`` for the nurse.

    A ``warning`` is said and forbids nothing (a rule of the form with that severity).
    """

    place: Place
    code: str
    sentence: str
    warning: bool = False


def is_open(node: Node) -> bool:
    """Say whether something here must still be answered before the form can be completed.

    An answer that was carried over from an earlier visit and not confirmed counts as none. A group that must
    be there must hold an answer.
    """
    item = node.living
    if item is None or not node.enabled or item.kind == "display":
        return False
    needed = max(1 if item.required else 0, item.min_occurs or 0)
    if item.is_question:
        return len(node.confirmed) < (needed if item.repeats else min(needed, 1))
    number = node.at[-1] if item.repeats and node.at else 0
    return number < needed and not node.present and first_asked(node) is not None


def first_asked(node: Node) -> Node | None:
    """Find the first question below a group that a person could answer now."""
    asked = (one for one in node.below() if one.enabled and one.item is not None)
    return next((one for one in asked if one.item and one.item.is_question and not one.item.calculated), None)


def open_place(node: Node) -> Place:
    """Give the place where an open item can be answered: itself, or the first question of a group."""
    if node.item is None or node.item.is_question:
        return node.place
    asked = first_asked(node)
    return asked.place if asked is not None else node.place


def problems_of(node: Node, zone: tzinfo | None) -> list[Problem]:
    """List what is wrong with the answers given to one enabled question; checked once per answer."""
    item = node.living
    if not node.enabled:
        return []
    if item is None or not node.answers:
        return _broken_rules(node)
    if node.checked is not None and node.checked[0] is node.answers:
        return node.checked[1]
    gone = _no_longer_offered(node, item)
    found = [
        Problem(node.place, code, sentence)
        for answer in node.answers
        for code, sentence in _wrong(item, answer, zone)
        if code != "choice" or not gone
    ]
    if message := _count_problem(item, node.answers):
        found.append(Problem(node.place, "count", message))
    found += [*gone, *_broken_rules(node)]
    node.checked = (node.answers, found)
    return found


def refuses(node: Node, zone: tzinfo | None) -> bool:
    """Say whether the form refuses an answer that was given; a warning does not."""
    return any(not problem.warning for problem in problems_of(node, zone))


def _broken_rules(node: Node) -> list[Problem]:
    """List the rules of the form (``targetConstraint``) that the answers break; empty breaks nothing."""
    constraints = node.living.constraints if node.living is not None else node.rules
    if not constraints or not (node.present or node.living is None):
        return []
    found: list[Problem] = []
    for rule in constraints:
        given = node.facts.get(rule.name)
        if isinstance(given, Exception):
            found.append(Problem(node.place, "constraint", str(given), warning=True))
        elif given == [False]:
            said = rule.human or tr("The answers do not keep a rule of this form.")
            found.append(Problem(node.place, "constraint", said, rule.warning))
    return found


def _no_longer_offered(node: Node, item: Item) -> list[Problem]:
    """List answers whose choice was on offer and is not any more after other answers."""
    written = node.item.options if node.item is not None else ()
    if item.options == written or item.kind not in ("choice", "open-choice"):
        return []
    gone = [option for option in written if option not in item.options]
    chosen = [one for answer in node.answers if (one := option_of(item, answer, gone))]
    return [
        Problem(node.place, "choice", tr("“{option}” is no longer one of the choices.", option=one.text))
        for one in chosen
    ]


def _count_problem(item: Item, answers: list[Resource]) -> str:
    if len(answers) > 1 and not item.repeats:
        return tr("Only one answer fits here.")
    if item.max_occurs is not None and len(answers) > item.max_occurs:
        return tr("At most {count} answers fit here.", count=item.max_occurs)
    chosen = [option for answer in answers if (option := option_of(item, answer))]
    if len(answers) > 1 and any(option.exclusive for option in chosen):
        return tr(
            "“{option}” cannot stand beside other answers.",
            option=next(o.text for o in chosen if o.exclusive),
        )
    return ""


def _wrong(item: Item, answer: Resource, zone: tzinfo | None) -> list[tuple[str, str]]:
    found = value_and_type(answer)
    if found is None:
        return [("kind", tr("The answer is empty."))]
    value, kind = found
    if kind not in ANSWER_KINDS.get(item.kind, ()) or not _well_formed(value, kind):
        return [("kind", tr("This is not an answer of the kind that is asked for."))]
    found_wrong = (
        _choice(item, answer, kind),
        _range(item, value, kind, zone),
        _length(item, value),
        _file(item, value, kind),
        _pattern(item, value),
        _precision(item, value),
    )
    return [problem for problem in found_wrong if problem]


def _well_formed(value: Any, kind: str) -> bool:
    if kind in ("Date", "DateTime", "Time"):
        read = Temporal.read(value) if isinstance(value, str) else None
        return (
            read is not None
            and (read.kind == "time") == (kind == "Time")
            and (kind != "Date" or read.kind == "date")
        )
    if kind == "Boolean":
        return isinstance(value, bool)
    if kind == "Integer":
        return isinstance(value, int) and not isinstance(value, bool)
    if kind == "Decimal":
        return isinstance(value, int | Decimal) and not isinstance(value, bool)
    if kind in ("String", "Uri"):
        return isinstance(value, str) and bool(value.strip())
    return is_element(value)


def _choice(item: Item, answer: Resource, kind: str) -> tuple[str, str] | None:
    if item.kind not in ("choice", "open-choice") or not item.options:
        return None
    if item.kind == "open-choice" and kind in ("String", "Coding"):
        return None
    if option_of(item, answer) is None:
        return "choice", tr("This is not one of the choices.")
    return None


def _range(item: Item, value: Any, kind: str, zone: tzinfo | None) -> tuple[str, str] | None:
    for limit, operator in ((item.minimum, "<"), (item.maximum, ">")):
        if limit is None or not _outside(_comparable(item, value, limit), kind, operator, limit, zone):
            continue
        end = _shown(_as_typed(item, limit, value))
        if operator == "<":
            return "range", tr("It must be {limit} or more.", limit=end)
        return "range", tr("It must be {limit} or less.", limit=end)
    return None


def _outside(value: Any, kind: str, operator: str, limit: Any, zone: tzinfo | None) -> bool:
    if is_element(value) and not is_element(limit):
        value = value.get("value")
    try:
        return compare(operator, [typed(value, kind)], [typed(limit, kind)], zone) is True
    except ExpressionError:
        return True


def _comparable(item: Item, value: Any, limit: Any) -> Any:
    """Give an amount of a substance in the limit's unit: UCUM alone cannot turn mmol/L into mg/dL."""
    if not substance_of(item) or not is_element(limit) or not is_element(value):
        return value
    amount, unit, own = value.get("value"), str(value.get("code") or ""), str(limit.get("code") or "")
    if not isinstance(amount, int | Decimal) or not unit or not own:
        return value
    changed = convert(Decimal(amount), unit, own, substance_of(item))
    return value if changed is None else {**value, "value": changed, "code": own, "unit": own}


def _as_typed(item: Item, limit: Any, value: Any) -> Any:
    """Say a limit in the unit that was typed, to one decimal; in its own where the two do not convert."""
    if not is_element(limit) or not is_element(value):
        return limit
    unit, own = (str(one.get("code") or one.get("unit") or "") for one in (value, limit))
    amount = limit.get("value")
    if not unit or not own or unit == own or not isinstance(amount, int | Decimal):
        return limit
    other = converted(Decimal(amount), own, unit, substance_of(item))
    if other is None:
        return limit
    return {"value": f"{round_half_up(other, 1).normalize():f}", "unit": shown(unit)}


def _shown(limit: Any) -> str:
    if is_element(limit):
        return f"{limit.get('value', '')} {limit.get('unit') or limit.get('code') or ''}".strip()
    return str(limit)


def _length(item: Item, value: Any) -> tuple[str, str] | None:
    if not isinstance(value, str):
        return None
    if item.max_length is not None and len(value) > item.max_length:
        return "length", tr("At most {count} characters fit here.", count=item.max_length)
    if item.min_length is not None and len(value) < item.min_length:
        return "length", tr("At least {count} characters are needed.", count=item.min_length)
    return None


def _file(item: Item, value: Any, kind: str) -> tuple[str, str] | None:
    """Check the type and the size of a file that was put in."""
    if kind != "Attachment" or not is_element(value):
        return None
    given = str(value.get("contentType") or "")
    if item.mime_types and given and not any(_same_type(given, one) for one in item.mime_types):
        return "file-type", tr("Files of this kind are not asked for here: {kind}.", kind=given)
    size = value.get("size")
    if size is None and isinstance(value.get("data"), str):
        size = len(value["data"]) * 3 // 4
    if item.max_size is not None and isinstance(size, int | Decimal) and size > item.max_size:
        return "file-size", tr("The file is larger than {limit} KB.", limit=int(item.max_size // 1024))
    return None


def _same_type(given: str, wanted: str) -> bool:
    """Compare media types; ``image/*`` stands for every picture."""
    kind = wanted.partition(";")[0].strip().casefold()
    plain = given.partition(";")[0].strip().casefold()
    return kind in ("*/*", plain) or (kind.endswith("/*") and plain.startswith(kind[:-1]))


def _pattern(item: Item, value: Any) -> tuple[str, str] | None:
    if not item.regex or isinstance(value, dict | bool):
        return None
    try:
        if matched_whole(str(value), item.regex):
            return None
    except SlowPatternError:
        return "pattern", tr("The form's check of this answer takes too long; ask the form's author.")
    if item.entry_format:
        return "pattern", tr("Write it like this: {example}.", example=item.entry_format)
    return "pattern", tr("It is not written the way the form asks for.")


def _precision(item: Item, value: Any) -> tuple[str, str] | None:
    number = value.get("value") if is_element(value) else value
    if item.decimals is None or not isinstance(number, Decimal):
        return None
    exponent = number.as_tuple().exponent
    if isinstance(exponent, int) and -exponent > item.decimals:
        return "precision", tr("At most {count} digits fit after the point.", count=item.decimals)
    return None
