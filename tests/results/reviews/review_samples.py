"""Invented facts of a snapshot: a country of which three provinces out of 63 reported."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from chungtay.kernel.absence import Absence
from chungtay.kernel.periods import Period, Regime, programme_term
from chungtay.kernel.quantities import INFINITY, Total
from chungtay.results.reviews.composition import MapPlace, Text
from chungtay.results.reviews.inputs import (
    Area,
    Census,
    Evidence,
    IndicatorFacts,
    Issuer,
    PlaceFacts,
    ProgrammeFacts,
    ReviewInput,
    ReviewRow,
)
from chungtay.results.warehouse.questions import Basis, Row

TERM = programme_term(2013, 2023)
COUNTRY = PlaceFacts("vn", Text("Việt Nam", "Viet Nam"), Text("Việt Nam", "Viet Nam"), "country")
_NAMES = {"01": "Hà Nội", "42": "Hà Tĩnh", "79": "Hồ Chí Minh"}
PROVINCES = {
    code: PlaceFacts(f"p{code}@2013", Text(name, name), Text(f"tỉnh {name}", f"{name} province"), "province")
    for code, name in _NAMES.items()
}
BADINH = PlaceFacts("c00004@2025", Text("Ba Đình", "Ba Đình"), Text("phường Ba Đình", "Ba Đình ward"), "commune")


def exactly(value: int | str) -> Total:
    number = Decimal(value)
    return Total(number, number, number)


def more_than(value: int | str) -> Total:
    return Total(Decimal(value), Decimal(value), INFINITY)


def indicator(code: str, name: str, unit: str, nature: str = "flow", may_rank: bool = True) -> IndicatorFacts:
    return IndicatorFacts(code, Text(name, f"{code} in English"), Text(unit, f"units of {code}"), nature, may_rank)


INDICATORS = {
    item.code: item
    for item in (
        indicator("campaigns.launches", "Đợt phát động phong trào", "đợt"),
        indicator("models.total", "Mô hình, cách làm hay đã triển khai", "mô hình"),
        indicator("models.points", "Điểm mô hình", "điểm", "stock"),
        indicator("tips.received", "Tin dân cung cấp", "tin", may_rank=False),
        indicator(
            "disputes.settled_by_organisations", "Mâu thuẫn, khiếu kiện do đoàn thể giải quyết", "vụ", may_rank=False
        ),
        indicator("mediation.success_rate", "Tỷ lệ hòa giải thành", "%", "ratio"),
        indicator("weapons.guns", "Súng giao nộp", "khẩu", may_rank=False),
    )
}


def row(
    code: str, total: Total | None = None, place: PlaceFacts = COUNTRY, named: Text | None = None, **more: object
) -> ReviewRow:
    given: dict[str, object] = {
        "indicator": code,
        "place": place.key,
        "period": TERM,
        "cell": "",
        "basis": Basis.ROLLED_UP,
        "total": total,
        "stated": 3,
        "received": 3,
        "expected": 63,
        "figure_ids": (1, 2),
        **more,
    }
    counted = "province" if place is COUNTRY else "commune"
    return ReviewRow(Row(**given), place, named or Text("", ""), counted)  # type: ignore[arg-type]


def evidence(number: int, **more: object) -> Evidence:
    given: dict[str, object] = {
        "figure_id": number,
        "indicator": "models.total",
        "cell_name": Text("", ""),
        "place_name": PROVINCES["01"].full_name,
        "period": TERM,
        "words": Text("trên 15.000", "over 15,000"),
        "as_written": "hơn 15.000",
        "sentence": f"Câu số {number} đồng chí ███████ báo cáo hơn 15.000 mô hình.",
        "source_title": "Báo cáo tổng kết (minh họa)",
        "source_number": "12/BC-MH",
        "issuer": Text("Công an thành phố Hà Nội", "Hà Nội police"),
        "locator": Text("đoạn 4", "paragraph 4"),
        "batch_id": 7,
        "approved_on": date(2025, 11, 20),
        "is_illustration": True,
        **more,
    }
    return Evidence(**given)  # type: ignore[arg-type]


def areas() -> tuple[Area, ...]:
    tips = {"figure_ids": (3,)}
    own = {"basis": Basis.REPORTED, "stated": 1, "expected": 1, "figure_ids": (5,)}
    stated = row("disputes.settled_by_organisations", exactly(12000), **own)
    return (
        Area(
            1,
            Text("Tuyên truyền, phát động phong trào", "Communication and launches"),
            (
                row("campaigns.launches", exactly(366)),
                row("models.total", more_than(1926)),
                row("models.points", None, stated=0, figure_ids=(), absence=Absence.NOT_REPORTED),
            ),
        ),
        Area(
            2,
            Text("Phòng ngừa tội phạm, tệ nạn xã hội", "Prevention of crime and social evils"),
            (
                row("tips.received", exactly(208229), **tips),
                row(
                    "tips.received",
                    exactly(115301),
                    cell="tip_category=crime",
                    named=Text("tội phạm", "crime"),
                    **tips,
                ),
                row(
                    "tips.received",
                    exactly(24962),
                    cell="tip_category=political_security",
                    named=Text("an ninh chính trị", "political security"),
                    **tips,
                ),
                row(
                    "disputes.settled_by_organisations",
                    more_than(15000),
                    figure_ids=(4,),
                    beside=(stated.row,),
                ),
                row("mediation.success_rate", exactly(1096572), denominator=exactly(1350533), figure_ids=(5,)),
                row("weapons.guns", None, absence=Absence.REFUSED, figure_ids=(), stated=0),
            ),
        ),
    )


def sample(**changes: object) -> ReviewInput:
    """A whole review of the country; keyword arguments replace parts of it."""
    by_place = (
        row("models.total", exactly(1616), PROVINCES["01"], figure_ids=(1,)),
        row("models.total", more_than(310), PROVINCES["42"], figure_ids=(2,)),
    )
    states = {"01": "reported", "42": "reported", "79": "reported", "48": "zero", "56": "refused", "30": "not_yet_due"}
    given = ReviewInput(
        kind="final",
        snapshot_code="CT-2025-0001",
        snapshot_digest="ab" * 32,
        transaction_number=12,
        known_on=date(2025, 11, 20),
        programme=ProgrammeFacts(
            "09/CTr-BCA-MTTW",
            Text("Đẩy mạnh phong trào Toàn dân bảo vệ an ninh Tổ quốc trong tình hình mới", "Advancing the movement"),
            date(2013, 8, 1),
            TERM,
        ),
        place=COUNTRY,
        period=TERM,
        issuers=(
            Issuer(Text("Bộ Công an", "Ministry of Public Security"), "police", "centre"),
            Issuer(Text("Ủy ban Trung ương MTTQ Việt Nam", "Central Committee of the Front"), "front", "centre"),
        ),
        census=(Census(date(2023, 12, 31), 63, 10598),),
        indicators=INDICATORS,
        areas=areas(),
        by_place=by_place,
        provinces=tuple(
            MapPlace(f"{code:02d}", Text(f"Tỉnh {code}", f"Province {code}"), states.get(f"{code:02d}", "not_reported"))
            for code in LEGACY_CODES
        ),
        vintage="2013",
        evidence=tuple(evidence(number) for number in range(1, 6)),
    )
    return replace(given, **changes)  # type: ignore[arg-type]


LEGACY_CODES = (
    1, 2, 4, 6, 8, 10, 11, 12, 14, 15, 17, 19, 20, 22, 24, 25, 26, 27, 30, 31, 33, 34, 35, 36, 37, 38, 40, 42, 44, 45,
    46, 48, 49, 51, 52, 54, 56, 58, 60,
    62, 64, 66, 67, 68, 70, 72, 74, 75, 77, 79, 80, 82, 83, 84, 86, 87, 89, 91, 92, 93,
    94, 95, 96,
)  # fmt: skip
YEAR_2020 = Period(date(2020, 1, 1), date(2020, 12, 31), Regime.CALENDAR_YEAR)
