"""Plans on their pages: brought in, confirmed in one sitting, followed through the year; and one's own programme."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import localdate

from chungtay.gathering.intake.plans import queries as readings
from chungtay.gathering.programmes import lineage, planning, queries
from chungtay.gathering.programmes.queries import programme_get
from chungtay.gathering.programmes.services import programmes_load
from gathering.intake.readers.plan_builders import HEAD, TABLE, plan_file

pytestmark = pytest.mark.django_db
YEAR = localdate().year + 1


@pytest.fixture
def programme(cast: Any) -> Any:
    programmes_load()
    return programme_get("07/CTrPH-BCA-MTTW")


def brought_in(enter: Any, cast: Any, programme: Any) -> tuple[Any, str]:
    file = SimpleUploadedFile("ke-hoach.docx", plan_file((*HEAD, "II. NHIỆM VỤ"), TABLE))
    said = {"year": YEAR, "number": "9/KH-CAT", "issued_on": f"{localdate()}", "file": file}
    client = enter(cast.binh)
    return client, client.post(f"/chuong-trinh/{programme.pk}/ke-hoach/", said)["Location"]


def test_a_word_plan_is_confirmed_into_tasks_that_the_plan_s_page_counts(cast: Any, enter: Any, programme: Any) -> None:
    client, address = brought_in(enter, cast, programme)
    [reading] = readings.readings_visible(cast.binh)
    _training, leaflet, persons = readings.candidates_of(reading)
    assert "lấy theo dòng trên" in client.get(f"{address}?viec={leaflet.pk}").content.decode()
    assert "CTPH-019" in client.get(f"{address}?viec={persons.pk}").content.decode()
    typed = {"do": "give", "candidate": leaflet.pk, "title": leaflet.title, "due": f"{YEAR}-09-30"}
    client.post(address, typed | {"owner": "CA-HN", "partners": ["MT-HN", "CA-BADINH"]})
    page = client.get(f"/ke-hoach/{reading.plan_id}/").content.decode()
    assert "Biên soạn tờ gấp" in page
    assert "0/1" in page
    assert reading.plan is not None
    [task] = planning.open_tasks(cast.binh, reading.plan)
    assert task.partners.count() == 2
    assert (reading.source.is_illustration, task.is_illustration) == (True, True)


def test_a_plan_with_something_to_confirm_waits_on_the_page_of_its_programme_alone(
    cast: Any, enter: Any, programme: Any
) -> None:
    client, address = brought_in(enter, cast, programme)
    assert address in client.get(f"/chuong-trinh/{programme.pk}/ke-hoach/").content.decode()
    other = programme_get("09/CTr-BCA-MTTW")
    assert address not in client.get(f"/chuong-trinh/{other.pk}/ke-hoach/").content.decode()


def test_what_is_wrong_with_an_item_is_told_and_what_was_typed_stays(cast: Any, enter: Any, programme: Any) -> None:
    client, address = brought_in(enter, cast, programme)
    [reading] = readings.readings_visible(cast.binh)
    first = readings.candidates_of(reading)[0]
    typed = {"do": "give", "candidate": first.pk, "title": "Tiếp nhận 100 tin tố giác", "owner": "CA-HN"}
    answer = client.post(address, typed | {"due": f"{YEAR}-09-30"})
    assert answer.status_code == 422
    assert ">Tiếp nhận 100 tin tố giác</textarea>" in answer.content.decode()


def test_a_province_sets_up_its_own_programme_and_the_tree_shows_it(cast: Any, enter: Any, programme: Any) -> None:
    address = f"/chuong-trinh/{programme.pk}/"
    typed = {"number": "02/CTr-CA-MTTQ", "title_vi": "Chương trình của thành phố", "signed_on": "2024-01-10"}
    client = enter(cast.binh)
    client.post(f"{address}lap/", typed | {"parties": ["CA-HN", "MT-HN"]})
    own = programme_get("02/CTr-CA-MTTQ")
    assert (own.parent_id, len(queries.parties(own))) == (programme.pk, 2)
    tree = enter(cast.dung).get(f"{address}cay/?tim=ha+noi").content.decode()
    assert "02/CTr-CA-MTTQ" in tree
    assert "0/126" in tree
    assert client.get(f"{address}lap/").status_code == 302


def test_the_places_that_have_not_issued_theirs_come_as_a_file(cast: Any, enter: Any, programme: Any) -> None:
    answer = enter(cast.dung).get(f"/chuong-trinh/{programme.pk}/cay/?xem=chua&dang=csv")
    lines = b"".join(answer.streaming_content).decode().splitlines()
    assert len(lines) == 35


def test_content_areas_are_the_centre_s_to_change_and_the_change_is_written_down(
    cast: Any, enter: Any, programme: Any
) -> None:
    address = f"/chuong-trinh/{programme.pk}/sua/"
    areas = queries.areas(programme)
    rows = {
        "do": "areas",
        "area": [str(area.pk) for area in areas] + [""],
        "vi": ["", *[area.name_vi for area in areas[1:]], "An ninh mạng"],
        "en": ["", *[area.name_en for area in areas[1:]], "Cyber security"],
        "codes": [", ".join(area.indicators) for area in areas] + ["communication.sessions"],
    }
    assert enter(cast.binh).post(address, rows).status_code == 404
    enter(cast.dung).post(address, rows)
    names = [area.name_vi for area in queries.areas(programme)]
    assert (names[0], names[-1], len(names)) == (areas[1].name_vi, "An ninh mạng", len(areas))
    assert len(lineage.changes_of(programme)) == 1


def test_a_struck_content_area_keeps_its_name_and_is_had_back(cast: Any, enter: Any, programme: Any) -> None:
    first, second = queries.areas(programme)[:2]
    client, address = enter(cast.dung), f"/chuong-trinh/{programme.pk}/sua/"
    client.post(
        address,
        {
            "do": "areas",
            "area": [first.pk, second.pk],
            "vi": ["", second.name_vi],
            "en": ["", second.name_en],
            "codes": ["", ", ".join(second.indicators)],
        },
    )
    assert first.name_vi in client.get(address).content.decode()
    client.post(address, {"do": "back", "area": first.pk})
    back = queries.areas(programme)[-1]
    assert (back.pk, back.name_vi, back.indicators) == (first.pk, first.name_vi, first.indicators)
