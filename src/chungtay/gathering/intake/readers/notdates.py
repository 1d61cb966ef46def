"""Numbers that tell a time: dates, times of day, years, durations. Rules as in `notfigures`."""

import re

from chungtay.gathering.intake.readers.lexicon import word_list
from chungtay.gathering.intake.readers.numerals import ORDER, PERCENT, PLAIN, RANGE, RATIO, WORDS
from chungtay.gathering.intake.readers.spots import Spot
from chungtay.gathering.intake.readers.tokens import NUMBER

_DAY = word_list("day")
_EVERY = word_list("every")
_SPANS = word_list("spans")
_WORK = {("ngày", "công"), ("ngày", "hội"), ("giờ", "phát"), ("giờ", "bay"), ("ngày", "lao"), ("năm", "nay")}
_CHUNK_DATE = re.compile(r"\d{1,2}[/.\-]\d{1,2}[/.\-]\d{2,4}|\d{1,2}[/\-.]\d{4}|\d{4}[/\-]\d{1,2}(?:[/\-]\d{1,2})?")
_CHUNK_TIME = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?|\d{1,2}[hHgG]\d{0,2}'?")
_CHUNK_DOCUMENT = re.compile(r"\d+[a-z]?(?:[/-]\d+)*[/-]{1,2}[A-ZĐƯ][A-Za-zĐđƯư]*(?:[-/–]\w+)*")


def _day(value: object, month: object) -> bool:
    return 1 <= int(str(value)) <= 31 and 1 <= int(str(month)) <= 12


def _is_year(spot: Spot) -> bool:
    number = spot.number
    raw = spot.scene.text[number.start : number.end]
    return number.kind == PLAIN and raw.isdigit() and len(raw) == 4 and 1930 <= number.value <= 2100


def written_date(spot: Spot) -> str | None:
    """A date, a time of day or the number of a document, by its own signs."""
    chunk = spot.chunk
    if spot.number.kind in {ORDER, WORDS, PERCENT}:
        return None
    if _CHUNK_DOCUMENT.search(chunk) and not chunk.endswith("%"):
        return "doc_number"
    if _CHUNK_TIME.fullmatch(chunk) and spot.number.value <= 60:
        return "time"
    if _CHUNK_DATE.fullmatch(chunk) or re.fullmatch(r"\d{1,2}[/.\-]\d{1,2}[/.\-]\d{4}\)?[,;.–-]?\S{0,12}", chunk):
        return (
            None
            if spot.number.kind == PLAIN and chunk.count(".") == 1 and "/" not in chunk and "-" not in chunk
            else "date"
        )
    return None


def day_of_month(spot: Spot) -> str | None:
    """A day or month in words, or a day and month with a stroke."""
    number, before = spot.number, spot.before()
    if number.kind == ORDER:
        return None
    if before in _DAY and spot.before(2) not in _EVERY and not spot.number_at(2) and number.value <= 31:
        return "date"
    if before in {"tháng", "quý"} and not spot.number_at(2) and spot.before(2) not in _EVERY and number.value <= 12:
        return "date"
    if spot.after() == "tháng" and spot.scene.tokens[min(number.last + 1, len(spot.scene.tokens) - 1)].kind == NUMBER:
        return "date" if number.value <= 31 else None
    return _slashed(spot)


def _slashed(spot: Spot) -> str | None:
    number = spot.number
    if number.kind == RATIO and number.of is not None and number.whole:
        if number.value == number.of == 24 or (number.value == 24 and number.of == 7 and not spot.known):
            return "duration"
        if spot.known:
            return None
        return "date" if number.of == int(number.of) and _day(int(number.value), int(number.of)) else None
    if re.fullmatch(r"\d{1,2}[-.]\d{1,2}", spot.chunk) and number.whole and not spot.known:
        first, second = map(int, re.split(r"[-.]", spot.chunk))
        if _day(first, second) and "-" in spot.chunk:
            return "date"
    return None


def year(spot: Spot) -> str | None:
    """A year or a range of years."""
    number, before = spot.number, spot.before()
    if number.kind == RANGE and number.value_to is not None and 1930 <= number.value < number.value_to <= 2100:
        return None if spot.known and before not in {"năm", "đoạn", "kỳ", "khóa", "("} else "year"
    if not _is_year(spot):
        return None
    if before in {
        "năm",
        "đoạn",
        "kỳ",
        "khóa",
        "-",
        "–",
        "/",
        "trước",
        "sau",
        "cuối",
        "đầu",
        "giữa",
        "tết",
        "xuân",
        "học",
        "từ",
        "khoá",
    }:
        return "year"
    return None if spot.known and not {"org"} & set(spot.counted.kinds if spot.counted else ()) else "year"


def duration(spot: Spot) -> str | None:
    """A stretch of time."""
    after = spot.after()
    if after in _SPANS and (after, spot.after(1)) not in _WORK and spot.number.kind != PERCENT:
        return "duration" if after != "giờ" or spot.number.value <= 72 else None
    return None
