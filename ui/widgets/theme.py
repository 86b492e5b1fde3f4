"""The look of the window: colors by role, type by step, lengths by zoom.

The application object owns the one ``Theme``, as it owns the palette and the font; a widget asks ``theme()``
when it paints, so that a change of look needs no rebuilding. Fonts and lengths are fixed when a widget is
made: a change of zoom makes the shell build its pages anew.
"""

from typing import Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from ui.widgets.tokens import Role, Step, Tokens

Look = Literal["light", "dark", "system"]

PROPERTY = "carenurseTheme"
"""The name under which the application object keeps its theme: in its dictionary, for a property of Qt takes
thirty times as long to read, and a page that is painted asks a thousand times."""


_LARGE = 20
"""From this size on (pixels before zoom), Inter is set a little tighter."""


class Theme(QObject):
    """Colors, fonts and lengths of this sitting; ``changed`` tells when any of them did."""

    changed = Signal()

    def __init__(self, app: QApplication, tokens: Tokens) -> None:
        super().__init__(app)
        self.tokens = tokens
        self._app = app
        self._look: Look = "system"
        self._percent = 100
        self._kept: list[QObject] = []
        self._colors: dict[str, QColor] = {}
        self._fonts: dict[tuple[Step, int | None, bool], QFont] = {}
        self.turn = 0
        """Counts the changes of look and zoom, for those who keep what they drew."""

    def keep(self, companion: QObject) -> None:
        """Keep something alive that belongs to the look of the whole application."""
        self._kept.append(companion)

    @property
    def dark(self) -> bool:
        """Say whether the dark look is in force."""
        if self._look == "system":
            return self._app.styleHints().colorScheme() is Qt.ColorScheme.Dark
        return self._look == "dark"

    @property
    def percent(self) -> int:
        """The zoom, 80 to 200."""
        return self._percent

    def wear(self, look: Look, percent: int = 100) -> None:
        """Take on a look and a zoom. A zoom that is not offered becomes the nearest that is."""
        self._look = look
        self._percent = min(self.tokens.zoom_percent, key=lambda offered: abs(offered - percent))
        self._refresh()

    def color(self, role: Role) -> QColor:
        """Give the color of this role in the look in force."""
        return self._colors[role]

    def px(self, length: float) -> int:
        """Turn a length of the tokens into pixels under the zoom in force."""
        return round(length * self._percent / 100)

    def unscaled(self, pixels: int) -> int:
        """Turn pixels of the window into a length of the tokens, to be compared with one."""
        return pixels * 100 // self._percent

    def size(self, name: str) -> int:
        """Give a length from the tokens' ``size`` by name, zoomed."""
        return self.px(self.tokens.size[name])

    def row(self, name: str) -> int:
        """Give a row height from the tokens' ``row`` by name, zoomed."""
        return self.px(self.tokens.row[name])

    def space(self, step: int) -> int:
        """Give a step of the space scale (1 = 4 px ... 7 = 48 px), zoomed."""
        return self.px(self.tokens.space[str(step)])

    def line(self, step: Step) -> int:
        """Give the line height of a type step, zoomed."""
        return self.px(self.tokens.type[step].line)

    def font(self, step: Step, *, tabular: bool = False, weight: int | None = None) -> QFont:
        """Give the font of a type step; ``tabular`` lines digits up (values, times, table columns only).

        All who ask share it: who wants to change it copies it first.
        """
        key = (step, weight, tabular)
        if key not in self._fonts:
            self._fonts[key] = self._make_font(step, tabular=tabular, weight=weight)
        return self._fonts[key]

    def _make_font(self, step: Step, *, tabular: bool, weight: int | None) -> QFont:
        facts = self.tokens.type[step]
        font = QFont(list(self.tokens.family))
        font.setPixelSize(self.px(facts.size))
        font.setWeight(QFont.Weight(weight or facts.weight))
        if facts.size >= _LARGE:
            font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 98)
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        if tabular:
            font.setFeature(QFont.Tag.fromString("tnum"), 1)
        return font

    def scheme_changed(self) -> None:
        """Follow the desktop into the dark or the light, if the nurse left that to it."""
        if self._look == "system":
            self._refresh()

    def _refresh(self) -> None:
        named = self.tokens.dark if self.dark else self.tokens.light
        self._colors = {role: QColor(value) for role, value in named.items()}
        self._fonts.clear()
        self.turn += 1
        self._app.setFont(self.font("body"))
        self._app.setPalette(self._palette())
        self.changed.emit()

    def _palette(self) -> QPalette:
        """Fill Qt's own roles, so that what we do not draw ourselves (menus, tables) fits in."""
        kinds = QPalette.ColorRole
        roles: dict[QPalette.ColorRole, Role] = {
            kinds.Window: "background",
            kinds.WindowText: "text",
            kinds.Base: "surface",
            kinds.AlternateBase: "sunken",
            kinds.Text: "text",
            kinds.PlaceholderText: "textSecondary",
            kinds.Button: "surface",
            kinds.ButtonText: "text",
            kinds.BrightText: "critical",
            kinds.Highlight: "accent",
            kinds.HighlightedText: "onAccent",
            kinds.Link: "accent",
            kinds.LinkVisited: "accent",
            kinds.ToolTipBase: "text",
            kinds.ToolTipText: "surface",
            kinds.Light: "surface",
            kinds.Midlight: "hairline",
            kinds.Mid: "hairlineStrong",
            kinds.Dark: "controlBorder",
            kinds.Accent: "accent",
        }
        palette = QPalette()
        for kind, role in roles.items():
            palette.setColor(kind, self.color(role))
        for kind in (kinds.WindowText, kinds.Text, kinds.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, kind, self.color("textSecondary"))
        return palette


def theme() -> Theme:
    """Find the theme that the application wears. Raises LookupError before ``dress``."""
    app = QGuiApplication.instance()
    worn = vars(app).get(PROPERTY) if app is not None else None
    if isinstance(worn, Theme):
        return worn
    message = "dress(app) comes before the first widget"
    raise LookupError(message)
