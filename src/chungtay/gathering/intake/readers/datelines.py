"""The document's own time: its date, the programme's years and the period that its first lines name."""

import re
from collections import Counter

from chungtay.gathering.intake.readers.records import FLOW, TextPeriod
from chungtay.gathering.intake.readers.timemarks import (
    NUMBER_WORDS_PATTERN,
    YEAR_PATTERN,
    Calendar,
    day_edge,
    small_number,
    time_marks,
)

_FULL = re.compile(
    r"(?<![\d/])(\d{1,2})[/\-.](\d{1,2})[/\-.]((?:19|20)\d{2})(?!\d)"
    r"|ngày (\d{1,2}) tháng (\d{1,2}) năm ((?:19|20)\d{2})",
    re.IGNORECASE,
)
_EVENT = re.compile(
    r"(?<!giờ )(?<!từ )(?<!đến )(?<!hết )(?<!ký )(?<!trước )(?<!sau )(sáng|chiều|tối|trưa|ngày|hôm)\s"
    r"(?:nay,? |ngày )?\(?(\d{1,2})[/\-.](\d{1,2})(?:[/\-.]((?:19|20)\d{2}))?(?![\d/])",
    re.IGNORECASE,
)
_CITED = re.compile(
    r"(?:số \S+|chỉ thị|quyết định|nghị quyết|kết luận|kế hoạch|nghị định|thông tư|hướng dẫn)[^.;\n]{0,25}(?:ngày )?$",
    re.IGNORECASE,
)
_SPAN_BEFORE = re.compile(r"\d\s?[-–]\s?$")
_SPAN_AFTER = re.compile(r"\s?[-–]\s?\d{1,2}/")
_HEADER = re.compile(r"\bdate\s+((?:19|20)\d{2})(?:-(\d{2}))?(?:-(\d{2}))?")
_ADDRESS = re.compile(r"/((?:20)\d{2})[/-]?(\d{2})?[/-]?(\d{2})?/|[-_](20\d{2})(\d{2})(\d{2})\d*\b")
_TERM = re.compile(r"(?<!\d)((?:19|20)\d{2})\s?(?:-|–|—|đến(?: năm)?)\s?(?:năm )?((?:19|20)\d{2})(?!\d)")
_FOUNDED = re.compile(
    r"(?:tháng (\d{1,2})(?:[/.\-]| năm )|(?:từ|cuối|đầu|giữa)? ?năm )((?:19|20)\d{2})(?!\s?[-–]\s?\d)[^.;\n]{0,90}?"
    r"(?:thành lập|ra mắt|triển khai|xây dựng|ra đời|thí điểm)",
    re.IGNORECASE,
)
_DATED_TERM = re.compile(
    r"(?<!\d)\d{1,2}[/.]\d{1,2}[/.]((?:19|20)\d{2})\s?[-–]\s?\d{1,2}[/.]\d{1,2}[/.]((?:19|20)\d{2})(?!\d)"
)
_LONGEST_TERM = 12
_REVIEW = re.compile(rf"(tổng kết|sơ kết)\s+{NUMBER_WORDS_PATTERN} năm", re.IGNORECASE)
_TITLE_PERIOD = re.compile(
    rf"{NUMBER_WORDS_PATTERN} tháng(?: (?:đầu|cuối))? năm {YEAR_PATTERN}"
    rf"|quý (?:iv|i{{1,3}}|[1-4])[/ ](?:năm )?{YEAR_PATTERN}"
    r"|(?:kết quả|báo cáo|sơ kết|tổng kết|công tác|phong trào)[^.\n]{0,120}?"
    rf"(?:tháng \d{{1,2}}[/ ](?:năm )?{YEAR_PATTERN}|(?<!từ )(?<!đoạn )năm {YEAR_PATTERN}(?! ?[-–đ]))",
    re.IGNORECASE,
)
_COMPARED = re.compile(r"(?:so (?:với )?|cùng kỳ)[^.;,()\n]{0,40}?20\d{2}", re.IGNORECASE)
_NAMED_YEAR = re.compile(
    r"(?:tháng (?:đầu |cuối )?năm |trong năm |tháng \d{1,2}[/.\-]|năm |quý [iv]{1,3}/)(20\d{2})", re.IGNORECASE
)
_SAME_TIME = re.compile(r"cùng kỳ (?:năm )?(20\d{2})", re.IGNORECASE)
_HEAD = 1500
_LOOKED_AT = 8000
_SHARE = 0.5
# A page's own date may be the day on which it was copied; a text that speaks of nothing so late is older.
_COPIED_LATER = 2


