"""What one form needs and lacks, in words, with what can be decided about it."""

from collections.abc import Callable, Iterator

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from carenurse.app.day_words import week_day
from carenurse.app.form_library import Finding, FormReport, state_words
from carenurse.translations import tr, trn
from ui.widgets.boxes import Piece, column, empty_out, holder, row, scrolled
from ui.widgets.buttons import Button
from ui.widgets.fields.loose_words import LooseWords
from ui.widgets.fields.text import TextField
from ui.widgets.message import Message
from ui.widgets.outcome import Outcome
from ui.widgets.panels import Panel
from ui.widgets.text import Label


class ReportPanel(Panel):
    """All pressing goes out as signals."""

    tried = Signal()
    retired = Signal()
    brought_back = Signal()
    taken_in = Signal()
    put_away = Signal()
    permitted = Signal(str, str)
    permission_taken_back = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("The form"), parent=parent)
        self._told = Outcome("critical")
        self._inside = column(space=10)
        self.buttons: dict[str, Button] = {}
        self.who = TextField(tr("Who says that your agency holds the permission?"))
        self.note = TextField(tr("What it rests on"), placeholder=tr("a letter, a licence number, a date"))
        self.words = LooseWords(who=self.who, note=self.note)
        """Who holds the permission, until it is kept or another form is shown."""
        inner = holder(column(self._told, self._inside, None, space=10, margins=(16, 12, 16, 12)))
        self.add(scrolled(inner))

    def show_report(self, report: FormReport, *, candidate: bool) -> None:
        """Show a form of the list, or a file that was opened."""
        self.title.set_text(report.form.title)
        self._forget()
        self._inside.addLayout(column(*self._facts(report, candidate=candidate), space=6))
        for message in _findings(report):
            self._inside.addWidget(message)
        self._inside.addLayout(column(*_origin(report), space=6))
        if report.form.needs_permission:
            self._inside.addLayout(column(*self._permission(report), space=8))
        self._inside.addLayout(row(*self._deeds(report, candidate=candidate), None, space=10))

    def show_refusal(self, sentence: str, remedy: str) -> None:
        """Say why something was not done; what is shown stays."""
        self._told.say(sentence, remedy)

    def _forget(self) -> None:
        for field in (self.who, self.note):
            field.setParent(None)
            field.set_text("")
        self.words.settle()
        self._told.empty()
        empty_out(self._inside)
        self.buttons = {}

    def _facts(self, report: FormReport, *, candidate: bool) -> Iterator[Piece]:
        form = report.form
        words = [
            tr("A file, not in the library yet") if candidate else state_words(form),
            tr("version {version}", version=form.version) if form.version else tr("no version"),
        ]
        if form.taken_in:
            words.append(tr("taken in {day}", day=week_day(form.taken_in.date())))
        elif not candidate:
            words.append(tr("comes with CareNurse"))
        yield Label(" · ".join(words), "label", wrap=True)
        if report.questions:
            asked = trn("{number} question", "{number} questions", report.questions)
            totals = trn("{number} total", "{number} totals", report.totals) if report.totals else ""
            yield Label(" · ".join(one for one in (asked, totals) if one), "secondary", "textSecondary")
        if report.versions:
            earlier = ", ".join(report.versions)
            kept = tr("Earlier versions kept for the answers given on them: {versions}.", versions=earlier)
            yield _plain(kept)

    def _permission(self, report: FormReport) -> Iterator[Piece]:
        held = report.form.permission
        if held is None:
            yield Message(
                "caution",
                tr("This form is off."),
                tr("Its rights are no open grant. Switch it on only when your agency holds the permission."),
            )
            yield self.who
            yield self.note
            yield self._button("permit", tr("Our agency holds the permission"), self._permit)
            return
        day = week_day(held.when.date())
        yield _plain(tr("{who} said on {day} that the agency holds the permission.", who=held.who, day=day))
        if held.note:
            yield _plain(held.note)
        yield self._button("unpermit", tr("Switch it off"), self.permission_taken_back.emit)

    def _deeds(self, report: FormReport, *, candidate: bool) -> Iterator[Piece]:
        usable = not report.refusal
        if usable:
            yield self._button("try", tr("Try it on a made-up person"), self.tried.emit)
        if candidate:
            if usable:
                yield self._button("take-in", tr("Take it in"), self.taken_in.emit, primary=True)
            yield self._button("put-away", tr("Put the file away"), self.put_away.emit)
        elif report.form.state == "retired":
            yield self._button("bring-back", tr("Bring it back"), self.brought_back.emit)
        elif report.form.state == "in-use":
            yield self._button("retire", tr("Retire it"), self.retired.emit)

    def _button(
        self, name: str, words: str, pressed: Callable[[], object], *, primary: bool = False
    ) -> Button:
        button = Button(words, "primary" if primary else "secondary")
        button.clicked.connect(pressed)
        self.buttons[name] = button
        return button

    def _permit(self) -> None:
        self.permitted.emit(self.who.text(), self.note.text())


def _findings(report: FormReport) -> Iterator[QWidget]:
    if report.refusal:
        yield Message("critical", report.refusal, report.remedy)
        return
    lost = [one for one in report.findings if one.loses]
    rest = [one for one in report.findings if not one.loses]
    if not lost:
        yield Message("ok", tr("Everything that it asks for is done in full."))
    else:
        number = len(lost)
        yield Message(
            "caution",
            trn("{number} thing is not done in full.", "{number} things are not done in full.", number),
        )
    for one in lost:
        yield _plain(_words(one))
    if rest:
        yield Label(tr("Of no matter to who fills it in"), "label", "textSecondary")
        for one in rest:
            yield _plain(_words(one))


def _words(finding: Finding) -> str:
    where = trn("{number} question", "{number} questions", finding.questions) if finding.questions else ""
    name = f"{finding.feature} ({where})" if where else finding.feature
    return f"{name}: {finding.why}."


def _origin(report: FormReport) -> Iterator[Piece]:
    facts = (
        (tr("When and by whom"), report.use),
        (tr("Limits"), report.limits),
        (tr("Source"), report.source),
        (tr("Rights"), report.rights),
    )
    for head, words in facts:
        if words:
            yield column(Label(head, "label", "textSecondary"), _plain(words), space=1)


def _plain(words: str) -> Label:
    return Label(words, "secondary", wrap=True)
