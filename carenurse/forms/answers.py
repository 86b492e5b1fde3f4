"""Answers as FHIR values: made from typed text, from calculated values, and said in words."""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from carenurse.clinical import ucum
from carenurse.clinical.fhir import Resource, concept_text
from carenurse.clinical.meter import CODES, meter_answer, meter_word
from carenurse.errors import ExpectedError
from carenurse.forms.elements import is_element, value_and_type
from carenurse.forms.fhirpath.frame import Collection
from carenurse.forms.fhirpath.numeric import is_number, rounded, tidy
from carenurse.forms.fhirpath.quantities import Quantity
from carenurse.forms.fhirpath.temporal import Temporal
from carenurse.forms.form import Item, Option, Unit
from carenurse.forms.nodes import option_of
from carenurse.forms.typed_units import in_own_unit, split_typed, unit_typed
from carenurse.translations import tr

ANSWER_KINDS: Mapping[str, tuple[str, ...]] = {
    "boolean": ("Boolean",),
    "decimal": ("Decimal",),
    "integer": ("Integer",),
    "date": ("Date",),
    "dateTime": ("DateTime",),
    "time": ("Time",),
    "string": ("String",),
    "text": ("String",),
    "url": ("Uri",),
    "choice": ("Coding", "String", "Integer", "Date", "Time", "Reference"),
    "open-choice": ("Coding", "String", "Integer", "Date", "Time", "Reference"),
    "attachment": ("Attachment",),
    "reference": ("Reference",),
    "quantity": ("Quantity",),
}
"""Item type -> the types its answers may have (FHIR R4, QuestionnaireResponse.item.answer.value[x])."""

_NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)\Z")
_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2},\d{3}\Z")
_LONGEST_NUMBER = 30


class UnreadableError(ExpectedError):
    """What was typed is not an answer to this kind of question."""


def read_number(text: str) -> Decimal:
    """Read a number as it was typed; a comma is a point. Raises UnreadableError.

    "1,500" is fifteen hundred to one nurse and one and a half to another: it is never guessed.
    """
    typed = text.strip().replace("−", "-")  # noqa: RUF001 - the minus that phones type
    if not _NUMBER.match(typed) or len(typed) > _LONGEST_NUMBER:
        raise UnreadableError(
            tr("“{text}” is not a number.", text=text.strip()[:40]), tr("Type digits, for example 98.6.")
        )
    if _THOUSANDS.match(typed):
        raise UnreadableError(
            tr("“{text}” can be read in two ways.", text=text.strip()),
            tr("Type {whole} or {point}.", whole=typed.replace(",", ""), point=typed.replace(",", ".")),
        )
    return Decimal(typed.replace(",", ".").rstrip("."))


def read_whole(text: str) -> int:
    """Read a whole number as it was typed. Raises UnreadableError."""
    value = read_number(text)
    if value != value.to_integral_value():
        raise UnreadableError(
            tr("“{text}” is not a whole number.", text=text.strip()[:40]), tr("Type it without a point.")
        )
    return int(value)


def read_typed(item: Item, text: str, unit: Unit | None = None) -> Resource | None:
    """Read what the nurse typed as an answer to this item; nothing typed is no answer.

    ``unit`` is the unit shown beside the field (the item's first one when not given). Raises UnreadableError
    with a sentence for the nurse.
    """
    typed = text.strip()
    if not typed:
        return None
    if item.kind == "quantity" and (word := meter_word(typed)) and _is_of_a_meter(item):
        return meter_answer(word)
    if item.kind in ("quantity", "decimal", "integer"):
        return _measured(item, typed, unit or next(iter(item.all_units), None))
    reader = _READERS.get(item.kind)
    if reader is None:
        raise UnreadableError(tr("This kind of answer cannot be typed."), tr("Pick it or attach it instead."))
    return reader(item, text if item.kind == "text" else typed)


