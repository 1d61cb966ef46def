"""A small shelf for pages to read: publications, figures of Hà Nội, a point of Ba Đình."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from chungtay.gathering.programmes.queries import programme_get
from chungtay.gathering.programmes.services import programmes_load
from chungtay.gathering.registers.community import queries as community
from chungtay.gathering.registers.community import services
from chungtay.reference.places.queries import place_get
from chungtay.results.publishing.models import PointName, Publication, PublicFigure, PublicPoint
from chungtay.results.warehouse.models import Snapshot

YEAR = date(2025, 1, 1), date(2025, 12, 31)
POINT = "k7m2p9x4"
TOLD = {"communication.sessions": {"told": 1, "absent": 1, "threshold": 1}}


def publication_made(cast: Any, code: str, **more: Any) -> Publication:
    """One that was released a day ago, unless told otherwise."""
    hanoi, now = place_get("p01@2025"), timezone.now()
    snapshot = Snapshot.objects.first()
    if snapshot is None:
        programmes_load()
        programme = programme_get("09/CTr-BCA-MTTW")
        made = {"programme": programme, "place": hanoi, "created_by": cast.binh, "created_at": now}
        dates = {"start": YEAR[0], "end": YEAR[1], "transaction_number": 1}
        snapshot = Snapshot.objects.create(code="C1", folder="c1", digest="0" * 64, **made, **dates)
    given = {
        "title": "Số liệu thử",
        "title_en": "Figures for trial",
        "place": hanoi,
        "body": cast.binh.body,
        "snapshot": snapshot,
        "level": "commune",
        "start": YEAR[0],
        "end": YEAR[1],
        "step": "year",
        "indicators": list(TOLD),
        "summary": TOLD,
        "created_at": now,
        "created_by": cast.binh,
        "released_at": now - timedelta(days=1),
        "released_by": cast.binh,
    }
    return Publication.objects.create(code=code, **{**given, **more})


def figure_made(of: Publication, shown: str, **more: Any) -> PublicFigure:
    """One figure of Hà Nội."""
    given: dict[str, Any] = {
        "indicator": "communication.sessions",
        "place_code": "01",
        "place_vintage": "2025",
        "place_level": "province",
        "place_name": "Thành phố Hà Nội",
        "start": YEAR[0],
        "end": YEAR[1],
        "shown_vi": shown,
        "shown_en": shown,
        "low": shown,
        "high": shown,
        "reported": 98,
        "expected": 126,
        "rounded_to": 5,
    }
    return PublicFigure.objects.create(publication=of, **{**given, **more})


def point_made(cast: Any, of: Publication) -> Any:
    """One point of Ba Đình, in the register and in public."""
    services.register_load()
    first, kind = services.First("launch", date(2025, 8, 1)), community.kind_named("Camera giám sát")
    assert kind is not None
    place = cast.an.body.place
    held = services.point_register(by=cast.an, kind=kind, place=place, name="Tổ thử", lead="front", first=first)
    PointName.objects.create(point=held, public_id=POINT)
    PublicPoint.objects.create(
        publication=of,
        public_id=POINT,
        name="",
        kind="camera",
        kind_vi="Camera an ninh",
        kind_en="Security cameras",
        place_code="00004",
        place_vintage="2025",
        place_name="Phường Ba Đình",
        province_code="01",
        province_name="Thành phố Hà Nội",
        opened_year=2024,
        state="running",
        as_of=YEAR[1],
    )
    return held
