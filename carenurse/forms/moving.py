"""What of an item moves with the answers: limits, texts, choices, and rules that answers must keep.

The guide lets almost any fact of an item be an expression (``cqf-expression``), the choices be worked out
(``answerExpression``) or switched on and off (``answerOptionsToggleExpression``), and rules be stated over
the answers (``targetConstraint``). Each such expression is a named ``Formula`` of the item; what it gave
last stands on the node. ``item_now`` puts the two together: the item as it is at this moment.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from carenurse.forms import urls
from carenurse.forms.elements import (
    Element,
    expressions,
    extensions,
    is_element,
    number,
    part,
    value_of,
    whole,
)
from carenurse.forms.fhirpath import Expression
from carenurse.forms.fhirpath.frame import Collection, Frame
from carenurse.forms.fhirpath.quantities import Quantity
from carenurse.forms.form import Constraint, Formula, Item, Toggle
from carenurse.forms.formulas import Names, formula
from carenurse.forms.offering import ANSWERS, CANDIDATES, asks_for_records, options_now, record_formulas
from carenurse.forms.support import Findings, Level
from carenurse.translations import tr

_MEMBERS = ("text", "prefix", "required", "readOnly", "maxLength")
_LIMITS: Mapping[str, str] = {
    urls.MIN_VALUE: "minimum",
    urls.MAX_VALUE: "maximum",
    urls.MIN_QUANTITY: "minimum",
    urls.MAX_QUANTITY: "maximum",
    urls.MIN_LENGTH: "min_length",
    urls.MAX_DECIMALS: "decimals",
    urls.MIN_OCCURS: "min_occurs",
    urls.MAX_OCCURS: "max_occurs",
}
_NAMES: Mapping[str, str] = {
    "text": "text",
    "prefix": "prefix",
    "required": "required",
    "readOnly": "read_only",
    "maxLength": "max_length",
}


@dataclass(frozen=True, slots=True)
class Moving:
    """The moving facts of an item."""

    facts: tuple[Formula, ...] = ()
    toggles: tuple[Toggle, ...] = ()
    constraints: tuple[Constraint, ...] = ()


def moving_of(raw: Element, names: Names, link: str, findings: Findings) -> Moving:
    """Read the expressions that an item's facts follow."""
    if not (raw.get("extension") or asks_for_records(raw) or any(name.startswith("_") for name in raw)):
        return Moving()
    reader = _Reader(names, link, findings)
    reader.cqf(raw)
    reader.offers(raw)
    toggles = tuple(reader.toggles(raw))
    constraints = tuple(constraints_of(raw, reader))
    return Moving(tuple(reader.facts), toggles, constraints)


