"""The programme that follows one whose years are over: made of it as a draft, edited, signed, gone on with."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from chungtay.gathering.programmes import lineage, queries, succeeding
from chungtay.gathering.programmes.queries import programme_get
from chungtay.gathering.programmes.services import programmes_load
from chungtay.kernel.errors import Refusal

pytestmark = pytest.mark.django_db
SIGNED = date(2024, 1, 15)


@pytest.fixture
def before(cast: Any) -> Any:
    """The programme of Hà Nội that ended in 2023; the country's next one is signed."""
    programmes_load()
    return programme_get("09/CTr-BCA-MTTW (Hà Nội)")


def address(before: Any) -> str:
    return f"/chuong-trinh/{before.pk}/tiep-theo/"


def begun(cast: Any, before: Any, **targets: int) -> Any:
    found = {name.replace("_", ".", 1): Decimal(n) for name, n in targets.items()}
    return succeeding.draft_begin(by=cast.binh, programme=before, targets=found)


def typed(draft: Any, **changes: Any) -> dict[str, Any]:
    content = succeeding.content_of(draft)
    sent = {
        "version": draft.version,
        "number": "12/CTr-CA-MTTQ",
        "title_vi": content.title_vi,
        "title_en": content.title_en,
        "first": content.first_year,
        "last": content.last_year,
        "parties": list(content.parties),
        "area": [""] * len(content.areas),
        "vi": [one.name_vi for one in content.areas],
        "en": [one.name_en for one in content.areas],
        "codes": [", ".join(one.indicators) for one in content.areas],
        "target": list(content.targets),
        "value": list(content.targets.values()),
        "do": "save",
    }
    return {**sent, **changes}


def test_the_draft_carries_parties_areas_and_targets_over_into_the_years_of_the_level_above(
    cast: Any, before: Any
) -> None:
    content = succeeding.content_of(begun(cast, before, communication_sessions=40, tips_received=9))
    assert (content.first_year, content.last_year, content.number) == (2023, 2033, "")
    assert set(content.parties) == {"CA-HN", "MT-HN"}
    assert [one.name_vi for one in content.areas] == [one.name_vi for one in queries.areas(before)]
    # Nothing sets a target on tips, whatever was handed over.
    assert content.targets == {"communication.sessions": "40"}


def test_it_is_edited_and_signed_on_its_page_and_follows(cast: Any, enter: Any, before: Any) -> None:
    client = enter(cast.binh)
    client.post(address(before), {"do": "begin"})
    draft = succeeding.draft_of(cast.binh, before)
    sent = typed(draft, target=["communication.sessions"], value=["1.200"])
    client.post(address(before), sent | {"vi": ["", *sent["vi"][1:]], "en": ["", *sent["en"][1:]]})
    assert queries.programmes_visible(cast.binh).filter(predecessor=before).count() == 0
    draft.refresh_from_db()
    client.post(address(before), typed(draft, do="sign", signed_on="15/01/2024"))
    made = programme_get("12/CTr-CA-MTTQ")
    assert (made.predecessor, made.parent, made.signed_on) == (before, programme_get("07/CTrPH-BCA-MTTW"), SIGNED)
    assert len(queries.areas(made)) == len(queries.areas(before)) - 1
    assert lineage.succession(before)[-1] == made
    assert client.get(address(before))["Location"] == f"/chuong-trinh/{made.pk}/dieu-hanh/"
    page = enter(cast.chi).get(f"/chuong-trinh/{made.pk}/muc-phan-dau/").content.decode()
    assert "Đưa 1 chỉ tiêu đã ký vào biểu" in page
    opened = enter(cast.chi).post(f"/chuong-trinh/{made.pk}/muc-phan-dau/")["Location"]
    assert "1200" in enter(cast.chi).get(opened).content.decode().replace(".", "")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"version": 7}, "CTPH-032"),
        ({"last": 2040}, "CTPH-033"),
        ({"target": ["tips.received"], "value": ["5"]}, "CTPH-034"),
        ({"parties": ["CA-HT"]}, "CTPH-018"),
        ({"title_vi": "Chương trình do ông Nguyễn Văn Bình theo dõi"}, "NGUON-106"),
        ({"do": "sign", "signed_on": "15/01/2019"}, "CTPH-012"),
        ({"do": "sign", "signed_on": "15/01/2024", "number": ""}, "CTPH-011"),
    ],
)
def test_what_cannot_be_is_told_and_what_was_typed_stays(
    cast: Any, enter: Any, before: Any, changes: Any, code: str
) -> None:
    draft = begun(cast, before)
    answered = enter(cast.binh).post(address(before), typed(draft, **changes))
    page = answered.content.decode()
    assert (answered.status_code, code in page) == (422, True)
    assert str(changes.get("title_vi", "12/CTr-CA-MTTQ" if changes.get("number") is None else "")) in page


def test_neither_a_neighbour_nor_a_reporter_nor_the_level_above_prepares_it(cast: Any, enter: Any, before: Any) -> None:
    begun(cast, before)
    answers = [enter(user).get(address(before)).status_code for user in (cast.giang, cast.dung, cast.chi)]
    assert answers == [404, 404, 403]


def test_a_programme_with_years_to_run_has_nothing_to_follow_yet(cast: Any, before: Any) -> None:
    assert not succeeding.is_near(programme_get("07/CTrPH-BCA-MTTW"))


def test_it_is_signed_once(cast: Any, before: Any) -> None:
    draft = begun(cast, before)
    content = succeeding.content_of(draft)
    named = type(content)(**{**vars(content), "number": "12/CTr-CA-MTTQ"})
    saved = succeeding.draft_save(by=cast.binh, programme=before, version=draft.version, content=named)
    succeeding.draft_sign(by=cast.binh, programme=before, version=saved.version, signed_on=SIGNED)
    with pytest.raises(Refusal, match="CTPH-403"):
        succeeding.draft_sign(by=cast.binh, programme=before, version=saved.version, signed_on=SIGNED)
