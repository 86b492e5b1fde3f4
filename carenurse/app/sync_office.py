"""The office that this laptop talks to: its address, how the nurse signs in, and what was found out about it.

All of it is kept inside the vault: whoever finds the laptop does not learn the address, let alone the token.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

from carenurse.app.lease_set_by import key_of, set_by
from carenurse.app.ports import Reading, Records, Work
from carenurse.app.reach import needs_everybody
from carenurse.app.sync_words import moment
from carenurse.app.vault_warnings import OLDER
from carenurse.clinical.fhir import Resource
from carenurse.errors import ExpectedError
from carenurse.sync.kept import journal_of
from carenurse.sync.profile import Profile
from carenurse.sync.profile_kept import read
from carenurse.sync.session import ANOTHER
from carenurse.translations import tr

ADDRESS, TOKEN, PROFILE = "office:address", "office:token", "office:profile"
FINGERPRINT, CERTIFICATE = "office:fingerprint", "office:certificate"
RECEIPT, RECEIPT_KEY = "office:receipt", "office:receipt-key"
"""The office's last receipt for how far it saw this vault, and the key that reads it."""
GRANT = "office:grant"
"""By what the next token is asked for, where the nurse signed in in the browser."""

_OF_ONE_OFFICE = (PROFILE, TOKEN, GRANT, FINGERPRINT, CERTIFICATE, RECEIPT, RECEIPT_KEY, OLDER)


@dataclass(frozen=True, slots=True)
class Office:
    """Where the office is and how it is spoken to; ``address`` is its FHIR base, "" for none.

    ``fingerprint`` is the SHA-256 of its certificate in hex where it made it itself; "" trusts the system.
    ``certificate`` (PEM) is that certificate, once it was fetched.
    """

    address: str
    token: str
    profile: Profile
    fingerprint: str = ""
    certificate: str = ""


@dataclass(frozen=True, slots=True)
class OfficeFacts:
    """What Settings shows; the token itself never leaves the vault. ``words`` tell of the last check."""

    address: str
    has_token: bool
    fingerprint: str
    safe: tuple[str, ...]
    degraded: tuple[str, ...]
    checked: str


def office_of(records: Reading) -> Office:
    """Read what is kept of the office."""
    return Office(
        records.setting(ADDRESS) or "",
        records.setting(TOKEN) or "",
        read(records.setting(PROFILE) or ""),
        records.setting(FINGERPRINT) or "",
        records.setting(CERTIFICATE) or "",
    )


def office_facts(records: Reading, now: datetime) -> OfficeFacts:
    """Tell what is kept of the office, in words."""
    office = office_of(records)
    checked = office.profile.checked
    safe, degraded = profile_words(office.profile)
    return OfficeFacts(
        office.address,
        bool(office.token),
        office.fingerprint,
        safe if checked else (),
        degraded if checked else (),
        tr("Checked {when}: {software}", when=moment(checked, now), software=office.profile.software or "?")
        if checked
        else "",
    )


def keep_office(
    records: Records,
    address: str,
    token: str | None = None,
    fingerprint: str | None = None,
) -> str:
    """Keep the address (and what else is not None); another address forgets the token and what was checked.

    Another office than before counts its versions by itself: what it has is compared before anything is sent.
    A new token is a sign-in and stands on the audit trail. Gives the address back
    as it is kept. Raises ExpectedError when it is none, or not safe; LeaseOverError as ``refuse_another``.
    """
    tidy = tidy_address(address)
    print_kept = None if fingerprint is None else tidy_fingerprint(fingerprint)
    refuse_another(records, tidy, print_kept)
    compare_if_another(records, tidy)
    with records.work() as work:
        put_office(work, tidy, token, print_kept, "token")
    return tidy


def compare_if_another(records: Records, tidy: str) -> None:
    """Have what another office has compared before anything is sent to it."""
    before = records.setting(ADDRESS) or ""
    if before and tidy not in ("", before):
        journal_of(records).set_cursor("recovering", ANOTHER)


def put_office(work: Work, tidy: str, token: str | None, fingerprint: str | None, way: str) -> None:
    """Keep an office inside a unit of work; what is None stays."""
    if tidy != (work.setting(ADDRESS) or ""):
        work.set_setting(ADDRESS, tidy)
        for name in _OF_ONE_OFFICE:
            work.set_setting(name, "")
    if fingerprint is not None:
        work.set_setting(FINGERPRINT, fingerprint)
    if token is not None:
        bare = "".join(token.split())
        if bare and bare != work.setting(TOKEN):
            note_sign_in(work, way)
        work.set_setting(TOKEN, bare)
        work.set_setting(GRANT, "")


