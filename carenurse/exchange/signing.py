"""A laptop's signature (Ed25519) over what it hands over: who opens the file knows which laptop wrote it."""

from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey


@dataclass(frozen=True, slots=True)
class Signer:
    """One laptop's key; ``secret`` (hex) belongs into its vault only."""

    secret: str

    @classmethod
    def make(cls) -> "Signer":
        """Make a new key."""
        return cls(Ed25519PrivateKey.generate().private_bytes_raw().hex())

    @property
    def public(self) -> str:
        """Give the public half in hex, by which the office knows this laptop."""
        raw = serialization.Encoding.Raw, serialization.PublicFormat.Raw
        return self._key().public_key().public_bytes(*raw).hex()

    def sign(self, data: bytes) -> bytes:
        """Sign."""
        return self._key().sign(data)

    def _key(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(self.secret))


def is_signed_by(public: str, data: bytes, signature: bytes) -> bool:
    """Say whether the laptop with this public key (hex) signed just this; False for what is no key."""
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public)).verify(signature, data)
    except (InvalidSignature, ValueError):
        return False
    return True
