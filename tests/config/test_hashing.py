"""Passwords at rest: the cost that OWASP names at least, and old hashes made anew."""

from typing import Any

from django.contrib.auth.hashers import Argon2PasswordHasher, check_password, make_password

from chungtay.config.hashing import Argon2
from chungtay.config.settings import PASSWORD_HASHERS


def test_passwords_cost_what_owasp_names_at_least() -> None:
    assert Argon2.memory_cost * Argon2.time_cost >= 38_912
    assert PASSWORD_HASHERS[0] == "chungtay.config.hashing.Argon2"


def test_a_hash_of_another_cost_still_opens_and_is_made_anew(settings: Any) -> None:
    settings.PASSWORD_HASHERS = PASSWORD_HASHERS
    old = Argon2PasswordHasher().encode("mat-khau-rat-dai", "muoi-du-dai")
    renewed: list[str] = []
    assert check_password("mat-khau-rat-dai", old, setter=lambda raw: renewed.append(make_password(raw)))
    assert "m=47104,t=1,p=1" in renewed[0]
