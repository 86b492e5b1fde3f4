"""The tour's first steps: a new vault, its recovery code, the lock, a wrong passphrase, the caseload."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox

from carenurse.app.demo import load_demo
from ui.shell.tour.day import BEGIN, EASTERN
from ui.shell.tour.hands import CTRL
from ui.shell.tour.patience import wait_until
from ui.shell.tour.stage import PASSPHRASE, Stage
from ui.shell.tour.stopping import must

_CODE_WORDS = "Keep your recovery code"


def she_creates_her_vault(stage: Stage) -> None:
    """Name, passphrase with its strength, the same again."""
    hands = stage.hands
    hands.wait_for("Create your vault", "Explore with demo patients")
    hands.write("Your name", "Dana Whitfield")
    hands.write("Credential", "RN")
    hands.write("Passphrase", "geese")
    hands.press("Create vault")
    hands.wait_for("The two passphrases differ.")
    hands.write("Passphrase", PASSPHRASE)
    hands.write("The same passphrase again", PASSPHRASE)
    stage.camera.take(stage.window, "create-your-vault")
    hands.press("Create vault")
    hands.wait_for(_CODE_WORDS)


def she_keeps_the_recovery_code(stage: Stage) -> None:
    """Show the code once; going on is off until she says that it is on paper."""
    hands = stage.hands
    go_on = hands.the("Go on")
    must(not go_on.isEnabled(), "“Go on” can be pressed before the code is on paper.")
    stage.camera.take(stage.window, "recovery-code")
    tick = hands.the("I have printed it or written it down", QCheckBox)
    hands.click(tick)
    hands.press("Go on")
    stage.arrive_at("today")
    hands.wait_for("No visits today")
    nurse = stage.ask(lambda records: records.get("Practitioner", records.me))
    must(nurse, "The nurse herself is not in her record.")


def the_agency_gives_her_a_caseload(stage: Stage) -> None:
    """Put the fictional caseload into the vault: the one thing of the tour that no hand does."""
    count = stage.ask(lambda records: load_demo(records, BEGIN.date(), EASTERN))
    must(count > 1000, "The demo caseload is not whole.")  # noqa: PLR2004  24 people with six months


def she_locks_and_a_wrong_passphrase_is_told(stage: Stage) -> None:
    """Ctrl+L covers everything, the vault is closed, and what was typed wrong is said."""
    hands = stage.hands
    hands.key(Qt.Key.Key_L, CTRL)
    hands.wait_for("Locked", "Everything stays exactly where you left it")
    hands.must_not_see("Delgado", "Pike")
    hands.press("Close the vault")
    hands.wait_for("Welcome back", "Locked")
    hands.write("Passphrase", "four geese over the harbor")
    hands.press("Unlock")
    hands.wait_for("This passphrase does not open the vault.")
    hands.must_not_see("Delgado", "Pike")
    stage.camera.take(stage.window, "wrong-passphrase")


def she_unlocks(stage: Stage) -> None:
    """Open it with the right one, on the day."""
    stage.unlock()
    stage.arrive_at("today")
    wait_until(lambda: stage.window.workplace, "The vault does not open.")
