"""Forms that want their pages in order (entryMode): what may be turned to, by any way that leads there."""

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from carenurse.clinical.fhir import Resource
from carenurse.forms import urls
from carenurse.forms.loading import load
from carenurse.forms.session import Session
from carenurse.forms.support import Level
from tests.carenurse.forms.made import item
from tests.ui.forms.test_view import NOW, FakeSource, form, shown
from ui.forms.guided import GuidedForm
from ui.forms.turning import Pages, TurnRow
from ui.forms.view import FormView
from ui.widgets.buttons import Button


def page(number: int) -> Resource:
    asked = item(f"q{number}", required=True, text=f"Question {number}")
    return item(f"p{number}", "group", text=f"Page {number}", item=[asked])


def ordered(mode: str) -> Resource:
    how = {"url": urls.ENTRY_MODE, "valueCode": mode}
    return {**form(page(1), page(2), page(3)), "extension": [how]}


def asked_now(view: FormView) -> list[str]:
    return [link for link in ("q1", "q2", "q3") if view.focus_question(link) is not None]


def turn(view: QWidget, words: str) -> None:
    next(one for one in turning(view) if words in one.accessibleName()).click()


def turning(view: QWidget) -> list[Button]:
    QApplication.processEvents()
    rows = [one for one in view.findChildren(TurnRow) if one.isVisibleTo(view)]
    return [one for row in rows for one in row.findChildren(Button) if one.isVisibleTo(view)]


def backs(view: QWidget) -> list[str]:
    return [name for one in turning(view) if (name := one.accessibleName()).startswith("Back")]


@pytest.mark.feature("entryMode")
@pytest.mark.parametrize("mode", ["sequential", "prior-edit"])
def test_a_page_is_done_before_the_next_one_opens_and_nothing_leads_past_it(qtbot: QtBot, mode: str) -> None:
    source = FakeSource(ordered(mode))
    view = shown(qtbot, source)
    said: list[str] = []
    view.said.connect(said.append)
    assert asked_now(view) == ["q1"], "a later page cannot be reached by its question either"
    turn(view, "On to")
    assert asked_now(view) == ["q1"]
    assert "page by page" in said[-1]
    source.session.type_in("q1", "x")
    view.refresh()
    turn(view, "On to")
    assert "q2" in asked_now(view)


@pytest.mark.feature("entryMode")
def test_sequential_never_leads_back_and_prior_edit_does(qtbot: QtBot) -> None:
    for mode, reached in (("sequential", ["q2"]), ("prior-edit", ["q1", "q2"])):
        source = FakeSource(ordered(mode))
        view = shown(qtbot, source)
        source.session.type_in("q1", "x")
        view.refresh()
        turn(view, "On to")
        assert bool(backs(view)) is (mode == "prior-edit"), mode
        assert asked_now(view) == reached


@pytest.mark.feature("entryMode")
def test_a_draft_goes_on_at_the_page_that_was_reached(qtbot: QtBot) -> None:
    source = FakeSource(ordered("sequential"))
    source.session.type_in("q1", "x")
    source.session.type_in("q2", "y")
    view = shown(qtbot, source)
    assert view.focus_question("q1") is None
    assert asked_now(view) == ["q2", "q3"]


@pytest.mark.feature("entryMode")
def test_random_order_is_free_and_guided_mode_does_not_lead_back_in_sequence(qtbot: QtBot) -> None:
    assert not Pages(load(ordered("random"))).there
    source = FakeSource(ordered("sequential"))
    source.session = Session(load(ordered("sequential")), now=NOW)
    guided = GuidedForm(source)
    qtbot.addWidget(guided)
    guided.go_on()
    assert not guided.back_button.isEnabled()
    at = guided.question.text()
    guided.back()
    assert guided.question.text() == at


@pytest.mark.feature("entryMode")
@pytest.mark.parametrize(
    ("mode", "items", "level"),
    [
        ("random", (item("q1"), item("q2")), Level.FULL),
        ("sequential", (item("q1"), item("q2")), Level.DEGRADED),
        ("prior-edit", (item("q1"), item("q2")), Level.DEGRADED),
        ("sequential", (page(1),), Level.DEGRADED),
        ("sequential", (page(1), page(2)), Level.FULL),
    ],
)
def test_a_form_without_pages_says_that_its_order_is_not_kept(
    mode: str, items: tuple[Resource, ...], level: Level
) -> None:
    how = {"url": urls.ENTRY_MODE, "valueCode": mode}

    (told,) = [
        one for one in load({**form(*items), "extension": [how]}).report.features if one.name == "entryMode"
    ]

    assert told.level is level
    assert ("answered in any order" in told.why) is (level is Level.DEGRADED)
