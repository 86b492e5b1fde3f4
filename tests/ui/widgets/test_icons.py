import re
from importlib.resources import files
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QIcon

from ui.widgets.icons import icon
from ui.widgets.theme import Theme

UI = Path(__file__).parents[3] / "ui"
SHIPPED = {
    entry.name.removesuffix(".svg")
    for entry in files("resources").joinpath("icons").iterdir()
    if entry.name.endswith(".svg")
}
WORDS = {
    word
    for source in UI.rglob("*.py")
    for word in re.findall(r"\"([a-z0-9]+(?:-[a-z0-9]+)*)\"", source.read_text(encoding="utf-8"))
}
NAMED = {
    word
    for source in UI.rglob("*.py")
    for pattern in (
        r"icon=\"([a-z0-9-]+)\"",
        r"Picture\(\s*\"([a-z0-9-]+)\"",
        r"paint_icon\(\s*painter, \"([a-z0-9-]+)\"",
    )
    for word in re.findall(pattern, source.read_text(encoding="utf-8"))
}


@pytest.mark.parametrize("name", sorted(NAMED))
def test_every_icon_named_in_the_code_is_shipped(name: str) -> None:
    assert name in SHIPPED


def test_every_shipped_icon_is_used() -> None:
    assert SHIPPED - WORDS == set()  # noqa: SIM300  what is too many is said


def test_an_icon_takes_the_color_of_its_role_in_the_look_of_now(worn: Theme) -> None:
    def darkest(of: QIcon) -> int:
        image = of.pixmap(QSize(32, 32)).toImage()
        seen = [image.pixelColor(x, y) for x in range(32) for y in range(32)]
        return min(color.lightness() for color in seen if color.alpha() == 255)

    drawn = icon("plus")
    light = darkest(drawn)

    worn.wear("dark")

    assert light < 60
    assert darkest(drawn) > 150


def test_a_disabled_icon_is_as_quiet_as_its_words() -> None:
    drawn = icon("plus")
    size = QSize(32, 32)

    assert (
        drawn.pixmap(size, QIcon.Mode.Disabled).toImage() != drawn.pixmap(size, QIcon.Mode.Normal).toImage()
    )
