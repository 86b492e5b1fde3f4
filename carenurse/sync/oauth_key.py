"""A laptop's own key (ES384), by which an authorization server knows it: private_key_jwt (RFC 7523).

The key is made in the vault and never leaves it; the office registers its public half. The few lines of JWS
stand here because no other part of the program needs a library of tokens.
"""

import json
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final
from uuid import uuid4

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from carenurse.errors import BugError

_LASTS: Final = timedelta(minutes=4)
_WIDTH: Final = 48
"""Bytes of one number on the curve P-384."""


@dataclass(frozen=True, slots=True)
class DeviceKey:
    """The pair; ``pem`` is the secret half and belongs into the vault only."""

    pem: str

    @classmethod
    def make(cls) -> "DeviceKey":
        """Make a new one."""
        made = ec.generate_private_key(ec.SECP384R1())
        told = made.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        return cls(told.decode())

    @property
    def public(self) -> dict[str, str]:
        """Write the public half as a JSON Web Key, for the office to register."""
        numbers = self._secret().public_key().public_numbers()
        key = {"crv": "P-384", "kty": "EC", "x": _number(numbers.x), "y": _number(numbers.y)}
        name = _text(sha256(json.dumps(key, separators=(",", ":"), sort_keys=True).encode()).digest())
        return {**key, "alg": "ES384", "use": "sig", "kid": name}

    def assertion(self, client: str, endpoint: str, now: datetime) -> str:
        """Sign that this laptop asks, at this endpoint, now; good once and for a few minutes."""
        head = {"alg": "ES384", "typ": "JWT", "kid": self.public["kid"]}
        told = {
            "iss": client,
            "sub": client,
            "aud": endpoint,
            "jti": str(uuid4()),
            "iat": int(now.timestamp()),
            "exp": int((now + _LASTS).timestamp()),
        }
        signed = f"{_text(json.dumps(head).encode())}.{_text(json.dumps(told).encode())}"
        r, s = decode_dss_signature(self._secret().sign(signed.encode(), ec.ECDSA(hashes.SHA384())))
        return f"{signed}.{_text(r.to_bytes(_WIDTH) + s.to_bytes(_WIDTH))}"

    def _secret(self) -> ec.EllipticCurvePrivateKey:
        key = serialization.load_pem_private_key(self.pem.encode(), None)
        if not isinstance(key, ec.EllipticCurvePrivateKey):
            message = "a laptop's key is one on a curve"
            raise BugError(message)
        return key


def _number(value: int) -> str:
    return _text(value.to_bytes(_WIDTH))


def _text(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()
