"""What an answer says of itself in words, for every face and every paper."""

from chungtay.kernel.numbers import number_words


def apart_words(nature: str, number: int) -> tuple[str, str]:
    """(vi, en) for a row that stands apart: in how many reports below, and why nobody may add them up."""
    vi, en = {
        "distinct": ("không cộng được vì không có danh sách", "cannot be added without lists of what was counted"),
        "ratio": ("không tính chung được vì không có tử số, mẫu số", "no common rate without the counts behind them"),
    }.get(nature, ("không phải loại số cộng được", "not of a kind that adds up"))
    reports = "report" if number == 1 else "reports"
    count = number_words(number), number_words(number, "en")
    return f"Có ở {count[0]} báo cáo cấp dưới, {vi}", f"In {count[1]} {reports} from below, {en}"
