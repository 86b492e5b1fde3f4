import pytest

from carenurse.app.languages import load_catalogue, offered_languages, read_catalogue, speak
from carenurse.errors import BugError
from carenurse.translations import tr

CATALOGUE = """
# Translators: the head
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

#: ui/shell/status_bar.py
msgid "Saved on this device"
msgstr "Guardado en este equipo"

msgid ""
"Wrong tries only make you "
"wait longer."
msgstr ""
"Los intentos fallidos solo "
"alargan la espera: \\"calma\\"."

#, fuzzy
msgid "Lock"
msgstr "Candado"

msgid "Help"
msgstr ""
"""


def test_sentences_are_read_with_their_lines_joined() -> None:
    sentences = read_catalogue(CATALOGUE)

    assert sentences["Saved on this device"] == "Guardado en este equipo"
    assert (
        sentences["Wrong tries only make you wait longer."]
        == 'Los intentos fallidos solo alargan la espera: "calma".'
    )


def test_what_nobody_checked_or_translated_stays_english() -> None:
    assert {"Lock", "Help", ""}.isdisjoint(read_catalogue(CATALOGUE))


@pytest.mark.parametrize("broken", ['msgid "open\nmsgstr "x"', 'msgctxt "a"\nmsgid "b"\nmsgstr "c"'])
def test_a_broken_catalogue_is_our_own_fault(broken: str) -> None:
    with pytest.raises(BugError):
        read_catalogue(broken)


@pytest.mark.parametrize("language", offered_languages())
def test_every_shipped_language_can_be_read_and_keeps_the_places_of_facts(language: str) -> None:
    for source, target in load_catalogue(language).items():
        assert places(source) == places(target)


def places(sentence: str) -> set[str]:
    """Name the places in a sentence that facts go into."""
    return {piece.split("}")[0] for piece in sentence.split("{")[1:]}


def test_a_language_that_is_not_offered_is_english() -> None:
    speak("tlh")

    assert tr("Lock") == "Lock"
