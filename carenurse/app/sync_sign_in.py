"""Signing in at the office in the browser, and staying so: tokens and the laptop's key lie in the vault.

An office of ours gives laptops a one-time code instead (``sync_join``); a token for trials may be typed.
"""

from collections.abc import Callable, Generator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any, Final, Protocol
from urllib.parse import urlsplit

from carenurse.app.ports import Reading, Records
from carenurse.app.sync_office import GRANT, TOKEN, Office, note_sign_in, office_of
from carenurse.clinical.fhir import read_json, write_json
from carenurse.clinical.shapes import as_object, as_text
from carenurse.errors import ExpectedError
from carenurse.sync.oauth import (
    JWT_BEARER,
    WELL_KNOWN,
    Attempt,
    Grant,
    Server,
    SignInRefusedError,
    grant_told,
    refresh_form,
    server_told,
)
from carenurse.sync.steps import Ending, StoppedError
from carenurse.sync.wire import NoAnswerError, is_fault_there
from carenurse.translations import tr

KEY: Final = "office:device-key"
_PATIENCE: Final = 300.0
"""Seconds that a nurse has for signing in."""


class Asking(Protocol):
    """How an authorization server is asked; a no is {} or its ``error``. Both raise NoAnswerError."""

    def get(self, url: str) -> dict[str, Any]:
        """Read a JSON object."""
        ...

    def post(self, url: str, form: dict[str, str]) -> dict[str, Any]:
        """Send a form, read a JSON object."""
        ...


@dataclass(frozen=True, slots=True)
class _Kept:
    """What is kept of a sign-in: by what, where and as whom the next token is asked for.

    ``signs``: the office's server takes this laptop's key.
    """

    refresh: str = ""
    endpoint: str = ""
    client: str = ""
    signs: bool = False

    @classmethod
    def read(cls, records: Reading) -> "_Kept":
        text = records.setting(GRANT)
        told = as_object(read_json(text) if text else None)
        words = (as_text(told.get(name)) for name in ("refresh", "endpoint", "client"))
        return cls(*words, signs=told.get("signs") is True)

    def proof(self, records: Reading, now: datetime) -> dict[str, str]:
        """Prove which laptop asks, where it has a key and the server takes it."""
        from carenurse.sync.oauth_key import DeviceKey  # noqa: PLC0415  needed once in an hour

        pem = records.setting(KEY)
        if not pem or not self.signs:
            return {}
        assertion = DeviceKey(pem).assertion(self.client, self.endpoint, now)
        return {"client_assertion_type": JWT_BEARER, "client_assertion": assertion}

    def keep(self, records: Records, granted: Grant, way: str = "") -> None:
        """Keep the tokens that were given; ``way``: how she signed in, "" for a token that was renewed."""
        with records.work() as work:
            if way:
                note_sign_in(work, way)
            work.set_setting(TOKEN, granted.token)
            work.set_setting(GRANT, write_json({**asdict(self), "refresh": granted.refresh}).decode())


class SigningIn:
    """A sign-in under way: the nurse is in the browser, at ``address``. Holds nothing of the vault."""

    def __init__(self, office: Office, server: Server, client: str) -> None:
        from carenurse.sync.oauth_listening import Listener  # noqa: PLC0415  needed once in months

        self._listener = Listener()
        self.office, self.server = office, server
        self.attempt = Attempt.begin(server, client, self._listener.redirect)
        self.address = self.attempt.address(office.address)

    def wait(self, go_on: Callable[[], bool] = lambda: True) -> str:
        """Wait until the browser comes back, on any thread; the code that it brings.

        Raises ExpectedError for a no, and when nobody came back in five minutes, or ``go_on`` said no.
        """
        code = self._listener.wait(self.attempt.code_in, _PATIENCE, go_on)
        if not code:
            raise ExpectedError(tr("Nobody signed in."), tr("Try again when you are ready."))
        return code

    def close(self) -> None:
        """Listen no more."""
        self._listener.close()


