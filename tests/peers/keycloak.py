"""A real authorization server, Keycloak, before an office on loopback: a realm of its own for one test.

Keycloak knows FHIR's scopes only when somebody makes them, and does not say where one signs in as an office
does: the proxy before the office does that, and asks Keycloak of each token whether it is good.
"""

import json
import re
from dataclasses import dataclass, field, replace
from html import unescape
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import uuid4

import httpx

from tests.peers.proxy import Answered, Asked, Forward, Meddle, leave_alone

CLIENT: Final = "carenurse-laptop"
NURSE, PASSWORD = "nurse", "fictional"
_SCOPES: Final = ("fhirUser", "user/*.cruds")
_JSON: Final = {"content-type": "application/json"}
_NATIVE: Final = {
    "clientId": CLIENT,
    "publicClient": True,
    "redirectUris": ["http://127.0.0.1/signed-in"],
    "attributes": {"pkce.code.challenge.method": "S256"},
    "optionalClientScopes": ["offline_access", *_SCOPES],
}
_OFFICE: Final = {"clientId": "office", "secret": PASSWORD, "serviceAccountsEnabled": True}
_PERSON: Final = {
    "username": NURSE,
    "enabled": True,
    "email": "nurse@example.org",
    "emailVerified": True,
    "firstName": "Fictional",
    "lastName": "Nurse",
    "credentials": [{"type": "password", "value": PASSWORD}],
    "realmRoles": ["offline_access"],
}


class Realm:
    """One realm at Keycloak, made new and taken away in the end; ``admin`` is ``name:password``."""

    def __init__(self, base: str, admin: str) -> None:
        self._client, self._base, self._admin = httpx.Client(timeout=60), base.rstrip("/"), admin
        self.name = f"carenurse-{uuid4()}"
        told = {
            "realm": self.name,
            "enabled": True,
            "sslRequired": "none",
            "clientScopes": [{"name": one, "protocol": "openid-connect"} for one in _SCOPES],
            "clients": [_NATIVE, _OFFICE],
            "users": [_PERSON],
        }
        self._ask("POST", "", told)
        self.issuer = f"{self._base}/realms/{self.name}"
        self.says: dict[str, Any] = self._client.get(f"{self.issuer}/.well-known/openid-configuration").json()

    def close(self) -> None:
        """Take the realm away."""
        self._ask("DELETE", f"/{self.name}")
        self._client.close()

    def lasts(self, seconds: int) -> None:
        """Say how long a token given from now on is good."""
        self._ask("PUT", f"/{self.name}", {"accessTokenLifespan": seconds})

    def knows_by_key(self, key: dict[str, str]) -> None:
        """Know the laptop by its public key alone from now on."""
        keys = {"use.jwks.string": "true", "jwks.string": json.dumps({"keys": [key]})}
        keyed = {"token.endpoint.auth.signing.alg": "ES384", **keys}
        self._change_client(publicClient=False, clientAuthenticatorType="client-jwt", attributes=keyed)

    def revoke(self) -> None:
        """End the nurse's sessions, the lasting ones too."""
        (nurse,) = self._ask("GET", f"/{self.name}/users?username={NURSE}")
        self._ask("POST", f"/{self.name}/users/{nurse['id']}/logout")
        self._ask("DELETE", f"/{self.name}/users/{nurse['id']}/consents/{CLIENT}")

    def is_good(self, token: str) -> bool:
        """Ask, as an office does, whether a token is good now."""
        told = {"token": token, "client_id": "office", "client_secret": PASSWORD}
        return self._client.post(self.says["introspection_endpoint"], data=told).json()["active"] is True

    def _change_client(self, **changes: object) -> None:
        (client,) = self._ask("GET", f"/{self.name}/clients?clientId={CLIENT}")
        self._ask("PUT", f"/{self.name}/clients/{client['id']}", {**client, **changes})

    def _ask(self, method: str, path: str, told: dict[str, Any] | None = None) -> Any:
        name, _, password = self._admin.partition(":")
        grant = {"grant_type": "password", "client_id": "admin-cli", "username": name, "password": password}
        master = f"{self._base}/realms/master/protocol/openid-connect/token"
        token = self._client.post(master, data=grant).raise_for_status().json()["access_token"]
        answer = self._client.request(
            method,
            f"{self._base}/admin/realms{path}",
            json=told,
            headers={"Authorization": f"Bearer {token}"},
        ).raise_for_status()
        return answer.json() if answer.content else None


@dataclass
class Doorkeeper:
    """Meddles as an office's gateway does: tells where one signs in, lets only good tokens through."""

    realm: Realm
    office_token: str
    base: str = ""
    expired: set[str] = field(default_factory=set[str])
    behind: Meddle = leave_alone

    def __call__(self, asked: Asked, forward: Forward) -> Answered:
        """Answer one request."""
        if urlsplit(asked.path).path.endswith("/.well-known/smart-configuration"):
            return Answered(200, _JSON, json.dumps(self._configuration()).encode())
        token = asked.headers.get("authorization", "").removeprefix("Bearer ")
        if token in self.expired or not self.realm.is_good(token):
            return Answered(401, {"www-authenticate": "Bearer"})
        known = {**asked.headers, "authorization": f"Bearer {self.office_token}"}
        return self.behind(replace(asked, headers=known), forward)

    def _configuration(self) -> dict[str, Any]:
        names = (
            "issuer",
            "authorization_endpoint",
            "token_endpoint",
            "scopes_supported",
            "code_challenge_methods_supported",
            "token_endpoint_auth_methods_supported",
        )
        return {
            **{name: self.realm.says[name] for name in names},
            "capabilities": ["launch-standalone", "permission-v2"],
        }


def sign_in_at_the_form(address: str, password: str = PASSWORD) -> int:
    """Do what a nurse does in the browser: open the page, fill in the form, go where it points; the status.

    A browser counts loopback as secure, so that cookies which are only for secure places go there.
    """
    kept: dict[str, str] = {}
    with httpx.Client(timeout=60) as client:
        answer = client.get(address)
        _keep_cookies(kept, answer)
        form = re.search(r'<form[^>]*\baction="([^"]+)"', answer.text)
        assert form is not None, answer.text
        answer = client.post(
            unescape(form[1]),
            data={"username": NURSE, "password": password},
            headers={"Cookie": "; ".join(f"{name}={value}" for name, value in kept.items())},
        )
        if answer.status_code == HTTPStatus.FOUND:
            answer = client.get(answer.headers["location"])
        return answer.status_code


def _keep_cookies(kept: dict[str, str], answer: httpx.Response) -> None:
    for cookie in answer.headers.get_list("set-cookie"):
        name, _, value = cookie.partition(";")[0].partition("=")
        kept[name] = value
