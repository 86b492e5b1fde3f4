"""One visit while it is being written: its forms, its worksheet, its flags, and the way back.

Lives on the thread of the window and knows neither disk nor screen. Every change says where it was made, so
that it can be undone and saved; ``drafts`` gives the resources that changed since they were last asked for.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from carenurse.app.plan_findings import answers_of
from carenurse.app.visit_carrying import TypedOnce
from carenurse.app.visit_facts import Flag
from carenurse.app.visit_flags import form_flags, medicine_flags, meter_flags, reading_flags
from carenurse.app.visit_kept import ByForm, Last, whole_minute
from carenurse.app.visit_open import FormDraft, OpenedVisit
from carenurse.app.visit_places import key_of, place_from
from carenurse.app.visit_readings import VITALS, TodayReading, readings_of
from carenurse.app.visit_stay import left_at, time_of_care
from carenurse.app.visit_steps import Steps, Turn
from carenurse.app.visit_worksheet import Place as Cursor
from carenurse.app.visit_worksheet import Unread, Worksheet
from carenurse.app.visit_worksheet_record import encode as encode_worksheet
from carenurse.app.within_limits import is_answered, nothing_found
from carenurse.careplan.suggestions import Answered
from carenurse.clinical.fhir import Resource, new_id
from carenurse.forms.nodes import Place, option_of
from carenurse.forms.prior import Prior
from carenurse.forms.repeating import Removed
from carenurse.forms.session import Changes, Context, Session

NO_WORDS: Mapping[Place, str] = MappingProxyType({})
"""Nothing was typed that is no answer."""


def _by_itself(session: Session, place: Place) -> bool:
    """Say whether an answer is the form's own: calculated, or the choice it begins with."""
    item = session.item(place)
    chosen = (option_of(item, answer) for answer in session.answers(place))
    return bool(item.calculated or item.initial) or all(one is not None and one.initial for one in chosen)


@dataclass(frozen=True, slots=True)
class Drafts:
    """What is to be saved: the keys of the forms ("" is the worksheet) and the resources."""

    keys: frozenset[str]
    resources: tuple[Resource, ...]


