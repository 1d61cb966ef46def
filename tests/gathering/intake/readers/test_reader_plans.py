"""Plans in the layouts in which offices write them: what is asked for, of whom, with whom, by when."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chungtay.gathering.intake.readers.documents import Document, Paragraph, text_document
from chungtay.gathering.intake.readers.plandues import due_of
from chungtay.gathering.intake.readers.plans import PlanText, read_plan
from chungtay.gathering.programmes.quotas import is_quota, without_quota
from gathering.intake.readers import plan_builders as plans


def read(lines: tuple[str, ...]) -> PlanText:
    return read_plan(text_document("\n".join(lines).encode(), "ke-hoach.txt"))


def tabled(rows: tuple[tuple[str, ...], ...]) -> PlanText:
    """A document with this table alone; empty cells are not in it, as the parsers leave them out."""
    text, paragraphs = "", []
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            if cell:
                paragraphs.append(Paragraph(len(text), len(text) + len(cell), None, "cell", (0, row, column)))
                text += f"{cell}\n"
    return read_plan(Document("ke-hoach.docx", text, tuple(paragraphs)), 2026)


def test_a_plan_says_its_number_day_title_and_year() -> None:
    found = read(plans.LISTED)
    assert (found.number, found.issued_on, found.year) == ("12/KH-CAP", date(2026, 1, 15), 2026)
    assert found.title == "Thực hiện Chương trình phối hợp bảo vệ an ninh, trật tự năm 2026"


def test_a_list_gives_what_who_with_whom_and_by_when() -> None:
    talk, cameras = read(plans.LISTED).items[:2]
    assert (talk.lead, talk.partners, talk.due) == (
        "Công an phường", ("Ủy ban MTTQ phường", "Hội Phụ nữ"), date(2026, 6, 30)
    )  # fmt: skip
    assert talk.area == "Công tác tuyên truyền"
    assert (cameras.title, cameras.lead) == ("Ra mắt 2 mô hình camera", "Công an phường")
    assert (cameras.partners, cameras.due) == (("Đoàn Thanh niên", "Hội Cựu chiến binh"), date(2026, 9, 30))


def test_purposes_budgets_and_recipients_are_nothing_to_be_done() -> None:
    titles = " ".join(item.title for lines in (plans.LISTED, plans.OUTLINED) for item in read(lines).items)
    assert not any(word in titles for word in ("nhận thức", "ngân sách", "Công an thành phố"))


def test_items_under_the_name_of_a_body_are_that_body_s() -> None:
    review, teams = read(plans.LISTED).items[-2:]
    assert (review.lead, review.due) == ("Công an phường", date(2026, 6, 15))
    assert (teams.lead, teams.due) == ("Ủy ban MTTQ phường", date(2026, 6, 30))


def test_a_number_of_tips_or_persons_is_left_out_and_said() -> None:
    tips = read(plans.LISTED).items[2]
    assert (tips.title, tips.is_quota) == ("Vận động Nhân dân cung cấp tin báo về tội phạm", True)
    persons = tabled(plans.TABLE).items[-1]
    assert (persons.title, persons.is_quota) == ("Lập danh sách đối tượng cần giáo dục", True)


def test_lines_that_begin_with_a_label_belong_to_the_item_above() -> None:
    training, inspection = read(plans.OUTLINED).items
    assert (training.lead, training.partners, training.due) == (
        "Ủy ban MTTQ tỉnh", ("Công an tỉnh", "Sở Tư pháp"), date(2026, 9, 30)
    )  # fmt: skip
    assert (inspection.lead, inspection.due) == ("Công an tỉnh", date(2026, 10, 31))


def test_a_table_is_read_by_its_heads_with_sections_and_merged_cells() -> None:
    training, leaflet, _persons = tabled(plans.TABLE).items
    assert (training.lead, training.due, training.target) == ("Công an tỉnh", date(2026, 3, 31), "02 lớp")
    assert (training.area, training.partners) == ("Tuyên truyền", ("Ủy ban MTTQ tỉnh", "Hội Nông dân"))
    assert (leaflet.lead, leaflet.is_carried, leaflet.due) == ("Công an tỉnh", True, date(2026, 9, 30))


def test_lines_whose_numbers_word_keeps_to_itself_are_read_all_the_same() -> None:
    festival, cameras = read(plans.UNNUMBERED).items
    assert (festival.lead, festival.due) == ("Ủy ban MTTQ phường", date(2026, 8, 19))
    assert cameras.due == date(2026, 12, 31)


def test_conclusions_without_sections_are_read_line_by_line() -> None:
    guidance, cameras = read(plans.CONCLUSIONS).items
    assert (guidance.title, guidance.due) == ("Xây dựng hướng dẫn xếp loại mô hình", date(2026, 11, 30))
    assert (cameras.title, cameras.lead) == ("Báo cáo số điểm camera", "Công an các xã")


def test_a_report_asks_for_nothing() -> None:
    assert read(("BÁO CÁO", "I. KẾT QUẢ", "1. Đã mở 12 lớp tập huấn.")).items == ()


@pytest.mark.parametrize(
    ("words", "due"),
    [
        ("Quý I, II năm 2026", date(2026, 6, 30)),
        ("tháng 02", date(2026, 2, 28)),
        ("6 tháng đầu năm", date(2026, 6, 30)),
        ("Từ ngày 01/3 đến ngày 15/4", date(2026, 4, 15)),
        ("ngày 31/6", None),
        ("theo hướng dẫn", None),
    ],
)
def test_days_in_words(words: str, due: date | None) -> None:
    assert due_of(words, 2026) == due


@pytest.mark.parametrize(
    ("words", "asks"),
    [
        ("Hướng dẫn nơi nhận tin tố giác trước ngày 30/6/2026", False),
        ("Sơ kết việc tiếp nhận tin báo năm 2026", False),
        ("Nâng cao hiệu quả tiếp nhận tin báo, giai đoạn 2023 - 2033", False),
        ("Vận động cung cấp từ 300 tin báo trở lên trong tháng 6", True),
        ("Mỗi tháng 10 tin báo, mỗi năm 120 nguồn tin", True),
        ("Mỗi tháng 10 tố giác", True),
        ("Mỗi quý 4 vụ phát hiện", True),
    ],
)
def test_a_day_is_no_quota(words: str, asks: bool) -> None:
    assert is_quota(words) is asks


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("Mỗi khu phố vận động hai mươi tin báo", "Mỗi khu phố vận động tin báo"),
        ("Vận động giao nộp ít nhất 20 khẩu súng tự chế", "Vận động giao nộp khẩu súng tự chế"),
        ("Tiếp nhận 20 vụ mâu thuẫn", "Tiếp nhận vụ mâu thuẫn"),
        ("Tăng 10% số vụ phát hiện qua tuần tra", "Vụ phát hiện qua tuần tra"),
        ("Giúp đỡ 5 người tái hòa nhập cộng đồng", "Giúp đỡ người tái hòa nhập cộng đồng"),
    ],
)
def test_what_takes_no_target_is_asked_for_without_its_number(words: str, left: str) -> None:
    assert (is_quota(words), without_quota(words)) == (True, left)


@pytest.mark.parametrize(
    "words",
    [
        "Hòa giải thành 90% số vụ tiếp nhận",
        "Phát động 2 đợt giao nộp vũ khí trước 30/6",
        "Xây dựng 3 mô hình giúp đỡ người tái hòa nhập",
        "Phường Hai Bà Trưng hướng dẫn nơi nhận tin báo",
    ],
)
def test_work_that_may_be_counted_is_no_quota(words: str) -> None:
    assert not is_quota(words)


@given(st.text(max_size=60))
def test_a_title_without_its_quota_asks_for_none(words: str) -> None:
    assert not is_quota(without_quota(words))


@given(st.lists(st.sampled_from([*plans.LISTED, *plans.CONCLUSIONS, "- ", "a)", "Chủ trì:", "IV."]), max_size=12))
def test_every_item_lies_in_the_text_and_in_order(lines: list[str]) -> None:
    document = text_document("\n".join(["Kế hoạch", *lines]).encode(), "ke-hoach.txt")
    items = read_plan(document).items
    assert all(0 <= item.start < item.end <= len(document.text) for item in items)
    assert [item.start for item in items] == sorted(item.start for item in items)
