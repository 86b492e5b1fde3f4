"""Whom a file is about, by name; and what differs from what the nurse changed here, one by one."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from carenurse.app.import_people import Coming
from carenurse.app.import_verdicts import Differing
from carenurse.translations import tr
from ui.widgets.boxes import column, holder
from ui.widgets.text import Label, Run

_MOST = 12
"""Lines shown; a file of a whole agency names no more, the count stands below them."""


def people_of(people: Sequence[Coming]) -> QWidget:
    """Name the people of a file, with birth date, and whether they are here already."""
    lines: list[QWidget] = []
    for one in people[:_MOST]:
        born = tr("born {day}", day=one.born) if one.born else tr("birth date not told")
        label = Label("", "body", wrap=True)
        here = tr("already here") if one.here else tr("new here")
        label.set_runs(Run(one.name, strong=True), Run(f", {born}, "), Run(here, role="textSecondary"))
        lines.append(label)
    return _listed(lines, len(people))


def differing_from_yours(told: Sequence[Differing]) -> QWidget:
    """Name what stays as it is here though the file differs: what the nurse changed, what is another's."""
    head = Label(tr("Stays as it is here"), "label", wrap=True)
    lines: list[QWidget] = [head]
    for one in told[:_MOST]:
        words = ", ".join(part for part in (one.title, one.person) if part)
        lines.append(Label(words, "body", wrap=True))
    return _listed(lines, len(told))


def _listed(lines: Sequence[QWidget], count: int) -> QWidget:
    more = tr("and {number} more", number=count - _MOST) if count > _MOST else ""
    tail = [Label(more, "caption", "textSecondary")] if more else []
    return holder(column(*lines, *tail, space=2))
