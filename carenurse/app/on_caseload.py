"""Putting people on this nurse's caseload, so that nobody she takes over drops out of her list."""

from collections.abc import Iterable
from dataclasses import replace

from carenurse.app.ports import Work
from carenurse.clinical import caseload
from carenurse.clinical.caseload import Caseload
from carenurse.clinical.fhir import new_id
from carenurse.translations import tr

_MOST = 100_000


def put_on_caseload(work: Work, people: Iterable[str], *, begin: bool = True) -> None:
    """Add people to the nurse's caseload (Group).

    The first caseload of a laptop takes in everybody who is here already: until then the list showed all.
    Without ``begin`` no first one is made.
    """
    wanted = list(dict.fromkeys(people))
    for resource in work.all_of("Group"):
        told = caseload.decode(resource)
        if told.nurse == work.me:
            everybody = tuple(dict.fromkeys((*told.patients, *wanted)))
            if everybody != told.patients:
                work.put(caseload.encode(replace(told, patients=everybody), onto=resource))
            return
    if not begin:
        return
    everybody = tuple(dict.fromkeys((*work.find_patients("", limit=_MOST), *wanted)))
    if everybody:
        work.put(
            caseload.encode(Caseload(id=new_id(), name=tr("My caseload"), nurse=work.me, patients=everybody))
        )
