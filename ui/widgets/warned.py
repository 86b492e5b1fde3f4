"""A warning inside a line: sign, words and color together, in the place where the eye already is."""

from PySide6.QtWidgets import QWidget

from ui.widgets.boxes import column, holder, row
from ui.widgets.picture import Picture
from ui.widgets.text import Label
from ui.widgets.tokens import Role


def warned(words: str, role: Role = "critical") -> QWidget:
    """Say a warning below a name, critical or one to look at (caution); it wraps and is never cut."""
    line = row(
        column(2, Picture("circle-alert", role), None, space=0),
        Label(words, "label", role, wrap=True),
        space=6,
    )
    line.setStretch(1, 1)
    return holder(line)
