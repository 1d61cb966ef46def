"""Words by which personal names are told from places, organisations and prose. All lower case, one list per set.

Family names come in two classes: those that hardly begin anything else, and those that also begin places, offices
and common words and are believed only in a name of three syllables or after a title.
"""


def _words(text: str) -> frozenset[str]:
    return frozenset(" ".join(part.split()) for part in text.split(","))


def any_of(text: str) -> str:
    """A regular expression that matches any phrase of a comma-separated list as whole words, longest first."""
    phrases = sorted(_words(text), key=len, reverse=True)
    return r"(?<!\w)(?:" + "|".join(phrase.replace(" ", r"\s+") for phrase in phrases) + r")(?!\w)"


STRONG_FAMILIES = _words(
    """
    bùi, bế, chẩu, chử, cù, cấn, doãn, dương, giàng, giáp, hoa, hoàng, huỳnh, hạng, hờ, hứa, kha, khúc, khổng,
    ksor, lã, lê, lò, lý, lăng, lưu, lương, lường, lầu, lục, mạc, mạch, nay, nghiêm, nguyễn, ngô, nhữ, nông,
    phan, phí, phùng, phạm, quàng, quách, rmah, rơ, siu, sùng, thào, thân, triệu, trình, trương, trần, trịnh,
    tô, tôn, tạ, tống, ung, võ, vũ, vương, vừ, đinh, đoàn, đàm, đào, đậu, đặng, đỗ, đới
    """
)

WEAK_FAMILIES = _words(
    """
    an, bàn, bá, bạch, cao, chang, chu, cháng, châu, chảo, cung, cư, cầm, cổ, danh, diệp, hà, hàng, hùng, hầu,
    hồ, khương, kim, kiều, la, liêu, liễu, luân, lâm, lù, lại, lồ, lộ, ma, mai, mã, mông, mùa, mẫn, nhan, ninh,
    phó, quan, quảng, sái, sơn, sầm, sử, thi, thiều, thái, thạch, thẩm, tiêu, tiết, trang, trà, tào, tòng, tăng,
    tường, tẩn, từ, uông, vi, viên, vàng, văn, xa, y, âu, ông, điểu, đèo, đường, đồng
    """
)

MIDDLE_NAMES = _words("thị, văn")

# Two syllables that begin like a name in capitals or headings and are none.
COMMON_PAIRS = _words(
    """
    hải quan, hải quân, hải đội, thanh niên, thanh tra, thành ủy, thành uỷ, thành viên, thành phố, công an,
    công đoàn, công ty, hội viên, hội đồng, hội trưởng, chi hội, chi đoàn, chi bộ, chi cục, quốc hội, quốc phòng,
    chính trị, chính phủ, chính quyền, nhân dân, nhân viên, quân đội, quân khu, quân sự, việt kiều, liên đoàn,
    liên hiệp, học sinh, học viên, cựu chiến, cựu thanh, phụ nữ, cao tuổi, chữ thập, dân vận, dân quân, mặt trận,
    tư pháp, y tế, văn hóa, văn hoá, văn phòng, kinh tế, tuyên giáo, cao đẳng, quan hệ, từ thiện, sơn la,
    chu kỳ, dương tính, giáp ranh, hoa kỳ, hoa lư, hoàng sa, lý do, lý luận, lý lịch, lưu thông, lưu trữ, lưu ý,
    lưu động, lương thực, lương tâm, lương y, lục quân, ma tuý, ma túy, nông dân, nông nghiệp, nông thôn, phan
    rang, phạm pháp, phạm tội, phạm vi, thân nhân, thân thiện, trình báo, trình độ, trương định, tô lịch, tạ ơn,
    tống đạt, tổ quốc, vũ khí, vũ lực, vũ trang, vương quốc, đoàn công, đoàn kinh, đoàn kết, đoàn luật, đoàn
    phường, đoàn thanh, đoàn thể, đoàn trường, đoàn viên, đoàn xã, đoàn đại, đào tạo
    """
)

# First syllables of offices and organisations; with any of these a run after a title is no name.
ORGANISATION_STARTS = _words(
    """
    ban, bí, bộ, chi, chính, chốt, chủ, câu, công, cảnh, cục, cụm, cựu, dân, giám, huyện, hải, hệ, học, hội,
    hợp, khu, liên, mặt, ngân, nhà, nhân, nhóm, phòng, phó, phường, phụ, quân, quận, quốc, quỹ, sở, thanh,
    thành, thôn, thứ, toà, trường, trưởng, trạm, tòa, tỉnh, tổ, tổng, uỷ, viện, việt, vụ, xã, đảng, đội, ủy
    """
)

