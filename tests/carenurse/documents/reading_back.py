"""Reading a PDF back with tools that did not write it."""

from typing import Any

import page
import pypdfium2


def text_of(pdf: bytes) -> str:
    """Take the text out in the order of the content, as a copying reader gets it."""
    document: Any = pypdfium2.PdfDocument(pdf)
    try:
        pages: list[str] = [
            document[number].get_textpage().get_text_bounded() for number in range(len(document))
        ]
    finally:
        document.close()
    return " ".join("\n".join(pages).split())


def complaints(pdf: bytes) -> list[str]:
    """Ask an independent checker about PDF/UA-1; nothing is said about a compliant file."""
    report = page.validate_pdf_bytes(pdf, profile=page.ValidationProfile.PDF_UA_1)
    return [f"{failure.rule_id}: {failure.message}" for failure in report.failures]
