"""Dressing the application: style, fonts and theme, once at the start."""

from functools import cache
from importlib.resources import files

from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication

from ui.widgets.focus_ring import FocusRing
from ui.widgets.style import CareStyle
from ui.widgets.theme import PROPERTY, Look, Theme
from ui.widgets.tokens import load_tokens

_WINDOW_FONTS = ("Inter-Regular.ttf", "Inter-Medium.ttf", "Inter-SemiBold.ttf")
_FALLBACK_FONTS = ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf")


def dress(app: QApplication, look: Look = "system", percent: int = 100) -> Theme:
    """Give the application its style, its fonts and its theme, once; later calls change look and zoom."""
    worn = vars(app).get(PROPERTY)
    if not isinstance(worn, Theme):
        load_fonts()
        worn = Theme(app, load_tokens())
        vars(app)[PROPERTY] = worn
        app.setStyle(CareStyle())
        worn.keep(FocusRing(app))
        app.styleHints().colorSchemeChanged.connect(worn.scheme_changed)
    worn.wear(look, percent)
    return worn


@cache
def load_fonts(*, fallback: bool = False) -> None:
    """Hand the shipped fonts to Qt; the fallback (Noto Sans, for other alphabets) may come later."""
    for name in _FALLBACK_FONTS if fallback else _WINDOW_FONTS:
        QFontDatabase.addApplicationFontFromData(files("resources").joinpath("fonts", name).read_bytes())
