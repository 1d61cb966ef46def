"""An evaluation as data that is kept, to the digit, and read again in either language."""

from __future__ import annotations

import math
import re
from dataclasses import asdict
from typing import Any

from chungtay.kernel.errors import Both
from chungtay.results.analysis.effects.evaluation import Estimates, Evaluation
from chungtay.results.analysis.effects.gates import Gate, Measured
from chungtay.results.analysis.effects.labels import Label, range_in_words
from chungtay.results.analysis.studies.arranging import Arranged

GATES = {
    1: Both("Đủ số xã để so sánh", "Enough communes to compare"),
    2: Both("Đủ kỳ trước và sau khi bắt đầu", "Enough periods before and after the start"),
    3: Both("Số liệu đầy đủ, ít số bất thường", "Complete figures, few out of line"),
    4: Both("Đủ số vụ", "Enough events"),
    5: Both("Nhìn thấy được thay đổi vừa phải", "A moderate change would be seen"),
    6: Both("Kết quả không tùy việc trình báo", "An outcome that does not hang on reporting"),
    7: Both("Biết ngày bắt đầu, cùng một địa giới", "Starts known, one map"),
    8: Both("Không có mô hình khác làm cùng lúc", "No other model at the same time"),
    9: Both("Hai nhóm xã giống nhau", "Two groups of communes alike"),
    10: Both("Các cách tính thống nhất", "Ways of reckoning agree"),
    11: Both("Xu hướng có sẵn sẽ bị phát hiện", "A trend from before would be seen"),
    12: Both("Xã giáp ranh để riêng", "Neighbours kept apart"),
    13: Both("Kế hoạch đặt trước, không đổi", "The plan set before and not changed"),
}
"""What each condition asks, in a few words."""

_TREND = {
    True: Both("xu hướng có thể bỏ sót nhỏ hơn thay đổi tìm được", "a trend that could be missed is below the change"),
    False: Both(
        "xu hướng có thể bỏ sót không nhỏ hơn thay đổi tìm được", "a trend as great as the change could be missed"
    ),
}
_POINT = re.compile(r"(\d)\.(\d{1,2})(?!\d)")
"""A decimal point: Vietnamese writes a comma. Thousands have three digits behind theirs."""


def as_data(found: Evaluation, arranged: Arranged | None) -> dict[str, Any]:
    """Plain data: the label, conditions, reasons, counts; the range in words only when every condition holds."""
    settled = found.label not in (Label.CANNOT_TELL, Label.ACTIVITY)
    data: dict[str, Any] = {
        "label": found.label.value,
        "gates": [_gate(gate, found) for gate in found.gates],
        "why": [{"code": why.code, "read": _both(why.read), "needed": _both(why.needed)} for why in found.why],
        "estimates": numbers_of(found.estimates) if found.estimates else None,
        "range": _both(range_in_words(found.estimates.wide)) if settled and found.estimates else None,
    }
    if arranged is not None:
        panel = arranged.panel
        data["counts"] = {
            "begun": int(panel.ever.sum()),
            "compared": int((~panel.ever & panel.seen.any(axis=1)).sum()),
            "unknown_starts": arranged.unknown_starts,
            "always": arranged.always,
            "beside": arranged.beside,
            "not_comparable": arranged.not_comparable,
        }
    return data


def _gate(gate: Gate, found: Evaluation) -> dict[str, Any]:
    """A condition; those that were read from estimates in words, because no estimate is shown without its range."""
    read, needed = gate.read, gate.needed
    if gate.number == 10 and found.measured is not None:
        read = _directions(found.measured)
    if gate.number == 11:
        read = _TREND[gate.holds]
        needed = Both("xu hướng có thể bỏ sót nhỏ hơn thay đổi", "a trend that could be missed below the change")
    return {"number": gate.number, "holds": gate.holds, "read": _both(read), "needed": _both(needed)}


def _directions(measured: Measured) -> Both:
    down = sum(value < 0 for value in measured.variants)
    up, apart = len(measured.variants) - down, f"{measured.lead_apart:.1f}"
    return Both(
        f"{down} cách tính thấy giảm, {up} cách không; kỳ ngay trước lệch {apart} sai số",
        f"{down} ways show a fall, {up} do not; the period before is off by {apart} errors",
    )


def _both(text: Both) -> dict[str, str]:
    return {"vi": _POINT.sub(r"\1,\2", text.vi), "en": text.en}


def numbers_of(estimates: Estimates) -> dict[str, Any]:
    """Estimates as plain data, every digit kept."""
    told: dict[str, Any] = _told(asdict(estimates))
    return told


def _told(value: Any) -> Any:
    """JSON has no endless and no missing numbers: they become null, numbers keep every digit."""
    if isinstance(value, dict):
        return {str(key): _told(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_told(item) for item in value]
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else None
    return value
