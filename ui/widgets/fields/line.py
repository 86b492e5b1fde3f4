"""The one-line box that text, number, date and time fields are typed into."""

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget
from typing_extensions import override

from ui.widgets.fields.undo import is_for_the_page
from ui.widgets.icons import icon_size, paint_icon
from ui.widgets.keycap import keycap_width, paint_keycap
from ui.widgets.theme import theme
from ui.widgets.tokens import Role

_INK: dict[str, Role] = {"out-of-limits": "critical", "carried": "draft"}


class Line(QLineEdit):
    """A line edit in our frame, with an icon or a unit inside it; tells when it is left."""

    left = Signal()

    def __init__(
        self,
        *,
        unit: str = "",
        icon: str = "",
        small: bool = False,
        tabular: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._unit, self._icon, self._key = unit, icon, ""
        self._height = theme().size("fieldInVitalRow" if small else "field")
        self.setFont(theme().font("input", tabular=tabular))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setProperty("state", "normal")
        self._make_room()

    def set_key(self, words: str) -> None:
        """Show a key inside, at the right, such as Ctrl K or the ƒ of a calculated value."""
        self._key = words
        self._make_room()

    def _right(self) -> int:
        if self._key:
            return keycap_width(self._key)
        return QFontMetrics(theme().font("caption")).horizontalAdvance(self._unit) if self._unit else 0

    def _make_room(self) -> None:
        worn = theme()
        left = worn.px(8) + ((icon_size("button") + worn.px(8)) if self._icon else 0)
        inner = self._right()
        self.setTextMargins(left, 0, worn.px(8) + (inner + worn.px(6) if inner else 0), 0)
        self.update()

    @override
    def sizeHint(self) -> QSize:
        """Be as high as the tokens say."""
        return QSize(theme().px(160), self._height)

    @override
    def minimumSizeHint(self) -> QSize:
        """Leave room for a few signs at least."""
        return QSize(theme().px(52) + self._right(), self._height)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box as Qt does (our style frames it), then unit, key and icon."""
        self._color_words()
        super().paintEvent(event)
        worn = theme()
        painter = QPainter(self)
        if self._icon:
            side = icon_size("button")
            box = QRect(worn.px(12), (self.height() - side) // 2, side, side)
            paint_icon(painter, self._icon, box, "textSecondary")
        width = self._right()
        box = QRect(self.width() - width - worn.px(11), 0, width + 1, self.height())
        if self._key:
            paint_keycap(painter, box, self._key, "textSecondary", "hairlineStrong")
        elif self._unit:
            painter.setFont(worn.font("caption"))
            painter.setPen(worn.color("textSecondary"))
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, self._unit)

    def _color_words(self) -> None:
        wanted = theme().color(_INK.get(str(self.property("state")), "text"))
        palette = self.palette()
        if palette.text().color() != wanted:
            palette.setColor(palette.ColorRole.Text, wanted)
            self.setPalette(palette)

    @override
    def event(self, arg__1: QEvent) -> bool:
        """Leave Ctrl+Z to the page when nothing was typed here."""
        if is_for_the_page(arg__1, back=self.isUndoAvailable(), again=self.isRedoAvailable()):
            arg__1.ignore()
            return False
        return super().event(arg__1)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that the nurse went on and show the words from their beginning, unless only a menu opened."""
        super().focusOutEvent(event)
        if event.reason() is Qt.FocusReason.PopupFocusReason:
            return
        if event.reason() is not Qt.FocusReason.ActiveWindowFocusReason:
            self.home(False)  # noqa: FBT003  Qt's own: nothing is marked
        self.left.emit()
