"""Numbers that take something from their neighbours, and confidence from what bears them out."""

import pytest
from reading_builders import figures


def _codes(text: str) -> list[str | None]:
    return [f.indicator for f in figures(text, place="Nghệ An", document_date="2023-12-20")]


def test_a_share_keeps_the_code_of_what_is_shared() -> None:
    assert _codes("Có 31.392 đội thanh niên xung kích (chiếm 57,69% tổng số các tổ chức).")[1] == "models.teams"


def test_a_signed_percentage_in_brackets_is_a_change() -> None:
    assert _codes("So với cùng kỳ, giảm 3.009 vụ (-24,25%).") == ["context.change", "context.change"]


def test_an_unknown_thing_at_the_end_of_a_list_of_exhibits_is_one_too() -> None:
    assert _codes("Thu giữ 300 kg heroin, 79 xe máy, 485 dụng cụ khác.")[2] == "context.contraband_seized"


def test_a_sanction_takes_over_from_the_charges_before_it() -> None:
    found = _codes("Khởi tố 14 vụ, 18 bị can, xử lý hành chính 24 vụ, 35 đối tượng với số tiền 33,5 triệu đồng.")
    assert found[2:] == ["context.administrative_sanctions", "context.administrative_sanctions", "context.fines"]


def test_a_figure_said_twice_is_surer() -> None:
    once = figures("Đã tiếp nhận 845 nguồn tin.")[0]
    twice = figures("Đã tiếp nhận 845 nguồn tin.\nNhân dân cung cấp 845 nguồn tin.")[0]
    assert twice.confidence > once.confidence


def test_a_period_after_a_comparison_is_that_before_it() -> None:
    text = "Trong tháng 9/2015, xảy ra 187 vụ cháy. So với tháng 8 năm 2015, tăng 16 vụ cháy."
    assert {(f.period.start, f.period.end) for f in figures(text)} == {("2015-09", "2015-09")}


def test_the_next_best_of_the_reader_is_offered_beside() -> None:
    found = figures("Từ nguồn tin của nhân dân, Công an huyện Đô Lương đã bắt giữ 12 đối tượng.", place="Nghệ An")[0]
    assert found.indicator == "tips.persons_handled"
    assert found.others.indicators[0] == "context.persons_handled"
    assert found.others.places[0] == "Nghệ An"


def test_what_was_read_is_not_offered_again() -> None:
    found = figures("Năm 2022 và năm 2023, xã hòa giải 12 vụ.", place="Nghệ An", document_date="2023-12-20")[0]
    assert found.indicator not in found.others.indicators
    assert found.place not in found.others.places
    assert next((p.start, p.end) for p in found.others.periods) == ("2022", "2022")


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Đã hòa giải thành 203/250 vụ mâu thuẫn, đạt 81,2%.", "Đã hòa giải thành 203/250 vụ mâu thuẫn, đạt 71,2%."),
        (
            "Tiếp nhận 400 nguồn tin, trong đó 300 tin có giá trị, chiếm 75%.",
            "Tiếp nhận 400 nguồn tin, trong đó 300 tin có giá trị, chiếm 65%.",
        ),
    ],
)
def test_a_share_that_its_numbers_come_to_makes_all_of_them_surer(text: str, plain: str) -> None:
    for agreed, other in zip(figures(text), figures(plain), strict=True):
        assert agreed.confidence > other.confidence


def test_crime_told_beside_the_programmes_work_is_less_sure_than_in_a_report_on_crime() -> None:
    crime = "Thu giữ 320 viên ma túy tổng hợp."
    work = "Tổ chức 42 buổi tuyên truyền. Xây dựng 15 mô hình. "
    assert figures(work + crime)[-1].confidence < figures(crime)[-1].confidence
