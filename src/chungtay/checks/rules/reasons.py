"""Why a rule could not be told. Each has a code under which it is counted, and words under which it is shown."""

from chungtay.checks.rules.view import Reason

MISSING_PARTS = Reason("parts", "Chưa nêu đủ các phần", "Not every part is stated")
NO_WHOLE = Reason("whole", "Không nêu tổng của các phần này", "The whole of these parts is not stated")
OPEN_BOUNDS = Reason(
    "bounds", "Số nêu không chính xác (hơn, gần, khoảng) nên chưa kết luận được", "The bounds leave it open"
)
NO_UNIT = Reason("unit", "Không nêu đơn vị tính", "No unit is stated")
TOO_SHORT = Reason("short", "Chưa đủ 3 kỳ trước để so sánh", "Fewer than 3 earlier periods to compare with")
TOO_SMALL = Reason("small", "Số các kỳ trước quá nhỏ để so sánh", "Earlier numbers are too small to compare with")
NOT_EXACT = Reason("exact", "Chưa đủ số chính xác để so sánh", "Not enough exact numbers to compare")
NOT_STATED = Reason("stated", "Có dòng chưa nêu số", "A row states no number")
TWICE = Reason("twice", "Một dòng được nêu nhiều lần", "A row is stated more than once")
NOT_ENOUGH_HISTORY = Reason(
    "history", "Chưa đủ 8 kỳ trước để so với chính mình", "Fewer than 8 earlier periods of the same series"
)
NOT_APPLICABLE = Reason(
    "nature", "Cách so với các kỳ trước không dùng được cho số này", "The comparison does not apply to such a number"
)
NOBODY_ELSE = Reason("alone", "Chưa cơ quan nào khác nêu số này", "No other body has stated this")

REASONS = {
    reason.code: reason
    for reason in (
        MISSING_PARTS,
        NO_WHOLE,
        OPEN_BOUNDS,
        NO_UNIT,
        TOO_SHORT,
        TOO_SMALL,
        NOT_EXACT,
        NOT_STATED,
        TWICE,
        NOT_ENOUGH_HISTORY,
        NOT_APPLICABLE,
        NOBODY_ELSE,
    )
}
