"""The page for the family, gathered from the record of one visit.

The facts are there before the visit is signed (the paper is left at the door) and afterwards alike: what is
no resource yet comes from the visit's worksheet and from the forms as they stand.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from carenurse.app.agency import Agency, agency_of
from carenurse.app.family_lines import family_allergy, family_line
from carenurse.app.family_measured import measured
from carenurse.app.family_medicine_lines import is_told_stop, medicine_line, told_stop
from carenurse.app.family_medicines import Changed, end_of_visit_before, looked_at, medicine_news
from carenurse.app.family_private import PrivateTopics, private_topics
from carenurse.app.family_readings import readings
from carenurse.app.family_sources import Plan, Sourced, learned, next_visit, taught, worksheet_of
from carenurse.app.family_words import Block, FamilyWords, family_words
from carenurse.app.medicine_allergies import AllergiesOnRecord
from carenurse.app.ports import Reading
from carenurse.clinical import allergy, patient, practitioner, related_person, visit, vital_sign
from carenurse.clinical.allergy import Allergy
from carenurse.clinical.fhir import Resource
from carenurse.clinical.patient import Patient
from carenurse.clinical.visit import Visit
from carenurse.documents.family_facts import Contact, FamilySummary, GoalLine, MedicineChange, Words
from carenurse.documents.family_summary import MOST_TO_DO, render
from carenurse.documents.labels import LANGUAGES, Language, labels_in
from carenurse.documents.rendered import Rendered
from carenurse.errors import ExpectedError
from carenurse.translations import tr, trn

_MOST_GOALS = 2
"""What a family keeps in mind; two sides of paper hold no more."""
_SHORTEST = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class LeftOff:
    """Something private: off the paper unless ``printed``; ``reference`` names it."""

    reference: str
    text: str
    printed: bool


@dataclass(frozen=True, slots=True)
class FamilyDraft:
    """A visit's paper before it is rendered, with what the nurse can change about it.

    ``language`` is the patient's preferred one where the paper exists in it. ``texts`` holds each changeable
    block as text, one line a point. ``advice`` are lines of fitting templates that she may add.
    """

    patient: str
    summary: FamilySummary
    language: Language
    texts: tuple[tuple[Block, str], ...]
    private: tuple[LeftOff, ...]
    advice: tuple[str, ...]

    def text(self, block: Block) -> str:
        """Give the text of one block."""
        return dict(self.texts)[block]


def family_page(
    records: Reading,
    encounter: str,
    language: Language | None = None,
    *,
    large: bool = False,
    now: datetime,
) -> Rendered:
    """Make the paper of one visit. ``language`` is by itself the patient's, if the paper exists in it.

    Raises ExpectedError when the visit or the person is not in this vault.
    """
    draft = family_draft(records, encounter, now=now)
    return rendered(draft, language or draft.language, large=large)


def rendered(draft: FamilyDraft, language: Language, *, large: bool = False) -> Rendered:
    """Render a draft, with what the gathering itself has to tell the nurse."""
    paper = render(draft.summary, language, large=large)
    told = (*draft.summary.medicines, *draft.summary.listed)
    notes = [
        tr(
            "{medicine} stands beside an allergy on the list. The page asks the family to call before the "
            "next dose: settle it with the prescriber.",
            medicine=one.name,
        )
        for one in told
        if one.warning
    ]
    if off := sum(not one.printed for one in draft.private):
        notes.append(
            trn(
                "{number} private line is left off. Ask the person before you print it.",
                "{number} private lines are left off. Ask the person before you print them.",
                off,
            )
        )
    return replace(paper, notes=(*notes, *paper.notes))


def family_draft(
    records: Reading,
    encounter: str,
    *,
    now: datetime,
    words: FamilyWords | None = None,
) -> FamilyDraft:
    """Gather everything for the paper of one visit. ``words`` are by themselves the nurse's kept lines.

    Raises ExpectedError when the visit or the person is not in this vault.
    """
    met = records.get("Encounter", encounter)
    made = visit.decode(met or {})
    person = records.get("Patient", made.patient)
    if met is None or person is None:
        raise ExpectedError(tr("This visit is not on this laptop."), tr("Open it from the chart."))
    hers = words if words is not None else family_words(records, encounter)
    return _Gathering(records, made, patient.decode(person), now, hers).gather(measured(records, met, now))


class _Gathering:
    """Puts one paper together; collects on the way what private is left off."""

    def __init__(
        self, records: Reading, made: Visit, person: Patient, now: datetime, words: FamilyWords
    ) -> None:
        self._records, self._visit, self._person, self._now = records, made, person, now
        self._words = words
        self._topics: PrivateTopics = private_topics()
        self._plan = Plan(records, person.id, self._topics)
        self._sheet = worksheet_of(records, made.id)
        self._private: dict[str, LeftOff] = {}

    def gather(self, observations: Sequence[Resource]) -> FamilyDraft:
        blocks = self._blocks(high_pressure=_is_very_high(observations))
        return FamilyDraft(
            patient=self._person.id,
            summary=self._summary(blocks, observations),
            language=_language(self._person),
            texts=tuple((block, "\n".join(line.text for line in lines)) for block, lines in blocks.items()),
            private=tuple(self._private.values()),
            advice=tuple(line for line in self._plan.teaching_lines() if not self._topics.in_text(line)),
        )

    def _blocks(self, *, high_pressure: bool) -> dict[Block, tuple[Words, ...]]:
        """Give the changeable blocks: her own lines where she wrote some, else what is put together."""
        emergency, today = self._plan.red_flags(high_pressure=high_pressure)
        put_together: dict[Block, tuple[Words, ...]] = {
            "main": (),
            "found": (),
            "emergency": emergency,
            "call_today": today,
            "to_do": tuple(one.words for one in self._allowed(self._to_do()))[:MOST_TO_DO],
            "questions": (),
        }
        return {block: self._hers(block, lines) for block, lines in put_together.items()}

    def _hers(self, block: Block, lines: tuple[Words, ...]) -> tuple[Words, ...]:
        own = self._words.of(block)
        if own is None:
            return lines
        known = {line.text: line for line in lines}
        return tuple(known.get(text) or self._her_line(text) for text in own)

    def _her_line(self, text: str) -> Words:
        """Give a line of hers in the language in which she wrote it; one of ours has all of them."""
        line = family_line(text)
        return line if line.translations else Words(text, self._words.language(text))

    def _summary(
        self, blocks: dict[Block, tuple[Words, ...]], observations: Sequence[Resource]
    ) -> FamilySummary:
        person, nurse = (
            self._person,
            practitioner.decode(self._records.get("Practitioner", self._nurse) or {}),
        )
        agency = agency_of(self._records, person.id)
        start, end = self._times()
        known = self._allergies()
        news = medicine_news(
            self._records,
            person.id,
            end_of_visit_before(self._records, person.id, self._visit.id, self._now),
        )
        looked = bool(self._sheet.list_looked_at) or looked_at(
            self._records, person.id, self._visit.id, start.date()
        )
        changed = self._allowed_medicines(news.changed)
        return FamilySummary(
            patient=person.name.display or tr("Name not recorded"),
            visit_start=start,
            visit_end=end,
            nurse=nurse.name.display,
            nurse_role=nurse.credential,
            agency=agency.name,
            phone=agency.phone,
            prepared=self._now,
            day_or_night=agency.day_or_night,
            contacts=_contacts(agency),
            crisis_line=agency.crisis_line,
            main_message=_together(blocks["main"]),
            emergency=blocks["emergency"],
            call_today=blocks["call_today"],
            to_do=blocks["to_do"],
            next_visit=next_visit(self._records, person.id, self._sheet, self._now),
            found=blocks["found"],
            readings=readings(self._records, person.id, observations),
            medicines=self._medicine_lines(one for one in changed if not is_told_stop(one)),
            medicine_notes=tuple(told_stop(one) for one in changed if is_told_stop(one)),
            listed=self._medicine_lines(self._allowed_medicines(news.others)),
            same_medicines=news.same if looked else 0,
            other_medicines=bool(news.same) and not looked,
            changes_left_off=len(changed) < len(news.changed),
            goals=tuple(GoalLine(one.words, one.progress) for one in self._allowed(self._plan.goals()))[
                :_MOST_GOALS
            ],
            teach_back=tuple(one.words for one in self._allowed(self._lessons())),
            questions=blocks["questions"],
            allergies=tuple(family_allergy(name) for name in _named(known)),
            no_known_allergies=any(one.none_at_all for one in known),
            no_known_drug_allergies=any(one.none_of_medicines for one in known),
            fictional=person.fictional,
        )

    def _allergies(self) -> list[Allergy]:
        """List those in force; one that something changes which nobody here understands is left off."""
        kept = self._records.of_patient(self._person.id, "AllergyIntolerance")
        return [one for one in map(allergy.decode, kept) if one.active and not one.altered]

    def _medicine_lines(self, changes: Iterable[Changed]) -> tuple[MedicineChange, ...]:
        """Say medicines, each with the allergies on the paper against it, and what was told of it today."""
        known, printed = AllergiesOnRecord(self._records, self._person.id), _named(self._allergies())
        return tuple(
            medicine_line(
                one,
                self._now.date(),
                [name for name in known.to(one.medicine.name, one.medicine.codings) if name in printed],
                not_taken=self._sheet.medicine(one.reference).taking == "not",
            )
            for one in changes
        )

    @property
    def _nurse(self) -> str:
        return self._visit.practitioner or self._records.me

    def _times(self) -> tuple[datetime, datetime | None]:
        zone = self._now.tzinfo
        start = (self._visit.began or self._now).astimezone(zone)
        end = (self._visit.completed or self._now).astimezone(zone)
        same_day = end.date() == start.date() and end - start >= _SHORTEST
        return start, end if same_day else None

    def _to_do(self) -> Iterable[Sourced]:
        """Give what the plan has the home do, then what was learned today."""
        yield from self._plan.to_do(_given_names(self._records, self._person))
        for one in learned(self._records, self._visit.id, self._sheet):
            yield replace(one, private=self._topics.in_text(one.words.text))

    def _lessons(self) -> Iterable[Sourced]:
        for one in taught(self._records, self._visit.id, self._sheet):
            yield replace(one, private=self._topics.in_text(one.words.text))

    def _allowed(self, lines: Iterable[Sourced]) -> list[Sourced]:
        """Take what may stand on the paper; note what is private."""
        return [line for line in lines if not line.private or self._chosen(line.reference, line.words.text)]

    def _allowed_medicines(self, changes: Iterable[Changed]) -> list[Changed]:
        kept: list[Changed] = []
        for one in changes:
            told = one.medicine
            private = self._topics.in_text(told.name, told.reason, told.dose)
            if not private or self._chosen(one.reference, f"{told.name}, {told.reason}".strip(", ")):
                kept.append(one)
        return kept

    def _chosen(self, reference: str, text: str) -> bool:
        printed = reference in self._words.printed
        self._private[reference] = LeftOff(reference, text, printed)
        return printed


def _together(lines: Sequence[Words]) -> Words | None:
    """Run lines into one; of several languages it is marked as English, so that somebody asks."""
    languages = {line.language for line in lines}
    language = languages.pop() if len(languages) == 1 else "en"
    return Words(" ".join(line.text for line in lines), language) if lines else None


def _named(known: Iterable[Allergy]) -> list[str]:
    return [one.substance for one in known if one.substance and not one.no_known]


def _is_very_high(observations: Iterable[Resource]) -> bool:
    """Say whether a pressure of today is one whose danger a family has to know (180/120: ACC/AHA 2017)."""
    signs = map(vital_sign.decode, observations)
    return any(
        (part := sign.reading(code)) is not None and part.value is not None and part.value >= limit
        for sign in signs
        for code, limit in ((vital_sign.SYSTOLIC, 180), (vital_sign.DIASTOLIC, 120))
    )


def _given_names(records: Reading, person: Patient) -> frozenset[str]:
    """Name who lives with the plan at home: the person and the family, as a plan names them."""
    family = map(related_person.decode, records.of_patient(person.id, "RelatedPerson"))
    names = (person.name, *(one.name for one in family if one.active is not False))
    return frozenset(name.given[0].casefold() for name in names if name.given)


def _contacts(agency: Agency) -> tuple[Contact, ...]:
    if not agency.manager_phone:
        return ()
    said = tuple((language, labels_in(language)("clinicalManager")) for language in LANGUAGES)
    role = Words(labels_in("en")("clinicalManager"), "en", said)
    return (Contact(role, agency.manager, agency.manager_phone),)


def _language(person: Patient) -> Language:
    spoken = person.languages[0].split("-")[0] if person.languages else "en"
    found: Language | None = next((one for one in LANGUAGES if one == spoken), None)
    return found or "en"
