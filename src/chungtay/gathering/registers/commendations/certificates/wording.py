"""What stands on one certificate: the sentence of the achievement, days and numbers in words. Vietnamese; no Django."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from chungtay.gathering.registers.commendations.kinds import RECIPIENTS, achievements

if TYPE_CHECKING:
    from chungtay.gathering.registers.commendations.certificates.looks import Look

_HOUSEHOLD = 2
_NO_BREAK = "\u00a0"
_LONG_NAME = (
    "Tổ bảo vệ an ninh, trật tự và phòng cháy, chữa cháy khu dân cư số 36, "
    "phường có tên dài nhất để in thử phôi bằng khen"
)
TRIAL = "BẢN IN THỬ"
ILLUSTRATION = "BẢN MINH HỌA – KHÔNG PHẢI VĂN BẢN CHÍNH THỨC"


@dataclass(frozen=True)
class Certificate:
    """The lines of one sheet, as they are drawn; `mark` lies across it ("" on one that counts)."""

    giver: str
    name: str
    place: str
    achievement: str
    decision: str
    dated: str
    signer: str
    mark: str = ""


@dataclass(frozen=True)
class Recipient:
    """Whom a certificate is for; `told` are screened words about the achievement, "" where the closed list speaks."""

    kind: int
    name: str
    place: str
    achievement: int
    achieved_from: date
    achieved_to: date
    told: str = ""


def certificate(look: Look, one: Recipient, *, decision: str, on: date, mark: str = "") -> Certificate:
    """The sheet of a recipient under a decision of that number and day."""
    return Certificate(
        giver=look.issuer,
        name=_name(one),
        place=one.place,
        achievement=_achievement(look.opening, one),
        decision=f"Quyết định số {_kept(decision)} {day_words(on)}\nSố vào sổ khen thưởng: ....................",
        dated=f"{look.town}, {day_words(on)}",
        signer=look.signer,
        mark=mark,
    )


def trial(look: Look, *, on: date, long: bool = False, mark: str = TRIAL) -> Certificate:
    """A sheet for nobody: an invented recipient, whose name is as long as a name may be where `long` is asked."""
    kind, name = (1, _LONG_NAME) if long else (3, "Nguyễn Thị Văn Mẫu")
    year = on.year - 1
    one = Recipient(kind, name, "Xã Giả Định, tỉnh Giả Định", 1, date(year, 1, 1), date(year, 12, 31))
    return certificate(look, one, decision="00/QĐ-MẪU", on=on, mark=mark)


def day_words(on: date) -> str:
    """'ngày 05 tháng 02 năm 2026': days below ten and the first two months have their zero."""
    month = f"{on.month:02d}" if on.month < 3 else str(on.month)
    return _kept(f"ngày {on.day:02d} tháng {month} năm {on.year}")


def _name(one: Recipient) -> str:
    if one.kind == _HOUSEHOLD and not one.name.casefold().startswith(("hộ ", "gia đình ")):
        return f"{RECIPIENTS[_HOUSEHOLD][1].vi} {one.name}"
    return one.name


def _achievement(opening: str, one: Recipient) -> str:
    told = _as_deed(one.told) if one.told else achievements()[one.achievement].on_paper
    return f"{opening} {told[:1].lower()}{told[1:]}, {_days(one.achieved_from, one.achieved_to)}"


def _as_deed(told: str) -> str:
    """Words that somebody wrote begin with a verb as a rule: 'việc hòa giải…' goes behind 'thành tích trong'."""
    if told.casefold().startswith(("việc ", "công tác ", "phong trào ")):
        return told
    return f"việc {told[:1].lower()}{told[1:]}"


def _days(first: date, last: date) -> str:
    if first == last:
        return day_words(first)
    whole = (first.day, first.month, last.day, last.month) == (1, 1, 31, 12)
    if whole and first.year == last.year:
        return _kept(f"năm {first.year}")
    if whole:
        return _kept(f"giai đoạn {first.year} – {last.year}")
    return f"{_kept(f'từ ngày {first:%d/%m/%Y}')} {_kept(f'đến ngày {last:%d/%m/%Y}')}"


def _kept(text: str) -> str:
    """Words that stand on one line."""
    return text.replace(" ", _NO_BREAK)
