"""The bar above the page (56 px): where the nurse is or whose chart it is, find or do, and the lock."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from carenurse.translations import tr
from ui.widgets.banner import BannerFacts, PatientBanner
from ui.widgets.boxes import column, row
from ui.widgets.buttons import IconButton
from ui.widgets.page import Page
from ui.widgets.search_field import SearchField
from ui.widgets.surface import Surface
from ui.widgets.text import Label, Run
from ui.widgets.theme import theme
from ui.widgets.tokens import Step

_SHORT_TITLE = 140
"""Pixels before zoom that a title keeps: "29 Mar to 4 Apr" is read whole in them."""
_LEAST = 320
_LEAST_FOR_FIND = 800
"""Width of the window in pixels before zoom under which "Find or do" is a lens on every page."""
_LEFT = 2
"""Where in the bar the page's own widget stands."""


class _FindButton(SearchField):
    """Looks like a field and opens "Find or do" as soon as it is pressed or typed into."""

    pressed = Signal()

    def __init__(self) -> None:
        super().__init__(tr("Find or do..."), key="Ctrl K")
        self.setReadOnly(True)
        self.returnPressed.connect(self.pressed)
        self.taken.connect(self.pressed)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    @override
    def mousePressEvent(self, arg__1: QMouseEvent) -> None:
        """Open it at once."""
        self.pressed.emit()


class _Heading(QWidget):
    """Where the nurse is. A title without room is written smaller before it is cut."""

    def __init__(self) -> None:
        super().__init__()
        self._words = ""
        self._title = Label("", "title", elide=True)
        self._subtitle = Label("", "caption", "textSecondary", elide=True)
        self.setLayout(column(None, self._title, self._subtitle, None, space=0))

    def say(self, title: str, subtitle: str) -> None:
        """Show a title, and a line under it where there is one."""
        self._words = title
        self._subtitle.set_text(subtitle)
        self._subtitle.setVisible(bool(subtitle))
        self.setMinimumWidth(min(self._long("section"), theme().px(_SHORT_TITLE)))
        self._fit()

    def _fit(self) -> None:
        step: Step = "title" if self._long("title") <= self.width() else "section"
        self._title.set_runs(Run(self._words, step=step))

    def _long(self, step: Step) -> int:
        return QFontMetrics(theme().font(step)).horizontalAdvance(self._words) + 1

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose the size of the letters anew."""
        super().resizeEvent(event)
        self._fit()


class TopBar(Surface):
    """Shows what the page in front says about itself."""

    find_wanted = Signal()
    lock_wanted = Signal()

    def __init__(self) -> None:
        super().__init__("surface", "b")
        self.setFixedHeight(theme().size("topBar"))
        self._heading = _Heading()
        self._banner = PatientBanner()
        self._left = row(space=12)
        self._right = row(space=12)
        self._find = _FindButton()
        self._find.setMinimumWidth(theme().px(160))
        self._find.setMaximumWidth(theme().px(300))
        self._find.pressed.connect(self.find_wanted)
        self._lens = IconButton("search", tr("Find or do"), key="Ctrl K")
        self._lens.clicked.connect(self.find_wanted)
        self._page: Page | None = None
        lock = IconButton("lock", tr("Lock"), key="Ctrl L")
        lock.clicked.connect(self.lock_wanted)
        layout = self._layout = row(
            self._heading, self._banner, self._left, self._find, self._right, self._lens, lock, space=12
        )
        layout.setContentsMargins(*(theme().px(side) for side in (16, 0, 16, 1)))
        layout.setStretch(0, 3)
        layout.setStretch(1, 5)
        layout.setStretch(2, 2)
        layout.setStretch(3, 1)
        self.setLayout(layout)
        self._lent: list[QWidget] = []
        self._banner.hide()

    @override
    def minimumSizeHint(self) -> QSize:
        """Stand in any window: a page that lends more than there is room for folds what it lends."""
        return QSize(theme().px(_LEAST), self.height())

    def show_page(self, page: Page) -> None:
        """Take over heading and buttons of a page; what another page lent is given back to it first.

        What goes is hidden before anything is shown: Qt lays out the window at each showing, and a bar that
        holds both for a moment would make the window wider for good.
        """
        wanted = [widget for widget in (page.top_left, *page.top_right) if widget is not None]
        for widget in (self._heading, self._banner, *(one for one in self._lent if one not in wanted)):
            widget.hide()
        self._lent = wanted
        self._heading.say(page.title, page.subtitle)
        self._page = page
        self._show_find()
        (self._banner if page.patient else self._heading).show()
        if page.top_left is not None:
            self._left.addWidget(page.top_left)
            grows = bool(page.top_left.sizePolicy().expandingDirections() & Qt.Orientation.Horizontal)
            self._layout.setStretch(_LEFT, 2 if grows else 0)
        for widget in page.top_right:
            self._right.addWidget(widget)
        for widget in wanted:
            widget.show()

    def _show_find(self) -> None:
        """Show the field, or only its lens where the person's bar needs the room."""
        page = self._page
        finds = page is not None and page.finds
        wide = self.window().width() >= theme().px(theme().tokens.breakpoint["target"][0])
        least = self.window().width() < theme().px(_LEAST_FOR_FIND)
        small = page is not None and (least or (bool(page.patient) and not wide))
        for widget, wanted in sorted(
            ((self._find, finds and not small), (self._lens, finds and small)), key=lambda one: one[1]
        ):
            widget.setVisible(wanted)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose between field and lens anew."""
        super().resizeEvent(event)
        self._show_find()

    def show_person(self, facts: BannerFacts | None) -> None:
        """Fill the banner."""
        self._banner.show_facts(facts)

    def give_back(self) -> None:
        """Let go of what pages lent, before the pages are let go."""
        for widget in self._lent:
            widget.setParent(None)
        self._lent = []
