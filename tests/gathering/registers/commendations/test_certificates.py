"""Certificates: what is drawn keeps to its sheet; what is printed comes from the seal, for the awarding body alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pypdfium2
import pytest

from chungtay.gathering.registers.commendations import deciding, naming, queries, services
from chungtay.gathering.registers.commendations.certificates import drawing, wording
from chungtay.gathering.registers.commendations.certificates.looks import LONGEST, Look, look_shipped
from chungtay.gathering.registers.commendations.certificates.queries import look_of, parts_of
from chungtay.gathering.registers.commendations.certificates.services import certificates_print, template_set
from chungtay.gathering.registers.commendations.certificates.wording import Recipient, certificate
from chungtay.gathering.registers.commendations.kinds import award_forms
from chungtay.gathering.registers.commendations.models import Award
from chungtay.kernel.errors import NotAllowed, Refusal
from chungtay.reference.sources.queries import openings_of
from gathering.registers.commendations.test_commendations import COLLECTIVE, CRIME, DIRECTOR, decided, draft

ON = date(2026, 2, 5)
LOOK = look_shipped(award_forms()[DIRECTOR], land="thành phố Hà Nội", town="Hà Nội")
FRAME = 18 / 297
"""How much of the sheet's width its border takes on each side."""


def recipient(name: str = "Nguyễn Thị Mẫu", **more: Any) -> Recipient:
    told = {"kind": 3, "achievement": 1, "achieved_from": date(2025, 1, 1), "achieved_to": date(2025, 12, 31)}
    return Recipient(name=name, place="Xã Giả Định, tỉnh Giả Định", **{**told, **more})


def read(pdf: bytes) -> list[str]:
    """The text of each sheet, lines and the breaks in them as one space."""
    sheets = pypdfium2.PdfDocument(pdf)
    return [" ".join(page.get_textpage().get_text_range().replace("\u200b", "").split()) for page in sheets]


@pytest.mark.parametrize("letters", ["W", "Wy "])
def test_the_longest_lines_shrink_or_wrap_and_keep_within_the_border(letters: str) -> None:
    longest = {name: (letters * most)[:most] for name, most in LONGEST.items()}
    look = replace(LOOK, header=False, **longest)
    one = certificate(look, recipient((letters * 120)[:120], told=(letters * 200)[:200]), decision="W" * 60, on=ON)
    page = pypdfium2.PdfDocument(drawing.certificates_pdf(look, [one]))[0]
    text, (width, height) = page.get_textpage(), page.get_size()
    boxes = [text.get_charbox(n) for n in range(text.count_chars())]
    least = min(low for _, low, _, _ in boxes)
    assert min(left for left, *_ in boxes) > width * FRAME
    assert max(right for _, _, right, _ in boxes) < width * (1 - FRAME)
    # The lower fifth is left to the seal and the signature.
    assert least > height / 5
    assert len(boxes) > sum(LONGEST.values()) + 120 + 200


def test_a_batch_is_one_file_of_landscape_sheets_with_every_font_inside_and_equal_bytes() -> None:
    look = replace(LOOK, paper="a3")
    sheets = [certificate(look, recipient(f"Tổ số {n}"), decision="12/QĐ", on=ON) for n in range(30)]
    made = drawing.certificates_pdf(look, sheets)
    pages = pypdfium2.PdfDocument(made)
    assert (len(pages), [round(side * 25.4 / 72) for side in pages[29].get_size()]) == (30, [420, 297])
    fonts = {
        pypdfium2.raw.FPDFFont_GetIsEmbedded(pypdfium2.raw.FPDFTextObj_GetFont(thing.raw))
        for thing in pages[0].get_objects([pypdfium2.raw.FPDF_PAGEOBJ_TEXT], max_depth=5)
    }
    assert fonts == {1}
    assert made == drawing.certificates_pdf(look, sheets)
    assert parts_of(401) == [(1, 1, 200), (2, 201, 400), (3, 401, 401)]


