"""Bodies that report, approve or sign, the accounts that act for them, and what these sign in with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models

if TYPE_CHECKING:
    from chungtay.reference.actors.sessions import SessionStore


class Line(models.TextChoices):
    """The tree that a body belongs to: police, Front and committees are different trees over the same places."""

    POLICE = "police"
    FRONT = "front"
    COMMITTEE = "committee"
    MEMBER = "member"


class Level(models.TextChoices):
    """Where a body stands in its line. Districts decide for periods that ended before 1 July 2025; villages report
    to their commune where a form says so."""

    CENTRE = "centre"
    PROVINCE = "province"
    DISTRICT = "district"
    COMMUNE = "commune"
    VILLAGE = "village"


class Role(models.TextChoices):
    """What an account may do within its body's territory. A partner reads, an administrator keeps accounts, oversight
    reads what all accounts did and sees no figure."""

    REPORTER = "reporter"
    APPROVER = "approver"
    PARTNER = "partner"
    ADMINISTRATOR = "administrator"
    OVERSIGHT = "oversight"


class Digest(models.TextChoices):
    """How often an account is told by mail what waits for it."""

    OFF = "off"
    DAILY = "daily"
    WEEKLY = "weekly"


class Body(models.Model):
    """An organisation with a territory, a line, and the body above it to which it reports."""

    code = models.CharField(max_length=40, unique=True)
    name_vi = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    line = models.CharField(max_length=12, choices=Line.choices)
    level = models.CharField(max_length=12, choices=Level.choices)
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(line__in=Line.values), name="body_line_known"),
            models.CheckConstraint(condition=models.Q(level__in=Level.values), name="body_level_known"),
        ]

    def __str__(self) -> str:
        return self.name_vi


class UserManager(BaseUserManager["User"]):
    """Accounts are made by the service `account_create`; this is what Django's sign-in needs."""

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(username=username)


class User(AbstractBaseUser):
    """An account of one body. The display name is the office, not the person, wherever pages and logs show it.

    Mail goes to `email` (an office's mailbox), as often as `digest` says, never from `quiet_from` until `quiet_to`
    (local time; over midnight where from is later); `task_mails`: whether it is reminded of tasks. `calendar_key` is
    the SHA-256 of the secret in the address of its calendar of deadlines, "" where none was asked for.
    `factor_due_on`: from that day it gets no further than the page on which a second factor is set up.
    """

    username = models.CharField(max_length=60, unique=True)
    display_name = models.CharField(max_length=120)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=16, choices=Role.choices)
    is_active = models.BooleanField(default=True)
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=2, default="vi")
    digest = models.CharField(max_length=8, choices=Digest.choices, default=Digest.DAILY)
    quiet_from = models.TimeField(null=True, blank=True)
    quiet_to = models.TimeField(null=True, blank=True)
    task_mails = models.BooleanField(default=True)
    calendar_key = models.CharField(max_length=64, blank=True, db_index=True)
    factor_due_on = models.DateField(null=True, blank=True)

    objects = UserManager()
    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(role__in=Role.values), name="user_role_known")]

    def __str__(self) -> str:
        return self.display_name


class OpenSession(AbstractBaseSession):
    """A browser that somebody is signed in with, or on the way to be. `browser` is a family and a system, no more."""

    account = models.ForeignKey(User, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    began_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)
    browser = models.CharField(max_length=40, blank=True)
    origin = models.CharField(max_length=45, blank=True)

    @classmethod
    def get_session_store_class(cls) -> type[SessionStore]:
        """Where Django keeps such sessions."""
        from chungtay.reference.actors.sessions import SessionStore

        return SessionStore


class Totp(models.Model):
    """A clock of six digits that an account shares with a telephone. Its secret is encrypted; it counts once a code of
    it was typed in. `last_step`: the step of the last code taken, which is not taken again."""

    account = models.OneToOneField(User, on_delete=models.CASCADE, related_name="+")
    sealed_secret = models.BinaryField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    last_step = models.BigIntegerField(default=0)


class RecoveryCode(models.Model):
    """One of ten codes, each good for one sign-in; what is kept cannot be turned back into the code."""

    account = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "digest"], name="recovery_code_once")]


class Passkey(models.Model):
    """A key pair of which the private half never leaves a telephone, a computer or a security key."""

    account = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    credential = models.CharField(max_length=512, unique=True)
    public_key = models.BinaryField()
    sign_count = models.BigIntegerField(default=0)
    label = models.CharField(max_length=60)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)


class Identity(models.Model):
    """Who an account is with another provider: the provider's own key of it, never a name or a mail address."""

    account = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    issuer = models.CharField(max_length=200)
    subject = models.CharField(max_length=255)
    linked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="identity_of_one_account"),
            models.UniqueConstraint(fields=["account", "issuer"], name="identity_one_per_provider"),
        ]
