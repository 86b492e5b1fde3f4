"""An element has one name, whatever type it is written with."""

import pytest

from carenurse.clinical.choices import stem_of


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("valueQuantity", "value"),
        ("_valueDateTime", "value"),
        ("onsetAge", "onset"),
        ("_birthDate", "birthDate"),
        ("values", "values"),
        ("value", "value"),
        ("note", "note"),
    ],
)
def test_what_is_written_with_its_type_is_named_without(name: str, stem: str) -> None:
    assert stem_of(name) == stem
