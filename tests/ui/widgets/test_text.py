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


def test_words_that_fit_on_one_line_are_as_high_as_a_line_and_drawn_as_if_they_could_not_wrap(
    qtbot: QtBot,
) -> None:
    may, cannot = Label("Wound care, left leg", wrap=True), Label("Wound care, left leg")
    for one in (may, cannot):
        qtbot.addWidget(one)
        one.resize(cannot.sizeHint())

    assert may.heightForWidth(cannot.sizeHint().width()) == theme().line("body")
    assert may.grab().toImage() == cannot.grab().toImage()


def test_a_piece_with_a_color_of_its_own_looks_alike_alone_and_among_others(qtbot: QtBot) -> None:
    alone, among = Label(), Label()
    alone.set_runs(Run("164/92 mmHg", role="critical", strong=True))
    among.set_runs(Run("164/92", role="critical", strong=True), Run(" mmHg", role="critical", strong=True))
    for one in (alone, among):
        qtbot.addWidget(one)
        one.resize(one.sizeHint())

    assert alone.grab().toImage() == among.grab().toImage()


def test_words_that_run_leftward_are_drawn_in_the_same_place_whether_they_may_wrap_or_not(
    qtbot: QtBot,
) -> None:
    words = "\N{HEBREW LETTER SHIN}\N{HEBREW LETTER LAMED}"
    may, cannot = Label(words, wrap=True), Label(words)
    for one in (may, cannot):
        qtbot.addWidget(one)
        one.resize(300, cannot.sizeHint().height())

    assert may.grab().toImage() == cannot.grab().toImage()


def test_another_role_gives_a_label_its_color(qtbot: QtBot) -> None:
    label, other = Label("Not told yet"), Label("Not told yet", role="critical")
    for one in (label, other):
        qtbot.addWidget(one)
        one.resize(label.sizeHint())
    assert label.grab().toImage() != other.grab().toImage()

    label.set_role("critical")

    assert label.grab().toImage() == other.grab().toImage()
