"""Why something is not made public, in words. Codes CONGBO-003, 004 and 011 to 021."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chungtay.kernel.errors import Both, NotAllowed, Refusal

if TYPE_CHECKING:
    from chungtay.results.publishing.models import Publication
    from chungtay.results.publishing.shelf.lines import Line


def _where(publication: Publication | None) -> Both:
    if publication is None or publication.pk is None:
        return Both("Đợt công bố mới", "New publication")
    return Both(f"Đợt công bố {publication.code}", f"Publication {publication.code}")


def not_yours(what: Both) -> NotAllowed:
    """CONGBO-004: only an approver of the territory makes public."""
    refused = NotAllowed.of(
        "CONGBO-004",
        Both("Tài khoản", "Account"),
        expected=Both("tài khoản duyệt của địa bàn", "an approver of the territory"),
        todo=Both("Chuyển cho tài khoản có thẩm quyền", "Leave it to the account that may"),
        vi=f"Tài khoản này không công bố {what.vi} đó",
        en=f"This account does not publish that {what.en}",
    )
    assert isinstance(refused, NotAllowed)
    return refused


def wrong_terms(read: str, expected: Both, todo: Both) -> Refusal:
    """CONGBO-011: what was asked for is no publication."""
    return Refusal.of(
        "CONGBO-011",
        _where(None),
        read=read,
        expected=expected,
        todo=todo,
        vi="Chưa lập được đợt công bố này",
        en="This publication cannot be made as it is asked for",
    )


def nothing_left(read: str) -> Refusal:
    """CONGBO-012: the rules, or the reports, leave no figure."""
    return Refusal.of(
        "CONGBO-012",
        _where(None),
        read=read,
        expected=Both("ít nhất một số công bố được", "at least one figure that may be public"),
        todo=Both(
            "Chọn kỳ dài hơn, cấp cao hơn, hoặc chỉ tiêu khác",
            "Choose a longer period, a higher level or other indicators",
        ),
        vi="Không còn số nào công bố được",
        en="No figure is left that may be public",
    )


def told_otherwise(publication: Publication, line: Line, before: str) -> Refusal:
    """CONGBO-016: a sensitive count is public already with another text."""
    return Refusal.of(
        "CONGBO-016",
        _where(publication),
        read=Both(
            f"{line.indicator}, {line.place.name}, {line.period.label('vi')}: {line.shown[0]}; đã công bố {before}",
            f"{line.indicator}, {line.place.name}, {line.period.label('en')}: {line.shown[1]}; public as {before}",
        ),
        expected=Both("một số chỉ công bố một cách", "one count, told in one way"),
        todo=Both("Lập bản đính chính của đợt đã công bố", "Prepare a correction of what is public"),
        vi="Số nhạy cảm này đã công bố với giá trị khác",
        en="This sensitive count is public with another value",
    )


def other_map(publication: Publication, read: str) -> Refusal:
    """CONGBO-003: the same sensitive totals are public on the other map."""
    return Refusal.of(
        "CONGBO-003",
        _where(publication),
        read=read,
        todo=Both("Bỏ chỉ tiêu này, hoặc dùng bản đồ đã công bố", "Leave it out, or use the map that is public"),
        vi="Đã công bố số liệu này theo địa giới khác",
        en="These totals are public on the other map already",
    )


def changed(publication: Publication) -> Refusal:
    """CONGBO-018: what would be released is not what was previewed."""
    return Refusal.of(
        "CONGBO-018",
        _where(publication),
        todo=Both("Tính lại bản xem trước, xem lại rồi công bố", "Reckon the preview again, look at it, then release"),
        vi="Điều sẽ công bố không còn như bản đã xem trước",
        en="What would be released is no longer what was previewed",
    )


def wrong_state(publication: Publication, read: Both, todo: Both) -> Refusal:
    """CONGBO-019: it is past, or not yet in, the state for this."""
    return Refusal.of(
        "CONGBO-019",
        _where(publication),
        read=read,
        todo=todo,
        vi="Đợt công bố này không làm được bước đó",
        en="This publication cannot take that step",
    )


def illustration(publication: Publication) -> Refusal:
    """CONGBO-001: an illustration outside a demonstration."""
    return Refusal.of(
        "CONGBO-001",
        _where(publication),
        read=Both("bản minh họa", "an illustration"),
        expected=Both("số liệu thật", "real figures"),
        todo=Both("Chốt số liệu lại không có nguồn minh họa", "Freeze again without illustrative sources"),
        vi="Bản minh họa không được công bố",
        en="An illustration is never published",
    )
