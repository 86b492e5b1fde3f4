"""Functions that know FHIR and forms: extensions, option scores, answers, the time."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from carenurse.forms.elements import is_element, objects
from carenurse.forms.fhirpath.calls import Function, over_focus, with_frame, with_values
from carenurse.forms.fhirpath.failures import impossible
from carenurse.forms.fhirpath.frame import Collection, Compiled, Frame
from carenurse.forms.fhirpath.numeric import is_number
from carenurse.forms.fhirpath.temporal import this_moment, time_of_day, today
from carenurse.forms.fhirpath.values import members, single
from carenurse.translations import tr

SCORE_URLS = (
    "http://hl7.org/fhir/StructureDefinition/ordinalValue",
    "http://hl7.org/fhir/StructureDefinition/itemWeight",
    "http://hl7.org/fhir/StructureDefinition/codesystem-ordinalValue",
    "http://hl7.org/fhir/StructureDefinition/valueset-ordinalValue",
)
"""Extensions that carry the score of an option; the newer name is the second."""


def _extension(_frame: Frame, focus: Collection, arguments: list[Collection]) -> Collection:
    url = single(arguments[0], "extension()")
    return [one for one in members(focus, "extension", "") if is_element(one) and one.get("url") == url]


def score_in(element: Any) -> Decimal | None:
    """Read the option score that an element carries; None when it carries none."""
    if not is_element(element):
        return None
    for extension in objects(element.get("extension")):
        if str(extension.get("url", "")) in SCORE_URLS:
            for name in ("valueDecimal", "valueInteger"):
                if is_number(extension.get(name)):
                    return Decimal(extension[name])
    return None


def _scores(focus: Collection) -> Collection:
    """``ordinal()``, ``weight()``: the scores of answers or codings; one without a score adds nothing."""
    found: Collection = []
    for one in focus:
        score = score_in(one)
        if score is None and is_element(one):
            score = next(
                (inner for value in members([one], "value", "") if (inner := score_in(value)) is not None),
                None,
            )
        if score is not None:
            found.append(score)
    return found


def _answers(frame: Frame, focus: Collection) -> Collection:
    """``answers()``: every answer below the focus, at any depth."""
    found: Collection = []
    for one in focus:
        frame.budget.spend(1)
        if is_element(one):
            given = members([one], "answer", "")
            found.extend(given)
            found.extend(_answers(frame, members([one, *given], "item", "")))
    return found


def _resolved(frame: Frame, focus: Collection) -> Collection:
    """``resolve()``: the resources that references name, as far as the record at hand holds them."""
    found: Collection = []
    for one in focus:
        frame.budget.spend(1)
        reference = one.get("reference") if is_element(one) else one
        if isinstance(reference, str) and (resource := frame.reach.resolve(str(reference))) is not None:
            found.append(resource)
    return found


def _member_of(frame: Frame, focus: Collection, arguments: list[Collection]) -> Collection:
    """``memberOf(url)``: whether a code is in a value set that is at hand; a concept, when any coding is."""
    value, url = single(focus, "memberOf()"), single(arguments[0], "memberOf()")
    if value is None or url is None:
        return []
    codings = members([value], "coding", "") if is_element(value) and "coding" in value else [value]
    frame.budget.spend(len(codings))
    said = [frame.reach.member(coding, str(url)) for coding in codings]
    if None in said:
        raise impossible(tr("the list of codes “{url}” is not at hand", url=str(url)[:200]))
    return [any(said)]


def _define(arguments: list[Compiled]) -> Compiled:
    """``defineVariable(name, value)``: gives a name to a value, from here to the end of this expression."""

    def define(frame: Frame, focus: Collection) -> Collection:
        name = str(single(arguments[0](frame, frame.this), "defineVariable()") or "")
        if name in frame.defined:
            raise impossible(tr("“%{name}” is defined twice", name=name))
        inside = frame.inner(focus)
        value = arguments[1](inside, focus) if len(arguments) > 1 else focus
        frame.defined = {**frame.defined, name: value}
        return focus

    return define


def _has_value(focus: Collection) -> Collection:
    return [len(focus) == 1 and not isinstance(focus[0], dict | list)]


def _trace(arguments: list[Compiled]) -> Compiled:
    """``trace()`` is the identity: clinical values are never written to a log."""
    del arguments
    return lambda _frame, focus: focus


RECORDS: Mapping[str, Function] = {
    "extension": with_values(_extension, 1),
    "ordinal": over_focus(_scores),
    "weight": over_focus(_scores),
    "answers": with_frame(_answers),
    "hasValue": over_focus(_has_value),
    "getValue": over_focus(lambda focus: focus if _has_value(focus)[0] else []),
    "today": with_frame(lambda frame, _focus: [today(frame.now)]),
    "now": with_frame(lambda frame, _focus: [this_moment(frame.now)]),
    "timeOfDay": with_frame(lambda frame, _focus: [time_of_day(frame.now)]),
    "trace": Function(_trace, 1, 2),
    "resolve": with_frame(_resolved),
    "memberOf": with_values(_member_of, 1),
    "defineVariable": Function(_define, 1, 2),
}
"""Functions on records."""
