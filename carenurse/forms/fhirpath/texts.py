"""Functions on text; a date may be used as the text it is."""

from collections.abc import Callable, Mapping
from typing import Any

from carenurse.forms.fhirpath.calls import Function, each, with_values
from carenurse.forms.fhirpath.failures import impossible, too_long
from carenurse.forms.fhirpath.frame import Collection, Frame
from carenurse.forms.fhirpath.operators import LONGEST
from carenurse.forms.fhirpath.values import single
from carenurse.forms.patterns import SlowPatternError, matched, matched_whole, replaced
from carenurse.translations import tr


def _text(
    name: str, work: Callable[[str, list[Any]], Any], least: int = 0, most: int | None = None
) -> Function:
    def checked(value: Any, arguments: list[Any]) -> Any:
        if not isinstance(value, str):
            raise impossible(tr("“{what}” needs text", what=name))
        try:
            return work(str(value), [str(one) if isinstance(one, str) else one for one in arguments])
        except SlowPatternError:
            raise too_long() from None

    return each(name, checked, least, most)


def _substring(value: str, arguments: list[Any]) -> str | None:
    start = _whole(arguments[0], "substring()")
    if not 0 <= start < len(value):
        return None
    length = _whole(arguments[1], "substring()") if len(arguments) > 1 else len(value)
    return value[start : start + max(0, length)]


def _whole(value: Any, name: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise impossible(tr("“{what}” needs a whole number", what=name))
    return value


def _words(arguments: list[Any], name: str) -> list[str]:
    if not all(isinstance(one, str) for one in arguments):
        raise impossible(tr("“{what}” needs text", what=name))
    return arguments


def _on_texts(name: str, work: Callable[..., Any], count: int = 1) -> Function:
    return _text(name, lambda value, arguments: work(value, *_words(arguments, name)), count)


def _contains(value: str, part: str) -> bool:
    return part in value


def _replace(value: str, pattern: str, substitution: str) -> str:
    if len(value) * (len(substitution) + 1) > LONGEST:
        raise impossible(tr("a text became too long"))
    return value.replace(pattern, substitution)


def _replaced(value: str, pattern: str, substitution: str) -> str:
    return replaced(value, pattern, substitution) if pattern else value


def _join(_frame: Frame, focus: Collection, arguments: list[Collection]) -> Collection:
    between = single(arguments[0], "join()") if arguments else ""
    if any(not isinstance(one, str) for one in focus):
        raise impossible(tr("“{what}” needs text", what="join()"))
    if sum(map(len, focus)) + len(focus) * len(str(between or "")) > LONGEST:
        raise impossible(tr("a text became too long"))
    return [str(between or "").join(focus)] if focus else []


def _split(_frame: Frame, focus: Collection, arguments: list[Collection]) -> Collection:
    value, between = single(focus, "split()"), single(arguments[0], "split()")
    return list(str(value).split(str(between))) if value and between else []


TEXTS: Mapping[str, Function] = {
    "startsWith": _on_texts("startsWith()", str.startswith),
    "endsWith": _on_texts("endsWith()", str.endswith),
    "contains": _on_texts("contains()", _contains),
    "indexOf": _on_texts("indexOf()", str.find),
    "lastIndexOf": _on_texts("lastIndexOf()", str.rfind),
    "replace": _on_texts("replace()", _replace, 2),
    "matches": _on_texts("matches()", matched),
    "matchesFull": _on_texts("matchesFull()", matched_whole),
    "replaceMatches": _on_texts("replaceMatches()", _replaced, 2),
    "substring": _text("substring()", _substring, 1, 2),
    "upper": _text("upper()", lambda value, _: value.upper()),
    "lower": _text("lower()", lambda value, _: value.lower()),
    "trim": _text("trim()", lambda value, _: value.strip()),
    "length": _text("length()", lambda value, _: len(value)),
    "split": with_values(_split, 1),
    "join": with_values(_join, 0, 1),
    "toChars": Function(lambda _arguments: lambda _frame, focus: list(str(single(focus, "toChars()") or ""))),
}
"""Functions on text."""
