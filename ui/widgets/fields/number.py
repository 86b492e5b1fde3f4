"""An answer that is a number with its unit."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from ui.widgets.fields.base import Field, State
from ui.widgets.fields.line import Line
from ui.widgets.theme import theme


class NumberField(Field):
    """A number as it was typed; the core decides what it means, because "7,5" is a number in many languages.

    ``small`` is the 30 px box of a vital sign's row: the number stands at the right and the unit outside.
    """

    def __init__(
        self,
        label: str,
        unit: str = "",
        *,
        small: bool = False,
        bare: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(label, bare=bare, parent=parent)
        self._unit, self._small = unit, small
        self.line = Line(unit="" if small else unit, small=small, tabular=True)
        self.line.setInputMethodHints(Qt.InputMethodHint.ImhFormattedNumbersOnly)
        if small:
            self.line.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.line.textEdited.connect(self.edited)
        self.line.left.connect(self.left)
        self._build(self.line)
        self._wear("normal")

    @override
    def text(self) -> str:
        """Give what stands in the field, raw."""
        return self.line.text()

    @override
    def set_text(self, text: str) -> None:
        """Put an answer in without telling anybody."""
        if text != self.line.text():
            self.line.setText(text)

    @override
    def _wear(self, state: State) -> None:
        super()._wear(state)
        self.line.setReadOnly(state in {"read-only", "calculated"})
        heavy = 600 if self._small or state == "out-of-limits" else None
        self.line.setFont(theme().font("input", tabular=True, weight=heavy))
        self.line.set_key({"carried": "=", "calculated": "ƒ"}.get(state, ""))

    @override
    def _name(self) -> None:
        super()._name()
        self._control.setAccessibleName(f"{self._label}, {self._unit}" if self._unit else self._label)
