"""An expression that gives more choices than are offered says so; nothing is cut in silence."""

import pytest

from carenurse.forms import urls
from carenurse.forms.loading import load
from carenurse.forms.session import Session
from tests.carenurse.forms.made import expression, form, item

MOST = 2_000


@pytest.mark.parametrize("url", [urls.ANSWER_EXPRESSION, urls.CANDIDATE_EXPRESSION])
@pytest.mark.parametrize(
    ("count", "said"),
    [
        (MOST, ""),
        (MOST + 1, "The form gives 2001 choices; only the first 2000 of them are offered."),
    ],
)
def test_more_choices_than_are_offered_are_said_at_the_question(url: str, count: int, said: str) -> None:
    options = [{"valueCoding": {"system": "urn:t", "code": f"c{number}"}} for number in range(count)]
    long = item("long", "choice", answerOption=options)
    given = expression(url, "%questionnaire.item.where(linkId = 'long').answerOption.value")
    session = Session(load(form(long, item("asked", "choice", extension=[given]))))

    assert len(session.item("asked").options) == MOST
    assert session.trouble("asked") == said
