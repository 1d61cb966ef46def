"""Expressions of time in a text: what they name, and whether it is a span, a state, a day or a comparison.

Edges stay as precise as the text has them. A comparison ("so với cùng kỳ năm 2022") never becomes a period.
"""

import re
from dataclasses import dataclass

from chungtay.gathering.intake.readers.records import EVENT, FLOW, STOCK, UNKNOWN_PERIOD, TextPeriod

YEAR_PATTERN = r"((?:19|20)\d{2})"
_D = r"(\d{1,2})\s?[/.\-]\s?(\d{1,2})(?:\s?[/.\-]\s?((?:19|20)\d{2}))?(?!\d)"
_WORD_NUMBERS = {
    "một": 1,
    "hai": 2,
    "ba": 3,
    "bốn": 4,
    "năm": 5,
    "sáu": 6,
    "bảy": 7,
    "tám": 8,
    "chín": 9,
    "mười": 10,
    "mười lăm": 15,
}
NUMBER_WORDS_PATTERN = r"(\d{1,2}|" + "|".join(sorted(_WORD_NUMBERS, key=len, reverse=True)) + ")"
# 'Thành lập từ tháng 8/2023 với 15 thành viên' tells of that month and of none after.
_FOUNDED = r"(?<!thành lập )(?<!ra mắt )(?<!hoạt động )(?<!xây dựng )"
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}

COMPARE, TERM, NOW, SOLEMN, TARGET_YEAR = "compare", "term", "now", "solemn", "target_year"


@dataclass(frozen=True)
class Calendar:
    """The document's own time. `date` is as precise as known; `title` a period named in its first lines, `usual` the
    one that its text names most, for numbers that nothing nearer dates; `founded` the year or month in which it says
    that a model began."""

    date: str | None = None
    term: tuple[int, int] | None = None
    title: TextPeriod | None = None
    named_year: int | None = None
    usual: TextPeriod | None = None
    founded: str | None = None

    @property
    def year(self) -> int | None:
        """The year of the document."""
        return int(self.date[:4]) if self.date else self.named_year


@dataclass(frozen=True, slots=True)
class TimeMark:
    """An expression of time at text[start:end]. `role` is a period kind or one of the special roles above."""

    start: int
    end: int
    role: str
    period: TextPeriod


