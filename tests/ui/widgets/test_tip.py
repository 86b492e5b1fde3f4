"""What a record says is shown as text in a tooltip, whatever it looks like."""

import re
from pathlib import Path

import pytest
from PySide6.QtGui import QTextDocument
from pytestqt.qtbot import QtBot

from ui.widgets.text import Label
from ui.widgets.tip import as_tip

ROOT = Path(__file__).resolve().parents[3]
SETS = re.compile(r"(?:setToolTip\(|QToolTip\.showText\([^,]+, )(?P<words>.*)")
OURS = re.compile(r'as_tip\(|tr\("[^"{]*"\)\)|""\)')


@pytest.mark.parametrize("words", ["", "Furosemide 40 mg", "Pain & sleep", "two\nlines"])
def test_plain_words_stay_as_they_are(words: str) -> None:
    assert as_tip(words) == words


@pytest.mark.parametrize(
    "words",
    [
        "Pulse <img src='file:///etc/passwd'>",
        "<script>alert(1)</script>",
        "less than <5\n  and a second line",
        "&lt;b&gt;",
    ],
)
def test_what_looks_like_html_is_read_letter_by_letter(words: str) -> None:
    shown = QTextDocument()
    shown.setHtml(as_tip(words))

    assert shown.toPlainText() == words
    assert "\N{OBJECT REPLACEMENT CHARACTER}" not in shown.toPlainText(), "no picture"


def test_the_tip_of_a_cut_label_draws_no_picture(qtbot: QtBot) -> None:
    words = "Aspirin <img src='file:///etc/passwd'> in the morning"
    label = Label(words, elide=True)
    qtbot.addWidget(label)
    label.resize(40, 20)
    label.grab()

    assert label.toolTip() == as_tip(words)
    assert "<img" not in label.toolTip()


def test_every_tooltip_is_made_so() -> None:
    lines = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for path in (ROOT / "ui").rglob("*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
        if (found := SETS.search(line)) and not OURS.match(found["words"])
    ]

    assert lines == []
