"""The page for the family: seen as it will be printed, with what the nurse can change beside it."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, get_args

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from carenurse.app.family_page import FamilyDraft
from carenurse.app.family_words import Block
from carenurse.documents.page_pictures import PagePicture
from carenurse.translations import tr
from ui.documents.page_view import PageView
from ui.documents.presenter import Made, PaperPresenter
from ui.documents.words import given_words, language_words
from ui.widgets.boxes import column, empty_out, holder, row, scrolled
from ui.widgets.buttons import Button, IconButton
from ui.widgets.fields.check import Check
from ui.widgets.fields.long_text import LongTextField
from ui.widgets.fields.loose_words import LooseWords
from ui.widgets.fields.text import TextField
from ui.widgets.message import Message
from ui.widgets.page import Desk, Page, Route
from ui.widgets.panels import Panel
from ui.widgets.printing import PrintDialog, Printing, PrintJob
from ui.widgets.segments import Segments
from ui.widgets.text import Label
from ui.widgets.theme import theme

_AUTOSAVE_MS = 700
_SIDE = 400
"""Width of the right column in pixels before zoom."""
_ROOM_FOR_ZOOM = 940
"""Width of the page in pixels before zoom under which the bar needs all its room for the allergies."""
_ROOM_FOR_WORDS = 740
"""Width of the page in pixels before zoom under which the way back is an arrow."""
_ADVICE_SHOWN = 5


class PaperPage(Page):
    """Pixels of the family's page. ``Route("paper", encounter)`` opens it."""

    def __init__(self, desk: Desk, printing: Printing | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._printing: Printing = printing or PrintDialog()
        self.presenter = PaperPresenter(self, desk)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_AUTOSAVE_MS)
        self._timer.timeout.connect(self.presenter.keep)
        self.preview = PageView()
        self._fields: dict[Block, LongTextField] = {}
        self._notes = column(space=6)
        self._advice = column(space=0)
        self._private = column(space=0)
        self._given = column(space=2)
        self._build_bar()
        self._build_leaving()
        layout = row(self.preview, self._side(), space=12, margins=(16, 12, 16, 12))
        layout.setStretch(0, 1)
        self.setLayout(layout)

    def _build_bar(self) -> None:
        self.language = Segments(tr("Language of the paper"), (("en", tr("English")), ("es", tr("Spanish"))))
        self.language.chosen.connect(self.presenter.choose_language)
        self.size_choice = Segments(tr("Size of type"), (("normal", tr("Normal")), ("large", tr("Large"))))
        self.size_choice.choose("normal")
        self.size_choice.chosen.connect(self.presenter.choose_size)
        self.zoom = Segments(tr("Zoom"), (("0", tr("Fit")), ("100", "100 %"), ("150", "150 %")))
        self.zoom.choose("0")
        self.zoom.chosen.connect(self._choose_zoom)
        self._back = Button(tr("Back"), icon="chevron-left", brief="")
        self._back.clicked.connect(self._desk.back)
        self._roomy = True
        self.top_right = (self.zoom, self._back)

    def _build_leaving(self) -> None:
        self.print_button = Button(tr("Print"), "primary", icon="printer", key="Ctrl Enter")
        self.print_button.clicked.connect(self.presenter.print)
        self.save_button = Button(tr("Save as PDF"), icon="download")
        self.save_button.clicked.connect(self.presenter.save)
        self.who = TextField(tr("Who received the page?"), placeholder=tr("Name, or the person"))
        self.give_button = Button(tr("Record as given"), icon="check")
        self.give_button.clicked.connect(lambda: self.presenter.record(self.who.text()))
        self._words = LooseWords(who=self.who)
        self.who.line.returnPressed.connect(self.give_button.click)

    def _side(self) -> QWidget:
        changes = column(
            row(self.language, self.size_choice, None),
            self._notes,
            *self._text_fields(),
            self._advice,
            self._private,
            None,
            space=10,
            margins=(13, 10, 13, 10),
        )
        leaving = column(
            self._given,
            self.who,
            row(None, self.give_button),
            row(self.save_button, None, self.print_button),
            space=8,
            margins=(13, 10, 13, 12),
        )
        panel = Panel(tr("Page for the family"))
        fields = scrolled(holder(changes))
        panel.add(fields)
        panel.body.setStretchFactor(fields, 1)
        panel.add_line()
        panel.add(leaving)
        panel.setFixedWidth(theme().px(_SIDE))
        self._panel = panel
        return panel

    def _text_fields(self) -> list[QWidget]:
        asked: dict[Block, tuple[str, str]] = {
            "main": (tr("Most important today"), tr("1 or 2 short sentences")),
            "to_do": (tr("To do before the next visit"), tr("one line each, at most 5")),
            "found": (tr("What we found"), tr("in plain words")),
            "questions": (tr("Questions for the doctor"), tr("one line each")),
            "emergency": (tr("Call 911 if"), tr("one line each")),
            "call_today": (tr("Call the nurse today if"), tr("one line each")),
        }
        for block, (label, hint) in asked.items():
            field = LongTextField(label, placeholder=hint)
            field.edited.connect(self._typing(block))
            field.left.connect(self._typed)
            self._fields[block] = field
        return list(self._fields.values())

    def _choose_zoom(self, percent: str) -> None:
        self.preview.set_zoom(int(percent))

    def _add_advice(self, line: str, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        self.presenter.add_advice(line)

    def _print_private(self, reference: str, on: bool) -> None:  # noqa: FBT001 - Qt's signal
        self.presenter.print_private(reference, printed=on)

    def _typing(self, block: Block) -> Callable[[str], None]:
        def take(text: str) -> None:
            self.presenter.edited(block, text)
            self._timer.start()

        return take

    def _typed(self) -> None:
        self._timer.stop()
        if self.presenter.unkept:
            self.presenter.keep()

    @override
    def arrive(self, route: Route) -> None:
        """Open the paper of the visit."""
        again = self.turn_to(route.subject)
        self.presenter.load(route.subject)
        if again:
            self.take_up(again)

    @override
    def keep_words(self) -> None:
        """Keep what was typed."""
        self._typed()

    @override
    def unfinished(self) -> dict[str, Any]:
        """Give who received the page, as long as it is not recorded."""
        return self._words.typed()

    @override
    def take_up(self, form: Mapping[str, Any]) -> None:
        """Write it again."""
        self._words.put_back(form)

    @override
    def primary(self) -> None:
        """Print."""
        self.presenter.print()

    @override
    def keys(self) -> tuple[tuple[str, str], ...]:
        """Name the keys of this page."""
        return ((tr("Ctrl Enter"), tr("print")),)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the paper the room that the side leaves."""
        super().resizeEvent(event)
        self._panel.setFixedWidth(min(theme().px(_SIDE), self.width() * 5 // 9))
        self._back.fold(on=self.width() < theme().px(_ROOM_FOR_WORDS))
        roomy = self.width() >= theme().px(_ROOM_FOR_ZOOM)
        if roomy is not self._roomy:
            self._roomy = roomy
            self.top_right = (self.zoom, self._back) if roomy else (self._back,)
            self.heading_changed.emit()

    def field(self, block: Block) -> LongTextField:
        """Give the field of one block."""
        return self._fields[block]

    def show_paper(self, made: Made) -> None:
        """Show pages, notes, what is left off and what was given."""
        self.set_heading(tr("Page for the family"), patient=made.draft.patient)
        self.preview.show_pages(made.pictures)
        self.language.choose(made.language)
        self._show_notes(made)
        self._show_advice(made.draft)
        self._show_private(made.draft)
        self._show_given(made)
        reason = tr("The text is too hard to read. Make it simpler first.") if made.paper.too_hard else ""
        self.print_button.why_not(reason)
        self.save_button.why_not(reason)
        self.give_button.why_not(reason)

    def show_texts(self, draft: FamilyDraft) -> None:
        """Fill the fields with what stands on the paper."""
        for block in get_args(Block):
            self._fields[block].setEnabled(True)
            self._fields[block].set_text(draft.text(block))

    def empty(self) -> None:
        """Take the paper of the visit before off the screen: nothing of one family is seen beside another."""
        self.set_heading(tr("Page for the family"))
        self.preview.show_pages(())
        for field in self._fields.values():
            field.set_text("")
            field.setEnabled(False)
        for side in (self._notes, self._advice, self._private, self._given):
            empty_out(side)
        for button in (self.print_button, self.save_button, self.give_button):
            button.why_not(tr("The page is still being made."))
        self.forget_who()

    def _show_notes(self, made: Made) -> None:
        empty_out(self._notes)
        alone = tr("Page 1 can stand alone. The other side is to look things up.")
        self._notes.addWidget(Label(alone, "caption", "textSecondary", wrap=True))
        if made.language == "es":
            told = tr("What you type now is taken as Spanish and printed as you write it.")
            self._notes.addWidget(Label(told, "caption", "textSecondary", wrap=True))
        if not made.draft.summary.phone:
            self._notes.addWidget(self._ask_for_agency())
        for note in made.paper.notes:
            self._notes.addWidget(Message("caution", note))
        if made.paper.grade is not None and not made.paper.notes:
            words = tr("Reads like school grade {grade}.", grade=max(1, round(made.paper.grade)))
            self._notes.addWidget(Label(words, "caption", "textSecondary", wrap=True))

    def _ask_for_agency(self) -> Message:
        """Say that nobody can be called by this paper, and lead to where the number is written once."""
        message = Message(
            "caution",
            tr("This paper has no number to call."),
            tr("It has a line to write one on."),
            action=tr("Set the agency's number"),
            link=True,
        )
        message.acted.connect(lambda: self._desk.go(Route("settings", part="agency")))
        return message

    def _show_advice(self, draft: FamilyDraft) -> None:
        empty_out(self._advice)
        shown = set(draft.text("to_do").splitlines())
        offered = [line for line in draft.advice if line not in shown][:_ADVICE_SHOWN]
        if offered:
            self._advice.addWidget(Label(tr("Advice you may add to what to do"), "label"))
        for line in offered:
            button = IconButton("plus", tr("Add: {line}", line=line))
            button.clicked.connect(partial(self._add_advice, line))
            self._advice.addLayout(_beside(button, line))

    def _show_private(self, draft: FamilyDraft) -> None:
        empty_out(self._private)
        if draft.private:
            words = tr("Private: off the paper unless the person agrees")
            self._private.addWidget(Label(words, "label", wrap=True))
        for one in draft.private:
            box = Check("", spoken=one.text)
            box.setChecked(one.printed)
            box.toggled.connect(partial(self._print_private, one.reference))
            self._private.addLayout(_beside(box, one.text))

    def _show_given(self, made: Made) -> None:
        empty_out(self._given)
        for one in made.given:
            words = given_words(one, self._desk.clock.now(), language_words(one.language))
            self._given.addWidget(Label(words, "caption", "textSecondary", elide=True))

    def print_pages(self, pictures: tuple[PagePicture, ...]) -> None:
        """Ask for a printer and print; without one, say so and leave saving to the nurse."""
        if not self._printing.ready:
            self._desk.say(tr("This computer has no printer. You can save the page as a PDF instead."))
            return
        if (printer := self._printing.ask(self)) is not None:
            PrintJob(printer, pictures, lambda done: self.presenter.printed(done=done), self).start()

    def forget_who(self) -> None:
        """Empty who received the page: it is in the record now, or was about another visit."""
        self._words.settle()
        self.who.set_text("")

    def ask_who(self) -> None:
        """Bring the nurse to the question who received the page."""
        self.who.setFocus(Qt.FocusReason.OtherFocusReason)


def _beside(control: QWidget, words: str) -> QHBoxLayout:
    """Put words that may take several lines beside their control."""
    line = row(control, Label(words, "secondary", wrap=True))
    line.setStretch(1, 1)
    line.setAlignment(control, Qt.AlignmentFlag.AlignTop)
    return line


def make_page(desk: Desk) -> Page:
    """Make the screen."""
    return PaperPage(desk)
