"""Before a medicine is written down: what on the list looks like it, and an allergy to what it is called.

No drug database stands behind it: words that are alike are shown, and only the nurse can tell. A brand and
its generic are not alike in their letters, and are not found.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from carenurse.app.medicine_list import medicine_list
from carenurse.app.ports import Reading
from carenurse.clinical import allergy
from carenurse.clinical.medicine import Medicine
from carenurse.clinical.search_words import fold

_CLOSE: Final = 0.82
"""Share of letters that two words have in common, in order, to be one word typed twice."""
_SHORTEST: Final = 4
_EVERYWHERE: Final = frozenset(
    (
        *("tablet", "tablets", "capsule", "capsules", "pill", "pills", "drops", "cream", "ointment", "patch"),
        *("injection", "spray", "solution", "oral", "extended", "release", "daily", "with", "from"),
        *("sodium", "chloride", "hydrochloride", "acid"),
    )
)
"""Words of forms and salts, which many medicines share."""


@dataclass(frozen=True, slots=True)
class Alike:
    """Lines of the list that look like the new one, and the allergens that its name says."""

    medicines: tuple[Medicine, ...]
    allergens: tuple[str, ...]

    @property
    def found(self) -> bool:
        """Say whether there is anything to look at."""
        return bool(self.medicines or self.allergens)


def alike(records: Reading, patient: str, name: str, *, but: str = "") -> Alike:
    """Look for what is like a name; ``but`` is a line (its reference) that is itself being corrected."""
    known = (allergy.decode(one) for one in records.of_patient(patient, "AllergyIntolerance"))
    substances = [one.substance for one in known if one.active and not one.no_known and one.substance]
    taken = medicine_list(records, patient).taken
    return Alike(
        tuple(one for one in taken if f"{one.kind}/{one.id}" != but and _are_alike(one.name, name)),
        tuple(dict.fromkeys(one for one in substances if _are_alike(one, name))),
    )


def _are_alike(one: str, other: str) -> bool:
    return any(_same(first, second) for first in _telling(one) for second in _telling(other))


def _telling(name: str) -> list[str]:
    """Give the words of a name that tell it from others; all of them where none does."""
    words = [word.strip(".,;:()[]") for word in fold(name).split()]
    long = [word for word in words if len(word) >= _SHORTEST and not any(sign.isdigit() for sign in word)]
    return _left(long) or words


def _left(words: Iterable[str]) -> list[str]:
    return [word for word in words if word not in _EVERYWHERE]


def _same(one: str, other: str) -> bool:
    return one == other or SequenceMatcher(None, one, other, autojunk=False).ratio() >= _CLOSE