def begin_sign_in(records: Records, client: str) -> SigningIn:
    """Ask the office where one signs in.

    ``client``: the name under which the office registered this program, "" for the one used last. Raises
    ExpectedError without an office, where it offers no safe sign-in, and when it cannot be reached.
    """
    office = office_of(records)
    client = client.strip() or _Kept.read(records).client
    if not office.address or not client:
        raise ExpectedError(
            tr("The office's address or this program's name there is missing."),
            tr("Ask the office under which name (client ID) it registered CareNurse."),
        )
    with _reaching():
        server = server_told(_asking(office, office.address).get(office.address + WELL_KNOWN))
    return SigningIn(office, server, client)


def finish_sign_in(records: Records, signing_in: SigningIn, code: str, now: datetime) -> None:
    """Change the code for tokens and keep them in the vault.

    A laptop whose key was made (``device_key``) signs its questions with it where the office takes that.
    Raises ExpectedError for a no, and when the office cannot be reached.
    """
    server = signing_in.server
    kept = _Kept(endpoint=server.token, client=signing_in.attempt.client, signs=server.takes_keys)
    form = signing_in.attempt.form(code) | kept.proof(records, now)
    try:
        with _reaching():
            granted = grant_told(_asking(signing_in.office, server.token).post(server.token, form))
    except SignInRefusedError:
        _note_refused(records, "browser refused")
        raise
    kept.keep(records, granted, "browser")


def _note_refused(records: Records, way: str) -> None:
    with records.work() as work:
        note_sign_in(work, way)


def sign_in(
    records: Records,
    client: str,
    browse: Callable[[str], object],
    now: Callable[[], datetime],
    go_on: Callable[[], bool] = lambda: True,
) -> None:
    """Open the browser (``browse``) at the office's sign-in, wait for the nurse there, keep the tokens.

    Raises ExpectedError as the three steps do.
    """
    with closing(begin_sign_in(records, client)) as signing_in:
        browse(signing_in.address)
        code = signing_in.wait(go_on)
    finish_sign_in(records, signing_in, code, now())


@contextmanager
def _reaching() -> Generator[None]:
    try:
        yield
    except NoAnswerError as problem:
        if is_fault_there(problem):
            raise ExpectedError(
                tr("The office answered that something is wrong there."),
                tr("The address and the connection are good. Tell the office, and try again later."),
            ) from None
        raise ExpectedError(
            tr("The office cannot be reached now."),
            tr("Check the address and the connection, then try again."),
        ) from None


def device_key(records: Records) -> str:
    """Give the public half of this laptop's key (a JSON Web Key) for the office to register; made once."""
    from carenurse.sync.oauth_key import DeviceKey  # noqa: PLC0415

    pem = records.setting(KEY)
    if not pem:
        pem = DeviceKey.make().pem
        with records.work() as work:
            work.set_setting(KEY, pem)
    return write_json(DeviceKey(pem).public).decode()


def _asking(office: Office, url: str) -> Asking:
    """Ask under the office's own certificate where it is the office's own host, else under the system's."""
    from carenurse.sync.certificates import certificate_for  # noqa: PLC0415  the library for it is slow to load
    from carenurse.sync.oauth_web import Web  # noqa: PLC0415

    same = urlsplit(url).netloc == urlsplit(office.address).netloc
    certificate = certificate_for(office.address, office.fingerprint, office.certificate) if same else ""
    return Web(certificate)


class Renewal:
    """Renews the token of a run, once; ``office`` is the office with the token that is good now."""

    def __init__(self, records: Records, office: Office, now: Callable[[], datetime]) -> None:
        self._records, self.office, self._now = records, office, now
        self._was_tried = False

    def renew(self) -> bool:
        """Ask for a new token and keep it; False when there is none to be had: then the nurse signs in.

        Raises StoppedError when the authorization server does not answer: another time it will.
        """
        kept = _Kept.read(self._records)
        if self._was_tried or not kept.refresh:
            return False
        self._was_tried = True
        form = refresh_form(kept.refresh, kept.client) | kept.proof(self._records, self._now())
        try:
            told = _asking(self.office, kept.endpoint).post(kept.endpoint, form)
            granted = grant_told(told, kept.refresh)
        except NoAnswerError as problem:
            raise StoppedError(Ending.NO_ANSWER, why=problem.why) from None
        except SignInRefusedError:
            _note_refused(self._records, "renewal refused")
            return False
        kept.keep(self._records, granted)
        self.office = replace(self.office, token=granted.token)
        return True
