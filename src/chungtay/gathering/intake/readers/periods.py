"""When a number was counted: expressions of time in the text, the document's own date and the programme's years.

Edges stay as precise as the text has them. A comparison ("so với cùng kỳ năm 2022") never becomes the period.
"""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from chungtay.gathering.intake.readers.records import EVENT, FLOW, STOCK, UNKNOWN_PERIOD, TextPeriod

_Y = r"((?:19|20)\d{2})"
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
_N = r"(\d{1,2}|" + "|".join(sorted(_WORD_NUMBERS, key=len, reverse=True)) + ")"
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}

COMPARE, TERM, NOW, SOLEMN, TARGET_YEAR = "compare", "term", "now", "solemn", "target_year"


@dataclass(frozen=True)
class Calendar:
    """What the document says of its own time. `date` is as precise as known; `title` a period named in its first lines."""

    date: str | None = None
    term: tuple[int, int] | None = None
    title: TextPeriod | None = None
    named_year: int | None = None

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
    ("compare", _rule(rf"(?:so với|cao hơn|thấp hơn|bằng)[^.;,()]{{0,30}}?(?:cùng kỳ|năm|giai đoạn|tháng|quý)(?: (?:năm )?{_Y}(?:\s?[-–]\s?{_Y})?| trước| ngoái| liền kề)*"
                      rf"|cùng kỳ(?: năm)?(?: {_Y}| trước| ngoái)?")),
    ("span_days", _rule(rf"từ (?:ngày )?{_D}\s?(?:đến|tới|-|–)\s?(?:hết )?(?:ngày )?{_D}")),
    ("days_until_now", _rule(rf"từ (?:ngày )?{_D}\s?(?:đến|tới) nay")),
    ("span_months", _rule(rf"từ tháng (\d{{1,2}})(?:[/\-]| năm )?{_Y}?\s?(?:đến|tới|-)\s?(?:hết )?tháng (\d{{1,2}})(?:[/\-]| năm ){_Y}")),
    ("month_until_now", _rule(rf"từ tháng (\d{{1,2}})(?:[/\-]| năm ){_Y}\s?(?:đến|tới) nay")),
    ("year_until_now", _rule(rf"(?:từ|kể từ) (?:đầu )?năm {_Y}\s?(?:đến|tới) nay")),
    ("start_until_now", _rule(r"(?:từ|tính từ|kể từ) đầu năm (?:đến|tới) nay|đầu năm đến nay")),
    ("start_of_year_until_now", _rule(rf"từ đầu năm {_Y} (?:đến|tới) nay")),
    ("span_years", _rule(rf"(?:từ )?(?:năm )?{_Y}\s?(?:-|–|—|đến|tới)\s?(?:hết |cuối )?(?:năm )?{_Y}(?!\d)")),
    ("months_of_year", _rule(rf"{_N} tháng(?: (đầu|cuối))? năm(?: {_Y})?(?! qua)|{_N} tháng (?:của )?năm {_Y}")),
    ("quarter", _rule(rf"quý (iv|i{{1,3}}|[1-4])(?![a-zđ\d])(?:\s?[/\-]\s?|,? năm )?{_Y}?")),
    ("until_day", _rule(rf"(?:tính )?đến (?:hết |hết ngày |ngày |thời điểm |thời điểm ngày ){_D}|(?:tính )?đến {_D}")),
    ("until_month", _rule(rf"(?:tính )?đến (?:hết |cuối |đầu )?tháng (\d{{1,2}})(?:[/\-]| năm ){_Y}")),
    ("until_year", _rule(rf"(?:tính )?đến (?:hết |cuối )?(?:năm )?{_Y}(?!\d)")),
    ("day_long", _rule(rf"ngày (\d{{1,2}}) tháng (\d{{1,2}}) năm {_Y}")),
    ("day", _rule(rf"(?:ngày|sáng|chiều|tối|trưa|hôm|đêm)\s(?:ngày )?{_D}")),
    ("month", _rule(rf"tháng (\d{{1,2}})(?:\s?[/\-]\s?| năm ){_Y}|tháng (\d{{1,2}})(?![\d/.\-])")),
    ("next_year", _rule(r"năm (?:sau|tới|tiếp theo)")),
    ("last_year", _rule(r"năm (?:trước|ngoái)")),
    ("this_year", _rule(r"trong năm(?! (?:qua|\d))|năm (?:qua|nay)(?! [a-z]*\d)")),
    ("past_years", _rule(rf"(?:trong |qua |sau |suốt )?{_N} năm (?:qua|vừa qua|gần đây|trở lại đây|thực hiện|triển khai|tổ chức|phối hợp|ký kết)|(?:trong|qua|sau|suốt) {_N} năm(?! tù)")),
    ("past_months", _rule(rf"(?:trong )?{_N} tháng (?:qua|vừa qua|gần đây|trở lại đây)")),
    ("year", _rule(rf"năm {_Y}(?!\d)(?! ?[-–] ?\d)")),
    ("term_words", _rule(r"(?:những|các) năm qua|thời gian qua|thời gian vừa qua|giai đoạn (?:qua|vừa qua|này)|qua triển khai chương trình|thực hiện chương trình phối hợp|nhiệm kỳ qua")),
    ("solemn", _rule(r"dịp này|tại hội nghị|tại buổi lễ|nhân dịp|tại lễ|tại ngày hội|tại chương trình|tại đại hội|kết thúc hội nghị|tại buổi|tại cuộc")),
    ("now", _rule(r"hiện nay|hiện tại|đến nay|hiện có|hiện đã|hiện|tới nay|đến thời điểm này|tính đến nay")),
)  # fmt: skip


