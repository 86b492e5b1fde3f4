"""What the focus ring lies around (``ui.widgets.ring`` draws it).

A field always shows it; a button that was clicked does not, because the nurse's finger already knows.
"""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

_BY_MOUSE = "focusedByMouse"
_NO_RING = "noRing"
_FRAME = "ringAround"


def remember_reason(widget: QWidget, reason: Qt.FocusReason) -> None:
    """Note how the focus came; call it from ``focusInEvent`` of what is pressed rather than typed into."""
    widget.setProperty(_BY_MOUSE, reason is Qt.FocusReason.MouseFocusReason)


def without_ring(widget: QWidget) -> None:
    """Keep the ring away from a widget that shows its focus itself, such as a list with a selection."""
    widget.setProperty(_NO_RING, "yes")


def ring_around(widget: QWidget, frame: QWidget) -> None:
    """Draw the ring around a frame that stands for the widget inside it."""
    widget.setProperty(_FRAME, frame)


def ringed(widget: QWidget) -> QWidget | None:
    """Say what the ring lies around while this has the focus; None for nothing."""
    if widget.property(_BY_MOUSE) or widget.property(_NO_RING):
        return None
    frame = widget.property(_FRAME)
    return frame if isinstance(frame, QWidget) else widget
