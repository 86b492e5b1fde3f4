"""The nurse whose vault it is, from what she writes on the first screen."""

from carenurse.app.ports import Reading
from carenurse.clinical import practitioner
from carenurse.clinical.fhir import Resource, new_id
from carenurse.clinical.names import PersonName
from carenurse.clinical.practitioner import Practitioner
from carenurse.clinical.record import MADE_AS


def new_nurse(name: str, credential: str) -> Resource:
    """Make the Practitioner of a new vault: the last word is the family name, as she signs.

    A name of one word is kept as it is written.
    """
    words = name.split()
    if len(words) > 1:
        written = PersonName(given=tuple(words[:-1]), family=words[-1], text=" ".join(words))
    else:
        written = PersonName(text=name.strip())
    return practitioner.encode(Practitioner(id=new_id(), name=written, credential=credential.strip()))


def signed_name(records: Reading) -> str:
    """Give the nurse's name as she signs; empty when the record has none."""
    return practitioner.decode(records.get("Practitioner", records.me) or {}).name.display


def is_hers(records: Reading, nurse: str) -> bool:
    """Say whether an id is the nurse's own: that of now, or the one under which she signed before joining."""
    return nurse in (records.me, records.setting(MADE_AS))
