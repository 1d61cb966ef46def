"""Frames over the ledger: real places of Hà Tĩnh, where Phường Đại Nài was cut in two."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from warehouse_builders import Office

from chungtay.kernel.errors import NotAllowed, Refusal
from chungtay.kernel.periods import decree_month
from chungtay.kernel.quantities import Quantity, Total
from chungtay.ledger.types import Claim
from chungtay.reference.places.queries import place_get
from chungtay.results.warehouse.apportion import Comparability
from chungtay.results.warehouse.queries import answer, answer_group
from chungtay.results.warehouse.questions import By, Question, Row
from chungtay.results.warehouse.services import generation_build
from chungtay.results.warehouse.withholding import withheld_cell

pytestmark = [pytest.mark.django_db]
MARCH = decree_month(2025, 3)
TODAY = date(2025, 7, 1)
PEOPLE, TIPS = "communication.participations", "tips.received"
THANH_SEN, HA_HUY_TAP, VUNG_ANG = "c18073@2025", "c18652@2025", "c18823@2025"
NAM_HA, DAI_NAI, THACH_DAI, LONG, THINH = "c18073", "c18082", "c18643", "c18835", "c18823"


def stated(office: Office, counts: dict[str, int], indicator: str = PEOPLE, body: str = "CA-HT") -> None:
    """A province's report of March 2025 about communes of then, by their codes."""
    claims = [
        Claim(indicator, place_get(f"{code}@2013").pk, MARCH, Quantity.read(Decimal(count)))
        for code, count in counts.items()
    ]
    office.appends(body, claims, MARCH)


def exactly(number: int) -> Total:
    return Total(*[Decimal(number)] * 3)


def asked(place: str = "p42@2025", user: Any = None, indicator: str = PEOPLE, **extra: Any) -> dict[str, Row]:
    by = By.COMMUNE if place[0] == "p" else By.ONE
    extra.setdefault("frame", TODAY)
    return {row.place: row for row in answer(Question((indicator,), place, MARCH, by, **extra), user=user)}


@pytest.mark.parametrize("built", [False, True])
def test_a_number_of_before_stands_on_the_map_of_today(office: Office, built: bool) -> None:
    stated(office, {NAM_HA: 500, DAI_NAI: 1000, THACH_DAI: 300, LONG: 7, THINH: 5})
    if built:
        generation_build()
    rows = asked(apportion=True)
    whole, part, none = (rows[key] for key in (VUNG_ANG, HA_HUY_TAP, THANH_SEN))
    assert (whole.total, whole.comparability) == (exactly(12), Comparability.EXACT_SUM)
    assert part.total == Total(Decimal("323.6"), Decimal("307.186"), Decimal("323.6"))
    assert part.comparability is Comparability.ESTIMATE
    assert none.region is not None
    assert (none.total, none.region.targets) == (None, (THANH_SEN, HA_HUY_TAP))
    assert none.beside[0].total == exactly(1800)


def test_a_commune_is_not_told_of_what_its_neighbour_counted(office: Office) -> None:
    """Ba Đình took part of Quán Thánh, which does not lie in its territory."""
    hanoi = [("c00004@2013", 500), ("c00016@2013", 20)]
    claims = [Claim(PEOPLE, place_get(key).pk, MARCH, Quantity.read(Decimal(count))) for key, count in hanoi]
    office.appends("CA-HN", claims, MARCH)
    mine = asked("c00004@2025", office.cast.an, apportion=True)["c00004@2025"]
    assert (mine.total, mine.region, mine.beside, mine.figure_ids) == (None, None, (), ())
    whole = asked("c00004@2025", office.cast.binh, apportion=True)["c00004@2025"]
    assert whole.total is not None


@pytest.mark.parametrize(("counts", "is_kept"), [((2, 6, 40), False), ((2, 60, 6), True)])
def test_what_is_kept_of_an_old_commune_is_kept_on_the_new_map(
    office: Office, counts: tuple[int, int, int], is_kept: bool
) -> None:
    """2 and 6 are kept together: a sum of both opens neither, a sum with one of them would."""
    stated(office, dict(zip(("c00006", "c00008", "c00001"), counts, strict=True)), TIPS, "CA-HN")
    ngoc_ha = asked("p01@2025", indicator=TIPS)["c00008@2025"]
    assert {"c00006@2013", "c00008@2013"} < set(ngoc_ha.made_of)
    assert withheld_cell(ngoc_ha, office.cast.hoa) is is_kept
    assert not withheld_cell(ngoc_ha, office.cast.binh)


@pytest.mark.parametrize(
    ("place", "frame", "code", "remedy"),
    [
        ("p42@2025", date(2012, 12, 31), "KHO-007", "nguyên trạng"),
        ("p42@2025", date(2025, 6, 30), "KHO-008", "Tỉnh Hà Tĩnh"),
        ("c18082@2013", TODAY, "KHO-008", "Phường Thành Sen, Phường Hà Huy Tập"),
        ("d436@2013", TODAY, "KHO-008", "nguyên trạng"),
    ],
)
def test_a_map_or_place_that_is_not_there_is_refused_with_what_to_ask_instead(
    db: None, place: str, frame: date, code: str, remedy: str
) -> None:
    with pytest.raises(Refusal) as refused:
        answer(Question((PEOPLE,), place, MARCH, frame=frame))
    [problem] = refused.value.problems
    assert problem.code == code
    assert remedy in problem.todo


@pytest.mark.parametrize("built", [False, True])
def test_a_group_is_told_on_the_map_of_its_members(office: Office, built: bool) -> None:
    """Phường Đại Nài was cut between the two; a commune of before is on no map of today."""
    stated(office, {NAM_HA: 500, DAI_NAI: 1000, THACH_DAI: 300, LONG: 7, THINH: 5})
    if built:
        generation_build()
    question = Question((PEOPLE,), "p42@2025", MARCH, frame=TODAY)
    members = [place_get(key) for key in (THANH_SEN, HA_HUY_TAP)]
    [row] = answer_group(question, members)
    assert (row.total, row.comparability, row.estimated_share) == (exactly(1800), Comparability.EXACT_SUM, Decimal(0))
    assert {found.place for found in answer_group(replace(question, by=By.COMMUNE), members)} == {THANH_SEN, HA_HUY_TAP}
    with pytest.raises(Refusal, match="KHO-008"):
        answer_group(question, [place_get(f"{DAI_NAI}@2013")])


def test_a_frame_opens_no_place_of_others(office: Office) -> None:
    with pytest.raises(NotAllowed):
        asked(VUNG_ANG, office.cast.an)
