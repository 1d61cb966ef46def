"""The register of community models on its pages: registered in one form, confirmed many at once, kept from view."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import localdate

from chungtay.gathering.registers.community import queries, services
from chungtay.reference.places.queries import places_in, successors

pytestmark = pytest.mark.django_db
HOME = "/so-theo-doi/mo-hinh/"
TYPED = {"kind": "Camera giám sát", "name": "Camera khu 1", "lead": "police", "step": "launch", "on": "01/08/2025"}


@pytest.fixture(autouse=True)
def kinds_at_hand(db: None) -> None:
    """The catalogue's kinds and the scales."""
    services.register_load()


def registered(by: Any, name: str, kind: str) -> Any:
    found = queries.kind_named(kind)
    assert found is not None
    first = services.First("launch", date(2025, 8, 1))
    return services.point_register(by=by, kind=found, place=by.body.place, name=name, lead="front", first=first)


def test_a_commune_registers_a_point_in_one_form(cast: Any, enter: Any) -> None:
    page = enter(cast.an).post(f"{HOME}dang-ky/", TYPED, follow=True)
    assert page.redirect_chain
    assert "Camera khu 1" in page.content.decode()
    assert "Ra mắt" in page.content.decode()


def test_a_kind_that_nobody_knows_is_asked_about_with_what_it_looks_like(cast: Any, enter: Any) -> None:
    client = enter(cast.an)
    unknown = {**TYPED, "kind": "Camera an ninh ngõ phố"}
    asked = client.post(f"{HOME}dang-ky/", unknown)
    assert asked.status_code == 422
    assert "Camera an ninh</strong>" in asked.content.decode()
    assert client.post(f"{HOME}dang-ky/", {**unknown, "is_new_kind": "on"}).status_code == 302


def test_a_day_before_the_commune_asks_for_the_commune_of_that_day(cast: Any, enter: Any) -> None:
    client = enter(cast.an)
    asked = client.post(f"{HOME}dang-ky/", {**TYPED, "on": "12/03/2021"})
    assert asked.status_code == 422
    then = asked.context["then"][0]
    made = client.post(f"{HOME}dang-ky/", {**TYPED, "on": "12/03/2021", "then": then.key}, follow=True)
    assert then.full_name in made.content.decode()


def test_the_quarters_points_are_ticked_off_and_taken_back(cast: Any, enter: Any) -> None:
    ids = [registered(cast.an, f"Kẻng khu {n}", "Tiếng kẻng an ninh").pk for n in (1, 2)]
    client = enter(cast.an)
    page = client.post(f"{HOME}xac-nhan/", {"point": ids, "on": f"{localdate():%d/%m/%Y}"}, follow=True)
    assert page.context["count"] == 0
    [made] = page.context["rounds"]
    assert client.post(f"{HOME}xac-nhan/{made.pk}/hoan-lai/", follow=True).context["count"] == 2


def test_kinds_are_united_on_their_page_and_taken_apart_again(cast: Any, enter: Any) -> None:
    older, newer = (services.kind_add(by=cast.an, name=f"Camera an ninh{words} ngõ phố") for words in ("", " các"))
    client = enter(cast.binh)
    page = client.post(f"{HOME}loai/gop/", {"do": "unite", "gone": newer.pk, "into": older.pk}, follow=True)
    [uniting], pairs = page.context["unitings"], page.context["pairs"]
    assert (uniting.gone, pairs) == (newer, [])
    page = client.post(f"{HOME}loai/gop/{uniting.pk}/tach/", follow=True)
    assert (page.context["unitings"], len(page.context["pairs"])) == ([], 1)
    for stranger in (cast.an, cast.hoa):
        assert enter(stranger).post(f"{HOME}loai/gop/{uniting.pk}/tach/").status_code == 403


def test_a_kind_kept_from_view_shows_in_its_commune_alone_also_in_files(cast: Any, enter: Any) -> None:
    made = registered(cast.an, "Giáo xứ bình yên khu 2", "Giáo xứ bình yên")
    addresses = (HOME, f"{HOME}{made.pk}/", f"{HOME}tai/?dang=csv", f"{HOME}loai/")
    for user, is_shown in ((cast.an, True), (cast.binh, False), (cast.hoa, False)):
        client = enter(user)
        for address in addresses:
            answer = client.get(address)
            text = b"".join(answer.streaming_content if answer.streaming else [answer.content]).decode()
            assert ("Giáo xứ" in text) is is_shown, (user, address)


def test_the_page_of_reports_and_register_shows_two_claims(cast: Any, enter: Any, approved: Any) -> None:
    page = enter(cast.chi).get(f"{HOME}bao-cao/")
    assert page.status_code == 200
    assert all(line.counted == 0 for side in page.context["sides"] for line in side.lines)


def test_a_point_of_a_commune_that_was_split_is_settled_by_who_knows_the_land(cast: Any, enter: Any) -> None:
    split = next(p for p in places_in(cast.chi.body.place) if p.valid_to and p.level == "commune" and len(heirs(p)) > 1)
    first = services.First("launch", date(2024, 1, 1))
    kind = queries.kind_named("Camera an ninh")
    assert kind is not None
    by, now = cast.chi, heirs(split)[0]
    made = services.point_register(
        by=by, kind=kind, place=split, now=now, name="Camera khu 9", lead="police", first=first
    )
    # As it stood before anybody settled it: the day after the split.
    made.stays.filter(valid_to=None).delete()
    made.stays.update(valid_to=None)
    type(made).objects.filter(pk=made.pk).update(place=split)
    client = enter(cast.chi)
    assert "Camera khu 9" in client.get(f"{HOME}xa-da-chia/").content.decode()
    client.post(f"{HOME}xa-da-chia/", {"point": made.pk, "to": heirs(split)[1].key})
    made.refresh_from_db()
    assert (made.place, made.stays.count()) == (heirs(split)[1], 2)


