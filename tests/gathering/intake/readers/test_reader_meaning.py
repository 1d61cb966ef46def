import pytest
from reading_builders import figures, only

_SENSES = [
    ("Nhân dân cung cấp 120 nguồn tin cho Công an.", "tips.received"),
    ("Tiếp nhận 40 tin có giá trị từ quần chúng.", "tips.useful"),
    ("Nhân dân tố giác 12 vụ việc.", "tips.received"),
    ("Đặt 30 hòm thư tố giác tội phạm.", "tips.boxes_and_hotlines"),
    ("Công an khám phá 30 vụ án.", "context.cases_handled"),
    ("Từ nguồn tin của nhân dân, Công an làm rõ 30 vụ.", "tips.cases_solved"),
    ("Toàn huyện xảy ra 30 vụ phạm pháp hình sự.", "context.criminal_offences"),
    ("Lực lượng phát hiện 30 vụ.", "context.criminal_offences"),
    ("Công an bắt giữ 41 đối tượng.", "context.persons_handled"),
    ("Vụ việc liên quan 41 đối tượng.", "context.persons_counted"),
    ("Xử phạt vi phạm hành chính 41 trường hợp.", "context.administrative_sanctions"),
    ("Xử phạt số tiền 41 triệu đồng.", "context.fines"),
    ("Thu hồi tài sản trị giá 41 triệu đồng trả lại người dân.", "context.property_recovered"),
    ("Tội phạm chiếm đoạt 41 triệu đồng.", "context.property_loss"),
    ("Các đoàn thể vận động ủng hộ 41 triệu đồng.", "support.funds"),
    ("Vận động 4 đối tượng truy nã ra đầu thú.", "reintegration.surrendered"),
    ("Gọi hỏi, răn đe 40 đối tượng.", "reintegration.persons_warned"),
    ("Cảm hóa, giáo dục 40 người lầm lỗi.", "reintegration.persons_released"),
    ("Giúp đỡ 40 người chấp hành xong án phạt tù có việc làm.", "reintegration.persons_supported"),
    ("Tai nạn giao thông xảy ra 9 vụ.", "context.accidents_and_fires"),
    ("Tai nạn làm chết 9 người.", "context.victims"),
    ("Lập hồ sơ quản lý 90 người nghiện ma túy.", "context.drug_users"),
    ("Hòa giải thành 30 vụ mâu thuẫn.", "mediation.cases_successful"),
    ("Hội phụ nữ giải quyết 30 vụ mâu thuẫn trong nhân dân.", "disputes.settled_by_organisations"),
    ("Tổ chức 30 buổi tuyên truyền.", "communication.sessions"),
    ("Tổ chức 30 đợt phát động phong trào.", "campaigns.launches"),
    ("Tổ chức 30 buổi tư vấn pháp luật lưu động.", "communication.legal_aid_sessions"),
    ("Mở 30 lớp tập huấn.", "training.classes"),
    ("Tập huấn nghiệp vụ cho 300 lượt cán bộ.", "training.participations"),
    ("Tuyên truyền cho 300 lượt người.", "communication.participations"),
    ("Cấp phát 300 tờ rơi.", "communication.materials"),
    ("Đăng tải 300 tin, bài.", "communication.materials"),
    ("Tiếp thu 30 ý kiến góp ý.", "communication.opinions"),
    ("Vận động 300 hộ gia đình ký cam kết.", "pledges.signed"),
    ("Tổ chức tuần tra 300 ca.", "patrols.shifts"),
    ("Huy động 300 lượt người tuần tra.", "patrols.participations"),
    ("Tổ chức 3 đợt ra quân tấn công trấn áp tội phạm.", "patrols.sweeps"),
    ("Thành lập 3 đoàn kiểm tra.", "documents.inspections"),
    ("Ban hành 30 văn bản chỉ đạo.", "documents.issued"),
    ("Duy trì 30 mô hình tự quản.", "models.running"),
    ("Thanh loại 3 mô hình kém hiệu quả.", "models.removed"),
    ("Có 21 loại mô hình.", "models.kinds"),
    ("Mô hình nhân rộng thành 560 điểm.", "models.points"),
    ("Mô hình được triển khai tại 56 xã, phường.", "models.communes_covered"),
    ("Toàn tỉnh có 31 xã triển khai mô hình tiếng kẻng an ninh.", "models.communes_covered"),
    ("Đến nay, toàn tỉnh hiện có 56 mô hình.", "models.running"),
    ("Toàn tỉnh có 560 tổ hòa giải.", "mediation.teams"),
    ("Thành lập 560 tổ liên gia tự quản.", "models.teams"),
    ("Ra mắt 56 tổ bảo vệ an ninh trật tự.", "force.teams"),
    ("Các tổ có 560 thành viên.", "models.members"),
    ("Lắp đặt 560 mắt camera.", "cameras.installed"),
    ("Nhân dân giao nộp 5 khẩu súng.", "weapons.guns"),
    ("Nhân dân giao nộp 500 viên đạn.", "weapons.ammunition"),
    ("Thu hồi 5 quả lựu đạn.", "weapons.explosives"),
    ("Thu giữ 5 kg ma túy.", "context.contraband_seized"),
    ("Triệt xóa 5 tụ điểm phức tạp.", "context.hotspots_cleared"),
    ("Có 50 khu dân cư đạt tiêu chuẩn an toàn về an ninh trật tự.", "standard.safe_residential_areas"),
    ("Có 5 xã đạt tiêu chuẩn an toàn về an ninh trật tự.", "standard.safe_communes"),
    ("Có 95% khu dân cư đạt tiêu chuẩn an toàn.", "standard.rate"),
    ("Tỷ lệ điều tra, khám phá đạt 85%.", "context.clearance_rate"),
    ("Tỷ lệ hòa giải thành đạt 85%.", "mediation.success_rate"),
    ("Có 80% hộ dân ký cam kết.", "pledges.signed"),
    ("UBND tỉnh tặng bằng khen cho 5 tập thể.", "awards.province_committee"),
    ("Giám đốc Công an tỉnh tặng giấy khen cho 5 cá nhân.", "awards.police_director"),
    ("Khen thưởng 5 tập thể, 7 cá nhân.", "awards.all"),
    ("Trao 120 suất quà cho hộ nghèo.", "support.beneficiaries"),
    ("Huyện có dân số 120.000 nhân khẩu.", "context.population"),
    ("Tội phạm giảm 18% so với cùng kỳ.", "context.change"),
    ("Số vụ tăng 12 vụ.", "context.change"),
]


