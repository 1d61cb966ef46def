"""What residents may say and what they may be answered: closed lists, so that nobody can be written about.

The list of a subject decides its page; an answer that is taken out of a list later keeps its words here.
"""

from __future__ import annotations

from chungtay.kernel.errors import Both

POINT, FIGURE, WISH = "point", "figure", "wish"
"""Whether a point is there, whether a figure is so, and thanks or a suggestion about a point."""

ANSWERS: dict[str, dict[str, Both]] = {
    POINT: {
        "running": Both("Còn hoạt động", "Still running"),
        "stopped": Both("Đã ngừng", "Has stopped"),
        "never_seen": Both("Chưa từng thấy", "Never seen it"),
    },
    FIGURE: {
        "as_known": Both("Đúng như tôi biết", "So I know it"),
        "not_so": Both("Không đúng", "It is not so"),
    },
    WISH: {
        "thanks": Both("Cảm ơn những người đang làm", "Thanks to those who do it"),
        "spread": Both("Nên có thêm ở nơi khác", "Other places should have one"),
        "join": Both("Cần cho biết cách tham gia", "Tell how one can join"),
        "repair": Both("Thiết bị cần sửa chữa", "Its equipment needs repair"),
        "hours": Both("Nên đổi giờ cho hợp", "The hours should be changed"),
        "tell": Both("Cần nói rõ hơn cho người dân", "Tell residents more about it"),
    },
}
LOOKING = "looking"
_LOOKING = Both("Đang kiểm tra, sẽ trả lời tiếp.", "It is being looked into; an answer will follow.")
REPLIES: dict[str, dict[str, Both]] = {
    POINT: {
        "seen_running": Both("Đã đến xem: điểm còn hoạt động.", "We went and looked: it is running."),
        "stopped_noted": Both("Điểm đã ngừng, sổ đã ghi lại.", "It has stopped; the register now says so."),
        "begun_again": Both("Điểm đã tạm nghỉ, nay hoạt động lại.", "It had paused and is running again."),
        "not_there": Both("Đã kiểm tra: không có điểm này, sổ đã sửa.", "It is not there; the register was put right."),
        LOOKING: _LOOKING,
    },
    FIGURE: {
        "right": Both("Đã đối chiếu với báo cáo: số đúng.", "Held against the report: the figure is right."),
        "by_definition": Both("Số đúng theo cách đếm của chỉ tiêu.", "It is right by the way this is counted."),
        "put_right": Both("Số chưa đúng, đã sửa ở lần công bố sau.", "It was wrong; a later publication has it right."),
        LOOKING: _LOOKING,
    },
    WISH: {
        "passed_on": Both("Đã chuyển đến những người đang làm.", "Passed on to those who do it."),
        "planned": Both("Đã đưa vào kế hoạch.", "It is in the plan now."),
        "done": Both("Đã làm theo góp ý.", "It was done as suggested."),
        "cannot": Both("Chưa làm được vì thiếu nguồn lực.", "It cannot be done yet for want of means."),
        LOOKING: _LOOKING,
    },
}
SHOWN_FROM = 5
"""So many like answers are told as a number; fewer are too few to show, and nobody learns whether there were any."""
