"""What every field has: a label above, the control, one sentence below, and two signals."""

from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from carenurse.translations import tr
from ui.widgets.announce import announce
from ui.widgets.picture import Picture
from ui.widgets.text import Label
from ui.widgets.theme import theme
from ui.widgets.tokens import TONES, Tone

State = Literal["normal", "required", "invalid", "out-of-limits", "carried", "calculated", "read-only"]
"""required: still empty. carried: from the last visit, unconfirmed. calculated: worked out, not typed."""

_NOTES: dict[State, tuple[Tone, str]] = {
    "normal": ("plain", ""),
    "required": ("caution", "circle-alert"),
    "invalid": ("critical", "circle-alert"),
    "out-of-limits": ("critical", "circle-alert"),
    "carried": ("draft", "history"),
    "calculated": ("plain", ""),
    "read-only": ("plain", ""),
}


class Field(QWidget):
    """The base of all fields. ``bare`` has no label and no sentence of its own: a row of a form has them.

    ``edited`` carries the raw text after every change by the nurse (never after ``set_text``); ``left`` tells
    that she went on.
    """

    edited = Signal(str)
    left = Signal()

    def __init__(self, label: str, *, bare: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label = label
        self._bare = bare
        self._state: State = "normal"
        self._resting: tuple[State, str] = ("normal", "")
        self._problem = ""
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(0, 0, 0, 0)
        self._outer.setSpacing(theme().px(4))
        self._told = ""
        self._note: _Note | None = None

    def _build(self, control: QWidget, frame: QWidget | None = None) -> None:
        """Put the control (in its frame, if it has one) between label and sentence; called once."""
        self._control = control
        self._frame = frame or control
        if not self._bare:
            head = Label(self._label, "label")
            head.setBuddy(control)
            self._outer.addWidget(head)
        self._outer.addWidget(self._frame)
        if not self._bare:
            self._outer.addStretch(1)
        self.setFocusProxy(control)
        self._name()

    @property
    def label(self) -> str:
        """What the field asks."""
        return self._label

    @property
    def state(self) -> State:
        """How the field is drawn now."""
        return self._state

    def text(self) -> str:
        """Give what stands in the field, raw."""
        raise NotImplementedError

    def set_text(self, text: str) -> None:
        """Put an answer in without telling anybody."""
        raise NotImplementedError

    def set_state(self, state: State, sentence: str = "") -> None:
        """Draw the field in a state, with one sentence under it."""
        self._resting = (state, sentence)
        if not self._problem:
            self._show(state, sentence)

    def show_problem(self, sentence: str) -> None:
        """Say what is wrong with what was typed; an empty sentence takes it back."""
        if sentence == self._problem:
            return
        self._problem = sentence
        if sentence:
            self._show("invalid", sentence)
            announce(self, f"{self._label}: {sentence}")
        else:
            self._show(*self._resting)

    def _show(self, state: State, sentence: str) -> None:
        self._state = state
        self._told = sentence
        if not self._bare and (sentence or self._note is not None):
            self._noted().say(state, sentence)
        self._wear(state)
        self._name()

    def _noted(self) -> "_Note":
        """Make the sentence below when there is first one to say: most fields never say anything."""
        if self._note is None:
            self._note = _Note(self)
            self._outer.insertWidget(self._outer.indexOf(self._frame) + 1, self._note)
        return self._note

    def _wear(self, state: State) -> None:
        """Draw the control in a state; fields with more than one control override it."""
        self._frame.setProperty("state", state)
        self._frame.update()

    def _name(self) -> None:
        """Keep name and description for screen readers in step with what is seen."""
        self._control.setAccessibleName(self._label)
        spoken = {"required": tr("required"), "carried": tr("from the last visit, not confirmed")}
        parts = (spoken.get(self._state, ""), self._told)
        self._control.setAccessibleDescription(", ".join(part for part in parts if part))


class _Note(QWidget):
    """The sentence below a field, with its icon."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._icon = Picture("", place="caption")
        self._words = Label("", "caption", "textSecondary", wrap=True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme().px(5))
        line.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self._words, 1)

    def say(self, state: State, sentence: str) -> None:
        """Say a sentence in the color of its state; an empty one hides the line."""
        tone, icon = _NOTES[state]
        ink = TONES[tone].ink
        self._icon.show_icon(icon, ink)
        self._icon.setVisible(bool(icon))
        self._words.set_role(ink)
        self._words.set_text(sentence)
        self.setVisible(bool(sentence))
