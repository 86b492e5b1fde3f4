"""The standing panels of the chart: problems with goals, medicines, people."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QWidget

from carenurse.app.chart import Chart, GoalLine, ProblemLine
from carenurse.app.chart_home import Person
from carenurse.app.chart_last import LastSeen
from carenurse.app.day_words import short_day
from carenurse.app.medicine_words import as_told
from carenurse.careplan.plan import trend
from carenurse.careplan.progress import Track
from carenurse.clinical.contact import can_be_called
from carenurse.clinical.medicine import Medicine
from carenurse.clinical.units import shown
from carenurse.translations import tr, trn
from ui.widgets.boxes import column, holder, row
from ui.widgets.chips import Chip
from ui.widgets.picture import Picture
from ui.widgets.standing import track_chip, trend_chip
from ui.widgets.surface import Hairline, Surface
from ui.widgets.text import Label, Run
from ui.widgets.tokens import Role
from ui.widgets.warned import warned


def lines(parts: Sequence[QWidget | QLayout], nothing: str) -> QWidget:
    """Put parts under one another with hairlines between them, or say that there are none."""
    if not parts:
        return holder(
            column(Label(nothing, "secondary", "textSecondary", wrap=True), margins=(14, 12, 14, 12))
        )
    outer = column(space=0)
    for number, part in enumerate(parts):
        if number:
            outer.addWidget(Hairline())
        if isinstance(part, QWidget):
            outer.addWidget(part)
        else:
            outer.addLayout(part)
    return holder(outer)


def problems(told: Chart) -> QWidget:
    """Show own words, then each problem with its goals and where they stand, then the diagnoses."""
    parts: list[QWidget | QLayout] = []
    if told.own_words:
        quote = Surface("sunken")
        quote.setLayout(column(Label(f"“{told.own_words}”", "body", wrap=True), margins=(14, 10, 14, 10)))
        parts.append(quote)
    parts += [_problem(line, told.today) for line in told.problems if line.in_plan]
    others = [line.problem.text for line in told.problems if not line.in_plan]
    if others:
        heading = Label(tr("Diagnoses"), "label")
        names = [Label(words, "secondary", wrap=True) for words in others]
        parts.append(column(heading, *names, space=3, margins=(14, 10, 14, 12)))
    return lines(parts, _no_problem(told.past))


def _no_problem(past: int) -> str:
    if past:
        return trn(
            "No problem now. {number} is over: Everything has it.",
            "No problem now. {number} are over: Everything has them.",
            past,
        )
    return tr("No problem is recorded yet. Open the plan to add one, or take one from a template.")


def _problem(line: ProblemLine, today: date) -> QLayout:
    name = Label(line.problem.text, "section", wrap=True)
    head = row(name, trend_chip(trend(line.problem)) or 0, space=8)
    head.setStretch(0, 1)
    head.setAlignment(name, Qt.AlignmentFlag.AlignVCenter)
    return column(head, *(_goal(goal, today) for goal in line.goals), space=4, margins=(14, 9, 13, 10))


def _goal(line: GoalLine, today: date) -> QLayout:
    goal, standing = line.goal, line.standing
    unit = shown(line.unit) if line.unit else ""
    by = f" {tr('by {day}', day=short_day(goal.due.exact, today))}" if goal.due and goal.due.exact else ""
    text = Label(f"{goal.text or goal.words}{by}", "secondary", wrap=True)
    facts: list[Run] = []
    if standing.start is not None:
        facts.append(Run(tr("Started {value}", value=f"{standing.start:f}")))
    if standing.now is not None:
        said = Run(f"{standing.now:f} {unit}".strip(), strong=True, role=_now_role(standing.track))
        facts += [Run(", " if facts else ""), Run((tr("today") if line.draft else tr("now")) + " "), said]
    if line.before is not None:
        facts.append(Run(tr(", was {value}", value=f"{line.before:f}")))
    below = Label("", "caption", "textSecondary", wrap=True)
    below.set_runs(*facts)
    words = column(text, below if facts else 0, space=0)
    mark = column(2, Picture("target", "textSecondary", place="button"), None, space=0)
    chip = 0 if standing.track is Track.UNMEASURED else track_chip(standing.track)
    inner = row(mark, words, chip, space=8)
    inner.setStretch(1, 1)
    return inner


def _now_role(track: Track) -> Role:
    return "critical" if track is Track.OFF else "text"


def medicines(told: Chart) -> QWidget:
    """Show what the person takes; what was stopped is named below, since it may still be in the house."""
    parts: list[QWidget | QLayout] = [
        _medicine(one, told.allergic.get(one.id, ""), told.twice.get(f"{one.kind}/{one.id}", ""))
        for one in told.medicines
    ]
    if told.stopped:
        names = [Label(one.name, "secondary", "textSecondary", wrap=True) for one in told.stopped]
        parts.append(column(Label(tr("No longer taken"), "label"), *names, space=2, margins=(14, 8, 14, 10)))
    return lines(parts, tr("No medicine is on the list yet. Write down what is taken at home."))


def _medicine(one: Medicine, allergic: str, twice: str) -> QLayout:
    label = Label("", "secondary", wrap=True)
    label.set_runs(
        Run(one.name or tr("Unnamed medicine"), strong=True),
        Run(f"  {one.dose}" if one.dose else "", role="textSecondary"),
    )
    source = Label(as_told(), "caption", "textSecondary", wrap=True) if one.told_at_home else 0
    warnings = (warned(allergic) if allergic else 0, warned(twice, "caution") if twice else 0)
    words = column(label, *warnings, source, space=0)
    inner = row(words, Chip(tr("If needed")) if one.as_needed else 0, space=8, margins=(14, 8, 12, 8))
    inner.setStretch(0, 1)
    return inner


def last_visit(told: LastSeen) -> QWidget:
    """Show what was found last and who was told, the scores, and when somebody comes next."""
    parts: list[QWidget | QLayout] = []
    for one in told.found:
        mark = column(2, Picture("circle-alert", "critical"), None, space=0)
        words = column(Label(one.what, "label", "critical", wrap=True), space=0)
        if one.told:
            words.addWidget(Label(one.told, "caption", "textSecondary", wrap=True))
        line = row(mark, words, space=8, margins=(14, 6, 12, 6))
        line.setStretch(1, 1)
        parts.append(line)
    if told.scores:
        scores = [Label(words, "secondary", wrap=True) for words in told.scores]
        parts.append(column(*scores, space=2, margins=(14, 6, 12, 6)))
    if told.coming:
        coming = Label("", "secondary", wrap=True)
        coming.set_runs(Run(tr("Next visit: "), strong=True), Run(told.coming))
        parts.append(column(coming, margins=(14, 6, 12, 8)))
    return lines(parts, tr("Nothing was found that asked for a call. No visit is planned."))


def people(told: Chart) -> QWidget:
    """Show whom to talk to, and what each may be told."""
    return lines([_person(one) for one in told.people], tr("Nobody is recorded."))


def _person(one: Person) -> QLayout:
    know = tr("may know: {what}", what=one.may_know) if one.may_know else ""
    words = column(
        Label(one.name, "bodyStrong", wrap=True),
        Label(" · ".join(part for part in (one.role, know) if part), "caption", "textSecondary", wrap=True),
        space=0,
    )
    phone = row(
        Picture("phone", "textSecondary", place="button") if can_be_called(one.phone) else 0,
        Label(one.phone, "secondary", tabular=True),
        space=5,
    )
    inner = row(
        words, Chip(tr("Decides")) if one.represents else 0, phone if one.phone else 0, margins=(14, 8, 12, 8)
    )
    inner.setStretch(0, 1)
    return inner
