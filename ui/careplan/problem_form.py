"""The form of a problem: published term, local words, what was seen, three ratings from 1 to 5."""

from dataclasses import replace

from PySide6.QtCore import Signal

from carenurse.app.plan_content import plan_content
from carenurse.app.plan_drafts import ProblemDraft
from carenurse.careplan.terms import ProblemTerm, Scale
from carenurse.clinical.problem import Rating
from carenurse.translations import tr
from ui.careplan.sheet import SheetForm
from ui.widgets.boxes import column, empty_out, holder, row
from ui.widgets.buttons import Button
from ui.widgets.fields.check import Check
from ui.widgets.fields.choice import ChoiceField
from ui.widgets.fields.digits import DigitsField
from ui.widgets.fields.long_text import LongTextField
from ui.widgets.fields.text import TextField
from ui.widgets.text import Label

_MODIFIERS = ("RM0003", "RM0002", "RM0001")


class ProblemForm(SheetForm):
    """``draft()`` gives what stands in the form."""

    resolving = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._terms = plan_content().terms
        self._draft = ProblemDraft("")
        self._taken: frozenset[str] = frozenset()
        self.term = ChoiceField(tr("Problem, Omaha System term"), placeholder=tr("Type the first letters"))
        self.term.edited.connect(self._term_chosen)
        self._meaning = Label("", "caption", "textSecondary", wrap=True)
        self.text = TextField(tr("In your words"))
        states = {term.code: term for term in self._terms.states}
        self.state = ChoiceField(tr("State"), [(code, states[code].display) for code in _MODIFIERS])
        self._meanings = {code: states[code].meaning for code in _MODIFIERS}
        self.state.edited.connect(self._tell_state)
        self._signs = column(space=0)
        self._signs_head = Label(tr("Seen today"), "label")
        self._checks: dict[str, Check] = {}
        self.ratings = {scale.code: _RatingLine(scale) for scale in self._terms.scales}
        self.note = LongTextField(tr("Note"), fewest=2)
        self._resolve = Button(tr("Resolve problem"), "text", icon="check")
        self._resolve.clicked.connect(lambda: self.resolving.emit(self._draft.id))
        self.fill(
            self.term,
            self._meaning,
            self.text,
            self.state,
            holder(column(self._signs_head, self._signs, space=2)),
            *(line.block for line in self.ratings.values()),
            self.note,
            None,
        )
        self.offer(self._resolve)

    def show_draft(self, draft: ProblemDraft, taken: frozenset[str]) -> None:
        """Show a problem from the start; terms that the plan has are not offered a second time."""
        self._draft, self._taken = draft, taken
        self.say_title(tr("Change problem") if draft.id else tr("Add problem"))
        self._resolve.setVisible(bool(draft.id))
        self.keep_button.set_words(tr("Keep") if draft.id else tr("Add problem"))
        self.term.offer(
            [
                (
                    term.code,
                    f"{term.display}  ·  {term.plain}" if term.plain != term.display else term.display,
                )
                for term in sorted(self._terms.problems, key=lambda term: term.display)
                if term.code == draft.omaha or term.code not in taken
            ]
        )
        self.term.set_text(draft.omaha)
        self.term.set_state("read-only" if draft.id else "normal")
        self.term.setVisible(not draft.id or bool(draft.omaha))
        self.text.set_text(draft.text)
        self.state.set_text(draft.modifier)
        self._tell_state(draft.modifier)
        self.note.set_text(draft.note)
        for scale, line in self.ratings.items():
            line.show(draft.ratings.get(scale, Rating()))
        self._show_term(self._terms.problem(draft.omaha))
        self.show_faults({})
        (self.text if draft.id else self.term).setFocus()

    def _tell_state(self, code: str) -> None:
        self.state.set_state("normal", self._meanings.get(code, ""))

    def _term_chosen(self, code: str) -> None:
        term = self._terms.problem(code)
        self._draft = replace(self._draft, omaha=code)
        if term:
            self.text.set_text(term.plain)
        self._show_term(term)

    def _show_term(self, term: ProblemTerm | None) -> None:
        """Say the meaning and list the signs of the term."""
        self._meaning.set_text(term.meaning if term else "")
        self._meaning.setVisible(term is not None)
        empty_out(self._signs)
        self._checks = {}
        for sign in term.signs if term else ():
            check = Check(sign.display)
            check.setChecked(sign.code in self._draft.signs)
            self._checks[sign.code] = check
            self._signs.addWidget(check)
        self._signs_head.setVisible(bool(self._checks))

    def draft(self) -> ProblemDraft:
        """Collect what stands in the form."""
        return replace(
            self._draft,
            omaha=self.term.text() or self._draft.omaha,
            text=self.text.text(),
            modifier=self.state.text() or self._draft.modifier,
            signs=tuple(code for code, check in self._checks.items() if check.isChecked()),
            ratings={scale: line.rating() for scale, line in self.ratings.items()},
            note=self.note.text(),
        )

    def show_faults(self, faults: dict[str, str]) -> None:
        """Say what is wrong, field by field."""
        self.text.show_problem(faults.get("text", ""))


class _RatingLine:
    """One scale: now and aim; the start is the first "now" that is given."""

    def __init__(self, scale: Scale) -> None:
        choices = [
            (str(level.value), str(level.value), f"{level.label}: {level.guide}") for level in scale.levels
        ]
        self.now = DigitsField(tr("{scale} now", scale=scale.display), choices)
        self.aim = DigitsField(tr("{scale} aim", scale=scale.display), choices)
        self.block = holder(row(self.now, self.aim, space=16))
        self._rating = Rating()

    def show(self, rating: Rating) -> None:
        """Show a rating."""
        self._rating = rating
        self.now.set_text(str(rating.now or ""))
        self.aim.set_text(str(rating.target or ""))

    def rating(self) -> Rating:
        """Give the rating as it stands."""
        now, aim = (int(field.text()) if field.text() else None for field in (self.now, self.aim))
        return Rating(self._rating.start if self._rating.start is not None else now, now, aim)
