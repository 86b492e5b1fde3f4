"""A code in large even letters, in the groups in which it is written down or read out."""

from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QWidget

from carenurse.translations import tr
from ui.widgets.boxes import column
from ui.widgets.surface import Card
from ui.widgets.text import Label
from ui.widgets.theme import theme

_GROUPS_A_LINE = 4


class CodeBox(Card):
    """Shows the groups, four a line; ``name`` is what a screen reader says of it."""

    def __init__(
        self, groups: tuple[str, ...], name: str = "", *, size: int = 20, parent: QWidget | None = None
    ) -> None:
        """Take also the height of its letters, in pixels before zoom."""
        super().__init__("sunken", "hairlineStrong", radius="control", parent=parent)
        self.setAccessibleName(name or tr("Recovery code"))
        lines = column(space=6, margins=(16, 14, 16, 14))
        for start in range(0, len(groups), _GROUPS_A_LINE):
            label = Label("   ".join(groups[start : start + _GROUPS_A_LINE]), "title", tabular=True)
            font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
            font.setPixelSize(theme().px(size))
            font.setWeight(font.Weight.DemiBold)
            label.use_font(font)
            lines.addWidget(label)
        self.setLayout(lines)
