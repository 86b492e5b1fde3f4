"""What the paper screen does: gathers, renders, keeps the nurse's lines, prints, saves, records as given."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Protocol

from carenurse.app.family_given import Given, Giving, How, note_left, papers_given, record_given, write_paper
from carenurse.app.family_page import FamilyDraft, family_draft, rendered
from carenurse.app.family_words import Block, FamilyWords, family_words, keep_family_words
from carenurse.app.ports import Records
from carenurse.documents.labels import LANGUAGES, Language
from carenurse.documents.page_pictures import PagePicture, page_pictures
from carenurse.documents.rendered import Rendered
from carenurse.translations import tr
from ui.widgets.page import Desk

PREVIEW_DPI = 110


@dataclass(frozen=True, slots=True)
class Choices:
    """How the paper is to be; ``language`` None is the patient's own."""

    language: Language | None = None
    large: bool = False


@dataclass(frozen=True, slots=True)
class Made:
    """A paper ready to be seen."""

    draft: FamilyDraft
    paper: Rendered
    pictures: tuple[PagePicture, ...]
    given: tuple[Given, ...]
    language: Language


class PaperView(Protocol):
    """The pixels, as the presenter sees them."""

    def show_paper(self, made: Made) -> None:
        """Show pages, notes, what is left off and what was given."""
        ...

    def show_texts(self, draft: FamilyDraft) -> None:
        """Fill the fields and let them be written in; called when the nurse arrives, not while she types."""
        ...

    def empty(self) -> None:
        """Take the visit before off the screen, and let nothing be written before it is filled."""
        ...

    def print_pages(self, pictures: tuple[PagePicture, ...]) -> None:
        """Ask for a printer and print."""
        ...

    def forget_who(self) -> None:
        """Empty who received the page: it is in the record now, or was about another visit."""
        ...

    def ask_who(self) -> None:
        """Bring the nurse to the question who received the page."""
        ...


