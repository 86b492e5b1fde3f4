"""Paper out of the printer: pictures of the pages painted at 300 dots an inch, no file in between.

The system's own spooler keeps what it is given until it is printed; that is outside this program.
"""

from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtCore import QMarginsF, QObject, QRectF, QTimer
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QWidget

from carenurse.documents.page_pictures import PagePicture
from ui.documents.page_view import image_of

PRINT_DPI = 300


class Printing(Protocol):
    """How pages get to paper; tests put their own in its place."""

    def ask(self, parent: QWidget, /) -> QPrinter | None:
        """Let the nurse choose a printer; None when she did not."""
        ...


class PrintDialog:
    """The system's print dialog, set to US Letter without extra margins."""

    def ask(self, parent: QWidget, /) -> QPrinter | None:
        """Let the nurse choose a printer; None when she did not."""
        printer = letter_printer()
        dialog = QPrintDialog(printer, parent)
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


class PrintJob(QObject):
    """Paints one page a turn of the event loop, so that the window stays alive; then calls ``done``.

    The papers are black on white: painted in gray they take a third of the time and of the spooler's room.
    """

    def __init__(
        self, printer: QPrinter, pages: Sequence[PagePicture], done: Callable[[bool], None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._printer = printer
        self._pages = list(pages)
        self._done = done
        self._painter = QPainter()
        self._first = True

    def start(self) -> None:
        """Begin; ``done(False)`` when the printer does not take anything."""
        if not self._pages or not self._painter.begin(self._printer):
            self._done(False)  # noqa: FBT003 - whether it was printed
            self.deleteLater()
            return
        QTimer.singleShot(0, self, self._next)

    def _next(self) -> None:
        if not self._pages:
            self._painter.end()
            self._done(True)  # noqa: FBT003 - whether it was printed
            self.deleteLater()
            return
        if not self._first:
            self._printer.newPage()
        self._first = False
        whole = QRectF(self._printer.paperRect(QPrinter.Unit.DevicePixel))
        whole.moveTo(0, 0)
        page = image_of(self._pages.pop(0))
        self._painter.drawImage(whole, page.convertToFormat(QImage.Format.Format_Grayscale8))
        QTimer.singleShot(0, self, self._next)
