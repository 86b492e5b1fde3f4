"""Every total of the whole assessment is that of the instrument it is made of, worked out a second time."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carenurse.app.content import form_ids, shipped_form
from carenurse.forms.session import Session
from tests.resources.second_opinion import SCORED, SECOND_OPINION, plain_sum
from tests.resources.shipped_forms import SLOW, fillings, open_session

WHOLE = "home-care-assessment"
PARTS = [rule.link.removesuffix("-total") for rule in shipped_form(WHOLE).scores]


def test_every_shipped_form_with_a_total_is_worked_out_a_second_time() -> None:
    with_totals = {name for name in form_ids() if shipped_form(name).scores}
    assert with_totals == {*SCORED, WHOLE}
    assert set(PARTS) <= set(SCORED), "each part of the assessment is one of them"
    assert set(SECOND_OPINION) <= set(SCORED)


def ask_for(whole: Session, link: str) -> None:
    """Answer whatever the assessment makes a part depend on, so that it is asked."""
    here = whole.form.index.get(link)
    while here is not None:
        for condition in here.conditions:
            ask_for(whole, condition.question)
            value = True if condition.operator == "exists" else condition.value
            whole.answer(condition.question, {f"value{condition.kind}": value})
        here = whole.form.index.get(here.parent)


@pytest.mark.parametrize("part", PARTS)
@settings(max_examples=4, deadline=None, suppress_health_check=SLOW)
@given(data=st.data())
def test_a_part_of_the_assessment_totals_as_it_does_alone(part: str, data: st.DataObject) -> None:
    filled = data.draw(fillings(part))
    whole = open_session(WHOLE)
    ask_for(whole, f"{part}-total")
    here = {link: answers for link, answers in filled.items() if link in whole.form.index}
    for link, answers in here.items():
        whole.answer(link, *answers)
    (score,) = (one for one in whole.scores if one.link == f"{part}-total")
    assert set(here) == set(filled)
    assert score.total == SECOND_OPINION.get(part, plain_sum)(part, filled)
