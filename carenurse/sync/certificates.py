"""The certificate that an office made itself, fetched and compared with the fingerprint that it told."""

import ssl
from urllib.parse import urlsplit

from carenurse.errors import ExpectedError
from carenurse.sync.http_wire import fingerprint_of
from carenurse.translations import tr

_PATIENCE = 15.0
_PORT = 443


class AnotherCertificateError(ExpectedError):
    """Whoever answers is not the office whose fingerprint is kept: nothing is sent."""

    def __init__(self) -> None:
        super().__init__(
            tr(
                "This is not the office that this laptop knows: its certificate is another. Nothing was sent."
            ),
            tr("Compare the fingerprint with the office, by telephone, and mend it under Settings, Office."),
        )


def certificate_for(address: str, fingerprint: str, kept: str) -> str:
    """Give the certificate (PEM) of an office whose fingerprint was told, ``kept`` where it is that one.

    Else it is fetched: no word of a patient goes this way, and no token. "" without a fingerprint, and where
    nobody answers. Raises AnotherCertificateError.
    """
    if not fingerprint or (kept and fingerprint_of(kept) == fingerprint):
        return kept if fingerprint else ""
    parts = urlsplit(address)
    try:
        found = ssl.get_server_certificate((parts.hostname or "", parts.port or _PORT), timeout=_PATIENCE)
    except (OSError, ValueError):
        return ""
    if fingerprint_of(found) != fingerprint:
        raise AnotherCertificateError
    return found
