"""Programmes: whose they are, what came before, and what may not be written."""

from typing import Any

import pytest

from chungtay.gathering.programmes import lineage, queries, services
from chungtay.gathering.programmes.services import AreaDraft, programme_create, programmes_load
from chungtay.kernel.errors import NotAllowed, Refusal
from chungtay.kernel.periods import programme_term
from chungtay.reference.places.queries import place_get

AREA = AreaDraft("Tuyên truyền", "Communication", ("communication.sessions",))


def draft(cast: Any, **changes: Any) -> Any:
    given = {
        "by": cast.binh,
        "number": "01/CTr-CA-MTTQ",
        "title_vi": "Chương trình",
        "title_en": "Programme",
        "place": place_get("p01@2025"),
        "term": programme_term(2023, 2033),
        "parties": [cast.bodies["CA-HN"], cast.bodies["MT-HN"]],
        "areas": [AREA],
    }
    return programme_create(**{**given, **changes})


def test_parties_stand_in_the_order_of_the_heading(cast: Any) -> None:
    assert [body.code for body in queries.parties(draft(cast))] == ["CA-HN", "MT-HN"]


def test_the_neighbour_cannot_set_up_a_programme_here(cast: Any) -> None:
    with pytest.raises(NotAllowed) as refused:
        draft(cast, by=cast.giang)
    assert refused.value.code == "CTPH-001"


def test_a_number_is_given_once(cast: Any) -> None:
    draft(cast)
    with pytest.raises(Refusal) as refused:
        draft(cast, number=" 01/CTr-CA-MTTQ ")
    assert refused.value.code == "CTPH-002"


def test_an_area_may_name_only_indicators_of_the_catalogue(cast: Any) -> None:
    with pytest.raises(Refusal) as refused:
        draft(cast, areas=[AreaDraft("Khác", "Other", ("nobody.counts_this",))])
    assert refused.value.code == "CTPH-003"


def test_a_programme_without_parties_is_refused(cast: Any) -> None:
    with pytest.raises(Refusal) as refused:
        draft(cast, parties=[])
    assert refused.value.code == "CTPH-004"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"title_vi": "Chương trình do ông Nguyễn Văn Bình theo dõi"}, "NGUON-106"),
        ({"areas": [AreaDraft("Vận động 200 tin tố giác", "Tips", ())]}, "CTPH-019"),
    ],
)
def test_neither_title_nor_area_names_a_person_or_sets_a_quota(cast: Any, changes: Any, code: str) -> None:
    with pytest.raises(Refusal, match=code):
        draft(cast, **changes)


def test_an_area_set_later_sets_no_quota_either(cast: Any) -> None:
    found, edit = draft(cast), lineage.AreaEdit(None, "Phát hiện 15 vụ mỗi quý", "Detections", ())
    with pytest.raises(Refusal, match="CTPH-019"):
        lineage.areas_set(by=cast.binh, programme=found, edits=[edit])


def test_loading_twice_changes_nothing(db: None) -> None:
    assert programmes_load() == programmes_load() == 5


def test_parties_are_linked_once_their_bodies_exist(db: None, request: pytest.FixtureRequest) -> None:
    programmes_load()
    assert queries.parties(queries.programme_get("09/CTr-BCA-MTTW")) == []
    request.getfixturevalue("cast")
    programmes_load()
    assert [body.code for body in queries.parties(queries.programme_get("09/CTr-BCA-MTTW"))] == ["BCA"]


def test_the_successor_names_its_predecessor(db: None) -> None:
    programmes_load()
    line = queries.lineage(queries.programme_get("07/CTrPH-BCA-MTTW"))
    assert [programme.number for programme in line] == ["07/CTrPH-BCA-MTTW", "09/CTr-BCA-MTTW"]


def test_three_provinces_carry_out_number_09(db: None) -> None:
    programmes_load()
    parent, places = queries.programme_get("09/CTr-BCA-MTTW"), ("p01@2013", "p42@2013", "p79@2013", "p48@2013")
    own = [lineage.own_programme(parent, place_get(key)) is not None for key in places]
    assert own == [True, True, True, False]


def test_a_province_sees_its_own_and_the_national_programmes(cast: Any) -> None:
    programmes_load()
    assert {programme.place.key for programme in queries.programmes_visible(cast.binh)} == {"vn", "p01@2013"}


def test_every_shipped_area_names_indicators_of_the_catalogue(db: None) -> None:
    programmes_load()
    known = set(services.catalogue())
    for programme in queries.Programme.objects.all():
        assert {code for area in queries.areas(programme) for code in area.indicators} <= known


def test_an_unknown_number_is_refused_with_what_was_read(db: None) -> None:
    with pytest.raises(Refusal) as refused:
        queries.programme_get("99/KH")
    assert refused.value.problems[0].read == "99/KH"
