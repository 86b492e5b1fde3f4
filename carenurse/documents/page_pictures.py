"""Pages of a PDF as pictures, from bytes in memory to bytes in memory: for a preview and for a printer.

PDFium is not safe to use from two threads at once: call this on the store's thread only.
"""

from dataclasses import dataclass
from typing import Any

_POINTS = 72


@dataclass(frozen=True, slots=True)
class PagePicture:
    """One page: 4 bytes a pixel (blue, green, red, unused), rows of ``stride`` bytes from the top."""

    width: int
    height: int
    stride: int
    pixels: bytes
    dpi: int


def page_pictures(pdf: bytes, dpi: int) -> tuple[PagePicture, ...]:
    """Draw every page at this many dots an inch."""
    import pypdfium2  # noqa: PLC0415 - costs 60 ms and is wanted for a preview only

    document: Any = pypdfium2.PdfDocument(pdf)
    try:
        return tuple(_picture(document[number], dpi) for number in range(len(document)))
    finally:
        document.close()


def _picture(page: Any, dpi: int) -> PagePicture:
    bitmap: Any = page.render(scale=dpi / _POINTS, prefer_bgrx=True)
    try:
        return PagePicture(bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer), dpi)
    finally:
        bitmap.close()
