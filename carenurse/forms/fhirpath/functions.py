"""Every function an expression may call, by name, with how many arguments it takes."""

from collections.abc import Mapping

from carenurse.forms.fhirpath.bounds import BOUNDS
from carenurse.forms.fhirpath.calls import Function
from carenurse.forms.fhirpath.collecting import COLLECTING
from carenurse.forms.fhirpath.converting import CONVERTING
from carenurse.forms.fhirpath.counting import COUNTING
from carenurse.forms.fhirpath.records import RECORDS
from carenurse.forms.fhirpath.texts import TEXTS
from carenurse.forms.fhirpath.wrapping import WRAPPING

FUNCTIONS: Mapping[str, Function] = {
    **COLLECTING,
    **COUNTING,
    **TEXTS,
    **WRAPPING,
    **CONVERTING,
    **BOUNDS,
    **RECORDS,
}
"""Function name -> how to compile a call of it."""
