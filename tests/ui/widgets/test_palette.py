"""Find or do: letters in, the first thing found out."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.ui.accessibility import faults
from tests.ui.keys import press, type_into
from tests.ui.widgets.windows import a_window
from ui.widgets.palette import Answer, Entry, FindOrDo


def test_find_or_do_takes_the_first_entry_on_enter(qtbot: QtBot) -> None:
    done: list[str] = []

    def provider(typed: str, answer: Answer) -> None:
        names = ("Rosa Delgado", "Walter Osei", "Print family page")
        answer(
            tuple(Entry(name, lambda name=name: done.append(name)) for name in names if typed in name.lower())
        )

    window = a_window(qtbot)
    palette = FindOrDo(provider, window)
    palette.open()
    line = palette.focusWidget() or palette.findChildren(QWidget)[0]

    type_into(line, "os")
    assert faults(palette) == []
    press(line, Qt.Key.Key_Down)
    press(line, Qt.Key.Key_Return)

    assert done == ["Walter Osei"]
    assert not palette.isVisible()


def test_a_late_answer_to_earlier_letters_is_not_shown(qtbot: QtBot) -> None:
    waiting: list[Answer] = []
    window = a_window(qtbot)
    palette = FindOrDo(lambda _typed, answer: waiting.append(answer), window)
    palette.open()
    line = palette.findChildren(QWidget)[0]
    type_into(line, "r")

    waiting[-1]((Entry("Rosa", lambda: None),))
    waiting[0]((Entry("Walter", lambda: None),))

    spoken = [child.accessibleName().strip() for child in palette.findChildren(QWidget)]
    assert "Rosa" in spoken
    assert "Walter" not in spoken


def test_esc_closes_find_or_do_without_doing_anything(qtbot: QtBot) -> None:
    window = a_window(qtbot)
    palette = FindOrDo(lambda _typed, answer: answer(()), window)
    palette.open()

    with qtbot.waitSignal(palette.closed):
        press(palette.findChildren(QWidget)[0], Qt.Key.Key_Escape)


def test_enter_waits_for_the_answer_to_what_was_typed(qtbot: QtBot) -> None:
    waiting: list[Answer] = []
    done: list[str] = []
    window = a_window(qtbot)
    palette = FindOrDo(lambda _typed, answer: waiting.append(answer), window)
    palette.open()
    line = palette.findChildren(QWidget)[0]
    waiting[-1]((Entry("Veronica", lambda: done.append("Veronica")),))
    type_into(line, "arnold")

    press(line, Qt.Key.Key_Return)
    assert done == []
    waiting[-1]((Entry("Arnold", lambda: done.append("Arnold")),))

    assert done == ["Arnold"]
    assert not palette.isVisible()


def test_an_enter_that_waits_is_forgotten_when_the_list_was_closed(qtbot: QtBot) -> None:
    waiting: list[Answer] = []
    done: list[str] = []
    window = a_window(qtbot)
    palette = FindOrDo(lambda _typed, answer: waiting.append(answer), window)
    palette.open()
    line = palette.findChildren(QWidget)[0]
    type_into(line, "arnold")
    press(line, Qt.Key.Key_Return)

    press(line, Qt.Key.Key_Escape)
    waiting[-1]((Entry("Arnold", lambda: done.append("Arnold")),))

    assert done == []
