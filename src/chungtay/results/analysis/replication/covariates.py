"""What localities may be compared by: a closed list, each with the reason why it could change an effect.

Never religion, ethnicity, kin, opinion, reports of a political kind or single records, and nothing built to stand in
for them: a test reads this list against those words, and whoever adds a feature writes down owner and reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from chungtay.kernel.errors import Both


class Kind(StrEnum):
    """NUMBER by its distance over the usual range, LOGGED after a logarithm, ORDINAL by rank, CATEGORY same or not."""

    NUMBER = "number"
    LOGGED = "logged"
    ORDINAL = "ordinal"
    CATEGORY = "category"


@dataclass(frozen=True)
class Covariate:
    """One feature. `required`: a locality outside the adopters' range of it is outside of experience."""

    code: str
    kind: Kind
    words: Both
    reason: str
    required: bool = False


ALLOWED = (
    Covariate("population", Kind.LOGGED, Both("dân số", "population"), "how many a model has to reach", True),
    Covariate(
        "density", Kind.LOGGED, Both("mật độ dân số", "density"), "watching a street is not watching a valley", True
    ),
    Covariate("area", Kind.LOGGED, Both("diện tích", "area"), "how far a team has to go"),
    Covariate(
        "unit_type", Kind.CATEGORY, Both("loại đơn vị", "type of unit"), "wards and communes are staffed apart", True
    ),
    Covariate("border", Kind.CATEGORY, Both("xã biên giới", "border commune"), "border guards share the work"),
    Covariate("coast", Kind.CATEGORY, Both("xã ven biển", "coastal commune"), "boats and seasons"),
    Covariate("island", Kind.CATEGORY, Both("xã đảo", "island commune"), "help is far"),
    Covariate("industrial", Kind.CATEGORY, Both("khu công nghiệp", "industrial zone"), "workers who come and go"),
    Covariate("villages", Kind.LOGGED, Both("số thôn, tổ", "villages"), "how many groups there are to lead"),
    Covariate(
        "completeness",
        Kind.NUMBER,
        Both("mức đầy đủ báo cáo", "completeness of reports"),
        "what is not counted is not seen",
    ),
    Covariate(
        "baseline",
        Kind.LOGGED,
        Both("mức trước khi triển khai", "level before"),
        "where little happens little can fall",
    ),
    Covariate("models", Kind.NUMBER, Both("số mô hình đang chạy", "models running"), "the same people run them all"),
)

FORBIDDEN_WORDS = (
    *("religion", "faith", "ethnic", "clan", "kin", "surname", "opinion", "political", "temple", "church", "pagoda"),
    *("tôn giáo", "dân tộc", "dòng họ", "họ tộc", "chính kiến", "đạo", "chùa", "nhà thờ", "giáo xứ"),
)


def covariate(code: str) -> Covariate:
    """One of the list. KeyError for anything else: there is no other way in."""
    return {one.code: one for one in ALLOWED}[code]
