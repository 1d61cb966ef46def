"""Signing in through another provider (OpenID Connect): which one, and what its answer is checked for.

The provider says only who somebody is, by its own key. Which account that is was decided here beforehand: territory,
role and rights never come from what it claims, and no account is ever made by it (decision 0019).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from secrets import token_urlsafe
from typing import Any
from urllib.parse import urlsplit

import requests
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from django.conf import settings
from joserfc import jwt
from joserfc.jwk import KeySet

from chungtay.kernel.errors import Both, Refusal

PATIENCE = 10
"""Seconds that the provider has for each answer."""
ALGORITHMS = ["RS256", "ES256", "PS256", "EdDSA"]
"""Signatures that only the provider can make; never one with a shared secret, never none."""


@dataclass(frozen=True)
class Vouched:
    """Whom the provider vouched for, and how it says that it made sure (`amr`)."""

    issuer: str
    subject: str
    methods: tuple[str, ...]

    @property
    def with_two_factors(self) -> bool:
        """Whether it says that a second factor was shown, and this instance takes its word."""
        return settings.OIDC_TRUST_MFA and bool({"mfa", "otp", "hwk", "swk"} & set(self.methods))


def provider_name() -> str:
    """What the door calls the provider; "" where there is none."""
    return settings.OIDC_NAME if settings.OIDC_ISSUER else ""


@lru_cache(maxsize=4)
def _metadata(issuer: str) -> dict[str, Any]:
    answer = requests.get(
        f"{issuer.rstrip('/')}/.well-known/openid-configuration", timeout=PATIENCE, allow_redirects=False
    )
    answer.raise_for_status()
    told: dict[str, Any] = answer.json()
    if told.get("issuer") != issuer:
        raise ValueError("the provider calls itself otherwise")
    for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
        if settings.PRODUCTION and urlsplit(told[name]).scheme != "https":
            raise ValueError(f"{name} is not https")
    return told


def _session(back: str) -> OAuth2Session:
    return OAuth2Session(
        settings.OIDC_CLIENT_ID,
        settings.OIDC_CLIENT_SECRET,
        scope="openid",
        redirect_uri=back,
        code_challenge_method="S256",
        token_endpoint_auth_method="client_secret_basic",  # noqa: S106 - the name of a way, no secret
        default_timeout=PATIENCE,
    )


def asking(back: str) -> tuple[str, dict[str, str]]:
    """The provider's address to be sent to, and what must be kept until its answer comes.

    `back`: our own address that it answers to. Refusal OIDC-001 when it cannot be reached.
    """
    kept = {"nonce": token_urlsafe(32), "verifier": token_urlsafe(64), "back": back}
    try:
        address, state = _session(back).create_authorization_url(
            _metadata(settings.OIDC_ISSUER)["authorization_endpoint"],
            nonce=kept["nonce"],
            code_verifier=kept["verifier"],
        )
    except (requests.RequestException, ValueError, KeyError) as error:
        raise _refusal("OIDC-001", "không gọi được nhà cung cấp", "the provider cannot be reached") from error
    return address, {**kept, "state": state}


def answered(address: str, kept: dict[str, str]) -> Vouched:
    """Whom the provider vouches for, out of the address that it led back to.

    Checked: our state and nonce, PKCE, the signature by the provider's published keys, issuer, audience, times.
    Refusals: OIDC-001; OIDC-002 the answer is not one to what was asked, or is not the provider's.
    """
    try:
        told = _metadata(settings.OIDC_ISSUER)
        token = _session(kept["back"]).fetch_token(
            told["token_endpoint"],
            authorization_response=address,
            state=kept["state"],
            code_verifier=kept["verifier"],
        )
        keys = requests.get(told["jwks_uri"], timeout=PATIENCE, allow_redirects=False).json()
        claims = _claims(token["id_token"], keys, kept["nonce"])
    except requests.RequestException as error:
        raise _refusal("OIDC-001", "không gọi được nhà cung cấp", "the provider cannot be reached") from error
    except Exception as error:  # what the libraries raise has no root of its own, and all of it means no
        raise _refusal("OIDC-002", "câu trả lời không đúng", "the answer does not hold") from error
    methods = claims.get("amr") or ()
    return Vouched(str(claims["iss"]), str(claims["sub"]), tuple(str(m) for m in methods if isinstance(m, str)))


def _claims(token: str, keys: Any, nonce: str) -> dict[str, Any]:
    read = jwt.decode(token, KeySet.import_key_set(keys), algorithms=ALGORITHMS)
    wanted = {
        "iss": {"essential": True, "value": settings.OIDC_ISSUER},
        "sub": {"essential": True},
        "aud": {"essential": True, "value": settings.OIDC_CLIENT_ID},
        "nonce": {"essential": True, "value": nonce},
    }
    claims = CodeIDToken(read.claims, read.header, wanted, {"nonce": nonce, "client_id": settings.OIDC_CLIENT_ID})
    claims.validate(leeway=60)
    return dict(claims)


def _refusal(code: str, vi: str, en: str) -> Refusal:
    return Refusal.of(
        code,
        Both("đăng nhập một cửa", "single sign-on"),
        read="",
        expected=Both("câu trả lời của nhà cung cấp đã khai", "an answer of the provider that is set"),
        todo=Both("thử lại, hoặc vào bằng mật khẩu", "try again, or use the password"),
        vi=vi,
        en=en,
    )


__all__ = ["Vouched", "answered", "asking", "provider_name"]
