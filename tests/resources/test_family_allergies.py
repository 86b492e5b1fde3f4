"""Every allergen that can be picked has its name in each language of the family's paper."""

import json
from collections.abc import Iterator
from importlib.resources import files

from carenurse.app.family_lines import family_allergy
from carenurse.documents.labels import LANGUAGES

_KEPT = json.loads((files("resources") / "codes" / "allergens.json").read_text(encoding="utf-8"))
_NAMES = json.loads((files("resources") / "templates" / "family-allergies.json").read_text(encoding="utf-8"))


def allergens() -> Iterator[str]:
    """Name those that say of something, not those that say that there is none."""
    for included in _KEPT["compose"]["include"]:
        if "absent-unknown" not in included["system"]:
            yield from (concept["display"] for concept in included["concept"])


def test_each_allergen_of_the_list_is_named_in_every_language_of_the_paper() -> None:
    unnamed = {
        (name, language)
        for name in allergens()
        for language in LANGUAGES
        if family_allergy(name).in_language(language)[1] != language
    }
    assert not unnamed


def test_nothing_is_named_that_is_not_on_the_list() -> None:
    ours = {name.removesuffix(" (class)") for name in allergens()}
    assert {one["en"] for one in _NAMES["allergies"]} == ours


def test_names_by_machine_say_so() -> None:
    assert not any(about["reviewed"] for about in _NAMES["languages"].values())