class VisitSession:
    """The living visit. ``now`` gives the time whenever a flag or a draft needs it."""

    def __init__(self, opened: OpenedVisit, now: Callable[[], datetime]) -> None:
        self.opened = opened
        self._now = now
        self._sheet = opened.sheet
        self._sheet_resource = opened.sheet_resource
        self._context = Context(opened.patient, opened.encounter, opened.user, record=opened.record)
        self._sessions: dict[str, Session] = {}
        self._typed_once = TypedOnce(self._sessions)
        self._left_out: dict[str, Session] = {}
        """Forms taken out of the visit: what was answered in them is still saved."""
        self._dirty: set[str] = set()
        self._steps = Steps()
        self._measured = ByForm(lambda key, session: tuple(readings_of(key, session)))
        self._answered = ByForm(lambda _key, session: tuple(answers_of(session.to_response())))
        self._raised = ByForm(self._flags_of)
        self._judged = Last[tuple[tuple[TodayReading, ...], datetime], tuple[Flag, ...]]()
        for draft in opened.forms:
            self._begin(draft)
        for key in self._sessions:
            tuple(self._typed_once.carry(key))

    def _begin(self, draft: FormDraft) -> None:
        response = deepcopy(draft.response)
        self._sessions[draft.key] = Session(draft.form, response, self._context, self._now(), draft.graph)
        self._typed_once.begin(draft.key, (one.name for one in draft.next_forms.values()))

    @property
    def left_known(self) -> bool:
        """Whether it is known when the nurse left: she said it, or the visit is of just now."""
        return left_at(self.opened.visit, self._now()) is not None

    @property
    def sheet(self) -> Worksheet:
        """The worksheet as it stands."""
        return self._sheet

    @property
    def forms(self) -> tuple[str, ...]:
        """The keys of the forms in this visit, in the order in which they are asked."""
        return tuple(self._sessions)

    def form(self, key: str) -> Session:
        """Give the filling of one form."""
        return self._sessions[key]

    def source(self, key: str, place: Place) -> str:
        """Give the key of the form of today from which an answer came; empty for one that was given here."""
        return self._typed_once.source(key, place)

    def only_carried(self, key: str) -> bool:
        """Say whether nobody answered anything in a form itself."""
        session = self._sessions[key]
        asked = [place for place in session.places() if session.item(place).is_question]
        answered = [place for place in asked if session.answers(place)]
        return all(self.source(key, place) or _by_itself(session, place) for place in answered)

    def readings(self) -> tuple[TodayReading, ...]:
        """Give what was measured today, each measurement once (the vital signs before other forms)."""
        found: dict[str, TodayReading] = {}
        for key in sorted(self._sessions, key=lambda one: one != VITALS):
            for reading in self._measured.of(key, self._sessions[key]):
                found.setdefault(reading.code, reading)
        return tuple(found.values())

    def answered(self) -> tuple[Answered, ...]:
        """Give what was answered today in all forms, as the rules of the plan read it."""
        return tuple(
            one for key, session in self._sessions.items() for one in self._answered.of(key, session)
        )

    def grounds(self, now: datetime) -> tuple[object, ...]:
        """Give what all findings of today follow from: as long as it is the same, so are they."""
        return (whole_minute(now), *((session, session.turn) for session in self._sessions.values()))

    def flags(self) -> tuple[Flag, ...]:
        """Give every flag that is up, the most pressing first."""
        readings, now = self.readings(), time_of_care(self.opened.visit, self._now())
        found = [*self._judged.of((readings, whole_minute(now)), lambda: self._judge(readings, now))]
        for key, session in self._sessions.items():
            found += self._raised.of(key, session)
        found += medicine_flags(self.opened.medicines, self._sheet)
        return tuple(sorted(found, key=lambda flag: -flag.level))

    def _judge(self, readings: Sequence[TodayReading], now: datetime) -> tuple[Flag, ...]:
        return tuple(reading_flags(readings, self.opened.limits, self.opened.earlier, now))

    def _flags_of(self, key: str, session: Session) -> tuple[Flag, ...]:
        return (*form_flags(key, session), *meter_flags(key, session, self.opened.limits))

    def answer(self, key: str, place: Place, answers: Sequence[Resource], unread: str = "") -> Changes:
        """Set the answers of a question; undo gives back the former ones.

        ``unread`` is what was typed and is no answer, kept as it was typed; undo gives it back, too. Raises
        ExpectedError as ``Session.answer`` does.
        """
        session = self._sessions[key]
        before, words = session.answers(place), self.unread(key).get(place, "")
        if tuple(answers) == before and unread == words:
            return Changes()
        session.be_now(self._now())
        changes = session.answer(place, *answers) if tuple(answers) != before else Changes()
        self._keep_unread(key, place, unread)
        self._steps.remember(
            Cursor(key, key_of(place), "form"),
            lambda: self._put_back(key, {place: before}, {place: words}),
        )
        self._changed(key)
        return changes

    def comment(self, key: str, place: Place, text: str) -> None:
        """Keep a comment beside a question; undo gives back the former one."""
        back = self._comment(key, place, text)
        self._steps.remember(Cursor(key, key_of(place), "comment"), back)

    def _comment(self, key: str, place: Place, text: str) -> Turn:
        session = self._sessions[key]
        before = session.comment(place)
        session.comment_on(place, text)
        self._dirty.add(key)
        return lambda: self._comment(key, place, before)

    def within_limits(self, key: str, question: str = "") -> int:
        """Write out "no" to every open finding with limits at ``question``; one step to undo.

        Gives how many questions were answered.
        """
        usual = self._nothing_found(key, question)
        for place, answer in usual.items():
            self._sessions[key].answer(place, answer)
        if usual:
            nothing: dict[Place, Sequence[Resource]] = dict.fromkeys(usual, ())
            self._steps.remember(Cursor(key, "", "form"), lambda: self._put_back(key, nothing))
            self._changed(key)
        return len(usual)

    def may_be_within_limits(self, key: str, question: str = "") -> bool:
        """Say whether there are open questions that ``within_limits`` would answer."""
        return bool(self._nothing_found(key, question))

    def _nothing_found(self, key: str, question: str) -> dict[Place, Resource]:
        session = self._sessions.get(key)
        return nothing_found(session, place_from(question).link, self.opened.limits) if session else {}

    def is_answered_within_limits(self, key: str, question: str = "") -> bool:
        """Say whether all findings with limits at ``question`` have their answers already."""
        session = self._sessions.get(key)
        return session is not None and is_answered(session, place_from(question).link, self.opened.limits)

    def carry_over(self, key: str, priors: Mapping[str, Prior]) -> int:
        """Take last time's answers of a form over where that is allowed; each waits to be confirmed.

        One step to undo. Gives how many questions were filled.
        """
        session = self._sessions[key]
        filled = session.carry(priors)
        if filled:
            nothing: dict[Place, Sequence[Resource]] = dict.fromkeys(filled, ())
            self._steps.remember(Cursor(key, "", "form"), lambda: self._put_back(key, nothing))
            self._changed(key)
        return len(filled)

    def confirm(self, key: str, *places: Place) -> int:
        """Make carried answers today's own; without a place, all of the form. Gives how many."""
        session = self._sessions[key]
        waiting = tuple(place for place in places or session.unconfirmed() if session.carried_from(place))
        before = {place: session.answers(place) for place in waiting}
        session.confirm(*waiting)
        if waiting:
            cursor = Cursor(key, key_of(waiting[0]) if len(waiting) == 1 else "", "form")
            self._steps.remember(cursor, lambda: self._put_back(key, before))
            self._changed(key)
        return len(waiting)

    def _put_back(
        self, key: str, before: Mapping[Place, Sequence[Resource]], words: Mapping[Place, str] = NO_WORDS
    ) -> Turn:
        """Give questions their former answers; one that is nowhere on the form any more is passed over.

        ``words`` is what stood there and was no answer.
        """
        session = self._sessions[key]
        there = frozenset(session.places(hidden=True))
        now = {place: session.answers(place) for place in before if place in there}
        session.answer_all({place: before[place] for place in now})
        unread = self.unread(key)
        words_now = {place: unread.get(place, "") for place in words}
        for place, text in words.items():
            self._keep_unread(key, place, text)
        self._changed(key)
        return lambda: self._put_back(key, now, words_now)

    def add_repetition(self, key: str, place: Place) -> Place:
        """Add a repetition of a repeating group; gives its place."""
        added = self._sessions[key].add(place)
        self._dirty.add(key)
        self._steps.remember(Cursor(key, "", "form"), lambda: self._take_away(key, added))
        return added

    def remove_repetition(self, key: str, place: Place) -> None:
        """Take a repetition away with its answers; undo puts it back with them."""
        self._steps.remember(Cursor(key, "", "form"), self._take_away(key, place))

    def _take_away(self, key: str, place: Place) -> Turn:
        removed = self._sessions[key].remove(place)
        self._changed(key)
        return lambda: self._put_in(key, removed)

    def _put_in(self, key: str, removed: Removed) -> Turn:
        place = self._sessions[key].put_back(removed)
        self._changed(key)
        return lambda: self._take_away(key, place)

    def change_sheet(self, cursor: Cursor, change: Callable[[Worksheet], Worksheet]) -> bool:
        """Change the worksheet; says whether anything changed. Undo gives back the former one."""
        before = self._sheet
        after = change(before)
        if after == before:
            return False
        self._set_sheet(after)
        self._steps.remember(cursor, lambda: self._sheet_back(before))
        return True

    def _sheet_back(self, sheet: Worksheet) -> Turn:
        before = self._sheet
        self._set_sheet(sheet)
        return lambda: self._sheet_back(before)

    def go_to(self, cursor: Cursor) -> bool:
        """Remember where the nurse is; says whether she moved. Moving is no step to undo."""
        if cursor == self._sheet.place:
            return False
        self._set_sheet(self._sheet.at(cursor))
        return True

    def _set_sheet(self, sheet: Worksheet) -> None:
        self._sheet = sheet
        self._dirty.add("")

    def _keep_unread(self, key: str, place: Place, text: str) -> None:
        kept = self._sheet.with_unread(Unread(key, key_of(place), text))
        if kept != self._sheet:
            self._set_sheet(kept)

    def unread(self, key: str) -> dict[Place, str]:
        """Give what was typed into a form and is no answer."""
        return {place_from(one.question): one.text for one in self._sheet.unread if one.section == key}

    def add_form(self, draft: FormDraft) -> None:
        """Take one more form into the visit."""
        if draft.key not in self._sessions:
            self._begin(draft)
            self._dirty.add(draft.key)
            self._set_sheet(self._sheet.with_form(draft.key))
            for key in self._sessions:
                self._carry(key)

    def leave_out(self, key: str) -> None:
        """Take a form out of the visit; what was answered in it stays in the record as stopped."""
        if key in self._sessions:
            self._left_out[key] = self._sessions.pop(key)
        self._steps.forget(key)
        self._set_sheet(self._sheet.without_form(key))

    def closed(self) -> None:
        """Note that the nurse left the field: the next change is a new step even in the same place."""
        self._steps.close()

    def undo(self) -> str:
        """Take the last change back; gives the section that changed, empty when there is nothing left."""
        return self._steps.undo()

    def redo(self) -> str:
        """Do again what was taken back last; gives the section, empty when there is nothing to do again."""
        return self._steps.redo()

    def _changed(self, key: str) -> None:
        self._dirty.add(key)
        self._carry(key)

    def _carry(self, key: str) -> None:
        """Bring the answers of a form into those that ask for the same; what was typed there stands."""
        self._dirty.update(self._typed_once.carry(key))

    @property
    def unsaved(self) -> bool:
        """Say whether something changed since ``drafts`` was last asked."""
        return bool(self._dirty)

    def drafts(self) -> Drafts:
        """Give what changed since the last call as in-progress resources, copied for the store's thread."""
        dirty, self._dirty = self._dirty, set()
        return Drafts(frozenset(dirty), tuple(self._drafts(dirty)))

    def not_saved(self, drafts: Drafts) -> None:
        """Note that these drafts did not get into the record: they are due again."""
        self._dirty |= drafts.keys

    def _drafts(self, keys: set[str]) -> Iterator[Resource]:
        now = self._now()
        author = f"Practitioner/{self.opened.nurse}"
        sessions = self._left_out | self._sessions
        for key in keys & sessions.keys():
            yield deepcopy(sessions[key].to_response(author=author, authored=now))
        if "" in keys:
            self._sheet_resource = self._sheet_resource or {
                "resourceType": "QuestionnaireResponse",
                "id": new_id(),
            }
            made = encode_worksheet(self._sheet, self.opened.encounter, now, onto=self._sheet_resource)
            self._sheet_resource = made
            yield deepcopy(made)
