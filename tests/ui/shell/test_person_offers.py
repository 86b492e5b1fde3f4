"""What was begun about a person and left on another page is offered where that person is in front."""

from pathlib import Path

import pytest

from carenurse.app.visit_begin import start_visit
from tests.demo_day import NOW
from tests.ui.shell.test_killed_over_open_forms import killed_and_opened, look
from tests.ui.shell.test_open_forms import WORDS, here, plan
from tests.ui.shell.visiting_stage import Visiting
from tests.ui.showing import button, messages, words
from ui.shell.person_offers import forms_of_person
from ui.visit.page import VisitPage
from ui.widgets.page import Place, Route

BEGUN = "You had begun something in the care plan. It does not stand there yet."


def begin_a_problem(stage: Visiting) -> None:
    stage.go(Route("plan", stage.person))
    plan(stage).presenter.begin_problem()
    plan(stage).sheet.problem.text.set_text(WORDS)


def test_a_problem_half_typed_is_offered_at_the_chart_of_its_person_alone(visiting: Visiting) -> None:
    stage = visiting
    begin_a_problem(stage)
    assert BEGUN not in messages(stage.workplace), "it stands in front"

    stage.go(Route("chart", stage.person))
    assert BEGUN in messages(stage.workplace)
    stage.press_f9()
    assert BEGUN not in messages(stage.workplace), "the family is looking"
    stage.workplace.family.leave()
    stage.settle()
    stage.go(Route("today"))
    assert BEGUN not in messages(stage.workplace), "nobody's page"

    stage.go(Route("chart", stage.person))
    button(stage.workplace, f"Go on with it: {BEGUN}").click()
    stage.settle()

    stage.wait(lambda: plan(stage).sheet.form is plan(stage).sheet.problem)
    assert plan(stage).sheet.problem.text.text() == WORDS
    assert BEGUN not in messages(stage.workplace)
    plan(stage).presenter.cancel()
    stage.go(Route("chart", stage.person))
    assert BEGUN not in messages(stage.workplace), "what was given up is not offered"


def test_it_is_offered_above_the_visit_of_its_person_too(visiting: Visiting) -> None:
    stage = visiting
    begin_a_problem(stage)

    visits = stage.ask(lambda records: records.of_patient(stage.person, "Encounter"))
    stage.go(Route("visit", str(visits[0]["id"])))

    stage.wait(lambda: BEGUN in messages(stage.workplace))


def test_the_visit_names_it_among_its_checks_and_leads_there(visiting: Visiting) -> None:
    stage = visiting
    begin_a_problem(stage)
    encounter = stage.ask(lambda records: start_visit(records, NOW, patient=stage.person))
    stage.go(Route("visit", encounter, "sign"))
    visit = here(stage)
    assert isinstance(visit, VisitPage)

    named = f"A problem you were adding to the plan is not kept: {WORDS}"
    stage.wait(lambda: named in words(visit.sign))
    visit.presenter.sign()
    stage.settle()
    assert visit.presenter.visit is not None, "nothing is signed over it without a reason"
    button(visit.sign, f"Settle: {named}").click()
    stage.settle()
    assert plan(stage).sheet.problem.text.text() == WORDS

    plan(stage).presenter.cancel()
    stage.go(Route("visit", encounter, "sign"))
    stage.wait(lambda: bool(words(visit.sign)))
    assert named not in words(visit.sign)


def test_it_is_offered_after_a_kill_too(visiting: Visiting, tmp_path: Path) -> None:
    stage = visiting
    begin_a_problem(stage)
    stage.go(Route("today"))
    look(stage)

    with killed_and_opened(stage, tmp_path / "killed", stage.qtbot) as later:
        later.go(Route("chart", stage.person))

        assert BEGUN in messages(later.workplace)


@pytest.mark.parametrize(
    ("place", "form", "said"),
    [
        ("plan", {"form": "problem", "draft": {"patient": "p1", "modifier": "RM0003"}}, ""),
        ("plan", {"form": "goal", "draft": {"id": "g1"}}, "You had begun to change an item"),
        ("plan", {"form": "words", "text": "I want to walk"}, BEGUN),
        ("medicines", {"typed": {"name": "Asp"}}, "You had begun to write down a medicine"),
        ("medicines", {"typed": {"name": "Asp"}, "corrects": "m1"}, "You had begun to change a medicine"),
    ],
)
def test_each_is_called_what_it_is_and_a_form_not_begun_is_none(
    place: Place, form: dict[str, object], said: str
) -> None:
    found = forms_of_person({place: {"p1": form}}, "p1")

    assert [one[: len(said)] for one in found.values()] == ([said] if said else [])
    assert not forms_of_person({place: {"p1": form}}, "p2")
