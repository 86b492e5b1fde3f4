"""Paper out of the printer: pictures of the pages painted at 300 dots an inch, no file in between.

The system's own spooler keeps what it is given until it is printed; that is outside this program.
"""

from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtCore import QMarginsF, QObject, QRect, QRectF, QTimer
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QWidget

from carenurse.documents.page_pictures import PagePicture

PRINT_DPI = 300
_STRIPS = 16
"""Strips of a page: a whole page at once would stop the window for 150 ms."""
_NEAR_ROWS = 100
"""A third of an inch: more than a line of large type."""


def image_of(picture: PagePicture) -> QImage:
    """Wrap a page's pixels (copied, so that the bytes may go)."""
    wrapped = QImage(
        picture.pixels, picture.width, picture.height, picture.stride, QImage.Format.Format_RGB32
    )
    return wrapped.copy()


class Printing(Protocol):
    """How pages get to paper; tests put their own in its place."""

    @property
    def ready(self) -> bool:
        """Say whether there is a printer at all; ``ask`` only then."""
        ...

    def ask(self, parent: QWidget, /) -> QPrinter | None:
        """Let the nurse choose a printer; None when she did not."""
        ...


def has_printer() -> bool:
    """Say whether there is a printer; without one the system would offer to print into a file."""
    return bool(QPrinterInfo.availablePrinterNames())


class PrintDialog:
    """The system's print dialog, set to US Letter without extra margins; it never prints into a file."""

    @property
    def ready(self) -> bool:
        """Say whether there is a printer at all."""
        return has_printer()

    def ask(self, parent: QWidget, /) -> QPrinter | None:
        """Let the nurse choose a printer; None when she did not."""
        printer = letter_printer()
        dialog = QPrintDialog(printer, parent)
        dialog.setOption(QAbstractPrintDialog.PrintDialogOption.PrintToFile, on=False)
        return printer if dialog.exec() == QPrintDialog.DialogCode.Accepted else None


def letter_printer() -> QPrinter:
    """Make a printer for US Letter, upright, to the edge of the paper (the page has its own margins)."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setResolution(PRINT_DPI)
    printer.setFullPage(True)
    layout = QPageLayout(
        QPageSize(QPageSize.PageSizeId.Letter), QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0)
    )
    printer.setPageLayout(layout)
    printer.setDocName("CareNurse")
    return printer


def _white_row(page: PagePicture, wanted: int) -> int:
    """Find a row to cut at, between lines of text if there is one near, so that no letter shows a seam."""
    if wanted >= page.height:
        return page.height
    white = page.pixels[: page.stride]
    near = range(wanted, wanted - _NEAR_ROWS, -1)
    rows = ((row, page.pixels[row * page.stride : (row + 1) * page.stride]) for row in near)
    return next((row for row, pixels in rows if pixels == white), wanted)


class PrintJob(QObject):
    """Paints a strip of a page each turn of the event loop, so that the window stays alive; then ``done``."""

    def __init__(
        self, printer: QPrinter, pages: Sequence[PagePicture], done: Callable[[bool], None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._printer = printer
        self._pages = list(pages)
        self._done = done
        self._painter = QPainter()
        self._picture = PagePicture(0, 0, 0, b"", PRINT_DPI)
        self._page = QImage()
        self._painted = 0

    def start(self) -> None:
        """Begin; ``done(False)`` when the printer does not take anything."""
        if not self._pages or not self._painter.begin(self._printer):
            self._finish(printed=False)
            return
        self._take()
        QTimer.singleShot(0, self, self._next)

    def _next(self) -> None:
        if self._painted >= self._page.height() and not self._turn_over():
            self._painter.end()
            self._finish(printed=True)
            return
        end = _white_row(self._picture, self._painted + -(-self._page.height() // _STRIPS))
        strip = QRect(0, self._painted, self._page.width(), end - self._painted)
        paper = self._printer.paperRect(QPrinter.Unit.DevicePixel)
        across, down = paper.width() / self._page.width(), paper.height() / self._page.height()
        target = QRectF(0, strip.y() * down, strip.width() * across, strip.height() * down)
        self._painter.drawImage(target, self._page, QRectF(strip))
        self._painted += strip.height()
        QTimer.singleShot(0, self, self._next)

    def _turn_over(self) -> bool:
        """Take the next page; says whether there is one."""
        if not self._pages:
            return False
        self._printer.newPage()
        self._take()
        return True

    def _take(self) -> None:
        self._picture = self._pages.pop(0)
        self._page, self._painted = image_of(self._picture), 0

    def _finish(self, *, printed: bool) -> None:
        self._done(printed)
        self.deleteLater()