def _edge(day: str, month: str, year: str | int | None) -> str | None:
    if not year or not (1 <= int(month) <= 12 and 1 <= int(day) <= 31):
        return None
    return f"{int(year):04d}-{int(month):02d}-{int(day):02d}"


def _number(text: str | None) -> int:
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
    for name, pattern in _PATTERNS:
        for found in pattern.finditer(text, start, end):
            if name in {"now", "this_year", "solemn"} and found.start() and text[found.start() - 1].isalnum():
                continue
            if any(mark.start < found.end() and found.start() < mark.end for mark in taken):
                continue
            mark = _mark(name, found, calendar)
            if mark is not None:
                taken.append(mark)
    return sorted(taken, key=lambda mark: mark.start)


def _mark(name: str, found: re.Match[str], calendar: Calendar) -> TimeMark | None:
    role, period = _read(name, found.groups(), calendar)
    return TimeMark(found.start(), found.end(), role, period)


def _read(name: str, parts: tuple[str | None, ...], calendar: Calendar) -> tuple[str, TextPeriod]:
    year, now = calendar.year, calendar.date
    if name in {"compare", "solemn", "term_words", "now"}:
        return _special(name, calendar)
    if name.endswith("until_now"):
        return FLOW, _flow(_since(name, parts, year), now)
    if name.startswith("until"):
        return _until(name, parts, calendar)
    if name in {"span_days", "span_months", "span_years"}:
        return FLOW, _between(name, parts, year)
    if name in {"day", "day_long"}:
        on = _edge(str(parts[0]), str(parts[1]), parts[2] or year)
        return EVENT, TextPeriod(on, on, EVENT) if on else UNKNOWN_PERIOD
    return FLOW, _within(name, parts, calendar)


def _special(name: str, calendar: Calendar) -> tuple[str, TextPeriod]:
    if name == "compare":
        return COMPARE, UNKNOWN_PERIOD
    if name == "now":
        return NOW, TextPeriod(None, calendar.date, STOCK) if calendar.date else UNKNOWN_PERIOD
    if name == "solemn":
        return SOLEMN, TextPeriod(calendar.date, calendar.date, EVENT) if calendar.date else UNKNOWN_PERIOD
    return TERM, _term(calendar)


def _term(calendar: Calendar) -> TextPeriod:
    return TextPeriod(str(calendar.term[0]), str(calendar.term[1]), FLOW) if calendar.term else UNKNOWN_PERIOD


