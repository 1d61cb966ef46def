"""A subject's way to recognition on the desk, the year's rates, and the list as a file."""

from typing import Any

import pytest

from chungtay.gathering.registers.standards.models import Entry

pytestmark = pytest.mark.django_db
LIST = "/so-theo-doi/tieu-chuan/"


def test_a_subject_is_registered_assessed_proposed_and_recognised(cast: Any, enter: Any) -> None:
    an, binh, dung = enter(cast.an), enter(cast.binh), enter(cast.dung, "en")
    wrong = an.post(f"{LIST}?bo=1&nam=2025", {"what": "1", "name": "Nhà ông Nguyễn Văn An"})
    assert (wrong.status_code, "NGUON-106" in wrong.content.decode()) == (422, True)
    assert an.post(f"{LIST}?bo=1&nam=2025", {"what": "1", "name": "Khu dân cư số 3"}).status_code == 302
    page = f"{LIST}{Entry.objects.get().pk}/"
    assert "TCH-006" in an.post(page, {"do": "propose"}).content.decode()
    an.post(page, {"do": "assess", **{f"c-{n}": "1" for n in (1, 2, 3, 4, 5)}})
    an.post(page, {"do": "propose", "number": "12/TTr"})
    assert an.post(page, {"do": "recognise", "number": "5/QĐ"}).status_code == 403
    assert binh.post(page, {"do": "recognise", "number": "5/QĐ", "on": "2025-12-01"}).status_code == 302
    assert "1/1" in dung.get(f"{LIST}?nam=2025").content.decode()
    assert "Recognised" in dung.get(page).content.decode()
    lines = b"".join(dung.get(f"{LIST}?nam=2025&dang=csv").streaming_content).decode().splitlines()
    assert "5/QĐ" in lines[1]
