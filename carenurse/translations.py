"""The words a person reads, in the language of this sitting.

The source language is English and the English sentence is the key, so that a missing translation is still
a sentence. A language is one gettext catalogue, ``resources/i18n/LANGUAGE.po``. Which one is in force is the
one piece of state that the whole process shares: a person reads one language at a time, on every screen.
"""

from collections.abc import Mapping

_catalogue: dict[str, str] = {}
_spoken: dict[str, str] = {}


def use(catalogue: Mapping[str, str], language: str = "") -> None:
    """Speak from this catalogue (English sentence -> translated sentence) from now on; name its language."""
    _catalogue.clear()
    _catalogue.update(catalogue)
    _spoken["language"] = language


def spoken_language() -> str:
    """Name the language in force ("es"); empty for the language of the sentences in the code."""
    return _spoken.get("language", "")


def tr(sentence: str, /, **facts: object) -> str:
    """Translate one sentence and put its facts into the named places.

    ``tr("{count} visits today", count=6)``. The facts are shown as they are: format dates and numbers first.
    """
    found = _catalogue.get(sentence) or sentence
    return found.format(**facts) if facts else found


def trn(one: str, many: str, number: int, /, **facts: object) -> str:
    """Translate a sentence that counts something; ``{number}`` is filled in."""
    return tr(one if number == 1 else many, number=number, **facts)
