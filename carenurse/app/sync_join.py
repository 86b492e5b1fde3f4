"""Joining an office: the one-time code that it gave becomes a token for this laptop, kept in the vault."""

import socket
from dataclasses import replace
from datetime import datetime
from typing import Any

from carenurse.app.ports import Records
from carenurse.app.sync_office import (
    PROFILE,
    RECEIPT,
    RECEIPT_KEY,
    Office,
    keep_office,
    note_sign_in,
    office_of,
    refuse_another,
    tidy_address,
    tidy_fingerprint,
)
from carenurse.app.sync_run import Connect
from carenurse.app.vault_warnings import OLDER
from carenurse.clinical.fhir import read_json, write_json
from carenurse.clinical.shapes import as_object, as_text
from carenurse.errors import ExpectedError
from carenurse.sync.profile import OUR_OFFICE, Profile
from carenurse.sync.profile_kept import written
from carenurse.sync.wire import BAD_CERTIFICATE, NoAnswerError, Request, Response, UntrustedOfficeError
from carenurse.translations import tr

_NAMELESS = "CareNurse"
"""What the office calls a computer that has no name."""
_REFUSED = range(400, 500)


def join(
    records: Records, address: str, code: str, connect: Connect, now: datetime, *, fingerprint: str = ""
) -> str:
    """Change the office's one-time code for a token and keep both address and token; returns the address.

    Only our own office gives such codes, so that what it does is known without a check. It hears this
    computer's name, by which a person there tells two laptops of one nurse apart. Raises
    ExpectedError for a bad address, an office that cannot be reached, and a code that it refuses;
    LeaseOverError for another office than the one that this laptop must meet.
    """
    base = tidy_address(address) or office_of(records).address
    if not base:
        raise ExpectedError(tr("No office is set up."), tr("Write its address first."))
    refuse_another(records, base, tidy_fingerprint(fingerprint))
    wire = connect(Office(base, "", Profile(), tidy_fingerprint(fingerprint)))
    try:
        answer = wire.send(
            Request(
                "POST",
                "$enrol",
                {"Content-Type": "application/json", "Accept": "application/json"},
                write_json({"code": "".join(code.split()), "name": socket.gethostname() or _NAMELESS}),
            )
        )
    except NoAnswerError as problem:
        raise (UntrustedOfficeError() if problem.why == BAD_CERTIFICATE else _not_reached()) from None
    finally:
        wire.close()
    try:
        token, key = _told(answer)
    except ExpectedError:
        with records.work() as work:
            note_sign_in(work, "code refused")
        raise
    refuse_another(records, base, None, key)
    keep_office(records, base, token, fingerprint, way="code")
    with records.work() as work:
        work.set_setting(PROFILE, written(replace(OUR_OFFICE, checked=now)))
        work.set_setting(RECEIPT_KEY, key)
        for name in (RECEIPT, OLDER):
            work.set_setting(name, "")
    return base


def _told(answer: Response) -> tuple[str, str]:
    """Give the token, and the key with which the office signs its receipts ("" where it has none)."""
    if answer.status in _REFUSED:
        raise ExpectedError(
            tr("The office does not take this code."),
            tr("Each code is good once and not for long: ask the office for another."),
        )
    try:
        told: Any = read_json(answer.body)
    except ValueError:
        told = {}
    token = as_text(as_object(told).get("token"))
    if not token:
        raise _not_reached()
    key = as_object(as_object(told).get("key"))
    return token, write_json(key).decode() if key else ""


def _not_reached() -> ExpectedError:
    return ExpectedError(
        tr("The office cannot be reached now."), tr("Check the address and the connection, then try again.")
    )
