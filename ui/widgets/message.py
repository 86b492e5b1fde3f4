"""A message in the page: what is so, why it matters, and the one thing to do about it. Never a modal."""

from collections.abc import Mapping
from types import MappingProxyType

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from ui.widgets.announce import announce
from ui.widgets.boxes import row
from ui.widgets.buttons import Button, IconButton
from ui.widgets.picture import Picture
from ui.widgets.surface import Card
from ui.widgets.text import Label, Run
from ui.widgets.theme import theme
from ui.widgets.tokens import TONES, Tone

_ICONS: Mapping[Tone, str] = MappingProxyType(
    {
        "ok": "circle-check",
        "caution": "triangle-alert",
        "critical": "circle-alert",
        "draft": "history",
        "info": "info",
        "plain": "info",
    }
)


class Message(Card):
    """One sentence on a tint, its strong part first; ``acted`` when its button is pressed."""

    acted = Signal()
    dismissed = Signal()

    def __init__(
        self,
        tone: Tone,
        strong: str,
        rest: str = "",
        *,
        action: str = "",
        action_icon: str = "",
        link: bool = False,
        dismissable: str = "",
        parent: QWidget | None = None,
    ) -> None:
        colors = TONES[tone]
        super().__init__(colors.tint, colors.line, radius="control", parent=parent)
        self._tone: Tone = tone
        self._words = Label("", "secondary", colors.ink, wrap=True)
        self._icon = Picture(_ICONS[tone], colors.ink)
        self.button = _button(tone, action, action_icon, link=link)
        """The button of the message; hidden when there is nothing to do."""
        if not action:
            self.button.hide()
        self.button.clicked.connect(self.acted)
        layout = row(self._icon, self._words, self.button, space=11, margins=(14, 8, 12, 8))
        if action:
            layout.setContentsMargins(*(theme().px(side) for side in (14, 3, 4, 3)))
        layout.setStretch(1, 1)
        layout.setAlignment(self._words, Qt.AlignmentFlag.AlignVCenter)
        if link:
            layout.setContentsMargins(*(theme().px(side) for side in (14, 3, 14, 3)))
        if dismissable:
            cross = IconButton("x", dismissable)
            cross.clicked.connect(self.dismissed)
            layout.addWidget(cross)
        self.setLayout(layout)
        self.setMinimumHeight(theme().size("buttonLarge"))
        self.say(strong, rest)

    def say(self, strong: str, rest: str = "") -> None:
        """Say something else in the same tone."""
        self._words.set_runs(*_sentence(strong, rest))
        self.setAccessibleName(f"{strong} {rest}".strip())

    def speak(self) -> None:
        """Let a screen reader say it now; the focus stays where it is."""
        announce(self, self.accessibleName(), urgent=self._tone == "critical")


def _sentence(strong: str, rest: str) -> tuple[Run, ...]:
    return (Run(strong, strong=True), Run(f" {rest}")) if rest else (Run(strong, strong=True),)


def _button(tone: Tone, words: str, icon: str, *, link: bool) -> Button:
    if link:
        return Button(words, "text", icon=icon)
    return Button(words, "urgent" if tone == "critical" else "secondary", icon=icon)
