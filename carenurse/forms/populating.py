"""What a form begins with, taken from the record that lies on the laptop: nothing leaves, nothing is asked.

* A question with a code and ``observationLinkPeriod`` begins with the newest Observation of that code within
  the period; its unit is converted to the one asked for, or the answer is left open.
* A group with ``itemPopulationContext`` is repeated for each thing its expression gives, which its questions
  then name by the expression's name.
* ``sourceQueries`` are answered once, and expressions name the contained bundle's id.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from carenurse.clinical.dates import parse_instant
from carenurse.clinical.fhir import Resource
from carenurse.clinical.units import converted, substance_of
from carenurse.errors import ExpectedError
from carenurse.forms.answers import calculated_answers, quantity_answer
from carenurse.forms.elements import is_element, number, objects, value_and_type
from carenurse.forms.fhirpath import ExpressionError
from carenurse.forms.fhirpath.frame import Collection, Frame
from carenurse.forms.form import Form, Item
from carenurse.forms.growing import one_node
from carenurse.forms.nodes import Node, option_of
from carenurse.forms.populated import mark
from carenurse.forms.queries import LocalQuery, Record, bundle_of, read_query

_DAYS: Mapping[str, Decimal] = {
    "s": Decimal(1) / 86_400,
    "min": Decimal(1) / 1_440,
    "h": Decimal(1) / 24,
    "d": Decimal(1),
    "wk": Decimal(7),
    "mo": Decimal(31),
    "a": Decimal(366),
}
_MOST_REPEATS = 200
Evaluate = Callable[[Node], Collection]


def sources_of(
    form: Form, record: Record | None, named: Mapping[str, Resource], now: datetime
) -> Mapping[str, Resource]:
    """Answer the form's ``sourceQueries``: by bundle id, a batch response with one found bundle an entry.

    A query that cannot be answered here finds nothing; the support report says so before.
    """
    found: dict[str, Resource] = {}
    for bundle in form.sources:
        entries = [
            {"resource": bundle_of(_answered(url, record or {}, named, now))} for url in _queries(bundle)
        ]
        found[str(bundle.get("id", ""))] = {
            "resourceType": "Bundle",
            "type": "batch-response",
            "entry": entries,
        }
    return found


def unanswerable(bundle: Resource) -> Iterator[str]:
    """Say for each query of a bundle that cannot be answered here why not."""
    for url in _queries(bundle):
        try:
            read_query(url)
        except ExpressionError as problem:
            yield str(problem)


def _queries(bundle: Resource) -> Iterator[str]:
    for entry in objects(bundle.get("entry")):
        request = entry.get("request")
        yield str(request.get("url") or "") if is_element(request) else ""


def _answered(url: str, record: Record, named: Mapping[str, Resource], now: datetime) -> Sequence[Resource]:
    def value(name: str) -> Collection:
        return [named[name]] if name in named else []

    try:
        query = read_query(url, frozenset(named))
        return query.answer(lambda part: part.evaluate(Frame({}, {}, value, now)), record)
    except ExpressionError:
        return ()


def kinds_needed(form: Form) -> frozenset[str]:
    """Name the kinds of resources that a form looks up in the record."""
    formulas = [*form.variables, *form.facts]
    for item in form.index.values():
        formulas += [*item.variables, *item.facts]
        formulas += [one for one in (item.initial_formula, item.population, item.calculated) if one]
    kinds = {one.query.kind for one in formulas if one.query is not None}
    for bundle in form.sources:
        for url in _queries(bundle):
            kinds |= {found.kind} if (found := _readable(url)) else set[str]()
    if any(item.link_period is not None for item in form.index.values()):
        kinds.add("Observation")
    return frozenset(kinds)


def _readable(url: str) -> LocalQuery | None:
    try:
        return read_query(url)
    except ExpressionError:
        return None


def repeat_groups(node: Node, evaluate: Evaluate) -> bool:
    """Repeat the groups below a node for what their population context gives; says whether any was."""
    changed = False
    for branch in node.branches:
        for child in tuple(branch):
            item = child.item
            if item is None or item.population is None:
                changed |= repeat_groups(child, evaluate)
                continue
            changed |= _repeat(child, item, branch, evaluate)
    return changed


def _repeat(node: Node, item: Item, branch: list[Node], evaluate: Evaluate) -> bool:
    formula = item.population
    if formula is None:
        return False
    try:
        found = evaluate(node)
    except ExpectedError as problem:
        node.problem = str(problem)
        return False
    if not item.repeats:
        node.variables[formula.name] = found[:1]
        for value in found[:1]:
            mark(node, value)
        return False
    at = branch.index(node)
    fresh = [node]
    parent = node.parent
    if parent is not None:
        fresh += [
            one_node(item, parent, {}, (*node.at[:-1], number))
            for number in range(1, min(len(found), _MOST_REPEATS, item.max_occurs or _MOST_REPEATS))
        ]
    for one, value in zip(fresh, found, strict=False):
        one.variables[formula.name] = [value]
        mark(one, value)
    if not found:
        node.variables[formula.name] = []
    branch[at : at + 1] = fresh
    return len(fresh) > 1


def observed(nodes: Iterable[Node], record: Record | None, now: datetime) -> None:
    """Begin questions with the newest fitting Observation of the record."""
    observations = (record or {}).get("Observation", ())
    for node in nodes:
        item = node.item
        if item is None or item.link_period is None or node.answers or not item.is_question:
            continue
        since = now - _period(item.link_period)
        for observation in observations:
            answer = _answer_from(item, observation, since)
            if answer is not None:
                node.answers = [answer]
                break


def _period(value: Mapping[str, Any]) -> timedelta:
    days = _DAYS.get(str(value.get("code") or ""), Decimal(1)) * (number(value.get("value")) or 0)
    return timedelta(days=float(min(days, Decimal(36_600))))


def _answer_from(item: Item, observation: Resource, since: datetime) -> Resource | None:
    if observation.get("status") not in ("final", "amended", "corrected"):
        return None
    moment = parse_instant(str(observation.get("effectiveDateTime") or observation.get("issued") or ""))
    if moment is None or moment < since:
        return None
    asked = {str(coding.get("code")) for coding in item.codes}
    for part in (observation, *objects(observation.get("component"))):
        code = part.get("code")
        held = (
            {str(one.get("code")) for one in objects(code.get("coding"))} if is_element(code) else set[str]()
        )
        if asked & held and (found := value_and_type(part)) is not None:
            return _as_answer(item, *found)
    return None


def _as_answer(item: Item, value: Any, kind: str) -> Resource | None:
    """Turn an observed value into an answer of the question's kind; what does not fit is left open."""
    if kind == "Quantity" and is_element(value):
        return _number_answer(item, value)
    if kind == "CodeableConcept" and is_element(value):
        chosen = (option_of(item, {"valueCoding": coding}) for coding in objects(value.get("coding")))
        return next((dict(option.answer) for option in chosen if option), None)
    try:
        return next(iter(calculated_answers(item, [value])), None)
    except ExpectedError:
        return None


def _number_answer(item: Item, value: Mapping[str, Any]) -> Resource | None:
    exact = number(value.get("value"))
    held = str(value.get("code") or value.get("unit") or "")
    if exact is None:
        return None
    units = item.all_units
    same = next((unit for unit in units if held in (unit.code, unit.text)), None)
    unit = same or next(iter(units), None)
    if unit is not None and same is None and held:
        loinc = next((str(coding.get("code")) for coding in item.codes), "")
        changed = converted(exact, held, unit.code, substance_of(loinc))
        if changed is None:
            return None
        exact = changed
    if item.kind == "quantity":
        return quantity_answer(exact, unit)
    try:
        return next(iter(calculated_answers(item, [exact])), None)
    except ExpectedError:
        return None