def calendar_of(text: str, hint_date: str | None = None, hint_term: tuple[int, int] | None = None) -> Calendar:
    """The document's date, its programme's years and the period that its first lines name."""
    terms = _terms(text)
    year = int(hint_date[:4]) if hint_date else _year_of(text, terms)
    on = hint_date or _date_of(text, year)
    term = hint_term or _past_term(terms, int(on[:4]) if on else year)
    named = int(on[:4]) if on else year
    base = Calendar(on, term, None, named)
    title = _title_period(text, base)
    usual = None if title or term else _usual_period(text, base)
    return Calendar(on, term, title, named, usual, _founded(text, on))


def _founded(text: str, on: str | None) -> str | None:
    """'Năm 2021, làng thành lập mô hình …': the first such year or month that is no later than the document."""
    found = _FOUNDED.search(text[:_LOOKED_AT])
    if found is None or on is None:
        return None
    month, year = found.group(1), found.group(2)
    begun = f"{year}-{int(month):02d}" if month else year
    return begun if begun <= on else None


def _terms(text: str) -> list[tuple[int, int]]:
    head = text[:60000]
    found = [(int(a), int(b)) for a, b in _TERM.findall(head)]
    terms = [(a, b) for a, b in found if 1 <= b - a <= _LONGEST_TERM]
    dated = [(int(a), int(b)) for a, b in _DATED_TERM.findall(text[:_LOOKED_AT])]
    return terms + [(a, b) for a, b in dated if re.search(rf"(?:trong |sau |qua ){b - a} năm", head, re.IGNORECASE)]


def _past_term(terms: list[tuple[int, int]], year: int | None) -> tuple[int, int] | None:
    """The term under review: the one named most among those that have begun, of two that meet the earlier one."""
    past = [term for term in terms if year is None or term[1] <= year or (term[0] < year and term[1] - year <= 1)]
    pool = past or [term for term in terms if year is not None and term[0] < year]
    if not pool:
        return None
    counts = Counter(pool)
    return max(counts, key=lambda term: (counts[term], -term[0]))


def _year_of(text: str, terms: list[tuple[int, int]]) -> int | None:
    header = _HEADER.search(text[:300])
    if header:
        told = _latest_year(text)
        copied = told is not None and int(header.group(1)) - told >= _COPIED_LATER
        return told if copied and not terms else int(header.group(1))
    dates = _full_dates(text, 0, 600)
    if dates:
        return int(dates[0][:4])
    address = _ADDRESS.search(text[:400])
    if address:
        return int(address.group(1) or address.group(4))
    return _reviewed_year(text, terms) or _latest_year(text) or (min(terms)[1] if terms else None)


def _reviewed_year(text: str, terms: list[tuple[int, int]]) -> int | None:
    """A final review meets in the last year of its term, an interim one after as many years as it says."""
    review = _REVIEW.search(text[:6000])
    if not review or not terms:
        return None
    count = small_number(review.group(2))
    for first, last in terms:
        if abs(last - first - count) <= 1:
            return last
    first = terms[0][0]
    return first + count if review.group(1).lower() == "sơ kết" else None


def _latest_year(text: str) -> int | None:
    named = [int(y) for y in _NAMED_YEAR.findall(_COMPARED.sub("", text[:60000]))]
    if not named:
        # 'So với cùng kỳ năm 2018' is written in the year after.
        compared = _SAME_TIME.search(text[:60000])
        return int(compared.group(1)) + 1 if compared else None
    counts = Counter(named)
    return max(y for y in counts if counts[y] * 3 >= max(counts.values()))