def _rule(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "compare",
        _rule(
            r"(?:so với|so|cao hơn|thấp hơn|bằng) [^.;,()]{0,30}?"
            r"(?:cùng kỳ|năm|giai đoạn|tháng|quý|thời gian|cùng thời điểm)"
            r"(?: (?:\d{1,2}|i{1,3}|iv)(?![\d.]))?"
            rf"(?:[ /\-](?:năm )?{YEAR_PATTERN}(?:\s?[-–]\s?{YEAR_PATTERN})?"
            r"|(?: năm)? trước|(?: năm)? ngoái| liền kề| đó| đầu)*"
            rf"|cùng kỳ(?: các)?(?: năm)?(?: {YEAR_PATTERN}| trước| ngoái)?"
        ),
    ),
    ("span_days", _rule(rf"từ (?:ngày )?{_D}\s?(?:đến|tới|-|–)\s?(?:hết )?(?:ngày )?{_D}")),
    ("from_now", _rule(rf"từ (?:nay|bây giờ) (?:đến|tới) (?:hết )?(?:ngày )?{_D}")),
    ("days_until_now", _rule(rf"từ (?:ngày )?{_D}\s?(?:đến|tới) nay")),
    (
        "span_months",
        _rule(
            rf"từ tháng (\d{{1,2}})(?:[/\-]| năm )?{YEAR_PATTERN}?\s?(?:đến|tới|-)\s?"
            rf"(?:hết )?tháng (\d{{1,2}})(?:[/\-.]| năm ){YEAR_PATTERN}"
        ),
    ),
    ("month_until_now", _rule(rf"từ tháng (\d{{1,2}})(?:[/\-.]| năm ){YEAR_PATTERN}\s?(?:đến|tới) nay")),
    ("year_until_now", _rule(rf"(?:từ|kể từ) (?:đầu )?năm {YEAR_PATTERN}\s?(?:đến|tới) nay")),
    ("start_until_day", _rule(rf"từ đầu năm(?: {YEAR_PATTERN})? (?:đến|tới) (?:hết )?(?:ngày )?{_D}")),
    ("start_until_now", _rule(r"(?:từ|tính từ|kể từ) đầu năm (?:đến|tới) (?:nay|giờ)|đầu năm (?:đến|tới) nay")),
    ("start_of_year_until_now", _rule(rf"từ đầu năm {YEAR_PATTERN} (?:đến|tới) nay")),
    (
        "span_years",
        _rule(rf"(?:từ )?(?:năm )?{YEAR_PATTERN}\s?(?:-|–|—|đến|tới)\s?(?:hết |cuối )?(?:năm )?{YEAR_PATTERN}(?!\d)"),
    ),
    (
        "months_of_year",
        _rule(
            rf"{NUMBER_WORDS_PATTERN} tháng(?: (đầu|cuối))? năm(?: {YEAR_PATTERN})?(?! qua)"
            rf"|{NUMBER_WORDS_PATTERN} tháng (?:của )?năm {YEAR_PATTERN}"
        ),
    ),
    (
        "new_year_days",
        _rule(rf"(?:dịp|ngày|nghỉ|đón|trong) tết(?: nguyên đán| dương lịch)?[^.,;()\n\d]{{0,20}}{YEAR_PATTERN}?"),
    ),
    ("quarter", _rule(rf"quý (iv|i{{1,3}}|[1-4])(?![a-zđ\d])(?:\s?[/\-]\s?|,? năm )?{YEAR_PATTERN}?")),
    ("until_day", _rule(rf"(?:tính )?đến (?:hết |hết ngày |ngày |thời điểm |thời điểm ngày ){_D}|(?:tính )?đến {_D}")),
    ("until_month", _rule(rf"(?:tính )?đến (?:hết |cuối |đầu )?tháng (\d{{1,2}})(?:[/\-.]| năm ){YEAR_PATTERN}")),
    ("until_year", _rule(rf"(?:tính )?đến (?:hết |cuối )?(?:năm )?{YEAR_PATTERN}(?!\d)")),
    ("whole_day", _rule(rf"trong (?:ngày|đêm) {_D}")),
    ("day_long", _rule(rf"ngày (\d{{1,2}}) tháng (\d{{1,2}}) năm {YEAR_PATTERN}")),
    ("day", _rule(rf"(?:ngày|sáng|chiều|tối|trưa|hôm|đêm)\s(?:ngày )?{_D}")),
    ("month_since", _rule(rf"{_FOUNDED}(?:kể từ|từ) (?:đầu |cuối )?tháng (\d{{1,2}})(?:[/\-.]| năm ){YEAR_PATTERN}")),
    ("year_since", _rule(rf"{_FOUNDED}(?:kể từ|từ) (?:đầu )?năm {YEAR_PATTERN}(?!\d)(?! ?[-–] ?\d)")),
    ("month", _rule(rf"tháng (\d{{1,2}})(?:\s?[/\-.]\s?| năm ){YEAR_PATTERN}|tháng (\d{{1,2}})(?![\d/.\-])")),
    (
        "past_years",
        _rule(
            rf"(?:trong |qua |sau |suốt )?{NUMBER_WORDS_PATTERN} năm "
            r"(?:qua|vừa qua|gần đây|trở lại đây|thực hiện|triển khai|tổ chức|phối hợp|ký kết)"
            rf"|(?:trong|qua|sau|suốt) {NUMBER_WORDS_PATTERN} năm(?! tù)"
        ),
    ),
    ("past_months", _rule(rf"(?:trong )?{NUMBER_WORDS_PATTERN} tháng (?:qua|vừa qua|gần đây|trở lại đây)")),
    (
        "term_words",
        _rule(
            r"(?:những|các) năm qua|thời gian (?:vừa )?qua|giai đoạn (?:qua|vừa qua|này)|qua triển khai chương trình"
            r"|thực hiện chương trình phối hợp|nhiệm kỳ qua"
        ),
    ),
    (
        "just",
        _rule(
            r"(?<!qua )(?<!thời gian )(?<!năm )(?<!tháng )(?<!ngày )vừa (?:qua )?"
            r"(?:tiếp nhận|tổ chức|ra mắt|thành lập|quyết định|ban hành|triệt phá|khởi tố|trao|phối hợp|bàn giao)"
        ),
    ),
    (
        "since_founded",
        _rule(
            r"(?:sau|từ|kể từ) khi (?:được |có |mô hình )*"
            r"(?:thành lập|ra mắt|ra đời|triển khai|đi vào hoạt động|xây dựng mô hình)(?: đến nay| tới nay)?"
        ),
    ),
    ("next_year", _rule(r"năm (?:sau|tới|tiếp theo)")),
    ("last_year", _rule(r"năm (?:trước|ngoái)")),
    ("this_year", _rule(r"trong năm(?! (?:qua|\d))|năm (?:qua|nay)(?! [a-z]*\d)")),
    ("year", _rule(rf"năm {YEAR_PATTERN}(?!\d)(?! ?[-–] ?\d)")),
    (
        "solemn",
        _rule(
            r"dịp này|nhân (?:dịp|ngày hội|buổi lễ)|kết thúc hội nghị"
            r"|tại (?:hội nghị|buổi|lễ|ngày hội|chương trình|đại hội|cuộc)"
        ),
    ),
    (
        "now",
        _rule(
            r"hiện nay|hiện tại|đến nay|tới nay|đến thời điểm này"
            r"|(?<!thực )(?<!phát )(?<!thể )(?<!xuất )(?<!biểu )(?<!tái )hiện(?! (?:đại|trường|tượng|thực))\b"
        ),
    ),
)
_ANY = ("",)
_HOLDS: dict[str, tuple[str, ...]] = {
    "compare": ("so ", "hơn ", "bằng ", "cùng kỳ"),
    "from_now": ("từ nay", "từ bây giờ"),
    "span_months": ("từ tháng",),
    "start_until_day": ("đầu năm",),
    "start_until_now": ("đầu năm",),
    "start_of_year_until_now": ("đầu năm",),
    "new_year_days": ("tết",),
    "quarter": ("quý",),
    "whole_day": ("trong ngày", "trong đêm"),
    "since_founded": (" khi ",),
    "just": ("vừa ",),
    **dict.fromkeys(("span_days", "month_since", "year_since"), ("từ",)),
    **dict.fromkeys(("days_until_now", "month_until_now", "year_until_now"), (" nay",)),
    **dict.fromkeys(("until_day", "until_month", "until_year"), ("đến",)),
    **dict.fromkeys(("months_of_year", "day_long", "month", "past_months"), ("tháng",)),
    **dict.fromkeys(("past_years", "next_year", "last_year", "this_year", "year"), ("năm",)),
}
_FESTIVAL = _rule(r"\d[/.\-]\d[^;\n]{0,200}?ngày hội[^.;,\n]{0,60}$")
_FESTIVAL_NAME = 80


