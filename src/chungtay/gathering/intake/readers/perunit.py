"""Numbers that hold for each unit and count nothing: '(mỗi thôn thành lập 1 tổ)', 'cứ 50 hộ thì đặt 1 kẻng'."""

from chungtay.gathering.intake.readers.spots import Spot

_SPANS = {"năm", "tháng", "ngày", "tuần", "quý", "đêm", "kỳ"}
_RATES = {
    ("mức", "hỗ"),
    ("mức", "phụ"),
    ("mức", "thưởng"),
    ("mức", "đóng"),
    ("mức", "lương"),
    ("có", "giá"),
    ("mức", "giá"),
}
_CLOSES = {",", ";", ".", "(", ")", ":"}
# A sentence of its own ('Mỗi tổ có 3 thành viên.') is a statement and is kept for an officer to judge.
_OPENS = {"(", "cấu", "định", "lệ"}
_REACH, _CHAIN = 10, 6
_MOST = 100


def per_unit(spot: Spot) -> str | None:
    """'structure' for what each unit has, 'law_threshold' for a rate or price that a rule or a shop sets."""
    if spot.counted is not None and "money" in spot.counted.kinds and spot.scene.key(spot.counted.last) == "/":
        return "law_threshold"
    if spot.previous and spot.previous[1] == "structure" and _goes_on(spot):
        return "structure"
    for steps in range(1, _REACH):
        key = spot.before(steps)
        if key == "mỗi" and spot.before(steps + 1) not in _OPENS:
            return None
        if key in _CLOSES or key == "":
            return None
        following = spot.before(steps - 1) if steps > 1 else ""
        if key == "mỗi" and spot.number.value <= _MOST:
            return None if following in _SPANS else "structure"
        if key == "cứ" and spot.before(steps + 1) in _CLOSES | {""}:
            return "structure"
        worth = (key, following) == ("có", "giá") and spot.before(steps - 2) == "trị"
        if not worth and (key, following) in _RATES and "money" in (spot.counted.kinds if spot.counted else ()):
            return "law_threshold"
    return None


def _goes_on(spot: Spot) -> bool:
    """Small numbers straight after one of these in the same list: '(1 tổ trưởng, 1 tổ phó và 1 tổ viên)'."""
    before = spot.previous[0] if spot.previous else None
    if before is None or spot.number.value > before.value or spot.number.first - before.last > _CHAIN:
        return False
    keys = {spot.scene.key(at) for at in range(before.last, spot.number.first)}
    return bool(keys & {"(", ",", "và", "thì"}) and not keys & {"số", "tổng", "toàn", "hiện"}
