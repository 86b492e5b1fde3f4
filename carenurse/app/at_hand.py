"""What charts and visits ask of the program's own content, read before the nurse waits for it."""

from contextlib import suppress

from carenurse.app.form_shelf import shelf_of
from carenurse.app.medicine_classes import in_brands, medicine_classes
from carenurse.app.ports import Reading
from carenurse.clinical.shapes import as_text
from carenurse.errors import ExpectedError


def have_at_hand(records: Reading) -> None:
    """Read the forms that are offered, load those of the open visits, read the classes of medicines.

    All of it is kept in memory; what was read before costs nothing. Nobody's chart is opened by it. A form
    that cannot be loaded is left to whoever opens the visit, and says so there.
    """
    shelf = shelf_of(records)
    medicine_classes()
    in_brands("")
    for visit in records.where("Encounter", "status", "in-progress"):
        responses = records.where("QuestionnaireResponse", "encounter", str(visit["id"]))
        for name in dict.fromkeys(shelf.name_of(as_text(one.get("questionnaire"))) for one in responses):
            with suppress(ExpectedError):
                shelf.form(name)
