import json
from importlib.resources import files
from string import Formatter

from carenurse.documents.labels import LANGUAGES, labels_in

KEPT = json.loads((files("resources") / "templates" / "family-labels.json").read_text(encoding="utf-8"))


def test_every_label_exists_in_every_language_that_can_be_printed() -> None:
    for language in LANGUAGES:
        assert set(labels_in(language).words) == set(KEPT["labels"])


def test_a_translation_has_the_same_places_for_facts() -> None:
    def places(phrase: str) -> set[str | None]:
        return {name for _, name, _, _ in Formatter().parse(phrase) if name}

    for key, spoken in KEPT["labels"].items():
        for language, phrase in spoken.items():
            assert places(phrase) == places(spoken["en"]), (key, language)


def test_a_translation_by_machine_says_so() -> None:
    assert all(not about["reviewed"] for about in KEPT["languages"].values() if about["origin"] == "machine")
    assert labels_in("en").reviewed
    assert not labels_in("es").reviewed
