import pytest

from carenurse.app.plan_content import plan_content
from carenurse.careplan.templates import Template, fits

CONTENT = plan_content()


def test_twenty_templates_are_shipped_and_none_claims_to_be_reviewed() -> None:
    assert len(CONTENT.templates) == 20
    assert not any(template.reviewed for template in CONTENT.templates)


@pytest.mark.parametrize("template", CONTENT.templates, ids=lambda template: template.id)
def test_every_template_is_whole(template: Template) -> None:
    codes = {problem.code for problem in template.problems}

    assert all(CONTENT.terms.problem(code) for code in codes)
    assert all(CONTENT.terms.state(problem.state) for problem in template.problems)
    assert {goal.problem for goal in template.goals} <= codes
    keys = {goal.key for goal in template.goals}
    for intervention in template.interventions:
        assert set(intervention.problems) <= codes
        assert set(intervention.goals) <= keys
        assert CONTENT.terms.category(intervention.category)
        assert CONTENT.terms.target(intervention.target)
        assert intervention.frequency
        assert intervention.owner
    assert template.call_911
    assert template.teaching
    assert "review" in template.notice


_VERBS = frozenset(
    (
        *(
            "Agree",
            "Arrange",
            "Ask",
            "Book",
            "Call",
            "Care",
            "Change",
            "Check",
            "Connect",
            "Do",
            "Follow",
            "Get",
        ),
        *("Go", "Look", "Make", "Offer", "Order", "Reconcile", "Refer", "Review", "Screen", "See", "Send"),
        *("Set", "Start", "Take", "Talk", "Teach", "Test", "Warn", "Watch"),
    )
)


@pytest.mark.parametrize("template", CONTENT.templates, ids=lambda template: template.id)
def test_every_intervention_says_what_to_do_beginning_with_a_verb(template: Template) -> None:
    first = {one.text: one.text.replace(",", " ").split()[0].rstrip(":") for one in template.interventions}

    assert {text for text, word in first.items() if word not in _VERBS} == set()


def test_interventions_stand_beside_the_problem_they_are_for() -> None:
    template = CONTENT.template("chf")

    assert template is not None
    assert [
        one.problems[0] for one in template.interventions if one.text.startswith("Set up the pill box")
    ] == ["PB0042"]


def test_a_goal_with_a_number_brings_its_measure() -> None:
    template = CONTENT.template("hip-replacement")

    assert template is not None
    measure = next(goal.measure for goal in template.goals if goal.problem == "PB0024")
    assert measure is not None
    assert (measure.code, measure.high) == ("72514-3", 4)


def test_a_template_fits_by_the_category_of_the_diagnosis() -> None:
    template = CONTENT.template("chf")

    assert template is not None
    assert fits(template, frozenset({"I50.33"}))
    assert not fits(template, frozenset({"J44.9"}))


def test_an_unknown_template_is_none() -> None:
    assert CONTENT.template("none") is None
