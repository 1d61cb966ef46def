"""Texts of the register: short, screened, and never about a person."""

from __future__ import annotations

from chungtay.gathering.registers.community.models import Lead
from chungtay.gathering.registers.community.names import point_key
from chungtay.gathering.registers.community.refusals import refusal
from chungtay.kernel.errors import Both
from chungtay.kernel.text import squeeze
from chungtay.reference.sources.masking import check_names_nobody

LONGEST_NAME = 160
LONGEST_TEXT = 200
LONGEST_DOCUMENT = 80


def check_texts(*texts: str) -> None:
    """Refusal NGUON-101 or -106 where a text names a person, leads to one or bears a mark of secrecy; DSM-107 where one
    is too long."""
    written = [squeeze(text) for text in texts if text]
    for text in written:
        if len(text) > LONGEST_TEXT:
            expected = Both(f"tối đa {LONGEST_TEXT} ký tự", f"{LONGEST_TEXT} signs at most")
            raise refusal("DSM-107", f"{len(text)}", expected, "nội dung quá dài", "the text is too long")
    check_names_nobody(Both("Nội dung ghi sổ", "Text of the register"), *written)


def named_point(name: str, lead: str) -> tuple[str, str]:
    """The name of a point and its key. Refusals DSM-105 no name or no such lead; those of `check_texts`."""
    written = squeeze(name)
    key = point_key(written)
    if not key or len(written) > LONGEST_NAME:
        expected = Both(f"tên điểm, tối đa {LONGEST_NAME} ký tự", f"the name of a point, {LONGEST_NAME} signs at most")
        raise refusal("DSM-105", written[:LONGEST_NAME], expected, "không phải tên điểm", "not the name of a point")
    if lead not in Lead.values:
        expected = Both("cơ quan chủ trì trong danh sách", "a lead of the list")
        raise refusal("DSM-105", lead, expected, "không có cơ quan chủ trì này", "there is no such lead")
    check_texts(written)
    return written, key
