"""Who an account is with another provider: linked by the account itself, or by whoever holds the machine."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from chungtay.kernel.errors import Both, Refusal
from chungtay.reference.actors.auditing import told
from chungtay.reference.actors.models import Identity, User


@transaction.atomic
def identity_link(*, by: User, issuer: str, subject: str) -> None:
    """From now on the provider's key opens this account. Refusal TAIKHOAN-014: it opens another one already."""
    other = Identity.objects.filter(issuer=issuer, subject=subject).first()
    if other is not None and other.account_id != by.pk:
        raise Refusal.of(
            "TAIKHOAN-014",
            Both("liên kết", "link"),
            read="",
            expected=Both("danh tính chưa liên kết", "an identity that is linked to no account"),
            todo=Both("bỏ liên kết ở tài khoản kia trước", "end the link of the other account first"),
            vi="danh tính này đã thuộc tài khoản khác",
            en="this identity belongs to another account",
        )
    if other is not None:
        return
    Identity.objects.filter(account=by, issuer=issuer).delete()
    Identity.objects.create(account=by, issuer=issuer, subject=subject, linked_at=timezone.now())
    told(by, "identity.linked", after={"issuer": issuer[:200]})


@transaction.atomic
def identities_unlink(*, by: User) -> None:
    """No other provider opens the account any more."""
    if Identity.objects.filter(account=by).delete()[0]:
        told(by, "identity.unlinked")


def identities_of(user: User) -> list[Identity]:
    """With which providers the account is linked."""
    return list(Identity.objects.filter(account=user).order_by("pk"))


def account_of_identity(issuer: str, subject: str) -> User | None:
    """The open account that a provider's key opens; None where there is none."""
    found = Identity.objects.filter(issuer=issuer, subject=subject, account__is_active=True)
    row = found.select_related("account__body__place", "account__body__parent").first()
    return row.account if row else None
