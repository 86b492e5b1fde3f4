"""The two questions of a sign-in over the network: where to sign in, and a code or token for tokens."""

from collections.abc import Mapping
from typing import Any, Final, cast

import httpx

from carenurse.clinical.fhir import read_json
from carenurse.sync.addresses import BadOfficeAddressError, is_safe_address
from carenurse.sync.http_wire import read_whole, trusted
from carenurse.sync.wire import NoAnswerError

_TIMES: Final = httpx.Timeout(30.0, connect=15.0)
_LARGEST: Final = 1_000_000
_YES: Final = range(200, 300)
_NO: Final = range(400, 500)


class Web:
    """Asks an authorization server; ``certificate`` (PEM) as for the office, "" for the system's trust.

    ``transport`` stands for the network in tests.
    """

    def __init__(self, certificate: str = "", transport: httpx.BaseTransport | None = None) -> None:
        self._certificate, self._transport = certificate, transport

    def get(self, url: str) -> dict[str, Any]:
        """Read a JSON object; {} where there is none. Raises NoAnswerError, BadOfficeAddressError."""
        return self._ask("GET", url, None)

    def post(self, url: str, form: Mapping[str, str]) -> dict[str, Any]:
        """Send a form, read a JSON object; for a no what it says of itself, {} for a silent one.

        Raises NoAnswerError and BadOfficeAddressError.
        """
        return self._ask("POST", url, form)

    def _ask(self, method: str, url: str, form: Mapping[str, str] | None) -> dict[str, Any]:
        """Ask once and follow nowhere: what a sign-in sends is for one host only."""
        if not is_safe_address(url):
            raise BadOfficeAddressError
        headers = {"Accept": "application/json", "Cache-Control": "no-cache"}
        try:
            with (
                httpx.Client(
                    timeout=_TIMES,
                    verify=trusted(self._certificate),
                    headers=headers,
                    transport=self._transport,
                ) as client,
                client.stream(method, url, data=dict(form) if form else None) as answer,
            ):
                status, body = answer.status_code, read_whole(answer, _LARGEST)
        except (httpx.HTTPError, httpx.InvalidURL) as problem:
            raise NoAnswerError(sent=True, why=type(problem).__name__) from None
        said_no = status in _NO
        if not (said_no or status in _YES):
            raise NoAnswerError(sent=True, why=str(status))
        told = _object(body)
        return {name: told[name] for name in told if name == "error"} if said_no else told


def _object(body: bytes) -> dict[str, Any]:
    try:
        told: Any = read_json(body)
    except ValueError:
        return {}
    return cast("dict[str, Any]", told) if isinstance(told, dict) else {}
