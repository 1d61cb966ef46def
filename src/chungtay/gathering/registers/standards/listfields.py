"""What a list of subjects of standards is asked for. Pure."""

from __future__ import annotations

from chungtay.gathering.registers.lists.columns import Field
from chungtay.gathering.registers.lists.places import CODE, COMMUNE, PROVINCE
from chungtay.gathering.registers.standards.rules import SUBJECTS, rule_sets, sorts, subject_name
from chungtay.kernel.errors import Both
from chungtay.kernel.text import match_key
from chungtay.reference.indicators.catalogue import dimensions

FIELDS = (
    Field(
        "kind",
        Both("Đối tượng xét", "Subject"),
        ("Loại đối tượng", "Đối tượng", "Loại hình", "Loại", "Kind"),
        is_needed=True,
        hint=Both("khu dân cư, xã, cơ quan, doanh nghiệp vừa", "residential area, commune, agency, medium firm"),
        sample="Khu dân cư",
    ),
    Field(
        "name",
        Both("Tên đơn vị", "Name of the unit"),
        ("Tên", "Tên khu dân cư", "Khu dân cư", "Tên cơ quan, đơn vị", "Đơn vị đăng ký", "Tên đối tượng", "Name"),
        hint=Both("không ghi tên người; trống khi là chính xã", "no person's name; empty for the commune itself"),
        sample="Khu dân cư số 3",
    ),
    Field(
        "year",
        Both("Năm", "Year"),
        ("Năm đăng ký", "Năm xét", "Năm công nhận"),
        is_needed=True,
        sample="2026",
    ),
    Field(
        "rule",
        Both("Bộ tiêu chí", "Rule set"),
        ("Tiêu chuẩn", "Danh hiệu", "Standard"),
        hint=Both("trống: an toàn về an ninh, trật tự", "empty: safe in security and order"),
    ),
    COMMUNE,
    CODE,
    PROVINCE,
    Field(
        "decision",
        Both("Số quyết định", "Number of the decision"),
        ("Quyết định", "Quyết định công nhận", "Decision"),
        hint=Both("khi đã công nhận; người duyệt mới ghi được", "where it was recognised; for approvers alone"),
        sample="45/QĐ-UBND",
    ),
    Field(
        "on",
        Both("Ngày quyết định", "Day of the decision"),
        ("Ngày công nhận", "Ngày ký", "Decided on"),
        hint=Both("ngày/tháng/năm", "day/month/year"),
    ),
    Field("rating", Both("Xếp loại", "Rating"), ("Kết quả xếp loại", "Kết quả")),
)
NAMES = {field.key: field.name for field in FIELDS}
_OTHER_WORDS = {
    "1": ("Khu dân cư", "Thôn", "Tổ dân phố", "Thôn, tổ dân phố", "Residential area"),
    "2": ("Xã", "Phường", "Đặc khu", "Xã, phường", "Cấp xã", "Commune", "Ward"),
    "3-1": ("Cơ quan", "Đơn vị", "Agency"),
    "5-1": ("Trường trung học", "Trung học cơ sở", "Trung học phổ thông", "THCS", "THPT", "Trường THCS", "Trường THPT"),
    "5-2": ("Đại học", "Cao đẳng", "Trường đại học", "Trường cao đẳng", "Giáo dục nghề nghiệp"),
}


def _kinds() -> dict[str, str]:
    """By a word without marks, 'kind' or 'kind-sort'. A firm or school alone says too little: some are not reviewed."""
    sorted_kinds = {kind for kind, _number in sorts()}
    found = {match_key(word): key for key, words in _OTHER_WORDS.items() for word in words}
    for (kind, number), (name, _excluded) in sorts().items():
        found |= {match_key(word): f"{kind}-{number}" for word in (name.vi, name.en)}
    for kind in SUBJECTS:
        if kind not in sorted_kinds:
            found |= {match_key(word): f"{kind}" for word in (subject_name(kind).vi, subject_name(kind).en)}
    return found


KINDS = _kinds()
RULES = {
    match_key(word): f"{number}" for number, rule in rule_sets().items() for word in (rule.name.vi, rule.name.en)
} | {match_key(word): "1" for word in ("An toàn ANTT", "An toàn về ANTT", "An toàn về an ninh trật tự")}
RATINGS = {match_key(word): m.key for m in dimensions()["rating"].members for word in (m.name_vi, m.name_en)}
