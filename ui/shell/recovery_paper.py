"""The page with the recovery code on its way to a printer: drawn in memory, never written to a file."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from carenurse.errors import ExpectedError
from carenurse.translations import tr

if TYPE_CHECKING:
    from datetime import datetime

    from carenurse.documents.page_pictures import PagePicture


def recovery_pages(code: str, nurse: str, vault: str, made: "datetime") -> "Sequence[PagePicture]":
    """Draw the page, in memory only; called on the store thread."""
    from carenurse.documents.page_pictures import page_pictures  # noqa: PLC0415  once in a vault's life
    from carenurse.documents.recovery_page import RecoveryFacts, render  # noqa: PLC0415
    from ui.widgets.printing import PRINT_DPI  # noqa: PLC0415

    paper = render(RecoveryFacts(code, nurse, vault[:8], made))
    return page_pictures(paper.pdf, PRINT_DPI)


def print_recovery_pages(
    pages: "Sequence[PagePicture]", parent: QWidget, failed: Callable[[Exception], object]
) -> None:
    """Ask for a printer and print; ``failed`` hears when there is none, or when it took nothing."""
    from ui.widgets.printing import PrintDialog, PrintJob, has_printer  # noqa: PLC0415  the system's printing

    by_hand = tr("Write the code down by hand; it is not saved to a file.")
    if not has_printer():
        failed(ExpectedError(tr("This computer has no printer."), by_hand))
        return

    def told(printed: bool) -> None:  # noqa: FBT001  it is the outcome itself
        if not printed:
            failed(ExpectedError(tr("The printer took nothing."), by_hand))

    if printer := PrintDialog().ask(parent):
        PrintJob(printer, pages, told, parent).start()
