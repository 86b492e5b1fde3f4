"""A small authorization server before an office, on loopback: sign-in with PKCE, refresh, private_key_jwt.

It signs everybody in at once, as a browser with a session would. What it is asked wrongly it refuses, and
says why in ``refused``. The office behind it sees the token of a laptop that joined it.
"""

import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any, Final
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from tests.peers.proxy import Answered, Asked, Forward, Meddle, leave_alone

CLIENT: Final = "carenurse-laptop"
_JSON: Final = {"content-type": "application/json"}


@dataclass
class Authority:
    """Meddles as a proxy does: answers sign-ins itself, lets only good tokens through to the office."""

    office_token: str
    key: dict[str, str] | None = None
    """The public key that a laptop registered; then every question for a token must be signed with it."""
    base: str = ""
    says_no: bool = False
    behind: Meddle = leave_alone
    good: set[str] = field(default_factory=set[str])
    refreshes: set[str] = field(default_factory=set[str])
    codes: dict[str, tuple[str, str]] = field(default_factory=dict[str, tuple[str, str]])
    proofs: set[str] = field(default_factory=set[str])
    refused: list[str] = field(default_factory=list[str])
    asked_scopes: list[str] = field(default_factory=list[str])

    def __call__(self, asked: Asked, forward: Forward) -> Answered:
        """Answer one request."""
        path = urlsplit(asked.path).path
        if path.endswith("/.well-known/smart-configuration"):
            return Answered(200, _JSON, json.dumps(self._configuration()).encode())
        if path == "/authorize":
            return self._authorize(_one_each(urlsplit(asked.path).query))
        if path == "/token":
            return self._token(_one_each(asked.body.decode()))
        if asked.headers.get("authorization", "").removeprefix("Bearer ") not in self.good:
            return Answered(401, {"www-authenticate": "Bearer"})
        known = {**asked.headers, "authorization": f"Bearer {self.office_token}"}
        return self.behind(replace(asked, headers=known), forward)

    def expire(self) -> None:
        """Let every token given so far be good no more."""
        self.good.clear()

    def forget(self) -> None:
        """Let nobody renew a token."""
        self.expire()
        self.refreshes.clear()

    def _configuration(self) -> dict[str, Any]:
        return {
            "issuer": self.base,
            "authorization_endpoint": f"{self.base}/authorize",
            "token_endpoint": f"{self.base}/token",
            "code_challenge_methods_supported": ["S256"],
            "token_endpoint_auth_methods_supported": ["none", *(["private_key_jwt"] if self.key else [])],
            "scopes_supported": ["openid", "fhirUser", "offline_access", "user/*.cruds"],
            "capabilities": ["launch-standalone", "permission-v2"],
        }

    def _authorize(self, told: dict[str, str]) -> Answered:
        right = {
            "response_type": "code",
            "client_id": CLIENT,
            "aud": f"{self.base}/fhir",
            "code_challenge_method": "S256",
        }
        wrong = [name for name, value in right.items() if told.get(name) != value]
        back = urlsplit(told.get("redirect_uri", ""))
        if wrong or back.hostname != "127.0.0.1":
            return self._refuse(f"authorize: {wrong}")
        self.asked_scopes.append(told.get("scope", ""))
        said = {"state": told["state"], "iss": self.base}
        if self.says_no:
            said["error"] = "access_denied"
        else:
            said["code"] = secrets.token_urlsafe(16)
            self.codes[said["code"]] = (told["code_challenge"], told["redirect_uri"])
        return Answered(302, {"location": f"{told['redirect_uri']}?{urlencode(said)}"})

    def _token(self, told: dict[str, str]) -> Answered:
        if told.get("client_id") != CLIENT or (self.key and not self._is_signed(told)):
            return self._refuse("token: unknown client")
        match told.get("grant_type"):
            case "authorization_code":
                challenge, redirect = self.codes.pop(told.get("code", ""), ("", ""))
                digest = sha256(told.get("code_verifier", "").encode()).digest()
                if challenge != _text(digest) or redirect != told.get("redirect_uri"):
                    return self._refuse("token: wrong code")
            case "refresh_token":
                if told.get("refresh_token") not in self.refreshes:
                    return self._refuse("token: wrong refresh token")
                self.refreshes.remove(told["refresh_token"])
            case _:
                return self._refuse("token: wrong grant")
        return self._give()

    def _give(self) -> Answered:
        token, refresh = secrets.token_urlsafe(16), secrets.token_urlsafe(16)
        self.good.add(token)
        self.refreshes.add(refresh)
        told = {"access_token": token, "token_type": "Bearer", "expires_in": 300, "refresh_token": refresh}
        return Answered(200, {**_JSON, "cache-control": "no-store"}, json.dumps(told).encode())

    def _is_signed(self, told: dict[str, str]) -> bool:
        """Verify a private_key_jwt against the registered key; each is good once."""
        head, body, signature = (told.get("client_assertion", "") + "..").split(".")[:3]
        claims = json.loads(_bytes(body) or b"{}")
        proof = claims.get("jti", "")
        fits = claims.get("iss") == claims.get("sub") == CLIENT and claims.get("aud") == f"{self.base}/token"
        if not fits or proof in self.proofs or json.loads(_bytes(head))["alg"] != "ES384":
            return False
        self.proofs.add(proof)
        return self._verifies(f"{head}.{body}".encode(), _bytes(signature))

    def _verifies(self, signed: bytes, signature: bytes) -> bool:
        key = self.key or {}
        x, y = (int.from_bytes(_bytes(key[name])) for name in ("x", "y"))
        r, s = int.from_bytes(signature[:48]), int.from_bytes(signature[48:])
        public = ec.EllipticCurvePublicNumbers(x, y, ec.SECP384R1()).public_key()
        try:
            public.verify(encode_dss_signature(r, s), signed, ec.ECDSA(hashes.SHA384()))
        except InvalidSignature:
            return False
        return True

    def _refuse(self, why: str) -> Answered:
        self.refused.append(why)
        return Answered(400, _JSON, b'{"error": "invalid_grant"}')


def browser(address: str) -> None:
    """Go where a browser goes: to the sign-in, and back to where it points."""
    with httpx.Client(follow_redirects=True, timeout=20) as client:
        client.get(address)


def _one_each(query: str) -> dict[str, str]:
    return {name: values[-1] for name, values in parse_qs(query).items()}


def _text(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
