"""What a file holds is told in plain words, whatever kinds it brings."""

import re

from carenurse.clinical.structure import structure
from ui.office.counts_table import kind_words


def test_every_kind_of_record_is_named_in_words() -> None:
    named = {kind: kind_words(kind) for kind in structure().kinds}

    assert named["Encounter"] == "Visits and stays"
    assert named["EpisodeOfCare"] == "Times under care"
    assert not [words for words in named.values() if not words or re.search("[a-z][A-Z]", words)]
