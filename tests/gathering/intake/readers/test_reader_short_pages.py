"""What short pages of communes do: small counts in words, one place named once, gifts and awards of one day."""

import pytest
from reading_builders import figures, only, reading, surfaces


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("UBND xã khen thưởng năm tập thể và mười cá nhân.", ["năm", "mười"]),
        ("UBND xã tặng giấy khen cho một tập thể, ba cá nhân.", ["một", "ba"]),
        ("Trong năm tập thể thôn đã đoàn kết.", []),
        ("Cả năm cá nhân nào cũng hăng hái.", []),
        ("Đây là một mô hình hay.", []),
        ("Xã thành lập được một tổ, hai đội tự quản.", ["một", "hai"]),
        ("Công an phường trao 15 phần quà cho hộ nghèo.", ["15"]),
        ("Ngày hội có 2 phần: phần lễ và phần hội.", []),
        ("Mô hình làm điểm ở 03 thôn Đông Hòa, Đông An và Đông Bình.", ["03"]),
        ("Camera được theo dõi tại Công an P.12.", []),
        ("Đến nay có 42 thôn Công giáo hưởng ứng mô hình.", ["42"]),
    ],
)
def test_small_counts_are_told_from_articles_years_and_names(text: str, numbers: list[str]) -> None:
    assert surfaces(text) == numbers


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Ban chủ nhiệm thực hiện mô hình gồm 9 thành viên, có nhiệm vụ tuyên truyền.", "models.members"),
        ("UBND xã hỗ trợ 40% kinh phí.", "support.funds"),
        ("Việc lắp đặt được xã hội hóa 100%.", "support.funds"),
        ("Hội phụ nữ tặng quà cho 12 hộ có hoàn cảnh khó khăn.", "support.beneficiaries"),
        ("Mặt trận phường chọn 5 tổ dân phố để làm thí điểm.", "models.communes_covered"),
        ("Có 4 hẻm được gắn camera.", "models.communes_covered"),
        ("Trạm được trang bị 6 máy bộ đàm.", None),
        ("Khu phố đã lắp 16 máy camera.", "cameras.installed"),
        ("Công an xã tổ chức tuần tra 38 lượt.", "patrols.shifts"),
        ("Huy động tuần tra với 380 lượt CBCS.", "patrols.participations"),
        ("Công an xã xử lý 4 vụ vi phạm hành chính.", "context.administrative_sanctions"),
        ("Đã thu hồi 2 xe máy trả người bị mất.", "context.property_recovered"),
        ("Thôn có 18 đồng chí trong tổ tự quản.", "models.members"),
    ],
)
def test_what_a_small_place_counts(text: str, code: str | None) -> None:
    assert only(text).indicator == code


def test_the_festivals_year_does_not_hide_its_day() -> None:
    text = "Sáng 14/8, UBND xã An Lạc tổ chức Ngày hội toàn dân bảo vệ an ninh Tổ quốc năm 2031, thu hút 150 người dự."
    assert only(text, document_date="2031-08-15").period.start == "2031-08-14"


def test_gifts_beside_awards_were_given_on_that_day() -> None:
    text = "Ban tổ chức trao giấy khen cho 6 tập thể, tặng 20 suất quà cho học sinh."
    assert [f.period.end for f in figures(text, document_date="2031-08-14")] == ["2031-08-14", "2031-08-14"]


def test_one_verb_of_making_holds_for_its_list() -> None:
    text = "Năm 2031, toàn xã đã xây dựng 16 tổ tự quản, 2 mô hình, 3 đội dân phòng."
    assert {f.period.start for f in figures(text)} == {"2031"}


def test_since_a_month_reaches_to_the_documents_day() -> None:
    found = only("Từ tháng 3/2031, Công an xã đã xử lý 4 vụ.", document_date="2031-09-10")
    assert (found.period.start, found.period.end) == ("2031-03", "2031-09-10")


def test_what_was_founded_in_a_month_is_told_of_that_month() -> None:
    found = only("Câu lạc bộ thành lập từ tháng 8/2031 với 15 thành viên.", document_date="2033-01-10")
    assert (found.period.start, found.period.end) == ("2031-08", "2031-08")


def test_from_now_to_a_day() -> None:
    found = only("Từ nay đến 30/4, phường tổ chức thêm 8 buổi tuyên truyền.", document_date="2031-04-02")
    assert (found.period.start, found.period.end) == ("2031-04-02", "2031-04-30")


