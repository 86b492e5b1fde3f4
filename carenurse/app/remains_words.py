"""What a wiped laptop left, in words: answers of forms, notes of visits, and what stood in an open form.

The office keeps it as it came (``remains``); this is how a person reads it with the nurse before anything of
it is taken over. Nothing is interpreted: questions and the answers to them, labels and the words behind them.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from functools import cached_property
from typing import Any, Final, cast

from carenurse.app.answer_lines import answer_lines
from carenurse.app.coming_back import named_in
from carenurse.app.content import form_at
from carenurse.app.left_decisions import decision_lines
from carenurse.app.nameless import called
from carenurse.app.office_remains import LeftEntry, entries_of, file_of, others_of
from carenurse.app.open_form_reading import form_lines
from carenurse.app.open_form_values import form_words
from carenurse.app.open_form_words import place_words
from carenurse.app.plain_facts import Line, narrative_of
from carenurse.app.ports import Reading, Records
from carenurse.app.sync_facts import facts_of
from carenurse.app.sync_words import kind_word, moment
from carenurse.app.visit_worksheet import NextVisit
from carenurse.app.visit_worksheet_record import WORKSHEET, decode
from carenurse.app.worksheet_words import code_words
from carenurse.clinical.fhir import Resource, kind_of, read_json, reference_to, split_reference
from carenurse.clinical.index_facts import patient_of
from carenurse.clinical.shapes import as_object, as_objects, as_text, at
from carenurse.clinical.titles import title_of
from carenurse.translations import tr

_SIGNED: Final = frozenset({"final", "amended"})
"""States of a note that was signed (R4's composition-status)."""
_TECHNICAL: Final = frozenset({"row", "flag", "base", "name"})
"""Fields of a worksheet's rows that only this program needs."""


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
    reader = _Reader(records, found, now, lambda: others_of(records, digest))
    pages = [
        *reader.open_forms(),
        *(reader.page(one.resource) for one in found if not one.is_file),
        *reader.decided(),
    ]
    return tuple(page for page in pages if page.lines)


class _Reader:
    """Reads on the clock of ``now``; whoever is named is looked up in what was left, then at the office.

    ``others`` gives what else that laptop left: a long text in an open form goes over several pieces.
    """

    def __init__(
        self,
        records: Reading,
        found: Iterable[LeftEntry],
        now: datetime,
        others: Callable[[], Iterable[LeftEntry]],
    ) -> None:
        self._records, self._now, self._others = records, now, others
        self._found = tuple(found)
        self._left = {reference_to(one.resource): one.resource for one in self._found}

    def _held(self, reference: str) -> Resource | None:
        target = split_reference(reference)
        if target is None:
            return None
        name = f"{target[0]}/{target[1]}"
        return self._left.get(name) or self._records.get(*target) or self._elsewhere.get(name)

    @cached_property
    def _others_entries(self) -> tuple[LeftEntry, ...]:
        return tuple(self._others())

    @cached_property
    def _elsewhere(self) -> Mapping[str, Resource]:
        return {reference_to(one.resource): one.resource for one in self._others_entries}

    def page(self, resource: Resource) -> LeftPage:
        """Say one record."""
        about = self._about(patient_of(resource) or "")
        if kind_of(resource) != "QuestionnaireResponse":
            rest = {name: value for name, value in resource.items() if name != "section"}
            told = ((one.label, one.words) for one in facts_of(rest, self._now) if one.words)
            return LeftPage(_titled(resource), about, (*told, *_sections(resource), *self._members(resource)))
        if as_text(resource.get("questionnaire")) == WORKSHEET:
            signed = self._is_signed(as_text(at(resource, "encounter.reference")), patient_of(resource) or "")
            title = tr("Notes of a signed visit") if signed else tr("Notes of a visit that was not signed")
            return LeftPage(title, about, tuple(self._notes(resource)))
        form = form_at(as_text(resource.get("questionnaire")))
        title = form.title if form else title_of(resource)
        lines = answer_lines(as_objects(resource.get("item")), form)
        return LeftPage(tr("{form}: answers", form=title), about, tuple(lines))

    def _is_signed(self, visit: str, patient: str) -> bool:
        """Say whether a signed note of the visit was left, or is at the office."""
        held = (*self._left.values(), *(self._records.of_patient(patient, "Composition") if patient else ()))
        return any(
            kind_of(one) == "Composition"
            and as_text(one.get("status")) in _SIGNED
            and as_text(at(one, "encounter.reference")) == visit
            for one in held
        )

    def _members(self, resource: Resource) -> Iterator[Line]:
        """Say who is on a list of people: the one thing that matters in it."""
        named = [as_text(at(one, "entity.reference")) for one in as_objects(resource.get("member"))]
        if named:
            yield tr("On it"), ", ".join(self._name(one) for one in named)

    def _name(self, reference: str) -> str:
        held = self._held(reference)
        return called(held) if held else tr("somebody whom this office does not have")

    def _notes(self, resource: Resource) -> Iterator[Line]:
        sheet, labels = decode(resource), sheet_labels()
        for name, label in labels.items():
            value = getattr(sheet, name)
            if name in ("added_forms", "left_out_forms"):
                value = ", ".join(form_words(one, self._held) for one in str(value).split())
            rows = cast("tuple[Any, ...]", value) if isinstance(value, tuple) else (value,)
            yield from ((label, words) for row in rows if (words := self._row(row)))

    def _row(self, row: Any) -> str:
        """Say a row; one in which nothing was filled in says nothing."""
        if isinstance(row, str):
            return row.strip()
        if row == type(row)():
            return ""
        values = {one.name: getattr(row, one.name) for one in fields(row) if one.name not in _TECHNICAL}
        if isinstance(row, NextVisit) and row.start is None:
            del values["minutes"]
        said = (self._value(name, value) for name, value in values.items())
        return ", ".join(words for words in said if words)

    def _value(self, name: str, value: Any) -> str:
        if isinstance(value, datetime):
            return moment(value, self._now)
        if value is None:
            return ""
        if isinstance(value, int):
            return tr("{minutes} min", minutes=value)
        held = self._held(str(value))
        return title_of(held) if held else code_words(name, str(value).strip())

    def _about(self, patient: str) -> str:
        return self._name(f"Patient/{patient}") if patient else ""

    def open_forms(self) -> Iterator[LeftPage]:
        """Say what stood in forms that were open when the laptop was emptied."""
        data = self._file("words")
        if not data:
            return
        try:
            there = as_object(read_json(data))
        except ValueError:
            told = tr("It came only in part. Save the pieces to files to see what is there.")
            yield LeftPage(tr("Stood in an open form"), "", ((tr("Cannot be read"), told),))
            return
        yield self._open_form(as_text(there.get("place")), as_text(there.get("subject")), there.get("form"))
        for place, forms in as_object(there.get("elsewhere")).items():
            for whose, form in as_object(forms).items():
                yield self._open_form(place, whose.rstrip("+"), form)

    def _file(self, name: str) -> bytes:
        """Put a file together, from other pieces of the same laptop as well where it is in slices."""
        for one in self._found:
            if one.is_file and one.file.partition("-")[0] == name:
                pieces = [*self._found, *self._others_entries] if one.slice else self._found
                return file_of(pieces, one.file)
        return b""

    def _open_form(self, place: str, whose: str, form: Any) -> LeftPage:
        held = as_object(form)
        if place in ("visit", "paper") and whose:
            whose = patient_of(self._held(f"Encounter/{whose}") or {}) or whose
        elif place not in ("chart", "plan", "medicines", "patients"):
            whose = ""
        patient = named_in(held) or whose
        title = tr("Stood in an open form: {place}", place=place_words(place, new=not patient))
        return LeftPage(title, self._about(patient), tuple(form_lines(place, held, self._held)))

    def decided(self) -> Iterator[LeftPage]:
        """Say what its nurse decided on that laptop alone."""
        try:
            settings = as_object(read_json(self._file("settings") or b"{}"))
        except ValueError:
            return
        title = tr("What its nurse decided about forms and the agency")
        yield LeftPage(title, "", tuple(decision_lines(settings, self._held, self._now)))


def _sections(resource: Resource) -> Iterator[Line]:
    """Read the words of a note, part by part."""
    for one in as_objects(resource.get("section")):
        if said := narrative_of(one):
            yield as_text(one.get("title")) or kind_word("Composition"), said
        yield from _sections(one)


def _titled(resource: Resource) -> str:
    kind, title = kind_word(kind_of(resource)), title_of(resource)
    return tr("{kind}: {title}", kind=kind, title=title) if title and title != kind else kind


def sheet_labels() -> Mapping[str, str]:
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
        "list_looked_at": tr("Medicine list looked at"),
        "added_forms": tr("Forms taken in"),
        "left_out_forms": tr("Forms left out"),
        "paragraphs": tr("Words of the note"),
        "next_visit": tr("Next visit"),
        "family_page": tr("Family page"),
    }
