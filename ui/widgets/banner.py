"""The person first: name, allergies, alerts, wishes and who speaks for her, on every page about a patient."""

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QLayout, QMenu, QWidget
from typing_extensions import override

from carenurse.translations import tr, trn
from ui.widgets.boxes import column, empty_out, row
from ui.widgets.buttons import Button
from ui.widgets.picture import Picture
from ui.widgets.surface import Hairline
from ui.widgets.text import Label
from ui.widgets.theme import theme
from ui.widgets.tip import as_tip
from ui.widgets.tokens import Role, Step

_GAP = 12
"""Pixels before zoom between the pieces."""
_TINY = 700
"""Width of the window in pixels before zoom."""
_FOLDED, _AROUND = 100, 90
"""Pixels before zoom: of the button that holds what has no room, and of icon, bars and gaps."""


@dataclass(frozen=True, slots=True)
class BannerFacts:
    """What must not be missed, in words ready to be shown.

    ``allergies`` says it also when there are none ("No known allergies") or nobody asked ("Not asked yet");
    ``allergic`` is False in the first case only. ``allergens`` are the same without their reactions, for
    where there is less room. Empty words leave their place out.
    """

    name: str
    line: str
    """Age, birth date, pronoun, language."""
    short_line: str
    allergies: tuple[str, ...]
    allergens: tuple[str, ...] = ()
    allergic: bool = True
    untold: str = ""
    """Pressing findings nobody was told about yet: red, and never folded."""
    alerts: str = ""
    alert_count: int = 0
    wishes: str = ""
    representative: str = ""
    fictional: bool = False


@dataclass(frozen=True, slots=True)
class _Part:
    """One fact behind the allergies; parts are in the order of what must not be missed."""

    head: str
    words: str
    icon: str
    role: Role
    must_be_seen: bool = True
    """What need not be seen at once is only left out where it has no room; the chart says it too."""

    @property
    def width(self) -> int:
        """Give the room it needs, with the bar before it, in pixels."""
        worn = theme()
        words = QFontMetrics(worn.font("label")).horizontalAdvance(self.words)
        head = QFontMetrics(worn.font("caption")).horizontalAdvance(self.head)
        icon = worn.px(19) if self.icon else 0
        return max(words + icon, head) + 2 * worn.px(_GAP) + worn.px(3)


@dataclass(frozen=True, slots=True)
class _Said:
    """The allergies as there is room for them: one line under its heading, or two without it."""

    lines: tuple[str, ...]
    left_out: int = 0


