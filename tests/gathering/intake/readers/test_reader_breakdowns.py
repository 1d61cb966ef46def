import pytest
from reading_builders import figures, only

from chungtay.gathering.intake.readers.lexicon import lexicon
from chungtay.reference.indicators.catalogue import catalogue, cell_problems, dimensions


def cells(text: str) -> list[dict[str, str]]:
    return [found.breakdown for found in figures(text)]


@pytest.mark.parametrize("part", ["breakdowns", "breakdowns_by_noun"])
def test_every_member_of_the_lexicon_is_a_member_of_the_catalogue(part: str) -> None:
    for dimension, tree in getattr(lexicon(), part).items():
        known = {member.key for member in dimensions()[dimension].members} | {"none"}
        assert tree.labels() <= known, dimension


def test_every_indicator_of_the_lexicon_is_in_the_catalogue() -> None:
    told = {rule.code for rule in lexicon().rules if rule.code}
    finer = {code for tree in lexicon().finer.values() for code in tree.labels()}
    assert told | finer | set(lexicon().finer) <= set(catalogue())


@pytest.mark.parametrize(
    "text",
    [
        "Hòa giải thành 30 vụ mâu thuẫn.",
        "Có 50 khu dân cư đạt tiêu chuẩn an toàn về an ninh trật tự.",
        "Có 5 xã đạt tiêu chuẩn an toàn về an ninh trật tự.",
        "Có 12 doanh nghiệp đạt tiêu chuẩn an toàn về an ninh trật tự.",
        "Nhân dân giao nộp 5 quả lựu đạn.",
        "Qua tuần tra đã phát hiện, xử lý 5 vụ.",
        "Vận động 300 hộ gia đình ký cam kết.",
        "Cấp phát 300 tờ rơi.",
    ],
)
def test_a_part_is_one_of_the_indicators_own_dimension(text: str) -> None:
    found = only(text)
    cell = ";".join(f"{dimension}={member}" for dimension, member in found.breakdown.items())
    assert found.indicator
    assert cell_problems(catalogue()[found.indicator], cell) == []


@pytest.mark.parametrize(
    ("text", "member"),
    [
        ("Nhân dân cung cấp 70 tin về an ninh chính trị.", "political_security"),
        ("Nhân dân cung cấp 70 nguồn tin liên quan đến tội phạm ma túy.", "crime"),
        ("Nhân dân cung cấp 70 tin về các loại tội phạm khác.", "crime"),
        ("Nhân dân cung cấp 70 tin về các lĩnh vực khác.", "other"),
        ("Nhân dân cung cấp 70 tin về an ninh, trật tự.", None),
        ("Nhân dân cung cấp 70 tin về an ninh trật tự trên địa bàn.", None),
        ("Nhân dân cung cấp 70 tin về tội phạm và tệ nạn xã hội.", None),
        ("Nhân dân cung cấp 70 tin, giúp Công an xử lý các loại tội phạm.", None),
        ("Nhân dân cung cấp 70 tin và tham gia nhiều hoạt động khác.", None),
        ("Nhân dân cung cấp 70 tin phục vụ đấu tranh phòng, chống tội phạm.", None),
        ("Nhân dân cung cấp 70 tin tố giác tội phạm.", None),
    ],
)
def test_the_words_behind_a_tip_tell_its_category(text: str, member: str | None) -> None:
    assert only(text).breakdown == ({"tip_category": member} if member else {})


def test_words_behind_the_next_number_belong_to_that_one() -> None:
    assert cells("Nhân dân cung cấp 70 tin, 40 tin về tệ nạn.")[0] == {}


def test_a_whole_with_parts_of_several_kinds_is_of_none() -> None:
    text = "Nhân dân cung cấp 90 tin về tội phạm các loại; trong đó có 50 tin về tội phạm, 40 tin về tệ nạn."
    assert cells(text) == [{}, {"tip_category": "crime"}, {"tip_category": "social_evils"}]


def test_a_whole_whose_part_is_another_count_keeps_its_own() -> None:
    found = figures("Nhân dân cung cấp 90 tin về tội phạm, trong đó có 50 tin có giá trị.")
    assert found[0].breakdown == {"tip_category": "crime"}


@pytest.mark.parametrize(
    ("text", "members"),
    [
        ("Khen thưởng 70 tập thể, cá nhân.", ["mixed"]),
        ("Khen thưởng 70 tập thể và cá nhân.", ["mixed"]),
        ("Khen thưởng 70 lượt tập thể, cá nhân.", ["mixed"]),
        ("Khen thưởng 7 tập thể, 9 cá nhân.", ["collective", "individual"]),
        ("Khen thưởng 7 tập thể, 9 cá nhân, 4 hộ gia đình.", ["collective", "individual", "household"]),
        ("Công an tỉnh tặng giấy khen cho 9 người.", ["individual"]),
        ("UBND tỉnh tặng 70 bằng khen cho các tập thể, cá nhân.", ["mixed"]),
    ],
)
def test_recipients_are_counted_by_kind_or_together(text: str, members: list[str]) -> None:
    assert [cell["recipient_kind"] for cell in cells(text)] == members


def test_an_award_without_recipients_is_of_no_kind() -> None:
    assert only("UBND tỉnh tặng 70 bằng khen.").breakdown == {}


def test_times_of_attendance_stay_the_unit() -> None:
    assert only("Tuyên truyền cho 900 lượt người.").unit == "lượt người"


def test_a_label_before_the_number_tells_the_part() -> None:
    text = "Tin về tội phạm hình sự: 45 tin; tin về tệ nạn xã hội: 30 tin."
    assert cells(text) == [{"tip_category": "crime"}, {"tip_category": "social_evils"}]


def test_labels_in_one_list_are_not_parts_of_each_other() -> None:
    found = figures("Tin về tội phạm hình sự: 45 tin; tin về tệ nạn xã hội: 30 tin.")
    assert [f.parent for f in found] == [None, None]


def test_a_rate_takes_the_part_from_what_reached_it() -> None:
    found = only("Tỷ lệ khu dân cư đạt tiêu chuẩn an toàn về an ninh, trật tự đạt 95%.")
    assert found.breakdown == {"subject_kind": "residential_area"}
