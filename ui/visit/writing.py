"""The middle of the visit: one long page of sections, built when the nurse comes near."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QScrollArea, QVBoxLayout, QWidget
from shiboken6 import isValid
from typing_extensions import override

from carenurse.app.visit_sections import SectionState
from carenurse.app.visit_worksheet import Place
from ui.visit.section_box import SectionBox
from ui.visit.sheet_section import SheetSection
from ui.widgets.boxes import column, scrolled
from ui.widgets.form_panel import FormPanel
from ui.widgets.standing_head import StandingHead
from ui.widgets.theme import theme

_NEAR = 700
"""Pixels before zoom: a section this far below what is seen is built already."""
_ROOM = 20
"""Pixels before zoom that stay free above and below the row with the cursor."""


class WritingArea(QWidget):
    """Sections under one another; ``seen`` carries the key of the one at the top, when the nurse scrolls.

    The row with the cursor stays in view, whatever grows above it, until the nurse scrolls away herself.
    """

    seen = Signal(str)
    leave_out = Signal(str)
    guided = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._boxes: dict[str, SectionBox] = {}
        self._kept: QWidget | None = None
        self._head: SectionBox | None = None
        self._column = QVBoxLayout()
        self._column.setSpacing(theme().px(12))
        self._column.setContentsMargins(*(theme().px(side) for side in (16, 10, 16, 16)))
        content = QWidget()
        content.setLayout(column(self._column, None, space=0))
        self._area: QScrollArea = scrolled(content)
        self.bar = self._area.verticalScrollBar()
        self.bar.valueChanged.connect(self._scrolled)
        self.bar.actionTriggered.connect(self._scrolled_away)
        content.installEventFilter(self)
        self._standing = StandingHead(self._area, self._heads)
        self.setLayout(column(self._area, space=0))
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self.build_near)
        self._back = QTimer(self)
        self._back.setSingleShot(True)
        self._back.timeout.connect(self._bring)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_moved)

    def _heads(self) -> Iterator[tuple[QWidget, QWidget]]:
        """Give the heads of the form that is at the top, which may be the only one with rows there."""
        view = self._area.viewport()
        for box in self._boxes.values():
            top = box.mapTo(view, QPoint(0, 0)).y()
            if isinstance(box.body, FormPanel) and top < view.height() and top + box.height() > 0:
                yield from box.body.heads()

    def clear(self) -> None:
        """Let go of all sections; a focus that was in one goes to no other meanwhile."""
        here = QApplication.focusWidget()
        if here is not None and self.isAncestorOf(here):
            here.clearFocus()
        for box in self._boxes.values():
            self._column.removeWidget(box)
            box.hide()
            box.deleteLater()
        self._boxes = {}

    def show_sections(
        self,
        sections: Sequence[SectionState],
        titles: Mapping[str, str],
        build: Callable[[str], QWidget],
    ) -> None:
        """Begin anew with these sections; ``build`` makes the rows of one."""
        self.clear()
        for section in sections:
            box = SectionBox(
                section, titles.get(section.key, section.title), lambda key=section.key: build(key)
            )
            box.leave_out.connect(self.leave_out)
            box.guided.connect(self.guided)
            self._boxes[section.key] = box
            self._column.addWidget(box)
        self._soon.start(0)

    def box(self, key: str) -> SectionBox | None:
        """Find a section."""
        return self._boxes.get(key)

    def show_here(self, place: Place) -> None:
        """Mark the question that the cursor is in, and no other."""
        for key, box in self._boxes.items():
            if isinstance(box.body, FormPanel):
                box.body.show_here(place.question if key == place.section else "")

    @property
    def keys(self) -> tuple[str, ...]:
        """The sections in their order."""
        return tuple(self._boxes)

    def build_near(self) -> None:
        """Make the rows of what is seen and of what comes soon after."""
        view = self._area.viewport()
        near = QRect(0, -theme().px(_NEAR), view.width(), view.height() + 2 * theme().px(_NEAR))
        for box in self._boxes.values():
            top = box.mapTo(view, QPoint(0, 0))
            if box.body is None and near.intersects(QRect(top, box.size())):
                anchor = self._anchor()
                before = 0 if anchor is self else anchor.mapTo(view, QPoint(0, 0)).y()
                box.ensure_built()
                QTimer.singleShot(0, self, partial(self._hold, anchor, before))
                return

    def _anchor(self) -> QWidget:
        """Name what must not move when rows above it are made: the field with the cursor, else a section."""
        view = self._area.viewport()
        focus = QApplication.focusWidget()
        if focus is not None and self._area.isAncestorOf(focus):
            top = focus.mapTo(view, QPoint(0, 0))
            if view.rect().intersects(QRect(top, focus.size())):
                return focus
        lower = (box for box in self._boxes.values() if box.mapTo(view, QPoint(0, 0)).y() >= 0)
        return next(lower, self)

    def _hold(self, anchor: QWidget, before: int) -> None:
        """Scroll by as much as the rows above have grown; then look what else is near."""
        if anchor is not self and isValid(anchor) and self._area.isAncestorOf(anchor):
            self.bar.setValue(
                self.bar.value() + anchor.mapTo(self._area.viewport(), QPoint(0, 0)).y() - before
            )
        self._soon.start(0)

    def _scrolled(self) -> None:
        self._soon.start(0)
        if self._kept is not None:
            return
        view = self._area.viewport()
        top = [key for key, box in self._boxes.items() if box.mapTo(view, QPoint(0, 0)).y() <= theme().px(80)]
        if top:
            self.seen.emit(top[-1])

    def go_to(self, place: Place) -> None:
        """Put the cursor into a question and bring it into view."""
        box = self._boxes.get(place.section)
        if box is None:
            return
        body = box.ensure_built()
        found = body.focus_question(place.question) if isinstance(body, FormPanel | SheetSection) else None
        self._keep(found or box, None if place.question else box)

    def follow(self) -> None:
        """Bring the row with the cursor back, because something was just typed into it."""
        focus = QApplication.focusWidget()
        if self._kept is None and focus is not None and self._area.isAncestorOf(focus):
            self._kept = self._row_around(focus)
            self.seen.emit(next((key for key, box in self._boxes.items() if box.isAncestorOf(focus)), ""))
        self._back.start(0)

    def _keep(self, target: QWidget, head: SectionBox | None) -> None:
        self._kept, self._head = target, head
        self._back.start(0)

    def _focus_moved(self, _before: QWidget | None, now: QWidget | None) -> None:
        if now is None or not self._area.isAncestorOf(now):
            return
        kept = self._kept
        if kept is not None and isValid(kept) and not isinstance(kept, SectionBox) and kept.isAncestorOf(now):
            return
        self._kept, self._head = self._row_around(now), None
        if QGuiApplication.mouseButtons() is Qt.MouseButton.NoButton:  # what is pressed must not slip away
            self._back.start(0)

    def _row_around(self, focus: QWidget) -> QWidget:
        """Find the row of a field: the largest thing around it that takes less than a third of the page."""
        row, most = focus, self._area.viewport().height() // 3
        while (above := row.parentWidget()) is not None and not isinstance(above, SectionBox):
            if above.height() > most:
                break
            row = above
        return row

    def _bring(self) -> None:
        """Scroll so that what is kept is well in view; a section gone to is shown from its head."""
        kept, head = self._kept, self._head
        if kept is None or not isValid(kept) or not self._area.isAncestorOf(kept):
            self._kept = self._head = None
            return
        view, room = self._area.viewport(), theme().px(_ROOM) + self._standing.room_above(kept)
        top = kept.mapTo(view, QPoint(0, 0)).y()
        below = top + kept.height() + room - view.height()
        if head is not None and isValid(head):
            start = head.mapTo(view, QPoint(0, 0)).y() - theme().px(8)
            if kept is head or below <= start:
                self._scroll_by(start)
                return
        self._scroll_by(min(max(0, below), top - room) if below > 0 else min(0, top - room))

    def _scroll_by(self, pixels: int) -> None:
        self.bar.setValue(self.bar.value() + pixels)
        self._soon.start(0)

    def _scrolled_away(self) -> None:
        self._kept = self._head = None

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hold the row with the cursor in view when anything on the page grows."""
        if event.type() is QEvent.Type.Resize and self._kept is not None:
            self._back.start(0)
        return super().eventFilter(watched, event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Build what came into view, and keep the row with the cursor there."""
        super().resizeEvent(event)
        self._soon.start(0)
        self._back.start(0)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        """Build what is seen."""
        super().showEvent(event)
        self._soon.start(0)
