"""A digest of JSON content that does not depend on the order of names in objects."""

from hashlib import sha256
from typing import Any, Final

import msgspec

_ORDERED: Final = msgspec.json.Encoder(decimal_format="number", order="deterministic")


def digest_of(value: Any) -> str:
    """Give the SHA-256 (hex) of what JSON says."""
    return sha256(_ORDERED.encode(value)).hexdigest()
