"""Words that ask for a number of tips or of persons. Nobody is given such a quota; what is to be done may stand
without the number. Pure: readers of documents ask here too."""

from __future__ import annotations

import re
from typing import Final

_TIPS: Final = re.compile(r"(?<!\w)(?:tin báo|tin tố giác|tố giác|nguồn tin|tin có giá trị)(?!\w)", re.IGNORECASE)
_NUMBER: Final = re.compile(r"\d+\s*%?(?!\s*(?:/|-CT|/CT))")
_PERSONS: Final = re.compile(
    r"\d+\s*%?\s*(?:đối tượng|bị can|người nghiện|người vi phạm|trường hợp vi phạm)", re.IGNORECASE
)
_ASKED: Final = re.compile(
    r"(?:(?:phấn đấu|đạt|tăng|ít nhất|tối thiểu|không dưới|trên|hơn|khoảng|từ)\s+)*"
    r"(?<!ngày )(?<!tháng )(?<!quý )(?<!năm )(?<![\d/])\d[\d.,]*(?![\d/])\s*%?\s*(?:trở lên\s*|(?:số|lượt)\s+(?=\w))?",
    re.IGNORECASE,
)
_COUNTED: Final = r"(?!\s*(?:tin|nguồn|lượt|người|đối tượng|bị can|trường hợp|số))"
_DATES: Final = re.compile(
    rf"(?<!\d)\d{{1,2}}\s*/\s*\d{{1,2}}(?:\s*/\s*\d{{4}})?(?!\d){_COUNTED}"
    rf"|(?:ngày|tháng|quý|năm)\s+\d+(?:\s*/\s*\d+)*(?!\d){_COUNTED}",
    re.IGNORECASE,
)
_SPACES: Final = re.compile(r"\s{2,}")


def is_quota(text: str) -> bool:
    """Whether the words ask for a number of tips or of persons."""
    undated = _DATES.sub(" ", text)
    return bool(_PERSONS.search(undated) or (_TIPS.search(undated) and _NUMBER.search(undated)))


def without_quota(text: str) -> str:
    """What is to be done, without the number that was asked for; "" where nothing sensible is left."""
    if not is_quota(text):
        return text
    left = _SPACES.sub(" ", _ASKED.sub("", text)).strip(" ,;:.")
    return "" if is_quota(left) or len(left.split()) < 3 else left[:1].upper() + left[1:]
