"""Where a record or a secret may go; apart from the network's library, which no start needs."""

from typing import Final
from urllib.parse import urlsplit

from carenurse.errors import ExpectedError
from carenurse.translations import tr

_LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})


class BadOfficeAddressError(ExpectedError):
    """The address is none that a record may be sent to."""

    def __init__(self) -> None:
        super().__init__(
            tr("This address is not safe for patients' records."),
            tr("An office's address begins with https:// and has no name or password in it."),
        )


def is_safe_address(url: str, *, query: bool = False) -> bool:
    """Say whether a secret may go there: over TLS or within this computer, with no name or password in it."""
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return False
    safe = parts.scheme == "https" or (parts.scheme == "http" and host in _LOOPBACK)
    carries = parts.username or parts.password or parts.fragment or (parts.query and not query)
    return bool(safe and host and not carries)