def _names_a_festival(text: str, start: int, at: int) -> bool:
    """'Ngày 15/8, xã X tổ chức Ngày hội … năm 2024': behind a day the year is part of the festival's name."""
    named = "ngày hội" in text[max(start, at - _FESTIVAL_NAME) : at].lower()
    return named and _FESTIVAL.search(text, start, at) is not None


def day_edge(day: str, month: str, year: str | int | None) -> str | None:
    if not year or not (1 <= int(month) <= 12 and 1 <= int(day) <= 31):
        return None
    return f"{int(year):04d}-{int(month):02d}-{int(day):02d}"


def small_number(text: str | None) -> int:
    if not text:
        return 0
    return int(text) if text.isdigit() else _WORD_NUMBERS[text.lower()]


def _flow(start: str | None, end: str | None) -> TextPeriod:
    return TextPeriod(start, end, FLOW) if start and end else UNKNOWN_PERIOD


def _month(year: int | None, month: int) -> str | None:
    return f"{year}-{month:02d}" if year and 1 <= month <= 12 else None


def time_marks(text: str, start: int, end: int, calendar: Calendar) -> list[TimeMark]:
    """Expressions of time in text[start:end], in order, none inside another; earlier patterns of the table win."""
    taken: list[TimeMark] = []
    covered = bytearray(end - start)
    small = text[start:end].lower()
    for name, pattern in _PATTERNS:
        # Most paragraphs name few kinds of time: a word that every expression of a kind holds is looked for first.
        if not any(word in small for word in _HOLDS.get(name, _ANY)):
            continue
        for found in pattern.finditer(text, start, end):
            if name in {"now", "this_year", "solemn"} and found.start() and text[found.start() - 1].isalnum():
                continue
            span = slice(found.start() - start, found.end() - start)
            if any(covered[span]) or (name == "year" and _names_a_festival(text, start, found.start())):
                continue
            covered[span] = b"\x01" * (found.end() - found.start())
            role, period = _read(name, found.groups(), calendar)
            taken.append(TimeMark(found.start(), found.end(), role, period))
    return sorted(taken, key=lambda mark: mark.start)


