"""Pages that are turned, and tabs: which of them is open, and the rows with which the nurse turns."""

from collections.abc import Iterable, Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from carenurse.forms.form import Form, Item
from carenurse.forms.nodes import Place
from carenurse.translations import tr
from ui.widgets.boxes import row
from ui.widgets.buttons import Button
from ui.widgets.surface import Surface
from ui.widgets.tabs import Tabs
from ui.widgets.text import Label


class Pages:
    """Which page or tab is open. A book is what is turned: "" for the form's own pages, else a linkId.

    A page that is not asked at the moment is passed over. A form may want its pages in their order
    (``entryMode``): "prior-edit" lets the nurse back to earlier ones, "sequential" does not. Such a form
    without pages is turned by its headings.
    """

    def __init__(self, form: Form) -> None:
        self._form = form
        self._books: dict[str, tuple[str, ...]] = {}
        self._book_of: dict[str, str] = {}
        for link, item in form.index.items():
            if item.control == "page" and item.kind == "group":
                self._add(item.parent, item)
            elif item.control == "tab-container" and item.kind == "group":
                for child in item.children:
                    if child.kind == "group" and not child.hidden:
                        self._add(link, child)
        self.in_order = form.entry_mode in ("sequential", "prior-edit")
        if self.in_order and "" not in self._books:
            for item in form.items:
                if item.kind == "group" and not item.hidden and item.control not in ("header", "footer"):
                    self._add("", item)
        self._furthest = dict[str, str]()
        self._open = {book: pages[0] for book, pages in self._books.items()}
        self._asked = frozenset(self._book_of)
        self._shut = frozenset[str]()
        self._shut_others()

    def _add(self, book: str, item: Item) -> None:
        self._books[book] = (*self._books.get(book, ()), item.link)
        self._book_of[item.link] = book

    @property
    def there(self) -> bool:
        """Whether the form has pages or tabs at all."""
        return bool(self._books)

    def settle(self, places: Iterable[Place]) -> None:
        """Note which pages are asked now; an open one that is not gives way to the first that is."""
        asked = frozenset(place.link for place in places if place.link in self._book_of)
        if asked == self._asked:
            return
        self._asked = asked
        for book in self._books:
            pages = self.pages(book)
            if pages and self._open[book] not in pages:
                self._open[book] = pages[0]
        self._shut_others()

    def _shut_others(self) -> None:
        """Note everything that stands on pages that are not open."""
        shut = (link for link, book in self._book_of.items() if self._open[book] != link)
        self._shut = frozenset(below for link in shut for below in self._form.under(link))

    def pages(self, book: str) -> tuple[str, ...]:
        """Give the pages of a book that are asked now."""
        return tuple(link for link in self._books.get(book, ()) if link in self._asked)

    def is_tabbed(self, link: str) -> bool:
        """Say whether a group is turned by tabs."""
        return link in self._books and bool(link) and self._form.index[link].control == "tab-container"

    def book_of(self, link: str) -> str | None:
        """Give the book in which an item is a page that is turned; None for a tab or no page."""
        book = self._book_of.get(link)
        return None if book is None or self.is_tabbed(book) else book

    def book_around(self, link: str) -> str | None:
        """Give the book in which a group is a page or a tab; None for any other."""
        return self._book_of.get(link)

    def opened(self, book: str) -> str:
        """Give the page that is open."""
        return self._open[book]

    def _chain(self, link: str) -> Iterable[str]:
        here = link
        while here in self._form.index:
            yield here
            here = self._form.index[here].parent

    def hides(self, place: Place) -> bool:
        """Say whether a place stands on a page or tab that is not open."""
        return place.link in self._shut

    def reveal(self, place: Place) -> bool:
        """Open the pages on which a place stands; says whether one was not open."""
        if place.link not in self._shut:
            return False
        self._open |= {self._book_of[link]: link for link in self._chain(place.link) if link in self._book_of}
        self._shut_others()
        return True

    def closed_above(self, place: Place) -> list[str]:
        """Name the closed pages on which a place stands, the outer ones first."""
        pages = [link for link in self._chain(place.link) if link in self._book_of]
        return [link for link in reversed(pages) if self._open[self._book_of[link]] != link]

    def turn(self, link: str) -> None:
        """Open a page."""
        if link in self._book_of:
            book = self._book_of[link]
            self._open[book] = link
            pages = self.pages(book)
            reached = self._furthest.get(book, "")
            if link in pages and (reached not in pages or pages.index(link) > pages.index(reached)):
                self._furthest[book] = link
            self._shut_others()

    def go_on_from(self, answered: Iterable[str]) -> None:
        """Open, in a form that keeps its order, the last pages on which something is answered already."""
        for link in answered if self.in_order else ():
            for page in reversed([one for one in self._chain(link) if one in self._book_of]):
                self.turn(page)

    def may_open(self, link: str) -> bool:
        """Say whether a page may be opened now, as the form wants its order kept."""
        book = self._book_of.get(link)
        if not self.in_order or book is None:
            return True
        pages = self.pages(book)
        if link not in pages or self._open[book] not in pages:
            return link in pages
        to, here = pages.index(link), pages.index(self._open[book])
        if self._form.entry_mode == "sequential":
            return here <= to <= here + 1
        reached = self._furthest.get(book, "")
        return to <= max(here, pages.index(reached) if reached in pages else 0) + 1

    def is_ahead(self, link: str) -> bool:
        """Say whether a page lies behind the open one: the open one is done first, where order is kept."""
        book = self._book_of.get(link)
        pages = self.pages(book) if book is not None else ()
        known = book is not None and link in pages and self._open[book] in pages
        return known and pages.index(link) > pages.index(self._open[book or ""])

    def after(self, place: Place) -> str:
        """Give the page that follows the one on which a place stands; empty when none does."""
        pages = (link for link in self._chain(place.link) if link in self._book_of)
        return next((following for link in pages if (following := self.beside(link, 1))), "")

    def ends(self, places: Iterable[Place]) -> Mapping[Place, str]:
        """Say after which place the open page of a book ends."""
        turned = {link for book, link in self._open.items() if not self.is_tabbed(book)}
        last = {link: place for place in places for link in self._chain(place.link) if link in turned}
        return {place: link for link, place in last.items()}

    def beside(self, link: str, step: int) -> str:
        """Give the page before (-1) or after (1) one; empty at the ends."""
        pages = self.pages(self._book_of[link])
        at = pages.index(link) + step if link in pages else -1
        return pages[at] if 0 <= at < len(pages) else ""

    def words(self, link: str) -> str:
        """Say where a page stands: ``Page 2 of 5``."""
        pages = self.pages(self._book_of[link])
        return tr("Page {number} of {count}", number=pages.index(link) + 1, count=len(pages))


