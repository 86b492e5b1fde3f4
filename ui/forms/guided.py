"""One question a screen, for a person or a family who answers alone: the same filling, saved as ever.

No totals, no flags and nothing of earlier visits stand here: they are the nurse's. What leads out is always
there, and leads back to the visit it came from.
"""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QWidget
from typing_extensions import override

from carenurse.app.visit_places import key_of
from carenurse.clinical.fhir import Resource
from carenurse.forms.form import Form, Item
from carenurse.forms.nodes import Place
from carenurse.translations import tr
from ui.forms.choosing import RadiosEditor
from ui.forms.editors import Editor, make_editor
from ui.forms.shapes import Shape, shape_of
from ui.forms.source import FormSource
from ui.forms.worded import beneath
from ui.widgets.announce import announce
from ui.widgets.boxes import column, empty_out, holder, row, scrolled
from ui.widgets.buttons import Button
from ui.widgets.form_panel import GuidedPanel
from ui.widgets.progress import ProgressBar
from ui.widgets.text import Label
from ui.widgets.theme import theme
from ui.widgets.where import mark_question

_WIDE, _BAR = 720, 400
"""Pixels before zoom that question and answers take at most, and that the progress takes."""
_MIDDLE = 20
"""How much more of the width the question takes than the room beside it."""
_LONGEST_LIST = 12
"""So many choices stand open as lines; more of them open as a list."""