def _since(name: str, parts: tuple[str | None, ...], year: int | None) -> str | None:
    if name == "days_until_now":
        return _edge(str(parts[0]), str(parts[1]), parts[2] or year)
    if name == "month_until_now":
        return _month(int(str(parts[1])), int(str(parts[0])))
    if name == "start_until_now":
        return _month(year, 1)
    return f"{parts[0]}-01" if name == "start_of_year_until_now" else parts[0]


def _until(name: str, parts: tuple[str | None, ...], calendar: Calendar) -> tuple[str, TextPeriod]:
    if name == "until_day":
        day, month, own = parts[:3] if parts[0] else parts[3:6]
        end = _edge(str(day), str(month), own or calendar.year)
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
    return _flow(
        _edge(str(parts[0]), str(parts[1]), parts[2] or last_year), _edge(str(parts[3]), str(parts[4]), last_year)
    )


def _within(name: str, parts: tuple[str | None, ...], calendar: Calendar) -> TextPeriod:
    year = calendar.year
    if name == "months_of_year":
        own = int(parts[2] or parts[4] or year or 0)
        count = _number(parts[0] or parts[3])
        first = 13 - count if (parts[1] or "").lower() == "cuối" else 1
        return _flow(_month(own, first), _month(own, first + count - 1)) if 1 <= count <= 12 else UNKNOWN_PERIOD
    if name == "quarter":
        number, own = _QUARTERS[str(parts[0]).lower()], int(parts[1] or year or 0)
        return _flow(_month(own, 3 * number - 2), _month(own, 3 * number))
    if name == "month":
        month = _month(int(parts[1] or year or 0), int(parts[0] or parts[2] or 0))
        return _flow(month, month)
    if name == "past_years":
        return _past_years(_number(parts[0] or parts[1]), calendar)
    if name == "past_months":
        return _past_months(_number(parts[0]), calendar)
    shift = {"next_year": 1, "last_year": -1, "this_year": 0}.get(name)
    own_year = parts[0] if shift is None else (str(year + shift) if year else None)
    return _flow(own_year, own_year)


def _past_years(count: int, calendar: Calendar) -> TextPeriod:
    """'10 năm qua' is the programme's term when its years fit; else so many years up to the document's."""
    if calendar.term and abs(calendar.term[1] - calendar.term[0] - count) <= 1:
        return _term(calendar)
    return _flow(str(calendar.year - count), str(calendar.year)) if calendar.year and count else UNKNOWN_PERIOD


def _past_months(count: int, calendar: Calendar) -> TextPeriod:
    if not calendar.date or len(calendar.date) < 7:
        return UNKNOWN_PERIOD
    months = int(calendar.date[:4]) * 12 + int(calendar.date[5:7]) - 1 - count
    return _flow(f"{months // 12:04d}-{months % 12 + 1:02d}", calendar.date)


# --- the document's own time -------------------------------------------------------------------

_FULL = re.compile(
    r"(?<![\d/])(\d{1,2})[/\-.](\d{1,2})[/\-.]((?:19|20)\d{2})(?!\d)|ngày (\d{1,2}) tháng (\d{1,2}) năm ((?:19|20)\d{2})",
    re.IGNORECASE,
)
_PARTIAL = re.compile(
    r"(?:sáng|chiều|tối|trưa|ngày|hôm)\s(?:nay,? |ngày )?\(?(\d{1,2})[/\-.](\d{1,2})(?![\d/.\-]*\d{4})(?!\d)",
    re.IGNORECASE,
)
_HEADER = re.compile(r"\bdate\s+((?:19|20)\d{2})(?:-(\d{2}))?(?:-(\d{2}))?")
_ADDRESS = re.compile(r"/((?:20)\d{2})[/-]?(\d{2})?[/-]?(\d{2})?/|[-_](20\d{2})(\d{2})(\d{2})\d*\b")
_TERM = re.compile(r"(?<!\d)((?:19|20)\d{2})\s?(?:-|–|—|đến(?: năm)?)\s?(?:năm )?((?:19|20)\d{2})(?!\d)")
_REVIEW = re.compile(rf"(tổng kết|sơ kết)\s+{_N} năm", re.IGNORECASE)
_TITLE_PERIOD = re.compile(
    rf"{_N} tháng(?: (?:đầu|cuối))? năm {_Y}|quý (?:iv|i{{1,3}}|[1-4])[/ ](?:năm )?{_Y}|tháng \d{{1,2}}[/ ](?:năm )?{_Y}|năm {_Y}",
    re.IGNORECASE,
)
_HEAD = 1500


