from collections.abc import Sequence
from datetime import UTC, datetime
from time import process_time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from carenurse.app.form_shelf import NamedForm
from carenurse.app.visit_facts import Flag, Level
from carenurse.app.visit_forms import shipped_form, shipped_names
from carenurse.app.visit_places import key_of
from carenurse.app.visit_rows import NOTHING, RowFacts
from carenurse.app.visit_typing import read_answer
from carenurse.clinical.fhir import Resource
from carenurse.forms.answers import UnreadableError
from carenurse.forms.form import Item, Unit
from carenurse.forms.loading import load
from carenurse.forms.nodes import Place
from carenurse.forms.prior import Prior
from carenurse.forms.session import Session
from tests.ui.keys import focus, press, type_into
from tests.yardstick import times_slower
from ui.forms.rows import FlagRow
from ui.forms.view import FormView

NOW = datetime(2026, 3, 4, 10, 42, tzinfo=UTC)


class FakeSource:
    """A form that is filled in by itself, without a visit around it."""

    def __init__(self, questionnaire: Resource) -> None:
        self.session = Session(load(questionnaire), now=NOW)
        self.view: FormView | None = None
        self.up: tuple[Flag, ...] = ()
        self.acted: list[Flag] = []
        self.ended = 0
        self.priors = dict[str, Prior]()
        self.not_read = dict[Place, tuple[str, str]]()

    def facts(self, item: Item, unit: str) -> RowFacts:
        del item, unit
        return NOTHING

    def flags(self, place: Place) -> tuple[Flag, ...]:
        return tuple(flag for flag in self.up if flag.question == key_of(place))

    def came_from(self, place: Place) -> str:
        del place
        return ""

    def next_forms(self, flag: Flag) -> Sequence[NamedForm]:
        del flag
        return ()

    def take_form(self, form: NamedForm) -> None:
        del form

    def may_carry(self) -> int:
        return self.session.carriable(self.priors)

    def carry_over(self) -> None:
        self.session.carry(self.priors)
        self.refresh()

    def confirm(self, *places: Place) -> None:
        self.session.confirm(*places or self.session.unconfirmed())
        self.refresh()

    def unread(self) -> dict[Place, tuple[str, str]]:
        return dict(self.not_read)

    def usual_unit(self, item: Item) -> Unit | None:
        return next(iter(item.all_units), None)

    def typed(self, place: Place, text: str, unit: Unit | None) -> str:
        self.not_read.pop(place, None)
        try:
            self.session.answer(place, *read_answer(self.session.item(place), text, unit, NOW.date()))
        except UnreadableError as problem:
            self.not_read[place] = (text, str(problem))
        return self.not_read.get(place, ("", ""))[1]

    def chosen(self, place: Place, answers: Sequence[Resource]) -> None:
        self.session.answer(place, *answers)
        self.refresh()

    def comment(self, place: Place, text: str) -> None:
        self.session.comment_on(place, text)

    def left(self) -> None:
        return

    def following(self) -> str:
        return "the next form"

    def finished(self) -> None:
        self.ended += 1

    def add(self, place: Place) -> None:
        self.session.add(place)
        self.refresh()

    def remove(self, place: Place) -> None:
        self.session.remove(place)
        self.refresh()

    def act(self, flag: Flag) -> None:
        self.acted.append(flag)

    def refresh(self) -> None:
        if self.view is not None:
            self.view.refresh()


def form(*items: Resource) -> Resource:
    return {"resourceType": "Questionnaire", "status": "draft", "url": "urn:test:form", "item": list(items)}


def shown(qtbot: QtBot, source: FakeSource) -> FormView:
    view = FormView(source)
    source.view = view
    qtbot.addWidget(view)
    view.resize(700, 600)
    view.show()
    view.activateWindow()
    qtbot.waitUntil(view.isActiveWindow)
    return view


def focused(view: FormView, question: str) -> QWidget:
    assert view.focus_question(question) is not None
    found = QApplication.focusWidget()
    assert found is not None
    return found


@pytest.mark.parametrize("name", shipped_names())
def test_every_shipped_form_is_drawn_and_each_question_can_be_reached(qtbot: QtBot, name: str) -> None:
    source = FakeSource(shipped_form(name)[0].raw)
    view = shown(qtbot, source)

    for place in source.session.open_items():
        assert view.focus_question(key_of(place)) is not None, place


def test_every_kind_of_answer_can_be_given(qtbot: QtBot) -> None:
    kinds = (
        "string",
        "text",
        "integer",
        "decimal",
        "date",
        "time",
        "url",
        "reference",
        "dateTime",
        "quantity",
    )
    typed = (
        "words",
        "two\nlines",
        "7",
        "7,5",
        "27 Feb 2026",
        "10:42",
        "https://example.org",
        "the chart",
        "today",
        "3",
    )
    source = FakeSource(form(*({"linkId": kind, "type": kind, "text": kind} for kind in kinds)))
    view = shown(qtbot, source)

    for kind, text in zip(kinds, typed, strict=True):
        type_into(focused(view, kind), text)

    answered = {kind: source.session.answers(kind) for kind in kinds}
    assert all(answered.values()), answered
    assert answered["date"] == ({"valueDate": "2026-02-27"},)
    assert answered["reference"] == ({"valueReference": {"display": "the chart"}},)


