from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest

from carenurse.app.visit_readback import SignedView
from carenurse.app.visit_session import VITALS, VisitSession
from carenurse.app.visit_sign import sign_visit
from carenurse.app.visit_worksheet import InterventionDone, Place
from carenurse.forms.nodes import Place as Question
from tests.carenurse.app.visits import CARE, NOW, Household
from tests.fakes import FullBackground
from tests.ui.desk import NotedDesk
from ui.visit.presented_form import PresentedForm
from ui.visit.presenter import VisitPresenter
from ui.visit.view import Standing
from ui.widgets.page import Route


@dataclass
class FakeView:
    """Remembers what it was told to show."""

    presenter: VisitPresenter | None = None
    forms: dict[str, PresentedForm] = field(default_factory=dict[str, PresentedForm])
    standing: Standing | None = None
    saved: list[datetime] = field(default_factory=list[datetime])
    unsaved: int = 0
    went: list[Place] = field(default_factory=list[Place])
    pages: list[str] = field(default_factory=list[str])
    turned: list[str] = field(default_factory=list[str])
    signed: SignedView | None = None
    offered: tuple[tuple[str, str], ...] = ()

    def show_visit(self, visit: VisitSession, forms: dict[str, PresentedForm]) -> None:
        del visit
        self.forms = forms

    def show_standing(self, standing: Standing, changed: str) -> None:
        del changed
        self.standing = standing

    def turn(self, encounter: str) -> None:
        self.turned.append(encounter)

    def show_saved(self, moment: datetime) -> None:
        self.saved.append(moment)

    def show_not_saved(self) -> None:
        self.unsaved += 1

    def start_autosave(self) -> None:
        return

    def go_to(self, place: Place) -> None:
        self.went.append(place)

    def show_page(self, page: str) -> None:
        self.pages.append(page)

    def show_signed(self, view: SignedView) -> None:
        self.signed = view

    def offer_forms(self, titles: tuple[tuple[str, str], ...]) -> None:
        self.offered = titles


@dataclass
class Surroundings:
    """Everything around a presenter, to be looked at."""

    home: Household
    view: FakeView
    presenter: VisitPresenter
    background: FullBackground
    noted: NotedDesk


@pytest.fixture
def background(home: Household) -> FullBackground:
    return FullBackground(home.records)


@pytest.fixture
def around(home: Household, background: FullBackground, noted: NotedDesk) -> Surroundings:
    view = FakeView()
    presenter = VisitPresenter(view, noted.desk)
    presenter.open(home.encounter)
    return Surroundings(home, view, presenter, background, noted)


def test_each_answer_is_kept_when_its_field_is_left(around: Surroundings) -> None:
    form = around.view.forms[VITALS]

    assert form.typed(Question("rr"), "22", None) == ""
    assert around.view.saved == []
    form.left()

    assert around.view.saved == [NOW]
    assert around.home.living().form(VITALS).answers("rr") == ({"valueInteger": 22},)


def test_nonsense_is_told_and_never_kept(around: Surroundings) -> None:
    form = around.view.forms[VITALS]

    sentence = form.typed(Question("rr"), "many", None)
    form.left()

    assert "not a number" in sentence
    assert around.home.living().form(VITALS).answers("rr") == ()


def test_a_failed_save_keeps_the_words_says_so_and_tries_again(around: Surroundings) -> None:
    form = around.view.forms[VITALS]
    form.typed(Question("rr"), "22", None)

    around.background.full = 1
    form.left()
    assert around.view.unsaved == 1
    assert around.view.saved == []
    assert len(around.noted.failures) == 1

    around.presenter.save()
    assert around.view.saved == [NOW]
    assert around.home.living().form(VITALS).answers("rr") == ({"valueInteger": 22},)


def test_f8_walks_through_what_is_open_and_back(around: Surroundings) -> None:
    around.presenter.moved(Place(VITALS, "weight", "form"))

    around.presenter.next_unanswered()
    assert around.view.went[-1] == Place(VITALS, "sbp", "form")

    around.presenter.next_unanswered(backwards=True)
    assert around.view.went[-1] == Place("arrival", "homebound_effort", "form")


def test_opening_again_lands_on_the_same_question(around: Surroundings) -> None:
    around.presenter.moved(Place(VITALS, "hr", "form"))
    around.presenter.left()

    around.presenter.open(around.home.encounter)

    assert around.view.went[-1] == Place(VITALS, "hr", "form")


def test_a_flag_leads_to_the_row_that_says_who_was_told(around: Surroundings) -> None:
    around.view.forms[VITALS].typed(Question("spo2"), "84", None)
    standing = around.view.standing
    assert standing is not None

    around.presenter.act_on(standing.flags[0])

    assert around.view.went[-1].section == "leaving"
    assert around.view.went[-1].question.startswith("flag-")


def test_undo_takes_an_answer_back(around: Surroundings) -> None:
    around.view.forms[VITALS].typed(Question("rr"), "22", None)

    around.presenter.undo()
    around.presenter.left()

    assert around.home.living().form(VITALS).answers("rr") == ()


@pytest.mark.parametrize("section", [VITALS, "news2", "skin-check", "wound-record", "care", ""])
def test_no_key_answers_what_the_nurse_has_to_ask_or_to_see(section: str, around: Surroundings) -> None:
    assert not around.presenter.within_limits(section)
    assert "one by one" in around.presenter.why_not_within_limits(section)


def test_a_visit_begins_at_the_first_question_that_wants_an_answer(around: Surroundings) -> None:
    assert around.view.went[0] == Place("arrival", "homebound_help", "form")


