"""Numbers as reports write them: grouped by dots, in words, with magnitudes, with a leading zero, 'more than'."""

from __future__ import annotations

from random import Random

_WORDS = {2: "hai", 3: "ba", 4: "bốn", 6: "sáu", 7: "bảy", 8: "tám", 9: "chín", 12: "mười hai"}
_BEFORE = ("", "", "", "", "hơn ", "gần ", "trên ", "khoảng ")


def written(chance: Random, size: str) -> tuple[str, str, float]:
    """(what stands before, the number as written, its value)."""
    if size == "rate":
        value = chance.randint(600, 999) / 10
        return "", f"{value:.1f}".replace(".", ",") + "%", value
    if size == "ratio":
        whole = chance.randint(12, 400)
        part = chance.randint(whole // 2, whole)
        return "", f"{part}/{whole}", float(part)
    if size == "money":
        return _money(chance)
    value = {"few": chance.randint(2, 99), "mid": chance.randint(100, 9800), "big": chance.randint(9000, 480_000)}[size]
    before = chance.choice(_BEFORE) if value > 20 else ""
    if size == "big" and chance.random() < 0.15:
        return before, f"{value // 1000} {chance.choice(('nghìn', 'ngàn'))}", float(value // 1000 * 1000)
    if size == "mid" and chance.random() < 0.05:
        return "", "hàng trăm", 100.0
    return before, _plain(chance, value), float(value)


def _money(chance: Random) -> tuple[str, str, float]:
    before = chance.choice(_BEFORE)
    if chance.random() < 0.5:
        tenths = chance.randint(11, 899)
        return before, f"{tenths / 10:.1f}".replace(".", ",") + f" {chance.choice(('tỷ', 'tỉ'))}", tenths * 1e8
    millions = chance.randint(10, 950)
    return before, f"{millions} triệu", millions * 1e6


def _plain(chance: Random, value: int) -> str:
    if value in _WORDS and chance.random() < 0.15:
        return _WORDS[value]
    if value < 10 and chance.random() < 0.3:
        return f"0{value}"
    # Now and then the dot of the thousands is left out.
    return str(value) if value < 1000 or chance.random() < 0.1 else f"{value:,}".replace(",", ".")
