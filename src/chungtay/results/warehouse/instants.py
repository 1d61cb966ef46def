"""Days and instants as people write them, as the transaction of the ledger that was the last one known then.

A day stands for its end: what was approved on 1 November was known "on 1 November". Today stands for this moment.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils import timezone

from chungtay.kernel.errors import Both, Refusal
from chungtay.kernel.text import nfc
from chungtay.ledger import queries as ledger

_NUMBER = re.compile(r"#?(\d{1,15})")
_ISO = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?)(Z|[+-]\d{2}:\d{2})?)?")
_VIETNAMESE = re.compile(
    r"(?:ngày )?(\d{1,2})[/.](\d{1,2})[/.](\d{4})(?:,? (?:lúc )?(\d{1,2})(?::| ?giờ ?|h)(\d{2})?)?"
)
_EXPECTED = Both(
    "ngày 01/11/2026, 01/11/2026 10:30, 2026-11-01, 2026-11-01T10:30, hoặc số giao dịch #412",
    "01/11/2026 (day first), 2026-11-01, 2026-11-01T10:30, or a transaction's number #412",
)


@dataclass(frozen=True)
class Instant:
    """What was known then: the number of the last transaction, and the moment that was meant."""

    transaction: int
    moment: datetime


def instant_known(text: str, where: str = "") -> Instant:
    """The instant that a text names, Vietnamese or ISO, a transaction's number among them.

    Refusals KHO-020 (cannot be read), KHO-021 (not yet come), KHO-022 (before the ledger's first day).
    """
    where = where or Both("thời điểm", "instant")
    written = " ".join(nfc(text).split())
    if number := _NUMBER.fullmatch(written):
        return _numbered(int(number[1]), text, where)
    try:
        found = _read(written)
    except ValueError:
        found = None
    if found is None:
        raise Refusal.of(
            "KHO-020",
            where,
            read=text,
            expected=_EXPECTED,
            vi="không đọc được thời điểm",
            en="the instant cannot be read",
            todo=Both("ghi ngày hoặc ngày giờ", "write a day, or a day and a time"),
        )
    return _known(found, text, where)


def instant_of(meant: date | datetime, where: str = "") -> Instant:
    """The same of a day, or of a moment with a time zone."""
    return _known(meant, str(meant), where or Both("thời điểm", "instant"))


def day_known(at: int | None) -> date:
    """The day on which a transaction was the last; today for None."""
    moment = ledger.transaction_moment(at) if at is not None else None
    return timezone.localtime(moment).date() if moment is not None else timezone.localdate()


def _read(text: str) -> date | datetime | None:
    if found := _ISO.fullmatch(text):
        day, clock, zone = found.groups()
        if clock is None:
            return date.fromisoformat(day)
        return _aware(datetime.fromisoformat(f"{day}T{clock}{'+00:00' if zone == 'Z' else zone or ''}"))
    if found := _VIETNAMESE.fullmatch(text.lower()):
        day_of_month, month, year, hour, minute = found.groups()
        on = date(int(year), int(month), int(day_of_month))
        return on if hour is None else _aware(datetime.combine(on, time(int(hour), int(minute or 0))))
    return None


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else timezone.make_aware(moment)


def _known(meant: date | datetime, read: str, where: str) -> Instant:
    now = timezone.now()
    if isinstance(meant, datetime):
        moment, is_future = meant, meant > now
    else:
        moment, is_future = _aware(datetime.combine(meant, time.max)), meant > timezone.localdate()
        moment = now if meant == timezone.localdate() else moment
    if is_future:
        raise _not_yet(read, where)
    number, first = ledger.transaction_at(moment), ledger.transaction_first()
    if number == 0 and first is not None:
        raise _too_early(read, where, first.recorded_at)
    return Instant(number, moment)


def _numbered(number: int, read: str, where: str) -> Instant:
    found = ledger.transaction_moment(number)
    if found is not None:
        return Instant(number, found)
    first = ledger.transaction_first()
    if first is not None and number < first.number:
        raise _too_early(read, where, first.recorded_at)
    raise _not_yet(read, where)


def _not_yet(read: str, where: str) -> Refusal:
    today, last = timezone.localdate(), ledger.transaction_now()
    return Refusal.of(
        "KHO-021",
        where,
        read=read,
        expected=Both(
            f"muộn nhất hôm nay {today:%d/%m/%Y}, giao dịch #{last}",
            f"at the latest today, {today}, transaction #{last}",
        ),
        vi="thời điểm chưa tới, chưa ai biết gì lúc đó",
        en="the instant has not come yet, nothing is known of it",
        todo=Both("bỏ trống để hỏi như hiện nay", "leave it out to ask as known now"),
    )


def _too_early(read: str, where: str, first: datetime) -> Refusal:
    day = timezone.localtime(first).date()
    return Refusal.of(
        "KHO-022",
        where,
        read=read,
        expected=Both(f"từ ngày {day:%d/%m/%Y}", f"from {day} on"),
        vi=f"sổ cái bắt đầu ngày {day:%d/%m/%Y}, trước đó chưa ghi gì",
        en=f"the ledger begins on {day}; before that nothing was recorded",
        todo=Both("hỏi từ ngày đầu trở đi", "ask from the first day on"),
    )