def _read(name: str, parts: tuple[str | None, ...], calendar: Calendar) -> tuple[str, TextPeriod]:
    year, now = calendar.year, calendar.date
    if name in {"compare", "solemn", "term_words", "now"}:
        return special(name, calendar)
    if name == "just":
        return EVENT, TextPeriod(now, now, EVENT) if now else UNKNOWN_PERIOD
    if name == "from_now":
        return FLOW, _flow(now, day_edge(str(parts[0]), str(parts[1]), parts[2] or year))
    if name == "start_until_day":
        return FLOW, _flow(
            _month(int(parts[0] or year or 0), 1), day_edge(str(parts[1]), str(parts[2]), parts[3] or year)
        )
    if name.endswith(("until_now", "since")):
        return FLOW, _flow(_since(name, parts, year), now)
    if name.startswith("until"):
        return _until(name, parts, calendar)
    if name in {"span_days", "span_months", "span_years"}:
        return FLOW, _between(name, parts, year)
    if name == "since_founded":
        return (FLOW, _flow(calendar.founded, now)) if calendar.founded and now else special("term_words", calendar)
    if name == "whole_day":
        on = day_edge(str(parts[0]), str(parts[1]), parts[2] or year)
        return FLOW, _flow(on, on)
    if name in {"day", "day_long"}:
        on = day_edge(str(parts[0]), str(parts[1]), parts[2] or year)
        return EVENT, TextPeriod(on, on, EVENT) if on else UNKNOWN_PERIOD
    if name == "past_years":
        return TERM, _past_years(small_number(parts[0] or parts[1]), calendar)
    return FLOW, _within(name, parts, calendar)


def special(name: str, calendar: Calendar) -> tuple[str, TextPeriod]:
    if name == "compare":
        return COMPARE, UNKNOWN_PERIOD
    if name == "now":
        # A report without a date of its own stands at the end of the period that its title names.
        day = calendar.date or (calendar.title.end if calendar.title else None)
        return NOW, TextPeriod(None, day, STOCK) if day else UNKNOWN_PERIOD
    if name == "solemn":
        return SOLEMN, TextPeriod(calendar.date, calendar.date, EVENT) if calendar.date else UNKNOWN_PERIOD
    return TERM, term_period(calendar)


def term_period(calendar: Calendar) -> TextPeriod:
    return TextPeriod(str(calendar.term[0]), str(calendar.term[1]), FLOW) if calendar.term else UNKNOWN_PERIOD


