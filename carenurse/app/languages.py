"""The languages the window speaks: one gettext catalogue each, read at the start without a compile step.

A catalogue is ``resources/i18n/LANGUAGE.po``. Adding a language is adding that file. Entries marked fuzzy are
left out, because a sentence nobody has checked must not instruct a nurse; English stands in.
"""

from collections.abc import Iterator, Mapping

from carenurse import translations
from carenurse.app.shipped import shipped
from carenurse.errors import BugError

SOURCE_LANGUAGE = "en"
"""The language of the sentences in the code."""


def offered_languages() -> tuple[str, ...]:
    """Name the languages there are, the source language first."""
    folder = shipped("i18n")
    if not folder.is_dir():
        return (SOURCE_LANGUAGE,)
    found = (entry.name.removesuffix(".po") for entry in folder.iterdir() if entry.name.endswith(".po"))
    return (SOURCE_LANGUAGE, *sorted(found))


def speak(language: str) -> None:
    """Speak this language from now on; one that is not offered is English."""
    known = language == SOURCE_LANGUAGE or language in offered_languages()
    translations.use(load_catalogue(language) if known else {}, language if known else "")


def load_catalogue(language: str) -> Mapping[str, str]:
    """Read the sentences of a language; the source language has none. Raises BugError for a broken file."""
    if language == SOURCE_LANGUAGE:
        return {}
    text = shipped("i18n", f"{language}.po").read_text(encoding="utf-8")
    return read_catalogue(text)


def read_catalogue(text: str) -> dict[str, str]:
    """Read ``msgid`` and ``msgstr`` of a catalogue; plural forms are sentences of their own (``trn``)."""
    sentences: dict[str, str] = {}
    for block in _blocks(text):
        source, target = _strings(block)
        if source and target and not any(line.startswith("#,") and "fuzzy" in line for line in block):
            sentences[source] = target
    return sentences


def _blocks(text: str) -> Iterator[list[str]]:
    """Cut the catalogue where a line is empty."""
    block: list[str] = []
    for line in (*text.splitlines(), ""):
        if line.strip():
            block.append(line.strip())
        elif block:
            yield block
            block = []


def _strings(block: list[str]) -> tuple[str, str]:
    """Join the quoted pieces of the two strings of an entry."""
    parts = {"msgid": "", "msgstr": ""}
    name = ""
    for line in block:
        if line.startswith("#"):
            continue
        if line.startswith('"'):
            piece = line
        else:
            name, _, piece = line.partition(" ")
        if name not in parts:
            message = f"a catalogue holds only msgid and msgstr, not {name}"
            raise BugError(message)
        parts[name] += _unquoted(piece)
    return parts["msgid"], parts["msgstr"]


def _unquoted(piece: str) -> str:
    import ast  # noqa: PLC0415  English, the source, needs no catalogue and starts without it

    try:
        return str(ast.literal_eval(piece.strip()))
    except (SyntaxError, ValueError):
        message = "a catalogue has a string that does not end"
        raise BugError(message) from None
