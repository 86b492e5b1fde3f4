"""What the fields of open forms are called, for whoever reads their words without the window they stood in.

The names are those under which pages keep them (``coming_back.ReturnTo.form``); a field without a name here
is one that only the program needs.
"""

from collections.abc import Mapping

from carenurse.translations import tr


def label_of_field(name: str) -> str:
    """Name a field by the word under which a page keeps it; empty where it holds no words of the nurse."""
    return _labels().get(name, "")


def place_words(place: str, *, new: bool) -> str:
    """Name the page; ``new``: its form is about nobody who is registered."""
    if place == "patients":
        return tr("New patient") if new else tr("Put right what is recorded")
    known = {
        "today": tr("Today"),
        "chart": tr("Chart"),
        "visit": tr("Visit"),
        "schedule": tr("Visit to plan"),
        "plan": tr("Care plan"),
        "medicines": tr("Medicines"),
        "office": tr("Office"),
        "forms": tr("Forms"),
        "settings": tr("Settings"),
        "paper": tr("Family page"),
        "sync": tr("Sync"),
    }
    return known.get(place, place)


def _labels() -> Mapping[str, str]:
    return {
        **_of_a_person(),
        **_of_a_medicine(),
        **_of_a_plan(),
        "clock": tr("Begins"),
        "minutes": tr("Lasts (minutes)"),
        "bring": tr("What to bring"),
        "weeks": tr("Weekly for (weeks)"),
        "told": tr("Who was told"),
        "over": tr("Why the alert is over"),
        "asked": tr("Reason"),
        "who": tr("Who received the page?"),
        "answers": tr("Answers"),
        "address": tr("Address of the office"),
        "permission": tr("Permission"),
    }


def _of_a_person() -> Mapping[str, str]:
    return {
        "given": tr("First and middle name"),
        "family": tr("Last name"),
        "born": tr("Born"),
        "gender": tr("Gender"),
        "phone": tr("Phone"),
        "language": tr("Speaks at home"),
        "street": tr("Street and number"),
        "city": tr("Town"),
        "access": tr("Getting in"),
        "allergies": tr("Allergies"),
    }


def _of_a_medicine() -> Mapping[str, str]:
    return {
        "name": tr("Name"),
        "strength": tr("Strength and form"),
        "dose": tr("Dose and times"),
        "reason": tr("What for"),
        "since": tr("Since when"),
        "prescriber": tr("Who prescribed it"),
        "found": tr("Where it was found"),
        "why": tr("Why"),
    }


def _of_a_plan() -> Mapping[str, str]:
    return {
        "text": tr("In your words"),
        "words": tr("In the person's own words"),
        "measure": tr("Measured by"),
        "start": tr("Start"),
        "low": tr("From"),
        "high": tr("To"),
        "due": tr("By"),
        "frequency": tr("How often"),
        "performer": tr("Who does it"),
        "note": tr("Note"),
    }
