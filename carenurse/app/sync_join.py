"""Joining an office: the one-time code that it gave becomes a token for this laptop, kept in the vault.

The laptop's nurse becomes the office's: the office plans her visits under its own id for her.
"""

import socket
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from carenurse.app.nurse import signed_name
from carenurse.app.ports import Reading, Records
from carenurse.app.sync_office import (
    PROFILE,
    RECEIPT,
    RECEIPT_KEY,
    Office,
    compare_if_another,
    note_sign_in,
    office_of,
    put_office,
    refuse_another,
    tidy_address,
    tidy_fingerprint,
)
from carenurse.app.sync_run import Connect
from carenurse.app.vault_warnings import OLDER
from carenurse.clinical import practitioner
from carenurse.clinical.fhir import Resource, read_json, write_json
from carenurse.clinical.shapes import as_object, as_text
from carenurse.errors import ExpectedError
from carenurse.sync.kept import Received, journal_of
from carenurse.sync.profile import OUR_OFFICE, Profile
from carenurse.sync.profile_kept import written
from carenurse.sync.session import tag_of
from carenurse.sync.wire import BAD_CERTIFICATE, NoAnswerError, Request, Response, UntrustedOfficeError
from carenurse.translations import tr

_NAMELESS: Final = "CareNurse"
"""What the office calls a computer that has no name."""
_REFUSED: Final = range(400, 500)
_NOT_HERE: Final = (404, 405)
_SOMEBODY_ELSE: Final = 409
_LATER: Final = (408, 425, 429)
_FAULT_THERE: Final = 500
_PATH: Final = "/fhir"
"""Where our own office answers; left out, its address leads nowhere."""


@dataclass(frozen=True, slots=True)
class _Told:
    """What the office answered; ``key``: with what it signs its receipts, "" where it has none.

    ``nurse``: under which id it knows her, "" where it does not say; ``known``: how it knows her.
    """

    token: str
    key: str
    nurse: str
    known: Resource


def join(
    records: Records, address: str, code: str, connect: Connect, now: datetime, *, fingerprint: str = ""
) -> str:
    """Change the office's one-time code for a token and keep both address and token; returns the address.

    Only our own office gives such codes, so that what it does is known without a check. It hears this
    computer's name, by which a person there tells two laptops of one nurse apart, and the nurse's family
    name: the code of somebody else is refused before it is used up. From then on this is the vault of the
    nurse whom the code is for. Raises ExpectedError for a bad address, an office that cannot be reached, and
    a code that it refuses; LeaseOverError for another office than the one that this laptop must meet.
    """
    base = tidy_address(address) or office_of(records).address
    if not base:
        raise ExpectedError(tr("No office is set up."), tr("Write its address first."))
    print_kept = tidy_fingerprint(fingerprint)
    refuse_another(records, base, print_kept)
    base, answer = _asked(Office(base, "", Profile(), print_kept), connect, _request(records, code))
    try:
        told = _told(answer, records)
    except ExpectedError:
        with records.work() as work:
            note_sign_in(work, "code refused")
        raise
    refuse_another(records, base, print_kept, told.key)
    compare_if_another(records, base)
    with records.work() as work:
        work.become(told.nurse)
        put_office(work, base, told.token, print_kept, "code")
        work.set_setting(PROFILE, written(replace(OUR_OFFICE, checked=now)))
        work.set_setting(RECEIPT_KEY, told.key)
        for name in (RECEIPT, OLDER):
            work.set_setting(name, "")
    if told.known:  # the next run brings it, too; until then she would have no name
        found = Received("Practitioner", told.nurse, tag_of(told.known), told.known)
        with suppress(ExpectedError):
            journal_of(records).receive([found], None, now)
    return base


def _request(records: Reading, code: str) -> Request:
    mine = records.get("Practitioner", records.me) or {}
    has_family = bool(practitioner.decode(mine).name.family)
    asked: Resource = {
        "code": "".join(code.split()),
        "name": socket.gethostname() or _NAMELESS,
        "family": sorted(practitioner.family_words(mine)) if has_family else [],
    }
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    return Request("POST", "$enrol", headers, write_json(asked))


def _asked(office: Office, connect: Connect, request: Request) -> tuple[str, Response]:
    """Ask there, and with the path that was left out where nobody answers; give the address that did.

    A code is not used up by an address that is no office's. Raises ExpectedError for one that is none.
    """
    answer = _answer(office, connect, request)
    if answer.status not in _NOT_HERE:
        return office.address, answer
    if not office.address.endswith(_PATH):
        office = replace(office, address=office.address + _PATH)
        answer = _answer(office, connect, request)
        if answer.status not in _NOT_HERE:
            return office.address, answer
    raise ExpectedError(
        tr("There is no office at this address that gives codes."),
        tr("Write it as the office gave it: https://..., with /fhir at its end. The code stays good."),
    )


def _answer(office: Office, connect: Connect, request: Request) -> Response:
    wire = connect(office)
    try:
        answer = wire.send(request)
    except NoAnswerError as problem:
        raise (UntrustedOfficeError() if problem.why == BAD_CERTIFICATE else _not_reached()) from None
    finally:
        wire.close()
    _refuse_fault(answer.status)
    return answer


def _told(answer: Response, records: Reading) -> _Told:
    """Read the answer. Raises ExpectedError for a code that is not taken, and for no office's answer."""
    told = _object(answer)
    if answer.status == _SOMEBODY_ELSE and (other := as_text(told.get("for"))):
        raise ExpectedError(
            tr(
                "This code is for {other}, this laptop is {nurse}'s.",
                other=other,
                nurse=signed_name(records),
            ),
            tr("Ask the office for a code for your own name. This one was not used up."),
        )
    if answer.status in _REFUSED:
        raise ExpectedError(
            tr("The office does not take this code."),
            tr("Each code is good once and not for long: ask the office for another."),
        )
    token, key = as_text(told.get("token")), as_object(told.get("key"))
    if not token:
        raise _not_reached()
    nurse, known = as_text(told.get("nurse")), as_object(told.get("practitioner"))
    same = (known.get("resourceType"), known.get("id")) == ("Practitioner", nurse)
    return _Told(token, write_json(key).decode() if key else "", nurse, known if same else {})


def _refuse_fault(status: int) -> None:
    """Raise ExpectedError where somebody was there and could not do it now: that says nothing of the code."""
    if status in _LATER:
        raise ExpectedError(
            tr("The office asks to wait a little."), tr("Then try again with the same code: it stays good.")
        )
    if status >= _FAULT_THERE:
        raise ExpectedError(
            tr("The office answered that something is wrong there."),
            tr("The address and the connection are good. Tell the office, and try again with the same code."),
        )


def _object(answer: Response) -> Resource:
    try:
        return as_object(read_json(answer.body))
    except ValueError:
        return {}


def _not_reached() -> ExpectedError:
    return ExpectedError(
        tr("The office cannot be reached now."), tr("Check the address and the connection, then try again.")
    )
