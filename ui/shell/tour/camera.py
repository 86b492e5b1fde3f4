"""The tour's pictures, numbered as they are taken; a picture that shows nothing is a fault."""

from pathlib import Path

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from ui.shell.tour.stopping import must

_FEWEST_COLORS = 12
_LOOKED_AT = 97
"""Every so many pixels is looked at: a prime, so that columns and rows both come up."""


class Camera:
    """Writes ``NN-name.png`` into a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.taken: list[str] = []

    def take(self, window: QWidget, name: str) -> Path:
        """Take a picture of the window. Raises TourStoppedError when it cannot be written or is blank."""
        file = self._folder / f"{len(self.taken) + 1:02}-{name}.png"
        image = window.grab().toImage()
        must(image.save(str(file)), f"the picture {file.name} could not be written.")
        must(colors_in(image) >= _FEWEST_COLORS, f"the picture {file.name} is blank.")
        self.taken.append(file.name)
        return file

    def take_anyway(self, window: QWidget) -> None:
        """Keep the moment in which the tour stopped, whatever it shows."""
        window.grab().toImage().save(str(self._folder / f"{len(self.taken) + 1:02}-stopped-here.png"))


def colors_in(image: QImage) -> int:
    """Count the colors of a picture, on a sample of its pixels."""
    width, pixels = image.width(), image.width() * image.height()
    return len({image.pixel(at % width, at // width) for at in range(0, pixels, _LOOKED_AT)})