def heirs(place: Any) -> list[Any]:
    return [link.new for link in successors(place)]


def test_a_kind_leads_to_communes_like_those_where_it_works(cast: Any, enter: Any) -> None:
    made = registered(cast.an, "Camera khu 1", "Camera an ninh")
    services.points_confirm(by=cast.an, point_ids=[made.pk], on=localdate())
    client = enter(cast.binh)
    page = client.get(f"{HOME}loai/{made.kind_id}/")
    assert "chưa đánh giá" in page.content.decode()
    first = page.context["lines"][0]
    assert first.place.pk != cast.an.body.place_id
    assert "cùng là phường" in first.agrees
    chosen = client.get(f"{HOME}loai/{made.kind_id}/?chon={first.place.key}&dang=csv")
    rows = b"".join(chosen.streaming_content).decode().splitlines()
    assert len(rows) == 2
    assert first.place.full_name in rows[1]


def test_a_sensitive_kind_has_no_shortlist_and_one_of_elsewhere_no_page(cast: Any, enter: Any) -> None:
    kept = registered(cast.an, "Giáo xứ bình yên khu 2", "Giáo xứ bình yên").kind_id
    own = services.kind_add(by=cast.an, name="Ánh sáng ngõ Ba Đình").pk
    answers = [enter(user).get(f"{HOME}loai/{kept}/") for user in (cast.an, cast.binh, cast.hoa)]
    assert [answer.status_code for answer in answers] == [422, 404, 404]
    assert "DSM-171" in answers[0].content.decode()
    theirs, nobodys = (enter(cast.giang).get(f"{HOME}loai/{kind}/") for kind in (own, 987654))
    assert (theirs.status_code, _said(theirs)) == (404, _said(nobodys))


def _said(answer: Any) -> str:
    return re.sub(r"<[^>]*>|loai/\d+|987654", "", answer.content.decode())


def test_a_provinces_own_scale_is_made_on_its_page_and_shown_to_its_communes(cast: Any, enter: Any) -> None:
    typed = {"name_vi": "Hai mức của tỉnh", "name_en": "Two grades of the province"}
    grades = {"g1-vi": "Đạt", "g1-member": "good", "g1-effective": "1", "g2-vi": "Chưa đạt", "g2-member": "weak"}
    client = enter(cast.binh)
    assert "DSM-141" in client.post(f"{HOME}thang-xep-loai/", typed).content.decode()
    assert client.post(f"{HOME}thang-xep-loai/", typed | grades).status_code == 302
    assert "Chưa đạt" in enter(cast.an).get(f"{HOME}thang-xep-loai/").content.decode()
    assert "Chưa đạt" not in enter(cast.giang).get(f"{HOME}thang-xep-loai/").content.decode()
    assert [scale.name_vi for scale in queries.scales_for(cast.an.body.place, localdate())] == ["Hai mức của tỉnh"]
    [scale] = queries.scales_for(cast.an.body.place, localdate())
    made = registered(cast.an, "Camera khu 7", "Camera an ninh")
    services.point_assess(by=cast.an, point=made, grade_id=scale.grades.all()[0].pk, on=localdate(), document="1/BC")
    ends = {"do": "end", "scale": str(scale.pk)}
    assert enter(cast.an).post(f"{HOME}thang-xep-loai/", ends | {"since": "01/01/2099"}).status_code == 403
    today, later = f"{localdate():%d/%m/%Y}", localdate() + timedelta(days=1)
    assert "DSM-145" in client.post(f"{HOME}thang-xep-loai/", ends | {"since": today}).content.decode()
    assert client.post(f"{HOME}thang-xep-loai/", ends | {"since": f"{later:%d/%m/%Y}"}).status_code == 302
    assert scale not in queries.scales_for(cast.an.body.place, later)
    assert [one.grade.scale for one in queries.assessments_of(made)] == [scale]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("qd.txt", "Quyết định công nhận mô hình".encode(), ""),
        ("qd.docx", b"%PDF-1.7 x", "DOC-"),
        ("qd.txt", b"", "DOC-"),
        ("qd.html", b"<p>Xong</p><img src=a>", "DSM-116"),
        ("qd.txt", b"a" * 2000, "DSM-117"),
    ],
)
def test_a_step_takes_the_document_it_rests_on_and_nothing_else(
    cast: Any, enter: Any, settings: Any, name: str, content: bytes, code: str
) -> None:
    settings.MAX_UPLOAD_BYTES = 1000
    made = registered(cast.an, "Camera khu 8", "Camera an ninh")
    [event] = queries.events_of(made)
    assert event.step is not None
    sent = {"line": event.step.pk, "number": "12/QĐ", "file": SimpleUploadedFile(name, content)}
    page = enter(cast.an).post(f"{HOME}{made.pk}/buoc/tai-lieu/", sent, follow=True).content.decode()
    held = queries.documents_of(made)

    assert (code in page, bool(held)) == (True, not code)
    if held:
        [[document]] = held.values()
        assert "qd.txt" in enter(cast.binh).get(f"{HOME}{made.pk}/").content.decode()
        enter(cast.an).post(f"{HOME}{made.pk}/buoc/tai-lieu/", {"off": document.pk})
        assert not queries.documents_of(made)
