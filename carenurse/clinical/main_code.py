"""The one code by which an observation is known among the several that a sender may give it."""

from dataclasses import dataclass
from typing import Final

from carenurse.clinical.coding import CODING, Coding
from carenurse.clinical.fact_places import First
from carenurse.clinical.fhir import Resource, codings
from carenurse.clinical.shapes import as_text
from carenurse.clinical.systems import LOINC

_SAME_AS: Final = {"2708-6": "59408-5", "55284-4": "85354-9", "3141-9": "29463-7", "8331-1": "8310-5"}
"""LOINC codes that other systems send for what we chart under another one: oxygen saturation, the old blood
pressure panel, measured body weight, oral temperature."""

_BESIDE: Final = {"59408-5": "2708-6"}
"""Pulse oximetry carries both codes (US Core), so that every reader knows it."""


@dataclass(frozen=True, slots=True)
class MainCode:
    """The code of an Observation or component: the one we chart by, else the first LOINC, else the first."""

    def read(self, holder: Resource) -> str:
        """Take the code out."""
        listed = [(one.get("system"), as_text(one.get("code"))) for one in codings(holder)]
        loinc = [code for system, code in listed if system == LOINC and code]
        preferred = [code for code in loinc if code in _SAME_AS.values()]
        translated = [_SAME_AS[code] for code in loinc if code in _SAME_AS]
        found = (*preferred, *translated, *loinc, *(code for _, code in listed if code))
        return next(iter(found), "")

    def write(self, holder: Resource, value: str) -> None:
        """Put another LOINC code in, instead of all codes that told of the old one."""
        holder.pop("coding", None)
        for code in (value, _BESIDE.get(value, "")):
            if code:
                First("coding", CODING, lambda one, code=code: one.get("code") == code).write(
                    holder, Coding(LOINC, code)
                )
