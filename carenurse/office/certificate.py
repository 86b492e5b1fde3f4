"""The office's own TLS certificate: made at the first start, kept in the vault, compared by its fingerprint.

No authority vouches for it; a laptop is told the fingerprint at its enrolment and takes no other.
"""

import ipaddress
import secrets
import socket
import ssl
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from carenurse.store.records import StoredRecords

_CERTIFICATE, _KEY = "office.certificate", "office.certificate-key"
_LASTS: Final = timedelta(days=3650)


@dataclass(frozen=True, slots=True)
class Certificate:
    """The certificate and its key, as PEM."""

    pem: bytes
    key: bytes

    @property
    def fingerprint(self) -> str:
        """The SHA-256 of the certificate in groups that two people can read to each other."""
        digits = x509.load_pem_x509_certificate(self.pem).fingerprint(hashes.SHA256()).hex().upper()
        return " ".join(digits[at : at + 4] for at in range(0, len(digits), 4))

    def context(self) -> ssl.SSLContext:
        """Make what a server needs. The key touches the disk only encrypted, for a moment."""
        word = secrets.token_bytes(32).hex().encode()
        key = serialization.load_pem_private_key(self.key, None)
        locked = key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.BestAvailableEncryption(word),
        )
        made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        made.minimum_version = ssl.TLSVersion.TLSv1_2
        with tempfile.TemporaryDirectory(prefix="carenurse-") as folder:
            file = Path(folder) / "chain.pem"
            file.write_bytes(self.pem + locked)
            made.load_cert_chain(file, password=word)
        return made


def certificate_of(records: StoredRecords, names: Sequence[str], now: datetime) -> Certificate:
    """Give the office's certificate, made anew only when it has none."""
    pem, key = records.setting(_CERTIFICATE), records.setting(_KEY)
    if pem and key:
        return Certificate(pem.encode(), key.encode())
    made = made_certificate([*names, socket.gethostname(), "localhost", "127.0.0.1", "::1"], now)
    with records.work() as work:
        work.set_setting(_CERTIFICATE, made.pem.decode())
        work.set_setting(_KEY, made.key.decode())
    return made


def made_certificate(names: Sequence[str], now: datetime) -> Certificate:
    """Make a certificate for these names and addresses, good for ten years."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "CareNurse office")])
    alternatives = x509.SubjectAlternativeName([_alternative(one) for one in dict.fromkeys(names) if one])
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=2))
        .not_valid_after(now + _LASTS)
        .add_extension(alternatives, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return Certificate(built.public_bytes(serialization.Encoding.PEM), secret)


def _alternative(name: str) -> x509.GeneralName:
    with suppress(ValueError):
        return x509.IPAddress(ipaddress.ip_address(name))
    return x509.DNSName(name)
