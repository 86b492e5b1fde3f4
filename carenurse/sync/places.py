"""A place at the office is kept before anything is put into it, where the office gives the ids.

A create that arrives twice makes two things there, unless a condition on it sees what was made a moment ago;
many servers ask their search, which comes behind. A guarded change that arrives twice makes one. So what may
not be made twice goes in two steps: first something empty of meaning, marked as entered in error, which says
under which id it stands; then that is changed into what it has to be, as long as nobody has touched it. If an
answer is lost in between, a marked place without meaning stays behind, never a second record.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from carenurse.clinical.fhir import Resource, split_reference, write_json
from carenurse.clinical.shapes import as_object, as_objects, as_text
from carenurse.sync.answers import is_proven
from carenurse.sync.known_ids import OUR_ID, PLACE, KnownIds, Name, is_empty, tags_of
from carenurse.sync.wire import FHIR_JSON, NoAnswerError, Request, Response, Wire, fhir_request

_LOOK: Final = 409
"""Told to whoever sends: read what stands there, then go on."""
_LATER: Final = 429
_READ: Final = 200
_MADE: Final = 201
_GONE: Final = frozenset({404, 410})
_REFUSED: Final = frozenset({400, 401, 403, 405, 413, 422, 428, _LATER})
"""What an office says that will not keep a place, told on as it is."""

_VERIFIED: Final[Mapping[str, str]] = {
    "Condition": "http://terminology.hl7.org/CodeSystem/condition-ver-status",
    "AllergyIntolerance": "http://terminology.hl7.org/CodeSystem/allergyintolerance-verification",
}
_ACTIVE: Final = frozenset({"Patient", "Practitioner", "PractitionerRole", "RelatedPerson", "Organization"})
_NEVER_IN_ERROR: Final = frozenset({"Location"})
_IN_ERROR: Final = "entered-in-error"


class RefusedWholeError(Exception):
    """A bundle was refused as a whole, and did nothing; ``answer`` says why."""

    def __init__(self, answer: Response) -> None:
        super().__init__(answer.status)
        self.answer = answer


def empty(resource: Resource, mark: str) -> Resource:
    """Make a place for something: valid where that is valid, and nothing that anybody would act on.

    A condition or allergy that was entered in error has no clinical status (FHIR R4, con-5 and ait-2).
    """
    kind = as_text(resource.get("resourceType"))
    made = {name: part for name, part in resource.items() if name not in ("id", "text", "meta", "data")}
    if kind in _VERIFIED:
        made.pop("clinicalStatus", None)
        made["verificationStatus"] = {"coding": [{"system": _VERIFIED[kind], "code": _IN_ERROR}]}
    elif kind in _ACTIVE:
        made["active"] = False
    elif "lifecycleStatus" in made:
        made["lifecycleStatus"] = _IN_ERROR
    elif "status" in made and kind not in _NEVER_IN_ERROR:
        made["status"] = _IN_ERROR
    labels = [tag for tag in tags_of(resource) if tag.get("system") != OUR_ID]
    return {**made, "meta": {"tag": [*labels, {"system": PLACE, "code": mark}]}}


class Places:
    """Keeps places at one office and puts into them what was made here."""

    def __init__(self, wire: Wire, ids: KnownIds) -> None:
        self._wire, self._ids = wire, ids

    def make(self, new: Mapping[Name, Resource]) -> dict[Name, Response]:
        """Make each of these once; give what the office says of each.

        ``new``: resources as the office is to have them, but for their ids. Raises RefusedWholeError, and
        NoAnswerError: what was to be put into a place may have arrived, or certainly has not.
        """
        kept = self._keep(new)
        ready = {name: answer.etag for name, answer in kept.items() if answer.status == _MADE}
        fills = [
            {
                "resource": {**new[name], "id": self._ids.place(name)},
                "request": {"method": "PUT", "url": f"{name[0]}/{self._ids.place(name)}", "ifMatch": tag},
            }
            for name, tag in ready.items()
        ]
        told = dict(zip(ready, self._ask(fills) if fills else (), strict=True))
        return {name: self._filled(name, told[name]) if name in told else kept[name] for name in new}

    def _filled(self, name: Name, answer: Response) -> Response:
        if answer.status in (_READ, _MADE) and is_proven(answer):
            self._ids.note(name, self._ids.place(name))
        elif answer.status in _GONE:
            self._ids.leave_place(name)
            return _saying(_LOOK)
        return answer

    def _keep(self, new: Mapping[Name, Resource]) -> dict[Name, Response]:
        """Keep a place for each, or look at the one that was kept; 201 and its tag where it is empty."""
        asked: list[Resource] = []
        for name, resource in new.items():
            if place := self._ids.place(name):
                asked.append({"request": {"method": "GET", "url": f"{name[0]}/{place}"}})
            else:
                made = empty(resource, name[1])
                asked.append({"resource": made, "request": {"method": "POST", "url": name[0]}})
        try:
            answers = self._ask(asked)
        except NoAnswerError as problem:  # what is to stand there has not left
            raise NoAnswerError(sent=False, why=problem.why) from None
        return {name: self._kept(name, answer) for name, answer in zip(new, answers, strict=True)}

    def _kept(self, name: Name, answer: Response) -> Response:
        if answer.status in _GONE and self._ids.place(name):
            self._ids.leave_place(name)
            return _saying(_LOOK)
        if answer.status not in (_READ, _MADE):
            return answer if answer.status in _REFUSED else _saying(_LATER)
        if not self._ids.place(name):
            found = split_reference(answer.headers.get("location", ""))
            if found is None or found[0] != name[0]:
                return _saying(_LOOK)
            self._ids.keep_place(name, found[1])
        elif answer.resource is None or not is_empty(answer.resource):
            return _saying(_LOOK)
        return Response(_MADE, {"etag": answer.etag}, b"") if answer.etag else _saying(_LOOK)

    def _ask(self, entries: Sequence[Resource]) -> list[Response]:
        """Ask all in one bundle, one by itself. Raises NoAnswerError where they are not all answered."""
        if len(entries) == 1:
            answer = self._wire.send(_alone(entries[0]))
            if answer.status in (_READ, _MADE) and answer.body and not answer.is_fhir:
                raise NoAnswerError(sent=True, why=f"status {answer.status} without a FHIR resource")
            return [answer]
        body: Resource = {"resourceType": "Bundle", "type": "batch", "entry": list(entries)}
        answer = self._wire.send(fhir_request("POST", "", body, Prefer="return=minimal"))
        told = as_objects(as_object(answer.resource).get("entry"))
        if answer.status in _REFUSED:
            raise RefusedWholeError(answer)
        if len(told) != len(entries):
            raise NoAnswerError(sent=True, why=f"a bundle was answered with {answer.status}")
        return [_answer_of(entry) for entry in told]


def _alone(entry: Resource) -> Request:
    asked = as_object(entry.get("request"))
    guard = {"If_Match": asked["ifMatch"]} if "ifMatch" in asked else {}
    resource = as_object(entry.get("resource")) or None
    return fhir_request(asked["method"], asked["url"], resource, **guard)


def _answer_of(entry: Resource) -> Response:
    told = as_object(entry.get("response"))
    named = {"etag": "etag", "location": "location", "last-modified": "lastModified"}
    headers = {header: as_text(told.get(name)) for header, name in named.items()}
    status = as_text(told.get("status"))[:3]
    found = as_object(entry.get("resource") or told.get("outcome"))
    headers["content-type"] = FHIR_JSON
    return Response(int(status) if status.isdigit() else 0, headers, write_json(found) if found else b"")


def _saying(status: int) -> Response:
    """Answer in the office's place: it did nothing that has a meaning."""
    return Response(status, {"content-type": FHIR_JSON}, b"")
