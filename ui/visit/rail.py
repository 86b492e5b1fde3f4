"""The section rail of a visit: what is done, what is required, what is flagged; and the jot pad below it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from PySide6.QtCore import QEvent, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QEnterEvent,
    QFocusEvent,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from carenurse.app.day_words import clock_time, length
from carenurse.app.ports import Clock
from carenurse.app.visit_parts import split_key
from carenurse.app.visit_sections import SectionState
from carenurse.translations import tr
from ui.visit.form_chooser import FormChooser
from ui.visit.jot_pad import JotPad
from ui.widgets.boxes import column, holder, row, scrolled
from ui.widgets.buttons import Button, IconButton
from ui.widgets.focus_ring import remember_reason
from ui.widgets.icons import icon_size, paint_icon
from ui.widgets.surface import Hairline, Surface
from ui.widgets.text import Label
from ui.widgets.theme import theme
from ui.widgets.tip import as_tip

RAIL_WIDTH, _STRIP, _NARROW = 204, 44, 760
"""Pixels before zoom: open, folded, and the page under which it folds."""
_LOW = 520
"""Pixels before zoom under which the jot pad gives way to the sections."""
MINUTE_MS = 60_000


class SectionButton(QAbstractButton):
    """One section: its title, its flags as icon and number, and done of total or a tick."""

    def __init__(self, state: SectionState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = state
        self.setCheckable(True)
        self.setFixedHeight(theme().row("default"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_state(state)

    def show_state(self, state: SectionState) -> None:
        """Show how far the section is now."""
        self._state = state
        self.setText(state.title)
        self.setAccessibleName(state.spoken)
        self.setToolTip(as_tip(state.spoken))
        self.update()

    @override
    def sizeHint(self) -> QSize:
        """Take the rail's width and one row."""
        return QSize(theme().px(160), theme().row("default"))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground, bar, title, flags and progress."""
        worn = theme()
        painter = QPainter(self)
        chosen = self.isChecked()
        if chosen or self.underMouse():
            painter.fillRect(self.rect(), worn.color("accentTint" if chosen else "hover"))
        if chosen:
            painter.fillRect(QRect(0, 0, worn.px(3), self.height()), worn.color("accent"))
        right = self._paint_progress(painter, self.width() - worn.px(12), chosen=chosen)
        right = self._paint_flags(painter, right - worn.px(10))
        painter.setFont(worn.font("label" if chosen else "secondary"))
        painter.setPen(worn.color("accent" if chosen else "text"))
        left = worn.px(28 if split_key(self._state.key)[1] else 14)
        space = max(0, right - left - worn.px(6))
        words = QFontMetrics(painter.font()).elidedText(self._state.title, Qt.TextElideMode.ElideRight, space)
        painter.drawText(QRect(left, 0, space, self.height()), Qt.AlignmentFlag.AlignVCenter, words)

    def _paint_progress(self, painter: QPainter, right: int, *, chosen: bool) -> int:
        worn = theme()
        if self._state.complete:
            side = icon_size("button")
            paint_icon(painter, "check", QRect(right - side, (self.height() - side) // 2, side, side), "ok")
            return right - side
        if not self._state.total:
            return right
        font = worn.font("secondary", tabular=True)
        words = f"{self._state.done}/{self._state.total}"
        width = QFontMetrics(font).horizontalAdvance(words)
        painter.setFont(font)
        painter.setPen(worn.color("accent" if chosen else "textSecondary"))
        box = QRect(right - width, 0, width + 2, self.height())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, words)
        return right - width

    def _paint_flags(self, painter: QPainter, right: int) -> int:
        urgent, notify = self._state.urgent, self._state.notify
        if not urgent + notify:
            return right
        worn = theme()
        role = "critical" if urgent else "caution"
        words = str(urgent or notify)
        font = worn.font("caption", weight=600)
        width, side = QFontMetrics(font).horizontalAdvance(words), icon_size("caption")
        painter.setFont(font)
        painter.setPen(worn.color(role))
        box = QRect(right - width, 0, width + 2, self.height())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, words)
        left = right - width - side - worn.px(3)
        icon = "circle-alert" if urgent else "triangle-alert"
        paint_icon(painter, icon, QRect(left, (self.height() - side) // 2, side, side), role)
        return left

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        """Remember whether the ring is wanted."""
        remember_reason(self, event.reason())
        super().focusInEvent(event)

    @override
    def enterEvent(self, event: QEnterEvent) -> None:
        """Show that it can be pressed."""
        self.update()
        super().enterEvent(event)

    @override
    def leaveEvent(self, event: QEvent) -> None:
        """Rest again."""
        self.update()
        super().leaveEvent(event)


class SectionRail(Surface):
    """All sections of the visit; ``chosen`` with the key of the one that was pressed."""

    chosen = Signal(str)
    add_form = Signal()
    mistaken = Signal()
    """The visit was begun on the wrong person, or by mistake."""

    def __init__(self, below: JotPad, parent: QWidget | None = None) -> None:
        super().__init__("surface", "r", parent=parent)
        self.setFixedWidth(theme().px(RAIL_WIDTH))
        self._title = Label("", "section", elide=True)
        self._since = Label("", "caption", "textSecondary", elide=True)
        self.buttons: dict[str, SectionButton] = {}
        self.parts: dict[str, SectionButton] = {}
        """The parts of the large form in which the nurse is."""
        self._sections: tuple[SectionState, ...] = ()
        self._here = self._part = ""
        self._list = QVBoxLayout()
        self._list.setContentsMargins(0, theme().space(1), 0, theme().space(1))
        self._list.setSpacing(0)
        listed = QWidget()
        listed.setLayout(column(self._list, None, space=0))
        self._area = scrolled(listed)
        self.more = Button(tr("Add a form"), "text", icon="plus")
        self.more.clicked.connect(self._more_pressed)
        self._chooser: FormChooser | None = None
        self._jot = below
        self._began: datetime | None = None
        self._clock: Clock | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._bring)
        self._minute = QTimer(self)
        self._minute.setInterval(MINUTE_MS)
        self._minute.timeout.connect(self.tell_time)
        out = Button(tr("Not this person?"), "text")
        out.setAccessibleName(tr("Not this person, or begun by mistake: take the visit back"))
        out.clicked.connect(self.mistaken)
        head = column(
            self._title, self._since, row(out, None, margins=(2, 0, 0, 0)), space=0, margins=(14, 9, 6, 2)
        )
        outer = column(
            head,
            Hairline(),
            self._area,
            Hairline(),
            row(self.more, None, margins=(12, 2, 8, 4)),
            column(below, margins=(8, 0, 8, 8)),
            space=0,
        )
        outer.setStretch(2, 1)
        self._inside = holder(outer)
        unfold = IconButton("chevron-right", tr("Sections and jot pad"))
        unfold.clicked.connect(self.open)
        self._strip = holder(column(unfold, None, margins=(4, 8, 4, 0)))
        self._strip.hide()
        self.setLayout(row(self._strip, self._inside, space=0))
        self._folds = False

    def fit(self, width: int) -> None:
        """Stand as a strip with one button on a narrow page; it opens until the nurse goes on."""
        folds = width < theme().px(_NARROW)
        if folds is not self._folds:
            self._folds = folds
            self._stand(folded=folds)

    def open(self) -> None:
        """Show the sections, with the focus on the one in view."""
        self._stand(folded=False)
        if self._here in self.buttons:
            self.buttons[self._here].setFocus(Qt.FocusReason.TabFocusReason)

    def jot(self) -> None:
        """Go on behind what was jotted."""
        self._stand(folded=False)
        self._jot.take_cursor()

    def _stand(self, *, folded: bool) -> None:
        self._inside.setHidden(folded)
        self._strip.setVisible(folded)
        self.setFixedWidth(theme().px(_STRIP if folded else RAIL_WIDTH))

    def offer_forms(
        self, titles: Sequence[tuple[str, str]], over: QWidget, chosen: Callable[[str], None]
    ) -> None:
        """Open a list of forms beside the rail, over the page; there is one at a time."""
        if self._chooser is not None:
            self._chooser.close_up()
        chooser = FormChooser(tuple(titles), over)
        chooser.chosen.connect(chosen)
        chooser.closed.connect(self._choosing_is_over)
        self._chooser = chooser
        chooser.open_at(self.rect().bottomRight())

    def _more_pressed(self) -> None:
        """Open the list of forms, or close the one that is open."""
        if self._chooser is not None:
            self._chooser.close_up()
        else:
            self.add_form.emit()

    def _choosing_is_over(self) -> None:
        self._chooser = None
        self.more.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_head(self, title: str, reason: str, began: datetime | None, clock: Clock) -> None:
        """Say which visit this is and since when; the minutes go on by themselves."""
        self._title.set_text(title)
        self._since.set_text(reason)
        self._began, self._clock = began, clock
        self.tell_time()
        self._minute.start()

    def clear(self) -> None:
        """Name no visit and no section: another one is being opened."""
        self._minute.stop()
        self._began = None
        for words in (self._title, self._since):
            words.set_text("")
        self.show_sections(())

    def tell_time(self) -> None:
        """Say how long the visit takes by now."""
        if self._began is not None and self._clock is not None:
            since = tr("Arrived {time}", time=clock_time(self._began))
            self._since.set_text(f"{since} · {length(self._clock.now() - self._began)}")

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the sections their room where the window is low."""
        super().resizeEvent(event)
        self._jot.be_low(low=self.height() < theme().px(_LOW))

    def show_sections(self, sections: Sequence[SectionState]) -> None:
        """Show the sections; buttons are kept, so that focus and selection stay."""
        self._sections = tuple(sections)
        if [section.key for section in sections] != list(self.buttons):
            self._rebuild()
        for section in sections:
            self.buttons[section.key].show_state(section)
        self._show_parts()

    def select(self, key: str, part: str = "") -> None:
        """Mark one section as the one in view, and the part of a large form in which the cursor is."""
        if self._folds and self._strip.isHidden():
            self._stand(folded=True)
        self._part = part or (self._part if key == self._here else "")
        self._here = key
        for name, button in self.buttons.items():
            button.setChecked(name == key)
        self._show_parts()
        self._soon.start(0)

    def _bring(self) -> None:
        """Bring the marked line into view, once its place is known."""
        shown = self.parts.get(self._part) or self.buttons.get(self._here)
        if shown is not None:
            self._area.ensureWidgetVisible(shown, 0, 0)

    def _show_parts(self) -> None:
        """List the parts of the form that the nurse is in, below it; those of others are folded away."""
        wanted = next((one.parts for one in self._sections if one.key == self._here), ())
        if [one.key for one in wanted] != list(self.parts):
            self._drop(self.parts)
            at = list(self.buttons).index(self._here) + 1 if wanted else 0
            self.parts = {one.key: self._button(one, at + number) for number, one in enumerate(wanted)}
        for one in wanted:
            self.parts[one.key].show_state(one)
            self.parts[one.key].setChecked(one.key == self._part)

    def _rebuild(self) -> None:
        self._drop(self.buttons)
        self._drop(self.parts)
        self.parts = {}
        self.buttons = {one.key: self._button(one, number) for number, one in enumerate(self._sections)}

    def _drop(self, buttons: Mapping[str, SectionButton]) -> None:
        for button in buttons.values():
            self._list.removeWidget(button)
            button.hide()
            button.deleteLater()

    def _button(self, state: SectionState, at: int) -> SectionButton:
        button = SectionButton(state)
        button.clicked.connect(lambda: self.chosen.emit(state.key))
        self._list.insertWidget(at, button)
        return button

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk through the sections with the arrows."""
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        shown = (self._list.itemAt(at) for at in range(self._list.count()))
        buttons = [one for item in shown if item is not None and (one := item.widget()) is not None]
        held = next((number for number, button in enumerate(buttons) if button.hasFocus()), None)
        if step is None or held is None:
            super().keyPressEvent(event)
            return
        buttons[max(0, min(len(buttons) - 1, held + step))].setFocus(Qt.FocusReason.TabFocusReason)
