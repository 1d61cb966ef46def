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
    from chungtay.reference.actors.queries import Level, Line, Role
    from chungtay.reference.actors.services import account_create, body_create
    from chungtay.reference.places.queries import children, place_get

    bodies: dict[str, Body] = {}
    accounts: dict[str, User] = {}

    def body(code: str, vi: str, en: str, line: Line, level: Level, place: str, parent: str | None = None) -> None:
        bodies[code] = body_create(
            code=code, name_vi=vi, name_en=en, line=line, level=level, place=place_get(place),
            parent=bodies[parent] if parent else None,
        )  # fmt: skip

    def account(name: str, office: str, of: str, role: Role) -> None:
        accounts[name] = account_create(
            username=name, password=PASSWORD, display_name=office, body=bodies[of], role=role, weak_password_ok=True
        )

    body("BCA", "Bộ Công an", "Ministry of Public Security", Line.POLICE, Level.CENTRE, "vn")
    body("MTTW", "Ban Thường trực Ủy ban Trung ương MTTQ Việt Nam", "Fatherland Front, Central Standing Board",
         Line.FRONT, Level.CENTRE, "vn")  # fmt: skip
    for code, place, vi, en in PROVINCES:
        body(f"CA-{code}", f"Công an {vi}", f"Police of {en}", Line.POLICE, Level.PROVINCE, place, "BCA")
        body(
            f"MT-{code}",
            f"Ủy ban MTTQ Việt Nam {vi}",
            f"Fatherland Front of {en}",
            Line.FRONT,
            Level.PROVINCE,
            place,
            "MTTW",
        )
        account(f"baocao.{code.lower()}", f"Cán bộ tổng hợp, Công an {vi}", f"CA-{code}", Role.REPORTER)
        account(f"duyet.{code.lower()}", f"Người duyệt, Công an {vi}", f"CA-{code}", Role.APPROVER)
        account(f"mattran.{code.lower()}", f"Cán bộ Mặt trận {vi}", f"MT-{code}", Role.PARTNER)
    account("baocao.tw", "Cán bộ tổng hợp, Cục Xây dựng phong trào", "BCA", Role.REPORTER)
    account("duyet.tw", "Người duyệt, Cục Xây dựng phong trào", "BCA", Role.APPROVER)

    commune_reporters: dict[int, User] = {}
    communes = children(place_get(INVENTED_PROVINCE), date(2026, 11, 1), level="commune")
    for index, unit in enumerate(sorted(communes, key=lambda p: p.code)):
        code = f"CA-{unit.code}"
        body(code, f"Công an {unit.full_name.lower()[0] + unit.full_name[1:]}", f"Police of {unit.name}",
             Line.POLICE, Level.COMMUNE, unit.key, "CA-HT")  # fmt: skip
        name = "baocao.xa" if index == 0 else f"baocao.{unit.code}"
        # Only the first commune can sign in; the others stand for their office in the invented year.
        commune_reporters[unit.pk] = account_create(
            username=name, password=PASSWORD if index == 0 else None, display_name=f"Cán bộ báo cáo, {unit.full_name}",
            body=bodies[code], role=Role.REPORTER, weak_password_ok=True,
        )  # fmt: skip
        accounts[name] = commune_reporters[unit.pk]
    return Cast(bodies, accounts, commune_reporters)


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
