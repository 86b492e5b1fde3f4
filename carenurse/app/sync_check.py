"""Checking an office before it is trusted: what it really does, kept in the vault and said in words."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from carenurse.app.ports import Records
from carenurse.app.sync_office import PROFILE, Office, keep_office, profile_words
from carenurse.app.sync_run import Connect
from carenurse.sync.probe import probe
from carenurse.sync.profile_kept import written
from carenurse.translations import tr, trn


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found: who answers, what is safe, what goes with more care, what stayed behind there."""

    software: str
    safe: tuple[str, ...]
    degraded: tuple[str, ...]
    left: str


def check_office(
    office: Office,
    connect: Connect,
    now: Callable[[], datetime],
    *,
    records: Records | None = None,
    wait: Callable[[float], object] = time.sleep,
) -> Checked:
    """Measure an office with marked test resources (some seconds), and keep its profile where ``records`` is.

    Raises ExpectedError when it does not answer, refuses the token, or keeps nothing: it cannot be used.
    """
    wire = connect(office)
    try:
        found = probe(wire, now, wait)
    finally:
        wire.close()
    if records is not None:
        keep_office(records, office.address, office.token or None, office.fingerprint or None)
        with records.work() as work:
            work.set_setting(PROFILE, written(found.profile))
    safe, degraded = profile_words(found.profile)
    left = trn(
        "{number} test resource stayed there, marked as entered in error.",
        "{number} test resources stayed there, marked as entered in error.",
        len(found.left),
    )
    return Checked(found.profile.software or tr("It does not say its name"), safe, degraded, left)
