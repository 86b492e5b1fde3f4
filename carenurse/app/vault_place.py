"""Where the vault lies, and a first guess whether there is one, without loading what opens it.

The start page shows itself before the cryptographic libraries are there; ``wiring.find_vault`` then decides.
"""

from pathlib import Path

_HEADERS = ("vault.hdr.a", "vault.hdr.b")


def usual_folder() -> Path:
    """Name the folder where this system keeps a person's own data, and in it our vault."""
    from platformdirs import user_data_path  # noqa: PLC0415  not needed where a folder was named

    return user_data_path("CareNurse", appauthor=False) / "vault"


def looks_like_vault(folder: Path) -> bool:
    """Guess whether a vault is there: a header file is, whole or not."""
    return any((folder / name).exists() for name in _HEADERS)
