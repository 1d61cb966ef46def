"""What is typed into one cell of a form, read as a number, as a kind of nothing, or refused with the reason.

Numbers are written the Vietnamese way on every page, whatever its language: points or spaces group digits in threes
and a comma begins the decimals. What could be read in two ways is refused, never guessed. Knows no form and no unit.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from chungtay.kernel.absence import LABELS, Absence
from chungtay.kernel.errors import Both, Refusal
from chungtay.kernel.numbers import number_words
from chungtay.kernel.quantities import Precision, Quantity
from chungtay.kernel.text import match_key, squeeze

DIGITS = 15
"""Significant digits that every database of the house gives back unchanged."""
PLACES = 6
LONGEST = 80

SHORT = {
    "-": Absence.NOT_REPORTED,
    "–": Absence.NOT_REPORTED,
    "—": Absence.NOT_REPORTED,
    "kbc": Absence.NOT_REPORTED,
    "cbc": Absence.NOT_REPORTED,
    "kct": Absence.REFUSED,
    "kcc": Absence.REFUSED,
    "kad": Absence.NOT_APPLICABLE,
    "n/a": Absence.NOT_APPLICABLE,
    "cdh": Absence.NOT_YET_DUE,
    "khong": Absence.ZERO,
    "khong co": Absence.ZERO,
    "none": Absence.ZERO,
}
"""Short ways to write why there is no number; the full words of either language are read as well."""
_ABSENCES = {match_key(words): kind for kind, both in LABELS.items() for words in both} | SHORT

_WORDS = {
    "hon": Precision.MORE_THAN,
    "tren": Precision.MORE_THAN,
    "over": Precision.MORE_THAN,
    "more than": Precision.MORE_THAN,
    ">": Precision.MORE_THAN,
    "gan": Precision.NEARLY,
    "nearly": Precision.NEARLY,
    "khoang": Precision.ABOUT,
    "about": Precision.ABOUT,
    "~": Precision.ABOUT,
    "it nhat": Precision.AT_LEAST,
    "at least": Precision.AT_LEAST,
    ">=": Precision.AT_LEAST,
    "≥": Precision.AT_LEAST,
    "toi da": Precision.AT_MOST,
    "at most": Precision.AT_MOST,
    "<=": Precision.AT_MOST,
    "≤": Precision.AT_MOST,
}
_WORDED = re.compile(rf"({'|'.join(sorted(map(re.escape, _WORDS), key=len, reverse=True))})\s*(?=\d)(.*)")
_PLAIN = re.compile(r"\d+(?:,\d+)?")
_POINTS = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?")
_SPACES = re.compile(r"[1-9]\d{0,2}(?: \d{3})+(?:,\d+)?")
_COMMAS = re.compile(r"[1-9]\d{0,2}(?:(?:,\d{3}){2,}(?:\.\d+)?|,\d{3}\.\d+)")
_TWO_WAYS = re.compile(r"[1-9]\d{0,2},\d{3}|\d+\.\d+")


@dataclass(frozen=True)
class Entry:
    """What a cell says: a quantity, a kind of nothing (a zero is both), or neither where it is blank."""

    quantity: Quantity | None = None
    absence: Absence | None = None

    @property
    def is_blank(self) -> bool:
        """Whether nothing was said at all."""
        return self.quantity is None and self.absence is None


def entry_read(text: str, *, allows_precision: bool, allows_ratio: bool = False, where: str = "") -> Entry:
    """The entry that a text states; with `allows_ratio` also '12/15', a number of so many.

    Refusals: NHAP-101 not a number, NHAP-102 readable in two ways, NHAP-103 a word of precision where an exact number
    is asked for, NHAP-104 too long a number, NHAP-105 below zero. `where` names the cell in them.
    """
    written = squeeze(text)
    key = match_key(written)
    if not written:
        return Entry()
    if key in _ABSENCES:
        return absence_entry(_ABSENCES[key])
    worded = _WORDED.fullmatch(key)
    precision, digits = (_WORDS[worded[1]], worded[2]) if worded else (Precision.EXACT, key)
    of: Decimal | None = None
    if allows_ratio and precision is Precision.EXACT and digits.count("/") == 1:
        digits, whole = (side.strip() for side in digits.split("/"))
        of = _number(whole, written, where)
        if not of:
            raise _not_a_number(where, written)
    value = _number(digits, written, where)
    if precision is not Precision.EXACT and not allows_precision:
        raise _refusal(
            "NHAP-103",
            where,
            written,
            expected=Both("số chính xác", "an exact number"),
            todo=Both("Ghi đúng số đếm được", "Write the number that was counted"),
            vi="Ô này không nhận số ước chừng",
            en="This cell takes no approximate number",
        )
    return Entry(
        Quantity.read(value, precision, of=of, as_written=written[:LONGEST]),
        Absence.ZERO if value == 0 and precision is Precision.EXACT else None,
    )


def absence_entry(absence: Absence) -> Entry:
    """The entry of one of the five kinds of nothing: a reported zero is a quantity as well."""
    return Entry(Quantity.read(0) if absence is Absence.ZERO else None, absence)


def entry_text(quantity: Quantity) -> str:
    """How a quantity is written into a cell, so that `entry_read` gives it back."""
    number = _digits(quantity.value)
    if quantity.of is not None:
        return f"{number}/{_digits(quantity.of)}"
    word = {
        Precision.MORE_THAN: "hơn ",
        Precision.NEARLY: "gần ",
        Precision.ABOUT: "khoảng ",
        Precision.ROUNDED: "khoảng ",
        Precision.AT_LEAST: "ít nhất ",
        Precision.AT_MOST: "tối đa ",
    }
    return word.get(quantity.precision, "") + number


def _digits(value: Decimal) -> str:
    number = number_words(value, "vi")
    return f"{number}0" if _TWO_WAYS.fullmatch(number) and "," in number else number


def _number(digits: str, written: str, where: str) -> Decimal:
    if _PLAIN.fullmatch(digits) and not _TWO_WAYS.fullmatch(digits):
        plain = digits.replace(",", ".")
    elif _POINTS.fullmatch(digits) or _SPACES.fullmatch(digits):
        plain = digits.replace(".", "").replace(" ", "").replace(",", ".")
    elif _COMMAS.fullmatch(digits):
        plain = digits.replace(",", "")
    elif _TWO_WAYS.fullmatch(digits):
        raise _two_ways(digits, written, where)
    elif digits.startswith(("-", "−", "–")) and digits[1:2].isdigit():
        raise _refusal(
            "NHAP-105",
            where,
            written,
            expected="≥ 0",
            todo=Both("Ghi số đếm được, không ghi mức tăng giảm", "Write the count, not the change"),
            vi="Số đếm không thể âm",
            en="A count cannot be below zero",
        )
    else:
        raise _not_a_number(where, written)
    return _bounded(Decimal(plain), written, where)


def _not_a_number(where: str, written: str) -> Refusal:
    return _refusal(
        "NHAP-101",
        where,
        written,
        expected="1234, 1.234, 1,5, kbc",
        todo=Both("Chỉ ghi con số, hoặc chọn lý do không có số", "Write the number alone, or choose why there is none"),
        vi="Không đọc được thành số",
        en="Cannot be read as a number",
    )


def _bounded(value: Decimal, written: str, where: str) -> Decimal:
    _, digits, exponent = value.normalize().as_tuple()
    if isinstance(exponent, int) and exponent >= -PLACES and len(digits) + max(exponent, 0) <= DIGITS:
        return value
    raise _refusal(
        "NHAP-104",
        where,
        written,
        expected=Both(f"≤ {DIGITS} chữ số, ≤ {PLACES} số lẻ", f"≤ {DIGITS} digits, ≤ {PLACES} decimals"),
        todo=Both("Xem lại có gõ thừa chữ số không", "See whether digits were typed twice"),
        vi="Số quá dài",
        en="The number is too long",
    )


def _two_ways(digits: str, written: str, where: str) -> Refusal:
    whole = digits.replace(",", "").replace(".", "")
    decimal = digits.replace(".", ",") if "." in digits else f"{digits}0"
    return _refusal(
        "NHAP-102",
        where,
        written,
        expected=Both(f"{whole} hoặc {decimal}", f"{whole} or {decimal}"),
        todo=Both(
            "Dấu chấm tách hàng nghìn, dấu phẩy tách số lẻ", "A point groups thousands, a comma begins the decimals"
        ),
        vi="Có thể hiểu hai cách",
        en="It can be read in two ways",
    )


def _refusal(code: str, where: str, written: str, *, expected: str, todo: str, vi: str, en: str) -> Refusal:
    return Refusal.of(code, where, read=_quoted(written), expected=expected, todo=todo, vi=vi, en=en)


def _quoted(written: str) -> str:
    """The text, unless it holds words: what is no number may be a name, and a refusal repeats no name."""
    letters = sum(c.isalpha() for c in written)
    return written[:30] if letters <= 4 else Both(f"{len(written)} ký tự", f"{len(written)} characters")
