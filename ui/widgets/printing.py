"""Printing a paper from memory: its PDF is drawn page by page onto the printer, never saved on the way."""

from typing import Any

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QDialog, QWidget

PRINT_DPI = 200
"""Enough for 11 pt type on any office printer."""
_WITH_ALPHA = 4


def page_images(pdf: bytes, dpi: int) -> list[QImage]:
    """Draw each page of a PDF as an image: a tenth of a second each, so not on the window's thread."""
    import pypdfium2  # noqa: PLC0415  only when something is printed or previewed

    document: Any = pypdfium2.PdfDocument(pdf)
    try:
        return [_image(page.render(scale=dpi / 72, rev_byteorder=True)) for page in document]
    finally:
        document.close()


def _image(bitmap: Any) -> QImage:
    """Copy a bitmap of the PDF library, which has three or four bytes a pixel."""
    kind = QImage.Format.Format_RGBX8888 if bitmap.n_channels == _WITH_ALPHA else QImage.Format.Format_RGB888
    return QImage(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, kind).copy()


def print_images(images: list[QImage], parent: QWidget) -> bool:
    """Ask for a printer and print; says whether she did. The job has no name that tells about a patient."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter  # noqa: PLC0415  needs the system's printing

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName("CareNurse")
    printer.setFullPage(True)
    dialog = QPrintDialog(printer, parent)
    if dialog.exec() != QDialog.DialogCode.Accepted:
        return False
    painter = QPainter(printer)
    for number, image in enumerate(images):
        if number:
            printer.newPage()
        sheet = printer.paperRect(QPrinter.Unit.DevicePixel).toRect()
        size = image.size().scaled(sheet.size(), Qt.AspectRatioMode.KeepAspectRatio)
        painter.drawImage(QRect(0, 0, size.width(), size.height()), image)
    painter.end()
    return True
