"""At the desk: the week, the sealed copy for the office, and the office opening it with its key."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox

from carenurse.app.ports import Records
from carenurse.clinical.fhir import write_json
from carenurse.exchange.sealing import office_keys
from ui.shell.tour.hands import CTRL
from ui.shell.tour.stage import PASSPHRASE, Stage
from ui.shell.tour.steps_day import ROSA
from ui.shell.tour.stopping import must

_UNKNOWN_TO_US = ("/permit-until", "/portal-account", "/name-checked", "ImagingStudy", "/billing-rank")
"""What the hospital wrote and CareNurse does not show: it has to be there on the other side."""

_MOST_STEPS = 12


def she_looks_at_the_week(stage: Stage) -> None:
    """Find the agreed visit on the schedule by the arrow keys, in the grid and in the list."""
    hands = stage.hands
    stage.clock.strike(16, 58)
    hands.key(Qt.Key.Key_3, CTRL)
    stage.arrive_at("schedule")
    hands.wait_for("1 to 7 Mar")
    stage.unfold("No visit selected", Qt.Key.Key_F4)
    _walk_to(stage, "Thu 5 Mar, ", "Thu 5 Mar, 11:45 to 12:30")
    hands.wait_for(ROSA, "Scale that speaks")
    stage.picture("schedule")
    hands.press("List")
    stage.settle()
    stage.picture("schedule-list")
    hands.press("Week")


def _walk_to(stage: Stage, day: str, visit: str) -> None:
    """Walk over the week with the arrow keys: right to the day, down to the visit."""
    for key, wanted in ((Qt.Key.Key_Right, day), (Qt.Key.Key_Down, visit)):
        for _ in range(_MOST_STEPS):
            if stage.hands.sees(wanted, "Change, move, repeat", within=stage.page):
                break
            stage.hands.key(key)
            stage.settle()
        stage.hands.wait_for(wanted, within=stage.page)


def she_exports_sealed_for_the_office(stage: Stage) -> None:
    """Seal Rosa's record for the office's key: one file that only the office can open."""
    hands = stage.hands
    stage.clock.strike(17, 5)
    keys = office_keys()
    stage.notes.office_secret = keys.secret
    stage.notes.parcel = stage.folder / "records-for-the-office.age"
    hands.press("Office")
    stage.arrive_at("office")
    hands.write("The office's key", keys.public)
    hands.write("Whose record?", "delgado")
    hands.press("Delgado, Rosa")
    stage.settle()
    stage.choose(stage.notes.parcel, "Export sealed copy")
    hands.wait_for("Written.", "records, sealed.")
    stage.picture("exported")
    sealed = stage.notes.parcel.read_bytes()
    must(sealed.startswith(b"age-encryption.org"), "The file for the office is not sealed.")
    must(b"Delgado" not in sealed, "The file for the office can be read without its key.")


def the_office_opens_it_with_its_key(stage: Stage) -> None:
    """Open the file in another vault with the key: Rosa's chart, with all that the hospital once sent."""
    stage.close_window()
    stage.folder = stage.folder / "office"
    stage.open_again()
    hands = stage.hands
    hands.wait_for("Create your vault")
    hands.write("Your name", "Ola Brandt")
    hands.write("Credential", "RN")
    hands.write("Passphrase", PASSPHRASE)
    hands.write("The same passphrase again", PASSPHRASE)
    hands.press("Create vault")
    hands.click(hands.the("I have printed it or written it down", QCheckBox))
    hands.press("Go on")
    stage.arrive_at("today")
    hands.press("Office")
    stage.arrive_at("office")
    stage.choose(stage.notes.parcel, "Choose files")
    hands.wait_for("This is a sealed file.")
    hands.write("Key of a sealed file", stage.notes.office_secret)
    stage.choose(stage.notes.parcel, "Choose other files")
    hands.press("Take over")
    hands.wait_for("Taken over.")
    stage.picture("office-opened-it")
    hands.press("Open the chart")
    stage.arrive_at("chart")
    hands.wait_for(ROSA, "Penicillins (Hives)", "174.8")
    stage.picture("office-chart")
    stage.ask(lambda records: _must_hold_all(records, stage.notes.encounter))


def _must_hold_all(records: Records, encounter: str) -> None:
    found = [one for kind in records.kinds() for one in records.all_of(kind)]
    text = "\n".join(write_json(one).decode() for one in found)
    for words in _UNKNOWN_TO_US:
        must(words in text, f"“{words}” of the hospital did not reach the office.")
    must(
        records.where("Composition", "encounter", encounter),
        "The note of the visit did not reach the office.",
    )


def she_looks_at_it_in_the_dark(stage: Stage) -> None:
    """Choose the other look in the settings, and see three screens in it."""
    stage.close_window()
    stage.folder = stage.folder.parent
    stage.open_again()
    hands = stage.hands
    stage.unlock()
    stage.arrive_at("today")
    hands.press("Settings")
    stage.arrive_at("settings")
    look = "Light" if stage.dark else "Dark"
    stage.picture("settings")
    hands.press(look)
    hands.key(Qt.Key.Key_1, CTRL)
    stage.arrive_at("today")
    stage.picture(f"{look.lower()}-today")
    hands.key(Qt.Key.Key_3, CTRL)
    stage.arrive_at("schedule")
    stage.picture(f"{look.lower()}-schedule")
    hands.key(Qt.Key.Key_K, CTRL)
    hands.keys("rosa")
    hands.wait_for("27 Cannery Street")
    hands.key(Qt.Key.Key_Return)
    stage.arrive_at("chart")
    hands.wait_for("Problems and goals")
    stage.picture(f"{look.lower()}-chart")
