"""What a password must not be, beside too short and too common: words of this work and of this country.

Length counts and no mixture of signs is asked for: people answer such rules with the same few patterns. Common
passwords are Django's own list of 20,000; it knows none that are typed here every day.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import product
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from chungtay.kernel.text import match_key

if TYPE_CHECKING:
    from chungtay.reference.actors.models import User

LONGEST = 128
"""Signs; whatever is longer would only make hashing slow."""
_WORDS = (
    *("matkhau", "matkhaumoi", "anhyeuem", "emyeuanh", "toiyeuem", "yeuemnhieu", "giadinh", "hanhphuc", "chungtay"),
    *("chungtayminhhoa", "congan", "conganxa", "conganphuong", "conganhuyen", "congantinh", "baocao", "baocaothang"),
    *(
        "anninh",
        "anninhtrattu",
        "toquoc",
        "vietnam",
        "hanoi",
        "saigon",
        "hochiminh",
        "danang",
        "quantri",
        "quantrivien",
    ),
    *(
        "mattran",
        "dangnhap",
        "xinchao",
        "khongbiet",
        "khongco",
        "nguyenvana",
        "tranvanb",
        "password",
        "qwerty",
        "admin",
    ),
    *("haiphong", "cantho", "thanhhoa", "nghean", "hatinh", "iloveyou", "welcome", "abc", "asd", "zxc", "qaz"),
)
_DIGITS = "0123456789"


@cache
def _heads() -> frozenset[str]:
    """Words alone, twice, in pairs; digits behind them, a year or a run, make none of them better."""
    return frozenset({*_WORDS, *(first + second for first, second in product(_WORDS, repeat=2))})


class LocalPasswordValidator:
    """Refuses what people here choose first, whatever marks, capitals and signs stand between, and runs of one sign."""

    def validate(self, password: str, user: User | None = None) -> None:
        """ValidationError where the password would be among the first to be tried."""
        bare = re.sub(r"[^a-z0-9]", "", match_key(password).lower())
        own = [re.sub(r"[^a-z0-9]", "", user.username)] if user is not None and user.username else []
        if len(password) > LONGEST:
            raise ValidationError(_("Mật khẩu dài quá 128 ký tự."), code="password_too_long")
        word = bare.strip(_DIGITS)
        if word in _heads() or word in own or len(set(password)) < 5 or _is_a_run(bare):
            raise ValidationError(_("Mật khẩu thuộc loại dễ đoán nhất."), code="password_local")

    def get_help_text(self) -> str:
        """For the page where it is changed."""
        return _("Không dùng tên tài khoản, từ quen dùng, năm sinh hay dãy phím liền nhau.")


_ROWS = ("01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "abcdefghijklmnopqrstuvwxyz")


def _is_a_run(bare: str) -> bool:
    """Whether it is made of neighbours of the keyboard or the alphabet only, forward or backward."""
    if len(bare) < 6:
        return not bare
    pairs = {row[i : i + 2] for row in _ROWS for i in range(len(row) - 1)}
    pairs |= {pair[::-1] for pair in pairs}
    breaks = sum(bare[i : i + 2] not in pairs and bare[i] != bare[i + 1] for i in range(len(bare) - 1))
    return breaks <= len(bare) // 6
