"""The morning: the route of the day, finding people, another system's record, the chart."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QTableView

from carenurse.app.ports import Records
from ui.shell.tour.day import BEGIN
from ui.shell.tour.foreign_record import PATIENT, YEARS, foreign_bundle, foreign_file
from ui.shell.tour.hands import CTRL
from ui.shell.tour.patience import wait_until
from ui.shell.tour.stage import Stage
from ui.shell.tour.stopping import must
from ui.widgets.theme import theme

ROSA = "Rosa Delgado"
_MOST_PAGES = 20


def she_reads_the_route_of_the_day(stage: Stage) -> None:
    """Today: who, when, where, what to bring, what is new, what is unfinished."""
    hands = stage.hands
    stage.arrive_at("today")
    hands.wait_for("1 wrong passphrase was tried since the vault was last opened.")
    hands.wait_for(ROSA, "Harold Pike", "Heart failure check", "27 Cannery Street", "Start drive")
    hands.wait_for("Dog, call first")
    stage.picture("today")
    hands.press("Close")
    hands.must_not_see("wrong passphrase was tried")
    stage.unfold("Since you were last here", Qt.Key.Key_F4)
    hands.wait_for("Since you were last here", "Unfinished or not sent")
    stage.unfold("Start drive", Qt.Key.Key_F4)


def she_finds_people_as_she_types(stage: Stage) -> None:
    """Find a name without its accents, a street, and a problem."""
    hands = stage.hands
    hands.key(Qt.Key.Key_2, CTRL)
    stage.arrive_at("patients")
    hands.wait_for("24 people on your list")
    stage.picture("patients")
    search = hands.the("Name, birth date, street, phone, or a problem such as wound")
    for typed, name in (("munoz", "Inés Muñoz"), ("cannery", ROSA), ("heel", "Harold Pike")):
        hands.write_into(search, typed)
        wait_until(
            lambda name=name: _first_listed(stage).startswith(f"{name},"), f"The search does not find {name}."
        )
    height = hands.the("People", QTableView).rowHeight(0)
    must(height >= theme().row("twoLine"), "The first row of the list is too low for its two lines.")
    stage.picture("patients-found")


def _first_listed(stage: Stage) -> str:
    table = stage.hands.the("People", QTableView)
    return str(table.model().index(0, 0).data() or "")


def she_takes_over_the_record_of_the_hospital(stage: Stage) -> None:
    """Take over a file of five years: Rosa is asked about, joined by the nurse, and taken over whole."""
    file = stage.folder / "saltmere-general.json"
    file.write_bytes(foreign_file(BEGIN.date()))
    hands = stage.hands
    hands.press("Office")
    stage.arrive_at("office")
    stage.choose(file, "Choose files")
    hands.wait_for("Is Rosa María Delgado somebody who is already here?", "In the file", "Here")
    stage.picture("take-over-asks")
    hands.press("Same person")
    hands.press("Take over")
    hands.wait_for("Taken over.")
    stage.picture("taken-over")
    stage.notes.patient = stage.ask(_rosa)
    stage.ask(lambda records: _must_be_whole(records, stage.notes.patient))


def _rosa(records: Records) -> str:
    found = records.find_patients(ROSA)
    must(len(found) == 1, "Rosa is not one person in the record.")
    return found[0]


def _must_be_whole(records: Records, patient: str) -> None:
    """Every entry of the file is in the record, hers, and five years reach back."""
    sent = foreign_bundle(BEGIN.date())["entry"]
    kinds = {one["resource"]["resourceType"] for one in sent}
    for kind in kinds - {"Patient", "Practitioner", "Organization"}:
        wanted = sum(one["resource"]["resourceType"] == kind for one in sent)
        kept = len(records.of_patient(patient, kind))
        must(kept >= wanted, f"Of {wanted} {kind} only {kept} were taken over.")
    oldest = records.of_patient(patient, "Encounter")[-1]["period"]["start"]
    must(oldest[:4] == str(BEGIN.year - YEARS), "The history does not reach five years back.")
    must(records.get("Patient", PATIENT) is None, "The other system's own id was kept as ours.")


def she_opens_the_chart(stage: Stage) -> None:
    """Open the chart by keys: who, problems, trends, medicines, people, and what happened in five years."""
    hands = stage.hands
    hands.key(Qt.Key.Key_K, CTRL)
    hands.wait_for("Settings", "Lock")
    hands.keys("rosa")
    hands.wait_for("27 Cannery Street")
    stage.picture("find-or-do")
    hands.key(Qt.Key.Key_Return)
    stage.arrive_at("chart")
    hands.wait_for("Penicillins (Hives)", "Spanish", "Problems and goals", "Medicines", "What happened")
    hands.wait_for("Furosemide", "Elena Delgado", "Circulation: heart failure")
    stage.picture("chart")
    hands.press("Everything")
    hands.wait_for("Choose an entry to read what it says.")
    _go_back_years(stage)
    hands.click(next(_entries(stage, "Check-up")))
    hands.wait_for("Saltmere General Hospital")
    stage.picture("chart-everything")


def _go_back_years(stage: Stage) -> None:
    """Show older entries until those of the hospital come."""
    for _ in range(_MOST_PAGES):
        if any(True for _ in _entries(stage, "Check-up")):
            return
        stage.hands.press("Show older entries")
        stage.settle()
    must(False, "The hospital's visits are not in the timeline.")  # noqa: FBT003  nothing was found


def _entries(stage: Stage, words: str) -> Iterator[QAbstractButton]:
    return (one for one in stage.hands.all_of(QAbstractButton) if words in one.accessibleName())
