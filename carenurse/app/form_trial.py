"""Trying a form on a made-up person: everything works as in a visit, and nothing of it becomes a record."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from carenurse.app.form_shelf import NamedForm
from carenurse.app.visit_facts import Flag
from carenurse.app.visit_flags import form_flags
from carenurse.app.visit_places import key_of, place_from
from carenurse.app.visit_rows import NOTHING, RowFacts
from carenurse.app.visit_typing import read_answer
from carenurse.clinical.fhir import Resource, read_json, write_json
from carenurse.forms.answers import UnreadableError
from carenurse.forms.form import Form, Item, Unit
from carenurse.forms.graph import Graph
from carenurse.forms.nodes import Place
from carenurse.forms.session import Context, Session

_AGE = 78
"""Years of the made-up person: most forms of home care are asked of somebody so old."""


def made_up_person(today: date) -> Resource:
    """Make up somebody whom forms may ask about; marked as test data, of no address."""
    return {
        "resourceType": "Patient",
        "id": "trial",
        "meta": {
            "tag": [{"system": "http://terminology.hl7.org/CodeSystem/v3-ActReason", "code": "HTEST"}],
        },
        "name": [{"family": "Trial", "given": ["Terry"]}],
        "gender": "female",
        "birthDate": date(today.year - _AGE, 1, 15).isoformat(),
    }


class Trial:
    """A filling as a form's view asks for it. ``changed`` is called after each answer."""

    def __init__(
        self,
        form: Form,
        graph: Graph,
        now: datetime,
        changed: Callable[[], object],
        kept: Mapping[str, Any] = MappingProxyType({}),
    ) -> None:
        """Begin empty, or go on with what ``kept`` gave of a trial of this form."""
        before: Resource | None = read_json(kept["answers"]) if kept.get("answers") else None
        self._session = Session(form, before, Context(patient=made_up_person(now.date())), now, graph)
        self._told = changed
        self._unread: dict[Place, tuple[str, str]] = {}
        for key, text in kept.get("unread", {}).items():
            self._read(place_from(key), text, None)
        self._flags = tuple(form_flags("trial", self._session))

    def _changed(self) -> None:
        self._flags = tuple(form_flags("trial", self._session))
        self._told()

    def kept(self) -> dict[str, Any]:
        """Give what was answered and typed, as JSON: a trial goes on after the vault was closed."""
        unread = {key_of(place): text for place, (text, _why) in self._unread.items()}
        return {"answers": write_json(self._session.to_response("in-progress")).decode(), "unread": unread}

    @property
    def session(self) -> Session:
        """The filling itself."""
        return self._session

    def facts(self, item: Item, unit: str) -> RowFacts:
        """Say that nothing stands beside a question: the made-up person has no record."""
        _ = item, unit
        return NOTHING

    def flags(self, place: Place) -> tuple[Flag, ...]:
        """Give the flags under a question."""
        here = key_of(place)
        return tuple(flag for flag in self._flags if flag.question == here)

    def came_from(self, place: Place) -> str:
        """Say that no answer came from elsewhere."""
        _ = place
        return ""

    def next_forms(self, flag: Flag) -> Sequence[NamedForm]:
        """Ask for no other form: a trial is of one."""
        _ = flag
        return ()

    def take_form(self, form: NamedForm) -> None:
        """Stay in the form on trial."""
        _ = form

    def may_carry(self) -> int:
        """Count the answers of last time: there was no last time."""
        return 0

    def carry_over(self) -> None:
        """Take nothing over."""

    def confirm(self, *places: Place) -> None:
        """Confirm nothing: nothing was carried."""

    def usual_unit(self, item: Item) -> Unit | None:
        """Begin with the first unit of a question."""
        return next(iter(item.all_units), None)

    def typed(self, place: Place, text: str, unit: Unit | None) -> str:
        """Take what was typed; gives the sentence that says why it is no answer."""
        answers = self._read(place, text, unit)
        if answers is None:
            self._session.clear(place)
            self._changed()
            return self._unread[place][1]
        self.chosen(place, answers)
        return ""

    def _read(self, place: Place, text: str, unit: Unit | None) -> tuple[Resource, ...] | None:
        try:
            return tuple(read_answer(self._session.item(place), text, unit, self._session.now.date()))
        except UnreadableError as problem:
            self._unread[place] = (text, str(problem))
            return None

    def unread(self) -> Mapping[Place, tuple[str, str]]:
        """Give what was typed and is no answer, with the sentence that says why."""
        return dict(self._unread)

    def chosen(self, place: Place, answers: Sequence[Resource]) -> None:
        """Take what was picked."""
        self._unread.pop(place, None)
        self._session.answer(place, *answers)
        self._changed()

    def comment(self, place: Place, text: str) -> None:
        """Take a comment, for as long as the trial lasts."""
        self._session.comment_on(place, text)

    def left(self) -> None:
        """Save nothing."""

    def following(self) -> str:
        """Name nothing: there is nothing behind the form."""
        return ""

    def finished(self) -> None:
        """Stay: there is nothing behind the form."""

    def add(self, place: Place) -> None:
        """Add a repetition."""
        self._session.add(place)
        self._changed()

    def remove(self, place: Place) -> None:
        """Take a repetition away."""
        self._session.remove(place)
        self._changed()

    def act(self, flag: Flag) -> None:
        """Tell nobody: the person is made up."""
        _ = flag
