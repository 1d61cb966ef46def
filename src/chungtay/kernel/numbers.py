"""Numbers and quantities in words: 'trên 1.234,5' in Vietnamese, 'over 1,234.5' in English."""

from decimal import ROUND_HALF_UP, Decimal

from chungtay.kernel.quantities import INFINITY, Precision, Quantity, Total

_WORDS = {
    Precision.MORE_THAN: ("trên", "over"),
    Precision.NEARLY: ("gần", "nearly"),
    Precision.ABOUT: ("khoảng", "about"),
    Precision.AT_LEAST: ("ít nhất", "at least"),
    Precision.AT_MOST: ("tối đa", "at most"),
    Precision.ROUNDED: ("khoảng", "about"),
}
_ORDERS = {
    10: ("hàng chục", "dozens"),
    100: ("hàng trăm", "hundreds"),
    1_000: ("hàng nghìn", "thousands"),
    10_000: ("hàng chục nghìn", "tens of thousands"),
    100_000: ("hàng trăm nghìn", "hundreds of thousands"),
    1_000_000: ("hàng triệu", "millions"),
}
_NUMERALS = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL")),
    *((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)


def number_words(value: Decimal | int, language: str = "vi") -> str:
    """Digits grouped in threes with the separators of the language; trailing zeros of a fraction are dropped."""
    text = f"{Decimal(value):,f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.translate(str.maketrans(",.", ".,")) if language == "vi" else text


def quantity_words(quantity: Quantity | Total, language: str = "vi") -> str:
    """The quantity as an official report writes it, with the word that tells its precision."""
    item = quantity.as_quantity() if isinstance(quantity, Total) else quantity
    column = 0 if language == "vi" else 1
    number = number_words(item.value, language)
    if item.precision is Precision.ORDER and item.value in _ORDERS:
        return _ORDERS[int(item.value)][column]
    if item.precision is Precision.RANGE and item.value_to is not None and item.value_to != INFINITY:
        upper = number_words(item.value_to, language)
        return f"từ {number} đến {upper}" if language == "vi" else f"{number} to {upper}"
    if item.of is not None:
        number = f"{number}/{number_words(item.of, language)}"
    words = _WORDS.get(item.precision)
    return f"{words[column]} {number}" if words else number


def rate_of(part: Decimal, whole: Decimal) -> Decimal:
    """What part of the whole, in per cent with one decimal. An unknown end of the part stays unknown."""
    return part if part == INFINITY else (part * 100 / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)


def ratio_words(part: Total, whole: Total, language: str = "vi") -> str:
    """'81,2% (1.096.572/1.350.533)': the rate from its parts, never an average of rates; "khoảng" where one of them
    is no exact number."""
    about = "khoảng " if language == "vi" else "about "
    hedge = about if part.low != part.high or whole.low != whole.high else ""
    parts = "/".join(number_words(side.value, language) for side in (part, whole))
    return f"{hedge}{number_words(rate_of(part.value, whole.value), language)}% ({parts})"


def roman(number: int) -> str:
    """1 to 3999 in Roman numerals; ValueError otherwise."""
    if not 0 < number < 4000:
        raise ValueError(number)
    letters = ""
    for value, sign in _NUMERALS:
        count, number = divmod(number, value)
        letters += sign * count
    return letters