class _Reader:
    """Compiles expressions under the names of the facts they give."""

    def __init__(self, names: Names, link: str, findings: Findings) -> None:
        self._names, self._link, self._findings = names, link, findings
        self.facts: list[Formula] = []

    def add(self, expression: Element, name: str, feature: str) -> str:
        found = formula(expression, self._names, self._link, feature, self._findings)
        self.facts.append(replace(found, name=name))
        return name

    def cqf(self, raw: Element) -> None:
        """Read the ``cqf-expression`` of members and of limits; one in another place is told as not done."""
        done, there = 0, _count_cqf({key: one for key, one in raw.items() if key != "item"})
        if not there:
            return
        for member in _MEMBERS:
            for expression in expressions(raw.get("_" + member), urls.CQF_EXPRESSION):
                self.add(expression, _NAMES[member], "cqf-expression")
                done += 1
        for url, name in _LIMITS.items():
            for extension in extensions(raw, url):
                for key, shadow in extension.items():
                    if not key.startswith("_value"):
                        continue
                    for expression in expressions(shadow, urls.CQF_EXPRESSION):
                        self.add(expression, name, "cqf-expression")
                        done += 1
        if there > done:
            self._findings.add(
                "cqf-expression", self._link, Level.DEGRADED, tr("it is not worked out in this place")
            )

    def offers(self, raw: Element) -> None:
        """Read what works out the choices: an expression, or the kinds of records that may be named."""
        columns = self._columns(raw)
        for url, name in ((urls.ANSWER_EXPRESSION, ANSWERS), (urls.CANDIDATE_EXPRESSION, CANDIDATES)):
            for expression in expressions(raw, url):
                self.add(expression, name, url.rpartition("sdc-questionnaire-")[2])
                self.facts[-1] = replace(self.facts[-1], beside=columns)
        if asks_for_records(raw):
            found, untold = record_formulas(raw)
            self.facts += [replace(one, beside=columns) for one in found]
            for why in untold:
                self._findings.add("questionnaire-referenceFilter", self._link, Level.DEGRADED, why)

    def _columns(self, raw: Element) -> tuple[Expression | None, ...]:
        """Compile the columns of a choice; one that cannot be is told, and stays empty."""
        paths = (str(part(one, "path") or "") for one in extensions(raw, urls.CHOICE_COLUMN))
        found = (
            formula({"expression": path}, self._names, self._link, "choiceColumn", self._findings)
            for path in paths
        )
        return tuple(one.expression for one in found)

    def toggles(self, raw: Element) -> Iterator[Toggle]:
        for index, extension in enumerate(extensions(raw, urls.TOGGLE)):
            options = tuple(value_of(one) for one in extensions(extension, "option"))
            for expression in expressions(extension, "expression"):
                name = self.add(expression, f"toggle {index}", "answerOptionsToggleExpression")
                yield Toggle(name, options)


def form_constraints(raw: Element, names: Names, findings: Findings) -> Moving:
    """Read the rules that stand on the form as a whole."""
    reader = _Reader(names, "", findings)
    found = tuple(constraints_of(raw, reader))
    return Moving(tuple(reader.facts), (), found)


def constraints_of(raw: Element, reader: _Reader) -> Iterator[Constraint]:
    """Read ``targetConstraint`` and its earlier form, whose expression is a plain text."""
    for index, extension in enumerate(extensions(raw, urls.CONSTRAINT)):
        given = part(extension, "expression")
        expression: Element = given if is_element(given) else {"expression": given}
        name = reader.add(expression, f"rule {index}", "targetConstraint")
        human = part(extension, "human")
        yield Constraint(
            name,
            str(part(extension, "key") or ""),
            human if isinstance(human, str) else "",
            warning=part(extension, "severity") == "warning",
        )


def _count_cqf(value: Any) -> int:
    count, waiting = 0, [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            found: Element = one  # pyright: ignore[reportUnknownVariableType] any JSON object
            count += str(found.get("url", "")) in urls.names_of(urls.CQF_EXPRESSION)
            waiting.extend(found.values())
        elif isinstance(one, list):
            waiting.extend(one)  # pyright: ignore[reportUnknownArgumentType] any JSON list
    return count


def item_now(item: Item, given: Mapping[str, Collection | Exception], frame: Frame) -> Item:
    """Give the item as it is with what its expressions gave; one that failed leaves the written fact."""
    changed: dict[str, Any] = {}
    for name, value in given.items():
        if isinstance(value, list) and (fact := _fact(name, value)) is not None:
            changed[name] = fact
    options = options_now(item, given, frame)
    if options != item.options:
        changed["options"] = options
    return replace(item, **changed) if changed else item


def _fact(name: str, value: Collection) -> Any:
    one = value[0] if value else None
    if one is None:
        return None
    if name in ("text", "prefix"):
        return one if isinstance(one, str) else None
    if name in ("required", "read_only"):
        return one if isinstance(one, bool) else None
    if name in ("max_length", "min_length", "decimals", "min_occurs", "max_occurs"):
        return whole(one)
    if name in ("minimum", "maximum"):
        return _limit(one)
    return None


def _limit(value: Any) -> Any:
    if isinstance(value, Quantity):
        return {"value": value.value, "code": value.unit, "unit": value.unit}
    if is_element(value):
        return value if "value" in value else None
    exact = number(value)
    if exact is not None:
        return value
    return str(value) if isinstance(value, str) and value else None