def calendar_of(text: str, hint_date: str | None = None, hint_term: tuple[int, int] | None = None) -> Calendar:
    """The document's date, its programme's years and the period that its first lines name."""
    terms = _terms(text)
    year = int(hint_date[:4]) if hint_date else _year_of(text, terms)
    on = hint_date or _date_of(text, year)
    term = hint_term or _past_term(terms, int(on[:4]) if on else year)
    named = int(on[:4]) if on else year
    base = Calendar(on, term, None, named)
    return Calendar(on, term, _title_period(text, base), named)


def _terms(text: str) -> list[tuple[int, int]]:
    found = ((int(a), int(b)) for a, b in _TERM.findall(text[:60000]))
    return [(a, b) for a, b in found if 1 <= b - a <= 12]


def _past_term(terms: list[tuple[int, int]], year: int | None) -> tuple[int, int] | None:
    """The term under review: the one named most among those that have begun, the earlier one first when both end and start meet."""
    past = [term for term in terms if year is None or term[1] <= year or (term[0] < year and term[1] - year <= 1)]
    pool = past or [term for term in terms if year is not None and term[0] < year]
    if not pool:
        return None
    counts = Counter(pool)
    return max(counts, key=lambda term: (counts[term], -term[0]))


def _year_of(text: str, terms: list[tuple[int, int]]) -> int | None:
    header = _HEADER.search(text[:300])
    if header:
        return int(header.group(1))
    full = [int(m.group(3) or m.group(6)) for m in _FULL.finditer(text, 0, min(len(text), 600))]
    if full:
        return full[0]
    address = _ADDRESS.search(text[:400])
    if address:
        return int(address.group(1) or address.group(4))
    return _reviewed_year(text, terms) or _latest_year(text)


def _reviewed_year(text: str, terms: list[tuple[int, int]]) -> int | None:
    """A final review meets in the last year of its term, an interim one after as many years as it says."""
    review = _REVIEW.search(text[:6000])
    if not review or not terms:
        return None
    count = _number(review.group(2))
    for first, last in terms:
        if abs(last - first - count) <= 1:
            return last
    first = terms[0][0]
    return first + count if review.group(1).lower() == "sơ kết" else None


def _latest_year(text: str) -> int | None:
    named = [
        int(y)
        for y in re.findall(r"(?:tháng (?:đầu |cuối )?năm|trong năm|tháng \d{1,2}/|năm) ((?:20)\d{2})", text[:60000])
    ]
    if not named:
        return None
    counts = Counter(named)
    return max(y for y in counts if counts[y] * 3 >= max(counts.values()))


def _date_of(text: str, year: int | None) -> str | None:
    head = text[:_HEAD]
    day = _PARTIAL.search(head)
    full = _FULL.search(text, 0, min(len(text), _HEAD))
    header = _HEADER.search(text[:300])
    if day and year and _valid(day.group(1), day.group(2)):
        own = year
        month = (
            int(header.group(2)) if header and header.group(2) else (int(full.group(2) or full.group(5)) if full else 0)
        )
        if month and int(day.group(2)) - month > 6:
            own -= 1
        return _edge(day.group(1), day.group(2), own)
    if full:
        d, m, y = (
            (full.group(1), full.group(2), full.group(3))
            if full.group(1)
            else (full.group(4), full.group(5), full.group(6))
        )
        return _edge(d, m, y)
    if header:
        return "-".join(part for part in header.groups() if part)
    address = _ADDRESS.search(text[:400])
    if address:
        return "-".join(part for part in (address.groups()[:3] if address.group(1) else address.groups()[3:]) if part)
    return _signed_date(text)


def _signed_date(text: str) -> str | None:
    tail = list(_FULL.finditer(text, max(0, len(text) - 1200)))
    if not tail:
        return None
    d, m, y = [part for part in tail[-1].groups() if part]
    return _edge(d, m, y)


