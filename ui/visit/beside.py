"""What stands beside the forms of a visit (sections left, context right), and when it folds away."""

from ui.visit.context import ContextColumn
from ui.visit.rail import SectionRail
from ui.widgets.theme import theme

_PLACES = 72
"""Width in pixels before zoom of what stands left of the page: the breakpoint is the window's."""


class Beside:
    """Folds by the room there is, by F4, and while the person's family looks at the screen."""

    def __init__(self, rail: SectionRail, context: ContextColumn) -> None:
        self._rail, self._context = rail, context
        self._folded = self._family = False

    def show_family(self, *, on: bool, signing: bool) -> None:
        """Cover what was found, jotted and flagged."""
        self._family = on
        self.show_rail(signing=signing)

    def show_rail(self, *, signing: bool) -> None:
        """Show the sections where forms are written."""
        self._rail.setHidden(signing or self._family)

    def turn(self) -> None:
        """Fold the context, or unfold it."""
        self._folded = self._context.isVisible()
        self._context.setHidden(self._folded or self._family)

    def fit(self, width: int, *, writing: bool) -> None:
        """Fold what has no room on a page so wide."""
        self._rail.fit(width)
        wide = width + theme().px(_PLACES) >= theme().px(theme().tokens.breakpoint["foldContextUnder"])
        self._context.setVisible(writing and wide and not (self._folded or self._family))