def _date_of(text: str, year: int | None) -> str | None:
    """The day of the event that the first lines tell of, else the date they bear, else the one it was signed on."""
    header, full = _HEADER.search(text[:300]), next(iter(_full_dates(text, 0, _HEAD)), None)
    told = "-".join(part for part in header.groups() if part) if header else ""
    if full and told and full[: len(told)] > told:
        # A page names days to come as well ('từ ngày 15/12 đến 16/3').
        full = None
    event = _event(text)
    if event is not None and header and header.group(2) and not event[3] and _far(event[1], int(header.group(2))):
        event = None
    if event is not None and (event[2] or year) and (event[3] or not full):
        own = event[2] or int(str(year))
        known = int(header.group(2)) if header and header.group(2) else (int(full[5:7]) if full else 0)
        # A page of January tells of an event in December: the year before.
        if not event[2] and known and event[1] - known > 6:
            own -= 1
        return day_edge(str(event[0]), str(event[1]), own)
    if full:
        return full
    if header and (year is None or int(header.group(1)) == year):
        return "-".join(part for part in header.groups() if part)
    address = _ADDRESS.search(text[:400])
    if address:
        return "-".join(part for part in (address.groups()[:3] if address.group(1) else address.groups()[3:]) if part)
    return _signed_date(text) or (str(year) if year else None)


def _far(month: int, other: int) -> bool:
    """More than a month apart, over the turn of the year as well."""
    return min((month - other) % 12, (other - month) % 12) > 1


def _event(text: str) -> tuple[int, int, int | None, bool] | None:
    """(day, month, year, opens) of the first day named in the first lines; one that opens a sentence comes first."""
    best: re.Match[str] | None = None
    for found in _EVENT.finditer(text, 0, min(len(text), _HEAD)):
        if not _valid(found.group(2), found.group(3)) or _CITED.search(
            text[max(0, found.start() - 60) : found.start()]
        ):
            continue
        if _opens(found, text):
            best = found
            break
        best = best or found
    if best is None:
        return None
    year = int(best.group(4)) if best.group(4) else None
    return int(best.group(2)), int(best.group(3)), year, _opens(best, text)


def _opens(found: re.Match[str], text: str) -> bool:
    """'Ngày 5/3, …' or 'Vào ngày 5/3, …' begins a sentence."""
    return found.group(1)[0].isupper() or text[max(0, found.start() - 4) : found.start()] == "Vào "


def _signed_date(text: str) -> str | None:
    """The last full date of the closing lines."""
    dates = _full_dates(text, max(0, len(text) - 1200), len(text))
    return dates[-1] if dates else None


def _full_dates(text: str, start: int, end: int) -> list[str]:
    """Full dates of text[start:end] that are not those of a cited document."""
    found: list[str] = []
    for match in _FULL.finditer(text, start, end):
        cited = _CITED.search(text[max(0, match.start() - 60) : match.start()])
        # '(19/8/2005 - 19/8/2023)' is a span of an anniversary, not the day of the document.
        if (
            not cited
            and not _SPAN_BEFORE.search(text[max(0, match.start() - 16) : match.start()])
            and (not _SPAN_AFTER.match(text, match.end()))
        ):
            day, month, year = [part for part in match.groups() if part]
            on = day_edge(day, month, year)
            found += [on] if on else []
    return found


def _valid(day: str, month: str) -> bool:
    return 1 <= int(day) <= 31 and 1 <= int(month) <= 12


def _title_period(text: str, calendar: Calendar) -> TextPeriod | None:
    """A period in the first lines ('Kết quả công tác 6 tháng đầu năm 2024'), the default of numbers that name none."""
    found = _TITLE_PERIOD.search(text[:400])
    if not found:
        return None
    marks = [m for m in time_marks(text, found.start(), found.end(), calendar) if m.role == FLOW and m.period.end]
    return marks[0].period if marks else None


def _usual_period(text: str, calendar: Calendar) -> TextPeriod | None:
    """The period that most of a text's spans of time name; of several that are named as often the first."""
    marks = time_marks(text, 0, min(len(text), _LOOKED_AT), calendar)
    spans = [m.period for m in marks if m.role == FLOW and m.period.end]
    if not spans:
        return None
    period, count = Counter(spans).most_common(1)[0]
    return period if count >= _SHARE * len(spans) else spans[0]