class PaperPresenter:
    """Holds the visit's paper; every change is kept first and then shown."""

    def __init__(self, view: PaperView, desk: Desk) -> None:
        self._view, self._desk = view, desk
        self._encounter = ""
        self._words: FamilyWords | None = None
        """What the nurse wrote for this visit; None until it was read, and nothing is taken before that."""
        self._printing: tuple[str, Language] = ("", "en")
        """Of which visit, and in which language, the page is that was sent to the printer."""
        self._choices = Choices()
        self._made: Made | None = None
        self._asked = 0
        self._how: How = "shown"
        self.unkept = False
        """Whether something was typed that is not in the record, or could not be kept there."""

    def load(self, encounter: str) -> None:
        """Open the paper of one visit, in the patient's language and ordinary type."""
        if encounter != self._encounter:
            self._choices, self._how, self._made, self._words = Choices(), "shown", None, None
            self.unkept = False
            self._asked += 1
            self._view.empty()
        self._encounter = encounter
        self._desk.background.run(
            lambda records: family_words(records, encounter), partial(self._begin, encounter)
        )

    def _begin(self, encounter: str, words: FamilyWords) -> None:
        if encounter == self._encounter:
            self._words = words
            self._make(fill=True)

    def choose_language(self, code: str) -> None:
        """Show the paper in another language (one that papers exist in)."""
        language: Language | None = next((one for one in LANGUAGES if one == code), None)
        self._choices = Choices(language, self._choices.large)
        self._make()

    def choose_size(self, size: str) -> None:
        """Show the paper in "normal" or "large" type."""
        self._choices = Choices(self._choices.language, size == "large")
        self._make()

    def edited(self, block: Block, text: str) -> None:
        """Take the nurse's text of one block; it is kept by ``keep``."""
        if self._words is not None:
            standing = self._made.draft.text(block) if self._made and self._words.of(block) is None else ""
            self._words = self._words.saying(block, text, self._language, standing)
            self.unkept = True

    @property
    def _language(self) -> Language:
        """Give the language that is chosen: what is typed now is in it."""
        return self._choices.language or (self._made.language if self._made else "en")

    def reset(self, block: Block) -> None:
        """Put one block together anew, without her lines."""
        if self._words is not None:
            self._words = self._words.without(block)
            self.keep(fill=True)

    def add_advice(self, line: str) -> None:
        """Add a line of advice to what is to be done."""
        if self._words is None:
            return
        before = self._made.draft.text("to_do") if self._made else ""
        own = self._words.of("to_do")
        text = "\n".join(own) if own is not None else before
        self._words = self._words.saying("to_do", f"{text}\n{line}")
        self.keep(fill=True)

    def print_private(self, reference: str, *, printed: bool) -> None:
        """Choose whether something private stands on the paper."""
        if self._words is not None:
            self._words = self._words.printing(reference, printed=printed)
            self.keep()

    def keep(self, *, fill: bool = False) -> None:
        """Keep the nurse's lines, then show the paper with them."""
        encounter, words, now = self._encounter, self._words, self._desk.clock.now()
        if words is None:
            return
        self.unkept = False
        self._desk.background.run(
            lambda records: keep_family_words(records, encounter, words, now),
            lambda _: self._kept(now, fill),
            self._not_kept,
        )

    def _not_kept(self, problem: Exception) -> None:
        self.unkept = True
        self._desk.failed(problem)

    def _kept(self, now: datetime, fill: bool) -> None:  # noqa: FBT001 - handed through
        self._desk.saved(now)
        self._make(fill=fill)

    def _make(self, *, fill: bool = False) -> None:
        words, now = self._words, self._desk.clock.now()
        if words is None:
            return
        self._asked += 1
        number, encounter, choices = self._asked, self._encounter, self._choices

        def job(records: Records) -> Made:
            draft = family_draft(records, encounter, now=now, words=words)
            language = choices.language or draft.language
            paper = rendered(draft, language, large=choices.large)
            pictures = page_pictures(paper.pdf, PREVIEW_DPI)
            return Made(draft, paper, pictures, papers_given(records, encounter), language)

        self._desk.background.run(job, lambda made: self._show(number, made, fill))

    def _show(self, number: int, made: Made, fill: bool) -> None:  # noqa: FBT001 - handed through
        if number != self._asked:
            return
        self._made = made
        self._view.show_paper(made)
        if fill:
            self._view.show_texts(made.draft)

    def print(self) -> None:
        """Draw the pages for the printer, then ask for one; a paper that is too hard is not printed."""
        if self._made is None or self._made.paper.too_hard:
            return
        pdf = self._made.paper.pdf
        self._printing = (self._encounter, self._made.language)
        self._desk.background.run(lambda _: page_pictures(pdf, 300), self._view.print_pages)

    def printed(self, *, done: bool) -> None:
        """Go on to who received it, once it was printed."""
        if not done:
            self._desk.say(tr("The printer did not take the page. Nothing was printed."))
            return
        self._how = "printed"
        encounter, language = self._printing
        self._desk.background.run(partial(note_left, encounter=encounter, how="printed", language=language))
        self._desk.say(tr("Sent to the printer. Who received the page?"))
        self._view.ask_who()

    def save(self) -> None:
        """Save the PDF where the nurse chooses, and nowhere else."""
        if self._made is None or self._made.paper.too_hard:
            return
        pdf, encounter, language = self._made.paper.pdf, self._encounter, self._made.language
        chosen = self._desk.save_file(tr("Save the page for the family"), "visit-summary.pdf")
        if not chosen:
            return

        def job(records: Records) -> None:
            write_paper(pdf, Path(chosen))
            note_left(records, encounter, "saved", language)

        self._desk.background.run(job, lambda _: self._saved())

    def _saved(self) -> None:
        self._how = "saved"
        self._desk.say(tr("Saved. The file is not locked: whoever has it can read it."))

    def record(self, to_whom: str) -> None:
        """Record the paper that is on the screen as given."""
        made = self._made
        if made is None:
            return
        giving = Giving(made.paper.pdf, made.language, to_whom, self._how, large=self._choices.large)
        encounter, now = self._encounter, self._desk.clock.now()
        self._desk.background.run(
            lambda records: record_given(records, encounter, giving, now),
            lambda _: self._recorded(now),
            self._desk.failed,
        )

    def _recorded(self, now: datetime) -> None:
        self._desk.saved(now)
        self._view.forget_who()
        self._desk.say(tr("Recorded as given."))
        self._make()
