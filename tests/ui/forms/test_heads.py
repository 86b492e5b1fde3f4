"""The head of a scale: what leads into it stands beside its degrees, never above an empty strip."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from carenurse.app.visit_forms import shipped_form
from tests.ui.forms.test_view import FakeSource, focused, shown
from tests.ui.keys import press
from ui.forms.rows import QuestionRow
from ui.forms.shapes import Shape, shape_of
from ui.widgets.fields.check import Radio
from ui.widgets.text import Label


@pytest.mark.parametrize("name", ["phq9", "phq2", "gad7"])
def test_the_words_that_lead_into_a_scale_stand_in_its_head(name: str) -> None:
    form = shipped_form(name)[0]
    shown = shape_of(form)

    [head] = shown.heads
    assert shown.leads[head].startswith("Over the last 2 weeks")
    above = next(item for item in form.index.values() if item.text == shown.leads[head])
    assert shown.shapes[above.link] is Shape.HIDDEN


def test_a_row_of_a_scale_says_its_chosen_word_when_the_head_is_out_of_sight(qtbot: QtBot) -> None:
    source = FakeSource(shipped_form("phq9")[0].raw)
    view = shown(qtbot, source)

    press(focused(view, "phq9-9"), Qt.Key.Key_2, "2")
    press(focused(view, "phq9-8"), Qt.Key.Key_0, "0")

    said = {
        row.item.link: [label.text() for label in row.findChildren(Label)]
        for row in view.findChildren(QuestionRow)
    }
    assert any(words.endswith("More than half the days") for words in said["phq9-9"])
    assert any(words.endswith("Not at all") for words in said["phq9-8"])
    assert not any("Several days" in words for words in said["phq9-7"])


def test_the_lines_of_a_question_show_the_keys_that_pick_them(qtbot: QtBot) -> None:
    source = FakeSource(shipped_form("phq9")[0].raw)
    view = shown(qtbot, source)
    ten = next(row for row in view.findChildren(QuestionRow) if row.item.link == "phq9-10")
    lines = ten.findChildren(Radio)

    assert [line.accessibleDescription() for line in lines] == ["Key 1", "Key 2", "Key 3", "Key 4"]
    away = lines[0].grab().toImage()
    focus_on = focused(view, "phq9-10")
    here = lines[0].grab().toImage()
    press(focus_on, Qt.Key.Key_2, "2")

    assert here != away
    assert [line.isChecked() for line in lines] == [False, True, False, False]


@pytest.mark.parametrize("name", ["phq9", "gad7", "vital-signs"])
def test_a_head_stands_over_its_own_rows_and_no_others(qtbot: QtBot, name: str) -> None:
    view = shown(qtbot, FakeSource(shipped_form(name)[0].raw))

    [(head, last)] = view.heads()

    assert isinstance(last, QuestionRow)
    assert last.item.link != "phq9-10"
    assert head.y() < last.y()
