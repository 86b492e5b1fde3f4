"""How one visit looks in the grid: tone, icon, name, reason; never color alone."""

from dataclasses import dataclass, replace

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPainterPath, QPen

from carenurse.app.schedule_facts import Block, BlockState
from ui.widgets.icons import icon_size, paint_icon
from ui.widgets.theme import Theme, theme
from ui.widgets.tokens import Role

NAME_ONLY_UNDER = 80
"""Width in pixels before zoom under which a block shows the family name only."""

_BAR = 3
_CROWDED = 2


@dataclass(frozen=True, slots=True)
class _Coat:
    fill: Role
    edge: Role
    bar: Role
    name: Role
    words: Role
    icon: str = ""


_COATS: dict[BlockState, _Coat] = {
    BlockState.PLANNED: _Coat("surface", "hairlineStrong", "accent", "text", "textSecondary"),
    BlockState.RUNNING: _Coat("accent", "accent", "accent", "onAccent", "onAccent", "circle-dot"),
    BlockState.OPEN_NOTE: _Coat("draftTint", "draftLine", "draft", "draft", "textSecondary", "pencil"),
    BlockState.DONE: _Coat("sunken", "hairlineStrong", "ok", "text", "textSecondary", "check"),
    BlockState.MISSED: _Coat("criticalTint", "criticalLine", "critical", "critical", "textSecondary", "x"),
    BlockState.CANCELLED: _Coat(
        "background", "hairlineStrong", "controlBorder", "textSecondary", "textSecondary", "minus"
    ),
}


def paint_block(painter: QPainter, box: QRectF, block: Block, *, selected: bool, ghost: bool = False) -> None:
    """Draw one visit; the selected one wears the focus ring, a conflict the red edge and its icon."""
    coat = _COATS[block.state]
    clash = bool(block.conflicts) and block.state is not BlockState.RUNNING
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if ghost:
        painter.setOpacity(0.85)
    _paint_frame(painter, box, coat, clash=clash, selected=selected)
    if clash:
        coat = replace(coat, icon="triangle-alert", name="critical")
    _paint_words(painter, box, block, coat)
    painter.restore()


def _paint_frame(painter: QPainter, box: QRectF, coat: _Coat, *, clash: bool, selected: bool) -> None:
    worn = theme()
    radius = worn.px(worn.tokens.radius["chip"])
    width = worn.px(2 if clash else 1)
    shape = QPainterPath()
    shape.addRoundedRect(box, radius, radius)
    painter.fillPath(shape, worn.color(coat.fill))
    painter.setClipPath(shape)
    painter.fillRect(QRectF(box.left(), box.top(), worn.px(_BAR), box.height()), worn.color(coat.bar))
    painter.setClipping(False)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(worn.color("critical" if clash else coat.edge), width))
    inset = width / 2
    painter.drawRoundedRect(box.adjusted(inset, inset, -inset, -inset), radius, radius)
    if selected:
        painter.setPen(QPen(worn.color("accent"), worn.px(2)))
        reach = worn.px(2)
        painter.drawRoundedRect(box.adjusted(-reach, -reach, reach, reach), radius + reach, radius + reach)


def _paint_words(painter: QPainter, box: QRectF, block: Block, coat: _Coat) -> None:
    worn = theme()
    inner = box.adjusted(worn.px(_BAR + 6), worn.px(3), -worn.px(5), -worn.px(2))
    if inner.width() < worn.px(12):
        return
    narrow = box.width() < worn.px(NAME_ONLY_UNDER)
    x = inner.left()
    line = float(worn.line("caption") if inner.height() < worn.line("label") else worn.line("label"))
    if coat.icon and not (narrow and block.lane.count > _CROWDED):
        side = icon_size("caption")
        paint_icon(painter, coat.icon, QRectF(x, inner.top() + (line - side) / 2, side, side), coat.name)
        x += side + worn.px(5)
    title = block.family if narrow or box.width() < worn.px(180) else block.name
    _line(painter, worn, QRectF(x, inner.top(), inner.right() - x, line), title, strong=True, role=coat.name)
    rest = [] if narrow else [text for text in (block.reason, block.address) if text]
    y = inner.top() + line
    for text in rest:
        if y + worn.line("caption") > inner.bottom() + worn.px(2):
            return
        _line(
            painter,
            worn,
            QRectF(inner.left(), y, inner.width(), worn.line("caption")),
            text,
            strong=False,
            role=coat.words,
        )
        y += worn.line("caption")


def _line(painter: QPainter, worn: Theme, box: QRectF, text: str, *, strong: bool, role: Role) -> None:
    font = worn.font("secondary" if not strong else "label")
    painter.setFont(font)
    painter.setPen(worn.color(role))
    shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
    painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, shown)
