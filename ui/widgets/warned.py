"""A warning inside a line: sign, words and color together, in the place where the eye already is."""

from PySide6.QtWidgets import QWidget

from ui.widgets.boxes import column, holder, row
from ui.widgets.picture import Picture
from ui.widgets.text import Label


def warned(words: str) -> QWidget:
    """Say a warning below a name; it wraps and is never cut."""
    line = row(
        column(2, Picture("circle-alert", "critical"), None, space=0),
        Label(words, "label", "critical", wrap=True),
        space=6,
    )
    line.setStretch(1, 1)
    return holder(line)