class GuidedForm(GuidedPanel):
    """Next and Back, or Enter; ``ended`` when it goes back to the nurse."""

    def __init__(self, source: FormSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._source = source
        self._shapes = shape_of(source.session.form, grid=False).shapes
        self._leads = _leads(source.session.form)
        self._at: Place | None = None
        self.editor: Editor | None = None
        self.question = Label("", "factValue", wrap=True)
        self._lead = Label("", "subject", "textSecondary", wrap=True)
        self._problem = Label("", "body", "critical", wrap=True)
        self._count = Label("", "body", "textSecondary")
        self._bar = ProgressBar(width=_BAR)
        self._place = column(space=10)
        self.back_button = Button(tr("Back"), large=True, icon="chevron-left")
        self.back_button.clicked.connect(self.back)
        self.next_button = Button(tr("Next"), "primary", large=True, key="Enter")
        self.next_button.clicked.connect(self.go_on)
        self.out_button = Button(tr("Back to the nurse"), "quiet", key="Esc")
        self.out_button.clicked.connect(self.ended)
        self._lay_out()
        self._show_first()

    def _lay_out(self) -> None:
        title = Label(self._source.session.form.title, "section", elide=True)
        head = row(title, None, self.out_button, space=12)
        asked = column(self._lead, self.question, self._place, self._problem, None, space=12)
        middle = holder(asked)
        middle.setMaximumWidth(theme().px(_WIDE))
        foot = row(self.back_button, None, self.next_button, space=12)
        centered = row(None, middle, None, space=0)
        centered.setStretch(1, _MIDDLE)
        whole = column(
            head,
            row(self._bar, self._count, None, space=12),
            scrolled(holder(centered)),
            foot,
            space=14,
            margins=(32, 16, 32, 20),
        )
        whole.setStretch(2, 1)
        self.setLayout(whole)

    @override
    def take_cursor(self) -> None:
        """Put the cursor into the answer."""
        (self.editor or self.next_button).setFocus(Qt.FocusReason.TabFocusReason)

    def asked(self) -> tuple[Place, ...]:
        """Give the questions that a person can answer now, in order."""
        session = self._source.session
        return tuple(place for place in session.places() if self._askable(session.item(place)))

    def _askable(self, item: Item) -> bool:
        shown = self._shapes[item.link] is not Shape.HIDDEN
        return item.is_question and shown and not item.calculated and not item.read_only

    def _show_first(self) -> None:
        """Begin with the first question that nobody has answered."""
        asked = self.asked()
        open_now = (place for place in asked if not self._source.session.answers(place))
        self._show(next(open_now, asked[0] if asked else None))

    def _show(self, place: Place | None) -> None:
        """Show one question; None stands behind the last one."""
        self._at = place
        empty_out(self._place)
        self.editor = None
        self._problem.set_text("")
        if place is None:
            self._lead.set_text("")
            self.question.set_text(tr("Thank you. That was the last question."))
            self._place.addWidget(Label(tr("Please give the laptop back to the nurse."), "body", wrap=True))
        else:
            self._ask(place)
        self._show_way()
        announce(self, self.question.text())

    def _ask(self, place: Place) -> None:
        item = self._source.session.item(place)
        self._lead.set_text(self._leads.get(item.link, ""))
        self.question.set_text(item.text)
        self.editor = editor = self._make(place, item)
        editor.show_answers(self._source.session.answers(place))
        self._place.addWidget(editor)
        if (more := beneath(item)) is not None:
            self._place.addWidget(more)
        editor.show()
        self.take_cursor()

    def _make(self, place: Place, item: Item) -> Editor:
        shape = self._shapes[item.link]
        lines = 0 < len(item.options) <= _LONGEST_LIST and item.kind == "choice" and not item.repeats
        unit = self._source.usual_unit(item)
        editor = RadiosEditor(item, item.options) if lines else make_editor(item, shape, unit)
        for button in editor.findChildren(QAbstractButton):
            button.setMinimumHeight(theme().row("touch"))
        mark_question(editor, key_of(place))
        editor.typed.connect(partial(self._typed, place))
        editor.chosen.connect(partial(self._chosen, place))
        editor.left.connect(self._source.left)
        editor.went_on.connect(self.go_on)
        return editor

    def _typed(self, place: Place, text: str) -> None:
        if self.editor is not None:
            self._problem.set_text(self._source.typed(place, text, self.editor.unit))
        self._show_way()

    def _chosen(self, place: Place, answers: list[Resource]) -> None:
        self._source.chosen(place, answers)
        self._show_way()

    def _show_way(self) -> None:
        asked = self.asked()
        at = asked.index(self._at) if self._at in asked else len(asked)
        self._count.set_text(
            tr("Question {number} of {count}", number=at + 1, count=len(asked)) if at < len(asked) else ""
        )
        done = tr("{done} of {total} done", done=at, total=len(asked))
        self._bar.show_share(at / len(asked) if asked else 1.0, done)
        self.back_button.setEnabled(at > 0 and self._source.session.form.entry_mode != "sequential")
        self.next_button.set_words(tr("Next") if at < len(asked) else tr("Back to the nurse"))

    def go_on(self) -> None:
        """Show the next question; behind the last one, go back to the nurse."""
        self._source.left()
        asked = self.asked()
        if self._at is None:
            self.ended.emit()
            return
        at = asked.index(self._at) + 1 if self._at in asked else 0
        self._show(asked[at] if at < len(asked) else None)

    def back(self) -> None:
        """Show the question before, unless the form is answered in one direction only."""
        if self._source.session.form.entry_mode == "sequential":
            return
        self._source.left()
        asked = self.asked()
        at = asked.index(self._at) if self._at in asked else len(asked)
        if at > 0:
            self._show(asked[at - 1])

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on, Esc goes back to the nurse; no other key reaches the visit."""
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.go_on()
            case Qt.Key.Key_Escape:
                self.ended.emit()
            case _:
                event.accept()


def _leads(form: Form) -> Mapping[str, str]:
    """Find the words that stand over each question: the text above it in its group, or the group's own."""
    leads: dict[str, str] = {}
    last: dict[str, str] = {}
    for item in form.index.values():
        if item.kind == "display" and not item.is_aside:
            last[item.parent] = item.text
        elif item.kind == "group":
            last[item.link] = item.text
        else:
            leads[item.link] = item.instructions or last.get(item.parent, "")
    return leads
