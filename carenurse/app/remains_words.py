"""What a wiped laptop left, in words: answers of forms, notes of visits, and what stood in an open form.

The office keeps it as it came (``remains``); this is how a person reads it with the nurse before anything of
it is taken over. Nothing is interpreted: questions and the answers to them, labels and the words behind them.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Final, cast

from carenurse.app.content import form_at
from carenurse.app.nameless import called
from carenurse.app.office_remains import LeftEntry, entries_of, file_of
from carenurse.app.open_form_words import label_of_field, place_words
from carenurse.app.plain_facts import Line
from carenurse.app.ports import Reading, Records
from carenurse.app.sync_facts import facts_of
from carenurse.app.sync_words import kind_word, moment
from carenurse.app.visit_worksheet_record import WORKSHEET, decode
from carenurse.clinical.fhir import Resource, kind_of, reference_to, split_reference
from carenurse.clinical.index_facts import patient_of
from carenurse.clinical.shapes import as_object, as_objects, as_text
from carenurse.clinical.titles import title_of
from carenurse.forms.answers import words_of
from carenurse.forms.form import Form
from carenurse.translations import tr

_TECHNICAL: Final = frozenset({"row", "flag", "base", "planned", "place", "name"})
"""Fields of a worksheet that only this program needs."""


@dataclass(frozen=True, slots=True)
class LeftPage:
    """One thing that was left: what it is, about whom ("" for nobody), and its lines."""

    title: str
    about: str
    lines: tuple[Line, ...]


def read_left(records: Records, digest: str, now: datetime) -> tuple[LeftPage, ...]:
    """Say one piece of what was left in words, and note that it was read; files and the trail stay files."""
    found = entries_of(records, digest)
    with records.work() as work:
        work.record("read", "Bundle", f"remains {digest}")
    reader = _Reader(records, found, now)
    pages = [*reader.open_forms(), *(reader.page(one.resource) for one in found if not one.is_file)]
    return tuple(page for page in pages if page.lines)


class _Reader:
    """Reads on the clock of ``now``; whoever is named is looked up in what was left, then at the office."""

    def __init__(self, records: Reading, found: Iterable[LeftEntry], now: datetime) -> None:
        self._records, self._now = records, now
        self._found = tuple(found)
        self._left = {reference_to(one.resource): one.resource for one in self._found}

    def page(self, resource: Resource) -> LeftPage:
        """Say one record."""
        about = self._about(patient_of(resource) or "")
        if kind_of(resource) != "QuestionnaireResponse":
            facts = facts_of(resource, self._now)
            told = tuple((one.label, one.words) for one in facts if one.words)
            return LeftPage(_titled(resource), about, told)
        if as_text(resource.get("questionnaire")) == WORKSHEET:
            return LeftPage(tr("Notes of a visit that was not signed"), about, tuple(self._notes(resource)))
        form = form_at(as_text(resource.get("questionnaire")))
        title = form.title if form else title_of(resource)
        lines = _answers(as_objects(resource.get("item")), form)
        return LeftPage(tr("{form}: answers", form=title), about, tuple(lines))

    def _notes(self, resource: Resource) -> Iterator[Line]:
        sheet, labels = decode(resource), _sheet_labels()
        for name, label in labels.items():
            value = getattr(sheet, name)
            rows = cast("tuple[Any, ...]", value) if isinstance(value, tuple) else (value,)
            yield from ((label, words) for row in rows if (words := self._row(row)))

    def _row(self, row: Any) -> str:
        if isinstance(row, str):
            return row.strip()
        values = (getattr(row, one.name) for one in fields(row) if one.name not in _TECHNICAL)
        said = (self._value(value) for value in values)
        return ", ".join(words for words in said if words)

    def _value(self, value: Any) -> str:
        if isinstance(value, datetime):
            return moment(value, self._now)
        if not isinstance(value, str):
            return ""
        target = split_reference(value)
        held = (self._left.get(value) or self._records.get(*target)) if target else None
        return title_of(held) if held else "" if target else value.strip()

    def _about(self, patient: str) -> str:
        if not patient:
            return ""
        known = self._records.get("Patient", patient) or self._left.get(f"Patient/{patient}")
        return called(known) if known else ""

    def open_forms(self) -> Iterator[LeftPage]:
        """Say what stood in forms that were open when the laptop was emptied."""
        try:
            raw: Any = json.loads(file_of(self._found, "words") or b"null")
        except ValueError:
            return
        there = as_object(raw)
        yield self._open_form(as_text(there.get("place")), as_text(there.get("subject")), there.get("form"))
        for place, forms in as_object(there.get("elsewhere")).items():
            for whose, form in as_object(forms).items():
                yield self._open_form(place, whose, form)

    def _open_form(self, place: str, whose: str, form: Any) -> LeftPage:
        held = as_object(form)
        patient = (
            as_text(held.get("patient")) or as_text(as_object(held.get("draft")).get("patient")) or whose
        )
        title = tr("Stood in an open form: {place}", place=place_words(place, new=not patient))
        return LeftPage(title, self._about(patient), tuple(_typed(held)))


def _titled(resource: Resource) -> str:
    kind, title = kind_word(kind_of(resource)), title_of(resource)
    return tr("{kind}: {title}", kind=kind, title=title) if title and title != kind else kind


def _answers(items: Iterable[Resource], form: Form | None) -> Iterator[Line]:
    """Walk questions with the answers to them, those below an answer too."""
    for item in items:
        asked = form.index.get(as_text(item.get("linkId"))) if form else None
        question = as_text(item.get("text")) or (asked.text if asked else as_text(item.get("linkId")))
        given = as_objects(item.get("answer"))
        said = [words for one in given if (words := words_of(one, asked))]
        if said:
            yield question, ", ".join(said)
        below = [inner for one in given for inner in as_objects(one.get("item"))]
        yield from _answers([*as_objects(item.get("item")), *below], form)


def _typed(held: Mapping[str, Any], label: str = "") -> Iterator[Line]:
    """Walk the words of a form, whatever its shape; what only the program needs has no label."""
    for name, value in held.items():
        known = label_of_field(name) or label
        if isinstance(value, dict):
            yield from _typed(as_object(value), known)
        elif isinstance(value, str) and value.strip() and known:
            yield known, value.strip()


def _sheet_labels() -> Mapping[str, str]:
    """Name the parts of a worksheet that hold a nurse's words, in the order of the visit."""
    return {
        "jot": tr("Jot pad"),
        "reason": tr("Why we came"),
        "homebound_help": tr("Homebound"),
        "homebound_effort": tr("Homebound"),
        "interventions": tr("Done"),
        "medicines": tr("Medicines"),
        "goals": tr("Goals"),
        "teaching": tr("Taught"),
        "told": tr("Who was told"),
        "unread": tr("Typed, and no answer"),
        "response": tr("How it went"),
        "paragraphs": tr("Words of the note"),
        "next_visit": tr("Next visit"),
        "family_page": tr("Family page"),
    }
