"""The middle of the visit: one long page of sections, built when the nurse comes near."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import QPoint, QRect, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QScrollArea, QVBoxLayout, QWidget
from shiboken6 import isValid
from typing_extensions import override

from carenurse.app.visit_sections import SectionState
from carenurse.app.visit_worksheet import Place
from ui.visit.section_box import SectionBox
from ui.visit.sheet_section import SheetSection
from ui.widgets.boxes import column, scrolled
from ui.widgets.form_panel import FormPanel
from ui.widgets.theme import theme

_NEAR = 700
"""Pixels before zoom: a section this far below what is seen is built already."""


class WritingArea(QWidget):
    """Sections under one another; ``seen`` carries the key of the one at the top."""

    seen = Signal(str)
    leave_out = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._boxes: dict[str, SectionBox] = {}
        self._column = QVBoxLayout()
        self._column.setSpacing(theme().px(12))
        self._column.setContentsMargins(*(theme().px(side) for side in (16, 10, 16, 16)))
        content = QWidget()
        content.setLayout(column(self._column, None, space=0))
        self._area: QScrollArea = scrolled(content)
        self._area.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.setLayout(column(self._area, space=0))
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self.build_near)

    def show_sections(
        self,
        sections: Sequence[SectionState],
        titles: Mapping[str, str],
        build: Callable[[str], QWidget],
    ) -> None:
        """Begin anew with these sections; ``build`` makes the rows of one."""
        for box in self._boxes.values():
            self._column.removeWidget(box)
            box.hide()
            box.deleteLater()
        self._boxes = {}
        for section in sections:
            box = SectionBox(
                section, titles.get(section.key, section.title), lambda key=section.key: build(key)
            )
            box.leave_out.connect(self.leave_out)
            self._boxes[section.key] = box
            self._column.addWidget(box)
        self._soon.start(0)

    def box(self, key: str) -> SectionBox | None:
        """Find a section."""
        return self._boxes.get(key)

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
                before = anchor.mapTo(view, QPoint(0, 0)).y()
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
            bar = self._area.verticalScrollBar()
            bar.setValue(bar.value() + anchor.mapTo(self._area.viewport(), QPoint(0, 0)).y() - before)
        self._soon.start(0)

    def _scrolled(self) -> None:
        self._soon.start(0)
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
        QTimer.singleShot(0, self, lambda: self._bring(found or box, box))

    def _bring(self, target: QWidget, box: SectionBox) -> None:
        """Scroll so that the target is well in view; a section that fits is shown from its head."""
        view = self._area.viewport()
        bar = self._area.verticalScrollBar()
        head = box.mapTo(view, QPoint(0, 0)).y()
        foot = target.mapTo(view, QPoint(0, target.height())).y()
        if foot - head <= view.height() - theme().px(40):
            if head < 0 or foot > view.height():
                bar.setValue(bar.value() + head - theme().px(8))
        else:
            self._area.ensureWidgetVisible(target, 0, view.height() // 3)
        self._soon.start(0)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Build what came into view."""
        super().resizeEvent(event)
        self._soon.start(0)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        """Build what is seen."""
        super().showEvent(event)
        self._soon.start(0)
