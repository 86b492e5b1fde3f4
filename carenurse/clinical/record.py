"""What the record says about itself: effects, versions, unsent changes, audit facts, kept files.

They stand this far down because the store makes them and the use cases read them; ``app.ports`` names them
again.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final, Literal

from carenurse.clinical.fhir import Resource

MADE_AS: Final = "made-as"
"""The setting that tells under which id the vault was made, once its nurse has become another one."""


class Effect(StrEnum):
    """What keeping a resource did."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Version:
    """One saved state of a resource."""

    number: int
    saved: datetime
    author: str
    draft: bool
    resource: Resource


@dataclass(frozen=True, slots=True)
class Unsent:
    """One change that the office has not acknowledged."""

    sequence: int
    kind: str
    identity: str
    version: int
    patient: str | None
    recorded: datetime


@dataclass(frozen=True, slots=True)
class AuditFact:
    """Who did what, in the order it was done."""

    sequence: int
    when: datetime
    actor: str
    action: str
    subject: str
    detail: str


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file kept in the vault as it was received or made (imports, papers, photographs)."""

    digest: str
    media_type: str
    name: str
    size: int
    kept: datetime


AuditAction = Literal[
    "create",
    "read",
    "update",
    "sign",
    "print",
    "export",
    "import",
    "unlock",
    "unlock-failed",
    "lock",
    "family-view",
    "join",
    "give",
    "back-up",
    "drill",
    "change-key",
    "purge",
    "sync",
    "sign-in",
    "lease",
    "wipe",
]
"""What can be done to a record, as the audit trail names it."""