def _measured(item: Item, typed: str, shown: Unit | None) -> Resource:
    """Read a number, in the unit that stands behind it or in the one that is shown beside the field."""
    number, words = split_typed(typed)
    if not words:
        return _number_answer(item, typed, shown)
    own = unit_typed(item, words)
    if own is not None:
        return _number_answer(item, number, own)
    if (found := in_own_unit(item, read_number(number), words)) is not None:
        value, unit = found
        return _number_answer(item, f"{value.normalize():f}", unit)
    if item.unit_open and words[0].isalpha():
        return _number_answer(item, number, Unit("", words))
    if not item.all_units:
        return _number_answer(item, typed, shown)
    asked = ", ".join(one.text for one in item.all_units)
    raise UnreadableError(
        tr("“{unit}” is no unit of this question.", unit=words[:20]), tr("Type it in {units}.", units=asked)
    )


def _number_answer(item: Item, typed: str, unit: Unit | None) -> Resource:
    if item.kind == "integer":
        return {"valueInteger": read_whole(typed)}
    value = read_number(typed)
    return quantity_answer(value, unit) if item.kind == "quantity" else {"valueDecimal": value}


def _is_of_a_meter(item: Item) -> bool:
    return any(coding.get("code") in CODES for coding in item.codes)


def quantity_answer(value: Decimal, unit: Unit | None) -> Resource:
    """Make an answer of a number and its unit, as typed."""
    quantity: Resource = {"value": value}
    if unit is not None:
        quantity["unit"] = unit.text
        if unit.code:
            quantity |= {"system": unit.system, "code": unit.code}
    return {"valueQuantity": quantity}


def choose(option: Option) -> Resource:
    """Make the answer that picks this option."""
    return dict(option.answer)


def _pick(item: Item, text: str) -> Resource:
    """Pick by the words, the code or the number before the words; an open choice keeps other words."""
    wanted = text.casefold()
    for option in item.options:
        names = (option.text, option.code, option.prefix, *option.translations.values())
        if wanted in [name.casefold() for name in names if name]:
            return choose(option)
    if item.kind == "open-choice" or not item.options:
        return {"valueString": text}
    raise UnreadableError(
        tr("“{text}” is not one of the choices.", text=text[:40]), tr("Pick one of the list.")
    )


def _moment(kind: str, name: str) -> Callable[[Item, str], Resource]:
    def read(_item: Item, text: str) -> Resource:
        value = Temporal.read(text)
        fits = value is not None and (value.kind == kind or (kind == "dateTime" and value.kind == "date"))
        if value is None or not fits:
            example = {"date": "2026-03-04", "dateTime": "2026-03-04T10:42", "time": "10:42"}[kind]
            raise UnreadableError(
                tr("“{text}” is not a date or time.", text=text[:40]),
                tr("Type it like {example}.", example=example),
            )
        return {name: _full_time(str(value)) if kind == "time" else str(value)}

    return read


def _full_time(text: str) -> str:
    """FHIR times have seconds."""
    plain = text.removeprefix("T")
    return f"{plain}:00" if plain.count(":") == 1 else plain


def _yes_no(_item: Item, text: str) -> Resource:
    word = text.casefold()
    if word in ("yes", "y", "true", "1", tr("yes").casefold()):
        return {"valueBoolean": True}
    if word in ("no", "n", "false", "0", tr("no").casefold()):
        return {"valueBoolean": False}
    raise UnreadableError(tr("“{text}” is neither yes nor no.", text=text[:40]), tr("Type yes or no."))


_READERS: Mapping[str, Callable[[Item, str], Resource]] = {
    "string": lambda _item, text: {"valueString": text},
    "text": lambda _item, text: {"valueString": text},
    "url": lambda _item, text: {"valueUri": text},
    "choice": _pick,
    "open-choice": _pick,
    "boolean": _yes_no,
    "date": _moment("date", "valueDate"),
    "dateTime": _moment("dateTime", "valueDateTime"),
    "time": _moment("time", "valueTime"),
}


def calculated_answers(item: Item, values: Collection) -> list[Resource]:
    """Turn what an expression gave into answers. Raises ExpectedError when they do not fit the question."""
    if len(values) > 1 and not item.repeats:
        raise _misfit(tr("it gave several values for one question"))
    return [_calculated(item, value) for value in values]


def _misfit(detail: str) -> ExpectedError:
    return ExpectedError(tr("This form's calculation does not fit its question: {detail}.", detail=detail))


