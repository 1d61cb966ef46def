"""Passkeys (WebAuthn): made on the page where an account is protected, taken at the door instead of a password."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from chungtay.kernel.errors import Both, Refusal
from chungtay.kernel.text import squeeze
from chungtay.reference.actors.auditing import told
from chungtay.reference.actors.factors import codes_left, codes_renew, has_factor
from chungtay.reference.actors.models import Passkey, RecoveryCode, User

if TYPE_CHECKING:
    from typing import Any

MOST = 10
"""Passkeys of one account."""


def making_options(user: User, site: str) -> tuple[str, str]:
    """What the browser is asked to make a key with, as JSON, and the challenge that it must sign.

    `site`: the host that the key is for. The key must ask for a finger, a face or a code of its own: it stands for the
    password and for the second factor at once.
    """
    options = generate_registration_options(
        rp_id=site,
        rp_name="Chung Tay",
        user_id=str(user.pk).encode(),
        user_name=user.username,
        user_display_name=user.display_name,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
        ),
        exclude_credentials=[
            PublicKeyCredentialDescriptor(id=base64url_to_bytes(name))
            for name in Passkey.objects.filter(account=user).values_list("credential", flat=True)
        ],
    )
    return options_to_json(options), bytes_to_base64url(options.challenge)


@transaction.atomic
def passkey_add(*, by: User, answer: dict[str, Any], challenge: str, site: str, origin: str, label: str) -> list[str]:
    """Keep what the browser made. Returns ten codes for paper where the account had none, else nothing.

    Refusals: TAIKHOAN-012 the answer does not fit what was asked; TAIKHOAN-013 there are ten already.
    """
    if Passkey.objects.filter(account=by).count() >= MOST:
        raise _refused("TAIKHOAN-013", "đã có mười khóa truy cập", "there are ten passkeys already")
    try:
        made = verify_registration_response(
            credential=answer,
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=site,
            expected_origin=origin,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError) as error:
        raise _refused("TAIKHOAN-012", "khóa không được nhận", "the passkey was not taken") from error
    name = bytes_to_base64url(made.credential_id)
    if len(name) > 512 or Passkey.objects.filter(credential=name).exists():
        raise _refused("TAIKHOAN-012", "khóa không được nhận", "the passkey was not taken")
    Passkey.objects.create(
        account=by,
        credential=name,
        public_key=made.credential_public_key,
        sign_count=made.sign_count,
        label=squeeze(label)[:60] or "Passkey",
        made_at=timezone.now(),
    )
    told(
        by, "factor.passkey_added", after={"factor": "passkey", "passkeys": Passkey.objects.filter(account=by).count()}
    )
    return codes_renew(by=by) if codes_left(by) == 0 else []


@transaction.atomic
def passkey_remove(*, by: User, id: int) -> None:
    """The key opens nothing any more; nothing happens where the account has no such key."""
    if Passkey.objects.filter(account=by, pk=id).delete()[0]:
        told(by, "factor.passkey_removed", before={"factor": "passkey"})
    if not has_factor(by):
        RecoveryCode.objects.filter(account=by).delete()


def entering_options(site: str, user: User | None = None) -> tuple[str, str]:
    """What the browser is asked to sign, as JSON, and the challenge; any key of this site, or the account's own."""
    own = Passkey.objects.filter(account=user).values_list("credential", flat=True) if user else []
    options = generate_authentication_options(
        rp_id=site,
        allow_credentials=[PublicKeyCredentialDescriptor(id=base64url_to_bytes(name)) for name in own],
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return options_to_json(options), bytes_to_base64url(options.challenge)


def passkey_account(answer: dict[str, Any]) -> str:
    """The name of the account that has the key of an answer, whether or not it signed; "" where none has."""
    name = answer.get("id")
    found = Passkey.objects.filter(credential=name) if isinstance(name, str) else Passkey.objects.none()
    return found.values_list("account__username", flat=True).first() or ""


@transaction.atomic
def passkey_taken(*, answer: dict[str, Any], challenge: str, site: str, origin: str) -> User | None:
    """The open account whose key signed the challenge; None where none did, or where a copy of a key was used."""
    name = answer.get("id")
    key = Passkey.objects.select_for_update().filter(credential=name).first() if isinstance(name, str) else None
    if key is None or not challenge:
        return None
    try:
        signed = verify_authentication_response(
            credential=answer,
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=site,
            expected_origin=origin,
            credential_public_key=bytes(key.public_key),
            credential_current_sign_count=key.sign_count,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError):
        return None
    key.sign_count, key.used_at = signed.new_sign_count, timezone.now()
    key.save(update_fields=["sign_count", "used_at"])
    return User.objects.select_related("body__place", "body__parent").filter(pk=key.account_id, is_active=True).first()


def _refused(code: str, vi: str, en: str) -> Refusal:
    return Refusal.of(
        code,
        Both("khóa truy cập", "passkey"),
        read="",
        expected=Both("khóa do trình duyệt vừa tạo, có xác minh người dùng", "a key just made, that verified its user"),
        todo=Both("thử lại, hoặc bỏ một khóa cũ", "try again, or remove an old one"),
        vi=vi,
        en=en,
    )
