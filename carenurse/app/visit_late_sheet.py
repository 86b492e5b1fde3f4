"""The worksheet of a visit as rows, in the words that the note has for medicines, lessons and calls."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import Any, Final

from carenurse.app.day_words import clock_time, week_day
from carenurse.app.form_shelf import Shelf
from carenurse.app.medicine_list import named
from carenurse.app.ports import Reading
from carenurse.app.visit_facts import AgreedGoal, ListedMedicine, PlannedCare
from carenurse.app.visit_forms import short_title
from carenurse.app.visit_late_rows import Path, Row
from carenurse.app.visit_note import NoteFacts, NoteParagraph, assemble
from carenurse.app.visit_places import place_from
from carenurse.app.visit_plan import planned_care
from carenurse.app.visit_worksheet import Told, Unread, Worksheet
from carenurse.app.worksheet_words import code_words
from carenurse.clinical import goal as goals
from carenurse.clinical.fhir import Resource, split_reference
from carenurse.errors import ExpectedError
from carenurse.forms.form import Form
from carenurse.forms.translating import in_language
from carenurse.translations import spoken_language, tr

_LISTS: Final = {
    "interventions": "order",
    "medicines": "medicine",
    "goals": "goal",
    "teaching": "row",
    "told": "row",
    "paragraphs": "name",
}
"""The lists of a worksheet, each with what tells its rows apart."""

_ONES: Final = ("reason", "homebound_help", "homebound_effort", "jot", "response", "list_looked_at")
_NOT_TYPED: Final = frozenset({*_LISTS.values(), "flag", "base", "planned"})
"""What of a row nobody typed: which row it is, and what stood there before."""


def form_at_hand(shelf: Shelf, name: str) -> Form | None:
    """Find a form by its name on the shelf, in the nurse's language; None where it is not at hand."""
    try:
        form, _ = shelf.form(name)
    except ExpectedError:
        return None
    return in_language(form, spoken_language())