def refuse_another(records: Reading, address: str, fingerprint: str | None, key: str | None = None) -> None:
    """Refuse to change to another office while a lease is over: everything would be offered to that one.

    ``key``: what an office signs its receipts with, where it is known; None where it is not, or stays. The
    office that set the days is no other one. Raises LeaseOverError; a code by telephone allows the change,
    and so does an office's own key to this vault (``OpenVault.in_reach_for_office``).
    """
    kept, own, by = office_of(records), receipt_key(records), set_by(records)
    known = (address, fingerprint in (None, kept.fingerprint), key is None or not own or key_of(key) == own)
    if known == (kept.address, True, True):
        return
    if by is None:
        needs_everybody(records, tr("The office cannot be changed before this laptop has met it."))
    elif (address, fingerprint or "") != (by.address, by.fingerprint) or key_of(key) not in ({}, by.key):
        words = tr(
            "The office cannot be changed before this laptop has met {office}, which set its days.",
            office=by.name,
        )
        needs_everybody(records, words)


def receipt_key(records: Reading) -> Resource:
    """Give the key that reads what the office signs, as it came with joining; empty where there is none.

    A laptop that came back to the office that set its days knows that one by the key of then.
    """
    by = set_by(records)
    back = by.key if by is not None and by.address == records.setting(ADDRESS) else {}
    return key_of(records.setting(RECEIPT_KEY)) or back


def note_sign_in(work: Work, way: str) -> None:
    """Note on the audit trail how this laptop signed in at the office, or tried to (``code refused``)."""
    work.record("sign-in", f"Practitioner/{work.me}", way)


def tidy_address(address: str) -> str:
    """Write the FHIR base of an office tidily; "" stays. Raises ExpectedError.

    Only https carries records; plain http is for a server on this very computer.
    """
    text = address.strip()
    if not text:
        return ""
    text = (text if "://" in text else f"https://{text}").rstrip("/")
    try:
        parts = urlsplit(text)
        host = parts.hostname
    except ValueError:
        host, parts = None, urlsplit("")
    if not host or parts.scheme not in ("https", "http") or " " in text:
        raise ExpectedError(
            tr("This is no address of an office."), tr("Write it as the office gave it: https://...")
        )
    if parts.username or parts.password or parts.query or parts.fragment:
        raise ExpectedError(
            tr("The address carries a name, a password or a question."),
            tr("Leave only the address, up to the last part of its path."),
        )
    if parts.scheme == "http" and not _is_here(parts):
        raise ExpectedError(
            tr("This address is not safe: with http everybody on the way can read."),
            tr("Write https:// in front; if that does not work, ask the office."),
        )
    return text


def tidy_fingerprint(text: str) -> str:
    """Write the fingerprint of a certificate as 64 hexadecimal digits; "" stays. Raises ExpectedError."""
    digits = text.replace(":", "").replace(" ", "").replace("-", "").lower()
    if digits and not re.fullmatch(r"[0-9a-f]{64}", digits):
        raise ExpectedError(
            tr("This is no fingerprint of a certificate."),
            tr("Copy all of it from the office: 64 digits and letters from a to f."),
        )
    return digits


def _is_here(parts: SplitResult) -> bool:
    try:
        return ip_address(parts.hostname or "").is_loopback
    except ValueError:
        return parts.hostname == "localhost"


def profile_words(profile: Profile) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Say what this office does safely, and what goes slower or with more care because it does not."""
    rows = (
        (
            profile.atomic,
            tr("A visit arrives whole or not at all."),
            tr("A visit may arrive in parts; each part is checked before it counts as sent."),
        ),
        (
            profile.if_match,
            tr("Nothing of somebody else's is written over."),
            tr("The server does not guard changes: each is read before it is changed, which is slower."),
        ),
        (
            profile.if_none_match or profile.hub or profile.conditional_create,
            tr("Nothing arrives twice."),
            tr("New records are looked for before they are sent again."),
        ),
        (
            profile.keeps_client_ids,
            tr("Records keep the number they got on this laptop."),
            tr("The server gives its own numbers; both are remembered."),
        ),
        (
            profile.last_updated or profile.hub,
            tr("Changes of the office are found at once."),
            tr("All records are compared to find the office's changes, which takes longer."),
        ),
        (
            profile.takes_files,
            tr("Photos and papers go to the office."),
            tr("The server takes no files: photos and papers stay on the laptop."),
        ),
        (
            profile.gzip,
            tr("Sends compressed."),
            tr("Sends uncompressed: a slow connection takes longer."),
        ),
    )
    safe = tuple(yes for holds, yes, _ in rows if holds)
    return safe, tuple(no for holds, _, no in rows if not holds)
