"""Regular expressions from strangers' forms, matched in bounded time.

A form may carry any pattern, and a badly written (or hostile) one can take hours on a short text. The
patterns run under a time limit, on texts of bounded length.
"""

import regex

_SECONDS = 0.05
_LONGEST_TEXT = 20_000
_LONGEST_PATTERN = 4_000
_LONGEST_SUBSTITUTION = 200


class SlowPatternError(Exception):
    """A pattern took longer than the form may take."""


class BadPatternError(ValueError):
    """A pattern that is not a regular expression."""


def check(pattern: str) -> None:
    """Raise BadPatternError for what cannot be compiled."""
    _compiled(pattern)


def _compiled(pattern: str, flags: int = regex.V0) -> "regex.Pattern[str]":
    if len(pattern) > _LONGEST_PATTERN:
        message = "the pattern is too long"
        raise BadPatternError(message)
    try:
        return regex.compile(pattern, flags=flags)
    except (regex.error, RecursionError, OverflowError) as problem:
        raise BadPatternError(str(problem)) from None


def _bounded(text: str) -> str:
    if len(text) > _LONGEST_TEXT:
        raise SlowPatternError
    return text


def matched(text: str, pattern: str) -> bool:
    """Say whether the pattern is found anywhere in the text; a point also matches a new line (FHIRPath).

    Raises SlowPatternError, BadPatternError.
    """
    compiled = _compiled(pattern, regex.V0 | regex.DOTALL)
    try:
        return compiled.search(_bounded(text), timeout=_SECONDS) is not None
    except TimeoutError:
        raise SlowPatternError from None


def matched_whole(text: str, pattern: str) -> bool:
    """Say whether the pattern covers the whole text. Raises SlowPatternError, BadPatternError."""
    try:
        return _compiled(pattern).fullmatch(_bounded(text), timeout=_SECONDS) is not None
    except TimeoutError:
        raise SlowPatternError from None


def replaced(text: str, pattern: str, substitution: str) -> str:
    """Replace every match; ``$1`` in the substitution is the first group. Raises as ``matched``."""
    if len(substitution) > _LONGEST_SUBSTITUTION:
        raise SlowPatternError
    groups = regex.sub(r"\$(\d+)|\$\{(\w+)\}", r"\\g<\1\2>", substitution)
    try:
        return _compiled(pattern).sub(groups, _bounded(text), timeout=_SECONDS)
    except TimeoutError:
        raise SlowPatternError from None
