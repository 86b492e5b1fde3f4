"""What a person without a readable name is called, so that two of them can be told apart in every list.

A sender may write a name as one string where FHIR wants an object, or a birth date in its own order. What
was written is said as it stands; nothing is guessed from it.
"""

from carenurse.clinical.fhir import Resource
from carenurse.clinical.identity import origins
from carenurse.clinical.names import as_shown
from carenurse.clinical.patient import decode
from carenurse.clinical.shapes import as_text
from carenurse.translations import tr

_MOST = 60
"""Letters of each mark: enough to tell two people apart."""


def called(resource: Resource) -> str:
    """Say the name of a Patient; without one, what else is told: "Name not recorded (Bob, 31.12.1950)"."""
    if name := decode(resource).name.display:
        return name
    return _marked(resource)


def filed(resource: Resource) -> str:
    """Say the name as a list files it; without one as ``called`` does."""
    return decode(resource).name.sorted or _marked(resource)


def _marked(resource: Resource) -> str:
    marks = ", ".join(as_shown(mark)[:_MOST] for mark in _marks(resource) if mark)
    return tr("Name not recorded ({marks})", marks=marks) if marks else tr("Name not recorded")


def _marks(resource: Resource) -> tuple[str, ...]:
    """Give the name and birth date as they are written, and a number: of the record, else of the sender."""
    person = decode(resource)
    number = next((one.value for one in person.record_numbers if one.value), "")
    sent = next((one.rpartition("|")[2] for one in origins(resource)), "")
    named = tr("number {number}", number=number or sent) if number or sent else ""
    return as_text(resource.get("name")), as_text(resource.get("birthDate")), named