def test_a_question_comes_and_goes_with_the_answer_above_it(qtbot: QtBot) -> None:
    asks = {"linkId": "pain", "type": "boolean", "text": "Any pain?"}
    where = {
        "linkId": "where",
        "type": "string",
        "text": "Where?",
        "enableWhen": [{"question": "pain", "operator": "=", "answerBoolean": True}],
    }
    source = FakeSource(form(asks, where))
    view = shown(qtbot, source)
    assert view.focus_question("where") is None

    press(focused(view, "pain"), Qt.Key.Key_Y, "y")
    assert source.session.answers("pain") == ({"valueBoolean": True},)
    assert view.focus_question("where") is not None

    press(focused(view, "pain"), Qt.Key.Key_2, "2")
    assert view.focus_question("where") is None


def test_a_digit_answers_and_goes_on_until_the_form_is_done(qtbot: QtBot) -> None:
    source = FakeSource(shipped_form("phq2")[0].raw)
    view = shown(qtbot, source)

    press(focused(view, "phq2-1"), Qt.Key.Key_2, "2")
    second = QApplication.focusWidget()
    assert second is not None
    press(second, Qt.Key.Key_3, "3")

    assert source.session.score is not None
    assert source.session.score.total == 5


def test_the_end_of_a_form_shows_its_result_and_a_digit_more_answers_nothing(qtbot: QtBot) -> None:
    source = FakeSource(shipped_form("phq2")[0].raw)
    view = shown(qtbot, source)
    press(focused(view, "phq2-1"), Qt.Key.Key_2, "2")
    press(focus(), Qt.Key.Key_3, "3")

    way = focus()
    assert way.accessibleName() == "On to the next form"
    assert "5: Positive" in way.accessibleDescription()
    press(way, Qt.Key.Key_1, "1")
    assert source.session.score is not None
    assert source.session.score.total == 5
    assert (focus(), source.ended) == (way, 0)

    press(way, Qt.Key.Key_Return, "\r")
    assert source.ended == 1


def test_the_end_of_a_form_says_what_is_open_and_follows_what_is_answered_then(qtbot: QtBot) -> None:
    source = FakeSource(shipped_form("phq2")[0].raw)
    view = shown(qtbot, source)
    press(focused(view, "phq2-2"), Qt.Key.Key_3, "3")
    way = focus()
    assert "1 required question is open" in way.accessibleDescription()

    press(focused(view, "phq2-1"), Qt.Key.Key_0, "0")

    assert "This form is done." in way.accessibleDescription()


def test_a_group_can_be_repeated_and_taken_away(qtbot: QtBot) -> None:
    wound = {"linkId": "site", "type": "string", "text": "Where?"}
    source = FakeSource(
        form({"linkId": "wound", "type": "group", "text": "Wound", "repeats": True, "item": [wound]})
    )
    view = shown(qtbot, source)
    type_into(focused(view, "site@0"), "heel")

    source.add(Place("wound", (0,)))
    type_into(focused(view, "site@1"), "hip")
    assert source.session.answers(Place("site", (1,))) == ({"valueString": "hip"},)

    source.remove(Place("wound", (0,)))
    assert source.session.answers(Place("site", (0,))) == ({"valueString": "hip"},)


def test_nonsense_is_told_under_its_row_and_goes_when_it_is_put_right(qtbot: QtBot) -> None:
    source = FakeSource(form({"linkId": "n", "type": "integer", "text": "How many?"}))
    view = shown(qtbot, source)
    field = focused(view, "n")

    type_into(field, "x")
    assert "not a number" in "".join(label.accessibleName() for label in view.findChildren(QWidget))

    press(field, Qt.Key.Key_Backspace)
    type_into(field, "3")
    assert source.session.answers("n") == ({"valueInteger": 3},)
    assert QApplication.focusWidget() is field


def test_a_flag_stands_under_its_question_and_its_button_acts(qtbot: QtBot) -> None:
    source = FakeSource(form({"linkId": "n", "type": "integer", "text": "Oxygen"}))
    view = shown(qtbot, source)
    flag = Flag("k", Level.URGENT, "Oxygen 84 %.", "Call now.", "form", "n")

    source.up = (flag,)
    view.refresh()

    (row,) = view.findChildren(FlagRow)
    assert row.accessibleName() == "Oxygen 84 %. Call now."


def test_a_form_of_five_hundred_questions_can_be_answered_at_once(qtbot: QtBot) -> None:
    items = [
        {"linkId": f"q{number}", "type": "string", "text": f"Question {number}"} for number in range(500)
    ]
    source = FakeSource(form(*items))

    began = process_time()
    view = shown(qtbot, source)
    took = process_time() - began

    assert took < 3 * times_slower(), took
    assert view.focus_question("q0") is not None
    assert view.focus_question("q499") is not None
