"""What a visit works out again when it changes, and only then."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from carenurse.app.visit_kept import ByForm, Last, whole_minute
from carenurse.forms.nodes import Place
from carenurse.forms.session import Session
from tests.carenurse.forms.filling import NOW
from tests.carenurse.forms.filling import session as begun

QUESTION = {"linkId": "a", "type": "string"}
REPEATING = {"linkId": "g", "type": "group", "repeats": True, "item": [{"linkId": "b", "type": "string"}]}

CHANGES: dict[str, Callable[[Session], object]] = {
    "an answer": lambda session: session.type_in("a", "new"),
    "an answer taken back": lambda session: session.clear("a"),
    "a comment": lambda session: session.comment_on("a", "as she said"),
    "another moment": lambda session: session.be_now(NOW + timedelta(days=1)),
    "one more row": lambda session: session.add(Place("g", (0,))),
    "a row taken away": lambda session: session.remove(Place("g", (0,))),
}


def said(session: Session) -> object:
    return session.to_response().get("item")


@pytest.mark.parametrize("change", CHANGES)
def test_a_form_is_asked_again_after(change: str) -> None:
    session = begun(QUESTION, REPEATING)
    session.type_in("a", "old")
    asked: list[object] = []
    kept = ByForm(lambda _key, one: asked.append(said(one)))
    kept.of("form", session)

    CHANGES[change](session)
    kept.of("form", session)
    kept.of("form", session)

    assert len(asked) == 2


def test_a_form_that_came_in_the_place_of_another_is_asked_itself() -> None:
    one, other = begun(QUESTION), begun(QUESTION)
    one.type_in("a", "one")
    other.type_in("a", "other")
    kept = ByForm(lambda _key, session: said(session))

    assert kept.of("form", one) != kept.of("form", other)


def test_what_follows_from_the_same_facts_is_worked_out_once() -> None:
    worked: list[int] = []
    kept = Last[int, None]()

    for fact in (1, 1, 2, 1):
        kept.of(fact, lambda fact=fact: worked.append(fact))

    assert worked == [1, 2, 1]
    assert whole_minute(NOW.replace(second=59)) == NOW.replace(second=0, microsecond=0)