def _since(name: str, parts: tuple[str | None, ...], year: int | None) -> str | None:
    if name == "days_until_now":
        return day_edge(str(parts[0]), str(parts[1]), parts[2] or year)
    if name in {"month_until_now", "month_since"}:
        return _month(int(str(parts[1])), int(str(parts[0])))
    if name == "start_until_now":
        return _month(year, 1)
    return f"{parts[0]}-01" if name == "start_of_year_until_now" else parts[0]


def _until(name: str, parts: tuple[str | None, ...], calendar: Calendar) -> tuple[str, TextPeriod]:
    if name == "until_day":
        day, month, own = parts[:3] if parts[0] else parts[3:6]
        end = day_edge(str(day), str(month), own or calendar.year)
    elif name == "until_month":
        end = _month(int(str(parts[1])), int(str(parts[0])))
    else:
        end = parts[0]
        if end and calendar.year and int(end) > calendar.year:
            return TARGET_YEAR, TextPeriod(None, end, STOCK)
    return STOCK, TextPeriod(None, end, STOCK) if end else UNKNOWN_PERIOD


def _between(name: str, parts: tuple[str | None, ...], year: int | None) -> TextPeriod:
    if name == "span_years":
        return _flow(parts[0], parts[1]) if int(str(parts[0])) <= int(str(parts[1])) else UNKNOWN_PERIOD
    if name == "span_months":
        last = int(str(parts[3]))
        return _flow(_month(int(parts[1] or last), int(str(parts[0]))), _month(last, int(str(parts[2]))))
    last_year = parts[5] or year
    until = day_edge(str(parts[3]), str(parts[4]), last_year)
    since = day_edge(str(parts[0]), str(parts[1]), parts[2] or last_year)
    if since and until and since > until and not parts[2]:
        # 'Từ ngày 15/12 đến 16/3/2026' began in the year before.
        since = day_edge(str(parts[0]), str(parts[1]), int(str(last_year)) - 1)
    return _flow(since, until)


def _within(name: str, parts: tuple[str | None, ...], calendar: Calendar) -> TextPeriod:
    year = calendar.year
    if name == "months_of_year":
        own = int(parts[2] or parts[4] or year or 0)
        count = small_number(parts[0] or parts[3])
        first = 13 - count if (parts[1] or "").lower() == "cuối" else 1
        return _flow(_month(own, first), _month(own, first + count - 1)) if 1 <= count <= 12 else UNKNOWN_PERIOD
    if name == "quarter":
        number, own = _QUARTERS[str(parts[0]).lower()], int(parts[1] or year or 0)
        return _flow(_month(own, 3 * number - 2), _month(own, 3 * number))
    if name == "month":
        month = _month(int(parts[1] or year or 0), int(parts[0] or parts[2] or 0))
        return _flow(month, month)
    if name == "past_months":
        return _past_months(small_number(parts[0]), calendar)
    if name == "new_year_days":
        feast = parts[0] or (str(year) if year else None)
        return _flow(feast, feast)
    shift = {"next_year": 1, "last_year": -1, "this_year": 0}.get(name)
    own_year = parts[0] if shift is None else (str(year + shift) if year else None)
    return _flow(own_year, own_year)


def _past_years(count: int, calendar: Calendar) -> TextPeriod:
    """'10 năm qua' is the programme's term when its years fit; else so many years up to the document's."""
    if calendar.term and abs(calendar.term[1] - calendar.term[0] - count) <= 1:
        return term_period(calendar)
    return _flow(str(calendar.year - count), str(calendar.year)) if calendar.year and count else UNKNOWN_PERIOD


def _past_months(count: int, calendar: Calendar) -> TextPeriod:
    """'6 tháng qua' are the whole months before the document's."""
    if not calendar.date or len(calendar.date) < 7:
        return UNKNOWN_PERIOD
    now = int(calendar.date[:4]) * 12 + int(calendar.date[5:7]) - 1
    first, last = divmod(now - count, 12), divmod(now - 1, 12)
    return _flow(f"{first[0]:04d}-{first[1] + 1:02d}", f"{last[0]:04d}-{last[1] + 1:02d}")
