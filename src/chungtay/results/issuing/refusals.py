"""Refusals of issuing, each with its code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chungtay.kernel.errors import Both, NotAllowed, Refusal

if TYPE_CHECKING:
    from datetime import date

_WHERE = Both("Ban hành báo cáo", "Issuing the review")


def not_the_approver() -> NotAllowed:
    """BANHANH-101."""
    return NotAllowed.of(
        "BANHANH-101",
        Both("Tài khoản", "Account"),
        expected=Both("tài khoản duyệt của địa bàn", "an approver of the territory"),
        todo=Both("Chuyển cho tài khoản có thẩm quyền", "Leave it to the account that may"),
        vi="Tài khoản này không ban hành báo cáo đó",
        en="This account does not issue that review",
    )


def not_there(id: int) -> NotAllowed:
    """BANHANH-404: as if there were none, for papers of other territories too."""
    return NotAllowed.of(
        "BANHANH-404",
        Both(f"Văn bản {id}", f"Paper {id}"),
        todo=Both("Mở lại từ trang của báo cáo", "Open it again from the review's page"),
        vi="Không có văn bản này",
        en="There is no such paper",
    )


def issued_already(number: str) -> Refusal:
    """BANHANH-003: of two at once one wins, and the other is told so."""
    return Refusal.of(
        "BANHANH-003",
        _WHERE,
        read=number,
        expected=Both("một lần ban hành", "issued once"),
        todo=Both(
            "Mở văn bản đã ban hành; nếu sai thì đính chính", "Open what was issued; put mistakes right by corrigendum"
        ),
        vi="Báo cáo này đã được ban hành",
        en="This review has been issued",
    )


def number_taken(number: str) -> Refusal:
    """BANHANH-008."""
    return Refusal.of(
        "BANHANH-008",
        Both("Số văn bản", "Number"),
        read=number,
        expected=Both("số chưa dùng trong năm", "a number not yet used this year"),
        todo=Both("Lấy số khác trong sổ văn bản đi", "Take another from the book of outgoing papers"),
        vi="Số này đã cấp cho văn bản khác",
        en="Another paper has this number",
    )


def unwritten() -> Refusal:
    """BANHANH-004."""
    return Refusal.of(
        "BANHANH-004",
        _WHERE,
        expected=Both("mọi mục đã có lời văn", "words in every section"),
        todo=Both("Viết các mục còn trống, hoặc ẩn chúng", "Write the empty sections, or hide them"),
        vi="Còn mục chưa viết",
        en="A section is still unwritten",
    )


def of_an_illustration() -> Refusal:
    """BANHANH-007."""
    return Refusal.of(
        "BANHANH-007",
        _WHERE,
        read=Both("bản minh họa", "an illustration"),
        expected=Both("báo cáo từ số liệu thật", "a review of real figures"),
        todo=Both("Chốt số liệu lại không có nguồn minh họa", "Freeze again without illustrative sources"),
        vi="Bản minh họa không được ban hành",
        en="An illustration is never issued",
    )


def day_out_of_bounds(day: date, first: date, last: date) -> Refusal:
    """BANHANH-009."""
    return Refusal.of(
        "BANHANH-009",
        Both("Ngày ban hành", "Day of issue"),
        read=f"{day:%d/%m/%Y}",
        expected=f"{first:%d/%m/%Y} – {last:%d/%m/%Y}",
        todo=Both(
            "Ghi ngày ký, từ ngày chốt số liệu (đính chính: từ ngày của báo cáo) đến hôm nay",
            "Write the day of signing, from the freezing (a corrigendum: from the day of the paper) to today",
        ),
        vi="Ngày này quá sớm, hoặc chưa tới",
        en="This day is too early, or has not come",
    )


def number_out_of_bounds(number: int, most: int) -> Refusal:
    """BANHANH-012."""
    return Refusal.of(
        "BANHANH-012",
        Both("Số văn bản", "Number"),
        read=str(number),
        expected=f"1 – {most}",
        todo=Both("Ghi số trong sổ văn bản đi", "Write the number in the book of outgoing papers"),
        vi="Số văn bản không hợp lệ",
        en="This is no number of a paper",
    )


def signed_already() -> Refusal:
    """BANHANH-013."""
    return Refusal.of(
        "BANHANH-013",
        Both("Chữ ký", "Signature"),
        expected=Both("bản chưa ký", "an unsigned file"),
        todo=Both("Tải bản đã ký", "Take the signed file"),
        vi="Văn bản này đã có bản ký",
        en="This paper has a signed file",
    )


def not_to_correct(number: str) -> Refusal:
    """BANHANH-014: one corrigendum lists all that is wrong in the paper; a second one is of the same paper."""
    return Refusal.of(
        "BANHANH-014",
        Both("Đính chính", "Corrigendum"),
        read=number,
        expected=Both("báo cáo chính thức", "the official paper of the review"),
        todo=Both("Đính chính từ báo cáo chính thức", "Put it right from the official paper"),
        vi="Bản công khai và bản đính chính không đính chính được",
        en="A public paper or a corrigendum has no corrigendum of its own",
    )


def not_a_party() -> NotAllowed:
    """BANHANH-102."""
    return NotAllowed.of(
        "BANHANH-102",
        Both("Tài khoản", "Account"),
        expected=Both("tài khoản của một bên ban hành", "an account of an issuing party"),
        todo=Both("Chuyển cho tài khoản có thẩm quyền", "Leave it to the account that may"),
        vi="Tài khoản này không thay mặt bên nào của báo cáo",
        en="This account speaks for no party of the review",
    )


def not_agreed(vi: str, en: str) -> Refusal:
    """BANHANH-019: a paper of several bodies is the word of each."""
    return Refusal.of(
        "BANHANH-019",
        _WHERE,
        read=Both(f"chưa đồng ý: {vi}", f"not agreed: {en}"),
        expected=Both("các bên đồng ý với lời văn hiện nay", "every party agrees to the words as they stand"),
        todo=Both(
            "Gửi các bên cho ý kiến, ghi số công văn đồng ý, hoặc ban hành riêng cơ quan mình",
            "Ask the parties, write down the number of their letter, or issue it as your own body alone",
        ),
        vi="Các bên chưa cùng đồng ý",
        en="The parties do not all agree yet",
    )


def no_letter(number: str) -> Refusal:
    """BANHANH-020."""
    return Refusal.of(
        "BANHANH-020",
        Both("Số công văn", "Number of the letter"),
        read=number[:60],
        expected="125/MTTQ-BTT",
        todo=Both("Ghi số và ký hiệu công văn của bên đó", "Write the number and symbol of that party's letter"),
        vi="Đây không phải số công văn của một bên",
        en="This is no number of a party's letter",
    )
