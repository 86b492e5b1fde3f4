"""How one visit looks in the grid: tone, icon, name, reason; never color alone."""

from dataclasses import dataclass, replace

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPainterPath, QPen, QTextLayout

from carenurse.app.schedule_facts import Block, BlockState
from ui.widgets.icons import icon_size, paint_icon
from ui.widgets.text import ONE_LINE
from ui.widgets.theme import theme
from ui.widgets.tokens import Role

NAME_ONLY_UNDER = 80
"""Width in pixels before zoom under which a block shows the family name only."""

_BAR = 3
_WHOLE_NAME_FROM = 180
_LOW = 40
"""Height under which the lines stand closer, so that half an hour still has two."""


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
    low = box.height() < worn.px(_LOW)
    inner = box.adjusted(worn.px(_BAR + 6), worn.px(1 if low else 3), -worn.px(4), -worn.px(2))
    if inner.width() < worn.px(12):
        return
    line = float(worn.line("caption" if low else "label"))
    first = QRectF(inner.left(), inner.top(), inner.width(), line)
    narrow = box.width() < worn.px(NAME_ONLY_UNDER)
    roomy = box.width() >= worn.px(_WHOLE_NAME_FROM)
    _paint_name(painter, first, block.name if roomy else block.family, coat)
    rest = QRectF(inner.left(), first.bottom(), inner.width(), inner.bottom() - first.bottom() + worn.px(2))
    if narrow:
        _paint_icon_below(painter, rest, block.family, first, coat)
    else:
        _paint_rest(painter, rest, " · ".join(_told(block, roomy=roomy)), coat.words)


def _told(block: Block, *, roomy: bool) -> list[str]:
    told = [block.why or block.reason, *((block.address, block.bring) if roomy else ())]
    return [text for text in told if text and text != block.name]


def _paint_name(painter: QPainter, line: QRectF, name: str, coat: _Coat) -> None:
    """Write the name after its icon; the icon gives way where the name would be cut."""
    worn = theme()
    font = worn.font("label")
    x = line.left()
    if coat.icon and _fits(line, name, coat):
        side = icon_size("caption")
        mark = QRectF(x, line.top() + (line.height() - side) / 2, side, side)
        paint_icon(painter, coat.icon, mark, coat.name)
        x = mark.right() + worn.px(4)
    painter.setFont(font)
    painter.setPen(worn.color(coat.name))
    where = QRectF(x, line.top(), line.right() - x, line.height())
    shown = QFontMetricsF(font).elidedText(name, Qt.TextElideMode.ElideRight, where.width())
    painter.drawText(where, ONE_LINE, shown)


def _fits(line: QRectF, name: str, coat: _Coat) -> bool:
    wanted = QFontMetricsF(theme().font("label")).horizontalAdvance(name)
    return not coat.icon or wanted + icon_size("caption") + theme().px(4) <= line.width()


def _paint_icon_below(painter: QPainter, rest: QRectF, name: str, first: QRectF, coat: _Coat) -> None:
    """Show under the name the icon that found no room beside it."""
    side = icon_size("caption")
    if coat.icon and not _fits(first, name, coat) and rest.height() >= side:
        paint_icon(painter, coat.icon, QRectF(rest.left(), rest.top(), side, side), coat.name)


def _paint_rest(painter: QPainter, rest: QRectF, text: str, role: Role) -> None:
    """Write what for (and where) on as many whole lines as there is room."""
    worn = theme()
    height = worn.line("caption")
    lines = int((rest.height() + worn.px(1)) // height)
    if not text or lines < 1:
        return
    font = worn.font("secondary")
    painter.setFont(font)
    painter.setPen(worn.color(role))
    metrics = QFontMetricsF(font)
    layout = QTextLayout(text, font)
    layout.beginLayout()
    for number in range(lines):
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(rest.width())
        words = (
            text[line.textStart() :] if number == lines - 1 else text[line.textStart() :][: line.textLength()]
        )
        shown = metrics.elidedText(words.strip(), Qt.TextElideMode.ElideRight, rest.width())
        where = QRectF(rest.left(), rest.top() + number * height, rest.width(), height)
        painter.drawText(where, ONE_LINE, shown)
    layout.endLayout()


def paint_way(painter: QPainter, room: QRectF, words: str) -> None:
    """Write the way between two visits into the gap between them, if it is high enough."""
    worn = theme()
    if room.height() < worn.line("caption"):
        return
    side = icon_size("caption")
    x = room.left() + worn.px(_BAR + 6)
    top = room.center().y() - side / 2
    font = worn.font("caption")
    width = QFontMetricsF(font).horizontalAdvance(words) + side + worn.px(14)
    painter.fillRect(QRectF(x - worn.px(4), top, width, side), worn.color("surface"))
    paint_icon(painter, "car", QRectF(x, top, side, side), "textSecondary")
    painter.setFont(font)
    painter.setPen(worn.color("textSecondary"))
    where = QRectF(x + side + worn.px(6), room.top(), room.right() - x - side, room.height())
    painter.drawText(where, ONE_LINE, words)
