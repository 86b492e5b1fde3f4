from pytestqt.qtbot import QtBot

from ui.widgets.text import Label, Run
from ui.widgets.theme import Theme, theme


def test_a_label_never_takes_words_for_markup(qtbot: QtBot) -> None:
    label = Label("<b>5 < 7</b> <img src='file:///etc/hostname'>")
    qtbot.addWidget(label)

    assert label.textFormat().name == "PlainText"
    assert label.sizeHint().width() > 200


def test_a_label_of_several_pieces_is_spoken_as_one_sentence(qtbot: QtBot) -> None:
    label = Label()
    qtbot.addWidget(label)

    label.set_runs(Run("Rosa Delgado", strong=True), Run(" weighed 169.8 lb"))

    assert label.accessibleName() == "Rosa Delgado weighed 169.8 lb"


def test_cut_words_are_whole_in_the_tooltip(qtbot: QtBot) -> None:
    label = Label("Furosemide tablets for the morning", elide=True)
    qtbot.addWidget(label)
    label.resize(60, 20)
    label.show()

    assert label.toolTip() == "Furosemide tablets for the morning"

    label.resize(600, 20)

    assert not label.toolTip()


def test_words_that_wrap_keep_the_line_height_of_the_tokens(qtbot: QtBot) -> None:
    label = Label("one two three four five six seven eight nine ten " * 4, wrap=True)
    qtbot.addWidget(label)

    height = label.heightForWidth(160)

    assert height % theme().line("body") == 0
    assert height > label.heightForWidth(600)


def test_letters_beyond_the_basic_plane_count_as_qt_counts_them(qtbot: QtBot) -> None:
    label = Label()
    qtbot.addWidget(label)

    label.set_runs(Run("\N{GRINNING FACE}"), Run("bold", strong=True))

    assert label.grab().width() == label.sizeHint().width()


def test_zoom_makes_new_labels_larger(qtbot: QtBot, worn: Theme) -> None:
    before = Label("Weight").sizeHint()
    worn.wear("light", 200)

    after = Label("Weight")
    qtbot.addWidget(after)

    assert after.sizeHint().height() == before.height() * 2
