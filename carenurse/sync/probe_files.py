"""Whether an office takes files: asked with a few bytes that begin as a picture does, then taken away."""

from base64 import b64encode
from typing import Final
from uuid import uuid4

from carenurse.clinical.fhir import Resource
from carenurse.clinical.shapes import as_text
from carenurse.sync.wire import Request, Response, Wire, fhir_request

_KEPT: Final = frozenset({200, 201})
_PICTURE: Final = b"\x89PNG\r\n\x1a\nHTEST"
_PNG: Final = "image/png"


def takes_raw(wire: Wire) -> bool:
    """Keep a Binary as bare bytes and read it so. Raises NoAnswerError."""
    path = f"Binary/{uuid4()}"
    if wire.send(Request("PUT", path, {"Content-Type": _PNG}, _PICTURE)).status not in _KEPT:
        return False
    given = wire.send(Request("GET", path, {"Accept": _PNG})).body
    wire.send(fhir_request("DELETE", path))
    return given == _PICTURE


def takes_json(wire: Wire, *, own: bool) -> bool:
    """Keep a Binary as base64 within JSON, under our ``own`` id or theirs, and read it so.

    Raises NoAnswerError.
    """
    data = b64encode(_PICTURE).decode()
    file = _file(data)
    kept = wire.send(fhir_request(*(("PUT", f"Binary/{file['id']}") if own else ("POST", "Binary")), file))
    identity = str(file["id"]) if own else identity_given(kept, "Binary")
    if kept.status not in _KEPT or not identity:
        return False
    given = wire.send(fhir_request("GET", f"Binary/{identity}")).resource or {}
    wire.send(fhir_request("DELETE", f"Binary/{identity}"))
    return as_text(given.get("data")) == data


def _file(data: str) -> Resource:
    return {"resourceType": "Binary", "id": str(uuid4()), "contentType": _PNG, "data": data}


def identity_given(answer: Response, kind: str) -> str:
    """Read under which id something was kept: in what came back, else in where it says that it is."""
    told = as_text((answer.resource or {}).get("id"))
    parts = answer.headers.get("location", "").split("/_history/")[0].split("/")
    return told or (parts[-1] if len(parts) > 1 and parts[-2] == kind else "")
