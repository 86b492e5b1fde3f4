"""Where the vault lies, and a first guess whether there is one, without loading what opens it.

The start page shows itself before the cryptographic libraries are there; ``wiring.find_vault`` then decides.
"""

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import datetime

_HEADERS = ("vault.hdr.a", "vault.hdr.b")
_UNDER_WAY = "vault.wipe"
_NOTE = "vault.wiped"
_WORDS, _MARK = "vault.word-", 16
"""How files with last words begin, and how many signs follow."""
_LONGEST = 16_384


class Wiped(NamedTuple):
    """A vault was here and was emptied by order of its office.

    ``second_place``: backups in a second place, such as a stick, were not here to be destroyed with it.
    A named tuple: the first picture waits for it, and a dataclass takes ten times as long to make.
    """

    when: "datetime"
    second_place: bool


def usual_folder() -> Path:
    """Name the folder where this system keeps a person's own data, and in it our vault."""
    from platformdirs import user_data_path  # noqa: PLC0415  not needed where a folder was named

    return user_data_path("CareNurse", appauthor=False) / "vault"


def looks_like_vault(folder: Path) -> bool:
    """Guess whether a vault is there: a header file is, whole or not, or what is left to be emptied."""
    return any((folder / name).exists() for name in (*_HEADERS, _UNDER_WAY))


def wiped_note(folder: Path) -> Wiped | None:
    """Say when and how a vault in this folder was emptied by order of its office; None where none was."""
    if not (folder / _NOTE).exists():
        return None
    import json  # noqa: PLC0415  hardly ever needed, and the first picture waits for it
    from datetime import datetime  # noqa: PLC0415

    try:
        with (folder / _NOTE).open("rb") as stream:
            facts = json.loads(stream.read(_LONGEST))
        when = datetime.fromisoformat(facts["when"]).astimezone()
        return Wiped(when, facts["second_place"] is True)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def has_last_words(folder: Path) -> bool:
    """Say whether an office has still to sign that it heard of an emptied vault (``say_last_words``)."""
    long = len(_WORDS) + _MARK
    try:
        found = [one.name for one in folder.iterdir()]
    except OSError:  # there is no such place, or none can be: whoever opens it says so
        return False
    return any(name.startswith(_WORDS) and len(name) == long for name in found)
