from chungtay.kernel.numbers import roman


def test_roman_numerals_subtract_before_fives_and_tens() -> None:
    assert [roman(number) for number in (4, 9, 14, 40, 1994)] == ["IV", "IX", "XIV", "XL", "MCMXCIV"]
