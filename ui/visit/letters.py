"""The single keys of a form: they act only where no field wants the letter itself."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit

from carenurse.app.visit_places import place_from
from carenurse.app.visit_worksheet import Place
from ui.visit.writing import WritingArea
from ui.widgets.form_panel import FormPanel
from ui.widgets.where import place_of


class Letters:
    """``=`` takes last time's answer, ``N`` answers none, ``W`` writes out that all is within limits."""

    def __init__(self, writing: WritingArea, within_limits: Callable[[], None]) -> None:
        self._writing, self._within_limits = writing, within_limits

    def comment(self) -> None:
        """Open the comment of the question in which the cursor is."""
        place = place_of(QApplication.focusWidget())
        panel = self._panel(place)
        if panel is not None and place is not None and place.question:
            panel.comment(place_from(place.question))

    def _panel(self, place: Place | None) -> FormPanel | None:
        box = self._writing.box(place.section) if place else None
        return box.body if box and isinstance(box.body, FormPanel) else None

    def take(self, event: QKeyEvent) -> bool:
        """Do what a key stands for; says whether it stood for anything."""
        focus = QApplication.focusWidget()
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)
        if isinstance(focus, QLineEdit | QPlainTextEdit | QTextEdit) or not plain:
            return False
        place = place_of(focus)
        panel = self._panel(place)
        match event.text().casefold():
            case "=" if panel and place and place.question:
                panel.take_last(place_from(place.question))
            case "n" if panel and place and place.question:
                panel.pick_none(place_from(place.question))
            case "w":
                self._within_limits()
            case _:
                return False
        return True
