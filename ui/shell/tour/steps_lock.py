"""Between two steps: the family looks on and sees only Rosa; a cover comes and goes over a field."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit

from ui.shell.tour.hands import CTRL
from ui.shell.tour.patience import wait_until
from ui.shell.tour.stage import PASSPHRASE, Stage
from ui.shell.tour.stopping import must

_PIN = "495027"


def the_family_sees_only_rosa(stage: Stage) -> None:
    """F9: nobody else is there, no key leads away; the passphrase shows everybody again."""
    hands = stage.hands
    hands.key(Qt.Key.Key_F9)
    hands.wait_for("Family view, only this person.")
    hands.must_not_see("Pike", "Patients", "Schedule")
    hands.key(Qt.Key.Key_1, CTRL)
    hands.wait_for("This is the family view")
    must(stage.at("chart"), "A key leads out of the family view.")
    hands.key(Qt.Key.Key_F9)
    hands.wait_for("Leave the family view")
    hands.write("Passphrase", PASSPHRASE)
    hands.press("Show everybody")
    hands.wait_for("Patients", "Schedule")
    stage.settle()


def a_cover_comes_and_goes_with_a_word_half_typed(stage: Stage) -> None:
    """Ctrl+L in a field: nothing stays behind the cover; the PIN brings the same letters back."""
    hands = stage.hands
    box = hands.focus()
    before = _letters(box)
    hands.key(Qt.Key.Key_L, CTRL)
    hands.wait_for("Locked")
    hands.must_not_see("Delgado")
    hands.write("Passphrase", PASSPHRASE)
    hands.write("A PIN for the rest of this sitting, if you like", _PIN)
    hands.press("Unlock")
    wait_until(lambda: not stage.window.covered, "The passphrase does not lift the cover.")
    hands.key(Qt.Key.Key_L, CTRL)
    hands.write("PIN of this sitting", _PIN)
    wait_until(lambda: not stage.window.covered, "The PIN does not lift the cover.")
    stage.settle()
    must(QApplication.focusWidget() is box, "The cursor does not come back into its field.")
    must(_letters(box) == before, "The cursor does not come back between its letters.")


def _letters(box: object) -> tuple[str, int]:
    if isinstance(box, QLineEdit):
        return box.text(), box.cursorPosition()
    if isinstance(box, QPlainTextEdit):
        return box.toPlainText(), box.textCursor().position()
    return "", -1
