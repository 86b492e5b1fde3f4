"""At the door: who was told, the next visit, the page for the family, the signature, the addendum."""

from msgspec.json import format as format_json
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from carenurse.app.ports import Records
from carenurse.clinical.fhir import Resource, kind_of, write_json
from ui.shell.tour.hands import CTRL
from ui.shell.tour.patience import wait_until
from ui.shell.tour.stage import Stage
from ui.shell.tour.steps_care import beside
from ui.shell.tour.steps_visit import section
from ui.shell.tour.stopping import must

_RECEIVER = "Elena Delgado"
_RESPONSE = "I will weigh myself every morning and call when it jumps."


def she_says_who_was_told(stage: Stage) -> None:
    """Each flag has somebody who heard of it; how Rosa took it is written down."""
    hands = stage.hands
    stage.clock.strike(10, 41)
    leaving = section(stage, "Before leaving", "leaving")
    rows = [one for one in hands.all_of(QLineEdit, leaving) if one.accessibleName() == "Who was told"]
    must(rows, "No flag asks whom the nurse told.")
    for who in rows:
        hands.write_into(who, "Dr. Nwosu")
        hands.write_into(beside(stage, who, "How"), "Phone")
        hands.write_into(beside(stage, who, "What they said"), "Furosemide 80 mg today")
    hands.write("How the person took it", _RESPONSE, within=leaving)
    stage.settle()
    section(stage, "Before leaving", "leaving")
    stage.picture("who-was-told")


def she_agrees_the_next_visit(stage: Stage) -> None:
    """Day and time as she says them; it will stand on the schedule when the visit is signed."""
    hands = stage.hands
    leaving = section(stage, "Before leaving", "leaving")
    hands.write("Next visit: day", "thu", within=leaving)
    hands.write("Time", "11:45", within=leaving)
    hands.write("What for", "Weight, lungs, ankles", within=leaving)
    hands.write("What to bring", "Scale that speaks", within=leaving)
    stage.settle()
    hands.wait_for("Thu 5 Mar at 11:45", within=leaving)
    stage.picture("next-visit")


def she_reviews_the_note(stage: Stage) -> None:
    """Read the note that was put together from what was done; the checks say what is left."""
    hands = stage.hands
    stage.clock.strike(10, 46)
    hands.press("Review and sign")
    hands.wait_for("Checks before signing", "You sign as Dana Whitfield")
    stage.picture("note-and-checks")


def she_makes_the_page_for_the_family(stage: Stage) -> None:
    """Spanish as Rosa reads it, English for Elena, in large type; saved where she says, recorded as given."""
    hands = stage.hands
    stage.clock.strike(10, 49)
    hands.press("Look or print")
    stage.arrive_at("paper")
    hands.wait_for("Page for the family", "Spanish", "Most important today")
    stage.picture("family-page-spanish")
    hands.write("Most important today", "Pésese cada mañana. Llámenos si sube 3 libras.")
    stage.settle()
    hands.press("English")
    stage.settle()
    stage.picture("family-page-english")
    hands.press("Large")
    stage.settle()
    stage.picture("family-page-large")
    hands.press("Normal")
    hands.press("Spanish")
    stage.settle()
    file = stage.out / "family-summary.pdf"
    stage.choose(file, "Save as PDF")
    wait_until(file.exists, "The page for the family was not saved.")
    must(file.read_bytes().startswith(b"%PDF-"), "The page for the family is not a PDF.")


def she_records_the_page_as_given(stage: Stage) -> None:
    """Who received it stands in the record, with the very paper."""
    hands = stage.hands
    stage.clock.strike(10, 52)
    hands.write("Who received the page?", _RECEIVER)
    hands.press("Record as given")
    hands.wait_for("Given to Elena Delgado, Wed 4 Mar 10:52, Spanish")
    papers = stage.ask(lambda records: records.of_patient(stage.notes.patient, "DocumentReference"))
    must(
        any(_RECEIVER in write_json(paper).decode() for paper in papers),
        "That the page was given is not in the record.",
    )
    stage.picture("family-page-given")
    hands.press("Back")
    stage.arrive_at("visit")


def she_signs(stage: Stage) -> None:
    """Nothing is open; Ctrl+Enter signs, and the note never changes again."""
    hands = stage.hands
    stage.clock.strike(10, 55)
    hands.wait_for("11 of 11 fine", "Sign and close visit")
    stage.picture("ready-to-sign")
    hands.key(Qt.Key.Key_Return, CTRL)
    stage.until(lambda records: _is_signed(records, stage.notes.encounter), "The visit is not signed.")
    stage.until(
        lambda records: _planned(records, stage.notes.patient), "The next visit is not on the schedule."
    )
    stage.settle()
    stage.picture("signed")


def _is_signed(records: Records, encounter: str) -> bool:
    notes = records.where("Composition", "encounter", encounter)
    return any(records.signed("Composition", str(one["id"])) for one in notes)


def _planned(records: Records, patient: str) -> bool:
    visits = records.of_patient(patient, "Appointment")
    return any(str(one.get("start", "")).startswith("2026-03-05T11:45") for one in visits)


def she_adds_an_addendum(stage: Stage) -> None:
    """Sign what comes to mind later beside the note; the note stays as it was."""
    hands = stage.hands
    stage.clock.strike(11, 14)
    hands.write("Add an addendum", "Dr. Nwosu called back: weigh daily, see her on Monday.")
    hands.press("Sign addendum")
    hands.wait_for("see her on Monday.", "Signed and whole.")
    stage.picture("addendum")
    stage.until(
        lambda records: _is_signed(records, stage.notes.encounter), "The note is not signed any more."
    )


def the_visit_is_written_down(stage: Stage) -> None:
    """Keep the visit as a Bundle beside the pictures: what was typed is in the record, as FHIR."""
    found = stage.ask(lambda records: _of_visit(records, stage.notes.patient, stage.notes.encounter))
    kinds = {kind_of(one) for one in found}
    wanted = {"Encounter", "Composition", "QuestionnaireResponse", "Observation", "Provenance"}
    must(
        wanted <= kinds, f"The visit is not whole in the record: {', '.join(sorted(wanted - kinds))} missing."
    )
    weights = [one for one in found if _says(one, "29463-7") and _says(one, "174.8")]
    must(weights, "The weight is no observation of the record.")
    bundle = {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": one} for one in found]}
    (stage.out / "visit.json").write_bytes(format_json(write_json(bundle)))


def _of_visit(records: Records, patient: str, encounter: str) -> list[Resource]:
    visit = records.get("Encounter", encounter)
    found = [visit] if visit else []
    for kind in records.kinds(patient):
        found += [one for one in records.where(kind, "encounter", encounter) if one not in found]
    signed = tuple(f"{kind_of(one)}/{one['id']}" for one in found)
    signatures = (one for one in records.all_of("Provenance") if one not in found)
    return [*found, *(one for one in signatures if any(_says(one, target) for target in signed))]


def _says(resource: Resource, words: str) -> bool:
    return words in write_json(resource).decode()
