"""What a screen reader meets in a form: every kind of answer has its name, its role, and what is wrong."""

from dataclasses import dataclass
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from carenurse.clinical.fhir import Resource
from carenurse.forms import urls
from carenurse.forms.nodes import Place
from tests.carenurse.forms.made import choice, item
from tests.ui.accessibility import faults, spoken_name
from tests.ui.forms.test_answering_any_form import control, limits
from tests.ui.forms.test_leaving import beside
from tests.ui.forms.test_view import FakeSource, form


@dataclass(frozen=True)
class Kind:
    """One kind of question with an answer that cannot stand, and the roles in which it is reached."""

    asked: Resource
    wrong: tuple[dict[str, Any], ...]
    roles: frozenset[str]


def kind(asked: Resource, *wrong: dict[str, Any], roles: str = "EditableText") -> Kind:
    return Kind(asked, wrong, frozenset(roles.split()))


EARLY = [{"url": urls.MIN_VALUE, "valueTime": "08:00:00"}]
SMALL = [{"url": urls.MAX_SIZE, "valueDecimal": 1}]
ONE = [{"url": urls.MAX_OCCURS, "valueInteger": 1}]
STRANGER: dict[str, Any] = {"valueCoding": {"system": "urn:x", "code": "zz"}}
MANY = {letter: at for at, letter in enumerate("abcdefghijklmnopqrstuvwxyz")}
KINDS: dict[str, Kind] = {
    "attachment": kind(
        item("q", "attachment", extension=SMALL),
        {"valueAttachment": {"contentType": "image/png", "size": 999, "title": "x"}},
        roles="Button",
    ),
    "slider": kind(
        item("q", "integer", extension=[control("slider"), *limits(0, 10)]),
        {"valueInteger": 20},
        roles="Slider",
    ),
    "spinner": kind(
        item("q", "integer", extension=[control("spinner"), *limits(0, 10)]),
        {"valueInteger": 20},
        roles="EditableText Button",
    ),
    "time": kind(item("q", "time", extension=EARLY), {"valueTime": "07:00:00"}, roles="EditableText Button"),
    "date": kind(item("q", "date"), {"valueDate": "2026-13-01"}, roles="EditableText Button"),
    "text": kind(item("q", "text", maxLength=2), {"valueString": "long"}),
    "number": kind(item("q", "integer", extension=limits(0, 10)), {"valueInteger": 20}),
    "open choice": kind(
        {**choice("q", {"a": 1, "b": 2}), "type": "open-choice", "maxLength": 2},
        {"valueString": "long words"},
        roles="RadioButton EditableText",
    ),
    "reference": kind(item("q", "reference"), {"valueString": "x"}),
    "repeated": kind(
        item("q", repeats=True, extension=ONE),
        {"valueString": "x"},
        {"valueString": "y"},
        roles="EditableText Button",
    ),
    "choice in lines": kind(
        choice("q", {"a" * 30: 1, "b" * 30: 2}, extension=[control("radio-button")]),
        STRANGER,
        roles="RadioButton",
    ),
    "choice on buttons": kind(choice("q", {"a": 1, "b": 2}), STRANGER, roles="RadioButton"),
    "choice in a list": kind(
        choice("q", {"a": 1, "b": 2}, extension=[control("drop-down")]), STRANGER, roles="ComboBox"
    ),
    "choice that is searched": kind(choice("q", MANY), STRANGER),
    "several choices": kind(choice("q", {"a": 1, "b": 2}, repeats=True), STRANGER, roles="CheckBox"),
}


def controls(view: QWidget) -> list[QWidget]:
    """Give what the keys can reach."""
    QApplication.processEvents()
    return [
        one
        for one in view.findChildren(QWidget)
        if one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.isVisibleTo(view)
    ]


@pytest.mark.qt_log_ignore("This plugin does not support")
@pytest.mark.parametrize("name", KINDS)
def test_every_kind_of_answer_has_a_name_a_role_and_its_error(qtbot: QtBot, name: str) -> None:
    made = KINDS[name]
    source = FakeSource(form({**made.asked, "text": "How is it"}, item("after")))
    view, other, page = beside(qtbot, source)
    assert view.focus_question("q") is not None
    reached = [one for one in controls(view) if "after" not in spoken_name(one)]
    assert reached
    assert faults(view) == []
    for one in reached:
        role = QAccessible.queryAccessibleInterface(one).role().name
        assert role in made.roles, role
    assert any("How is it" in _said_at(one, view) for one in reached)
    source.session.answer(Place("q"), *made.wrong)
    view.refresh()
    problem = source.session.problem("q")
    assert problem
    other.setFocus()
    QApplication.processEvents()
    told = [one for one in controls(view) if problem in one.accessibleDescription()]
    assert told, [(type(one).__name__, one.accessibleDescription()) for one in controls(view)]
    assert page.isVisible()


def _said_at(widget: QWidget, view: QWidget) -> str:
    """Give the names of a control and of everything it stands in, as a screen reader says them."""
    words = [spoken_name(widget)]
    above = widget.parentWidget()
    while above is not None and above is not view:
        words.append(above.accessibleName())
        above = above.parentWidget()
    return " ".join(words)
