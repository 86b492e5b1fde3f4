"""Dressing the application: fonts and theme before the first picture, style and focus ring maybe after it."""

from functools import cache

from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication

from carenurse.app.shipped import shipped
from ui.widgets.theme import PROPERTY, Look, Theme, theme
from ui.widgets.tokens import load_tokens

_WHOLE = "carenurseWhole"
"""Under this name the application object notes that it is dressed wholly."""
_WINDOW_FONTS = ("Inter-Regular.ttf", "Inter-Medium.ttf", "Inter-SemiBold.ttf")
_FALLBACK_FONTS = ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf")


def dress(app: QApplication, look: Look = "system", percent: int = 100) -> Theme:
    """Give the application fonts, theme and style, once; later calls change look and zoom."""
    worn = dress_first(app, look, percent)
    dress_wholly(app)
    return worn


def dress_first(app: QApplication, look: Look = "system", percent: int = 100) -> Theme:
    """Give it what the first picture is painted with.

    Without our style only the frame of a field looks different, in Qt's Fusion. Style and ring take a tenth
    of the start, since PySide makes each kind of control there is for them: see ``dress_wholly``.
    """
    worn = vars(app).get(PROPERTY)
    if not isinstance(worn, Theme):
        load_fonts()
        worn = Theme(app, load_tokens())
        vars(app)[PROPERTY] = worn
        app.styleHints().colorSchemeChanged.connect(worn.scheme_changed)
    worn.wear(look, percent)
    return worn


def dress_wholly(app: QApplication) -> None:
    """Give it our own style and the focus ring, once; whatever is in sight is drawn anew."""
    if vars(app).get(_WHOLE):
        return
    from ui.widgets.ring import FocusRing  # noqa: PLC0415  after the first picture
    from ui.widgets.style import CareStyle  # noqa: PLC0415

    vars(app)[_WHOLE] = True
    app.setStyle(CareStyle())
    theme().keep(FocusRing(app))


@cache
def load_fonts(*, fallback: bool = False) -> None:
    """Hand the shipped fonts to Qt; the fallback (Noto Sans, for other alphabets) may come later."""
    for name in _FALLBACK_FONTS if fallback else _WINDOW_FONTS:
        QFontDatabase.addApplicationFont(str(shipped("fonts", name)))
