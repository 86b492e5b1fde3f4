"""Beside the list: what must not be missed about the person selected."""

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLayout, QWidget

from carenurse.app.banner import Banner
from carenurse.app.caseload import Snapshot
from carenurse.app.sentences import cut
from carenurse.clinical.contact import can_be_called
from carenurse.clinical.related_person import RelatedPerson
from carenurse.translations import tr
from ui.widgets.boxes import column, empty_out, holder, row, scrolled
from ui.widgets.buttons import Button
from ui.widgets.chips import Chip
from ui.widgets.fitted import fitted
from ui.widgets.picture import Picture
from ui.widgets.surface import Hairline, Surface
from ui.widgets.text import Label, Run
from ui.widgets.theme import theme
from ui.widgets.tokens import Role

_NAMES = 76
"""Width of the names at the left, in pixels before zoom."""
_PROBLEMS = 6


class SnapshotPane(Surface):
    """Name, what not to miss, own words, problems, family."""

    opened = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("surface", "l", parent=parent)
        self._content = column(space=0)
        self._told: Snapshot | None = None
        self.setLayout(column(scrolled(fitted(self._content)), space=0))

    def show_person(self, told: Snapshot | None) -> None:
        """Show one person, or how to choose one; who stands there already is not drawn anew."""
        if told is not None and told == self._told:
            return
        self._told = told
        empty_out(self._content)
        if told is None:
            hint = Label(
                tr("Choose a person to see what must not be missed."), "body", "textSecondary", wrap=True
            )
            self._content.addLayout(column(hint, margins=(16, 16, 16, 16)))
            self._content.addStretch(1)
            return
        parts = [_head(told), self._actions(told), _must_not_miss(told)]
        parts += [part for part in (_own_words(told), _problems(told), _family(told)) if part]
        for number, part in enumerate(parts):
            if number > 1:
                self._content.addWidget(Hairline())
            self._content.addLayout(part)
        self._content.addStretch(1)

    def _actions(self, told: Snapshot) -> QLayout:
        chart = Button(tr("Open chart"), "primary", key=tr("Enter"))
        chart.clicked.connect(self.opened)
        said = told.phones[0] if told.phones else ""
        sign = Picture("phone", "textSecondary", place="button") if can_be_called(said) else 0
        call = row(sign, Label(said, "body", tabular=True), space=6) if said else 0
        return row(chart, 8, call, None, space=0, margins=(16, 0, 16, 14))


_LONGEST_NAME = 120
"""Letters: a longer name would push what must not be missed out of the panel; the chart has all of it."""


def _head(told: Snapshot) -> QLayout:
    bar = told.banner
    age = tr("{age} years", age=bar.age) if bar.age is not None else ""
    born = tr("born {day}", day=bar.born) if bar.born else ""
    speaks = tr("speaks {language}", language=bar.speaks) if bar.speaks else ""
    age = tr("deceased") if bar.deceased else age
    facts = " · ".join(part for part in (age, born, speaks) if part)
    return column(
        Label(cut(bar.name, _LONGEST_NAME), "patientName", wrap=True),
        Label(facts, "secondary", "textSecondary", wrap=True),
        Label(told.address, "secondary", "textSecondary", wrap=True),
        space=1,
        margins=(16, 12, 16, 8),
    )


def _none_known(bar: Banner) -> str:
    if bar.no_known_allergies:
        return tr("None known")
    return tr("No known drug allergies") if bar.no_known_drug_allergies else tr("Not asked yet")


def _must_not_miss(told: Snapshot) -> QLayout:
    bar = told.banner
    lines = [
        _line(tr("Allergies"), ", ".join(bar.allergies), "circle-alert", "critical")
        if bar.allergies
        else _line(tr("Allergies"), _none_known(bar)),
    ]
    if bar.untold:
        lines.append(_line(tr("Not yet told"), " · ".join(bar.untold), "circle-alert", "critical"))
    if bar.other_alerts:
        lines.append(_line(tr("Alerts"), " · ".join(bar.other_alerts), "triangle-alert", "caution"))
    wishes = " · ".join(bar.wishes) or told.wish_elsewhere or tr("Not recorded")
    lines.append(_line(tr("Wishes"), wishes))
    if bar.representative:
        lines.append(_line(tr("Speaks for"), bar.representative))
    if told.access:
        lines.append(_line(tr("Getting in"), told.access))
    return column(*lines, space=4, margins=(16, 12, 16, 12))


def _line(name: str, words: str, icon: str = "", role: Role = "text") -> QLayout:
    label = Label(name, "secondary", "textSecondary")
    label.setFixedWidth(theme().px(_NAMES))
    text = Label("", "secondary", role, wrap=True)
    text.set_runs(Run(words, strong=bool(icon)))
    mark = column(1, Picture(icon, role, place="button"), None, space=0) if icon else 0
    inner = row(column(label, None, space=0), mark, text, space=5)
    inner.setStretch(2, 1)
    return inner


def _section(title: str, lines: Iterable[QWidget | QLayout]) -> QLayout:
    return column(Label(title, "label"), *lines, space=4, margins=(16, 12, 16, 12))


def _own_words(told: Snapshot) -> QLayout | None:
    if not told.own_words:
        return None
    return _section(tr("In their own words"), [Label(f"“{told.own_words[0]}”", "body", wrap=True)])


def _problems(told: Snapshot) -> QLayout | None:
    if not told.problems:
        return None
    lines = [Label(words, "secondary", wrap=True) for words in told.problems[:_PROBLEMS]]
    return _section(tr("Problems"), lines)


def _family(told: Snapshot) -> QLayout | None:
    if not told.family:
        return None
    return _section(tr("Family"), [_relative(one) for one in told.family])


def _relative(one: RelatedPerson) -> QWidget:
    name = Label("", "secondary", wrap=True)
    name.set_runs(
        Run(one.name.display, strong=True), Run(f", {one.relationship}" if one.relationship else "")
    )
    know = tr("may know: {what}", what=one.may_know) if one.may_know else tr("nobody said what they may know")
    below = " · ".join(part for part in (one.phones[0].value if one.phones else "", know) if part)
    words = column(name, Label(below, "caption", "textSecondary", wrap=True), space=0)
    return holder(row(words, Chip(tr("Decides")) if one.is_representative else 0, space=8))
