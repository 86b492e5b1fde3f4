"""The choices of a question as they are now: worked out, suggested, switched on and off, records to name.

A reference question that brings no choices of its own offers what of the named kinds lies in the record on
the laptop (``referenceResource``, narrowed by ``referenceFilter``); whoever is not in it is typed in words.
"""

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from carenurse.forms import urls
from carenurse.forms.elements import Element, extensions, is_element, listed, objects, text_value, value_of
from carenurse.forms.fhirpath import Expression, ExpressionError
from carenurse.forms.fhirpath.frame import Collection, Frame
from carenurse.forms.form import Formula, Item, Option, Toggle
from carenurse.forms.looks import Column
from carenurse.forms.queries import DATES, read_query
from carenurse.translations import tr

ANSWERS, CANDIDATES, RECORDS = "answers", "candidates", "records"
_MOST_CHOICES = 2_000
_NOTHING: Element = {}
_PEOPLE = ("RelatedPerson", "Practitioner", "Organization")
"""Whom a form most likely means when it does not say what may be named."""
_MOST_KINDS = 12
Columns: TypeAlias = tuple[tuple[Column, Expression | None], ...]
"""The columns of a choice, each with its expression where it could be read."""


def asks_for_records(raw: Element) -> bool:
    """Say whether a question is answered by naming a record and brings no choices of its own."""
    given = (urls.ANSWER_EXPRESSION, urls.CANDIDATE_EXPRESSION)
    own = raw.get("answerOption") or any(any(extensions(raw, url)) for url in given)
    return raw.get("type") == "reference" and not own


def record_formulas(raw: Element) -> tuple[list[Formula], list[str]]:
    """Make the queries that find what may be named, and say what of them cannot be done."""
    kinds = [str(value_of(one)) for one in extensions(raw, urls.REFERENCE_RESOURCE)] or _PEOPLE
    narrowed = text_value(raw, urls.REFERENCE_FILTER)
    found: list[Formula] = []
    problems: dict[str, None] = {}
    for number, kind in enumerate(kinds[:_MOST_KINDS]):
        text = f"{kind}?{narrowed}" if narrowed else kind
        try:
            query = read_query(text)
        except ExpressionError as problem:
            problems[str(problem)] = None
        else:
            found.append(Formula(text, None, f"{RECORDS} {number}", query=query, quiet=True))
    return found, list(problems)


def options_now(item: Item, given: Mapping[str, Collection | Exception], frame: Frame) -> tuple[Option, ...]:
    """Give the choices that a question offers at this moment."""
    beside = next((one.beside for one in item.facts if one.beside), ())
    columns = tuple(zip(item.look.choice_columns, beside, strict=False))
    options = item.options
    worked_out = given.get(ANSWERS)
    suggested = [one for one in (given.get(CANDIDATES),) if isinstance(one, list)]
    to_name = (given.get(one.name) for one in item.facts if one.name.startswith(RECORDS))
    suggested += [value for value in to_name if isinstance(value, list)]
    if isinstance(worked_out, list):
        options = tuple(_offered(worked_out, columns, frame))
    elif suggested:
        options = (*options, *(one for values in suggested for one in _offered(values, columns, frame)))
    if not item.toggles or any(isinstance(given.get(one.name), Exception) for one in item.toggles):
        return options
    off = [one for one in item.toggles if given.get(one.name) != [True]]
    on = [one for one in item.toggles if given.get(one.name) == [True]]
    return tuple(one for one in options if not _named(one, off) or _named(one, on))


def cut_short(given: Mapping[str, Collection | Exception]) -> str:
    """Say that an expression gives more choices than are offered; empty where all of them are."""
    lists = [value for name, value in given.items() if _gives_choices(name) and isinstance(value, list)]
    count = max((len(value) for value in lists), default=0)
    if count <= _MOST_CHOICES:
        return ""
    facts = {"shown": _MOST_CHOICES, "count": count}
    return tr("The form gives {count} choices; only the first {shown} of them are offered.", **facts)


