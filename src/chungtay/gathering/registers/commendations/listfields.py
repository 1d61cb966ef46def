"""What a list of recipients is asked for, and the words under which lists have it. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chungtay.gathering.registers.commendations.kinds import RECIPIENTS, achievements
from chungtay.gathering.registers.lists.columns import Field
from chungtay.gathering.registers.lists.places import CODE, COMMUNE, PROVINCE
from chungtay.kernel.errors import Both
from chungtay.kernel.text import match_key

if TYPE_CHECKING:
    from collections.abc import Iterable

_NONE = Both("", "")
_DAY = Both("ngày/tháng/năm", "day/month/year")
FIELDS = (
    Field(
        "kind",
        Both("Loại đối tượng", "Sort of recipient"),
        ("Đối tượng", "Loại"),
        is_needed=True,
        hint=Both("Tập thể, Hộ gia đình hoặc Cá nhân", "Collective, Household or Individual"),
        sample="Tập thể",
    ),
    Field(
        "name",
        Both("Tên", "Name"),
        ("Tên đối tượng", "Họ và tên", "Họ tên", "Tên tập thể, cá nhân", "Đối tượng được khen", "Recipient"),
        is_needed=True,
        hint=Both(
            "chỉ tên; không số giấy tờ, số điện thoại, năm sinh", "the name alone; no papers, phone or year of birth"
        ),
    ),
    Field(
        "achievement",
        Both("Thành tích", "Achievement"),
        ("Thành tích khen thưởng", "Nội dung thành tích"),
        is_needed=True,
        hint=Both("đúng một mục của danh mục thành tích", "an entry of the list of achievements"),
        sample="Xây dựng, duy trì mô hình",
    ),
    Field("from", Both("Từ ngày", "From"), ("Thành tích từ ngày",), is_needed=True, hint=_DAY, sample="01/01/2025"),
    Field("to", Both("Đến ngày", "To"), ("Thành tích đến ngày",), is_needed=True, hint=_DAY, sample="31/12/2025"),
    COMMUNE,
    CODE,
    PROVINCE,
    Field(
        "told",
        Both("Nội dung", "In words"),
        ("Tóm tắt thành tích", "Ghi rõ thành tích"),
        hint=Both(
            "không nêu người, vụ việc; để trống với người dưới 18 tuổi, tin báo, an ninh",
            "names nobody; empty for minors, information on crime and security",
        ),
    ),
    Field(
        "minor",
        Both("Dưới 18 tuổi", "Under 18"),
        ("Người dưới 18 tuổi", "Chưa đủ 18 tuổi", "Trẻ em"),
        hint=Both("có, hoặc để trống; chỉ cơ quan khen thấy", "yes, or empty; the awarding body alone sees it"),
    ),
)
NAMES = {field.key: field.name for field in FIELDS}


def _keyed(entries: Iterable[tuple[int, Both]]) -> dict[str, str]:
    told = ((number, text) for number, name in entries for text in (name.vi, name.en, str(number)))
    # Lists leave out the commas of these names.
    return {match_key(key): str(number) for number, text in told for key in (text, text.replace(",", ""))}


def kind_words() -> dict[str, str]:
    """Number of the sort of recipient by what a list calls it."""
    return {**_keyed((number, name) for number, (_, name) in RECIPIENTS.items()), match_key("Hộ"): "2"}


def achievement_words() -> dict[str, str]:
    """Number of the achievement by its name in either language, or the number itself."""
    return _keyed((one.number, one.name) for one in achievements().values())


def names_told(names: Iterable[Both]) -> Both:
    """What may stand in a cell."""
    told = list(names)
    return Both("; ".join(name.vi for name in told), "; ".join(name.en for name in told)) if told else _NONE
