"""The order in which the cursor walks what is made anew: as it stands on the page, not as it was made."""

from itertools import pairwise

from PySide6.QtWidgets import QWidget


def walk(*stops: QWidget) -> None:
    """Let the cursor go from each to the next by Tab."""
    for one, after in pairwise(stops):
        QWidget.setTabOrder(one, after)
