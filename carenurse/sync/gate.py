"""A gate at the office that every transaction passes once, where new resources cannot be guarded otherwise.

Many servers ignore ``If-None-Match`` on PUT: a transaction that arrives twice, or minutes late, would then
overwrite what the office wrote meanwhile. So each carries one more entry: a guarded update of a small
resource of this laptop. A second arrival finds the gate turned and is refused whole. When an answer was lost
and no receipt stands there, turning the gate makes sure that nothing can arrive any more, without waiting.
"""

from carenurse.clinical.fhir import Resource, new_id
from carenurse.clinical.shapes import as_object, as_objects
from carenurse.store.journal_facts import UNSURE
from carenurse.sync.session import Session, response_of, tag_told
from carenurse.sync.steps import Ending, StoppedError
from carenurse.sync.wire import NoAnswerError, Response, fhir_request


def is_needed(session: Session) -> bool:
    """Say whether this office needs a gate and can hold one."""
    profile = session.profile
    return profile.atomic and profile.if_match and not profile.if_none_match


def gate_entry(session: Session, device: str) -> Resource:
    """Write the entry that passes the gate."""
    put = {"method": "PUT", "url": f"Basic/{device}-gate", "ifMatch": f'W/"{session.gate_tag}"'}
    return {"resource": _gate(device), "request": put}


def look_at_gate(session: Session, device: str) -> None:
    """Learn how the gate stands; put one up where there is none."""
    (found,) = session.read(("Basic", f"{device}-gate"))
    if found is None:
        raise StoppedError(Ending.NOT_THE_OFFICE, why="no gate may be kept here")
    if found.resource is None:
        _pass(session, device, {})
    else:
        session.gate_tag = found.tag


def turn_gate(session: Session, device: str) -> None:
    """Turn the gate: whatever was sent before and has not arrived is refused from now on."""
    look_at_gate(session, device)
    _pass(session, device, {"If_Match": f'W/"{session.gate_tag}"'})


def _pass(session: Session, device: str, guard: dict[str, str]) -> None:
    gate = _gate(device)
    try:
        answer = session.send(fhir_request("PUT", f"Basic/{device}-gate", gate, **guard))
    except NoAnswerError as problem:
        raise StoppedError(Ending.NO_ANSWER, wait=session.pause(None), why=problem.why) from None
    if answer.status not in (200, 201):
        raise StoppedError(Ending.LATER, wait=session.pause(answer), why="the gate could not be turned")
    session.gate_tag = tag_told(answer.etag)
    if session.gate_tag == UNSURE:
        (found,) = session.read(("Basic", f"{device}-gate"))
        if not (found and found.resource and found.resource.get("identifier") == gate["identifier"]):
            raise StoppedError(Ending.LATER, wait=session.pause(answer), why="the gate was not turned")
        session.gate_tag = found.tag


def gate_passed(session: Session, answer: Response, place: int) -> None:
    """Note how the gate stands after a transaction; ``place`` is its entry in the bundle."""
    entries = as_objects(as_object(answer.resource).get("entry"))
    session.gate_tag = tag_told(response_of(entries[place]).etag) if place < len(entries) else UNSURE


def _gate(device: str) -> Resource:
    return {
        "resourceType": "Basic",
        "id": f"{device}-gate",
        "identifier": [{"system": "urn:carenurse:turn", "value": new_id()}],
        "code": {"text": "CareNurse: gate of a laptop"},
    }
