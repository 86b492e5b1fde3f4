"""Signing in at an office with OAuth 2: what is asked of its authorization server, and what it answers; pure.

The nurse signs in in the system's browser, never in our window (RFC 8252), with PKCE (RFC 7636); the
office's FHIR base says where (SMART App Launch, ``.well-known/smart-configuration``). Scopes are the nurse's
own, never a system's: a stolen laptop is one nurse, not the whole clinic.
"""

import re
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final
from urllib.parse import parse_qs, urlencode, urlsplit

from carenurse.clinical.shapes import as_text, as_texts
from carenurse.errors import ExpectedError
from carenurse.sync.addresses import is_safe_address
from carenurse.translations import tr

WELL_KNOWN: Final = "/.well-known/smart-configuration"
JWT_BEARER: Final = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


_ERROR: Final = re.compile("[a-z_]{1,60}")


class NoSignInError(ExpectedError):
    """The office offers no sign-in that is safe enough."""

    def __init__(self) -> None:
        super().__init__(
            tr("This office offers no sign-in in the browser that this laptop can use."),
            tr("Ask the office for a one-time code or a token."),
        )


class SignInRefusedError(ExpectedError):
    """The authorization server, or the nurse, said no; ``error`` is its one word for why (RFC 6749, 5.2)."""

    def __init__(self, error: str = "") -> None:
        known = _ERROR.fullmatch(error)
        super().__init__(
            tr("The office did not let this laptop in ({error}).", error=error)
            if known
            else tr("The office did not let this laptop in."),
            tr("Try again; if it stays so, ask the office whether this laptop is registered there."),
        )


@dataclass(frozen=True, slots=True)
class Server:
    """Where to sign in at one office, as its FHIR base says."""

    issuer: str
    authorize: str
    token: str
    scopes: str
    takes_keys: bool
    """It knows laptops by a key of their own (private_key_jwt)."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One sign-in under way; only who holds ``verifier`` can use the code that comes back under ``state``."""

    server: Server
    client: str
    redirect: str
    verifier: str
    state: str

    @classmethod
    def begin(cls, server: Server, client: str, redirect: str) -> "Attempt":
        """Make its secrets."""
        return cls(server, client, redirect, secrets.token_urlsafe(64), secrets.token_urlsafe(32))

    def address(self, audience: str) -> str:
        """Write where the browser goes; ``audience`` is the office's FHIR base."""
        digest = sha256(self.verifier.encode()).digest()
        asked = {
            "response_type": "code",
            "client_id": self.client,
            "redirect_uri": self.redirect,
            "scope": self.server.scopes,
            "state": self.state,
            "aud": audience,
            "code_challenge": urlsafe_b64encode(digest).rstrip(b"=").decode(),
            "code_challenge_method": "S256",
        }
        joint = "&" if urlsplit(self.server.authorize).query else "?"
        return f"{self.server.authorize}{joint}{urlencode(asked)}"

    def code_in(self, query: str) -> str | None:
        """Read what came back to the redirect; None for what is not the answer to this attempt.

        Raises SignInRefusedError for a no, and for an answer of another server than was asked (RFC 9207).
        """
        told = {name: values[-1] for name, values in parse_qs(query).items()}
        if not secrets.compare_digest(told.get("state", "").encode(), self.state.encode()):
            return None
        if told.get("iss", self.server.issuer) != self.server.issuer or not told.get("code"):
            raise SignInRefusedError(told.get("error", ""))
        return told["code"]

    def form(self, code: str) -> dict[str, str]:
        """Write what changes the code for tokens."""
        return {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self.redirect,
            "client_id": self.client,
            "code_verifier": self.verifier,
        }


def server_told(told: Mapping[str, Any]) -> Server:
    """Read a smart-configuration. Raises NoSignInError where it is none, or knows no PKCE with SHA-256."""
    authorize, token = as_text(told.get("authorization_endpoint")), as_text(told.get("token_endpoint"))
    safe = is_safe_address(authorize, query=True) and is_safe_address(token)
    if not safe or "S256" not in as_texts(told.get("code_challenge_methods_supported")):
        raise NoSignInError
    methods = as_texts(told.get("token_endpoint_auth_methods_supported"))
    return Server(as_text(told.get("issuer")), authorize, token, _scopes(told), "private_key_jwt" in methods)


def _scopes(told: Mapping[str, Any]) -> str:
    """Ask for what a nurse may do, in the writing that the server knows, and to stay signed in."""
    offered = as_texts(told.get("scopes_supported"))
    second = "permission-v2" in as_texts(told.get("capabilities"))
    stay = "online_access" if offered and "offline_access" not in offered else "offline_access"
    return " ".join(("openid fhirUser", stay, "user/*.cruds" if second else "user/*.read user/*.write"))


@dataclass(frozen=True, slots=True)
class Grant:
    """What was given: the token for now, and by what the next is asked for ("" where there is no next)."""

    token: str
    refresh: str


def refresh_form(refresh: str, client: str) -> dict[str, str]:
    """Write what changes a refresh token for a new token."""
    return {"grant_type": "refresh_token", "refresh_token": refresh, "client_id": client}


def grant_told(told: Mapping[str, Any], refresh: str = "") -> Grant:
    """Read the tokens; ``refresh`` stays good where no other is given. Raises SignInRefusedError."""
    token = as_text(told.get("access_token"))
    if not token or as_text(told.get("token_type")).lower() != "bearer":
        raise SignInRefusedError(as_text(told.get("error")))
    return Grant(token, as_text(told.get("refresh_token")) or refresh)