def _gives_choices(name: str) -> bool:
    return name in (ANSWERS, CANDIDATES) or name.startswith(RECORDS)


def _named(option: Option, toggles: list[Toggle]) -> bool:
    """Say whether one of these switches names an option."""
    return any(_means(option, value) for one in toggles for value in one.options)


def _means(option: Option, value: Any) -> bool:
    if is_element(value):
        code, system = value.get("code"), value.get("system")
        reference = value.get("reference")
        if reference:
            held = value_of(option.answer)
            return is_element(held) and held.get("reference") == reference
        return code == option.code and (not system or not option.system or system == option.system)
    return bool(value == value_of(option.answer))


def _offered(values: Collection, columns: Columns, frame: Frame) -> Iterator[Option]:
    """Turn what an expression gave into choices: codings, concepts, resources, plain values."""
    for value in values[:_MOST_CHOICES]:
        if not is_element(value):
            yield _plain_option(value)
        elif kind := value.get("resourceType"):
            words, cells = _cells(value, columns, frame)
            shown = words or _name_of(value)
            reference = {"reference": f"{kind}/{value.get('id', '')}", "display": shown}
            beside = cells if columns else [day_of(value)]
            text = " · ".join(part for part in (shown, *beside) if part)
            yield Option({"valueReference": reference}, text, "", "", None)
        else:
            yield from _coded(value)


def _plain_option(value: Any) -> Option:
    if isinstance(value, bool) or not isinstance(value, int):
        return Option({"valueString": str(value)}, str(value), "", "", None)
    return Option({"valueInteger": value}, str(value), "", "", None)


def _coded(value: Element) -> Iterator[Option]:
    for coding in objects(value["coding"]) if "coding" in value else [value]:
        if coding.get("code"):
            code, system = str(coding["code"]), str(coding.get("system") or "")
            text = str(coding.get("display") or value.get("text") or code)
            plain = {
                name: coding[name] for name in ("system", "version", "code", "display") if name in coding
            }
            yield Option({"valueCoding": plain}, text, code, system, None)
            return
    if value.get("reference"):
        yield Option(
            {"valueReference": dict(value)}, str(value.get("display") or value["reference"]), "", "", None
        )


def _cells(resource: Element, columns: Columns, frame: Frame) -> tuple[str, list[str]]:
    """Work out the columns of one resource: the words that name it, and the rest beside them."""
    words, cells = "", list[str]()
    for column, expression in columns:
        said = _said(expression, Frame(resource, resource, frame.named, frame.now))
        if column.shown and not words:
            words = said
        elif said:
            cells.append(f"{column.label}: {said}" if column.label else said)
    return words, cells


def _said(expression: Expression | None, inside: Frame) -> str:
    try:
        values = expression.evaluate(inside) if expression is not None else []
    except ExpressionError:
        return ""
    return ", ".join(str(one) for one in values if not isinstance(one, dict))


def _name_of(resource: Element) -> str:
    """Name a resource in words, from where its kind usually has them."""
    name = resource.get("name")
    first = next(iter(listed(name)), None)
    if is_element(first):
        parts = [*listed(first.get("given")), first.get("family")]
        return str(first.get("text") or " ".join(str(one) for one in parts if one))
    for key in ("code", "medicationCodeableConcept", "type", "vaccineCode"):
        concept = resource.get(key)
        if is_element(concept):
            coding = next(iter(objects(concept.get("coding"))), _NOTHING)
            return str(concept.get("text") or coding.get("display") or coding.get("code") or "")
    return str(first or resource.get("title") or resource.get("id") or "")


def day_of(resource: Element) -> str:
    """Say from which day a record is, so that two of one name can be told apart."""
    if resource.get("resourceType") == "Patient":
        return str(resource.get("birthDate") or "")
    return next((held[:10] for name in DATES if isinstance(held := resource.get(name), str)), "")
