import re
from importlib.resources import files
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QPainter

from ui.widgets.icons import paint_icon
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
    def darkest() -> int:
        image = QImage(32, 32, QImage.Format.Format_ARGB32)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        paint_icon(painter, "plus", QRect(0, 0, 32, 32))
        painter.end()
        seen = [image.pixelColor(x, y) for x in range(32) for y in range(32)]
        return min(color.lightness() for color in seen if color.alpha() == 255)

    light = darkest()
    worn.wear("dark")

    assert light < 60
    assert darkest() > 150
