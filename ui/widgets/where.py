"""Where the focus is in a visit: every row says its section and its question, and whoever asks looks up."""

from PySide6.QtWidgets import QWidget

from carenurse.app.visit_worksheet import Place

_SECTION, _QUESTION = "visitSection", "visitQuestion"


def mark_section(widget: QWidget, key: str) -> None:
    """Say that everything in this widget belongs to a section."""
    widget.setProperty(_SECTION, key)


def mark_question(widget: QWidget, question: str) -> None:
    """Say that everything in this widget answers one question."""
    widget.setProperty(_QUESTION, question)


def place_of(widget: QWidget | None) -> Place | None:
    """Find where a widget is; None outside the sections of a visit."""
    question = ""
    while widget is not None:
        question = question or str(widget.property(_QUESTION) or "")
        if section := widget.property(_SECTION):
            return Place(str(section), question, "form")
        widget = widget.parentWidget()
    return None