class TurnRow(Surface):
    """Below a page: where it stands, back and on. ``turned`` carries -1 or 1."""

    turned = Signal(int)

    def __init__(self, words: str, back: str, following: str, parent: QWidget | None = None) -> None:
        """Take the words, and the titles of the pages before and after (empty at the ends)."""
        super().__init__("sunken", "b", parent=parent)
        before = Button(tr("Back"), "secondary", icon="chevron-left")
        after = Button(tr("Next page"), "secondary", icon="chevron-right")
        before.setAccessibleName(tr("Back to {title}", title=back) if back else tr("Back"))
        after.setAccessibleName(tr("On to {title}", title=following) if following else tr("Next page"))
        before.clicked.connect(lambda: self.turned.emit(-1))
        after.clicked.connect(lambda: self.turned.emit(1))
        where = Label(words, "secondary", "textSecondary")
        self.setLayout(row(before, None, where, None, after, margins=(13, 4, 13, 4)))
        before.setVisible(bool(back))
        after.setVisible(bool(following))


class TabRow(Surface):
    """Over the parts of a group that are turned by tabs; ``chosen`` carries the linkId of the tab."""

    chosen = Signal(str)

    def __init__(self, tabs: tuple[tuple[str, str], ...], opened: str, parent: QWidget | None = None) -> None:
        """Take (linkId, words) of each tab, and the one that is open."""
        super().__init__("surface", "b", parent=parent)
        self._tabs = Tabs(tabs)
        self._tabs.choose(opened)
        self._tabs.chosen.connect(self.chosen)
        self.setLayout(row(self._tabs, None, margins=(13, 0, 13, 0)))

    def choose(self, link: str) -> None:
        """Mark the open tab."""
        self._tabs.choose(link)
