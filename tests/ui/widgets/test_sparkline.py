"""A trend drawn small: what no line leads to stands at its edge."""

import pytest
from pytestqt.qtbot import QtBot

from ui.widgets.sparkline import Beyond, Sparkline, Trend
from ui.widgets.theme import theme


def _marked(spark: Sparkline) -> set[tuple[str, str]]:
    """Say in which corners of the picture something is drawn in the color of danger."""
    picture = spark.grab().toImage()
    red = theme().color("critical").rgb()
    return {
        ("top" if y < picture.height() // 2 else "bottom", "left" if x < picture.width() // 2 else "right")
        for y in range(picture.height())
        for x in range(picture.width())
        if picture.pixel(x, y) == red
    }


@pytest.mark.parametrize(("above", "edge"), [(True, "top"), (False, "bottom")])
def test_what_is_beyond_the_scale_is_marked_at_the_edge_in_its_place(
    qtbot: QtBot, edge: str, *, above: bool
) -> None:
    spark = Sparkline(
        Trend(((142.0, 130.0),), "Glucose", at=(1.0, 2.0), beyond=(Beyond(9.0, above=above),)),
        width=96,
        height=42,
    )
    qtbot.addWidget(spark)

    assert _marked(spark) == {(edge, "right")}


def test_a_mark_alone_is_drawn_without_a_line(qtbot: QtBot) -> None:
    spark = Sparkline(Trend(((),), "Glucose", beyond=(Beyond(9.0, above=True),)), width=96, height=42)
    qtbot.addWidget(spark)

    assert {edge for edge, _ in _marked(spark)} == {"top"}


def test_a_trend_without_a_mark_has_none(qtbot: QtBot) -> None:
    spark = Sparkline(Trend(((142.0, 130.0),), "Glucose", low=70, high=180), width=96, height=42)
    qtbot.addWidget(spark)

    assert _marked(spark) == set()
