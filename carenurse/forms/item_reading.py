"""Reads one item of a Questionnaire, with everything that stands on it."""

from collections.abc import Mapping
from typing import Any

from carenurse.forms import urls
from carenurse.forms.elements import (
    Element,
    codes,
    extensions,
    first_value,
    is_element,
    number,
    objects,
    text_value,
    translations,
    value_of,
    whole,
)
from carenurse.forms.form import Condition, Item, Option, Unit
from carenurse.forms.formulas import Names, named_formulas, one_formula
from carenurse.forms.known import standing
from carenurse.forms.looks import ASIDES, GROUP_CONTROLS, QUESTION_CONTROLS, look_of
from carenurse.forms.moving import moving_of
from carenurse.forms.option_reading import extras_of, option_from
from carenurse.forms.patterns import BadPatternError, check
from carenurse.forms.rendering import words_of_pieces
from carenurse.forms.support import Findings, Level
from carenurse.translations import tr

_ROWS = frozenset({"inline", "prompt", "legal", "header", "footer", "security", "text-box"})


class ItemReader:
    """Reads items one after the other, noting what they use.

    ``names``: the named values of the form; ``value_sets``: the choices of value sets that are at hand.
    """

    def __init__(
        self, names: Names, findings: Findings, value_sets: Mapping[str, tuple[Element, ...]]
    ) -> None:
        self._names = names
        self._findings = findings
        self._value_sets = value_sets
        self._read: dict[int, tuple[tuple[Element, ...], tuple[Option, ...]]] = {}

    def read(self, raw: Element, parent: str = "") -> Item:
        """Read an item and all below it."""
        link = str(raw["linkId"])
        self._note(raw, link)
        children = tuple(self.read(child, link) for child in objects(raw.get("item")))
        facts: dict[str, Any] = {
            **self._words(raw, children),
            **self._limits(raw),
            **self._choices(raw, link),
            **self._logic(raw, link),
            **self._moving(raw, link),
        }
        return Item(link=link, kind=str(raw["type"]), children=children, parent=parent, raw=raw, **facts)

    def _note(self, raw: Element, link: str) -> None:
        kind = str(raw["type"])
        self._findings.add(kind, link)
        self._note_control(raw, link)
        for extension in objects(raw.get("extension")):
            name, level, why = standing(str(extension.get("url", "")))
            self._findings.add(name, link, level, why)
        for name in ("enableWhen", "answerOption", "initial"):
            if raw.get(name):
                self._findings.add(name, link)

    def _note_control(self, raw: Element, link: str) -> None:
        """Tell controls that nobody knows."""
        for control in codes(first_value(raw, urls.ITEM_CONTROL)):
            if control not in GROUP_CONTROLS | QUESTION_CONTROLS | ASIDES | _ROWS:
                self._findings.add(control, link, Level.IGNORED, tr("the control is not known here"))

    def _words(self, raw: Element, children: tuple[Item, ...]) -> Mapping[str, Any]:
        look = look_of(raw)
        category = codes(first_value(raw, urls.DISPLAY_CATEGORY))
        told = [child.text for child in children if child.category == "instructions"]
        return {
            "text": _string(raw, "text") or words_of_pieces(look.rich),
            "look": look,
            "prefix": _string(raw, "prefix"),
            "short": text_value(raw, urls.SHORT_TEXT),
            "help": look.help or look.flyover,
            "instructions": " ".join(told),
            "control": next(iter(codes(first_value(raw, urls.ITEM_CONTROL))), ""),
            "orientation": text_value(raw, urls.ORIENTATION),
            "category": next(iter(category), ""),
            "entry_format": text_value(raw, urls.ENTRY_FORMAT),
            "open_label": text_value(raw, urls.OPEN_LABEL),
            "translations": translations(raw, "text"),
            "codes": tuple(objects(raw.get("code"))),
            "hidden": first_value(raw, urls.HIDDEN) is True,
            "never_carry": first_value(raw, urls.NEVER_CARRY) is True,
            "same_question": _coded(first_value(raw, urls.SAME_QUESTION)),
        }

    def _limits(self, raw: Element) -> Mapping[str, Any]:
        units = tuple(_unit(value_of(extension)) for extension in extensions(raw, urls.UNIT_OPTION))
        unit = first_value(raw, urls.UNIT)
        return {
            "required": raw.get("required") is True,
            "repeats": raw.get("repeats") is True,
            "read_only": raw.get("readOnly") is True,
            "unit": _unit(unit) if is_element(unit) else None,
            "units": units or self._units_of_set(raw),
            "unit_open": text_value(raw, urls.UNIT_OPEN),
            "mime_types": tuple(str(value_of(one)) for one in extensions(raw, urls.MIME_TYPE)),
            "max_size": number(first_value(raw, urls.MAX_SIZE)),
            "reference_kinds": tuple(str(value_of(one)) for one in extensions(raw, urls.REFERENCE_RESOURCE)),
            "link_period": period if is_element(period := first_value(raw, urls.LINK_PERIOD)) else None,
            "minimum": first_value(raw, urls.MIN_VALUE, urls.MIN_QUANTITY),
            "maximum": first_value(raw, urls.MAX_VALUE, urls.MAX_QUANTITY),
            "min_length": whole(first_value(raw, urls.MIN_LENGTH)),
            "max_length": whole(raw.get("maxLength")),
            "decimals": whole(first_value(raw, urls.MAX_DECIMALS)),
            "min_occurs": whole(first_value(raw, urls.MIN_OCCURS)),
            "max_occurs": whole(first_value(raw, urls.MAX_OCCURS)),
        }

    def _choices(self, raw: Element, link: str) -> Mapping[str, Any]:
        options = self._options(self._offered(raw, link))
        for name in {name for one in objects(raw.get("answerOption")) for name in extras_of(one)}:
            self._findings.add(name, link)
        given = [
            {key: value for key, value in one.items() if key != "extension"}
            for one in objects(raw.get("initial"))
        ]
        return {
            "options": options,
            "initial": tuple(given) or tuple(option.answer for option in options if option.initial),
            "regex": self._regex(raw, link),
            "extract": _extract(raw),
            "component_of": text_value(raw, urls.COMPONENT_OF),
            "extract_categories": tuple(
                value
                for extension in extensions(raw, urls.OBSERVATION_CATEGORY)
                if is_element(value := value_of(extension))
            ),
        }

    def _options(self, offered: tuple[Element, ...]) -> tuple[Option, ...]:
        """Read choices; those of a value set that many questions share are read once."""
        known = self._read.get(id(offered))
        if known is None or known[0] is not offered:
            known = self._read[id(offered)] = offered, tuple(option_from(option) for option in offered)
        return known[1]

    def _units_of_set(self, raw: Element) -> tuple[Unit, ...]:
        """Find the units of a ``unitValueSet`` that is at hand."""
        link = str(raw["linkId"])
        for extension in extensions(raw, urls.UNIT_VALUE_SET):
            named = value_of(extension)
            found = self._values(named) if isinstance(named, str) else ()
            if not found:
                self._findings.add(
                    "questionnaire-unitValueSet", link, Level.DEGRADED, tr("the list of units is not at hand")
                )
            return tuple(_unit(value_of(option)) for option in found)
        return ()

    def _values(self, named: str) -> tuple[Element, ...]:
        return self._value_sets.get(named) or self._value_sets.get(named.partition("|")[0]) or ()

    def _moving(self, raw: Element, link: str) -> Mapping[str, Any]:
        moving = moving_of(raw, self._names, link, self._findings)
        return {
            "facts": moving.facts,
            "toggles": moving.toggles,
            "constraints": moving.constraints,
            "population": one_formula(raw, urls.POPULATION_CONTEXT, self._names, link, self._findings),
        }

    def _offered(self, raw: Element, link: str) -> tuple[Element, ...]:
        """Find the choices of a question: its own, or those of a value set that is at hand."""
        named = raw.get("answerValueSet")
        if raw.get("answerOption") or not isinstance(named, str):
            return tuple(objects(raw.get("answerOption")))
        found = self._values(named)
        level = Level.FULL if found else Level.DEGRADED
        why = "" if found else tr("the list of choices is not in the form; the answer is typed")
        self._findings.add("answerValueSet", link, level, why)
        return found

    def _regex(self, raw: Element, link: str) -> str:
        pattern = text_value(raw, urls.REGEX)
        try:
            check(pattern)
        except BadPatternError:
            self._findings.add(
                "regex", link, Level.DEGRADED, tr("the pattern is not written correctly; it is not checked")
            )
            return ""
        return pattern

    def _logic(self, raw: Element, link: str) -> Mapping[str, Any]:
        def one(url: str) -> Any:
            return one_formula(raw, url, self._names, link, self._findings)

        return {
            "conditions": tuple(_condition(condition) for condition in objects(raw.get("enableWhen"))),
            "any_condition": raw.get("enableBehavior") != "all",
            "enable": one(urls.ENABLE_EXPRESSION),
            "calculated": one(urls.CALCULATED),
            "initial_formula": one(urls.INITIAL_EXPRESSION),
            "variables": named_formulas(raw, self._names, link, self._findings),
        }


def _string(raw: Element, name: str) -> str:
    value = raw.get(name)
    return value if isinstance(value, str) else ""


def _unit(coding: Any) -> Unit:
    element: Element = coding if is_element(coding) else {}
    code = _string(element, "code")
    return Unit(
        code, _string(element, "display") or code, _string(element, "system") or "http://unitsofmeasure.org"
    )


def _extract(raw: Element) -> str:
    value = first_value(raw, urls.OBSERVATION_EXTRACT)
    if isinstance(value, str):
        return value
    return "observation" if value is True else ""


def _condition(raw: Element) -> Condition:
    for key, value in raw.items():
        if key.startswith("answer") and len(key) > 6:  # noqa: PLR2004 - longer than "answer"
            return Condition(_string(raw, "question"), _string(raw, "operator") or "=", value, key[6:])
    return Condition(_string(raw, "question"), _string(raw, "operator") or "=", None, "")


def _coded(coding: Any) -> tuple[str, str]:
    """Take system and code of a Coding; both empty for anything else."""
    told = coding if is_element(coding) else {}
    system, code = told.get("system"), told.get("code")
    return (str(system or ""), code) if isinstance(code, str) else ("", "")
