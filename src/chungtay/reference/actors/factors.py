"""Second factors: a clock on a telephone, ten codes on paper, passkeys. What is kept lets nobody in by itself."""

from __future__ import annotations

import hashlib
import hmac
import time
from datetime import timedelta
from os import urandom
from secrets import choice
from typing import TYPE_CHECKING

import pyotp
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from chungtay.kernel.errors import Both, Refusal
from chungtay.reference.actors.auditing import told
from chungtay.reference.actors.models import Passkey, RecoveryCode, Totp, User

if TYPE_CHECKING:
    from datetime import date

STEP = 30
CODES = 10
_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
"""No letters that are read for digits."""
_NONCE = 12


def has_factor(user: User) -> bool:
    """Whether the account signs in with more than a password."""
    return totp_stands(user) or Passkey.objects.filter(account=user).exists()


def totp_stands(user: User) -> bool:
    """Whether a clock was set up and a code of it was typed in once."""
    return Totp.objects.filter(account=user, confirmed_at__isnull=False).exists()


def codes_left(user: User) -> int:
    """How many codes on paper are still good."""
    return RecoveryCode.objects.filter(account=user, used_at__isnull=True).count()


def passkeys_of(user: User) -> list[Passkey]:
    """The account's passkeys, oldest first."""
    return list(Passkey.objects.filter(account=user).order_by("pk"))


def is_required(user: User) -> bool:
    """Whether accounts of this role must have a second factor in this instance."""
    return user.role in settings.SECOND_FACTOR_ROLES


def due_from(user: User, today: date) -> date | None:
    """From which day the account gets no further without a second factor; counted from the first sign-in that lacked
    one. None where none is required or one stands."""
    if not is_required(user) or has_factor(user):
        return None
    if user.factor_due_on is None:
        user.factor_due_on = today + timedelta(days=settings.SECOND_FACTOR_GRACE_DAYS)
        user.save(update_fields=["factor_due_on"])
    return user.factor_due_on


@transaction.atomic
def totp_begin(*, by: User) -> str:
    """A new secret for the clock, in base 32, to be shown once; it counts only after `totp_confirm`."""
    secret = str(pyotp.random_base32())
    sealed = _sealed(by, secret)
    Totp.objects.filter(account=by, confirmed_at__isnull=True).delete()
    if Totp.objects.filter(account=by).exists():
        raise Refusal.of(
            "TAIKHOAN-010",
            Both("mã sáu số", "six-digit codes"),
            read="",
            expected=Both("tài khoản chưa có mã sáu số", "an account without them"),
            todo=Both("bỏ mã cũ trước rồi lập mã mới", "remove the old one first"),
            vi="tài khoản đã có mã sáu số",
            en="the account has six-digit codes already",
        )
    Totp.objects.create(account=by, sealed_secret=sealed)
    return secret


def totp_waiting(user: User) -> str:
    """The secret of a clock that was begun and not confirmed; "" where there is none."""
    row = Totp.objects.filter(account=user, confirmed_at__isnull=True).first()
    return _opened(user, bytes(row.sealed_secret)) if row else ""


def totp_address(user: User, secret: str) -> str:
    """What the telephone reads from the picture: otpauth://totp/..."""
    return str(pyotp.TOTP(secret).provisioning_uri(name=user.username, issuer_name="Chung Tay"))


@transaction.atomic
def totp_confirm(*, by: User, code: str) -> list[str]:
    """The clock counts from now on. Returns ten codes for paper, told this once.

    Refusal TAIKHOAN-011: the code is not the one that the clock shows now.
    """
    row = Totp.objects.select_for_update().filter(account=by, confirmed_at__isnull=True).first()
    if row is None or not _taken(row, by, code):
        raise wrong_code()
    row.confirmed_at = timezone.now()
    row.save(update_fields=["confirmed_at"])
    told(by, "factor.totp_added", after={"factor": "totp"})
    return codes_renew(by=by)


@transaction.atomic
def totp_remove(*, by: User) -> None:
    """The clock counts no more; codes on paper stay while a passkey stands."""
    if Totp.objects.filter(account=by).delete()[0]:
        told(by, "factor.totp_removed", before={"factor": "totp"})
    _codes_go_with_the_last_factor(by)


