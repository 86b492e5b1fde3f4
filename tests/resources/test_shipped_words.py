"""What is shipped speaks to nurses, not of how it was made."""

import re
from pathlib import Path

import pytest

SHIPPED = Path(__file__).parents[2] / "resources"
FILES = [one for one in sorted(SHIPPED.rglob("*")) if one.suffix in {".json", ".md", ".txt", ".html", ".po"}]
WORKSHOP = re.compile(r"\b(researcher|PyPI|to-?do:|placeholder text|lorem ipsum)\b", re.IGNORECASE)


@pytest.mark.parametrize("file", FILES, ids=lambda one: str(one.relative_to(SHIPPED)))
def test_shipped_data_holds_no_words_of_the_workshop(file: Path) -> None:
    assert WORKSHOP.findall(file.read_text(encoding="utf-8")) == []