def _valid(day: str, month: str) -> bool:
    return 1 <= int(day) <= 31 and 1 <= int(month) <= 12


def _title_period(text: str, calendar: Calendar) -> TextPeriod | None:
    """A period in the first lines ('Kết quả công tác 6 tháng đầu năm 2024'), the default of numbers that name none."""
    found = _TITLE_PERIOD.search(text[:400])
    if not found:
        return None
    marks = [m for m in time_marks(text, found.start(), found.end(), calendar) if m.role == FLOW and m.period.end]
    return marks[0].period if marks else None


def days_after(on: date, count: int) -> date:
    """A date so many days later."""
    return on + timedelta(days=count)


# --- the period of one number -------------------------------------------------------------------


@dataclass(frozen=True)
class When:
    """Where a number stands among the time marks of its paragraph and what is known of its nature."""

    at: int
    sentence: tuple[int, int]
    clause_end: int
    nature: str
    now: bool
    done: bool
    target: bool


def period_of(when: When, marks: list[TimeMark], calendar: Calendar, carried: TimeMark | None) -> TextPeriod:
    """The period of a number: its sentence's mark, the one carried from earlier, or what its nature and the document say."""
    here = [m for m in marks if when.sentence[0] <= m.start < when.sentence[1] and m.role != COMPARE]
    mark = _chosen(when, here)
    if when.target:
        return _target(mark, calendar)
    if when.nature == EVENT:
        return _event(when, here, calendar, carried)
    if when.nature in {STOCK, "either"} and _is_state(when, mark):
        dated = next((m for m in here if m.role == STOCK), None)
        return dated.period if dated else _special("now", calendar)[1]
    if mark is None:
        mark = carried
    if mark is None or (mark.role in {NOW, TERM} and mark.period.end is None):
        return _default(when, calendar)
    if mark.role == NOW or (mark.role == STOCK and when.nature == FLOW):
        return _until_then(mark, calendar)
    return mark.period if mark.period.end else _default(when, calendar)


def _chosen(when: When, here: list[TimeMark]) -> TimeMark | None:
    useful = [m for m in here if m.role not in {SOLEMN, TARGET_YEAR} or when.target]
    before = [m for m in useful if m.end <= when.at]
    flows = [m for m in before if m.role != NOW]
    if flows:
        return flows[-1]
    behind = [m for m in useful if when.at < m.start < when.clause_end]
    return behind[0] if behind and behind[0].role != EVENT else (before[-1] if before else None)


def _is_state(when: When, mark: TimeMark | None) -> bool:
    if when.now:
        return True
    if mark is not None and mark.role in {NOW, STOCK}:
        return True
    return when.nature == STOCK and not when.done and (mark is None or mark.role == TERM)


def _target(mark: TimeMark | None, calendar: Calendar) -> TextPeriod:
    return mark.period if mark is not None and mark.role not in {NOW, TERM} else UNKNOWN_PERIOD


def _event(when: When, here: list[TimeMark], calendar: Calendar, carried: TimeMark | None) -> TextPeriod:
    before = [m for m in here if m.end <= when.at]
    if any(m.role == SOLEMN for m in before):
        return _special("solemn", calendar)[1]
    flows = [m for m in before if m.role in {FLOW, TERM} and m.period.end]
    if flows:
        return flows[-1].period
    dated = [m for m in before if m.role == EVENT and m.period.end]
    if dated:
        return dated[-1].period
    if carried is not None and carried.role in {FLOW, TERM, SOLEMN} and carried.period.end:
        return carried.period
    return _special("solemn", calendar)[1]


def _until_then(mark: TimeMark, calendar: Calendar) -> TextPeriod:
    """'Đến nay, đã tiếp nhận …': a flow up to a day began with the programme's term when there is one."""
    if calendar.term and calendar.title is None:
        return _term(calendar)
    if calendar.title is not None and mark.role == NOW:
        return calendar.title
    return mark.period


def _default(when: When, calendar: Calendar) -> TextPeriod:
    if when.nature == STOCK and not when.done:
        return _special("now", calendar)[1]
    return calendar.title or _term(calendar)
