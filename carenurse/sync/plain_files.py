"""Files at an office that speaks FHIR alone: each is a Binary under its own SHA-256, sent and fetched whole.

A Binary of that name can only hold these bytes, so that sending it twice, late, or from two laptops is
harmless, and a lost answer is no doubt: it goes again. Where the office gives ids of its own, the name goes
with it as a tag (``given_ids``), which raw bytes cannot carry: there it goes as JSON.

A file counts as arrived when it is there after the run was counted: an office that is restored to before that
is noticed by its counter, one that was restored between the two lacks the file when it is looked for.
"""

from base64 import b64decode, b64encode
from hashlib import sha256
from typing import Final

from carenurse.clinical.fhir import Resource, write_json
from carenurse.clinical.shapes import as_text
from carenurse.store.journal_files import NamedFile
from carenurse.sync.looking_back import count_run, device_of
from carenurse.sync.session import Session, listed
from carenurse.sync.steps import Progress, Stage, Steps
from carenurse.sync.wire import FHIR_JSON, Request, Response, fhir_request

_KEPT: Final = frozenset({200, 201})
_OK: Final = 200
_GONE: Final = frozenset({404, 410})
_STANDS: Final = frozenset({409, 412})
"""Something stands there, perhaps this."""
_SENT: Final = "file sent"
"""The setting that lists what was sent and not yet looked for."""
_ANY_BYTES: Final = "application/octet-stream"


def exchange_binaries(session: Session) -> Steps:
    """Send what the office has not, fetch what is not here. Raises StoppedError.

    What the office refuses (too large for it, say) waits and is offered again another day: each offer costs
    the whole file's way. An office that was found to take no files is not asked.
    """
    if not session.profile.takes_files:
        return
    today = session.now().date().isoformat()
    for one in session.keep(lambda journal: journal.files_to_send()):
        if session.setting(_refusal(one)) != today and one.digest not in _sent(session):
            _send(session, one, today)
            yield Progress(Stage.FILES)
    if _sent(session):
        yield from _make_sure(session)
    for one in session.keep(lambda journal: journal.files_to_fetch()):
        _fetch(session, one)
        yield Progress(Stage.FILES)


def _refusal(one: NamedFile) -> str:
    return f"file refused {one.digest}"


def _send(session: Session, one: NamedFile, today: str) -> None:
    data = session.keep(lambda journal: journal.bytes_of(one.digest))
    if session.ask(_whole(session, one, data)).status in _KEPT | _STANDS:
        _keep_sent(session, [*_sent(session), one.digest])
    else:
        session.keep(lambda journal: journal.set_cursor(_refusal(one), today))


def _sent(session: Session) -> list[str]:
    return listed(session.setting(_SENT))


def _keep_sent(session: Session, digests: list[str]) -> None:
    told = write_json(digests).decode()
    session.keep(lambda journal: journal.set_cursor(_SENT, told))


def _make_sure(session: Session) -> Steps:
    """Count the run, then look for what was sent; what is not there goes again. Raises StoppedError."""
    if not count_run(session, device_of(session), more=True):
        return
    for digest in _sent(session):
        answer = session.ask(fhir_request("GET", f"Binary/{digest}?_elements=id,meta"))
        if answer.status == _OK and (answer.resource or {}).get("resourceType") == "Binary":
            session.keep(lambda journal, there=digest: journal.file_arrived(there, session.now()))
        elif answer.status not in _GONE:
            continue
        _keep_sent(session, [one for one in _sent(session) if one != digest])
        yield Progress(Stage.FILES)


def _whole(session: Session, one: NamedFile, data: bytes) -> Request:
    """Write the request that keeps a file; whoever may see its paper may see it."""
    path, kind = f"Binary/{one.digest}", one.media_type or _ANY_BYTES
    if session.profile.raw_binary:
        headers = {"Accept": FHIR_JSON, "Prefer": "return=minimal"}
        return Request("PUT", path, {**headers, "Content-Type": kind, "X-Security-Context": one.paper}, data)
    return fhir_request("PUT", path, _written(one, kind, data), Prefer="return=minimal")


def _written(one: NamedFile, kind: str, data: bytes) -> Resource:
    """Write a file as JSON."""
    return {
        "resourceType": "Binary",
        "id": one.digest,
        "contentType": kind,
        "securityContext": {"reference": one.paper},
        "data": b64encode(data).decode(),
    }


def _fetch(session: Session, one: NamedFile) -> None:
    """Fetch a file; its own name tells whether it is the right one. One that is not there comes later."""
    answer = session.ask(fhir_request("GET", f"Binary/{one.digest}"))
    data = _bytes_in(answer)
    if answer.status == _OK and sha256(data).hexdigest() == one.digest:
        session.keep(lambda journal: journal.keep_fetched(one, data, session.now()))


def _bytes_in(answer: Response) -> bytes:
    try:
        return b64decode(as_text((answer.resource or {}).get("data")), validate=True)
    except ValueError:
        return b""