def test_a_giver_of_gifts_does_not_lend_its_place() -> None:
    text = "Công an tỉnh Nghệ An tặng quà cho 10 hộ khó khăn."
    assert only(text, place="Nghệ An/Đô Lương").place == "Nghệ An/Đô Lương"


def test_two_names_behind_a_number_leave_the_whole_as_its_place() -> None:
    text = "UBND thị xã Thái Hòa xây dựng 2 mô hình tại phường Hòa Hiếu và Quang Tiến."
    assert only(text).place == "Nghệ An/Thái Hòa"


def test_hamlets_are_counted_within_the_commune_behind_them() -> None:
    found = only("Mô hình đặt ở 2 thôn Đông An và Đông Hòa, xã Đông Sơn.", place="Nghệ An/Đô Lương")
    assert found.place == "Nghệ An/Đô Lương/Đông Sơn"


def test_a_caption_does_not_tell_whose_report_it_is() -> None:
    text = (
        "Hội Phụ nữ tỉnh triển khai chương trình tại các huyện.\n\n"
        "Hội viên phường Quang Tiến, thị xã Thái Hòa sinh hoạt. Ảnh: T.A\n\n"
        "Công an tỉnh Nghệ An và Hội đã mở 20 lớp tập huấn."
    )
    assert reading(text).default_place == "Nghệ An"


def test_what_is_launched_somewhere_is_told_of_that_place() -> None:
    text = (
        "Hội Phụ nữ huyện Đô Lương ra mắt câu lạc bộ tự quản tại xã Đông Sơn.\n\nCâu lạc bộ có 10 thành viên nòng cốt."
    )
    assert only(text).place == "Nghệ An/Đô Lương/Đông Sơn"


def test_a_commune_that_kept_its_districts_name_is_not_inside_it() -> None:
    text = "https://dilinh.lamdong.gov.vn/thon-3-xa-di-linh-lap-camera.aspx\nThôn đã lắp 12 camera an ninh."
    assert only(text).place == "Lâm Đồng/Di Linh"


def test_the_district_in_the_address_stands_between_province_and_commune() -> None:
    text = "http://baoyenbai.com.vn/13/2/Tran-Yen-giu-binh-yen.aspx\nXã Kiên Thành duy trì 9 tổ hòa giải."
    assert only(text).place == "Yên Bái/Trấn Yên/Kiên Thành"


def test_several_communes_named_together_lend_their_place_to_none() -> None:
    text = "Người dân các xã Đông Sơn, Tân Sơn và Hòa Sơn đã giao nộp 19 khẩu súng."
    assert only(text, place="Nghệ An/Đô Lương").place == "Nghệ An/Đô Lương"


def test_members_behind_a_patrol_team_are_its_members() -> None:
    found = figures("Xã có 9 tổ tuần tra với 36 thành viên.")
    assert [f.indicator for f in found] == ["models.teams", "models.members"]


def test_what_was_just_received_is_of_the_documents_day() -> None:
    found = only("Công an xã vừa tiếp nhận 2 khẩu súng tự chế.", document_date="2031-09-29")
    assert found.period.end == "2031-09-29"


def test_a_standard_is_shared_by_the_list_before_it_and_not_by_the_clause_before_that() -> None:
    found = figures(
        "Huyện duy trì 31 mô hình; 34/39 khu dân cư, 18/18 trường học được công nhận đạt tiêu chuẩn an toàn."
    )
    assert [str(f.indicator).split(".")[0] for f in found] == ["models", "standard", "standard"]


def test_a_price_for_each_is_no_figure() -> None:
    assert surfaces("Có 80 hộ đóng góp (117.000đ/ hộ).") == ["80"]


def test_the_youth_union_of_a_district_tells_of_that_district() -> None:
    text = "Quận đoàn Bình Tân (TP. Hồ Chí Minh) đã thành lập 10 tổ xung kích."
    assert only(text).place == "TP Hồ Chí Minh/Bình Tân"


def test_comrades_are_not_counted_in_dong() -> None:
    assert only("Thôn có 18 đồng chí trong tổ tự quản.").unit == "đồng chí"


def test_what_had_been_built_until_now_is_a_state() -> None:
    found = only("Đến nay, xã đã xây dựng được 31 mô hình.", document_date="2031-10-23", term=(2031, 2031))
    assert (found.period.kind, found.period.end) == ("stock", "2031-10-23")


def test_a_short_label_between_an_office_and_its_province_is_a_district() -> None:
    text = "https://xaduclan.moduc.quangngai.gov.vn/tin/12\nCông an xã Đức Lân tuần tra 38 lượt."
    assert only(text).place == "Quảng Ngãi/Mộ Đức/Đức Lân"
