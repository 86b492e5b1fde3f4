"""Where a record or a secret may go; apart from the network's library, which no start needs."""

import re
from typing import Final
from urllib.parse import urlsplit

from carenurse.errors import ExpectedError
from carenurse.translations import tr

_NO_LETTER: Final = re.compile(r"[\s\x00-\x1f\x7f\\]")
"""Blanks and the like, which an address has none of: each reader makes something else of them."""

_LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})


class BadOfficeAddressError(ExpectedError):
    """The address is none that a record may be sent to."""

    def __init__(self) -> None:
        super().__init__(
            tr("This address is not safe for patients' records."),
            tr("An office's address begins with https:// and has no blank, name or password in it."),
        )


def is_safe_address(url: str, *, query: bool = False) -> bool:
    """Say whether a secret may go there: over TLS or within this computer, with no name or password in it."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:  # a port that is none, too
        return False
    if port == 0 or _NO_LETTER.search(url):
        return False
    safe = parts.scheme == "https" or (parts.scheme == "http" and host in _LOOPBACK)
    carries = parts.username or parts.password or parts.fragment or (parts.query and not query)
    return bool(safe and host and not carries)
