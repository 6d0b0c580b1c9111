"""A small OpenID provider that keeps to the rules, for log-in by single sign-on: discovery, code flow, PKCE, signed tokens.

It asks who one is by buttons, and refuses what a real one refuses: another return address, a client without its secret,
a code used twice, a code without the verifier of its challenge.
"""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final, cast
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT: Final = "landbridge"
SECRET: Final = "a secret of the client"
KEY_ID: Final = "one"
Claims = Mapping[str, Any]


@dataclass(eq=False)
class Provider(ThreadingHTTPServer):
    """Who can log in there, and the codes and tokens it has given out."""

    people: Mapping[str, Claims]
    key: rsa.RSAPrivateKey = field(default_factory=lambda: rsa.generate_private_key(65537, 2048))
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(("localhost", 0), Answers)

    @property
    def issuer(self) -> str:
        """Its address, which is also its name."""
        return f"http://localhost:{self.server_address[1]}"

    @property
    def settings(self) -> dict[str, Any]:
        """What the site is told about it."""
        app = {
            "provider_id": "oidc",
            "name": "Park sign-on",
            "client_id": CLIENT,
            "secret": SECRET,
            "settings": {"server_url": self.issuer, "oauth_pkce_enabled": True},
        }
        return {"openid_connect": {"APPS": [app]}}

    def id_token(self, person: str) -> str:
        """The signed word that this is the person."""
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT, "sub": person, "iat": now, "exp": now + 300}
        return jwt.encode({**claims, **self.people[person]}, self.key, "RS256", headers={"kid": KEY_ID})

    def public_keys(self) -> dict[str, Any]:
        """The key set that verifies it."""
        key = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [{**key, "kid": KEY_ID, "use": "sig", "alg": "RS256"}]}

    def configuration(self) -> dict[str, Any]:
        """The discovery document."""
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "jwks_uri": f"{self.issuer}/keys",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
            "code_challenge_methods_supported": ["S256"],
        }

    def exchange(self, asked: Mapping[str, str]) -> dict[str, Any] | None:
        """Tokens for a code, or nothing with the reason in `refused`."""
        code = self.codes.pop(asked.get("code", ""), None)
        digest = hashlib.sha256(asked.get("code_verifier", "").encode()).digest()
        faults = {
            "unknown code": code is None,
            "client": (asked.get("client_id"), asked.get("client_secret")) != (CLIENT, SECRET),
            "return address": code is not None and asked.get("redirect_uri") != code["redirect_uri"],
            "verifier": code is not None
            and base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != code["code_challenge"],
        }
        self.refused += [name for name, wrong in faults.items() if wrong]
        if code is None or any(faults.values()):
            return None
        token = secrets.token_urlsafe(16)
        self.tokens[token] = code["person"]
        return {
            "access_token": token,
            "token_type": "Bearer",
            "expires_in": 300,
            "id_token": self.id_token(code["person"]),
        }


class Answers(BaseHTTPRequestHandler):
    """The five addresses of a provider."""

    def log_message(self, *_: object) -> None:
        """Say nothing: the test reads what was refused."""

    @property
    def provider(self) -> Provider:
        """The provider that answers."""
        return cast("Provider", self.server)

    def do_GET(self) -> None:
        """Discovery, keys, the page that asks who one is, the way back, what is known of a person."""
        parts = urlsplit(self.path)
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        match parts.path:
            case "/.well-known/openid-configuration":
                self._json(self.provider.configuration())
            case "/keys":
                self._json(self.provider.public_keys())
            case "/authorize":
                self._authorize(asked)
            case "/chosen":
                self._chosen(asked)
            case "/userinfo":
                person = self.provider.tokens.get(self.headers.get("Authorization", "").removeprefix("Bearer "))
                self._json({"sub": person, **self.provider.people[person]} if person else None, 401)
            case "/favicon.ico":
                self._send(b"", "image/x-icon", 204)
            case _:
                self._json(None, 404)

    def do_POST(self) -> None:
        """The token's exchange."""
        length = int(self.headers.get("Content-Length", 0))
        sent = {name: values[0] for name, values in parse_qs(self.rfile.read(length).decode()).items()}
        self._json(self.provider.exchange(sent) if self.path == "/token" else None)

    def _authorize(self, asked: Mapping[str, str]) -> None:
        wanted = {
            "response_type": "code",
            "client_id": CLIENT,
            "code_challenge_method": "S256",
        }
        if any(asked.get(name) != value for name, value in wanted.items()) or "openid" not in asked.get("scope", ""):
            self.provider.refused.append("authorize")
            self._json(None)
            return
        links = "".join(
            f'<p><a href="/chosen?{escape(urlencode({**asked, "person": person}))}">{escape(person)}</a></p>'
            for person in (*self.provider.people, "cancel")
        )
        self._send(f"<!DOCTYPE html><title>Park sign-on</title><h1>Who are you?</h1>{links}".encode(), "text/html")

    def _chosen(self, asked: Mapping[str, str]) -> None:
        if asked["person"] == "cancel":
            answer = {"error": "access_denied", "state": asked["state"]}
        else:
            code = secrets.token_urlsafe(16)
            self.provider.codes[code] = dict(asked)
            answer = {"code": code, "state": asked["state"]}
        self.send_response(302)
        self.send_header("Location", f"{asked['redirect_uri']}?{urlencode(answer)}")
        self.end_headers()

    def _json(self, body: Mapping[str, Any] | None, otherwise: int = 400) -> None:
        if body is None:
            self._send(b'{"error": "invalid_request"}', "application/json", otherwise)
        else:
            self._send(json.dumps(body).encode(), "application/json")

    def _send(self, body: bytes, kind: str, status: int = 200) -> None:
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def running_provider(people: Mapping[str, Claims]) -> Iterator[Provider]:
    """A provider on a port of its own that knows these people."""
    provider = Provider(people)
    thread = threading.Thread(target=provider.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        provider.shutdown()
        provider.server_close()
        thread.join()
