"""Certificates on the desk: a template is looked at, tried and set; a decided round's are the awarding body's alone."""

from __future__ import annotations

from typing import Any

import pytest

from gathering.registers.commendations.test_commendations import decided, draft

pytestmark = pytest.mark.django_db
TEMPLATE, ROUNDS = "/so-theo-doi/khen-thuong/mau-bang/", "/so-theo-doi/khen-thuong/"


def typed(**more: Any) -> dict[str, Any]:
    lines = {"issuer": "GIÁM ĐỐC", "verb": "TẶNG", "title": "GIẤY KHEN", "opening": "Đã có", "signer": "GIÁM ĐỐC"}
    return {
        **lines,
        "paper": "a3",
        "border": "line",
        "colour": "blue",
        "town": "Hà Nội",
        "shift_x": 0,
        "shift_y": 0,
    } | more


def test_a_template_is_looked_at_tried_and_set_by_the_approver_and_what_is_wrong_is_told(cast: Any, enter: Any) -> None:
    chi, binh = enter(cast.chi), enter(cast.binh)
    assert chi.get(TEMPLATE).content.decode().count("data:image/png;base64") == 2
    trial = chi.post(TEMPLATE, typed(do="trial", long="on"))
    assert (trial["Content-Type"], trial.content[:5]) == ("application/pdf", b"%PDF-")
    assert chi.post(TEMPLATE, typed(do="set")).status_code == 403
    wrong = binh.post(TEMPLATE, typed(do="set", signer="Nguyễn Văn An"))
    assert (wrong.status_code, "NGUON-106" in wrong.content.decode()) == (422, True)
    assert binh.post(TEMPLATE, typed(do="set", title="BẰNG CỦA MÌNH")).status_code == 302
    assert "BẰNG CỦA MÌNH" in chi.get(TEMPLATE).content.decode()
    assert enter(cast.an).get(f"{TEMPLATE}?hinh-thuc=5").status_code == 404


def test_files_of_a_round_are_for_the_awarding_body_and_everybody_else_finds_nothing(cast: Any, enter: Any) -> None:
    held = decided(cast, draft(cast))
    page = f"{ROUNDS}{held.pk}/bang/"
    chi = enter(cast.chi, "en")
    assert "1 certificate to print" in chi.get(page).content.decode()
    file = chi.post(page, {"part": "1"})
    assert file["Content-Disposition"] == 'attachment; filename="minh-hoa-bang-khen-12-qd-ca-1.pdf"'
    assert "no-store" in file["Cache-Control"]
    assert chi.post(page, {"part": "2"}).status_code == 422
    for other in (enter(by) for by in (cast.an, cast.dung, cast.giang, cast.khoa)):
        assert (other.get(page).status_code, other.post(page, {"part": "1"}).status_code) == (404, 404)
