"""Pages of paper on the screen, painted from pictures in memory; paper stays white in the dark."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QWidget
from typing_extensions import override

from carenurse.documents.page_pictures import PagePicture
from carenurse.translations import tr
from ui.widgets.boxes import column, empty_out, holder
from ui.widgets.printing import image_of
from ui.widgets.theme import theme

ZOOMS = (50, 75, 100, 125, 150, 200)
"""Percent of the picture's own size."""


class PageView(QScrollArea):
    """The pages below one another, each as wide as the zoom says; "fit" makes them as wide as the room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.viewport().setAutoFillBackground(False)
        self.setAccessibleName(tr("Preview of the paper"))
        self._pages = column(space=12, margins=(12, 12, 12, 12))
        ground = holder(self._pages)
        ground.setAutoFillBackground(False)
        self.setWidget(ground)
        self._zoom = 0

    def show_pages(self, pictures: Sequence[PagePicture]) -> None:
        """Show these pages instead; the place scrolled to stays."""
        place = self.verticalScrollBar().value()
        empty_out(self._pages)
        for number, picture in enumerate(pictures, 1):
            page = _Paper(
                image_of(picture), tr("Page {number} of {total}", number=number, total=len(pictures))
            )
            page.set_zoom(self._percent(picture.width))
            self._pages.addWidget(page, 0, Qt.AlignmentFlag.AlignHCenter)
        self._pages.addStretch(1)
        self.verticalScrollBar().setValue(place)

    def set_zoom(self, percent: int) -> None:
        """Show the pages at this many percent; 0 fits the width."""
        self._zoom = percent
        self._lay_out()

    def _lay_out(self) -> None:
        for page in self.findChildren(_Paper):
            page.set_zoom(self._percent(page.natural_width))

    def _percent(self, natural: int) -> int:
        if self._zoom:
            return self._zoom
        room = self.viewport().width() - theme().px(24)
        return max(ZOOMS[0], min(ZOOMS[-1], 100 * room // max(1, natural)))

    @override
    def resizeEvent(self, arg__1: object) -> None:
        """Fit the pages to the new width."""
        super().resizeEvent(arg__1)  # pyright: ignore[reportArgumentType]  # Qt hands a QResizeEvent over
        self._lay_out()

    @property
    def page_count(self) -> int:
        """How many pages are shown."""
        return len(self.findChildren(_Paper))


class _Paper(QWidget):
    """One page."""

    def __init__(self, image: QImage, name: str) -> None:
        super().__init__()
        self._image = image
        self._scaled = QPixmap()
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def natural_width(self) -> int:
        """The width at 100 percent."""
        return self._image.width()

    def set_zoom(self, percent: int) -> None:
        """Take a size."""
        size = QSize(self._image.width() * percent // 100, self._image.height() * percent // 100)
        if size == self.size() and not self._scaled.isNull():
            return
        ratio = self.devicePixelRatioF()
        scaled = self._image.scaled(
            round(size.width() * ratio),
            round(size.height() * ratio),
            Qt.AspectRatioMode.IgnoreAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        self._scaled = QPixmap.fromImage(scaled)
        self._scaled.setDevicePixelRatio(ratio)
        self.setFixedSize(size)
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the page and a hairline around it."""
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._scaled)
        painter.setPen(QPen(theme().color("hairlineStrong"), 1))
        painter.drawRect(QRect(0, 0, self.width() - 1, self.height() - 1))