def test_a_sheet_says_who_for_what_and_by_which_decision() -> None:
    one = certificate(LOOK, recipient("Hòa Mẫu", kind=2, told="Tổ chức tuần tra đêm"), decision="12/QĐ-CAHN", on=ON)
    [told] = read(drawing.certificates_pdf(LOOK, [one]))
    for part in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "GIÁM ĐỐC CÔNG AN THÀNH PHỐ HÀ NỘI",
        "Hộ gia đình Hòa Mẫu",
        "Đã có thành tích trong việc tổ chức tuần tra đêm, năm 2025",
        "Quyết định số 12/QĐ-CAHN ngày 05 tháng 02 năm 2026",
        "Hà Nội, ngày 05 tháng 02 năm 2026",
    ):
        assert part in told
    assert wording.TRIAL in read(drawing.certificates_pdf(LOOK, [wording.trial(LOOK, on=ON, long=True)]))[0]


@pytest.mark.django_db
def test_certificates_come_from_the_seal_and_not_for_whom_was_revoked_or_withdrew(cast: Any) -> None:
    group = draft(cast, kind=COLLECTIVE, name="Tổ bảo vệ an ninh số 3")
    held = decided(cast, draft(cast), draft(cast, name="Trần Văn Mẫu"), group)
    first, second, _ = Award.objects.order_by("pk")
    assert [name in told for name, told in zip(("Nguyễn", "Trần", "Tổ"), printed(cast.chi, held), strict=True)] == (
        [True] * 3
    )
    naming.name_remove(by=cast.an, id=held.pk, award_id=first.pk)
    revoked = {"number": "20/QĐ", "on": date(2026, 5, 1), "reason": "Kê khai không đúng"}
    deciding.award_revoke(by=cast.binh, id=held.pk, award_id=second.pk, **revoked)
    [told] = printed(cast.binh, held)
    assert "Tổ bảo vệ an ninh số 3" in told
    with pytest.raises(Refusal) as refused:
        certificates_print(by=cast.binh, id=held.pk, award_id=first.pk)
    assert refused.value.code == "KHE-017"
    assert [(step.reason, step.award_id) for step in queries.steps_of(cast.an, held) if step.deed == 13] == [
        ("1 bản", None),
        ("3 bản", None),
    ]
    assert held.seal is not None
    assert [opening.opened_by for opening in openings_of(held.seal)] == [cast.binh, cast.chi]


def printed(by: Any, held: Any, **which: Any) -> list[str]:
    return read(certificates_print(by=by, id=held.pk, **which))


@pytest.mark.django_db
def test_a_guarded_recipients_paper_is_the_awarding_bodys_and_does_not_say_for_which_information(cast: Any) -> None:
    held = decided(cast, draft(cast, name="Lê Thị Kín", achievement=CRIME))
    [told] = printed(cast.chi, held, award_id=Award.objects.get().pk)
    assert "Lê Thị Kín" in told
    assert "giữ gìn an ninh, trật tự" in told
    assert "tội phạm" not in told
    assert 13 not in [step.deed for step in queries.steps_of(cast.an, held)]
    for by, code in ((cast.an, "KHE-403"), (cast.dung, "KHE-403"), (cast.giang, "KHE-404"), (cast.khoa, "KHE-404")):
        with pytest.raises(NotAllowed) as refused:
            certificates_print(by=by, id=held.pk)
        assert refused.value.code == code


@pytest.mark.django_db
def test_a_givers_approver_sets_its_template_of_offices_alone(cast: Any) -> None:
    giver = cast.bodies["CA-HN"]
    assert look_of(giver, DIRECTOR) == LOOK
    for changes, code in (
        ({"paper": "a5"}, "KHE-015"),
        ({"shift_x": 40}, "KHE-015"),
        ({"title": " "}, "KHE-016"),
        ({"signer": "GIÁM ĐỐC\nNguyễn Văn An"}, "NGUON-106"),
    ):
        with pytest.raises(Refusal) as refused:
            template_set(by=cast.binh, form=DIRECTOR, look=replace(LOOK, **changes))
        assert refused.value.code == code
    with pytest.raises(NotAllowed):
        template_set(by=cast.chi, form=DIRECTOR, look=LOOK)
    look = Look("a3", "double", "blue", False, *("A", "B", "C", "D", "KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC", "F"), -2, 3)
    template_set(by=cast.binh, form=DIRECTOR, look=LOOK)
    template_set(by=cast.binh, form=DIRECTOR, look=look)
    assert look_of(giver, DIRECTOR) == look
    assert services.round_open(by=cast.an, form=DIRECTOR, sort=3, on=ON).giver == giver
