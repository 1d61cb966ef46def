from reading_builders import laid_out

from chungtay.gathering.intake.readers.tokens import tokenise, word_key


def test_tokens_carry_the_offsets_of_the_text() -> None:
    text = "  Có 1.234 vụ,\n12 người."
    assert all(text[token.start : token.end] == token.text for token in tokenise(text))


def test_words_compare_wherever_the_tone_mark_stands() -> None:
    assert word_key("hoà") == word_key("Hòa")
    assert word_key("uỷ") == word_key("ủy")


def test_quy_keeps_its_only_spelling() -> None:
    assert word_key("Quý") == "quý"


def test_a_web_address_is_one_token() -> None:
    assert [t.kind for t in tokenise("xem https://cong-an.tinh.vn/tin/2024/06/12 nhé")] == ["word", "link", "word"]


def test_a_dot_inside_a_number_or_after_an_abbreviation_ends_no_sentence() -> None:
    assert len(laid_out("Công an TP. Vinh xử lý 1.234 vụ. Toàn tỉnh ổn định.").sentences) == 2


def test_an_initial_ends_no_sentence() -> None:
    assert len(laid_out("Theo đồng chí N. Bình, có 3 tổ.").sentences) == 1


def test_text_without_full_stops_is_cut_at_a_comma() -> None:
    assert len(laid_out("mô hình, " * 500).sentences) > 2