@transaction.atomic
def codes_renew(*, by: User) -> list[str]:
    """Ten new codes; those before are good no more."""
    RecoveryCode.objects.filter(account=by).delete()
    codes = ["-".join("".join(choice(_LETTERS) for _ in range(5)) for _ in range(2)) for _ in range(CODES)]
    RecoveryCode.objects.bulk_create(RecoveryCode(account=by, digest=_code_digest(by, code)) for code in codes)
    told(by, "factor.codes_renewed", after={"codes_left": CODES})
    return codes


@transaction.atomic
def code_taken(*, user: User, code: str) -> str:
    """Which factor the typed code is: 'totp', 'recovery', or '' for neither. Each is taken once."""
    typed = code.strip().lower().replace(" ", "")
    row = Totp.objects.select_for_update().filter(account=user, confirmed_at__isnull=False).first()
    if row is not None and _taken(row, user, typed):
        return "totp"
    found = RecoveryCode.objects.filter(account=user, digest=_code_digest(user, typed), used_at__isnull=True)
    if found.update(used_at=timezone.now()):
        told(user, "factor.code_used", after={"codes_left": codes_left(user)})
        return "recovery"
    return ""


@transaction.atomic
def factors_clear(*, user: User) -> None:
    """Take all second factors away, as for a lost telephone; whoever runs this holds the machine."""
    before = {"totp": totp_stands(user), "passkeys": len(passkeys_of(user)), "codes_left": codes_left(user)}
    for model in (Totp, RecoveryCode, Passkey):
        model.objects.filter(account=user).delete()
    user.factor_due_on = None
    user.save(update_fields=["factor_due_on"])
    told(user, "factor.all_cleared", before=before)


def wrong_code() -> Refusal:
    """TAIKHOAN-011."""
    return Refusal.of(
        "TAIKHOAN-011",
        Both("mã xác nhận", "code"),
        read="",
        expected=Both("sáu số đang hiện trên điện thoại", "the six digits that the telephone shows now"),
        todo=Both("chờ mã kế tiếp rồi nhập lại; xem giờ của điện thoại", "wait for the next one; look at its clock"),
        vi="mã không đúng hoặc đã dùng",
        en="the code is wrong or was used",
    )


def _taken(row: Totp, user: User, code: str) -> bool:
    """Whether it is the code of this half minute or of the one before or after, and of a later one than the last."""
    if not (code.isascii() and code.isdigit() and len(code) == 6):
        return False
    clock, now = pyotp.TOTP(_opened(user, bytes(row.sealed_secret))), int(time.time()) // STEP
    for step in (now, now - 1, now + 1):
        if step > row.last_step and hmac.compare_digest(clock.at(step * STEP), code):
            row.last_step = step
            row.save(update_fields=["last_step"])
            return True
    return False


def _codes_go_with_the_last_factor(user: User) -> None:
    if not has_factor(user):
        RecoveryCode.objects.filter(account=user).delete()


def _code_digest(user: User, code: str) -> str:
    # Fifty random bits under a key that the database does not hold: a slow hash would add nothing.
    return hmac.new(_key("recovery"), f"{user.pk}:{code}".encode(), hashlib.sha256).hexdigest()


def _key(use: str) -> bytes:
    """A key for one use, out of the master key."""
    derived = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=f"chungtay sign-in {use}".encode())
    return derived.derive(settings.MASTER_KEY.encode())


def _sealed(user: User, secret: str) -> bytes:
    nonce = urandom(_NONCE)
    return nonce + AESGCM(_key("totp")).encrypt(nonce, secret.encode(), str(user.pk).encode())


def _opened(user: User, sealed: bytes) -> str:
    try:
        return AESGCM(_key("totp")).decrypt(sealed[:_NONCE], sealed[_NONCE:], str(user.pk).encode()).decode()
    except InvalidTag:
        # Another master key: the clock cannot be checked, and codes on paper cannot either.
        return str(pyotp.random_base32())
