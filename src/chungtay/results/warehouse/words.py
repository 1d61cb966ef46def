"""What an answer says of itself in words, for every face and every paper."""

from collections.abc import Mapping
from decimal import ROUND_HALF_EVEN, Decimal

from chungtay.kernel.numbers import number_words
from chungtay.kernel.quantities import INFINITY, Total
from chungtay.results.warehouse.apportion import Comparability
from chungtay.results.warehouse.questions import Row

_WHOLE_FROM = 10
"""An estimate below this is told with one digit behind the comma."""


def apart_words(nature: str, number: int) -> tuple[str, str]:
    """(vi, en) for a row that stands apart: in how many reports below, and why nobody may add them up."""
    vi, en = {
        "distinct": ("không cộng được vì không có danh sách", "cannot be added without lists of what was counted"),
        "ratio": ("không tính chung được vì không có tử số, mẫu số", "no common rate without the counts behind them"),
    }.get(nature, ("không phải loại số cộng được", "not of a kind that adds up"))
    reports = "report" if number == 1 else "reports"
    count = number_words(number), number_words(number, "en")
    return f"Có ở {count[0]} báo cáo cấp dưới, {vi}", f"In {count[1]} {reports} from below, {en}"


def frame_words(
    row: Row, names: Mapping[str, str], region_total: tuple[str, str] | None = None
) -> tuple[str, str] | None:
    """(vi, en) of a number on another day's map that is not simply what was reported; None for all others.

    `names` gives what the units of its region are called, `region_total` what to say of the region's own number.
    """
    if row.comparability is Comparability.NOT_COMPARABLE and row.total is None:
        return _not_comparable(row, names, region_total)
    if not row.is_estimated or row.total is None:
        return None
    (vi, en), share = _range_words(row.total), (row.estimated_share or Decimal(0)) * 100
    if row.comparability is Comparability.PARTLY_EST:
        return f"≈ {vi}", f"≈ {en}"
    part = share.quantize(Decimal(1), ROUND_HALF_EVEN)
    return f"ước tính {vi}, {part}% là phần chia", f"estimate {en}, {part}% of it shared out"


def _not_comparable(row: Row, names: Mapping[str, str], region_total: tuple[str, str] | None) -> tuple[str, str]:
    vi, en = "không so sánh được", "not comparable"
    if row.region is None:
        return vi, en
    units = row.region.targets
    if row.region.too_wide():
        held = f"{number_words(len(units))} đơn vị", f"{number_words(len(units), 'en')} units"
    else:
        held = (", ".join(names.get(key, key) for key in units),) * 2
    told = region_total or ("", "")
    numbers = [f": {text}" if text else "" for text in told]
    return (
        f"{vi}; vùng so sánh {row.region.key} ({held[0]}){numbers[0]}",
        f"{en}; comparable region {row.region.key} ({held[1]}){numbers[1]}",
    )


def _range_words(total: Total) -> tuple[str, str]:
    value, low = _rounded(total.value), _rounded(total.low)
    if total.high == INFINITY:
        return (
            f"{number_words(value)} (từ {number_words(low)})",
            f"{number_words(value, 'en')} ({number_words(low, 'en')} or more)",
        )
    high = _rounded(total.high)
    if low == high:
        return number_words(value), number_words(value, "en")
    vi, en = (f"{number_words(low, lang)}–{number_words(high, lang)}" for lang in ("vi", "en"))
    return f"{number_words(value)} ({vi})", f"{number_words(value, 'en')} ({en})"


def _rounded(value: Decimal) -> Decimal:
    return value.quantize(Decimal(1) if abs(value) >= _WHOLE_FROM else Decimal("0.1"), ROUND_HALF_EVEN)


_MOVES = {
    "came": ("được duyệt thêm", "newly approved"),
    "corrected": ("đính chính", "corrected"),
    "ended": ("thôi được tính", "no longer counts"),
    "leads": ("nay đứng thay số khác", "now stands in place of others"),
    "led": ("nay số khác đứng thay", "now another stands for it"),
}
_ENDED = {
    "withdrawn": ("bị rút", "withdrawn"),
    "returned": ("bị trả lại", "returned"),
    "approved": ("bản mới thôi nêu", "left out by a newer version"),
}


def move_words(kind: str, deed: str = "") -> tuple[str, str]:
    """(vi, en) for how a figure moved a total; of one that ended, by which kind of decision."""
    return _ENDED.get(deed, _MOVES["ended"]) if kind == "ended" else _MOVES[kind]


def partial_words(partial: int) -> tuple[str, str]:
    """(vi, en) for a total of places that stated only part of the asked time or of their land; '' for a whole one."""
    if not partial:
        return "", ""
    count = number_words(partial), number_words(partial, "en")
    return f"{count[0]} nơi chưa đủ kỳ", f"{count[1]} in part"
