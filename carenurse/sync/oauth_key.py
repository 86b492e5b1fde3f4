"""A laptop's own key (ES384), by which an authorization server knows it: private_key_jwt (RFC 7523).

The key is made in the vault and never leaves it; the office registers its public half.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import uuid4

from carenurse.exchange.signed import new_key, public_half, sign

_LASTS: Final = timedelta(minutes=4)


@dataclass(frozen=True, slots=True)
class DeviceKey:
    """The pair; ``pem`` is the secret half and belongs into the vault only."""

    pem: str

    @classmethod
    def make(cls) -> "DeviceKey":
        """Make a new one."""
        return cls(new_key())

    @property
    def public(self) -> dict[str, str]:
        """Write the public half as a JSON Web Key, for the office to register."""
        return public_half(self.pem)

    def assertion(self, client: str, endpoint: str, now: datetime) -> str:
        """Sign that this laptop asks, at this endpoint, now; good once and for a few minutes."""
        told = {
            "iss": client,
            "sub": client,
            "aud": endpoint,
            "jti": str(uuid4()),
            "iat": int(now.timestamp()),
            "exp": int((now + _LASTS).timestamp()),
        }
        return sign(self.pem, "JWT", told)
