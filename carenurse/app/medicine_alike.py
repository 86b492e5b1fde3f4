"""Before a medicine is written down: what on the list looks like it, and an allergy to what it is called.

No drug database stands behind it: words that are alike are shown, and only the nurse can tell. Of brands only
those are known that ``medicine_classes`` has; another brand and its generic are not alike in their letters.
"""

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from carenurse.app.medicine_allergies import AllergiesOnRecord, telling, warning
from carenurse.app.medicine_classes import ingredients_in
from carenurse.app.medicine_list import medicine_list
from carenurse.app.ports import Reading
from carenurse.clinical.medicine import Medicine

_CLOSE: Final = 0.82
"""Share of letters that two words have in common, in order, to be one word typed twice."""


@dataclass(frozen=True, slots=True)
class Alike:
    """Lines of the list that look like the new one, and the allergens that its name says."""

    medicines: tuple[Medicine, ...]
    allergens: tuple[str, ...]
    warning: str = ""
    """The allergies in whole sentences."""

    @property
    def found(self) -> bool:
        """Say whether there is anything to look at."""
        return bool(self.medicines or self.allergens)


def alike(records: Reading, patient: str, name: str, *, but: str = "") -> Alike:
    """Look for what is like a name; ``but`` is a line (its reference) that is itself being corrected."""
    known = AllergiesOnRecord(records, patient)
    met = known.to(name)
    typed_alike = tuple(one for one in known.names if one not in met and _are_alike(one, name))
    taken = medicine_list(records, patient).taken
    return Alike(
        tuple(one for one in taken if f"{one.kind}/{one.id}" != but and _are_alike(one.name, name)),
        (*met, *typed_alike),
        " ".join(part for part in (known.warning(name), warning(typed_alike)) if part),
    )


def _are_alike(one: str, other: str) -> bool:
    return any(_same(first, second) for first in _words(one) for second in _words(other))


def _words(name: str) -> list[str]:
    return [*telling(name), *ingredients_in(name)]


def _same(one: str, other: str) -> bool:
    return one == other or SequenceMatcher(None, one, other, autojunk=False).ratio() >= _CLOSE
