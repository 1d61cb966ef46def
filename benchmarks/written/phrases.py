"""The sentences of the invented reports. `<size:label>` is a number to be drawn, with the label of what it tells.

Sizes are those of `numbers.py`. A label may carry `@` (a state at the document's date), `!` (given at its event) or
nothing (counted over its period). `{sub}` is a smaller unit that the numbers behind it are about.
"""

REVIEW = (
    "Các cấp đã tổ chức <mid:propaganda_sessions> buổi tuyên truyền cho <big:propaganda_participants> lượt người.",
    "Đã mở <few:training_classes> lớp bồi dưỡng cho <mid:training_participants> lượt cán bộ,"
    " <few:propaganda_sessions> buổi tư vấn lưu động cho <big:propaganda_participants> lượt người.",
    "Lực lượng công an phối hợp với các đoàn thể phát động <mid:propaganda_sessions> đợt,"
    " thu hút <big:propaganda_participants> lượt người tham gia.",
    "Quần chúng đã cung cấp <big:tips_received> nguồn tin, trong đó có <mid:tips_received> tin có giá trị,"
    " giúp công an khám phá <mid:cases_solved> vụ, bắt <mid:offenders_handled> đối tượng.",
    "Nhân dân tố giác <few:tips_received> vụ việc; các tổ hòa giải thành <few:disputes_resolved> vụ mâu thuẫn.",
    "Qua đó, giúp lực lượng chức năng làm rõ <mid:cases_solved> vụ án, xử lý <mid:offenders_handled> đối tượng,"
    " thu hồi tài sản trị giá <money:property_recovered> đồng.",
    "Các tổ hòa giải thụ lý <mid:disputes_resolved> vụ việc, hòa giải thành <few:disputes_resolved> vụ việc.",
    "Tỷ lệ hòa giải thành đạt <rate:mediation_rate>.",
    "Toàn {unit} hiện có <few:model_types@> loại mô hình với <mid:models_count@> mô hình đang hoạt động.",
    "Đến nay, duy trì <mid:groups_count@> tổ tự quản với <big:members_count@> thành viên;"
    " <few:groups_count@> đội dân phòng với <few:members_count@> thành viên.",
    "Xây dựng mới <few:models_count> mô hình, thanh loại <few:models_count> mô hình hoạt động kém hiệu quả.",
    "Mô hình “Tiếng kẻng an ninh” được triển khai tại <few:model_sites@> xã, phường, thị trấn.",
    "Hiện nay, toàn {unit} có <mid:cameras@> mắt camera an ninh do nhân dân đóng góp lắp đặt.",
    "Vận động nhân dân giao nộp <few:weapons_surrendered> khẩu súng các loại,"
    " <mid:weapons_surrendered> viên đạn, <few:weapons_surrendered> vũ khí thô sơ.",
    "Đã cảm hóa, giáo dục <mid:persons_educated> người lầm lỗi tại cộng đồng;"
    " gọi hỏi, răn đe <mid:persons_educated> đối tượng.",
    "Giúp đỡ <few:persons_reintegrated> người chấp hành xong án phạt tù tái hòa nhập cộng đồng.",
    "Tổ chức <mid:patrols> ca tuần tra với <big:patrol_participants> lượt người tham gia.",
    "Huy động <big:patrol_participants> lượt quần chúng tham gia tuần tra, canh gác.",
    "Vận động <big:pledges_signed> hộ gia đình ký cam kết không vi phạm pháp luật.",
    "Đăng tải <mid:propaganda_materials> tin, bài; cấp phát <big:propaganda_materials> tờ rơi.",
    "Ban hành <few:programme_admin> văn bản chỉ đạo, tổ chức <few:programme_admin> cuộc kiểm tra.",
    "Tiếp nhận <mid:opinions_collected> ý kiến đóng góp của nhân dân.",
    "Kết quả, có <ratio:standard_units@> khu dân cư đạt tiêu chuẩn “An toàn về an ninh, trật tự”.",
    "Tỷ lệ cơ quan, doanh nghiệp đạt tiêu chuẩn “An toàn về an ninh, trật tự” là <rate:standard_rate>.",
    "Trao <few:welfare_support> suất quà cho hộ nghèo với tổng trị giá <money:welfare_money> đồng.",
    "Xóa <few:hotspots_cleared> tụ điểm phức tạp, triệt phá <few:hotspots_cleared> băng nhóm trộm cắp.",
    "Tại {sub}, các đoàn thể ra mắt <few:models_count> mô hình, tổ chức <few:propaganda_sessions> buổi tuyên truyền.",
)
# What the page of a commune tells of its festival day; what is counted up to the day says so itself.
FESTIVAL = (
    "Tại ngày hội, UBND xã khen thưởng <few:awards!> tập thể, <few:awards!> cá nhân;"
    " trao <few:welfare_support!> suất quà cho hộ nghèo.",
    "Đến nay, toàn xã đã lắp đặt <mid:cameras@> camera an ninh.",
    "Toàn xã hiện có <few:groups_count@> tổ tự quản với <mid:members_count@> thành viên.",
    "Từ đầu năm đến nay, nhân dân đã cung cấp <few:tips_received> tin có giá trị,"
    " giúp Công an xã giải quyết <few:cases_solved> vụ việc.",
    "Từ đầu năm đến nay, các đoàn thể tổ chức <few:propaganda_sessions> buổi tuyên truyền"
    " cho <mid:propaganda_participants> lượt người.",
    "Từ đầu năm đến nay, các tổ hòa giải đã hòa giải thành <few:disputes_resolved> vụ mâu thuẫn.",
    "Xã duy trì <few:models_count@> mô hình tự quản; <ratio:standard_units@> thôn đạt tiêu chuẩn"
    " “An toàn về an ninh, trật tự”.",
    "Hiện xã có <few:groups_count@> tổ tuần tra với <mid:members_count@> thành viên.",
)
AWARDS = (
    "Dịp này, <few:awards!> tập thể và <few:awards!> cá nhân được khen thưởng.",
    "Nhân dịp này, có <few:awards!> tập thể, <few:awards!> cá nhân được tặng giấy khen.",
    "Tại hội nghị, <few:awards!> tập thể, cá nhân có thành tích xuất sắc được biểu dương.",
)
POLICE = (
    "Toàn {unit} xảy ra <mid:cases_occurred> vụ phạm pháp hình sự, giảm <few:crime_change> vụ"
    " (<rate:crime_change>) so với cùng kỳ năm trước; điều tra làm rõ <few:cases_solved> vụ,"
    " đạt tỷ lệ <rate:clearance_rate>.",
    "Đã khởi tố <mid:cases_solved> vụ, <mid:offenders_handled> bị can phạm tội về ma túy.",
    "Bắt giữ <mid:offenders_handled> đối tượng, thu giữ <few:contraband_seized> kg heroin,"
    " <mid:contraband_seized> viên ma túy tổng hợp, <few:contraband_seized> xe máy.",
    "Lực lượng cảnh sát giao thông xử phạt <mid:admin_sanctions> trường hợp vi phạm,"
    " phạt tiền <money:fines_money> đồng, tạm giữ <mid:contraband_seized> phương tiện.",
    "Xảy ra <mid:traffic_accidents> vụ tai nạn giao thông, làm chết <few:victims> người,"
    " bị thương <few:victims> người.",
    "So với cùng kỳ năm trước, giảm <few:crime_change> vụ, tăng <few:crime_change> người chết.",
    "Về tình hình cháy nổ, xảy ra <few:traffic_accidents> vụ cháy, thiệt hại ước tính <money:property_loss> đồng.",
    "Triệt xóa <few:hotspots_cleared> tụ điểm đánh bạc; vận động <few:offenders_handled> đối tượng truy nã ra đầu thú.",
    "Phát hiện <mid:cases_occurred> vụ vi phạm về môi trường; xử lý hành chính <few:admin_sanctions> vụ,"
    " <few:admin_sanctions> đối tượng với số tiền <money:fines_money> đồng.",
    "Lập hồ sơ đưa <few:drug_users> người nghiện ma túy đi cai nghiện bắt buộc.",
)
IDLE = (
    "Thực hiện Chỉ thị số 17-CT/TU và Kế hoạch số 208/KH-UBND, công tác phối hợp được duy trì nền nếp.",
    "Mô hình “5 không, 3 sạch” và phong trào “Bốn tại chỗ” tiếp tục được nhân dân hưởng ứng.",
    "Chương trình gồm 3 nội dung, chia làm 2 giai đoạn và 6 nhóm nhiệm vụ.",
    "Cấp ủy, chính quyền quan tâm chỉ đạo; một số nơi còn lúng túng khi triển khai.",
    "Tổ công tác 141 và Đội 3 thuộc Phòng PX15 bám sát địa bàn khu phố 4.",
    "Mỗi hộ dân tự trang bị ít nhất một bình chữa cháy, bảo đảm trực 24/24 giờ.",
)
STORIES = (
    "Trước đó, khoảng 21 giờ ngày 4/3, tổ công tác phát hiện 2 đối tượng mang theo 3 gói ma túy."
    " Khám xét nơi ở, lực lượng chức năng thu giữ thêm 17 viên nén và 26 triệu đồng.",
    "Một thanh niên (SN 1995, trú tại khu phố 6) khai nhận đã lấy 4 chiếc xe máy và 12 triệu đồng.",
)
