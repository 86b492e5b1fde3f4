"""Findings of the record and the problems they suggest; also for a visit that is still going on."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from carenurse.app.plan_values import values
from carenurse.app.ports import Reading
from carenurse.careplan.suggestions import Answered, Measured, Rule, Suggestion, suggest
from carenurse.clinical.dates import order_of, parse_instant
from carenurse.clinical.fhir import Resource, concept_text
from carenurse.clinical.shapes import as_number, as_object, as_objects, as_text
from carenurse.clinical.units import convert, substance_of

FRESH_DAYS = 14
"""A finding older than this suggests nothing any more: it was seen and decided on."""

_YES = ("yes", "LA33-6", "Y", "true")
_ORDINAL = "http://hl7.org/fhir/StructureDefinition/ordinalValue"


def suggested(
    records: Reading, patient: str, rules: Sequence[Rule], present: Collection[str], now: datetime
) -> tuple[Suggestion, ...]:
    """Suggest problems from the newest measures and answers of the last two weeks."""
    measured = [one for rule in rules if rule.measure for one in _measured(records, patient, rule, now)]
    forms = {rule.form for rule in rules if rule.form}
    answered = list(_answered(records, patient, forms, now))
    return suggest(rules, list(dict.fromkeys(measured)), answered, present)


def answers_of(response: Resource) -> Iterator[Answered]:
    """Read the answers of a QuestionnaireResponse that rules may ask for."""
    form = as_text(response.get("questionnaire")).split("|")[0].rstrip("/").rpartition("/")[2]
    yield from _items(form, response)


def _measured(records: Reading, patient: str, rule: Rule, now: datetime) -> Iterator[Measured]:
    """Give fresh values in the unit of the rule, converted exactly: only a difference is rounded."""
    for one in values(records, patient, rule.measure, "", 12, today=now.date()):
        unit = rule.rise.unit if rule.rise else one.unit
        value = convert(one.value, one.unit or unit, unit, substance_of(rule.measure))
        if value is not None and one.when and now - one.when <= timedelta(days=FRESH_DAYS):
            yield Measured(rule.measure, value, unit, one.when)


def _answered(records: Reading, patient: str, forms: Collection[str], now: datetime) -> Iterator[Answered]:
    """Take the newest answer of each form."""
    seen: set[str] = set()
    since = order_of(now - timedelta(days=FRESH_DAYS))
    for response in records.of_patient(patient, "QuestionnaireResponse", limit=60):
        authored = parse_instant(response.get("authored"))
        if authored is None or order_of(authored) < since or response.get("status") == "entered-in-error":
            continue
        found = list(answers_of(response))
        form = found[0].form if found else ""
        if form in forms and form not in seen:
            seen.add(form)
            yield from found


def _items(form: str, holder: Resource) -> Iterator[Answered]:
    for item in as_objects(holder.get("item")):
        for answer in as_objects(item.get("answer")):
            yield _one(form, item, answer)
            yield from _items(form, answer)
        yield from _items(form, item)


def _one(form: str, item: Resource, answer: Resource) -> Answered:
    coding = as_object(answer.get("valueCoding"))
    text = concept_text({"coding": [coding]}) if coding else _plain(answer)
    yes = (
        answer.get("valueBoolean") is True or as_text(coding.get("code")) in _YES or text.casefold() == "yes"
    )
    return Answered(
        form=form,
        item=as_text(item.get("linkId")),
        question=as_text(item.get("text")),
        text=text,
        number=_number(answer, coding),
        yes=yes,
    )


def _plain(answer: Resource) -> str:
    found: Any = next((value for name, value in answer.items() if name.startswith("value")), "")
    return str(found) if isinstance(found, str | int | Decimal) and not isinstance(found, bool) else ""


def _number(answer: Resource, coding: Resource) -> Decimal | None:
    """Take a number, or the score that an answer of a scale carries."""
    for name in ("valueInteger", "valueDecimal"):
        if (number := as_number(answer.get(name))) is not None:
            return number
    scores = (
        one.get("valueDecimal") for one in as_objects(coding.get("extension")) if one.get("url") == _ORDINAL
    )
    score = next((number for score in scores if (number := as_number(score)) is not None), None)
    return score if score is not None else _PHQ.get(as_text(coding.get("code")))


_PHQ = {"LA6568-5": Decimal(0), "LA6569-3": Decimal(1), "LA6570-1": Decimal(2), "LA6571-9": Decimal(3)}
"""Scores of the PHQ answers by their LOINC answer codes, for systems that send no ordinal value."""
