"""Making bodies and accounts.

Setting up happens before anybody has an account, so these take no `by`; whoever runs them holds the data.
"""

from __future__ import annotations

import re
from datetime import date, time
from secrets import token_urlsafe
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from chungtay.kernel.errors import Both, Problem, Refusal
from chungtay.kernel.text import squeeze
from chungtay.reference.actors.auditing import told
from chungtay.reference.actors.factors import factors_clear
from chungtay.reference.actors.models import Body, Digest, Identity, Level, Line, Role, User
from chungtay.reference.actors.queries import calendar_digest
from chungtay.reference.actors.sessions import sessions_end
from chungtay.reference.places.queries import lies_within

if TYPE_CHECKING:
    from chungtay.kernel.canonical import Plain
    from chungtay.reference.places.models import Place

_CODE = re.compile(r"[A-Z0-9][A-Z0-9.-]{1,39}")
_USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,59}")


@transaction.atomic
def body_create(
    *,
    code: str,
    name_vi: str,
    name_en: str,
    line: str,
    level: str,
    place: Place,
    parent: Body | None = None,
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> Body:
    """A new body with its territory and the body it reports to.

    Refusals, all at once: DONVI-002 code taken or not ASCII capitals, digits, '-' and '.'; DONVI-003 line or level
    unknown; DONVI-004 the body above is not of a higher level, of another line, or does not hold the territory;
    DONVI-005 dates run backward.
    """
    problems = [*_body_problems(code, name_vi, name_en, line, level, valid_from, valid_to)]
    if parent is not None:
        problems += _parent_problems(parent, line, level, place)
    if problems:
        raise Refusal(problems)
    return Body.objects.create(
        code=code,
        name_vi=squeeze(name_vi),
        name_en=squeeze(name_en),
        line=line,
        level=level,
        place=place,
        parent=parent,
        valid_from=valid_from,
        valid_to=valid_to,
    )


def _body_problems(
    code: str, name_vi: str, name_en: str, line: str, level: str, valid_from: date | None, valid_to: date | None
) -> list[Problem]:
    problems = []
    if not _CODE.fullmatch(code) or Body.objects.filter(code=code).exists():
        expected = Both("mã chưa dùng, gồm A-Z, 0-9, '-', '.'", "an unused code of A-Z, 0-9, '-', '.'")
        problems.append(_problem("DONVI-002", code, expected, "mã đơn vị không dùng được", "the code cannot be used"))
    if line not in Line.values or level not in Level.values or not squeeze(name_vi) or not squeeze(name_en):
        expected = Both(
            f"{', '.join(Line.values)}; {', '.join(Level.values)}; tên hai thứ tiếng",
            f"{', '.join(Line.values)}; {', '.join(Level.values)}; names in two languages",
        )
        problems.append(
            _problem("DONVI-003", f"{line}, {level}", expected, "thiếu tên, hệ hoặc cấp", "a name, line or level lacks")
        )
    if valid_from and valid_to and valid_to < valid_from:
        read = f"{valid_from} - {valid_to}"
        problems.append(_problem("DONVI-005", read, "", "ngày kết thúc trước ngày bắt đầu", "the dates run backward"))
    return problems


def _parent_problems(parent: Body, line: str, level: str, place: Place) -> list[Problem]:
    ranks = list(Level.values)
    higher = level in ranks and ranks.index(parent.level) < ranks.index(level)
    if higher and parent.line == line and lies_within(place, parent.place):
        return []
    return [
        _problem(
            "DONVI-004",
            f"{parent.code} ({parent.line}, {parent.level})",
            Both(
                "đơn vị cùng hệ, cấp cao hơn, địa bàn bao trùm", "of the same line, a higher level, holding the place"
            ),
            "đơn vị cấp trên không phù hợp",
            "the body above does not fit",
        )
    ]


@transaction.atomic
def account_create(
    *, username: str, password: str | None, display_name: str, body: Body, role: str, weak_password_ok: bool = False
) -> User:
    """A new account of a body; `display_name` is the office, never a person's name.

    Without a password nobody can sign in with it. `weak_password_ok` is heeded in a demonstration only.
    Refusals, all at once: TAIKHOAN-002 name taken or not a-z, 0-9, '.', '_', '-'; TAIKHOAN-003 role or office
    lacking; TAIKHOAN-004 the password is too short or too common.
    """
    problems = []
    if not _USERNAME.fullmatch(username) or User.objects.filter(username=username).exists():
        expected = Both("tên chưa dùng, gồm a-z, 0-9, '.', '_', '-'", "an unused name of a-z, 0-9, '.', '_', '-'")
        problems.append(_problem("TAIKHOAN-002", username, expected, "tên không dùng được", "the name cannot be used"))
    if role not in Role.values or not squeeze(display_name):
        read = f"{role}, {display_name}"
        expected = Both(f"{', '.join(Role.values)}; chức danh", f"{', '.join(Role.values)}; an office")
        problems.append(
            _problem("TAIKHOAN-003", read, expected, "thiếu vai trò hoặc chức danh", "role or office lacks")
        )
    user = User(username=username, display_name=squeeze(display_name), body=body, role=role)
    if password is not None and not (weak_password_ok and settings.DEMO):
        problems += _password_problems(password, user)
    if problems:
        raise Refusal(problems)
    user.set_password(password)
    user.save()
    told(None, "account.made", about=user, after={"role": role, "body": body.code, "office": user.display_name})
    return user


@transaction.atomic
def password_set(*, user: User, password: str) -> None:
    """Another password for an account; Refusal TAIKHOAN-004 when it is too short or common. Its sessions end."""
    if problems := _password_problems(password, user):
        raise Refusal(problems)
    user.set_password(password)
    user.save(update_fields=["password"])
    sessions_end(user)
    told(None, "account.password_set", about=user, after={"password_changed": True})


@transaction.atomic
def password_change(*, by: User, password: str, again: str) -> None:
    """The account's own new password, typed twice. Refusals: TAIKHOAN-004; TAIKHOAN-009 the two differ."""
    problems = _password_problems(password, by)
    if password != again:
        expected = Both("hai lần nhập như nhau", "the same twice")
        problems.append(_problem("TAIKHOAN-009", "", expected, "hai lần nhập khác nhau", "the two differ"))
    if problems:
        raise Refusal(problems)
    by.set_password(password)
    by.save(update_fields=["password"])
    told(by, "account.password_changed", after={"password_changed": True})


def password_confirm(*, user: User, password: str) -> None:
    """Whether it is the account's; Refusal TAIKHOAN-008 when it is not."""
    if not user.check_password(password):
        expected = Both("mật khẩu đang dùng", "the password in use")
        raise Refusal([_problem("TAIKHOAN-008", "", expected, "mật khẩu không đúng", "the password is wrong")])


@transaction.atomic
def notices_set(
    *,
    by: User,
    email: str,
    language: str,
    digest: str,
    quiet_from: time | None = None,
    quiet_to: time | None = None,
    task_mails: bool = True,
) -> None:
    """How the account is told by mail what waits for it.

    Refusals, all at once: TAIKHOAN-005 no mail address; TAIKHOAN-006 a language or frequency that there is none of;
    TAIKHOAN-007 quiet hours without a beginning or an end.
    """
    problems = []
    address = squeeze(email)
    try:
        validate_email(address or "van-phong@vi.du")
    except ValidationError:
        expected = Both("hộp thư của cơ quan, như van-phong@vi.du", "an office's mailbox, as office@vi.du")
        problems.append(_problem("TAIKHOAN-005", address, expected, "không phải địa chỉ thư", "no mail address"))
    if language not in ("vi", "en") or digest not in Digest.values:
        known = f"vi, en; {', '.join(Digest.values)}"
        read = f"{language}, {digest}"
        problems.append(_problem("TAIKHOAN-006", read, known, "không có lựa chọn này", "there is no such choice"))
    if (quiet_from is None) != (quiet_to is None):
        expected = Both("cả hai giờ, hoặc không giờ nào", "both hours or neither")
        problems.append(_problem("TAIKHOAN-007", "", expected, "giờ yên lặng thiếu một đầu", "quiet hours lack an end"))
    if problems:
        raise Refusal(problems)
    by.email, by.language, by.digest, by.quiet_from, by.quiet_to = address, language, digest, quiet_from, quiet_to
    by.task_mails = task_mails
    by.save(update_fields=["email", "language", "digest", "quiet_from", "quiet_to", "task_mails"])


@transaction.atomic
def calendar_renew(*, by: User) -> str:
    """A new secret for the address of the account's calendar, given this once; the address before no longer answers."""
    secret = token_urlsafe(32)
    by.calendar_key = calendar_digest(secret)
    by.save(update_fields=["calendar_key"])
    return secret


@transaction.atomic
def calendar_revoke(*, by: User) -> None:
    """No address of the account's calendar answers any more."""
    by.calendar_key = ""
    by.save(update_fields=["calendar_key"])


@transaction.atomic
def account_close(*, user: User) -> None:
    """The account can no longer sign in or see anything. It stays, for decisions name it; what it signed in with, its
    mailbox and its sessions go."""
    before: dict[str, Plain] = {"active": user.is_active, "mailbox": bool(user.email)}
    user.is_active, user.email, user.calendar_key = False, "", ""
    user.save(update_fields=["is_active", "email", "calendar_key"])
    factors_clear(user=user)
    Identity.objects.filter(account=user).delete()
    sessions_end(user)
    told(None, "account.closed", about=user, before=before, after={"active": False, "mailbox": False})


def _password_problems(password: str, user: User) -> list[Problem]:
    try:
        validate_password(password, user)
    except ValidationError as error:
        return [
            _problem(
                "TAIKHOAN-004",
                "",
                Both("ít nhất 12 ký tự, không phổ biến", "at least 12 characters, not a common one"),
                "mật khẩu chưa đủ mạnh: " + " ".join(error.messages),
                "the password is too weak",
            )
        ]
    return []


def _problem(code: str, read: str, expected: str, vi: str, en: str) -> Problem:
    where = Both("tài khoản", "account") if code.startswith("TAIKHOAN") else Both("đơn vị", "body")
    return Problem(code, where, read, expected, Both("sửa rồi thử lại", "mend it and try again"), vi, en)