# ... unless the next syllable is a capital too: "Thanh Tùng", "Hải Yến" are names, "Thanh niên", "Hải quan" are not.
NAME_LIKE_STARTS = _words("chi, chính, công, hải, học, hội, liên, nhân, quân, quốc, thanh, thành, việt")

OFFICE_PAIRS = _words(
    """
    bí thư, bộ trưởng, chi hội, chánh văn, chủ tịch, công an, cục trưởng, giám đốc, hội trưởng, phó ban, phó bí,
    phó chủ, phó cục, phó giám, phó trưởng, thiếu tá, thiếu úy, thượng tá, thượng úy, thứ trưởng, trung tá,
    trung úy, trưởng ban, trưởng công, trưởng phòng, tổ trưởng, uỷ ban, uỷ viên, đại diện, đại tá, đại úy, đội
    trưởng, ủy ban, ủy viên
    """
)

# Never masked: the nation, its founder's name (a city and a movement bear it) and well-known things.
NEVER = _words(
    """
    anh quốc, biển đông, bác hồ, báo cáo, chi lăng, châu á, châu âu, cụm thi đua, hoàng sa, hà lan, hồ chí minh,
    hồ gươm, hồ hoàn kiếm, hồ tây, khối thi đua, kim đồng, kính gửi, lạc hồng, nhân dân, nơi nhận, phụ lục, thái
    bình dương, thái lan, thủ đô, trung ương, trường sa, tổ quốc, việt nam, đoàn thanh niên, đông nam á, đại tây
    dương, ấn độ dương
    """
)

PLACE_WORDS = _words(
    """
    huyện, phường, quận, thành phố, thị trấn, thị xã, thủ đô, tp, tp., tt, tt., tx, tx., tỉnh, xã, đặc khu
    """
)

# After a Party committee stands either its place or the name of its secretary.
COMMITTEE_ENDS = _words("tỉnh ủy, tỉnh uỷ, thành ủy, thành uỷ, huyện ủy, huyện uỷ, quận ủy, quận uỷ, đảng ủy, đảng uỷ")

# Words that bear a capital only because they begin the sentence.
OPENING_WORDS = _words("tại, theo, ở, trên, trong, qua, với, các, riêng, ngoài, cùng, sau, trước, khi, do, để")

VILLAGE_WORDS = _words("buôn, bản, khu dân cư, khu phố, làng, phum, plei, sóc, thôn, tổ dân phố, xóm, ấp")

THING_WORDS = _words(
    """
    báo, bến xe, bệnh viện, cao đẳng, chi đội, chung cư, chùa, chợ, clb, câu lạc bộ, công ty, công viên, cảng,
    cầu, doanh nghiệp, dòng họ, giáo xứ, giải thưởng, hẻm, học viện, hồ, hợp tác xã, kcn, khu công nghiệp, khu
    đô thị, khách sạn, liên đội, lớp, mang tên, mô hình, mầm non, mẫu giáo, ngã ba, ngã tư, ngõ, nhà hát, nhà
    thờ, núi, phố, ptth, quảng trường, quốc lộ, quỹ, siêu thị, sông, thcs, thpt, tiểu học, tnhh, toà nhà,
    trường, tuyến, tòa nhà, tượng đài, tỉnh lộ, vòng xoay, xứ đạo, đèo, đình, đường, đại học, đại lộ, đảo, đền
    """
)

# Compounds whose last syllable only looks like a word of the sets above.
COMPOUNDS = _words(
    """
    biên bản, chủ quỹ, con đường, cơ bản, cảnh báo, dẫn đường, gia đình, già làng, hiện trường, khu phố trưởng,
    lập trường, lừa đảo, môi trường, nhu cầu, nhật báo, thông báo, thị trường, thủ quỹ, tin báo, toàn cầu, trình
    báo, trưởng buôn, trưởng bản, trưởng làng, trưởng thôn, trưởng xóm, trưởng ấp, tung hô, tài sản, tình báo,
    tầng lớp, tổ trưởng, văn bản, yêu cầu, đồng hồ
    """
)
