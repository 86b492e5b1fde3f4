"""The lines of the care-plan templates that reach a family, in every language of the paper."""

import re
from collections import Counter

from carenurse.app.family_lines import family_line
from carenurse.app.plan_content import plan_content
from carenurse.documents.labels import LANGUAGES
from carenurse.documents.plain_words import plain_line

_NUMBER = re.compile(r"\d+(?:\.\d+)?(?:/\d+)?")


def _lines() -> set[str]:
    templates = plan_content().templates
    signs = {plain_line(line) for one in templates for line in (*one.call_911, *one.call_nurse)}
    return signs | {line for one in templates for line in one.teaching}


def test_every_warning_sign_and_advice_of_a_template_is_said_in_every_language_of_the_paper() -> None:
    untold = {
        (line, language)
        for line in _lines()
        for language in LANGUAGES
        if family_line(line).in_language(language)[1] != language
    }
    assert not untold


def test_a_translation_keeps_each_number_of_its_line() -> None:
    """A limit that changed on the way would be a wrong limit; words for numbers may become digits."""
    for line in _lines():
        for _, said in family_line(line).translations:
            assert not Counter(_NUMBER.findall(line)) - Counter(_NUMBER.findall(said)), line


def test_a_line_of_the_nurses_own_stays_in_her_language() -> None:
    assert family_line("Feed the cat.").in_language("es") == ("Feed the cat.", "en")
