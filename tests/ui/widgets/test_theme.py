import pytest
from PySide6.QtGui import QFontDatabase, QFontInfo

from tests.ui.widgets.contrast import contrast
from ui.widgets.dress import load_fonts
from ui.widgets.theme import Theme
from ui.widgets.tokens import Tokens, load_tokens

TOKENS = load_tokens()


@pytest.mark.parametrize("look", ["light", "dark"])
@pytest.mark.parametrize("pair", TOKENS.text_pairs, ids=" on ".join)
def test_words_can_be_read_on_every_ground_they_stand_on(look: str, pair: tuple[str, str]) -> None:
    colors = getattr(TOKENS, look)

    assert contrast(colors[pair[0]], colors[pair[1]]) >= TOKENS.floor["text"]


@pytest.mark.parametrize("look", ["light", "dark"])
@pytest.mark.parametrize("pair", TOKENS.control_pairs, ids=" on ".join)
def test_edges_of_controls_can_be_seen(look: str, pair: tuple[str, str]) -> None:
    colors = getattr(TOKENS, look)

    assert contrast(colors[pair[0]], colors[pair[1]]) >= TOKENS.floor["control"]


def test_both_looks_know_the_same_roles() -> None:
    tokens: Tokens = TOKENS

    assert tokens.light.keys() == tokens.dark.keys()


def test_zoom_makes_type_and_lengths_larger_together(worn: Theme) -> None:
    worn.wear("light", 150)

    assert worn.font("body").pixelSize() == 21
    assert worn.size("button") == 54


def test_a_zoom_that_is_not_offered_becomes_the_nearest(worn: Theme) -> None:
    worn.wear("dark", 1000)

    assert worn.percent == 200
    assert worn.dark


def test_the_window_is_written_in_the_shipped_font(worn: Theme) -> None:
    assert QFontInfo(worn.font("body")).family() == "Inter"
    assert QFontInfo(worn.font("title")).weight() == 600


def test_other_alphabets_have_a_font_of_ours_too() -> None:
    load_fonts(fallback=True)

    assert "Noto Sans" in QFontDatabase.families()


def test_a_change_of_look_is_told(worn: Theme) -> None:
    told: list[bool] = []
    worn.changed.connect(lambda: told.append(worn.dark))

    worn.wear("dark")

    assert told == [True]
