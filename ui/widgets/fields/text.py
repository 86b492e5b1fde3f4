"""An answer in one line of words."""

from PySide6.QtWidgets import QLineEdit, QWidget
from typing_extensions import override

from ui.widgets.fields.base import Field, State
from ui.widgets.fields.line import Line


class TextField(Field):
    """One line of text; ``secret`` hides what is typed."""

    def __init__(
        self,
        label: str,
        *,
        placeholder: str = "",
        secret: bool = False,
        bare: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(label, bare=bare, parent=parent)
        self.line = self._make_line()
        self.line.setPlaceholderText(placeholder)
        if secret:
            self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.line.textEdited.connect(self.edited)
        self.line.left.connect(self.left)
        self._build(self.line)

    def _make_line(self) -> Line:
        """Make the box that is typed into; a field with a box of its own overrides it."""
        return Line()

    @override
    def text(self) -> str:
        """Give what stands in the field, raw."""
        return self.line.text()

    @override
    def set_text(self, text: str) -> None:
        """Put an answer in without telling anybody."""
        if text != self.line.text():
            self.line.setText(text)
            if not self.line.hasFocus():
                self.line.setCursorPosition(0)

    @override
    def _wear(self, state: State) -> None:
        super()._wear(state)
        self.line.setReadOnly(state in {"read-only", "calculated"})
