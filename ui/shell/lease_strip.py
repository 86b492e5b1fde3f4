"""Above every page: that the laptop has not met its office for too long, or has to soon."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from carenurse.translations import tr
from ui.widgets.announce import announce
from ui.widgets.boxes import column, empty_out, row, stand
from ui.widgets.buttons import Button
from ui.widgets.message import Message
from ui.widgets.picture import Picture
from ui.widgets.surface import Card
from ui.widgets.text import Label, Run
from ui.widgets.theme import theme

if TYPE_CHECKING:
    from carenurse.app.lease import LeaseState
    from carenurse.app.lease_words import LeaseWords

_SIDE_BY_SIDE = 740
"""Width in pixels before zoom under which the buttons stand below the words."""


class LeaseStrip(QWidget):
    """Empty while there is nothing to say. What is over stays; what only ends soon can be taken away."""

    def __init__(self, send: Callable[[], object], ask_for_code: Callable[[], object]) -> None:
        super().__init__()
        self._send, self._ask = send, ask_for_code
        self._column = column(space=0)
        self.setLayout(self._column)
        self._shown: LeaseWords | None = None
        self._family = False
        self.hide()

    def show_state(self, state: "LeaseState", now: datetime) -> None:
        """Say how the laptop stands with its office; nothing while there is time."""
        from carenurse.app.lease import Standing  # noqa: PLC0415  not needed before the unlock
        from carenurse.app.lease_words import lease_words  # noqa: PLC0415

        quiet = state.standing in (Standing.NONE, Standing.GOOD)
        words = None if quiet else lease_words(state, now)
        if words == self._shown:
            return
        self._shown = words
        empty_out(self._column)
        self.setVisible(words is not None and not self._family)
        if words is None:
            return
        self._take_room()
        if state.is_over:
            strip = _OverStrip(words, self._send, self._ask)
            self._column.addWidget(strip)
            announce(strip, strip.accessibleName())
        else:
            self._column.addWidget(self._notice(words))

    def show_family(self, *, on: bool) -> None:
        """Step back while the family looks: it is the nurse's business."""
        self._family = on
        self.setVisible(self._shown is not None and not on)

    def _take_room(self) -> None:
        self._column.setContentsMargins(*(theme().px(side) for side in (16, 12, 16, 0)))

    def _take_away(self) -> None:
        """Let the notice go; it comes again in the next sitting, or when something else is to be said."""
        empty_out(self._column)
        self.hide()

    def _notice(self, words: "LeaseWords") -> Message:
        notice = Message("info", words.fact, words.rest, dismissable=tr("Close"))
        notice.dismissed.connect(self._take_away)
        return notice


class _OverStrip(Card):
    """The words, and the two ways out."""

    def __init__(self, words: "LeaseWords", send: Callable[[], object], ask: Callable[[], object]) -> None:
        super().__init__("cautionTint", "cautionLine", radius="control")
        self.setAccessibleName(f"{words.fact} {words.rest}")
        said = Label("", "secondary", "caution", wrap=True)
        said.set_runs(Run(words.fact, strong=True), Run(f" {words.rest}"))
        self.send = Button(tr("Send and receive"), icon="refresh-cw")
        self.send.clicked.connect(lambda: send())  # noqa: PLW0108  nothing is handed over
        self.code = Button(tr("Enter a code"), icon="phone")
        self.code.clicked.connect(lambda: ask())  # noqa: PLW0108
        picture = Picture("triangle-alert", "caution")
        told = row(picture, said, space=11)
        told.setStretch(1, 1)
        for piece in (picture, said):
            told.setAlignment(piece, Qt.AlignmentFlag.AlignVCenter)
        self._line = row(told, row(self.send, self.code, None, space=8), space=11, margins=(14, 4, 4, 4))
        self._line.setStretch(0, 1)
        self.setLayout(self._line)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the buttons below the words where there is no room beside them."""
        super().resizeEvent(event)
        stand(self._line, beside=self.width() >= theme().px(_SIDE_BY_SIDE))