@pytest.mark.parametrize(("text", "code"), _SENSES)
def test_the_indicator_follows_what_is_counted_and_done(text: str, code: str) -> None:
    assert figures(text)[0].indicator == code


@pytest.mark.parametrize(
    ("text", "approx"),
    [
        ("Có hơn 30 vụ.", "more_than"),
        ("Có trên 30 vụ.", "more_than"),
        ("Có gần 30 vụ.", "nearly"),
        ("Có khoảng 30 vụ.", "about"),
        ("Có ước tính 30 vụ.", "about"),
        ("Có ít nhất 30 vụ.", "at_least"),
        ("Có không dưới 30 vụ.", "at_least"),
        ("Có từ 30 vụ trở lên.", "at_least"),
        ("Có không quá 30 vụ.", "at_most"),
        ("Có dưới 30 vụ.", "at_most"),
        ("Có hàng chục vụ.", "order"),
        ("Nhiều hơn 30 vụ so với năm trước.", "exact"),
        ("Có 30 vụ.", "exact"),
    ],
)
def test_the_word_before_the_number_tells_how_exactly_it_was_meant(text: str, approx: str) -> None:
    assert figures(text)[0].approx == approx


def test_on_areas_is_where_and_not_how_many() -> None:
    assert only("Mô hình được triển khai trên 12 địa bàn.").approx == "exact"


def test_a_level_reached_by_falling_is_no_difference() -> None:
    assert only("Phạm pháp hình sự giảm còn 30 vụ.").indicator == "context.criminal_offences"


def test_aims_are_targets() -> None:
    assert only("Phấn đấu mỗi xã xây dựng ít nhất 2 mô hình.").status == "target"


def test_reached_aims_are_results() -> None:
    assert only("Vượt chỉ tiêu, Công an xã lắp 20 camera.").status == "result"


def test_the_size_of_a_place_is_context() -> None:
    assert only("Dân số toàn huyện là 45.000 nhân khẩu.").status == "context"


def test_a_number_without_noun_takes_the_one_before() -> None:
    found = figures("Hòa giải 40 vụ việc, trong đó 31 hòa giải thành.")
    assert [f.unit for f in found] == ["vụ việc", "vụ việc"]


def test_joined_nouns_are_one_unit() -> None:
    assert only("Khen thưởng 20 tập thể, cá nhân.").unit == "tập thể, cá nhân"


def test_parts_name_their_whole() -> None:
    found = figures("Nhân dân cung cấp 90 tin, trong đó có 50 tin về tội phạm, 40 tin về tệ nạn.")
    assert [f.parent for f in found] == [None, 0, 0]


def test_a_part_cannot_exceed_its_whole() -> None:
    assert figures("Có 9 mô hình, trong đó có 50 mô hình tốt.")[1].parent is None


def test_the_category_of_a_tip_is_its_breakdown() -> None:
    assert only("Nhân dân cung cấp 50 tin về tệ nạn xã hội.").breakdown == {"tip_category": "social_evils"}


def test_no_name_is_carried_into_the_qualifier() -> None:
    assert only("Công an bắt giữ 3 đối tượng do Nguyễn Văn Thử cầm đầu.").qualifier is None


def test_an_unknown_noun_lowers_the_confidence() -> None:
    assert only("Trồng được 450 khóm hoa giấy.").confidence < only("Lắp 450 camera.").confidence


def test_the_camera_share_keeps_the_code_of_cameras() -> None:
    assert only("Khoảng 75% camera đã kết nối.").indicator == "cameras.installed"


def test_attendances_of_a_class_are_training_however_long_its_subject() -> None:
    text = (
        "Mở 12 lớp tập huấn về phòng cháy, an toàn giao thông, phòng ngừa lừa đảo trên mạng, kỹ năng dân vận và "
        "xử lý tình huống cho 900 lượt cán bộ."
    )
    assert figures(text)[1].indicator == "training.participations"
