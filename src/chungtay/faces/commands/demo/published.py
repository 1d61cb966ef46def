"""What the demonstration makes public: the country by province, one province month by month and commune by commune, and
the model points of another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chungtay import flow, flow_publishing
from chungtay.faces.commands.demo import invented
from chungtay.kernel.periods import Period
from chungtay.reference.places.queries import place_get
from chungtay.results.publishing.shelf.services import Terms

if TYPE_CHECKING:
    from chungtay.faces.commands.demo.cast import Cast
    from chungtay.gathering.programmes.models import Programme
    from chungtay.results.publishing.models import Publication
    from chungtay.results.warehouse.models import Snapshot

_COUNTRY = (
    *("models.total", "models.effective", "models.communes_covered", "campaigns.launches", "campaigns.participations"),
    *("patrols.participations", "training.classes", "training.participations", "tips.received"),
)
_PROVINCE = (
    *("models.points", "models.members", "patrols.shifts", "patrols.participations"),
    *("communication.sessions", "training.classes", "force.teams", "pledges.signed"),
)


def create(cast: Cast, programme: Programme, snapshot: Snapshot) -> list[Publication]:
    """Three publications, through the same steps as on the desk; the province's from a snapshot of its own."""
    country = Terms(
        title="Kết quả phong trào theo tỉnh (minh họa)",
        title_en="Results by province (illustration)",
        snapshot=snapshot,
        place=snapshot.place,
        indicators=_COUNTRY,
        level="province",
        # The reports of the five state their whole terms: divided into years nearly nothing of them would be told.
        step="total",
        start=snapshot.start,
        end=snapshot.end,
        cells=True,
        note_vi="Số liệu minh họa: phần lớn tỉnh chưa báo cáo, và trang này nói rõ điều đó.",
        note_en="Illustrative figures: most provinces have not reported, and this page says so.",
    )
    approver, place = cast.accounts["duyet.ht"], place_get("p42@2025")
    months = invented.MONTHS[:-1]
    period = Period(months[0].start, months[-1].end)
    local = flow.snapshot_freeze(by=approver, programme=programme, place=place, period=period)
    province = Terms(
        title="Hoạt động hằng tháng ở từng xã (minh họa)",
        title_en="Monthly activities by commune (illustration)",
        snapshot=local,
        place=place,
        indicators=_PROVINCE,
        level="commune",
        step="month",
        clock="decree",
        start=period.start,
        end=period.end,
        note_vi="Số liệu bịa đặt để minh họa.",
        note_en="Invented for illustration.",
    )
    points = Terms(
        title="Mô hình trên địa bàn Hà Nội (minh họa)",
        title_en="Community models in Hà Nội (illustration)",
        snapshot=snapshot,
        place=place_get("p01@2025"),
        indicators=("models.total", "models.effective"),
        level="province",
        step="total",
        start=snapshot.start,
        end=snapshot.end,
        points=True,
        note_vi="Các điểm mô hình trong danh sách này là giả định.",
        note_en="The points in this list are invented.",
    )
    national, made = cast.accounts["duyet.tw"], []
    for by, terms in ((national, country), (approver, province), (national, points)):
        draft = flow_publishing.publication_prepare(by=by, terms=terms)
        made.append(flow_publishing.publication_release(by=by, publication=draft))
    return made
