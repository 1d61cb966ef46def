"""Who takes part in the demonstration: bodies and accounts by office, and who owes which report. Nobody real."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chungtay.reference.actors.models import Body, User

PASSWORD = "chungtay-minh-hoa"  # noqa: S105 - printed on the screen; refused outside a demonstration
INVENTED_PROVINCE = "p42@2025"
PROVINCES = (
    ("HN", "p01@2025", "thành phố Hà Nội", "Hà Nội"),
    ("HCM", "p79@2025", "Thành phố Hồ Chí Minh", "Hồ Chí Minh City"),
    ("HT", "p42@2025", "tỉnh Hà Tĩnh", "Hà Tĩnh"),
)


@dataclass(frozen=True)
class Cast:
    """Bodies by code, accounts by name, and the reporter of each commune by its place id."""

    bodies: dict[str, Body]
    accounts: dict[str, User]
    commune_reporters: dict[int, User]


def create() -> Cast:
    """Bodies of the centre, three provinces and the communes of one; reporters, approvers and a partner."""
    cast = Cast({}, {}, {})
    _centre(cast)
    for code, place, vi, en in PROVINCES:
        _province(cast, code, place, vi, en)
    _communes(cast)
    return cast


def _centre(cast: Cast) -> None:
    _body(cast, "BCA", "Bộ Công an", "Ministry of Public Security", "police centre vn")
    front = ("Ban Thường trực Ủy ban Trung ương MTTQ Việt Nam", "Fatherland Front, Central Standing Board")
    _body(cast, "MTTW", *front, "front centre vn")
    _account(cast, "baocao.tw", "Cán bộ tổng hợp, Cục Xây dựng phong trào", "BCA", "reporter")
    _account(cast, "duyet.tw", "Người duyệt, Cục Xây dựng phong trào", "BCA", "approver")


def _province(cast: Cast, code: str, place: str, vi: str, en: str) -> None:
    _body(cast, f"CA-{code}", f"Công an {vi}", f"Police of {en}", f"police province {place}", "BCA")
    front = (f"Ủy ban MTTQ Việt Nam {vi}", f"Fatherland Front of {en}")
    _body(cast, f"MT-{code}", *front, f"front province {place}", "MTTW")
    _account(cast, f"baocao.{code.lower()}", f"Cán bộ tổng hợp, Công an {vi}", f"CA-{code}", "reporter")
    _account(cast, f"duyet.{code.lower()}", f"Người duyệt, Công an {vi}", f"CA-{code}", "approver")
    _account(cast, f"mattran.{code.lower()}", f"Cán bộ Mặt trận {vi}", f"MT-{code}", "partner")


def _communes(cast: Cast) -> None:
    """Only the first can sign in; the others stand for their office in the invented year."""
    from chungtay.reference.places.queries import children, place_get

    communes = children(place_get(INVENTED_PROVINCE), date(2026, 11, 1), level="commune")
    for index, unit in enumerate(sorted(communes, key=lambda p: p.code)):
        code, name = f"CA-{unit.code}", "baocao.xa" if index == 0 else f"baocao.{unit.code}"
        names = (f"Công an {unit.full_name.lower()[0] + unit.full_name[1:]}", f"Police of {unit.name}")
        _body(cast, code, *names, f"police commune {unit.key}", "CA-HT")
        office = f"Cán bộ báo cáo, {unit.full_name}"
        cast.commune_reporters[unit.pk] = _account(cast, name, office, code, "reporter", signs_in=index == 0)


def _body(cast: Cast, code: str, vi: str, en: str, kind: str, parent: str | None = None) -> None:
    """`kind`: line, level and key of the place."""
    from chungtay.reference.actors.queries import Level, Line
    from chungtay.reference.actors.services import body_create
    from chungtay.reference.places.queries import place_get

    line, level, place = kind.split()
    above = cast.bodies[parent] if parent else None
    cast.bodies[code] = body_create(
        code=code,
        name_vi=vi,
        name_en=en,
        line=Line(line),
        level=Level(level),
        place=place_get(place),
        parent=above,
    )


def _account(cast: Cast, name: str, office: str, of: str, role: str, *, signs_in: bool = True) -> User:
    from chungtay.reference.actors.queries import Role
    from chungtay.reference.actors.services import account_create

    cast.accounts[name] = account_create(
        username=name,
        password=PASSWORD if signs_in else None,
        display_name=office,
        body=cast.bodies[of],
        role=Role(role),
        weak_password_ok=True,
    )
    return cast.accounts[name]


def oblige(cast: Cast) -> None:
    """Each of the 63 provinces owes a final review, each of the 3.321 communes a monthly form; few have accounts."""
    from chungtay.reference.forms import queries, services
    from chungtay.reference.places.queries import descendants, place_get, provinces_on

    police = {b.place_id: b for b in cast.bodies.values() if b.line == "police"}
    services.obligations_for_places(
        form=queries.form_get("programme-review", date(2023, 12, 31)),
        places={place: police.get(place.home_province_id or 0) for place in provinces_on(date(2023, 12, 31))},
        valid_from=date(2013, 1, 1),
        valid_to=date(2023, 12, 31),
    )
    begin = date(2025, 11, 15)
    services.obligations_for_places(
        form=queries.form_get("monthly-commune", begin),
        places={place: police.get(place.pk) for place in descendants(place_get("vn"), begin, level="commune")},
        valid_from=begin,
    )