def _calculated(item: Item, value: Any) -> Resource:
    if item.kind in ("choice", "open-choice"):
        return _calculated_choice(item, value)
    made = _MAKERS.get(item.kind, lambda _item, _value: None)(item, value)
    if made is None:
        raise _misfit(tr("it gave another kind of value than “{kind}”", kind=item.kind))
    return made


def _calculated_choice(item: Item, value: Any) -> Resource:
    if is_element(value):
        plain = {key: part for key, part in value.items() if key != "extension"}
        option = option_of(item, {"valueCoding": plain})
        return choose(option) if option else {"valueCoding": plain}
    for option in item.options:
        if value in (option.code, option.text) or value_and_type(option.answer) == (value, "Integer"):
            return choose(option)
    if isinstance(value, str) and (item.kind == "open-choice" or not item.options):
        return {"valueString": str(value)}
    raise _misfit(tr("it gave something that is not one of the choices"))


def _whole_answer(_item: Item, value: Any) -> Resource | None:
    if not is_number(value) or value != int(value):
        return None
    return {"valueInteger": int(value)}


def _decimal_answer(item: Item, value: Any) -> Resource | None:
    return {"valueDecimal": _fitted(item, Decimal(value))} if is_number(value) else None


def _fitted(item: Item, value: Decimal) -> Decimal:
    """Keep to the decimal places the form allows; halves go up, as on paper."""
    return tidy(value) if item.decimals is None else Decimal(rounded(value, item.decimals))


def _quantity_answer(item: Item, value: Any) -> Resource | None:
    if is_number(value):
        return quantity_answer(_fitted(item, Decimal(value)), next(iter(item.all_units), None))
    if isinstance(value, Quantity):
        amount, unit = _in_unit_of(item, value)
        return quantity_answer(_fitted(item, amount), unit)
    return {"valueQuantity": dict(value)} if is_element(value) and "value" in value else None


def _in_unit_of(item: Item, value: Quantity) -> tuple[Decimal, Unit]:
    """Put a calculated amount into the unit the question asks for, where the two fit together."""
    known = {unit.code: unit for unit in item.all_units}
    if value.unit in known:
        return value.value, known[value.unit]
    for unit in item.all_units:
        converted = ucum.convert(value.value, value.unit, unit.code)
        if converted is not None:
            return converted, unit
    return value.value, Unit(value.unit, value.unit)


def _moment_answer(kinds: tuple[str, ...], name: str) -> Callable[[Item, Any], Resource | None]:
    def make(_item: Item, value: Any) -> Resource | None:
        read = Temporal.read(value) if isinstance(value, str) else None
        return {name: str(value)} if read is not None and read.kind in kinds else None

    return make


def _text_answer(_item: Item, value: Any) -> Resource | None:
    if isinstance(value, bool):
        return None
    if is_number(value):
        return {"valueString": f"{value:f}" if isinstance(value, Decimal) else str(value)}
    return {"valueString": str(value)} if isinstance(value, str) else None


_MAKERS: Mapping[str, Callable[[Item, Any], Resource | None]] = {
    "boolean": lambda _item, value: {"valueBoolean": value} if isinstance(value, bool) else None,
    "integer": _whole_answer,
    "decimal": _decimal_answer,
    "quantity": _quantity_answer,
    "string": _text_answer,
    "text": _text_answer,
    "url": lambda _item, value: {"valueUri": str(value)} if isinstance(value, str) else None,
    "date": _moment_answer(("date",), "valueDate"),
    "dateTime": _moment_answer(("date", "dateTime"), "valueDateTime"),
    "time": _moment_answer(("time",), "valueTime"),
}


def words_of(answer: Resource, item: Item | None = None, language: str = "") -> str:
    """Say an answer in words, as a nurse would read it out."""
    if item is not None and (option := option_of(item, answer)):
        return option.said(language)
    found = value_and_type(answer)
    if found is None:
        return ""
    value, kind = found
    if kind == "Boolean":
        return tr("yes") if value is True else tr("no")
    if kind == "Quantity" and is_element(value):
        shown = value.get("unit") or value.get("code") or ""
        return f"{value.get('value', '')} {shown}".strip()
    if is_element(value):
        return concept_text({"coding": [value]}) or str(
            value.get("display") or value.get("reference") or value.get("title") or ""
        )
    return str(value)
