"""The person first: name, allergies, alerts, wishes and who speaks for her, on every page about a patient."""

from dataclasses import dataclass

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QLayout, QMenu, QWidget
from typing_extensions import override

from carenurse.translations import tr
from ui.widgets.boxes import column, empty_out, row
from ui.widgets.buttons import Button
from ui.widgets.picture import Picture
from ui.widgets.surface import Hairline
from ui.widgets.text import Label
from ui.widgets.theme import theme
from ui.widgets.tokens import Role


@dataclass(frozen=True, slots=True)
class BannerFacts:
    """What must not be missed, in words ready to be shown.

    ``allergies`` says it also when there are none ("No known allergies") or nobody asked ("Not asked yet");
    ``allergic`` is False in the first case only. Empty words leave their place out.
    """

    name: str
    line: str
    """Age, birth date, pronoun, language."""
    short_line: str
    allergies: tuple[str, ...]
    allergic: bool = True
    alerts: str = ""
    alert_count: int = 0
    wishes: str = ""
    representative: str = ""
    fictional: bool = False


class PatientBanner(QWidget):
    """The bar; it folds alerts and the rest into one button when it is narrow, the allergies never."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._facts: BannerFacts | None = None
        self._folded: bool | None = None
        self._row = row(space=12)
        self.setLayout(self._row)
        self.setAccessibleName(tr("Patient"))

    def show_facts(self, facts: BannerFacts | None) -> None:
        """Show a person, or nobody."""
        self._facts = facts
        self._folded = None
        self._arrange()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold and unfold with the width of the window."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        folded = self.window().width() < theme().px(theme().tokens.breakpoint["foldBannerUnder"])
        if folded == self._folded:
            return
        self._folded = folded
        empty_out(self._row)
        if self._facts is None:
            return
        facts = self._facts
        name = column(Label(facts.name, "patientName", elide=True), space=0)
        name.addWidget(
            Label(facts.short_line if folded else facts.line, "caption", "textSecondary", elide=True)
        )
        self._row.addLayout(name)
        self._row.addWidget(_bar())
        self._row.addLayout(self._allergies(facts))
        if folded:
            self._fold(facts)
        else:
            self._unfold(facts)
        self._row.addStretch(1)

    def _allergies(self, facts: BannerFacts) -> QLayout:
        """Say every allergy that has room; the others are one press away and counted, never silently cut."""
        ink: Role = "critical" if facts.allergic else "text"
        metrics = QFontMetrics(theme().font("label"))
        room = self.window().width() * 2 // 5
        shown = len(facts.allergies)
        while shown > 1 and metrics.horizontalAdvance(", ".join(facts.allergies[:shown])) > room:
            shown -= 1
        line = row(
            Picture("circle-alert" if facts.allergic else "check", ink, place="caption"),
            Label(", ".join(facts.allergies[:shown]), "label", ink),
            space=5,
        )
        if rest := facts.allergies[shown:]:
            more = Button(tr("and {count} more", count=len(rest)), "text")
            more.set_ink(ink)
            more.setToolTip("\n".join(facts.allergies))
            more.setAccessibleName(", ".join(rest))
            more.setFixedHeight(theme().px(24))
            more.clicked.connect(lambda: _open(more, list(facts.allergies)))
            line.addWidget(more)
        return column(Label(tr("Allergies"), "caption", "textSecondary"), line, space=0)

    def _unfold(self, facts: BannerFacts) -> None:
        rest: tuple[tuple[str, str, str, Role], ...] = (
            (tr("Alerts"), facts.alerts, "triangle-alert", "caution"),
            (tr("Wishes"), facts.wishes, "", "text"),
            (tr("Speaks for the person"), facts.representative, "", "text"),
        )
        for head, words, icon, role in rest:
            if words:
                self._row.addWidget(_bar())
                self._row.addLayout(_fact(head, words, icon, role))

    def _fold(self, facts: BannerFacts) -> None:
        words = [part for part in (facts.alerts, facts.wishes, facts.representative) if part]
        if not words:
            return
        button = Button(str(facts.alert_count or len(words)), icon="triangle-alert")
        button.setAccessibleName(", ".join(words))
        button.setToolTip("\n".join(words))
        button.clicked.connect(lambda: _open(button, words))
        self._row.addWidget(button)


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


def _fact(head: str, words: str, icon: str, role: Role) -> QLayout:
    label = Label(words, "label", role, elide=True)
    line = row(label, space=5)
    if icon:
        line.insertWidget(0, Picture(icon, role, place="caption"))
    return column(Label(head, "caption", "textSecondary"), line, space=0)