def test_undo_works_through_all_answers_of_the_draft(around: Surroundings) -> None:
    form = around.view.forms[VITALS]
    for link, text in (("hr", "88"), ("rr", "22")):
        form.typed(Question(link), text, None)
        around.presenter.left()

    around.presenter.undo()
    around.presenter.undo()

    assert form.session.answers(Question("hr")) == form.session.answers(Question("rr")) == ()


def test_her_words_in_the_note_are_kept_and_can_be_taken_back(around: Surroundings) -> None:
    around.presenter.review()
    around.presenter.reword("response", "Resting with legs up.")
    around.presenter.left()
    assert around.home.living().sheet.paragraph("response") is not None

    around.presenter.unword("response")

    assert around.home.living().sheet.paragraph("response") is None


def test_signing_with_open_checks_is_told_and_changes_nothing(around: Surroundings) -> None:
    around.presenter.sign()

    assert around.view.signed is None
    assert "open" in str(around.noted.failures[0])

    around.presenter.sign("called away")
    assert around.view.signed is not None
    assert around.view.signed.reason == "called away"


def test_pause_saves_before_it_leaves(around: Surroundings) -> None:
    around.presenter.change(
        Place("care", CARE), lambda sheet: sheet.with_intervention(InterventionDone(CARE, "given"))
    )

    around.presenter.pause()

    assert around.noted.routes == [Route("today")]
    assert around.home.living().sheet.intervention(CARE).state == "given"


def test_a_form_taken_out_can_be_taken_in_again(around: Surroundings) -> None:
    around.presenter.taking.leave_out("wound-record")
    assert "wound-record" not in around.view.forms

    around.noted.undos[-1]()

    assert "wound-record" in around.view.forms


def test_any_shipped_form_can_be_added_but_not_twice(around: Surroundings) -> None:
    around.presenter.taking.offer()
    names = [name for name, _ in around.view.offered]
    assert "gad7" in names
    assert VITALS not in names

    around.presenter.taking.add("gad7")

    assert "gad7" in around.view.forms
    assert around.view.went[-1].section == "gad7"


def test_a_suggested_problem_goes_onto_the_plan(around: Surroundings) -> None:
    around.view.forms[VITALS].typed(Question("pain"), "6", None)
    standing = around.view.standing
    assert standing is not None
    (pain,) = [one for one in standing.suggestions if one.problem == "PB0024"]

    around.presenter.add_to_plan(pain)

    codes = [one["code"] for one in around.home.records.of_patient("p1", "Condition")]
    assert any(coding["code"] == "PB0024" for code in codes for coding in code["coding"])


def test_a_signed_visit_is_read_back_and_takes_an_addendum(around: Surroundings) -> None:
    around.presenter.sign("called away")

    around.presenter.open(around.home.encounter)
    around.presenter.add_addendum("The left ankle.")

    assert around.view.signed is not None
    assert [one.text for one in around.view.signed.addenda] == ["The left ankle."]


def test_an_addendum_that_was_begun_survives_closing_and_is_signed_once(around: Surroundings) -> None:
    around.presenter.sign("called away")
    around.presenter.write_addendum("The left an")
    around.presenter.write_addendum("The left ankle.")
    around.presenter.save()

    around.presenter.open(around.home.encounter)

    signed = around.view.signed
    assert signed is not None
    assert (signed.draft, signed.addenda, signed.changed) == ("The left ankle.", (), ())
    around.presenter.add_addendum(signed.draft)
    after = around.home.signed()
    assert (after.draft, [one.text for one in after.addenda]) == ("", ["The left ankle."])
    assert len(around.home.records.of_patient("p1", "Composition")) == 2


def test_the_clock_is_put_right_and_nonsense_is_refused(around: Surroundings) -> None:
    around.presenter.correct_clock(NOW - timedelta(minutes=70), NOW - timedelta(minutes=50))
    assert around.home.living().opened.visit.began == NOW - timedelta(minutes=50)
    around.presenter.correct_clock(None, NOW - timedelta(minutes=50), NOW - timedelta(minutes=5))
    assert around.home.living().opened.visit.completed == NOW - timedelta(minutes=5)

    around.presenter.correct_clock(NOW, NOW - timedelta(minutes=50))
    assert "after driving" in str(around.noted.failures[-1])


def test_time_goes_by_and_saved_says_when(around: Surroundings) -> None:
    around.view.forms[VITALS].typed(Question("rr"), "22", None)
    around.presenter.left()

    assert around.view.saved[-1] - NOW < timedelta(seconds=1)


def test_what_was_taken_back_is_done_again_until_something_else_is_answered(around: Surroundings) -> None:
    form = around.view.forms[VITALS]
    form.typed(Question("rr"), "22", None)
    around.presenter.undo()
    around.presenter.redo()
    assert form.session.answers(Question("rr")) == ({"valueInteger": 22},)
    around.presenter.redo()
    assert "do again" in around.noted.said[-1]


def test_words_that_came_too_late_for_a_visit_stand_beside_it_and_the_page_goes_on(
    around: Surroundings,
) -> None:
    """Another laptop signed it while she wrote; nothing is lost, and nothing waits for a restart."""
    around.view.forms[VITALS].typed(Question("rr"), "22", None)
    sign_visit(around.home.records, around.home.encounter, NOW, "Called away")

    around.presenter.pause()

    assert around.view.signed is not None
    assert "Breathing: 22" in around.view.signed.draft
    assert around.presenter.visit is None
    assert "signed on another laptop" in around.noted.said[-1]
    assert around.noted.routes == [Route("today")]
    around.presenter.write_addendum("Breathing 22 at the door")
    around.presenter.save()
    assert around.home.signed().draft == "Breathing 22 at the door"
