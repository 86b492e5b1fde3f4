"""Small facts with a signature (JWS, ES384): what a laptop vouches for, and what an office countersigns.

The few lines of JWS stand here because no other part of the program needs a library of tokens. ``kind`` (the
``typ`` of the header) is signed too: what was signed as one thing is never read as another.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from hashlib import sha256
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature

from carenurse.clinical.fhir import Resource, read_json
from carenurse.clinical.shapes import as_object
from carenurse.errors import BugError

MARK: Final = "carenurse-mark"
"""How far a laptop's record has come, in the laptop's words."""
RECEIPT: Final = "carenurse-receipt"
"""What the office has noted of it, in the office's words."""
LEASE: Final = "carenurse-lease"
"""Until when a laptop opens everything without meeting its office again, in the office's words."""
ORDER: Final = "carenurse-order"
"""What the office orders a laptop to do, in answer to just one mark."""
REMAINS: Final = "carenurse-remains"
"""That the office has kept what a laptop had not got through before, in the office's words."""
WIPED: Final = "carenurse-wiped"
"""That a laptop has destroyed what it held, in the laptop's words."""
HEARD: Final = "carenurse-wiped-heard"
"""That the office heard so, of just one word of one laptop, in the office's words."""
_ALGORITHM: Final = "ES384"
_WIDTH: Final = 48
"""Bytes of one number on the curve P-384."""


def new_key() -> str:
    """Make a key; the PEM is the secret half and belongs into a vault only."""
    made = ec.generate_private_key(ec.SECP384R1())
    told = made.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return told.decode()


def public_half(pem: str) -> dict[str, str]:
    """Write the public half of a key as a JSON Web Key."""
    numbers = _secret(pem).public_key().public_numbers()
    key = {"crv": "P-384", "kty": "EC", "x": _number(numbers.x), "y": _number(numbers.y)}
    name = _text(sha256(json.dumps(key, separators=(",", ":"), sort_keys=True).encode()).digest())
    return {**key, "alg": _ALGORITHM, "use": "sig", "kid": name}


def sign(pem: str, kind: str, told: Mapping[str, object]) -> str:
    """Sign facts, as text that may go anywhere."""
    head = {"alg": _ALGORITHM, "typ": kind, "kid": public_half(pem)["kid"]}
    signed = f"{_text(json.dumps(head).encode())}.{_text(json.dumps(told).encode())}"
    r, s = decode_dss_signature(_secret(pem).sign(signed.encode(), ec.ECDSA(hashes.SHA384())))
    return f"{signed}.{_text(r.to_bytes(_WIDTH) + s.to_bytes(_WIDTH))}"


def read_signed(text: str, kind: str, key: Mapping[str, object]) -> Resource | None:
    """Read the facts; None unless they were signed as this kind, by this key (a JSON Web Key)."""
    signed, _, signature = text.rpartition(".")
    head, _, told = signed.partition(".")
    try:
        numbers = ec.EllipticCurvePublicNumbers(_whole(key, "x"), _whole(key, "y"), ec.SECP384R1())
        raw = _bytes(signature)
        pair = int.from_bytes(raw[:_WIDTH]), int.from_bytes(raw[_WIDTH:])
        numbers.public_key().verify(encode_dss_signature(*pair), signed.encode(), ec.ECDSA(hashes.SHA384()))
        said = as_object(read_json(_bytes(head)))
        facts = as_object(read_json(_bytes(told)))
    except (ValueError, InvalidSignature):
        return None
    return facts if (said.get("alg"), said.get("typ")) == (_ALGORITHM, kind) else None


def claimed(text: str) -> Resource:
    """Read what signed facts claim, believing nothing: to find the key by which to believe it."""
    try:
        return as_object(read_json(_bytes(text.partition(".")[2].partition(".")[0])))
    except ValueError:
        return {}


def _secret(pem: str) -> ec.EllipticCurvePrivateKey:
    key = serialization.load_pem_private_key(pem.encode(), None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        message = "a laptop's key is one on a curve"
        raise BugError(message)
    return key


def _number(value: int) -> str:
    return _text(value.to_bytes(_WIDTH))


def _whole(key: Mapping[str, object], name: str) -> int:
    return int.from_bytes(_bytes(str(key.get(name, ""))))


def _text(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
