"""What a visit changes about the person: what a form proposed and the nurse agreed to, and nothing else."""

from carenurse.app.visit_session import VisitSession
from carenurse.clinical.fhir import Resource
from carenurse.forms.proposals import changed_person


def agreed_person(living: VisitSession, patient: Resource) -> Resource | None:
    """Give the person with everything that was agreed to in the forms of a visit; None when nothing was."""
    person = patient
    for key in living.forms:
        session = living.form(key)
        if session.completion().may_complete:
            person = changed_person(session, person)
    return person if person != patient else None