@dataclass(frozen=True, slots=True)
class SheetRows:
    """Makes rows of a worksheet; ``records`` and ``shelf`` know what it names by an id only."""

    records: Reading
    shelf: Shelf
    patient: str
    today: date

    def rows(self, sheet: Worksheet) -> list[Row]:
        """Take the rows; where the cursor stood is none."""
        return [*self._ones(sheet), *self._lists(sheet), *self._ends(sheet), *self._forms(sheet)]

    def _ones(self, sheet: Worksheet) -> Iterator[Row]:
        for name in _ONES:
            if (text := getattr(sheet, name)).strip() and (said := self._note(_only(name, text))):
                yield Row((name,), said.title, said.text, text)

    def _lists(self, sheet: Worksheet) -> Iterator[Row]:
        for name, key in _LISTS.items():
            for row in getattr(sheet, name):
                yield from self._row(name, (name, getattr(row, key)), row)

    def _row(self, name: str, group: Path, row: Any) -> Iterator[Row]:
        """Say a row as the note does, and behind it what of it the note leaves out."""
        if not (typed := _typed(row)):
            return
        said, about = self._note(_only(name, (row,))), self._about(name, row)
        unsaid = [
            self._field(field, value)
            for field, value in typed.items()
            if (said or field not in _ABOUT)
            and self._note(_only(name, (replace(row, **{field: _NOTHING[type(value)]}),))) == said
        ]
        words = "; ".join(one for one in (said.text if said else about, *unsaid) if one)
        parts: dict[Path, str] = {
            (field,): ": ".join(one for one in (about, self._field(field, value)) if one)
            for field, value in typed.items()
        }
        yield Row(group, self._title(name, said), words, repr(typed), parts)

    def _title(self, name: str, said: NoteParagraph | None) -> str:
        if said is None:
            return {
                "interventions": tr("Done"),
                "medicines": tr("Medicines"),
                "goals": tr("Goals"),
                "teaching": tr("Taught"),
                "told": tr("Told"),
            }.get(name, tr("Note"))
        return tr("{title}, in your own words", title=said.title) if name == "paragraphs" else said.title

    def _note(self, sheet: Worksheet) -> NoteParagraph | None:
        """Write the note of a worksheet that has one thing in it."""
        facts = NoteFacts(
            sheet=sheet,
            reason="",
            found=(),
            care=tuple(self._care(row.order) for row in sheet.interventions),
            goals=tuple(self._goal(row.goal) for row in sheet.goals),
            medicines=tuple(self._medicine(row.medicine) for row in sheet.medicines),
            today=self.today,
        )
        return next((one for one in assemble(facts) if one.text), None)

    def _about(self, name: str, row: Any) -> str:
        match name:
            case "interventions":
                return self._care(row.order).text
            case "medicines":
                return self._medicine(row.medicine).name
            case "goals":
                return self._goal(row.goal).short
            case "teaching":
                return str(row.topic)
            case _:
                return str(row.about) if isinstance(row, Told) else ""

    def _care(self, order: str) -> PlannedCare:
        known = self._named(order)
        planned = planned_care(self.records, self.patient, [known] if known else [])
        return next(iter(planned), PlannedCare(order, tr("A task that is not in the record")))

    def _goal(self, goal: str) -> AgreedGoal:
        known = self._named(goal)
        told = goals.decode(known) if known else goals.Goal()
        return AgreedGoal(goal, told.text or tr("A goal that is not in the record"), told.words)

    def _medicine(self, medicine: str) -> ListedMedicine:
        known = self._named(medicine)
        name = named(self.records, known).name if known else ""
        return ListedMedicine(medicine, name or tr("A medicine that is not in the record"))

    def _named(self, reference: str) -> Resource | None:
        target = split_reference(reference)
        return self.records.get(*target) if target else None

    def _field(self, field: str, value: str | datetime) -> str:
        if isinstance(value, datetime):
            return f"{week_day(value.date(), self.today)} {clock_time(value)}"
        return code_words(field, value)

    def _ends(self, sheet: Worksheet) -> Iterator[Row]:
        """Say what was agreed at the door; the family page has no words in the note."""
        for name, title in (("next_visit", tr("Next")), ("family_page", tr("Family page"))):
            row = getattr(sheet, name)
            if typed := _typed(row):
                parts: dict[Path, str] = {(one,): self._field(one, value) for one, value in typed.items()}
                yield Row((name,), title, "; ".join(parts.values()), repr(typed), parts)

    def _forms(self, sheet: Worksheet) -> Iterator[Row]:
        for group, names, title in (
            ("added_forms", sheet.added_forms, tr("Form taken into the visit")),
            ("left_out_forms", sheet.left_out_forms, tr("Form left out of the visit")),
        ):
            for name in names.split():
                yield Row((group, name), title, self._form_title(name), name)
        for one in sheet.unread:
            yield Row(("unread", one.section, one.question), self._asked(one), _unread(one), one.text)

    def _form_title(self, name: str) -> str:
        form = form_at_hand(self.shelf, name)
        return short_title(name, form) if form else tr("Form that is not on this laptop")

    def _asked(self, one: Unread) -> str:
        form = form_at_hand(self.shelf, one.section)
        item = form.index.get(place_from(one.question).link) if form else None
        question = (item.short or item.text).rstrip("?:") if item else tr("Question without words")
        return f"{self._form_title(one.section)}, {question}"


_ABOUT: Final = frozenset({"topic", "about"})
"""What names the row itself."""

_NOTHING: Final[dict[type, Any]] = {str: "", datetime: None}


def _typed(row: Any) -> dict[str, str | datetime]:
    """Give what was typed or chosen in a row; of a finding that nobody wrote under there is nothing."""
    found: dict[str, str | datetime] = {}
    for field in fields(row):
        value = getattr(row, field.name)
        kept = value.strip() if isinstance(value, str) else value
        if field.name not in _NOT_TYPED and kept and isinstance(kept, (str, datetime)):
            found[field.name] = value
    words = found.keys() - ({"when", "about"} if isinstance(row, Told) and row.flag else {"when"})
    return found if words else {}


def _only(name: str, value: Any) -> Worksheet:
    """Make a worksheet that holds one thing."""
    found: dict[str, Any] = {name: value}
    return Worksheet(**found)


def _unread(one: Unread) -> str:
    return tr("{words} (typed so, no answer yet)", words=one.text)
