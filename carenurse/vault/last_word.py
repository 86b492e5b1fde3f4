"""What an emptied vault has still to say to its office: kept beside its note until the office signed for it.

Each word is a file by itself, so that it stays when another vault begins in this folder, and when that one is
emptied in its turn. It opens nothing and names nobody.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from carenurse.vault.disk import flush_folder, read_small, told_by_the_disk, write_durably

_NAMED: Final = "vault.word-{}"
_ALL: Final = "vault.word-????????????????"
_LONGEST: Final = 16_384


@dataclass(frozen=True, slots=True)
class LastWord:
    """What is to be said to the office when it is done, signed while there was a key: it opens nothing.

    ``address``: of the office, and the ``fingerprint`` of its certificate where it made that itself.
    ``said``: that nothing is left; ``elsewhere`` the same, but for a second place that was not here. ``key``:
    the public half of the key with which the office signs that it heard it.
    """

    address: str
    fingerprint: str
    said: str
    elsewhere: str
    key: Mapping[str, Any] = field(default_factory=dict[str, Any])

    @classmethod
    def read(cls, facts: Any) -> "LastWord | None":
        """Read what was written down; None for nothing. Raises KeyError, TypeError for what is no word."""
        if not facts:
            return None
        texts = {name: str(facts[name]) for name in ("address", "fingerprint", "said", "elsewhere")}
        return cls(**texts, key=dict(facts.get("key") or {}))


@dataclass(frozen=True, slots=True)
class Unsaid:
    """A word that waits: ``word`` is what to say, ``file`` where it lies."""

    file: Path
    address: str
    fingerprint: str
    word: str
    key: Mapping[str, Any]


def keep(folder: Path, word: LastWord, *, elsewhere: bool) -> None:
    """Keep it until the office signed for it; again changes nothing. Raises as ``write_durably``."""
    name = sha256(word.said.encode()).hexdigest()[:16]
    facts = {**asdict(word), "second_place": elsewhere}
    write_durably(folder / _NAMED.format(name), json.dumps(facts).encode())


def unsaid(folder: Path) -> list[Unsaid]:
    """List what was not said yet, or was not signed for; what cannot be read is left where it is."""
    found: list[Unsaid] = []
    for file in sorted(folder.glob(_ALL)):
        data = read_small(file, _LONGEST)
        try:
            facts: Any = json.loads(data or b"{}")
            word = LastWord.read(facts)
            if word is not None:
                said = word.elsewhere if facts["second_place"] is True else word.said
                found.append(Unsaid(file, word.address, word.fingerprint, said, word.key))
        except (ValueError, KeyError, TypeError, AttributeError):
            continue
    return found


def forget(word: Unsaid) -> None:
    """Forget a word: the office has signed that it heard it. Raises ReadOnlyFolderError and the like."""
    with told_by_the_disk():
        word.file.unlink(missing_ok=True)
        flush_folder(word.file.parent)