class PatientBanner(QWidget):
    """The bar. What has no room, and under 1000 px all but what is red, folds into one button."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._facts: BannerFacts | None = None
        self._arranged: tuple[_Said, int] | None = None
        self._row = row(space=_GAP)
        self.setLayout(self._row)
        self.setMinimumWidth(theme().px(200))
        self.setAccessibleName(tr("Patient"))

    @override
    def minimumSizeHint(self) -> QSize:
        """Need little: what stands here now folds when the room becomes less."""
        return QSize(self.minimumWidth(), theme().px(36))

    def show_facts(self, facts: BannerFacts | None) -> None:
        """Show a person, or nobody; who stands there already is not drawn anew."""
        if facts == self._facts:
            return
        self._facts = facts
        self._arranged = None
        self._arrange()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold and unfold with the room there is."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        facts = self._facts
        if facts is None:
            empty_out(self._row)
            return
        said = _said(facts, self._room_for_allergies(facts))
        parts = _parts(facts)
        open_parts = self._room_for(parts, facts, max(said.lines, key=len))
        if self._arranged == (said, open_parts):
            return
        self._arranged = (said, open_parts)
        empty_out(self._row)
        short = self._narrow()
        line = Label(facts.short_line if short else facts.line, "caption", "textSecondary", elide=True)
        name = Label(facts.name, "patientName", elide=True)
        name.setMinimumWidth(min(name.sizeHint().width(), self._widest_name()))
        line.setMinimumWidth(min(line.sizeHint().width(), name.minimumWidth()))
        self._row.addLayout(_two_lines(name, line))
        self._row.addWidget(_bar())
        self._row.addLayout(_allergies(facts, said))
        if facts.untold:
            self._row.addWidget(_bar())
            self._row.addLayout(_untold(facts, self._room_for_untold(facts)))
        for part in parts[:open_parts]:
            self._row.addWidget(_bar())
            self._row.addLayout(_fact(part))
        if folded := tuple(part for part in parts[open_parts:] if part.must_be_seen):
            self._row.addWidget(_folded(folded, facts, tiny=self._tiny()))
        every = (*((_finding(facts),) if facts.untold else ()), *parts)
        self.setAccessibleDescription(", ".join(f"{part.head}: {part.words}" for part in every))
        self._row.addStretch(1)

    def _room_for_allergies(self, facts: BannerFacts) -> int:
        name = min(_long(facts.name, "patientName"), self._widest_name())
        folded = _folded_width(facts, tiny=self._tiny()) if self._narrow() else theme().px(_FOLDED)
        folded += self._room_for_untold(facts)
        return min(self.window().width() * 2 // 5, self.width() - name - folded - theme().px(_AROUND))

    def _room_for_untold(self, facts: BannerFacts) -> int:
        """Give what a finding nobody was told about takes: all it needs, up to a part of the bar."""
        most = self.width() // (5 if self._narrow() else 3)
        return min(_finding(facts).width, most) if facts.untold else 0

    def _widest_name(self) -> int:
        """Give the room that even a name of hundreds of letters does not exceed: it ends in dots then."""
        return self.width() * 2 // 5

    def _narrow(self) -> bool:
        return self.window().width() < theme().px(theme().tokens.breakpoint["foldBannerUnder"])

    def _tiny(self) -> bool:
        """Say whether even the folded words have no room: their number and sign stand for them."""
        return self.window().width() < theme().px(_TINY)

    def _room_for(self, parts: tuple[_Part, ...], facts: BannerFacts, allergies: str) -> int:
        """Say how many parts have room at their full length; nothing here is ever cut."""
        if self._narrow():
            return 0
        name = min(_long(facts.name, "patientName"), self._widest_name())
        room = self.width() - max(name, _long(facts.line, "caption"))
        room -= _Part("", allergies, "x", "text").width + self._room_for_untold(facts)
        for number, part in enumerate(parts):
            room -= part.width
            after = any(later.must_be_seen for later in parts[number + 1 :])
            if room < (_folded_width(facts, tiny=self._tiny()) if after else 0):
                return number
        return len(parts)


def _finding(facts: BannerFacts) -> _Part:
    return _Part(tr("Not yet told to anyone"), facts.untold, "circle-alert", "critical")


def _untold(facts: BannerFacts, room: int) -> QLayout:
    """Say in red what nobody was told about yet; where it is too long it ends in dots, whole in its tip."""
    part = _finding(facts)
    words = Label(part.words, "label", part.role, elide=True)
    words.setMinimumWidth(max(room - theme().px(_GAP * 2 + 22), theme().px(60)))
    words.setAccessibleName(f"{part.head}: {part.words}")
    line = row(Picture(part.icon, part.role, place="caption"), words, space=5)
    return _two_lines(Label(part.head, "caption", part.role, elide=True), line)


def _parts(facts: BannerFacts) -> tuple[_Part, ...]:
    parts = (
        _Part(tr("Alerts"), facts.alerts, "triangle-alert", "caution"),
        _Part(tr("Wishes"), facts.wishes, "", "text"),
        _Part(tr("Speaks for the person"), facts.representative, "", "text", must_be_seen=False),
    )
    return tuple(part for part in parts if part.words)


def _said(facts: BannerFacts, room: int) -> _Said:
    """Choose how the allergies are said in so many pixels: all of them while there is a way."""
    if _wide(facts.allergies) <= room:
        return _Said((", ".join(facts.allergies),))
    names = facts.allergens or facts.allergies
    first = _as_many(names, room)
    if first == len(names):
        return _Said((", ".join(names),))
    second = _as_many(names[first:], room)
    shown = first + second
    return _Said((", ".join(names[:first]) + ",", ", ".join(names[first:shown])), len(names) - shown)


def _wide(words: tuple[str, ...]) -> int:
    return QFontMetrics(theme().font("label")).horizontalAdvance(", ".join(words))


def _as_many(names: tuple[str, ...], room: int) -> int:
    """Say how many names fit on one line, at least one."""
    shown = len(names)
    while shown > 1 and _wide(names[:shown]) > room:
        shown -= 1
    return shown


def _allergies(facts: BannerFacts, said: _Said) -> QLayout:
    """Say the allergies; those without any room are one press away and counted, never silently cut."""
    ink: Role = "critical" if facts.allergic else "text"
    icon = Picture("circle-alert" if facts.allergic else "check", ink, place="caption")
    words = [Label(line, "label", ink) for line in said.lines]
    words[0].setToolTip(as_tip("\n".join(facts.allergies)))
    words[0].setAccessibleName(tr("Allergies: {allergies}", allergies=", ".join(facts.allergies)))
    first = row(icon, words[0], space=5)
    if len(words) == 1:
        return _two_lines(Label(tr("Allergies"), "caption", "textSecondary"), first)
    second = row(words[1], space=5)
    if said.left_out:
        more = Button(tr("and {count} more", count=said.left_out), "text")
        more.set_ink(ink)
        more.setToolTip(as_tip("\n".join(facts.allergies)))
        more.setAccessibleName(", ".join((facts.allergens or facts.allergies)[-said.left_out :]))
        more.setFixedHeight(theme().px(24))
        more.clicked.connect(lambda: _open(more, list(facts.allergies)))
        second.addWidget(more)
    second.addStretch(1)
    return _two_lines(first, second)


def _folded(parts: tuple[_Part, ...], facts: BannerFacts, *, tiny: bool) -> Button:
    """Make the button that says what has no room; it warns when an alert is among it."""
    words = [f"{part.head}: {part.words}" for part in parts]
    button = _folded_button(parts, facts, tiny=tiny)
    button.setAccessibleName(", ".join(words))
    button.setToolTip(as_tip("\n".join(words)))
    button.clicked.connect(lambda: _open(button, words))
    return button


def _folded_button(parts: tuple[_Part, ...], facts: BannerFacts, *, tiny: bool) -> Button:
    said, warns = _folded_words(parts, facts)
    brief = str(facts.alert_count or 1) if warns else None
    button = Button(said, icon="triangle-alert" if warns else "", brief=brief)
    button.fold(on=tiny)
    return button


def _folded_words(parts: tuple[_Part, ...], facts: BannerFacts) -> tuple[str, bool]:
    """Say in words what the button holds, "2 alerts, wishes", and whether it warns."""
    warns = any(part.icon for part in parts)
    alerts = trn("{number} alert", "{number} alerts", facts.alert_count or 1) if warns else ""
    others = [part.head if not alerts else part.head.lower() for part in parts if not part.icon]
    return ", ".join(part for part in (alerts, *others) if part), warns


def _folded_width(facts: BannerFacts, *, tiny: bool) -> int:
    """Give the room that the button needs when all that must be seen is behind it."""
    parts = tuple(part for part in _parts(facts) if part.must_be_seen)
    if not parts:
        return 0
    return _folded_button(parts, facts, tiny=tiny).sizeHint().width() + theme().px(_GAP)


def _long(words: str, step: Step) -> int:
    return QFontMetrics(theme().font(step)).horizontalAdvance(words)


def _open(button: Button, words: list[str]) -> None:
    """Unfold what the narrow banner had no room for."""
    menu = QMenu(button)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for line in words:
        menu.addAction(line)
    menu.popup(button.mapToGlobal(QPoint(0, button.height())))


def _bar() -> QWidget:
    bar = Hairline("hairlineStrong", upright=True)
    bar.setFixedHeight(theme().px(36))
    return bar


def _fact(part: _Part) -> QLayout:
    line = row(Label(part.words, "label", part.role), space=5)
    if part.icon:
        line.insertWidget(0, Picture(part.icon, part.role, place="caption"))
    return _two_lines(Label(part.head, "caption", "textSecondary"), line)


def _two_lines(upper: Label | QLayout, lower: Label | QLayout) -> QLayout:
    """Put two lines close together in the middle of the bar."""
    return column(None, upper, lower, None, space=0)
