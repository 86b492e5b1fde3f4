"""Find or do: letters in, the first thing found out."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
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


class Late:
    """Find or do whose answers come when they are told to."""

    def __init__(self, qtbot: QtBot) -> None:
        self.window = a_window(qtbot)
        self.waiting: list[Answer] = []
        self.done: list[str] = []
        self.palette = FindOrDo(lambda _typed, answer: self.waiting.append(answer), self.window)
        self.palette.open()
        self.line = self.palette.findChildren(QWidget)[0]

    def find(self, name: str) -> None:
        self.waiting[-1]((Entry(name, lambda: self.done.append(name)),))


def test_enter_waits_for_the_answer_to_what_was_typed(qtbot: QtBot) -> None:
    late = Late(qtbot)
    late.find("Veronica")
    type_into(late.line, "arnold")

    press(late.line, Qt.Key.Key_Return)
    assert late.done == []
    late.find("Arnold")

    assert late.done == ["Arnold"]
    assert not late.palette.isVisible()


def test_an_enter_that_waits_is_forgotten_when_the_list_was_closed(qtbot: QtBot) -> None:
    late = Late(qtbot)
    type_into(late.line, "arnold")
    press(late.line, Qt.Key.Key_Return)

    press(late.line, Qt.Key.Key_Escape)
    late.find("Arnold")

    assert late.done == []


def test_that_nothing_is_found_is_said_whole_below_the_line(qtbot: QtBot) -> None:
    window = a_window(qtbot)
    many = tuple(Entry(f"Rosa {one}", lambda: None) for one in range(8))
    palette = FindOrDo(lambda typed, answer: answer(() if typed else many), window)
    palette.open()

    type_into(palette.findChildren(QWidget)[0], "zzz")

    *_, said = [one for one in palette.findChildren(QLabel) if "Nothing found" in one.text()]
    assert said.isVisible()
    assert said.height() >= said.sizeHint().height()
